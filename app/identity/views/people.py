"""The administrators' pages: who is there, one-time links, closing accounts, inviting."""

import uuid
from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import clock
from app.db import reading, transaction
from app.identity import policy, queries, rules, service
from app.identity.errors import LoginTaken
from app.identity.forms import ROLE_NAMES, InviteForm, tell
from app.identity.login import me, person, roles_required
from app.identity.looking import note_look
from app.identity.models import Organization, Post, Role
from app.identity.place_forms import ClosingForm, PostForm
from app.identity.views.root import bp
from app.ui.page import render_page, whole_number
from app.ui.site import site
from app.ui.strings import gettext as _


@bp.get("/admin/people")
@roles_required(Role.ADMINISTRATOR)
def people() -> ResponseReturnValue:
    """List the people within the administrator's reach, 50 a page."""
    session, today = reading(), clock.day_of(clock.now())
    number = max(1, whole_number(request.args.get("page")) or 1)
    search = request.args.get("q", "")[:100]
    page = queries.people_page(session, _reach(session), search=search, page=number, on=today)
    return render_page(
        "identity/people.html", "main", page=page, search=search, role_names=ROLE_NAMES
    )


@bp.get("/admin/people/<uuid:user_id>")
@roles_required(Role.ADMINISTRATOR)
def one_person(user_id: uuid.UUID) -> ResponseReturnValue:
    """Show an account, and what may be done with it; that it was opened is noted."""
    page = person_page(user_id)
    note_look("account", user_id)
    return page


@bp.post("/admin/people/<uuid:user_id>/reset-link")
@roles_required(Role.ADMINISTRATOR)
def make_reset_link(user_id: uuid.UUID) -> ResponseReturnValue:
    """Make a link for a new password and show it, this once."""
    with transaction() as session:
        _managed(session, user_id)
        link = service.issue_reset_link(session, user_id, now=clock.now(), created_by_id=me().id)
    return person_page(user_id, link=link)


@bp.post("/admin/people/<uuid:user_id>/disable")
@roles_required(Role.ADMINISTRATOR)
def disable(user_id: uuid.UUID) -> ResponseReturnValue:
    """Close an account; its sessions end at once."""
    with transaction() as session:
        _managed(session, user_id)
        if not policy.can_disable(person(), user_id):
            abort(404)
        service.disable_user(session, user_id, now=clock.now(), by=me().id)
    flash(_("この人の登録を止めました。学んだ記録は、そのままです。"), "good")
    return redirect(url_for("identity.one_person", user_id=user_id), 303)


@bp.post("/admin/people/<uuid:user_id>/enable")
@roles_required(Role.ADMINISTRATOR)
def enable(user_id: uuid.UUID) -> ResponseReturnValue:
    """Open a closed account again."""
    with transaction() as session:
        _managed(session, user_id)
        service.enable_user(session, user_id, now=clock.now(), by=me().id)
    flash(_("この人の登録を、また使えるようにしました。"), "good")
    return redirect(url_for("identity.one_person", user_id=user_id), 303)


@bp.post("/admin/people/<uuid:user_id>/sign-out")
@roles_required(Role.ADMINISTRATOR)
def sign_out_person(user_id: uuid.UUID) -> ResponseReturnValue:
    """End every session of a person, for a lost tablet."""
    with transaction() as session:
        _managed(session, user_id)
        service.sign_out_everywhere(session, user_id, now=clock.now(), by=me().id)
    flash(_("この人を、すべての機器で終わりにしました。"), "good")
    return redirect(url_for("identity.one_person", user_id=user_id), 303)


@bp.get("/admin/people/invite")
@roles_required(Role.ADMINISTRATOR)
def invite() -> ResponseReturnValue:
    """Show the form for a new person."""
    return _invite_page(_invite_form(reading()))


@bp.post("/admin/people/invite")
@roles_required(Role.ADMINISTRATOR)
def take_invite() -> ResponseReturnValue:
    """Make the account and its post, and show the link, this once."""
    with transaction() as session:
        form = _invite_form(session)
        if not form.validate():
            return _invite_page(form, status=422)
        try:
            link = _invited(session, form)
        except LoginTaken:
            tell(form.login, _("このIDは、もう使われています。ほかのIDにしてください。"))
            return _invite_page(form, status=422)
    return person_page(link.user_id, link=link)


def reached(session: Session) -> tuple[list[queries.OrganizationNode], policy.Reach]:
    """Return the tree of organizations, and what of it the administrator reaches."""
    tree = queries.organization_tree(session)
    return tree, policy.reach_of(person(), {one.id: one.parent_id for one in tree})


def _reach(session: Session) -> policy.Reach:
    return queries.administered_by(session, person())


def _managed(session: Session, user_id: uuid.UUID) -> queries.Person:
    """Return the person, or end in 404: also for one who has posts beyond the reach."""
    today = clock.day_of(clock.now())
    return queries.managed_person(session, user_id, reach=_reach(session), on=today)


def person_page(
    user_id: uuid.UUID,
    *,
    link: service.IssuedLink | None = None,
    form: PostForm | None = None,
    ending: tuple[uuid.UUID, ClosingForm] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Show an account; with a form of a post where one was sent and has faults."""
    session, today = reading(), clock.day_of(clock.now())
    tree, reach = reached(session)
    found = queries.visible_person(session, user_id, reach=reach, on=today)
    return render_page(
        "identity/person.html",
        "main",
        status=status,
        found=found,
        role_names=ROLE_NAMES,
        posts=_posts(session, user_id, reach, today),
        form=form or post_form(tree, reach, formdata=None),
        ending=ending,
        today=today,
        can_manage=policy.can_manage_person(reach, found),
        can_disable=policy.can_disable(person(), user_id),
        is_of_city=reach.is_whole,
        merged=queries.merged(session, user_id),
        link=link,
        **_shown(link),
    )


def _shown(link: service.IssuedLink | None) -> dict[str, object]:
    if link is None:
        return {"link_until": None, "link_url": None}
    url = link.url(site().settings.public_url)
    return {"link_until": clock.day_of(link.expires_at), "link_url": url}


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of a person's history, and whether the administrator may end it."""

    post: Post
    is_over: bool
    can_end: bool


def _posts(
    session: Session, user_id: uuid.UUID, reach: policy.Reach, today: date
) -> list[PostRow]:
    return [
        PostRow(
            post,
            is_over=post.ends_on is not None and post.ends_on < today,
            can_end=post.ends_on is None and policy.can_invite(reach, post.organization_id),
        )
        for post in queries.posts_of(session, user_id)
    ]


def post_form(
    tree: list[queries.OrganizationNode], reach: policy.Reach, **more: object
) -> PostForm:
    """Return the form of a further post, at a place within the administrator's reach."""
    places = (one for one in tree if one.is_open and policy.can_invite(reach, one.id))
    roles = policy.roles_to_give(reach)
    return PostForm.within(places, roles, starts_on=clock.day_of(clock.now()), **more)


def _invite_form(session: Session) -> InviteForm:
    tree, reach = reached(session)
    places = (one for one in tree if one.is_open and policy.can_invite(reach, one.id))
    return InviteForm.within(places, policy.roles_to_give(reach))


def _invite_page(form: InviteForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page("identity/invite.html", "main", status=status, form=form)


def _invited(session: Session, form: InviteForm) -> service.IssuedLink:
    key = rules.login_key(form.login.data or "")
    new = service.NewUser(
        family_name=form.family_name.data,
        given_name=form.given_name.data,
        family_kana=form.family_kana.data or "",
        given_kana=form.given_kana.data or "",
        login_id=key if key and not rules.is_email(key) else None,
        email=key if rules.is_email(key) else None,
        grade=form.grade.data,
    )
    return service.invite(
        session,
        new,
        session.get_one(Organization, form.organization.data),
        form.role.data,
        now=clock.now(),
        created_by_id=me().id,
        is_demo=site().settings.demo,
    )

"""Giving, ending and ordering the posts of a person."""

import uuid

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import clock
from app.db import transaction
from app.identity import policy, queries, service
from app.identity.errors import OrganizationClosed, PostRefused
from app.identity.forms import tell
from app.identity.login import person, roles_required
from app.identity.models import Organization, Post, Role, User
from app.identity.place_forms import ClosingForm, PostForm
from app.identity.views.people import person_page, post_form, reached
from app.identity.views.root import bp
from app.ui.strings import gettext as _


@bp.post("/admin/people/<uuid:user_id>/posts")
@roles_required(Role.ADMINISTRATOR)
def give_post(user_id: uuid.UUID) -> ResponseReturnValue:
    """Give a person a further post at a place within reach."""
    with transaction() as session:
        _visible(session, user_id)
        form = post_form(*reached(session))
        if not form.validate():
            return person_page(user_id, form=form, status=422)
        try:
            _give(session, user_id, form)
        except (PostRefused, OrganizationClosed):
            tell(
                form.starts_on,
                _("同じ所属と役割が、この期間にもうあるか、最後の日がはじめの日より前です。"),
            )
            return person_page(user_id, form=form, status=422)
    flash(_("所属を加えました。"), "good")
    return redirect(url_for("identity.one_person", user_id=user_id) + "#posts", 303)


@bp.post("/admin/people/<uuid:user_id>/posts/<uuid:post_id>/end")
@roles_required(Role.ADMINISTRATOR)
def end_post(user_id: uuid.UUID, post_id: uuid.UUID) -> ResponseReturnValue:
    """End a post with a day; today unless said."""
    form = ClosingForm()
    with transaction() as session:
        post = _post(session, user_id, post_id)
        if form.validate():
            try:
                service.finish_post(session, post, on=form.on.data, by=person(), now=clock.now())
            except PostRefused:
                tell(form.on, _("最後の日が、はじめの日より前です。日付を入れ直してください。"))
        if form.errors or form.on.errors:
            return person_page(user_id, ending=(post_id, form), status=422)
    flash(_("所属を終わりにしました。これまでの記録は、のこっています。"), "good")
    return redirect(url_for("identity.one_person", user_id=user_id) + "#posts", 303)


@bp.post("/admin/people/<uuid:user_id>/posts/<uuid:post_id>/primary")
@roles_required(Role.ADMINISTRATOR)
def make_primary(user_id: uuid.UUID, post_id: uuid.UUID) -> ResponseReturnValue:
    """Make a post the one under which the person is listed."""
    with transaction() as session:
        post, today = _post(session, user_id, post_id), clock.day_of(clock.now())
        reach = queries.administered_by(session, person())
        queries.managed_person(session, user_id, reach=reach, on=today)
        if post.ends_on is not None or post.starts_on > today:
            abort(404)
        service.make_primary(session, post, by=person(), now=clock.now())
    flash(_("主な所属を変えました。"), "good")
    return redirect(url_for("identity.one_person", user_id=user_id) + "#posts", 303)


def _give(session: Session, user_id: uuid.UUID, form: PostForm) -> None:
    service.give_post(
        session,
        session.get_one(User, user_id),
        session.get_one(Organization, form.organization.data),
        form.role.data,
        title=form.title.data or "",
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        by=person(),
        now=clock.now(),
    )


def _visible(session: Session, user_id: uuid.UUID) -> queries.Person:
    reach = queries.administered_by(session, person())
    return queries.visible_person(session, user_id, reach=reach, on=clock.day_of(clock.now()))


def _post(session: Session, user_id: uuid.UUID, post_id: uuid.UUID) -> Post:
    """Return a post of a person at a place within reach, or end in 404."""
    _visible(session, user_id)
    found = session.get(Post, post_id)
    reach = queries.administered_by(session, person())
    if (
        found is None
        or found.user_id != user_id
        or not policy.can_invite(reach, found.organization_id)
    ):
        abort(404)
    return found

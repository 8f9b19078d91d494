"""The administrators' pages of the tree: who stands where, in which order, and what is closed."""

import uuid
from datetime import date

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import clock
from app.db import reading, transaction
from app.identity import policy, queries, service
from app.identity.errors import CannotStandThere, OrganizationClosed, OrganizationInUse
from app.identity.forms import ROLE_NAMES, tell
from app.identity.login import is_staff, person, roles_required
from app.identity.models import Organization, OrganizationKind, Role
from app.identity.place_forms import (
    KIND_NAMES,
    LEVEL_NAMES,
    ClosingForm,
    OrganizationForm,
    PlaceForm,
)
from app.identity.views.root import bp
from app.ui.navigation import sit_at_desk
from app.ui.page import render_page
from app.ui.strings import gettext as _

SHOWN_PEOPLE = 20


@bp.get("/admin/organizations")
@roles_required(Role.ADMINISTRATOR)
def organizations() -> ResponseReturnValue:
    """Show the tree within the administrator's reach, in 建制順."""
    session, tree, reach = _tree()
    return _page(
        "organizations",
        places=[place for place in tree if policy.can_invite(reach, place.id)],
        people=queries.people_at(session, on=_today()),
        movable={place.id for place in tree if policy.can_arrange(reach, place.parent_id)},
        is_whole=reach.is_whole,
    )


@bp.get("/admin/organizations/new")
@roles_required(Role.ADMINISTRATOR)
def new_organization() -> ResponseReturnValue:
    """Ask for a new organization below one within reach, or at the top."""
    parent = _asked_parent(reading())
    return _new_page(_new_form(parent), parent)


@bp.post("/admin/organizations/new")
@roles_required(Role.ADMINISTRATOR)
def take_new_organization() -> ResponseReturnValue:
    """Add it."""
    with transaction() as session:
        parent = _asked_parent(session)
        form = _new_form(parent)
        if not form.validate():
            return _new_page(form, parent, status=422)
        made = service.add_organization(
            session,
            form.name.data,
            form.kind.data,
            parent=parent,
            founder=form.founder_of(form.kind.data),
            school_levels=form.levels_of(form.kind.data),
            by=person(),
            now=clock.now(),
        )
    flash(_("「%(name)s」を加えました。", name=made.name), "good")
    return redirect(url_for("identity.organization", organization_id=made.id), 303)


@bp.get("/admin/organizations/<uuid:organization_id>")
@roles_required(Role.ADMINISTRATOR)
def organization(organization_id: uuid.UUID) -> ResponseReturnValue:
    """Show an organization, and what may be changed of it."""
    return _one_page(organization_id)


@bp.post("/admin/organizations/<uuid:organization_id>")
@roles_required(Role.ADMINISTRATOR)
def save_organization(organization_id: uuid.UUID) -> ResponseReturnValue:
    """Keep its name, and what is said of it as a school."""
    with transaction() as session:
        found = _within(session, organization_id)
        form = OrganizationForm.for_kinds([found.kind])
        if not form.validate():
            return _one_page(organization_id, form=form, status=422)
        service.rename_organization(
            session,
            found,
            name=form.name.data,
            founder=form.founder_of(found.kind),
            school_levels=form.levels_of(found.kind),
            by=person(),
            now=clock.now(),
        )
    flash(_("「%(name)s」を保存しました。", name=found.name), "good")
    return redirect(url_for("identity.organization", organization_id=organization_id), 303)


@bp.post("/admin/organizations/<uuid:organization_id>/shift")
@roles_required(Role.ADMINISTRATOR)
def shift_organization(organization_id: uuid.UUID) -> ResponseReturnValue:
    """Move it one place up or down among its siblings."""
    up = request.form.get("way") == "up"
    with transaction() as session:
        found = _arranged(session, organization_id)
        service.shift_organization(session, found, up=up, by=person(), now=clock.now())
    return redirect(url_for("identity.organizations") + f"#o-{organization_id}", 303)


@bp.post("/admin/organizations/<uuid:organization_id>/place")
@roles_required(Role.ADMINISTRATOR)
def place_organization(organization_id: uuid.UUID) -> ResponseReturnValue:
    """Move it, with everything below it, below another one."""
    with transaction() as session:
        found = _arranged(session, organization_id)
        form = _place_form(found)
        if not form.validate():
            return _one_page(organization_id, place=form, status=422)
        to = form.parent.data and session.get_one(Organization, form.parent.data)
        try:
            service.place_organization(session, found, to, by=person(), now=clock.now())
        except (CannotStandThere, OrganizationClosed):
            abort(404)
    flash(_("「%(name)s」を移しました。", name=found.name), "good")
    return redirect(url_for("identity.organizations") + f"#o-{organization_id}", 303)


@bp.get("/admin/organizations/<uuid:organization_id>/close")
@roles_required(Role.ADMINISTRATOR)
def ask_to_close(organization_id: uuid.UUID) -> ResponseReturnValue:
    """Show what closing it would do; nothing is closed yet."""
    return _closing_page(organization_id, ClosingForm(on=_today()))


@bp.post("/admin/organizations/<uuid:organization_id>/close")
@roles_required(Role.ADMINISTRATOR)
def close_organization(organization_id: uuid.UUID) -> ResponseReturnValue:
    """Close it after a day."""
    form = ClosingForm()
    with transaction() as session:
        found = _arranged(session, organization_id)
        if found.kind is OrganizationKind.CITY:
            abort(404)
        if not form.validate():
            return _closing_page(organization_id, form, status=422)
        try:
            service.close_organization(
                session, found, on=form.on.data, by=person(), now=clock.now()
            )
        except OrganizationInUse:
            tell(form.on, _("先に、下の組織と、この日より後に始まる所属を片づけてください。"))
            return _closing_page(organization_id, form, status=422)
    flash(
        _("「%(name)s」を閉じました。これまでの記録は、のこっています。", name=found.name), "good"
    )
    return redirect(url_for("identity.organization", organization_id=organization_id), 303)


@bp.post("/admin/organizations/<uuid:organization_id>/reopen")
@roles_required(Role.ADMINISTRATOR)
def reopen_organization(organization_id: uuid.UUID) -> ResponseReturnValue:
    """Open a closed one again."""
    with transaction() as session:
        found = _arranged(session, organization_id)
        service.reopen_organization(session, found, by=person(), now=clock.now())
    flash(_("「%(name)s」を、また開きました。", name=found.name), "good")
    return redirect(url_for("identity.organization", organization_id=organization_id), 303)


# --- what they share ---------------------------------------------------------------------------


def _today() -> date:
    return clock.day_of(clock.now())


def _tree() -> tuple[Session, list[queries.OrganizationNode], policy.Reach]:
    session = reading()
    tree = queries.organization_tree(session)
    return session, tree, policy.reach_of(person(), {one.id: one.parent_id for one in tree})


def _within(session: Session, organization_id: uuid.UUID) -> Organization:
    """Return an organization within the administrator's reach, or end in 404."""
    found = session.get(Organization, organization_id)
    reach = queries.administered_by(session, person())
    if found is None or not policy.can_invite(reach, found.id):
        abort(404)
    return found


def _arranged(session: Session, organization_id: uuid.UUID) -> Organization:
    """Return an organization that the administrator may order, move and close, or end in 404."""
    found = _within(session, organization_id)
    if not policy.can_arrange(queries.administered_by(session, person()), found.parent_id):
        abort(404)
    return found


def _asked_parent(session: Session) -> Organization | None:
    """Return below what the new one is to stand; 404 beyond the reach, or where it is closed."""
    asked = request.args.get("below", "")
    reach = queries.administered_by(session, person())
    try:
        parent = _within(session, uuid.UUID(asked)) if asked else None
    except ValueError:
        abort(404)
    if (parent is None and not reach.is_whole) or (parent and parent.closed_on):
        abort(404)
    return parent


def _new_form(parent: Organization | None) -> OrganizationForm:
    above = None if parent is None else parent.kind
    kinds = [kind for kind in OrganizationKind if policy.may_stand_below(kind, above)]
    if not kinds:
        abort(404)
    return OrganizationForm.for_kinds(kinds)


def _place_form(found: Organization) -> PlaceForm:
    _session, tree, reach = _tree()
    below = {found.id}
    for place in tree:  # each before those below it
        if place.parent_id in below:
            below.add(place.id)
    places = [
        place
        for place in tree
        if place.id not in below | {found.parent_id}
        and place.is_open
        and policy.can_invite(reach, place.id)
        and policy.may_stand_below(found.kind, place.kind)
    ]
    top = reach.is_whole and found.parent_id is not None
    return PlaceForm.below(places, top=top and policy.may_stand_below(found.kind, None))


def _page(name: str, *, status: int = 200, **context: object) -> ResponseReturnValue:
    if not is_staff():
        sit_at_desk()
    return render_page(
        f"identity/{name}.html",
        "main",
        status=status,
        kind_names=KIND_NAMES,
        level_names=LEVEL_NAMES,
        today=_today(),
        **context,
    )


def _new_page(
    form: OrganizationForm, parent: Organization | None, *, status: int = 200
) -> ResponseReturnValue:
    return _page("new_organization", form=form, parent=parent, status=status)


def _one_page(
    organization_id: uuid.UUID,
    *,
    form: OrganizationForm | None = None,
    place: PlaceForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    session, tree, reach = _tree()
    found = _within(session, organization_id)
    kinds = [kind for kind in OrganizationKind if policy.may_stand_below(kind, found.kind)]
    return _page(
        "organization",
        found=found,
        form=form or OrganizationForm.for_kinds([found.kind], formdata=None, obj=found),
        place=place or _place_form(found),
        below=[one for one in tree if one.parent_id == found.id],
        above=[one for one in tree if one.id == found.parent_id],
        people=queries.people_at(session, on=_today()),
        can_arrange=policy.can_arrange(reach, found.parent_id),
        can_add=bool(kinds) and found.closed_on is None,
        status=status,
    )


def _closing_page(
    organization_id: uuid.UUID, form: ClosingForm, *, status: int = 200
) -> ResponseReturnValue:
    session, tree, _reach = _tree()
    found = _arranged(session, organization_id)
    if found.kind is OrganizationKind.CITY:
        abort(404)
    return _page(
        "close_organization",
        found=found,
        form=form,
        below=[one for one in tree if one.parent_id == found.id and one.is_open],
        held=queries.posts_beyond(session, found.id, on=form.on.data or _today()),
        shown=SHOWN_PEOPLE,
        role_names=ROLE_NAMES,
        status=status,
    )

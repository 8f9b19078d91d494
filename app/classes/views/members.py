"""Who gets a place in a class, and whose ends."""

import uuid

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import clock
from app.classes import placing, queries
from app.classes.errors import EnrollmentRefused
from app.classes.forms import WHY, JoinForm, LeaveForm
from app.classes.models import EnrollmentRole
from app.classes.views.moving import place_page
from app.classes.views.root import Room, bp, kept_place, kept_room, page, today
from app.db import reading, transaction
from app.identity.login import person, roles_required
from app.identity.models import Role, User
from app.ui.fields import tell
from app.ui.strings import gettext as _


@bp.get("/<uuid:class_id>/join/<role>")
@roles_required(Role.ADMINISTRATOR)
def join(class_id: uuid.UUID, role: str) -> ResponseReturnValue:
    """Ask whom to give a place: pupils without a homeroom, teachers, or whom a search finds."""
    room = kept_room(reading(), class_id)
    form, found = _form(reading(), room, _role(role))
    form.starts_on.data = form.starts_on.data or today()
    return _page(room, _role(role), form, found)


@bp.post("/<uuid:class_id>/join/<role>")
@roles_required(Role.ADMINISTRATOR)
def take_join(class_id: uuid.UUID, role: str) -> ResponseReturnValue:
    """Give the place."""
    with transaction() as session:
        room = kept_room(session, class_id)
        form, found = _form(session, room, _role(role))
        if not form.validate():
            return _page(room, _role(role), form, found, status=422)
        user = session.get_one(User, form.user.data)
        try:
            _join(session, room, user, _role(role), form)
        except EnrollmentRefused as refused:
            tell(form.starts_on, WHY[refused.why])
            return _page(room, _role(role), form, found, status=422)
    flash(
        _("%(name)sさんを「%(title)s」に入れました。", name=user.name, title=room.class_.title),
        "good",
    )
    return redirect(url_for("classes.one_class", class_id=class_id), 303)


@bp.post("/<uuid:class_id>/places/<uuid:enrollment_id>/leave")
@roles_required(Role.ADMINISTRATOR)
def leave(class_id: uuid.UUID, enrollment_id: uuid.UUID) -> ResponseReturnValue:
    """End somebody's place with a day."""
    form = LeaveForm()
    with transaction() as session:
        room, found = kept_place(session, class_id, enrollment_id)
        if not form.validate():
            return place_page(room, found, leaving=form, status=422)
        try:
            placing.leave_class(session, found, on=form.on.data, by=person(), now=clock.now())
        except EnrollmentRefused as refused:
            tell(form.on, WHY[refused.why])
            return place_page(room, found, leaving=form, status=422)
    flash(_("この学級での期間を終わりにしました。記録は、のこっています。"), "good")
    return redirect(url_for("classes.one_class", class_id=class_id), 303)


def _join(session: Session, room: Room, user: User, role: EnrollmentRole, form: JoinForm) -> None:
    place = placing.Place(
        role,
        form.starts_on.data,
        form.ends_on.data,
        form.attendance_number.data,
        bool(form.is_primary.data),
    )
    placing.join_class(session, user, room.class_, place, by=person(), now=clock.now())


def _role(role: str) -> EnrollmentRole:
    try:
        return EnrollmentRole(role)
    except ValueError:
        abort(404)


def _form(
    session: Session, room: Room, role: EnrollmentRole
) -> tuple[JoinForm, list[queries.Candidate]]:
    search = request.args.get("q", "").strip()[:60]
    found = queries.candidates(session, room.class_, role, search, on=today())
    form = JoinForm()
    form.user.choices = [
        (str(one.user.id), f"{one.user.name}{f'（{one.homeroom}）' if one.homeroom else ''}")
        for one in found
    ]
    return form, found


def _page(
    room: Room,
    role: EnrollmentRole,
    form: JoinForm,
    found: list[queries.Candidate],
    *,
    status: int = 200,
) -> ResponseReturnValue:
    search = request.args.get("q", "").strip()[:60]
    return page("join", room=room, role=role, form=form, found=found, search=search, status=status)

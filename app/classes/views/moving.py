"""One place in a class: its history, another class, another school."""

import uuid

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import clock
from app.classes import placing, queries
from app.classes.errors import EnrollmentRefused
from app.classes.forms import WHY, LeaveForm, MoveForm
from app.classes.models import Class, Enrollment, EnrollmentRole
from app.classes.views.root import (
    Room,
    bp,
    kept_place,
    page,
    the_room,
    today,
)
from app.db import reading, transaction
from app.identity.errors import OrganizationClosed, PostRefused
from app.identity.login import person, roles_required
from app.identity.models import Role, User
from app.ui.fields import tell
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l


@bp.get("/<uuid:class_id>/places/<uuid:enrollment_id>")
@roles_required(Role.ADMINISTRATOR)
def place(class_id: uuid.UUID, enrollment_id: uuid.UUID) -> ResponseReturnValue:
    """Show somebody's place in a class, and what may be done with it."""
    return place_page(*kept_place(reading(), class_id, enrollment_id))


@bp.post("/<uuid:class_id>/places/<uuid:enrollment_id>/move")
@roles_required(Role.ADMINISTRATOR)
def move(class_id: uuid.UUID, enrollment_id: uuid.UUID) -> ResponseReturnValue:
    """Move somebody to another class of the school."""
    with transaction() as session:
        room, found = kept_place(session, class_id, enrollment_id)
        form = _move_form(session, room, same_school=True)
        if not form.validate():
            return place_page(room, found, moving=form, status=422)
        to = the_room(session, form.to.data).class_
        try:
            _move(session, found, to, form)
        except EnrollmentRefused as refused:
            session.rollback()
            tell(form.on, WHY[refused.why])
            return place_page(room, found, moving=form, status=422)
    flash(
        _("「%(title)s」に移しました。前の学級にいたことも、のこっています。", title=to.title),
        "good",
    )
    return redirect(url_for("classes.one_class", class_id=to.id), 303)


@bp.get("/<uuid:class_id>/places/<uuid:enrollment_id>/transfer")
@roles_required(Role.ADMINISTRATOR)
def ask_transfer(class_id: uuid.UUID, enrollment_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a change of school does; with a school and a day in the address, just that."""
    session = reading()
    room, found = _pupils_place(session, class_id, enrollment_id)
    given = request.args if "to" in request.args else None
    form = _move_form(session, room, same_school=False, formdata=given, meta={"csrf": False})
    told = given is not None and form.validate()
    return _transfer_page(session, room, found, form, is_told=told)


@bp.post("/<uuid:class_id>/places/<uuid:enrollment_id>/transfer")
@roles_required(Role.ADMINISTRATOR)
def transfer(class_id: uuid.UUID, enrollment_id: uuid.UUID) -> ResponseReturnValue:
    """Move a pupil to a class of another school, in one piece."""
    with transaction() as session:
        room, found = _pupils_place(session, class_id, enrollment_id)
        form = _move_form(session, room, same_school=False)
        if not form.validate():
            return _transfer_page(session, room, found, form, is_told=False, status=422)
        try:
            _transfer(session, found, form)
        except (EnrollmentRefused, OrganizationClosed, PostRefused) as refused:
            session.rollback()
            tell(form.on, WHY.get(getattr(refused, "why", ""), _CANNOT))
            return _transfer_page(session, room, found, form, is_told=False, status=422)
    flash(_("転校の手続きが終わりました。学んだ記録は、新しい学校でも続きます。"), "good")
    return redirect(url_for("classes.one_class", class_id=form.to.data), 303)


_CANNOT = _l("その学校には、いま移せません。学校と日付をたしかめてください。")


def _pupils_place(
    session: Session, class_id: uuid.UUID, enrollment_id: uuid.UUID
) -> tuple[Room, Enrollment]:
    room, found = kept_place(session, class_id, enrollment_id)
    if found.role is not EnrollmentRole.STUDENT:
        abort(404)
    return room, found


def _move(session: Session, found: Enrollment, to: Class, form: MoveForm) -> None:
    placing.move_to_class(
        session,
        found,
        to,
        on=form.on.data,
        attendance_number=form.attendance_number.data,
        by=person(),
        now=clock.now(),
    )


def _transfer(session: Session, found: Enrollment, form: MoveForm) -> None:
    placing.transfer_pupil(
        session,
        session.get_one(User, found.user_id),
        the_room(session, form.to.data).class_,
        on=form.on.data,
        attendance_number=form.attendance_number.data,
        by=person(),
        now=clock.now(),
    )


def _move_form(session: Session, room: Room, *, same_school: bool, **more: object) -> MoveForm:
    """Offer the classes of the school, or of the others that the person keeps."""
    schools = [
        one for one in room.kept if (one.id == room.school.id) is same_school and one.is_open
    ]
    offered = queries.classes_to_choose(session, schools, on=today())
    return MoveForm.among(
        (
            (one.id, one.title if same_school else f"{school} {one.title}")
            for one, school in offered
            if one.id != room.class_.id
        ),
        on=today(),
        **more,
    )


def place_page(
    room: Room,
    found: Enrollment,
    *,
    leaving: LeaveForm | None = None,
    moving: MoveForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Show somebody's place in a class; with a form where one was sent and has faults."""
    session = reading()
    return page(
        "place",
        room=room,
        found=found,
        user=session.get_one(User, found.user_id),
        history=queries.history(session, found.user_id),
        leaving=leaving or LeaveForm(formdata=None, on=today()),
        moving=moving or _move_form(session, room, same_school=True, formdata=None),
        has_others=len(room.kept) > 1,
        status=status,
    )


def _transfer_page(
    session: Session,
    room: Room,
    found: Enrollment,
    form: MoveForm,
    *,
    is_told: bool,
    status: int = 200,
) -> ResponseReturnValue:
    to = session.get(Class, form.to.data) if is_told else None
    return page(
        "transfer",
        room=room,
        found=found,
        user=session.get_one(User, found.user_id),
        form=form,
        to=to,
        status=status,
    )

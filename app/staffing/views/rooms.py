"""How much room somebody has: one's own page, and that of a chief for somebody of the unit."""

import uuid
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me, person
from app.staffing import policy, queries
from app.staffing.forms.finding import ROOMS
from app.staffing.forms.lists import STAGES
from app.staffing.forms.rooms import ChiefRoomForm, RoomForm
from app.staffing.service import rooms as service
from app.staffing.views.root import UNPROCESSABLE, bp, finder, member_of_staff, today
from app.talent.queries import staff
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.staffing.queries.rooms import PersonRoom


@bp.get("/my/room", endpoint="my_room")
@member_of_staff
def show_own() -> ResponseReturnValue:
    """Show what is kept of one's own room, and the short lists one is on."""
    found = queries.own_room(reading(), me().id)
    return _own_page(RoomForm.of(found.room, today=today()), found)


@bp.post("/my/room", endpoint="say_room")
@member_of_staff
def take_own() -> ResponseReturnValue:
    """Keep what somebody says of their own room."""
    form = RoomForm().on(today())
    if not form.validate():
        return _own_page(form, queries.own_room(reading(), me().id), status=UNPROCESSABLE)
    with transaction() as session:
        service.say(session, me().id, form.said(), by=me().id, now=clock.now())
    flash(_("書きとめました。人事と、あなたの所属長が読めます。"), "good")
    return redirect(url_for("staffing.my_room"), 303)


@bp.post("/my/room/end", endpoint="unsay_room")
@member_of_staff
def end_own() -> ResponseReturnValue:
    """Let nothing be known of one's own room."""
    with transaction() as session:
        service.take_back(session, me().id, by=me().id, now=clock.now())
    flash(_("取り消しました。いまは「わからない」と出ます。"), "good")
    return redirect(url_for("staffing.my_room"), 303)


@bp.get("/staffing/people/<uuid:person_id>/room", endpoint="room_of")
@finder
def show_other(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show a chief the form for somebody of their unit."""
    found = _of_unit(person_id)
    return _others_page(ChiefRoomForm.of(found.room, today=today()), found)


@bp.post("/staffing/people/<uuid:person_id>/room", endpoint="say_room_of")
@finder
def take_other(person_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what a chief says of somebody's room, with a reason."""
    found, form = _of_unit(person_id), ChiefRoomForm().on(today())
    if not form.validate():
        return _others_page(form, found, status=UNPROCESSABLE)
    with transaction() as session:
        service.say(session, person_id, form.said(), by=me().id, now=clock.now())
    flash(_("書きとめました。本人のページに、あなたの名前とわけが出ます。"), "good")
    return redirect(url_for("staffing.find", d=found.person.department_id), 303)


def _of_unit(person_id: uuid.UUID) -> "PersonRoom":
    """Return somebody whose unit the reader heads; for all others there is no such page."""
    session = reading()
    found = queries.person_room(session, person_id, today=today())
    if found is None or person_id == me().id:
        abort(404)
    tree = staff.departments(session)
    unit = {below for one in policy.heads(person()) for below in tree.below(one)}
    if found.person.department_id not in unit:
        abort(404)
    return found


def _own_page(
    form: RoomForm, found: "queries.OwnRoom", *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "staffing/my_room.html",
        "main",
        status=status,
        form=form,
        found=found,
        rooms=ROOMS,
        stages=STAGES,
        today=today(),
    )


def _others_page(
    form: ChiefRoomForm, found: "PersonRoom", *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "staffing/room.html",
        "main",
        status=status,
        form=form,
        found=found,
        rooms=ROOMS,
        today=today(),
    )

"""The registry's pages: HR's home, the matrix, a person's sheet, and one's own."""

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me, person, signed_in
from app.talent import arrivals, policy, queries, service, telling
from app.talent.board import Board
from app.talent.errors import UnknownCellError
from app.talent.forms import MatrixAddress, item_asked
from app.talent.milestones import milestones
from app.talent.models import Look
from app.talent.queries import Evidence, staff
from app.talent.queries.origin import origin_of
from app.talent.views.root import bp, people_reader, registry_reader
from app.ui.page import render_page

if TYPE_CHECKING:
    from app.frameworks.models import FrameworkItem
    from app.talent.queries.staff import StaffMember


@bp.get("/talent/", endpoint="home")
@registry_reader
def show_home() -> ResponseReturnValue:
    """Show HR what changed since last Monday."""
    session, today = reading(), clock.day_of(clock.now())
    return render_page(
        "talent/home.html",
        "main",
        week=queries.monday(session, today=today),
        goals=milestones(session, today),
        viewer=person().name,
    )


@bp.get("/talent/matrix", endpoint="matrix")
@people_reader
def show_matrix() -> ResponseReturnValue:
    """Show departments and people against the items of a framework, one cell open beside it."""
    now, address = clock.now(), MatrixAddress.read(request.args)
    asked = address.asked(queries.scope_of(reading(), person()), today=clock.day_of(now))
    matrix = queries.matrix(reading(), asked, department_id=address.department, page=address.page)
    evidence = _open_cell(address.person, address.item, now=now) if address.person else None
    return render_page(
        "talent/matrix.html",
        "board",
        board=Board(matrix, address),
        matrix=matrix,
        evidence=evidence,
        told=_told(evidence),
        is_self=False,
        **_may(evidence.person if evidence else None),
    )


@bp.get("/talent/people/<uuid:person_id>", endpoint="person")
@people_reader
def show_person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show one person's sheet to HR or to the unit's manager, and note that it was opened."""
    return _sheet(person_id, partial(url_for, "talent.person", person_id=person_id))


@bp.get("/my/skills", endpoint="my_skills")
@signed_in
def show_my_skills() -> ResponseReturnValue:
    """Show members of staff what HR sees of them, and who looked."""
    if not policy.has_own_sheet(person()):
        abort(404)
    return _sheet(me().id, partial(url_for, "talent.my_skills"))


def _sheet(person_id: uuid.UUID, address: Callable[..., str]) -> ResponseReturnValue:
    now, item = clock.now(), item_asked(request.args)
    try:
        sheet = queries.person_sheet(reading(), person_id, today=clock.day_of(now))
    except UnknownCellError:
        abort(404)
    _refuse_outside(sheet.person)
    evidence = _open_cell(person_id, item, now=now)
    if evidence is None:
        _note(person_id, Look.SHEET, None, now=now)
    return _drawn(sheet, evidence, address)


def _drawn(
    sheet: queries.PersonSheet, evidence: Evidence | None, address: Callable[..., str]
) -> ResponseReturnValue:
    is_self = request.endpoint == "talent.my_skills"
    return render_page(
        "talent/person.html",
        "main",
        sheet=sheet,
        evidence=evidence,
        told=_told(evidence),
        is_self=is_self,
        shows_visits=is_self or policy.can_read_registry(person()),
        address=address,
        file_address=partial(url_for, f"{request.endpoint}_file", **(request.view_args or {})),
        **_may(sheet.person),
    )


def _open_cell(
    person_id: uuid.UUID, item: "FrameworkItem | None", *, now: datetime
) -> Evidence | None:
    """Open a cell and note the look; an item that does not exist opens nothing."""
    if item is None:
        return None
    session = reading()
    try:
        evidence = queries.cell(
            session,
            person_id,
            item.ref,
            verdict_of=partial(arrivals.verdict_now, session, now=now),
            origin_of=partial(origin_of, session),
            now=now,
        )
    except UnknownCellError:
        abort(404)
    _refuse_outside(evidence.person)
    _note(person_id, Look.CELL, item.ref, now=now)
    return evidence


def _told(evidence: Evidence | None) -> "dict[uuid.UUID, telling.Told]":
    """Return what is told of the unsigned grounds of an open cell."""
    return telling.told_of(reading(), evidence.grounds) if evidence else {}


def _may(member: "StaffMember | None") -> dict[str, bool]:
    """Return what else the reader may do about somebody, on pages of other packages."""
    return {
        "may_endorse": member is not None and _heads(member),
        "may_ask": member is not None and member.id != me().id,
        "may_settle": policy.can_read_registry(person()),
    }


def _heads(member: "StaffMember") -> bool:
    """Whether the reader is the chief of somebody else, whichever department it is."""
    headed = policy.headed_by(person())
    if not headed or member.id == me().id:
        return False
    tree = staff.departments(reading())
    return any(member.department_id in tree.below(one) for one in headed)


def _refuse_outside(member: "StaffMember") -> None:
    """Close a page about somebody whom the reader has nothing to do with."""
    is_self = member.id == me().id
    if not is_self and not queries.scope_of(reading(), person()).holds(member.department_id):
        abort(404)


def _note(person_id: uuid.UUID, what: Look, item_ref: str | None, *, now: datetime) -> None:
    if person_id != me().id:
        with transaction() as session:
            service.note_look(session, me().id, person_id, what, item_ref=item_ref, now=now)

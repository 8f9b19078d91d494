"""Open a round, give it longer, close it, and do with all of them what a day brings."""

import uuid
from collections import Counter
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.outbox import service as outbox
from app.surveys import rules
from app.surveys.errors import SurveyRefused
from app.surveys.events import SurveyLettersDue
from app.surveys.models import (
    GroupKind,
    SurveyGroup,
    SurveyInvitation,
    SurveyRound,
    SurveyTally,
)
from app.surveys.rules import FEW, LEVELS, Cell, Node, Phase, Why
from app.surveys.service.asking import Asked, counted, staff_to_ask
from app.surveys.service.planning import note, refuse_opened, take_turn
from app.surveys.service.writing import forget_letters
from app.talent.queries import staff

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session


def open_round(
    session: "Session", row: SurveyRound, *, by: uuid.UUID | None, now: "datetime"
) -> int:
    """Ask everybody who is employed today; they are written to.

    Args:
        session: The unit of work.
        row: A planned round.
        by: Who opens it; None where its day has come.
        now: The present instant.

    Returns:
        How many people are asked.

    Raises:
        SurveyRefused: ``opened``; ``past``: its last day is over; ``nobody``: no staff.
    """
    take_turn(session, row)
    refuse_opened(row)
    today = day_of(now)
    if row.closes_on < today:
        raise SurveyRefused("past")
    tree = staff.departments(session)
    asked = counted(tree, staff_to_ask(session, today))
    if not asked:
        raise SurveyRefused("nobody")
    row.opened_on, row.opens_on = today, today
    groups = _groups(row, tree, asked)
    session.add_all(groups)
    session.flush()
    _invite(session, row, groups, asked)
    _begin_tallies(session, row, groups)
    outbox.publish(session, SurveyLettersDue(row.id, Why.OPENED, None, now))
    note(session, "surveys.opened", row, by=by, now=now, people=len(asked))
    return len(asked)


def extend(
    session: "Session", row: SurveyRound, until: "date", *, by: uuid.UUID, now: "datetime"
) -> None:
    """Let people answer until another day, which is not past; nobody is written to again.

    Raises:
        SurveyRefused: ``not_open``, or ``past``.
    """
    take_turn(session, row)
    if rules.phase(row.opened_on, row.closed_on) is not Phase.OPEN:
        raise SurveyRefused("not_open")
    if until < day_of(now):
        raise SurveyRefused("past")
    row.closes_on = until
    note(session, "surveys.extended", row, by=by, now=now)


def close(session: "Session", row: SurveyRound, *, by: uuid.UUID | None, now: "datetime") -> None:
    """Close a round for good: settle what is shown, delete the rest, forget who was asked.

    Raises:
        SurveyRefused: ``not_open``.
    """
    take_turn(session, row)
    if rules.phase(row.opened_on, row.closed_on) is not Phase.OPEN:
        raise SurveyRefused("not_open")
    groups = list(session.scalars(sa.select(SurveyGroup).where(SurveyGroup.round_id == row.id)))
    seen = _pattern(session, row, groups)
    for one in groups:
        one.is_shown = one.id in seen
        if not one.is_shown:
            one.answered = None
    hidden = [one.id for one in groups if not one.is_shown]
    session.execute(_delete(SurveyTally).where(SurveyTally.group_id.in_(hidden)))
    session.execute(_delete(SurveyInvitation).where(SurveyInvitation.round_id == row.id))
    forget_letters(session, row.id)
    row.closed_on = day_of(now)
    row.closes_on = max(row.opens_on, min(row.closes_on, row.closed_on))
    note(session, "surveys.closed", row, by=by, now=now)


def keep_days(session: "Session", *, on: "date", now: "datetime") -> None:
    """Do what a day brings: close what is over, open what begins, remind once.

    A round whose first day finds no staff stays planned.
    """
    rows = session.scalars(sa.select(SurveyRound).where(SurveyRound.closed_on.is_(None)))
    for row in list(rows):
        if row.opened_on is None:
            if row.opens_on <= on <= row.closes_on:
                _open_if_there_is_staff(session, row, now=now)
        elif row.closes_on < on:
            close(session, row, by=None, now=now)
        elif row.reminded_on is None and _is_reminded(row, on):
            row.reminded_on = on
            outbox.publish(session, SurveyLettersDue(row.id, Why.REMINDER, None, now))
    session.flush()


def _open_if_there_is_staff(session: "Session", row: SurveyRound, *, now: "datetime") -> None:
    try:
        open_round(session, row, by=None, now=now)
    except SurveyRefused as refused:
        if refused.fault != "nobody":
            raise


def _is_reminded(row: SurveyRound, on: "date") -> bool:
    day = rules.reminder_day(row.opens_on, row.closes_on)
    return day is not None and day <= on


def _groups(
    row: SurveyRound, tree: staff.Departments, asked: "Sequence[Asked]"
) -> list[SurveyGroup]:
    """Make the city, its sections with somebody in them, and the grades; keys are set here."""
    heads = tree.roll_up(Counter(one.organization_id for one in asked))
    city = SurveyGroup(
        id=uuid.uuid4(), round_id=row.id, kind=GroupKind.CITY, name="", position=0, depth=0,
        invited=len(asked), answered=0,
    )  # fmt: skip
    made, groups = {tree.ordered[0].id: city}, [city]
    for place, one in enumerate(tree.ordered[1:], start=1):
        if not heads[one.id]:
            continue
        above = made.get(one.parent_id, city) if one.parent_id else city
        group = SurveyGroup(
            id=uuid.uuid4(), round_id=row.id, kind=GroupKind.SECTION, name=one.path,
            organization_id=one.id, position=place, depth=one.depth, parent_id=above.id,
            invited=heads[one.id], answered=0,
        )  # fmt: skip
        made[one.id] = group
        groups.append(group)
    grades = Counter(one.grade for one in asked)
    for place, name in enumerate(sorted(grades, key=rules.by_grade_name), start=len(tree.ordered)):
        groups.append(
            SurveyGroup(
                id=uuid.uuid4(), round_id=row.id, kind=GroupKind.GRADE, name=name,
                position=place, depth=1, parent_id=city.id, invited=grades[name], answered=0,
            )
        )  # fmt: skip
    return groups


def _invite(
    session: "Session", row: SurveyRound, groups: "Iterable[SurveyGroup]", asked: "Iterable[Asked]"
) -> None:
    sections = {one.organization_id: one.id for one in groups if one.organization_id}
    grades = {one.name: one.id for one in groups if one.kind is GroupKind.GRADE}
    city = next(one.id for one in groups if one.kind is GroupKind.CITY)
    rows = [
        {
            "round_id": row.id,
            "user_id": one.user_id,
            "section_id": sections.get(one.organization_id, city),
            "grade_id": grades[one.grade],
            "has_answered": False,
        }
        for one in asked
    ]
    session.execute(sa.insert(SurveyInvitation), rows)


def _begin_tallies(session: "Session", row: SurveyRound, groups: "Iterable[SurveyGroup]") -> None:
    """Make all tallies at once, so that no order tells who came first; none for the few."""
    rows = [
        {"group_id": one.id, "item_ref": ref, "level": level, "count": 0}
        for one in groups
        if one.invited >= FEW
        for ref in row.items
        for level in LEVELS
    ]
    if rows:
        session.execute(sa.insert(SurveyTally), rows)


def _pattern(
    session: "Session", row: SurveyRound, groups: "Sequence[SurveyGroup]"
) -> frozenset[rules.Key]:
    ordered = sorted(groups, key=lambda one: one.position)
    nodes = {one.id: Node(one.id, one.parent_id, one.invited, one.answered or 0) for one in groups}
    city = next(one for one in ordered if one.kind is GroupKind.CITY)
    sections = [nodes[one.id] for one in ordered if one.kind is not GroupKind.GRADE]
    grades = [nodes[one.id] for one in ordered if one.kind is GroupKind.GRADE]
    found = rules.pattern(sections, [nodes[city.id], *grades], _cells(session, row))
    return found.sections | found.grades


def _cells(session: "Session", row: SurveyRound) -> dict[tuple[rules.Key, rules.Key], Cell]:
    """Count who was asked and who answered, by section and grade; answers are in no such table."""
    asked = SurveyInvitation
    answered = sa.func.sum(sa.case((asked.has_answered, 1), else_=0))
    rows = session.execute(
        sa.select(asked.section_id, asked.grade_id, sa.func.count(), answered)
        .where(asked.round_id == row.id)
        .group_by(asked.section_id, asked.grade_id)
    )
    return {(section, grade): Cell(n, int(told)) for section, grade, n, told in rows}


def _delete(table: "type[SurveyTally | SurveyInvitation]") -> sa.Delete:
    return sa.delete(table).execution_options(synchronize_session=False)

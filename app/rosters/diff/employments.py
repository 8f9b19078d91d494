"""Numbers and employments of a roster beside those of the register of staff."""

import uuid
from typing import Any

from app.identity.models import OrganizationKind
from app.personnel.rules import (
    KIND_WORDS,
    DaysDiffer,
    KindNeeded,
    Stretch,
    ended,
    number_key,
    settled,
)
from app.rosters.diff.people import called
from app.rosters.diff.work import PersonState, PostState, Work
from app.rosters.faults import Flaw
from app.rosters.plan import Kind
from app.rosters.roster import PersonEntry
from app.rosters.standing import KnownEmployment, is_open

_CITY_KINDS = frozenset({OrganizationKind.CITY, OrganizationKind.DEPARTMENT})
_FIELDS = ("kind", "grade", "rank", "hired_on", "starts_on", "ends_on")


def compare_employments(work: Work) -> None:
    """Settle who is employed under which number, as what and how long.

    A row whose number or days cannot be is a fault; what else it says of the person is taken in.
    """
    for state in work.states.values():
        if state.entry is not None:
            _number(work, state, state.entry)
            _employment(work, state, state.entry)


def end_employment(work: Work, state: PersonState) -> None:
    """Let somebody who left be employed no longer than yesterday."""
    if not any(_is_city(work, post) and _lasts(work, post) for post in state.posts):
        state.stretches = ended(state.stretches, last=work.yesterday)


def _is_city(work: Work, post: PostState) -> bool:
    known = work.standing.organizations.get(post.organization)
    return known is None or known.kind in _CITY_KINDS  # a table makes no other new place of staff


def _lasts(work: Work, post: PostState) -> bool:
    return is_open(post.ends_on, work.today)


def _number(work: Work, state: PersonState, entry: PersonEntry) -> None:
    told, known = entry.employee_number, work.standing.employees.get(state.id)
    if told is None or known is None:
        return
    if number_key(told) != number_key(known.number):
        work.fault(
            *(entry.at, "employee", Flaw.NUMBER_OTHER, told),
            of=called(state),
            proposal=known.number,
            other=known.number,
        )


def _employment(work: Work, state: PersonState, entry: PersonEntry) -> None:
    told, on = entry.told, entry.effective_on or work.today
    known = state.stretches
    try:
        state.stretches = settled(known, told, on=on)
    except KindNeeded:
        work.fault(
            *(entry.at, "kind", Flaw.KIND_NEEDED, ""),
            of=called(state),
            proposal=next(iter(KIND_WORDS)),
        )
    except DaysDiffer:
        days = "、".join(f"{one.starts_on}–{one.ends_on or ''}" for one in known)
        value = "" if told.hired_on is None else told.hired_on.isoformat()
        work.fault(*(entry.at, "hired", Flaw.EMPLOYMENT_DAYS, value), of=called(state), known=days)
    else:
        if told.left_on is not None:
            _end_posts(work, state)


def _end_posts(work: Work, state: PersonState) -> None:
    """End the posts at the city of who leaves, where they last longer than the employment."""
    last = max((one.ends_on for one in state.stretches if one.ends_on), default=None)
    if last is None or any(one.ends_on is None for one in state.stretches):
        return
    for post in state.posts:
        is_longer = post.ends_on is None or post.ends_on > last
        if is_longer and work.reaches(post.organization) and _is_city(work, post):
            post.values["ends_on"] = max(last, post.values["starts_on"])


def finish_employments(work: Work, state: PersonState) -> None:
    """Note the rows of somebody's number and employments that are made or change."""
    entry = state.entry
    if entry is not None and entry.employee_number and state.id not in work.standing.employees:
        values = {"user_id": state.id, "number": entry.employee_number}
        work.make(Kind.EMPLOYEE, uuid.uuid4(), values, state.id)
    was = {one.id: one for one in work.standing.employments.get(state.id, ())}
    for one in state.stretches:
        known = was.get(one.id) if isinstance(one.id, uuid.UUID) else None
        if known is None:
            made = {"user_id": state.id, **_values(one)}
            work.make(Kind.EMPLOYMENT, uuid.uuid4(), made, state.id)
        else:
            work.change(Kind.EMPLOYMENT, known.id, _values(known), _values(one), state.id)


def _values(one: Stretch | KnownEmployment) -> dict[str, Any]:
    away = one.away
    return {
        **{name: getattr(one, name) for name in _FIELDS},
        "leave": away.kind if away else None,
        "leave_from": away.starts_on if away else None,
        "leave_until": away.ends_on if away else None,
    }

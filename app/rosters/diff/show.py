"""What is shown of each person: their cells as they are and as they will be. Pure."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

import orjson

from app.personnel.rules import KIND_WORDS, LEAVE_WORDS, Stretch
from app.rosters.diff.work import EnrollmentState, PersonState, PostState, Work
from app.rosters.models import FindingKind
from app.rosters.plan import Finding
from app.rosters.standing import KnownEmployment, is_open

Cell = str | list[str]
"""What stands there; where it changes, what was and what will be."""


def shown(work: Work, state: PersonState, *, is_absent: bool = False) -> Finding:
    """Return the finding of one person."""
    known = work.standing.users.get(state.id)
    now: dict[str, Any] = {} if known is None else known._asdict()
    then = {**now, **state.after}
    cells = {
        "number": _cell(_number(state, was=True), _number(state, was=False)),
        "name": _cell(_joined(now, "name"), _joined(then, "name")),
        "place": _cell(_places(work, state, was=True), _places(work, state, was=False)),
        "class": _cell(_classes(work, state, was=True), _classes(work, state, was=False)),
        "kana": _cell(_joined(now, "kana"), _joined(then, "kana")),
    }
    more = [
        [name, _text(now.get(name)), _text(then.get(name))]
        for name in ("login_id", "email", "grade")
        if not state.is_made and now.get(name) != then.get(name)
    ]
    titles = [_titles(work, state, was=True), _titles(work, state, was=False)]
    if titles[0] != titles[1] and not state.is_made:
        more.append(["title", *titles])
    more += _register(work, state)
    if state.guardians and not state.is_made:
        more.append(["guardians", "", "、".join(_called(work, one) for one in state.guardians)])
    kept = not _changes(work, state)
    kind = FindingKind.SAME if kept else FindingKind.CHANGED
    if state.is_made:
        kind = FindingKind.ADDED
    elif is_absent:
        kind = FindingKind.LEAVING if state.is_leaving else FindingKind.ALONE
    if (
        kind is FindingKind.CHANGED
        and not more
        and all(isinstance(one, str) for one in cells.values())
    ):
        more.append(
            ["ids", "", ""]
        )  # an id of the roster, a day, which of two posts is the main one
    if kind is FindingKind.CHANGED and _day(work, state) > work.tomorrow:
        more.append(["effective", "", _day(work, state).isoformat()])
    closes = bool(state.after.get("is_disabled")) and not now.get("is_disabled")
    opens = bool(now.get("is_disabled")) and state.after.get("is_disabled") is False
    data: dict[str, Any] = {"cells": cells}
    data |= {"more": more} if more else {}
    data |= {"closes": True} if closes else {}
    data |= {"opens": True} if opens else {}
    place, class_, number = (_last(cells[name]) for name in ("place", "class", "number"))
    order = (place, class_, int(number or 0), _last(cells["kana"]))
    return Finding(kind, orjson.dumps(data).decode(), order)


def _register(work: Work, state: PersonState) -> list[list[str]]:
    """Return what changes of somebody in the register of staff."""
    if state.is_made:
        return []
    known = work.standing.employees.get(state.id)
    told = None if state.entry is None else state.entry.employee_number
    more = [["employee_number", "", told]] if told and known is None else []
    was, will = (
        _employments(work.standing.employments.get(state.id, ())),
        _employments(state.stretches),
    )
    return [*more, *([["employment", was, will]] if was != will else [])]


def _employments(all_: Iterable[Stretch | KnownEmployment]) -> str:
    """Return how somebody is employed, newest first."""
    words = {kind: word for word, kind in KIND_WORDS.items()}
    told = (
        " ".join(
            filter(
                None,
                (
                    *(words[one.kind], one.grade, one.rank),
                    f"{one.starts_on}～{one.ends_on or ''}",
                    _away(one),
                ),
            )
        )
        for one in sorted(all_, key=lambda one: one.starts_on, reverse=True)
    )
    return "、".join(told)


def _away(one: Stretch | KnownEmployment) -> str:
    """Return why somebody is away, with its days; nothing for those who are not."""
    words = {leave: word for word, leave in LEAVE_WORDS.items()}
    away = one.away
    return f"（{words[away.kind]} {away.starts_on}～{away.ends_on or ''}）" if away else ""


def _day(work: Work, state: PersonState) -> date:
    """Return the day whose places are shown: tomorrow, or a day of effect after it."""
    effective = None if state.entry is None else state.entry.effective_on
    return max(work.tomorrow, effective or work.tomorrow)


def _changes(work: Work, state: PersonState) -> bool:
    return (
        state.before != state.after
        or bool(_register(work, state))
        or bool(state.guardians)
        or any(_is_changed(post) for post in state.posts)
        or any(_is_changed(one) for one in state.enrollments)
    )


def _is_changed(one: PostState | EnrollmentState) -> bool:
    if one.was is None:
        return True
    return any(getattr(one.was, name) != value for name, value in one.values.items())


def _cell(was: str, will: str) -> Cell:
    return will if was == will else [was, will]


def _last(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell[1] or cell[0]


def _joined(values: dict[str, Any], part: str) -> str:
    return " ".join(filter(None, (values.get(f"family_{part}"), values.get(f"given_{part}"))))


def _called(work: Work, user_id: uuid.UUID) -> str:
    known, state = work.standing.users.get(user_id), work.states.get(user_id)
    values: dict[str, Any] = {} if known is None else known._asdict()
    return _joined({**values, **({} if state is None else state.after)}, "name")


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _held(work: Work, state: PersonState, all_: Iterable[Any], *, was: bool) -> list[Any]:
    """Return what holds: now, or once the roster is taken in (what ends today does not)."""
    if was:
        return [one for one in all_ if one.was and is_open(one.was.ends_on, work.today)]
    return [one for one in all_ if is_open(one.ends_on, _day(work, state))]


def _places(work: Work, state: PersonState, *, was: bool) -> str:
    held = _held(work, state, state.posts, was=was)
    return "、".join(dict.fromkeys(work.place_names[one.organization] for one in held))


def _classes(work: Work, state: PersonState, *, was: bool) -> str:
    held = _held(work, state, state.enrollments, was=was)
    return "、".join(dict.fromkeys(work.class_titles[one.class_id] for one in held))


def _number(state: PersonState, *, was: bool) -> str:
    held: list[PostState | EnrollmentState] = [*state.enrollments, *state.posts]
    for one in held:
        number = one.was.attendance_number if was and one.was else None
        number = number if was else one.values["attendance_number"]
        if number:
            return str(number)
    return ""


def _titles(work: Work, state: PersonState, *, was: bool) -> str:
    held = _held(work, state, state.posts, was=was)
    told = (one.was.title if was else one.values["title"] for one in held)
    return "、".join(dict.fromkeys(filter(None, told)))

"""Places in classes, of a roster beside those that people have."""

import uuid
from typing import Any

from app.classes.models import EnrollmentRole
from app.identity.models import Role
from app.rosters.diff.people import called, state_of
from app.rosters.diff.work import EnrollmentState, PersonState, Work
from app.rosters.faults import Flaw
from app.rosters.plan import Kind
from app.rosters.roster import EnrollmentEntry
from app.rosters.standing import is_open


def compare_enrollments(work: Work) -> None:
    """Settle in which classes everybody is, from when, and with what number."""
    waiting = work.roster.enrollments
    for key in list(waiting):
        _compare(work, waiting.pop(key))  # used up: there are as many of them as of everything
    for state in work.states.values():
        _leave_old_homerooms(work, state)
    _numbers_once(work)
    for state in work.states.values():
        _carry_number(work, state)


def _compare(work: Work, entry: EnrollmentEntry) -> None:
    person = work.found(work.people, entry.person, entry.at, "person")
    if person is None:
        return
    state = state_of(work, person)
    of = called(state)
    class_ = work.found(work.classes, entry.class_, entry.at, "class", of)
    if class_ is None:
        return
    if not work.reaches(work.class_schools[class_]):
        work.fault(entry.at, "class", Flaw.OUTSIDE, entry.class_, of=of)
        return
    one = _matching(work, state, entry, class_)
    starts = entry.starts_on or (
        _first_day(work, class_) if one is None else one.values["starts_on"]
    )
    if entry.ends_on is not None and entry.ends_on < starts:
        work.fault(entry.at, "end", Flaw.DATE, entry.ends_on.isoformat(), of=of)
        return
    if one is None:
        values: dict[str, Any] = {
            "sourced_id": entry.sourced_id,
            "is_primary": _is_main(entry),
            "attendance_number": entry.number,
            "starts_on": starts,
            "ends_on": entry.ends_on,
            "role": entry.role,
        }
        made = uuid.uuid4()
        state.enrollments.append(EnrollmentState(made, class_, values, None, entry.at))
    elif one.at is None:
        one.at = entry.at
        _change(work, one, entry)


def _is_main(entry: EnrollmentEntry) -> bool:
    """Whether somebody new is a class's 担任; a table says only that they teach it."""
    told = entry.is_primary
    return entry.role is EnrollmentRole.TEACHER if told is None else told


def _first_day(work: Work, class_: uuid.UUID) -> Any:  # noqa: ANN401  a day
    """Return today, or the first day of a year that is still to come."""
    return max(work.today, work.year_days[work.class_years[class_]][0])


def _matching(
    work: Work, state: PersonState, entry: EnrollmentEntry, class_: uuid.UUID
) -> EnrollmentState | None:
    same = [
        one for one in state.enrollments if one.class_id == class_ and _role(one) is entry.role
    ]
    for one in same:
        if entry.sourced_id and one.values["sourced_id"] == entry.sourced_id:
            return one
    for one in same:
        if is_open(one.ends_on, work.today):
            return one
    starts = entry.starts_on or _first_day(work, class_)
    return next((one for one in same if one.values["starts_on"] == starts), None)


def _role(one: EnrollmentState) -> EnrollmentRole:
    found: EnrollmentRole = one.values["role"] if one.was is None else one.was.role
    return found


def _change(work: Work, one: EnrollmentState, entry: EnrollmentEntry) -> None:
    values = one.values
    values["sourced_id"] = values["sourced_id"] or entry.sourced_id
    if entry.is_primary is not None:
        values["is_primary"] = entry.is_primary
    if entry.number is not None:
        values["attendance_number"] = entry.number
    if not is_open(values["ends_on"], work.today) or entry.ends_on is not None:
        values["ends_on"] = entry.ends_on
    if entry.starts_on is not None:
        values["starts_on"] = entry.starts_on


def _leave_old_homerooms(work: Work, state: PersonState) -> None:
    """End a pupil's place in a homeroom in which the roster no longer has them.

    Only where it has them in another one: several homerooms at once (交流学級) all stand in it.
    """
    mine = [
        one
        for one in state.enrollments
        if one.class_id in work.homerooms and _role(one) is EnrollmentRole.STUDENT
    ]
    if not any(one.was is None and one.at is not None for one in mine):
        return
    for one in mine:
        is_left = one.at is None and is_open(one.ends_on, work.today)
        if is_left and work.reaches(work.class_schools[one.class_id]):
            leave(work, one)


def leave(work: Work, one: EnrollmentState) -> None:
    """Let a place in a class hold no longer than yesterday."""
    one.values["ends_on"] = max(work.yesterday, one.values["starts_on"])


def _numbers_once(work: Work) -> None:
    """Note a number of the roster that another pupil of the class has and keeps."""
    taken = _numbers_of_others(work)
    for state in work.states.values():
        for mine in list(state.enrollments):
            number = mine.values["attendance_number"]
            other = taken.get((mine.class_id, number))
            if mine.at is None or other is None:
                continue
            work.fault(
                *(mine.at, "number", Flaw.NUMBER_TWICE, str(number)),
                of=called(state),
                other=other,
            )
            if mine.was is None:
                state.enrollments.remove(mine)
            else:
                mine.values["attendance_number"] = mine.was.attendance_number


def _numbers_of_others(work: Work) -> dict[tuple[uuid.UUID, int | None], str]:
    """Return who has which number in which class, of those whom the roster does not name."""
    return {
        (one.class_id, one.attendance_number): (
            f"{work.standing.users[user_id].family_name} {work.standing.users[user_id].given_name}"
        )
        for user_id, held in work.standing.enrollments.items()
        if user_id not in work.states
        for one in held
        if one.attendance_number and is_open(one.ends_on, work.today)
    }


def _carry_number(work: Work, state: PersonState) -> None:
    """Keep the number of the post equal to that of the homeroom; lists of a school sort by it."""
    for one in state.enrollments:
        if one.at is None or one.class_id not in work.homerooms:
            continue
        if _role(one) is not EnrollmentRole.STUDENT or not is_open(one.ends_on, work.today):
            continue
        school = work.class_schools[one.class_id]
        for post in state.posts:
            if post.organization == school and post.role is Role.LEARNER:
                post.values["attendance_number"] = one.values["attendance_number"]
        return


def finish_enrollments(work: Work, state: PersonState) -> None:
    """Note the rows of somebody's places in classes that are made or change."""
    for one in state.enrollments:
        if one.was is None:
            one.values |= {"class_id": one.class_id, "user_id": state.id}
            work.make(Kind.ENROLLMENT, one.id, one.values, state.id)
            continue
        before = {name: getattr(one.was, name) for name in one.values}
        work.change(Kind.ENROLLMENT, one.id, before, one.values, state.id)

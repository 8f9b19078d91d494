"""A ``Roster`` → the rows of the simple form. Pure."""

from collections import defaultdict
from collections.abc import Iterator

from app.classes.models import EnrollmentRole
from app.identity.models import Role
from app.personnel.rules import KIND_WORDS, LEAVE_WORDS
from app.rosters.roster import EnrollmentEntry, PersonEntry, PostEntry, Roster
from app.rosters.simple import headings as h
from app.rosters.words import SIMPLE_ROLES
from app.sheets.text import guarded

_ROLES = {role: word for word, role in reversed(list(SIMPLE_ROLES.items()))}
_STAFF = next(reversed([word for word, role in SIMPLE_ROLES.items() if role is Role.LEARNER]))
_GRADES = {
    **{n: f"小{n}" for n in range(1, 7)},
    **{n + 6: f"中{n}" for n in range(1, 4)},
    **{n + 9: f"高{n}" for n in range(1, 4)},
}
_KINDS = {kind: word for word, kind in KIND_WORDS.items()}
_LEAVES = {leave: word for word, leave in LEAVE_WORDS.items()}
_IN_CLASS = {Role.LEARNER: EnrollmentRole.STUDENT, Role.TEACHER: EnrollmentRole.TEACHER}


def written_rows(roster: Roster, *, of_staff: bool = False) -> Iterator[list[str]]:
    """Yield the headings, and a row for each place and class of everybody.

    ``of_staff`` leaves out the columns of schools.
    """
    headings = h.STAFF_HEADINGS if of_staff else h.HEADINGS
    enrollments: dict[tuple[str, str], list[EnrollmentEntry]] = defaultdict(list)
    for one in roster.enrollments.values():
        school = roster.classes[one.class_].school
        enrollments[(one.person, school)].append(one)
    yield list(headings)
    for post in roster.posts.values():
        mine: list[EnrollmentEntry | None] = [
            one
            for one in enrollments[(post.person, post.organization)]
            if one.role is _IN_CLASS.get(post.role)
        ]
        for place in mine or [None]:
            cells = _cells(roster, roster.people[post.person], post, place)
            yield [guarded(cells[name]) for name in headings]


def _cells(
    roster: Roster, person: PersonEntry, post: PostEntry, one: EnrollmentEntry | None
) -> dict[str, str]:
    number = post.number if one is None else one.number
    is_pupil = post.role is Role.LEARNER and (person.grade is not None or one is not None)
    role = _ROLES[post.role] if is_pupil or post.role is not Role.LEARNER else _STAFF
    told = person.told
    away = told.away
    return {
        h.PLACE: _path(roster, post.organization),
        h.CLASS: "" if one is None else roster.classes[one.class_].title,
        h.NUMBER: "" if number is None else str(number),
        h.FAMILY: person.family_name,
        h.GIVEN: person.given_name,
        h.FAMILY_KANA: person.family_kana or "",
        h.GIVEN_KANA: person.given_kana or "",
        h.GRADE: _GRADES.get(person.grade or 0, ""),
        h.ROLE: role,
        h.TITLE: post.title or "",
        h.MAIN: "主務" if post.is_primary else "兼務",
        h.LOGIN: person.login_id or "",
        h.EMAIL: person.email or "",
        h.SOURCED: person.sourced_id or "",
        h.EMPLOYEE: person.employee_number or "",
        h.KIND: "" if told.kind is None else _KINDS[told.kind],
        h.JOB_GRADE: told.grade or "",
        h.RANK: told.rank or "",
        h.HIRED: "" if told.hired_on is None else told.hired_on.isoformat(),
        h.LEFT: "" if told.left_on is None else told.left_on.isoformat(),
        h.EFFECTIVE: "",
        h.LEAVE: "" if away is None else _LEAVES[away.kind],
        h.LEAVE_FROM: "" if away is None else away.starts_on.isoformat(),
        h.LEAVE_UNTIL: "" if away is None or away.ends_on is None else away.ends_on.isoformat(),
    }


def _path(roster: Roster, key: str) -> str:
    """Return a place with those above it, as far as they are in the roster."""
    names: list[str] = []
    step: str | None = key
    while step is not None and (place := roster.organizations.get(step)) is not None:
        names.insert(0, place.name)
        step = place.parent
    return h.STEP.join(names)

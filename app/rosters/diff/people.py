"""The people of a roster beside those there are."""

import uuid
from collections import defaultdict
from datetime import date
from typing import Any, Final

from app.identity import rules as names
from app.identity.models import Role
from app.personnel.policy import CITY_KINDS
from app.personnel.rules import Stretch, number_key
from app.rosters.diff.work import EnrollmentState, PersonState, PostState, Work
from app.rosters.faults import Flaw
from app.rosters.plan import Kind
from app.rosters.roster import PersonEntry
from app.rosters.standing import KnownEnrollment, KnownPost, KnownUser

FIELDS: Final = (
    *("sourced_id", "master_identifier", "login_id", "email", "family_name", "given_name"),
    *("family_kana", "given_kana", "grade"),
)
OUTSIDERS: Final = (Role.GUARDIAN, Role.PARTNER)
"""They deal with the city and are not of it."""
_NAMES: Final = ("family_name", "given_name")
_KEPT_ONCE: Final = ("sourced_id", "master_identifier")


def compare_people(work: Work) -> None:
    """Settle who everybody is, and what changes of themselves."""
    users = work.standing.users
    work.people |= {one.sourced_id: one.id for one in users.values() if one.sourced_id}
    finder = _Finder(work)
    pupils = {one.person for one in work.roster.posts.values() if one.role is Role.LEARNER}
    for entry in list(work.roster.people.values()):
        try:
            known = finder.find(entry)
            if known is not None and known.is_merged:
                work.fault(entry.at, "id", Flaw.MERGED, entry.sourced_id, of=_called(entry))
                raise _LeftOut
            if known is not None and work.of_staff:
                _refuse_accounts(work, entry, known)
            is_pupil = entry.key in pupils
            state = _new(entry) if known is None else _known(work, entry, known, is_pupil=is_pupil)
            if state.id in work.states:
                work.fault(entry.at, "id", Flaw.AMBIGUOUS, entry.sourced_id, of=_called(entry))
                raise _LeftOut
        except _LeftOut:
            work.roster.set_aside.add(entry.key)
            continue
        work.people[entry.key] = state.id
        work.states[state.id] = state


def called(state: PersonState) -> str:
    """Return the name of somebody whom the roster names."""
    return "" if state.entry is None else _called(state.entry)


def state_of(work: Work, user_id: uuid.UUID) -> PersonState:
    """Return somebody's state: of the roster, or of one whom only the house knows."""
    found = work.states.get(user_id)
    if found is None:
        found = work.states[user_id] = PersonState(user_id, None)
        _hold(work, found)
        found.is_managed = _is_managed(work, user_id)
    return found


class _LeftOut(Exception):
    """A fault was noted: nobody can say who this is."""


class _Finder:
    """Finds the person of an entry; see the package's docstring for the order."""

    def __init__(self, work: Work) -> None:
        self.work = work
        users = work.standing.users.values()
        employees = work.standing.employees.values()
        self.by_number = {number_key(one.number): one.user_id for one in employees}
        self.by_master = {one.master_identifier: one for one in users if one.master_identifier}
        self.by_login = {one.login_id: one for one in users if one.login_id}
        self.by_email = {one.email: one for one in users if one.email}
        self.by_name: dict[tuple[str, ...], list[KnownUser]] = defaultdict(list)
        if any(one.sourced_id is None for one in work.roster.people.values()):
            for one in users:
                for post in work.open_posts(one.id):
                    self.by_name[(str(post.organization_id), *_name(one))].append(one)

    def find(self, entry: PersonEntry) -> KnownUser | None:
        """Return the person, or None for a new one."""
        users = self.work.standing.users
        known = users.get(self.work.people.get(entry.sourced_id or "", uuid.UUID(int=0)))
        known = known or self.by_master.get(entry.master_identifier or "")
        known = self._by_number(entry, known)
        for column, value, owner in (
            ("login", entry.login_id, self.by_login.get(entry.login_id or "")),
            ("email", entry.email, self.by_email.get(entry.email or "")),
        ):
            if owner is None or owner is known:
                continue
            if known is None and _name(owner)[:2] == (entry.family_name, entry.given_name):
                known = owner
                continue
            self.work.fault(entry.at, column, Flaw.LOGIN_TAKEN, value, of=_called(entry))
            raise _LeftOut
        if known is None and entry.sourced_id is None and not (entry.login_id or entry.email):
            known = self._by_name(entry)
        if known is None and not (entry.family_name or entry.given_name):
            number = entry.employee_number
            self.work.fault(entry.at, "employee", Flaw.NUMBER_UNKNOWN, number, of=number or "")
            raise _LeftOut
        return known

    def _by_number(self, entry: PersonEntry, known: KnownUser | None) -> KnownUser | None:
        """Return the person of the entry's number; a number is one person's, and nobody has two.

        Raises:
            _LeftOut: It is another person's than the entry's ids say.
        """
        told = entry.employee_number
        if told is None:
            return known
        owner = self.work.standing.users.get(
            self.by_number.get(number_key(told), uuid.UUID(int=0))
        )
        if owner is None or known is None or owner is known:
            return owner or known
        other = f"{owner.family_name} {owner.given_name}"
        self.work.fault(
            entry.at, "employee", Flaw.NUMBER_TAKEN, told, of=_called(entry), other=other
        )
        raise _LeftOut

    def _by_name(self, entry: PersonEntry) -> KnownUser | None:
        place = self.work.places.get(entry.home or "")
        kana = (entry.family_kana or "", entry.given_kana or "")
        found = self.by_name.get((str(place), entry.family_name, entry.given_name, *kana), [])
        if entry.employee_number is not None:  # who has another number is a namesake
            found = [one for one in found if one.id not in self.work.standing.employees]
        if len(found) > 1:
            self.work.fault(entry.at, "id", Flaw.AMBIGUOUS, "", of=_called(entry))
            raise _LeftOut
        return found[0] if found else None


def _name(one: KnownUser) -> tuple[str, str, str, str]:
    return (one.family_name, one.given_name, one.family_kana, one.given_kana)


def _called(entry: PersonEntry) -> str:
    return f"{entry.family_name} {entry.given_name}".strip() or entry.employee_number or ""


def _refuse_accounts(work: Work, entry: PersonEntry, known: KnownUser) -> None:
    """Leave out whoever is no member of staff, and rows that would change how somebody comes in.

    Raises:
        _LeftOut: A fault was noted.
    """
    if not _is_staff(work, known):
        work.fault(entry.at, "person", Flaw.NOT_STAFF, entry.login_id, of=_called(entry))
        raise _LeftOut
    for column, told, kept in (
        ("login", entry.login_id, known.login_id),
        ("email", entry.email, known.email),
    ):
        if told and told != kept:
            work.fault(
                entry.at, column, Flaw.ACCOUNT, told, of=_called(entry), proposal=kept or ""
            )
            raise _LeftOut


def _is_staff(work: Work, known: KnownUser) -> bool:
    """Whether somebody works or worked for the city; a citizen's account is their own."""
    places = work.standing.organizations
    worked = any(
        places[post.organization_id].kind in CITY_KINDS and post.role not in OUTSIDERS
        for post in work.standing.posts.get(known.id, ())
        if post.organization_id in places
    )
    return known.grade is None and (worked or known.id in work.standing.employees)


def _new(entry: PersonEntry) -> PersonState:
    values: dict[str, Any] = {name: getattr(entry, name) for name in FIELDS}
    values |= {"family_kana": entry.family_kana or "", "given_kana": entry.given_kana or ""}
    values["is_disabled"] = not entry.is_enabled
    return PersonState(uuid.uuid4(), entry, after=values, is_made=True)


def _known(work: Work, entry: PersonEntry, known: KnownUser, *, is_pupil: bool) -> PersonState:
    state = PersonState(known.id, entry, is_managed=_is_managed(work, known.id))
    before = {name: getattr(known, name) for name in FIELDS}
    before["is_disabled"] = known.is_disabled
    after = dict(before)
    is_named = bool(entry.family_name or entry.given_name)
    for name in FIELDS[4:8] if work.of_staff else FIELDS:
        told = getattr(entry, name)
        if name in _NAMES and not is_named:
            continue  # a table of transfers tells the number alone
        is_kept = name in _KEPT_ONCE and before[name] is not None
        if told is not None and not is_kept and (name != "grade" or is_pupil):
            after[name] = told
    held = work.open_posts(known.id)
    if not entry.is_enabled:
        after["is_disabled"] = True
    elif not held and not has_left(entry, work.today):  # they had left, and are back
        after["is_disabled"] = False
    if not state.is_managed:
        asked = {name for name in after if after[name] != before[name]} - set(_KEPT_ONCE)
        is_here = any(work.reaches(post.organization_id) for post in held)
        if asked or not is_here:
            work.fault(entry.at, "name", Flaw.ELSEWHERE, _called(entry), of=_called(entry))
            raise _LeftOut
        after = dict(before)
    state.before, state.after = before, after
    _hold(work, state)
    return state


def has_left(entry: PersonEntry, today: date) -> bool:
    """Say whether a row tells that somebody has left already."""
    return entry.told.left_on is not None and entry.told.left_on < today


def _is_managed(work: Work, user_id: uuid.UUID) -> bool:
    """Whether all places of somebody are within reach; see ``identity.policy.can_manage``."""
    if work.standing.is_whole:
        return True
    held = work.open_posts(user_id) or work.standing.posts.get(user_id, [])
    return bool(held) and all(work.standing.reaches(post.organization_id) for post in held)


def _hold(work: Work, state: PersonState) -> None:
    for post in work.standing.posts.get(state.id, ()):
        values = post_values(post)
        state.posts.append(PostState(post.id, post.organization_id, post.role, values, post))
    for known in work.standing.employments.get(state.id, ()):
        state.stretches.append(
            Stretch(
                *(known.id, known.kind, known.grade, known.rank),
                *(known.hired_on, known.starts_on, known.ends_on, known.away),
            )
        )
    for one in work.standing.enrollments.get(state.id, ()):
        values = enrollment_values(one)
        state.enrollments.append(EnrollmentState(one.id, one.class_id, values, one))


def post_values(post: KnownPost) -> dict[str, Any]:
    """Return what may change of a post."""
    return {
        "sourced_id": post.sourced_id,
        "roster_role": post.roster_role,
        "title": post.title,
        "is_primary": post.is_primary,
        "attendance_number": post.attendance_number,
        "starts_on": post.starts_on,
        "ends_on": post.ends_on,
    }


def enrollment_values(one: KnownEnrollment) -> dict[str, Any]:
    """Return what may change of an enrollment."""
    return {
        "sourced_id": one.sourced_id,
        "is_primary": one.is_primary,
        "attendance_number": one.attendance_number,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
    }


def finish_person(work: Work, state: PersonState) -> None:
    """Note somebody's row if it is made or changes, with the name they are listed by."""
    if state.is_made:
        state.after["name_order"] = _order(state.after)
        work.make(Kind.USER, state.id, state.after, state.id)
    elif state.before != state.after:
        before, after = dict(state.before), dict(state.after)
        if any(before.get(name) != after.get(name) for name in FIELDS[4:8]):
            before["name_order"], after["name_order"] = _order(before), _order(after)
        work.change(Kind.USER, state.id, before, after, state.id)


def _order(values: dict[str, Any]) -> str:
    name = f"{values['family_name']} {values['given_name']}".strip()
    return names.name_key(values["family_kana"], values["given_kana"], name)

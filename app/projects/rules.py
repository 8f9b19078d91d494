"""Roles, stages and acts. Pure."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from app.i18n.dates import fiscal_year

KEY_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
KEY_LENGTH: Final = 10
READABLE_DAYS: Final = 365
"""So long an ended project is read by those who were in it."""
REQUEST: Final = "request"
"""The step of a budget after whose day what is new waits for another year."""


class MemberRole(StrEnum):
    """What somebody does in a project."""

    LEARNER = "learner"
    TEACHER = "teacher"
    COORDINATOR = "coordinator"
    """Keeps school, university and city together; sees what a teacher sees."""
    MENTOR = "mentor"
    OWNER = "owner"
    """Of the city's department: answers the team."""
    SUPPORTER = "supporter"
    """Staff of a partner who helps: data, a place, a ride in the snow plow."""
    JUDGE = "judge"


class PartnerRole(StrEnum):
    """What an organization does in a project."""

    LEAD_SCHOOL = "lead_school"
    SCHOOL = "school"
    UNIVERSITY = "university"
    DEPARTMENT = "department"
    COMPANY = "company"


PARTNER_ORDER: Final = (
    PartnerRole.LEAD_SCHOOL,
    PartnerRole.SCHOOL,
    PartnerRole.DEPARTMENT,
    PartnerRole.UNIVERSITY,
    PartnerRole.COMPANY,
)
"""The order in which the organizations of a project are told."""


class ProjectState(StrEnum):
    """Whether a project goes on."""

    ACTIVE = "active"
    ENDED = "ended"


class Act(StrEnum):
    """What a member did; ``statements`` says each in xAPI's words."""

    JOINED = "joined"
    PASSED_GATE = "passed_gate"
    MET_MILESTONE = "met_milestone"
    FINISHED_CARD = "finished_card"
    ATTENDED_MEETING = "attended_meeting"
    DECIDED = "decided"
    SHARED_ARTIFACT = "shared_artifact"
    ASKED_MENTOR = "asked_mentor"
    ANSWERED_TICKET = "answered_ticket"
    WROTE_JOURNAL = "wrote_journal"
    ASSESSED_PEERS = "assessed_peers"
    WAS_ASSESSED = "was_assessed"
    SUBMITTED_PROPOSAL = "submitted_proposal"
    PUBLISHED_SHOWCASE = "published_showcase"
    GAVE_HOURS = "gave_hours"


def new_key() -> str:
    """Return a key that nobody can guess and everybody can type."""
    return "".join(secrets.choice(KEY_LETTERS) for _ in range(KEY_LENGTH))


# --- the city's budget -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MissedBudget:
    """What is delivered too late for a budget.

    Attributes:
        year: The fiscal year whose budget is missed.
        request_on: The last day on which its money was asked for.
    """

    year: int
    request_on: date

    @property
    def earliest(self) -> int:
        """The first fiscal year whose budget can still hold it."""
        return self.year + 1


def is_still_read(ended_on: date | None, today: date) -> bool:
    """Say whether those who are in a project read its pages: until a year after its end."""
    return ended_on is None or ended_on > today - timedelta(days=READABLE_DAYS)


def missed_budget(
    deliver_on: date | None, request_on: Callable[[int], date]
) -> MissedBudget | None:
    """Say whether a plan is delivered after the request day of the next year's budget.

    Args:
        deliver_on: The day on which the proposal is with the city; None for none yet.
        request_on: The request day of the budget of a fiscal year.
    """
    if deliver_on is None:
        return None
    year = fiscal_year(deliver_on) + 1
    asked = request_on(year)
    return MissedBudget(year, asked) if deliver_on > asked else None


def next_request(today: date, request_on: Callable[[int], date]) -> MissedBudget:
    """Return the next request day to come, and the fiscal year whose budget it is for."""
    year = fiscal_year(today) + 1
    while request_on(year) < today:
        year += 1
    return MissedBudget(year, request_on(year))


# --- gates -------------------------------------------------------------------------------------


def may_open(met: Iterable[bool]) -> bool:
    """Say whether a gate opens: every check is met. A gate without checks opens as well."""
    return all(met)


def stage_after(keys: Sequence[str], stage: str) -> str | None:
    """Return the stage after one; None after the last."""
    at = keys.index(stage)
    return keys[at + 1] if at + 1 < len(keys) else None


def stage_before(keys: Sequence[str], stage: str) -> str | None:
    """Return the stage before one; None before the first."""
    at = keys.index(stage)
    return keys[at - 1] if at else None


# --- who adds whom -----------------------------------------------------------------------------

ROLES_AT: Final[Mapping[PartnerRole, tuple[MemberRole, ...]]] = {
    PartnerRole.LEAD_SCHOOL: (MemberRole.LEARNER, MemberRole.TEACHER, MemberRole.COORDINATOR),
    PartnerRole.SCHOOL: (MemberRole.LEARNER, MemberRole.TEACHER, MemberRole.COORDINATOR),
    PartnerRole.UNIVERSITY: (
        MemberRole.MENTOR,
        MemberRole.LEARNER,
        MemberRole.TEACHER,
        MemberRole.COORDINATOR,
        MemberRole.JUDGE,
    ),
    PartnerRole.DEPARTMENT: (MemberRole.OWNER, MemberRole.SUPPORTER, MemberRole.JUDGE),
    PartnerRole.COMPANY: (MemberRole.MENTOR, MemberRole.SUPPORTER, MemberRole.JUDGE),
}
"""What people of a partner can be in a project; the first is what its contact person is."""

ADDERS: Final = frozenset(
    {MemberRole.TEACHER, MemberRole.COORDINATOR, MemberRole.MENTOR, MemberRole.OWNER}
)
"""Who adds people of their own organization."""

ANSWERING: Final = frozenset({MemberRole.TEACHER, MemberRole.COORDINATOR})
"""Who answers for pupils, and alone brings them in."""


def may_give(roles: Set[MemberRole], partner: PartnerRole) -> tuple[MemberRole, ...]:
    """Return the roles that somebody may give to people of their own organization.

    Who answers for pupils reads what they write to each other, and passes their questions on:
    only who answers for them already makes others so, and a mentor makes nobody.

    Args:
        roles: What they are in the project for that organization.
        partner: What the organization is in it.
    """
    if not roles & ADDERS:
        return ()
    answers = bool(roles & ANSWERING)
    kept = ANSWERING | {MemberRole.LEARNER}
    return tuple(one for one in ROLES_AT[partner] if answers or one not in kept)


def contact_role(partner: PartnerRole) -> MemberRole:
    """Return what the contact person of a partner is: for a school, a teacher."""
    if partner in {PartnerRole.LEAD_SCHOOL, PartnerRole.SCHOOL}:
        return MemberRole.TEACHER
    return ROLES_AT[partner][0]


# --- what has been and what is to come ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the line of months.

    Attributes:
        on: The day.
        title: What.
        kind: ``done``, ``now``, ``todo`` or ``city``.
        note: In small letters below.
        shows_day: Whether the day is certain, and printed.
    """

    on: date
    title: str
    kind: str
    note: str = ""
    shows_day: bool = True


@dataclass(frozen=True, slots=True)
class Month:
    """One line: a month, what the team does in it, and what the city does."""

    year: int
    month: int
    ours: tuple[Entry, ...]
    citys: tuple[Entry, ...]
    is_now: bool


def months(ours: Iterable[Entry], citys: Iterable[Entry], *, today: date) -> tuple[Month, ...]:
    """Put two lines of entries side by side, by month; this month is always there."""
    found: dict[tuple[int, int], tuple[list[Entry], list[Entry]]] = {
        (today.year, today.month): ([], [])
    }
    for side, entries in enumerate((ours, citys)):
        for one in sorted(entries, key=lambda entry: entry.on):
            found.setdefault((one.on.year, one.on.month), ([], []))[side].append(one)
    return tuple(
        Month(
            year,
            month,
            tuple(found[year, month][0]),
            tuple(found[year, month][1]),
            (year, month) == (today.year, today.month),
        )
        for year, month in sorted(found)
    )

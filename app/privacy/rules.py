"""Who may do what with their own data, and which accounts may be one person's. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

GUARDIAN = "guardian"


def may_erase_self(*, is_guest: bool, is_minor: bool, roles: Iterable[str]) -> bool:
    """Say whether somebody may erase themselves: an adult who holds no post.

    Args:
        is_guest: Guests have their しおり, which goes by itself.
        is_minor: For children the school or a guardian asks.
        roles: Of all present posts. Guardians have no work that others answer for.
    """
    return not is_guest and not is_minor and all(role == GUARDIAN for role in roles)


class Refusal(StrEnum):
    """Why two accounts are not merged."""

    SAME = "same"
    ONESELF = "oneself"
    GUEST = "guest"
    DEMO = "demo"
    MERGED = "merged"
    FAMILY = "family"


class Doubt(StrEnum):
    """What speaks against two accounts being one person's; an administrator decides."""

    NAME = "name"
    KANA = "kana"
    GRADE = "grade"
    SCHOOLS = "schools"
    PUPIL_AND_ADULT = "pupil_and_adult"
    ROSTERS = "rosters"


@dataclass(frozen=True, slots=True)
class Side:
    """One of two accounts, as far as it matters whether they may be merged.

    Attributes:
        id: The account's, as text.
        name: Family and given name.
        kana: The reading, or nothing.
        grade: 1–12, or None.
        schools: Where the person learns at present, as text.
        works: Whether there is a present post that no pupil has.
    """

    id: str
    name: str
    kana: str
    grade: int | None
    schools: frozenset[str]
    works: bool
    is_guest: bool
    is_demo: bool
    is_merged: bool
    in_roster: bool


def refusal(remaining: Side, other: Side, *, by: str, is_family: bool) -> Refusal | None:
    """Say why two accounts may not be merged, or None where they may.

    Args:
        remaining: The account that stays.
        other: The one that closes.
        by: Who asks; nobody merges their own: another has to look at it.
        is_family: One is the other's guardian, so they are two.
    """
    found = (
        (Refusal.SAME, remaining.id == other.id),
        (Refusal.ONESELF, by in (remaining.id, other.id)),
        (Refusal.GUEST, remaining.is_guest or other.is_guest),
        (Refusal.DEMO, remaining.is_demo != other.is_demo),
        (Refusal.MERGED, remaining.is_merged or other.is_merged),
        (Refusal.FAMILY, is_family),
    )
    return next((why for why, holds in found if holds), None)


def doubts(remaining: Side, other: Side) -> tuple[Doubt, ...]:
    """Return what speaks against two accounts being one person's; the order of the two is nothing.

    A family name changes with a marriage, so a name that differs is a doubt and no refusal.
    """
    grades = {side.grade for side in (remaining, other) if side.grade is not None}
    pupils = [bool(side.schools) or side.grade is not None for side in (remaining, other)]
    found = (
        (Doubt.NAME, _bare(remaining.name) != _bare(other.name)),
        (Doubt.KANA, _differ(_bare(remaining.kana), _bare(other.kana))),
        (Doubt.GRADE, len(grades) > 1),
        (
            Doubt.SCHOOLS,
            bool(remaining.schools and other.schools)
            and remaining.schools.isdisjoint(other.schools),
        ),
        (
            Doubt.PUPIL_AND_ADULT,
            (pupils[0] and other.works) or (pupils[1] and remaining.works),
        ),
        (Doubt.ROSTERS, remaining.in_roster and other.in_roster),
    )
    return tuple(doubt for doubt, holds in found if holds)


def _bare(words: str) -> str:
    return "".join(words.split())


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one != other

"""Who may do what with data, what guardians are told, which accounts may be one person's. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from app.clock import day_of
from app.xapi.instants import read_timestamp

GUARDIAN = "guardian"

TOLD_OF_RESULT: Final = ("score", "success", "completion", "response")
TOLD_OF_ACTIVITY: Final = ("objectType", "id", "definition")


class Refused(StrEnum):
    """Why a guardian takes no file of a child's along."""

    DECIDES_ALONE = "decides_alone"
    LOOKS_ON = "looks_on"
    NO_ACCOUNT = "no_account"


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


def refused_file(*, answers_alone: bool, has_authority: bool, has_account: bool) -> Refused | None:
    """Say why a guardian who may see a child takes no file of theirs along; None if they may.

    Args:
        answers_alone: The child is old enough to decide.
        has_authority: The guardian answers for the child until then.
        has_account: The guardian is signed in.
    """
    if answers_alone:
        return Refused.DECIDES_ALONE
    if not has_authority:
        return Refused.LOOKS_ON
    return None if has_account else Refused.NO_ACCOUNT


def without_hours(value: object) -> object:
    """Return the day, in Japan, of an instant; anything else as it is."""
    return day_of(value) if isinstance(value, datetime) else value


def told_to_guardian(
    statement: Mapping[str, Any], actor: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return what a guardian is told of a statement about a child.

    What was done, with what result, and the day. No time of day, nothing of where it happened or
    who was there (context, authority, attachments), nothing that another tool added.

    Args:
        statement: Of the child, or of a group the child was in.
        actor: The child alone, as xAPI has it.

    Returns:
        None where what was acted on is a person, or another statement.
    """
    target = statement["object"]
    if target.get("objectType", "Activity") != "Activity":
        return None
    told = {
        "id": statement["id"],
        "actor": dict(actor),
        "verb": statement["verb"],
        "object": {key: target[key] for key in TOLD_OF_ACTIVITY if key in target},
        "timestamp": day_of(read_timestamp(statement["timestamp"])).isoformat(),
    }
    if definition := told["object"].get("definition"):
        told["object"]["definition"] = _without_extensions(definition)
    if result := _told_result(statement.get("result", {})):
        told["result"] = result
    return told


def _told_result(result: Mapping[str, Any]) -> dict[str, Any]:
    return {key: result[key] for key in TOLD_OF_RESULT if key in result}


def _without_extensions(definition: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in definition.items() if key != "extensions"}

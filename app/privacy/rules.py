"""Who may do what with their own data, and what a guardian is told of a child's. Pure."""

from collections.abc import Iterable, Mapping
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

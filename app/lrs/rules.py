"""What a statement becomes in the store: completed, and taken apart into words. Pure."""

import enum
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from app.xapi.compare import identifier
from app.xapi.vocabulary import VOIDED

if TYPE_CHECKING:
    import uuid

AUTHORITY_NAME = "terakoya"
"""Account name of this platform where it vouches for a statement itself."""


class Role(enum.IntEnum):
    """How closely a word belongs to a statement; the smallest counts."""

    ACTOR = 0
    OBJECT = 1
    RELATED = 2


@dataclass(slots=True)
class Words:
    """The words of one statement.

    Attributes:
        verb: IRI.
        display: The verb's language map, if it came with one.
        agents: Roles by canonical identifier (``app.xapi.compare.identifier``).
        activities: Roles by IRI.
        definitions: Activity definitions by IRI, as far as they came along.
    """

    verb: str
    display: dict[str, Any] | None
    agents: dict[str, Role] = field(default_factory=dict)
    activities: dict[str, Role] = field(default_factory=dict)
    definitions: dict[str, dict[str, Any]] = field(default_factory=dict)


def key_of(word: str) -> int:
    """Return the key of a verb's or activity's IRI, or of an agent's identifier: 63 bits."""
    return _short_key(word) if len(word) <= _SHORT else _key(word)


def _key(word: str) -> int:
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


_SHORT = 300
"""Longer words are not worth the memory of remembering their key."""
_short_key = lru_cache(maxsize=8192)(_key)

VOIDED_KEY = key_of(VOIDED.id)


def completed(
    statement: dict[str, Any],
    statement_id: "uuid.UUID",
    *,
    stored: str,
    authority: dict[str, Any],
    version: str,
) -> dict[str, Any]:
    """Add what the store must add, and leave everything else as it came.

    Args:
        statement: A valid statement.
        statement_id: Its id, should it have none.
        stored: The timestamp of storing; also of the statement, should it have none.
        authority: Who asserts it.
        version: ``1.0.0`` or ``2.0.0``, should it have none.

    Source:
        Data 2.3.1, 2.4.6.2 (context activities are arrays), 2.4.7–2.4.10.
    """
    done = {"id": str(statement_id), **statement, "stored": stored, "authority": authority}
    done.setdefault("timestamp", stored)
    done.setdefault("version", version)
    _make_arrays(done)
    if done["object"].get("objectType") == "SubStatement":
        done["object"] = dict(done["object"])
        _make_arrays(done["object"])
    return done


def words_of(statement: dict[str, Any]) -> Words:
    """Take a completed statement apart.

    Members of a group stand for the group: who asks for an agent finds what its groups did.

    Source:
        xAPI 1.0.3, Communication 2.1.3: the filters agent, activity, and their related forms.
    """
    words = Words(statement["verb"]["id"], statement["verb"].get("display"))
    _take_parts(words, statement, Role.ACTOR, Role.OBJECT)
    _take_actor(words, statement["authority"], Role.RELATED)
    target = statement["object"]
    if target.get("objectType") == "SubStatement":
        _take_parts(words, target, Role.RELATED, Role.RELATED)
    return words


def target_of(statement: dict[str, Any]) -> str | None:
    """Return the id of the statement that this one points at with its object."""
    target = statement["object"]
    return target["id"] if target.get("objectType") == "StatementRef" else None


def _make_arrays(part: dict[str, Any]) -> None:
    activities = part.get("context", {}).get("contextActivities", {})
    if any(isinstance(its, dict) for its in activities.values()):
        arrays = {
            kind: [its] if isinstance(its, dict) else its for kind, its in activities.items()
        }
        part["context"] = part["context"] | {"contextActivities": arrays}


def _take_parts(words: Words, part: dict[str, Any], actor: Role, target: Role) -> None:
    _take_actor(words, part["actor"], actor)
    match part["object"].get("objectType", "Activity"):
        case "Activity":
            _take_activity(words, part["object"], target)
        case "Agent" | "Group":
            _take_actor(words, part["object"], target)
    context = part.get("context")
    if context:
        _take_context(words, context)


def _take_context(words: Words, context: dict[str, Any]) -> None:
    for key in ("instructor", "team"):
        if key in context:
            _take_actor(words, context[key], Role.RELATED)
    for key, kind in (("contextAgents", "agent"), ("contextGroups", "group")):
        for it in context.get(key, ()):
            _take_actor(words, it[kind], Role.RELATED)
    for activities in context.get("contextActivities", {}).values():
        for activity in activities:
            _take_activity(words, activity, Role.RELATED)


def _take_actor(words: Words, actor: dict[str, Any], role: Role) -> None:
    found = identifier(actor)
    if found is not None and words.agents.get(found, role) >= role:
        words.agents[found] = role
    for member in actor.get("member", ()):
        _take_actor(words, member, role)


def _take_activity(words: Words, activity: dict[str, Any], role: Role) -> None:
    iri = activity["id"]
    if words.activities.get(iri, role) >= role:
        words.activities[iri] = role
    definition = activity.get("definition")
    if definition and iri not in words.definitions:
        words.definitions[iri] = definition

"""What the store makes of a statement: its words, their keys, canonical definitions. Pure."""

import enum
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import orjson

from app.lrs.errors import WordsCollide
from app.xapi.compare import identifier
from app.xapi.iri import PLATFORM_ACCOUNT
from app.xapi.vocabulary import VOIDED

AUTHORITY_NAME = PLATFORM_ACCOUNT
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
        verb_key: Key of the verb.
        agent_keys: Role by key of each agent.
        activity_keys: Role by key of each activity.
    """

    verb: str
    display: dict[str, Any] | None
    agents: dict[str, Role] = field(default_factory=dict)
    activities: dict[str, Role] = field(default_factory=dict)
    definitions: dict[str, dict[str, Any]] = field(default_factory=dict)
    verb_key: int = 0
    agent_keys: dict[int, Role] = field(default_factory=dict)
    activity_keys: dict[int, Role] = field(default_factory=dict)


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


def words_of(statement: dict[str, Any], authority: dict[str, Any]) -> Words:
    """Take a valid statement apart.

    Members of a group stand for the group: who asks for an agent finds what its groups did.

    Raises:
        WordsCollide: Two words of the statement have one key.

    Source:
        xAPI 1.0.3, Communication 2.1.3: the filters agent, activity, and their related forms.
    """
    words = Words(statement["verb"]["id"], statement["verb"].get("display"))
    _take_parts(words, statement, Role.ACTOR, Role.OBJECT)
    _take_actor(words, authority, Role.RELATED)
    target = statement["object"]
    if target.get("objectType") == "SubStatement":
        _take_parts(words, target, Role.RELATED, Role.RELATED)
    words.verb_key = key_of(words.verb)
    words.agent_keys = {key_of(word): role for word, role in words.agents.items()}
    words.activity_keys = {key_of(word): role for word, role in words.activities.items()}
    for keys, texts in (
        (words.agent_keys, words.agents),
        (words.activity_keys, words.activities),
    ):
        if len(keys) < len(texts):
            raise WordsCollide(*sorted(texts)[:2])
    return words


def activity_of(statement: dict[str, Any]) -> str | None:
    """Return the IRI of the activity that is the statement's object; None for another object."""
    target = statement["object"]
    return target["id"] if target.get("objectType", "Activity") == "Activity" else None


def target_of(statement: dict[str, Any]) -> str | None:
    """Return the id of the statement that this one points at with its object."""
    target = statement["object"]
    return target["id"] if target.get("objectType") == "StatementRef" else None


def may_void(authority: str | None, target_authority: int | None) -> bool:
    """Say whether who vouches for a voiding may take a statement back: only what is their own.

    Args:
        authority: Canonical identifier of the voiding's authority.
        target_authority: Key of the other's; None for one of this platform from before it kept
            authorities.

    Source:
        Data 2.3.2 leaves it to the store who may void. Everything that progress and credentials
        stand on would otherwise be any client's to take away.
    """
    if authority is None:
        return False
    if target_authority is None:
        return bool(orjson.loads(authority)[-1] == AUTHORITY_NAME)
    return key_of(authority) == target_authority


def merged(old: dict[str, Any] | None, new: dict[str, Any]) -> dict[str, Any]:
    """Join what two statements tell of one activity into its canonical definition.

    Words in another language and further extensions are added; otherwise the later one rules.

    Source:
        Data 2.4.4.1 and 2.5 (a store keeps a canonical definition, and how is its own choice).
    """
    if old is None:
        return new
    both = {
        name: old[name] | new[name]
        for name in ("name", "description", "extensions")
        if name in old and name in new
    }
    return old | new | both


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
    for its in context.get("contextActivities", {}).values():
        for activity in its if isinstance(its, list) else (its,):
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

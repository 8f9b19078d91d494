"""A statement without a person: what is deleted, what is rewritten, and how. Pure.

Immutability (Data 2.3.1) gives way to the law here: a person's right to be forgotten is worth
more than another statement's exact wording of who was present.
"""

from collections.abc import Collection
from typing import Any

import orjson

from app.xapi.compare import identifier
from app.xapi.reading import joined, members
from app.xapi.vocabulary import SIGNATURE

ERASED_NAME = "erased"
"""Account name of everybody who is not known any more."""

_OF_A_VOIDING = frozenset({"id", "actor", "verb", "object", "timestamp", "stored", "authority"})
_WRITTEN_ANEW = ("actor", "object", "context", "authority", "attachments")

Json = dict[str, Any]


def is_about(statement: Json, identifiers: Collection[str]) -> bool:
    """Whether a statement is a person's own: as its actor or object, alone or alone in a group.

    Args:
        statement: A stored statement.
        identifiers: The person's, canonical (``app.xapi.compare.identifier``).
    """
    target = statement["object"]
    is_somebody = target.get("objectType") in ("Agent", "Group")
    return _is_only(statement["actor"], identifiers) or (
        is_somebody and _is_only(target, identifiers)
    )


def erased_agent(agent_identifier: str, home_page: str) -> Json:
    """Return the account that takes a person's place: of the same home page as far as known."""
    kind, *words = orjson.loads(agent_identifier)
    home = words[0] if kind == "account" else home_page
    return {"account": {"homePage": home, "name": ERASED_NAME}}


def without_person(doc: str, identifiers: Collection[str], home_page: str) -> str:
    """Write a statement of somebody else without the person.

    Wherever the person occurs as an agent (actor, object, member, instructor, team, context agent,
    authority, also inside a SubStatement) «erased» takes the place. Signatures are dropped: a
    signature's bytes repeat the whole statement. Members without the person keep every byte.

    Args:
        doc: The stored statement.
        identifiers: The person's, canonical.
        home_page: For who is known by no account.
    """
    before: Json = orjson.loads(doc)
    after = _part(before, identifiers, home_page)
    if "authority" in after:
        after["authority"] = _agent(after["authority"], identifiers, home_page)
    return _written(doc, before, after)


def bare_voiding(doc: str) -> str:
    """Cut a voiding to what takes the other statement back; the context may tell of the person."""
    parts = members(doc.encode())
    kept = {name: raw for name, raw in parts.items() if name in {*_OF_A_VOIDING, "version"}}
    return joined(kept).decode()


def _is_only(agent: Json, identifiers: Collection[str]) -> bool:
    if identifier(agent) in identifiers:
        return True
    members_ = agent.get("member", ())
    return bool(members_) and all(identifier(one) in identifiers for one in members_)


def _written(doc: str, before: Json, after: Json) -> str:
    parts = members(doc.encode())
    for name in _WRITTEN_ANEW:
        if name not in after:
            parts.pop(name, None)
        elif after[name] != before[name]:
            parts[name] = orjson.dumps(after[name])
    return joined(parts).decode()


def _part(part: Json, identifiers: Collection[str], home_page: str) -> Json:
    """Return a statement or SubStatement with everybody replaced who is the person."""
    done = part | {"actor": _agent(part["actor"], identifiers, home_page)}
    match part["object"].get("objectType"):
        case "SubStatement":
            done["object"] = _part(part["object"], identifiers, home_page)
        case "Agent" | "Group":
            done["object"] = _agent(part["object"], identifiers, home_page)
    if "context" in part:
        done["context"] = _context(part["context"], identifiers, home_page)
    if "attachments" in part:
        done["attachments"] = [it for it in part["attachments"] if it["usageType"] != SIGNATURE]
        if not done["attachments"]:
            del done["attachments"]
    return done


def _context(context: Json, identifiers: Collection[str], home_page: str) -> Json:
    done = dict(context)
    for key in ("instructor", "team"):
        if key in context:
            done[key] = _agent(context[key], identifiers, home_page)
    for key, kind in (("contextAgents", "agent"), ("contextGroups", "group")):
        if key in context:
            done[key] = [
                it | {kind: _agent(it[kind], identifiers, home_page)} for it in context[key]
            ]
    return done


def _agent(agent: Json, identifiers: Collection[str], home_page: str) -> Json:
    found = identifier(agent)
    if found is not None and found in identifiers:
        kind = {"objectType": agent["objectType"]} if "objectType" in agent else {}
        return kind | erased_agent(found, home_page)
    if "member" in agent:
        return agent | {"member": [_agent(it, identifiers, home_page) for it in agent["member"]]}
    return agent


def without_right_answer(statement: dict[str, Any]) -> dict[str, Any]:
    """Return a statement without the right answer, where what it tells was not the right one.

    xAPI recommends ``correctResponsesPattern``, so the stored statement has it; but its learner
    may still have to find the answer, or find it anew when the tries begin anew.
    """
    definition = statement["object"].get("definition", {})
    if statement.get("result", {}).get("success") is True or not definition:
        return statement
    told = {k: v for k, v in definition.items() if k != "correctResponsesPattern"}
    return {**statement, "object": {**statement["object"], "definition": told}}

"""What the reader may know beyond the statement, and what a statement makes one look up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.xapi.compare import identifier

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What the reader may be told that the statement does not say.

    Attributes:
        people: Names by canonical identifier (``app.xapi.compare.identifier``); only of people
            whom the reader may see.
        sees_strangers: Whether the reader may see the names that statements give to others.
        activities: Definitions by IRI, for activities that are only named by it.
        statements: Statements by id in lower case, for those that point at another; only what
            the reader may see.
    """

    people: Mapping[str, str] = field(default_factory=dict)
    sees_strangers: bool = False
    activities: Mapping[str, Json] = field(default_factory=dict)
    statements: Mapping[str, Json] = field(default_factory=dict)


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What one statement speaks of, besides who vouches for it.

    Attributes:
        agents: Canonical identifiers of every person and named group.
        activities: IRIs.
        statements: Ids in lower case.
    """

    agents: frozenset[str]
    activities: frozenset[str]
    statements: frozenset[str]


def mentioned(statement: Json) -> Mentioned:
    """Collect what a valid statement mentions, at any depth."""
    parts = [statement]
    if statement["object"].get("objectType") == "SubStatement":
        parts.append(statement["object"])
    agents = {identifier(agent) for part in parts for agent in _agents(part)} - {None}
    activities = {activity["id"] for part in parts for activity in _activities(part)}
    statements = {target.lower() for part in parts for target in _statements(part)}
    return Mentioned(
        frozenset(str(agent) for agent in agents), frozenset(activities), frozenset(statements)
    )


def activities_around(part: Json, kind: str) -> list[Json]:
    """Return the context activities of one kind; in old statements it may be a single one."""
    found = part.get("context", {}).get("contextActivities", {}).get(kind, [])
    return [found] if isinstance(found, dict) else found


def _agents(part: Json) -> Iterator[Json]:
    context = part.get("context", {})
    actors = [part["actor"], *(context[key] for key in ("instructor", "team") if key in context)]
    if part["object"].get("objectType") in {"Agent", "Group"}:
        actors.append(part["object"])
    for key, kind in (("contextAgents", "agent"), ("contextGroups", "group")):
        actors += [it[kind] for it in context.get(key, ())]
    for actor in actors:
        yield actor
        yield from actor.get("member", ())


def _activities(part: Json) -> Iterator[Json]:
    if part["object"].get("objectType", "Activity") == "Activity":
        yield part["object"]
    for kind in ("parent", "grouping", "category", "other"):
        yield from activities_around(part, kind)


def _statements(part: Json) -> Iterator[str]:
    if part["object"].get("objectType") == "StatementRef":
        yield part["object"]["id"]
    if "statement" in part.get("context", {}):
        yield part["context"]["statement"]["id"]

"""Which statements a store elsewhere gets, and in which edition. Pure."""

import enum
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from app.xapi.reading import joined, members
from app.xapi.validate import faults
from app.xapi.vocabulary import VOIDED

T = TypeVar("T")
Json = Mapping[str, Any]

LONGEST_WAIT = timedelta(minutes=5)
SHORTEST_WAIT = timedelta(seconds=5)
_MOST_DOUBLINGS = 10
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


class Edition(enum.StrEnum):
    """The editions of xAPI that stores speak."""

    OLD = "1.0.3"
    NEW = "2.0"


# --- which statements --------------------------------------------------------------------------


def is_wanted(statement: Json, verbs: Sequence[str], activities: Sequence[str]) -> bool:
    """Say whether a statement passes a forwarder's filters.

    Args:
        statement: As it is stored.
        verbs: Verb IRIs; empty for all.
        activities: Beginnings of IRIs, one of which an activity of the statement must have, be it
            its object or in its context; empty for all.

    Returns:
        True for every voiding: who got the statement must hear that it was taken back.
    """
    verb = statement["verb"]["id"]
    if verb == VOIDED.id:
        return True
    if verbs and verb not in verbs:
        return False
    beginnings = tuple(activities)
    return not beginnings or any(iri.startswith(beginnings) for iri in activities_in(statement))


def activities_in(statement: Json) -> Iterator[str]:
    """Yield the IRIs of the activities of a statement and of the one inside it."""
    for part in _parts(statement):
        if part["object"].get("objectType", "Activity") == "Activity":
            yield part["object"]["id"]
        for its in part.get("context", {}).get("contextActivities", {}).values():
            yield from (one["id"] for one in (its if isinstance(its, list) else [its]))


def people_in(statement: Json) -> Iterator[Json]:
    """Yield every agent and identified group of a statement, members included, but the authority.

    An anonymous group is its members; one that names none is yielded itself.
    """
    for part in _parts(statement):
        yield from _people(part["actor"])
        if part["object"].get("objectType") in {"Agent", "Group"}:
            yield from _people(part["object"])
        context = part.get("context", {})
        for name in ("instructor", "team"):
            if name in context:
                yield from _people(context[name])
        for name, kind in (("contextAgents", "agent"), ("contextGroups", "group")):
            for one in context.get(name, ()):
                yield from _people(one[kind])


def account_of(person: Json, *, home_page: str) -> uuid.UUID | None:
    """Return the name of the account that a person has in this house; None for anybody else."""
    account = person.get("account", {})
    if account.get("homePage") != home_page:
        return None
    try:
        return uuid.UUID(account.get("name", ""))
    except ValueError:
        return None


def version_of(statement: Json, speaks: Edition) -> str:
    """Return the version that a request with this statement names: 1.0.3 or 2.0.0."""
    return "2.0.0" if speaks is Edition.NEW and _is_new(statement) else "1.0.3"


def can_be_said(statement: Json, speaks: Edition) -> bool:
    """Say whether a stored statement is valid in the edition that a store speaks.

    One of 1.0.x is in both; one of 2.0 is in 1.0.3 unless it says what 1.0.3 has no words for,
    such as contextAgents.
    """
    if speaks is Edition.NEW or not _is_new(statement):
        return True
    return not faults({**statement, "version": Edition.OLD.value}, "1.0.3")


def said(doc: str, statement: Json, speaks: Edition) -> str:
    """Return a stored statement as a store of this edition takes it.

    To a store of 1.0.3, one of 2.0 says that it is of 1.0.3; not a byte of any other member
    changes.

    Args:
        doc: The exact JSON; it stays as it is in our own store.
        statement: The same, read, and one that ``can_be_said``.
        speaks: The edition of the store elsewhere.
    """
    if speaks is Edition.NEW or not _is_new(statement):
        return doc
    version = f'"{Edition.OLD}"'.encode()
    return joined(members(doc.encode()) | {"version": version}).decode()


def halves(items: Sequence[T]) -> tuple[Sequence[T], Sequence[T]]:
    """Return the first half and the rest."""
    middle = len(items) // 2
    return items[:middle], items[middle:]


def wait_after(failures: int) -> timedelta:
    """Return how long a store is left alone that did not answer ``failures`` times, from 1."""
    doublings = min(failures - 1, _MOST_DOUBLINGS)
    return min(LONGEST_WAIT, SHORTEST_WAIT * (1 << doublings))


def _is_new(statement: Json) -> bool:
    return str(statement.get("version", "1.0.0")).startswith("2")


def _parts(statement: Json) -> Iterator[Json]:
    yield statement
    if statement["object"].get("objectType") == "SubStatement":
        yield statement["object"]


def _people(person: Json) -> Iterator[Json]:
    members = person.get("member", ())
    is_anonymous = not {"account", "mbox", "mbox_sha1sum", "openid"} & person.keys()
    if not (members and is_anonymous):
        yield person
    for member in members:
        yield from _people(member)


def is_iri(text: str) -> bool:
    """Say whether a text looks like an absolute IRI, or the beginning of one."""
    return _IRI.fullmatch(text) is not None

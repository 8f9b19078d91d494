"""How an entry is sealed, and whether a chain is whole. Pure."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

BEGINNING = "0" * 64
"""What stands before the first entry."""

LOOKED = "person.looked"
"""Somebody opened a page of somebody else's; ``details["place"]`` says which."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act, as it is sealed.

    Attributes:
        sequence: From 1, without gaps.
        action: Package and act, ``account.disabled``.
        actor_id: Who did it; None for the command line and for the house itself.
        acting_as_id: The post in which they acted, if in one.
        subject_id: To what or whom; None where the act has no single one.
        details: Counts, ids and codes; never a name.
    """

    sequence: int
    occurred_at: datetime
    action: str
    actor_id: uuid.UUID | None
    acting_as_id: uuid.UUID | None
    subject_id: uuid.UUID | None
    details: Mapping[str, object]


def digest(entry: Entry, previous: str) -> str:
    """Return the SHA-256, 64 hex digits, of an entry and the digest before it."""
    text = orjson.dumps(
        [
            previous,
            entry.sequence,
            entry.occurred_at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.action,
            *(None if one is None else str(one) for one in _ids(entry)),
            entry.details,
        ],
        option=orjson.OPT_SORT_KEYS,
    )
    return hashlib.sha256(text).hexdigest()


def first_break(chain: Iterable[tuple[Entry, str]]) -> int | None:
    """Return the sequence at which a chain, read from its beginning, first does not hold."""
    previous, expected = BEGINNING, 1
    for entry, sealed in chain:
        if entry.sequence != expected or digest(entry, previous) != sealed:
            return expected
        previous, expected = sealed, expected + 1
    return None


def _ids(entry: Entry) -> tuple[uuid.UUID | None, ...]:
    return (entry.actor_id, entry.acting_as_id, entry.subject_id)

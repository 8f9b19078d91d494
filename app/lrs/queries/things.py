"""Find what is known of an agent or an activity."""

from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from app.lrs.models import KnownActivity, StatementAgent, StoredStatement
from app.lrs.rules import Role, key_of
from app.xapi.compare import identifier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy.orm import Session

_LOOKED_AT = 20
"""Statements that are read for the names of an agent."""

_AT_ONCE = 500
"""Keys per look-up."""


def definition_of(session: "Session", iri: str) -> str | None:
    """Return an activity's canonical definition as JSON text; None if it has none, or is unknown.

    Args:
        session: Any.
        iri: The activity's id.
    """
    table = KnownActivity
    return session.scalar(
        sa.select(table.definition).where(table.key == key_of(iri), table.iri == iri)
    )


def names_of(session: "Session", word: str) -> tuple[str, ...]:
    """Return the names under which an agent has lately been sent, the newest first.

    Args:
        session: Any.
        word: The agent's canonical identifier. Only statements count in which it is the actor or
            one of its members, and that are not voided.
    """
    link, table = StatementAgent, StoredStatement
    docs = session.scalars(
        sa.select(table.doc)
        .join(link, link.seq == table.seq)
        .where(link.agent_key == key_of(word), link.role == Role.ACTOR, table.voided.is_(False))
        .order_by(link.seq.desc())
        .limit(_LOOKED_AT)
    )
    actors = (actor for doc in docs for actor in _with_members(orjson.loads(doc)["actor"]))
    names = (actor["name"] for actor in actors if "name" in actor and identifier(actor) == word)
    return tuple(dict.fromkeys(names))


def _with_members(actor: dict[str, Any]) -> "Iterator[dict[str, Any]]":
    yield actor
    yield from actor.get("member", ())


def definitions_of(session: "Session", iris: "Collection[str]") -> dict[str, dict[str, Any]]:
    """Return the canonical definitions of activities, by IRI, as far as they have one."""
    table = KnownActivity
    keys = sorted({key_of(iri) for iri in iris})
    return {
        iri: orjson.loads(text or "{}")
        for start in range(0, len(keys), _AT_ONCE)
        for iri, text in session.execute(
            sa.select(table.iri, table.definition).where(
                table.key.in_(keys[start : start + _AT_ONCE]), table.definition.is_not(None)
            )
        )
    }

"""Find statements by the filters of the specification, page by page.

Every filter is a range of an index, in the order of storing: the page after this one begins where
it ended, however much was stored meanwhile. What drives a search is its most selective filter:
it is counted out beforehand; the rest is looked at row by row.

A statement is found as well when one that it points at is found. ``StatementReference`` keeps the
whole chain, ``StatementReferenceWord`` makes that second search a range of an index, too.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.lrs.models import (
    StatementActivity,
    StatementAgent,
    StatementReference,
    StatementReferenceWord,
    StoredStatement,
)
from app.lrs.rules import Role, key_of
from app.lrs.store.consistency import place_before, place_behind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

MOST = 200
"""Statements a page may have."""

_COUNTED = (200, 2_000, 20_000)
"""Up to where the statements of a word are counted, until one is found to be rarer."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; a key is ``rules.key_of`` the word. None asks for everything.

    Attributes:
        agent: Key of an agent's canonical identifier.
        verb: Key of a verb's IRI.
        activity: Key of an activity's IRI.
        registration: The learner's run.
        related_agents: Whether the agent may occur anywhere in the statement.
        related_activities: Likewise the activity.
        since: Only what was stored after this.
        until: Only what was stored up to this.
        authority: Key of the authority's identifier: only what it vouches for.
        ascending: Oldest first.
        after: The ``seq`` where the page before ended.
        limit: Statements a page has, 1 to ``MOST``.
    """

    agent: int | None = None
    verb: int | None = None
    activity: int | None = None
    registration: uuid.UUID | None = None
    related_agents: bool = False
    related_activities: bool = False
    since: datetime | None = None
    until: datetime | None = None
    authority: int | None = None
    ascending: bool = False
    after: int | None = None
    limit: int = MOST
    first: int | None = None
    last: int | None = None
    """Places between which all lies that ``since`` and ``until`` ask for; ``find`` fills in."""

    @property
    def is_narrow(self) -> bool:
        """Whether it asks for some statements by what they say."""
        return not (
            self.agent is None
            and self.verb is None
            and self.activity is None
            and self.registration is None
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A statement that was found: its place, when it was stored, and its text."""

    seq: int
    id: uuid.UUID
    stored: datetime
    voided: bool
    doc: str


def find(session: "Session", wanted: Filter) -> tuple[list[Found], bool]:
    """Return one page of statements that are not voided, and whether there are more.

    Source:
        Communication 2.1.3 and 2.1.4 (filter conditions for StatementRefs).
    """
    limit = max(1, min(wanted.limit, MOST))
    wanted = replace(
        wanted,
        first=place_before(session, wanted.since) if wanted.since else None,
        last=place_behind(session, wanted.until) if wanted.until else None,
    )
    order = sa.asc if wanted.ascending else sa.desc
    seqs = _own(wanted, _way_in(session, wanted)).order_by(order("seq")).limit(limit + 1)
    if wanted.is_narrow:
        over = _over_references(wanted).order_by(order("seq")).limit(limit + 1)
        both = sa.union(
            sa.select(seqs.subquery("own").c.seq), sa.select(over.subquery("over").c.seq)
        ).subquery("both")
        seqs = sa.select(both.c.seq).order_by(order(both.c.seq)).limit(limit + 1)
    page = seqs.subquery("page")
    table = StoredStatement
    rows = session.execute(
        sa.select(table.seq, table.id, table.stored, table.voided, table.doc)
        .join(page, page.c.seq == table.seq)
        .order_by(order(table.seq))
    )
    found = [Found(*row) for row in rows]
    return found[:limit], len(found) > limit


def by_id(session: "Session", statement_id: uuid.UUID, *, authority: int | None) -> Found | None:
    """Return a statement, voided or not; None if there is none that the authority vouches for."""
    table = StoredStatement
    query = sa.select(table.seq, table.id, table.stored, table.voided, table.doc).where(
        table.id == statement_id
    )
    if authority is not None:
        query = query.where(table.authority_key == authority)
    row = session.execute(query).first()
    return None if row is None else Found(*row)


def _way_in(session: "Session", wanted: Filter) -> str | None:
    """Return the filter with the fewest statements: by its range the others are looked at.

    Behind the largest count, whatever is found is found soon.
    """
    table = StoredStatement
    ranges: dict[str, Any] = {
        "registration": table.registration == wanted.registration,
        "agent": StatementAgent.agent_key == wanted.agent,
        "activity": StatementActivity.activity_key == wanted.activity,
        "verb": table.verb_key == wanted.verb,
    }
    asked = [name for name in ranges if getattr(wanted, name) is not None]
    if len(asked) < 2:  # noqa: PLR2004  nothing to choose
        return asked[0] if asked else None
    for most in _COUNTED:
        counts = [
            sa.select(sa.func.count())
            .select_from(sa.select(sa.literal(1)).where(ranges[name]).limit(most).subquery())
            .scalar_subquery()
            for name in asked
        ]
        found = session.execute(sa.select(*counts)).one()
        if min(found) < most:
            break
    return min(zip(found, range(len(asked)), asked, strict=True))[2]


def _own(wanted: Filter, way_in: str | None) -> Any:  # noqa: ANN401  a query under construction
    """Return the places of statements that fit themselves, found by one of the filters."""
    table = StoredStatement
    query: Any = sa.select()
    seq: Any = table.seq
    others = list(_columns(_Unindexed(table), wanted, but=way_in))
    others += _columns(table, wanted, only=way_in)
    for name, link, clause in _links(wanted):
        if name == way_in:
            seq = link.seq
            query = query.select_from(link).join(table, table.seq == link.seq).where(clause)
        else:
            others.append(_exists(link, table, clause))
    if seq is table.seq:
        query = query.select_from(table)
    return _within(query.add_columns(seq.label("seq")).where(*others), seq, table, wanted)


def _over_references(wanted: Filter) -> Any:  # noqa: ANN401  a query under construction
    """Return the places of statements that lead to one that fits.

    Those that lead to anything with the most telling word of the filter are few, and in order.
    """
    table, target = StoredStatement, aliased(StoredStatement)
    word, reference = StatementReferenceWord, StatementReference
    fits = (
        sa.select(sa.literal(1))
        .select_from(reference)
        .join(target, target.id == reference.target_id)
        .where(reference.seq == word.seq, *_columns(_Unindexed(target), wanted))
        .correlate(word)
    )
    if wanted.authority is not None:  # nobody learns of a stranger's statement by pointing at it
        fits = fits.where(target.authority_key == wanted.authority)
    for _, link, clause in _links(wanted):
        fits = fits.where(_exists(link, target, clause))
    query = (
        sa.select(word.seq.label("seq"))
        .join(table, table.seq == word.seq)
        .where(word.key == _telling_key(wanted), fits.exists())
    )
    return _within(query, word.seq, table, wanted)


class _Unindexed:
    """A table whose columns no planner takes for the way in.

    A target is looked up by its id. SQLite, which keeps no statistics here, would rather go
    through every statement with the verb (38 s instead of 2 ms at a million).
    """

    def __init__(self, table: Any) -> None:  # noqa: ANN401  a table, or an alias of it
        self._table = table

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  a column, wrapped
        column = getattr(self._table, name)
        return sa.func.coalesce(column, column)


def _telling_key(wanted: Filter) -> int | None:
    if wanted.registration is not None:
        return key_of(str(wanted.registration))
    return next(key for key in (wanted.agent, wanted.activity, wanted.verb) if key is not None)


def _links(wanted: Filter) -> "Iterator[tuple[str, Any, Any]]":
    """Go through the tables of words that a filter needs: its name, the table, the clause."""
    if wanted.activity is not None:
        link: Any = aliased(StatementActivity)
        clause = _near(link, link.activity_key == wanted.activity, wanted.related_activities)
        yield "activity", link, clause
    if wanted.agent is not None:
        link = aliased(StatementAgent)
        yield "agent", link, _near(link, link.agent_key == wanted.agent, wanted.related_agents)


def _near(link: Any, clause: Any, is_related: bool) -> Any:  # noqa: ANN401, FBT001  of a query
    return clause if is_related else sa.and_(clause, link.role <= Role.OBJECT)


def _exists(link: Any, table: Any, clause: Any) -> Any:  # noqa: ANN401  of a query
    """Look a word up in one statement."""
    found = sa.select(sa.literal(1)).where(link.seq == table.seq, clause)
    return found.correlate(table).exists()


def _columns(
    table: Any,  # noqa: ANN401  a table, an alias of it, or ``_Unindexed``
    wanted: Filter,
    *,
    but: str | None = None,
    only: str | None = "",
) -> "Iterator[Any]":
    for name, column in (("verb", "verb_key"), ("registration", "registration")):
        value = getattr(wanted, name)
        if value is not None and name != but and only in {"", name}:
            yield getattr(table, column) == value


def _within(
    query: Any,  # noqa: ANN401  a query under construction
    seq: Any,  # noqa: ANN401  a column
    table: Any,  # noqa: ANN401  a table, or an alias of it
    wanted: Filter,
) -> Any:  # noqa: ANN401
    """Narrow to what may be shown, and to the range of the page."""
    query = query.where(table.voided.is_(False))
    if wanted.authority is not None:
        query = query.where(table.authority_key == wanted.authority)
    if wanted.since is not None:
        query = query.where(table.stored > wanted.since)
    if wanted.until is not None:
        query = query.where(table.stored <= wanted.until)
    if wanted.first is not None:
        query = query.where(seq >= wanted.first)
    if wanted.last is not None:
        query = query.where(seq <= wanted.last)
    if wanted.after is not None:
        query = query.where(seq > wanted.after if wanted.ascending else seq < wanted.after)
    return query

"""The console's search: one page of statements that fit, told as sentences.

What fits is found in indexes alone, places first; texts are read of one page. A filter that fits
much is answered from the newest statements (``_NEAR``); only when these do not fill the page is
everything looked through.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from app.clock import JST
from app.lrs.models import StatementActivity, StatementAgent, StoredStatement
from app.lrs.queries.sight import Actors, Reader, agent_keys
from app.lrs.rules import Role

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Json = dict[str, Any]

PAGE_SIZE = 50
_NEAR = 20_000
"""Places that are looked at first; where a filter fits one in 400, they fill a page."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, and by whom.

    Attributes:
        reader: Whose sight it is.
        actors: Who acted.
        verb: Key of a verb.
        activities: Keys of activities that the statement is about or that stand around it; None
            for any, empty for none that exists.
        since: First day of storing, in Japan.
        until: Last day of storing.
    """

    reader: Reader
    actors: Actors = field(default_factory=Actors)
    verb: int | None = None
    activities: tuple[int, ...] | None = None
    since: date | None = None
    until: date | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The days whose edges have to be found to look this up."""
        after = None if self.until is None else self.until + timedelta(days=1)
        return tuple(day for day in (self.since, after) if day is not None)


@dataclass(frozen=True, slots=True)
class Edges:
    """Where days begin in the order of storing.

    Attributes:
        firsts: The first place of a day, or of the next that has one.
        end: One more than the last place there is.
    """

    firsts: Mapping[date, int]
    end: int

    def of(self, since: date | None, until: date | None) -> tuple[int, int]:
        """Return the first and the last place of some days; the first is greater for none."""
        low = 0 if since is None else self.firsts[since]
        after = self.end if until is None else self.firsts[until + timedelta(days=1)]
        return low, after - 1


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page: the newest (or oldest) one, or the one beside a place.

    Attributes:
        before: Statements older than this place.
        after: Statements newer than this place.
        oldest_first: In which order they are shown.
    """

    before: int | None = None
    after: int | None = None
    oldest_first: bool = False

    @property
    def is_upward(self) -> bool:
        """Whether places are walked from the older to the newer."""
        return self.after is not None or (self.before is None and self.oldest_first)

    @property
    def is_back(self) -> bool:
        """Whether the page lies towards the start of the list."""
        return (self.before if self.oldest_first else self.after) is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A statement as it is stored, and whether it was taken back."""

    seq: int
    id: uuid.UUID
    stored: datetime
    voided: bool
    doc: str

    @property
    def statement(self) -> Json:
        """The statement, read."""
        found: Json = orjson.loads(self.doc)
        return found


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Rows in the order asked for, and whether there are older and newer ones that fit."""

    rows: tuple[Row, ...]
    has_older: bool
    has_newer: bool


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins in Japan."""
    return datetime(day.year, day.month, day.day, tzinfo=JST)


def edges(session: "Session", days: Iterable[date]) -> Edges:
    """Find the first place of each of ``days``, in one query.

    Places grow with the time of storing. Where writers overlap, the two may disagree by as much
    as a transaction takes: a statement of midnight may count to the day beside its own.
    """
    table, wanted = StoredStatement, sorted(set(days))
    firsts = [
        sa.select(table.seq)
        .where(table.stored >= midnight(day))
        .order_by(table.stored, table.seq)
        .limit(1)
        .scalar_subquery()
        for day in wanted
    ]
    last, *found = session.execute(
        sa.select(sa.select(sa.func.max(table.seq)).scalar_subquery(), *firsts)
    ).one()
    end = (last or 0) + 1
    by_day = {day: end if seq is None else seq for day, seq in zip(wanted, found, strict=True)}
    return Edges(by_day, end)


def rows_page(session: "Session", wanted: Wanted, turn: Turn, edges: Edges) -> RowsPage:
    """Return one page of what fits, full if there is as much.

    Args:
        session: Any.
        wanted: What is asked for.
        turn: Which page of it.
        edges: Of ``wanted.days`` at least.
    """
    low, high = edges.of(wanted.since, wanted.until)
    if turn.before is not None:
        high = min(high, turn.before - 1)
    if turn.after is not None:
        low = max(low, turn.after + 1)
    rows = _walk(session, wanted, low, high, is_upward=turn.is_upward)
    is_turned = turn.before is not None or turn.after is not None
    has_more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if turn.is_back and not has_more:  # the start of the list is near: a page of it is full
        return rows_page(session, wanted, Turn(oldest_first=turn.oldest_first), edges)
    if turn.is_upward != turn.oldest_first:
        rows.reverse()
    if turn.is_upward:
        return RowsPage(tuple(rows), has_older=is_turned, has_newer=has_more)
    return RowsPage(tuple(rows), has_older=has_more, has_newer=is_turned)


def is_everything(wanted: Wanted) -> bool:
    """Say whether nothing narrows the search but days."""
    is_anybody = agent_keys(wanted.reader, wanted.actors) is None
    return is_anybody and wanted.verb is None and wanted.activities is None


def places(wanted: Wanted, low: int, high: int) -> "sa.Select[int]":
    """Return the places of what fits between ``low`` and ``high``, both included, once each."""
    keys = agent_keys(wanted.reader, wanted.actors)
    sets: list[sa.Select[int]] = []
    if keys is not None:
        link = StatementAgent
        theirs = sa.select(link.seq).where(link.agent_key.in_(keys), link.role == Role.ACTOR)
        sets.append(theirs.where(link.seq.between(low, high)).distinct())
    if wanted.activities is not None:
        about = StatementActivity
        around = sa.select(about.seq).where(about.activity_key.in_(wanted.activities))
        sets.append(around.where(about.seq.between(low, high)).distinct())
    if wanted.verb is not None or not sets:
        table = StoredStatement
        fitting = sa.select(table.seq).where(table.seq.between(low, high))
        sets.append(
            fitting if wanted.verb is None else fitting.where(table.verb_key == wanted.verb)
        )
    first, *others = sets
    column = first.selected_columns[0]
    return first.where(*(column.in_(other) for other in others))


def _walk(
    session: "Session", wanted: Wanted, low: int, high: int, *, is_upward: bool
) -> list[Row]:
    """Return a page and one more row, from ``low`` upward or from ``high`` downward."""
    is_few = wanted.actors.is_one or high - low < _NEAR
    edge = (low + _NEAR if is_upward else high - _NEAR) if not is_few else None
    if edge is None:
        return _take(session, wanted, low, high, PAGE_SIZE + 1, is_upward=is_upward)
    near, far = ((low, edge), (edge + 1, high)) if is_upward else ((edge, high), (low, edge - 1))
    rows = _take(session, wanted, *near, PAGE_SIZE + 1, is_upward=is_upward)
    if len(rows) <= PAGE_SIZE:
        rest = PAGE_SIZE + 1 - len(rows)
        rows += _take(session, wanted, *far, rest, is_upward=is_upward)
    return rows


def _take(
    session: "Session", wanted: Wanted, low: int, high: int, limit: int, *, is_upward: bool
) -> list[Row]:
    order = sa.asc if is_upward else sa.desc
    found = places(wanted, low, high)
    page = found.order_by(order(found.selected_columns[0])).limit(limit).subquery()
    table = StoredStatement
    rows = session.execute(
        sa.select(table.seq, table.id, table.stored, table.voided, table.doc)
        .join(page, page.c.seq == table.seq)
        .order_by(order(table.seq))
    )
    return [Row(*row) for row in rows]

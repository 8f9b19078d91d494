"""Reading the board."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.workroom import rules
from app.workroom.errors import NothingThere
from app.workroom.models import Card, CardAssignee, CardItem
from app.workroom.rules import CardState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the board is narrowed to.

    Attributes:
        mine: Only cards for this person.
        late: Only cards whose day has passed and that are not done.
    """

    mine: uuid.UUID | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card as it stands on the board.

    Attributes:
        card: Its row; neither ``people`` nor ``items`` are loaded.
        people: Whom it is for.
        items: How many things its list has.
        ticked: How many of them are done.
        is_late: Whether its day has passed, and it is not done.
    """

    card: Card
    people: tuple[uuid.UUID, ...]
    items: int
    ticked: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The board, or what it was narrowed to.

    Attributes:
        columns: Each column's cards, in their order.
        counts: How many cards each column has, whatever it was narrowed to.
        mine: How many of all are for the reader and not done.
        late: How many of all are late.
        removed: What comes back with one press, the latest first.
    """

    columns: Mapping[CardState, tuple[CardRow, ...]]
    counts: Mapping[CardState, int]
    mine: int
    late: int
    removed: tuple[Card, ...]

    @property
    def total(self) -> int:
        """How many cards there are."""
        return sum(self.counts.values())

    @property
    def shown(self) -> int:
        """How many of them are shown."""
        return sum(len(rows) for rows in self.columns.values())


def board(
    session: "Session",
    project_id: uuid.UUID,
    wanted: Wanted,
    *,
    reader_id: uuid.UUID,
    today: date,
) -> Board:
    """Return the board of a project, in one query."""
    rows = _rows(session, project_id, today)
    there = [one for one in rows if one.card.removed_on is None]
    shown = [one for one in there if _is_wanted(one, wanted)]
    open_ = [one for one in there if one.card.state is not CardState.DONE]
    removed = [one.card for one in rows if one.card.removed_on is not None]
    return Board(
        {state: tuple(one for one in shown if one.card.state is state) for state in CardState},
        {state: sum(one.card.state is state for one in there) for state in CardState},
        sum(reader_id in one.people for one in open_),
        sum(one.is_late for one in there),
        tuple(sorted(removed, key=lambda one: (one.removed_on, one.id), reverse=True)),
    )


def card(session: "Session", project_id: uuid.UUID, card_id: uuid.UUID) -> Card:
    """Return a card with whom it is for and its list; two queries.

    Raises:
        NothingThere: The project has none of that id, or it was removed.
    """
    row = (
        session.scalars(
            sa.select(Card)
            .where(Card.id == card_id, Card.project_id == project_id, Card.removed_on.is_(None))
            .options(joinedload(Card.people), selectinload(Card.items))
        )
        .unique()
        .one_or_none()
    )
    if row is None:
        raise NothingThere(card_id)
    return row


def _is_wanted(row: CardRow, wanted: Wanted) -> bool:
    return (wanted.mine is None or wanted.mine in row.people) and (row.is_late or not wanted.late)


def _rows(session: "Session", project_id: uuid.UUID, today: date) -> list[CardRow]:
    of_card = sa.select(sa.func.count()).where(CardItem.card_id == Card.id)
    items = of_card.correlate(Card).scalar_subquery()
    ticked = of_card.where(CardItem.done_on.is_not(None)).correlate(Card).scalar_subquery()
    oldest = today - timedelta(days=rules.UNDO_DAYS)
    found = session.execute(
        sa.select(Card, CardAssignee.user_id, items, ticked)
        .outerjoin(CardAssignee, CardAssignee.card_id == Card.id)
        .where(
            Card.project_id == project_id,
            sa.or_(Card.removed_on.is_(None), Card.removed_on >= oldest),
        )
        .order_by(Card.position, Card.id)
    ).all()
    people: dict[uuid.UUID, list[uuid.UUID]] = {}
    counted: dict[uuid.UUID, tuple[Card, int, int]] = {}
    for row, user_id, count, done in found:
        counted[row.id] = (row, count, done)
        people.setdefault(row.id, []).extend([user_id] if user_id is not None else [])
    return [
        CardRow(row, tuple(people[row.id]), count, done, _is_late(row, today))
        for row, count, done in counted.values()
    ]


def _is_late(row: Card, today: date) -> bool:
    return row.due_on is not None and row.due_on < today and row.state is not CardState.DONE

"""What everybody reads: the challenges that are open, those that were, and one of them."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.challenges.errors import NoSuchChallenge
from app.challenges.models import Challenge, ChallengeState
from app.following.models import Follow
from app.i18n.dates import fiscal_year

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.talent.queries.staff import Department, Departments

SUBJECT = "challenge"
"""The kind of subject under which challenges are followed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed by; None for nothing.

    Attributes:
        field: One of the house's five.
        department_id: A department; those below it belong to it.
        year: A school year, as the western year in which it begins.
    """

    field: str | None = None
    department_id: uuid.UUID | None = None
    year: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether it is narrowed at all."""
        return any((self.field, self.department_id, self.year))


@dataclass(frozen=True, slots=True)
class Card:
    """A challenge in the list. ``place`` is its department's full name."""

    row: Challenge
    place: str
    is_open: bool
    is_to_come: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The public list.

    Attributes:
        open: Those that teams may take, by the end of their call, then those to come.
        closed: The others, the newest first.
        fields: Fields that there are, with how many challenges each, whatever was asked.
        departments: The same of departments, in 建制順.
        years: The same of school years, the newest first.
    """

    open: tuple[Card, ...]
    closed: tuple[Card, ...]
    fields: dict[str, int]
    departments: "tuple[tuple[Department, int], ...]"
    years: tuple[tuple[int, int], ...]


def shelf(session: "Session", tree: "Departments", wanted: Wanted, *, on: "date") -> Shelf:
    """Return the public list of a day, in one query."""
    cards = [_card(row, tree, on=on) for row in session.scalars(_public())]
    shown = [one for one in cards if _is_wanted(one.row, tree, wanted)]
    years = Counter(_year(one.row) for one in cards)
    places = Counter(one.row.organization_id for one in cards)
    return Shelf(
        open=tuple(one for one in shown if one.is_open)
        + tuple(one for one in shown if one.is_to_come),
        closed=tuple(reversed([one for one in shown if not one.is_open and not one.is_to_come])),
        fields=dict(Counter(one.row.field for one in cards)),
        departments=tuple((one, places[one.id]) for one in tree.ordered if places[one.id]),
        years=tuple(sorted(years.items(), reverse=True)),
    )


def public_challenge(session: "Session", slug: str) -> Challenge:
    """Return a challenge that everybody reads, in one query.

    Raises:
        NoSuchChallenge: There is none, it is a draft, or it was taken off.
    """
    row = session.scalars(_public().where(Challenge.slug == slug)).one_or_none()
    if row is None:
        raise NoSuchChallenge(slug)
    return row


def follows(session: "Session", user_id: uuid.UUID, challenge_id: uuid.UUID) -> bool:
    """Say whether somebody follows a challenge; one query."""
    row = session.get(Follow, (user_id, SUBJECT, challenge_id))
    return row is not None and row.stopped_at is None


def titles(session: "Session", ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Challenge]:
    """Return challenges by id, with their departments; one query."""
    rows = session.scalars(
        sa.select(Challenge)
        .where(Challenge.id.in_(set(ids)))
        .options(joinedload(Challenge.organization))
    )
    return {row.id: row for row in rows}


def _public() -> "sa.Select[Challenge]":
    return (
        sa.select(Challenge)
        .where(Challenge.state != ChallengeState.DRAFT, Challenge.is_off.is_(False))
        .options(joinedload(Challenge.organization))
        .order_by(Challenge.closes_on, Challenge.published_at, Challenge.id)
    )


def _card(row: Challenge, tree: "Departments", *, on: "date") -> Card:
    place = tree.find(row.organization_id)
    is_to_come = (
        row.state is ChallengeState.PUBLISHED and row.opens_on is not None and row.opens_on > on
    )
    return Card(
        row,
        place.path if place is not None else row.organization.name,
        is_open=row.is_open(on),
        is_to_come=is_to_come,
    )


def _year(row: Challenge) -> int:
    return fiscal_year(row.opens_on) if row.opens_on is not None else 0


def _is_wanted(row: Challenge, tree: "Departments", wanted: Wanted) -> bool:
    return (
        (wanted.field is None or row.field == wanted.field)
        and (wanted.year is None or _year(row) == wanted.year)
        and (
            wanted.department_id is None or row.organization_id in tree.below(wanted.department_id)
        )
    )

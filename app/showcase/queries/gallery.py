"""The pages that the public may read, as cards: newest first, by year, by field."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from app.identity.models import Organization
from app.projects.models import Project, ProjectPartner
from app.projects.rules import PartnerRole
from app.showcase import sources
from app.showcase.errors import NoSuchShowcase
from app.showcase.models import Showcase
from app.showcase.queries.pictures import covers
from app.showcase.rules import Content, State

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.showcase.queries.people import Today
    from app.showcase.sources import Picture

PAGE: Final = 12
MOST: Final = 200
"""Of an exhibition and of the feed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a gallery is narrowed to. ``taken_over``: only what the city takes over."""

    year: int | None = None
    field: str = ""
    taken_over: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Card:
    """A page in a list.

    Attributes:
        key: Of the project.
        title: What it is called.
        lead: What changed, in one sentence.
        field: Of the project.
        year: The school year in which the project began.
        place: The school, or whoever leads it.
        published_at: When it became public first.
        cover: Its first picture that may be seen today; None for a drawing.
        is_taken_over: Whether the city takes its proposal over.
        goes_on: Whether its team goes on by itself.
    """

    key: str
    title: str
    lead: str
    field: str
    year: int
    place: str
    published_at: datetime
    cover: "Picture | None"
    is_taken_over: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Gallery:
    """One page of cards; those of the city first. ``choices``: the years and fields there are."""

    cards: tuple[Card, ...]
    total: int
    page: int
    years: tuple[int, ...]
    fields: tuple[str, ...]

    @property
    def has_more(self) -> bool:
        """Whether there is a page after this one."""
        return self.page * PAGE < self.total


def gallery(session: "Session", asked: Asked, today: "Today") -> Gallery:
    """Return a page of the gallery: up to seven queries, whatever there is."""
    there = session.execute(
        sa.select(
            Project.id,
            Project.year,
            Project.field,
            sources.is_taken_over(Project.id).label("is_taken_over"),
        )
        .join(Showcase, Showcase.project_id == Project.id)
        .where(Showcase.state == State.PUBLIC)
        .order_by(Showcase.first_published_at.desc(), Project.id)
    ).all()
    fit = [
        row
        for row in there
        if asked.year in {None, row.year}
        and asked.field in {"", row.field}
        and (row.is_taken_over or not asked.taken_over)
    ]
    ordered = [row.id for row in sorted(fit, key=lambda one: not one.is_taken_over)]
    page = max(1, min(asked.page, -(-len(ordered) // PAGE)))
    return Gallery(
        _cards(session, ordered[(page - 1) * PAGE : page * PAGE], today),
        len(ordered),
        page,
        tuple(sorted({row.year for row in there}, reverse=True)),
        tuple(sorted({row.field for row in there})),
    )


def exhibition(session: "Session", year: int, today: "Today") -> tuple[Card, ...]:
    """Return everything that is public of a school year, what the city takes over first."""
    ids = session.scalars(_public_ids(MOST).where(Project.year == year)).all()
    return tuple(sorted(_cards(session, ids, today), key=lambda one: not one.is_taken_over))


def latest(session: "Session", today: "Today", *, most: int) -> tuple[Card, ...]:
    """Return the newest pages."""
    return _cards(session, session.scalars(_public_ids(most)).all(), today)


def card_of(session: "Session", key: str, today: "Today") -> Card:
    """Return the card of one page.

    Raises:
        NoSuchShowcase: There is none, or it is not public.
    """
    asked = session.scalars(_public_ids(1).where(Project.key == key)).all()
    for one in _cards(session, asked, today):
        return one
    raise NoSuchShowcase(key)


def _cards(
    session: "Session", project_ids: Sequence[uuid.UUID], today: "Today"
) -> tuple[Card, ...]:
    """Return the cards of some projects that are public, in the order given."""
    school = (
        sa.select(sa.func.min(Organization.name))
        .join(ProjectPartner, ProjectPartner.organization_id == Organization.id)
        .where(
            ProjectPartner.project_id == Showcase.project_id,
            ProjectPartner.role == PartnerRole.LEAD_SCHOOL,
        )
        .scalar_subquery()
    )
    rows = {
        row.project_id: (row, place or "", is_taken_over, goes_on)
        for row, place, is_taken_over, goes_on in session.execute(
            sa.select(
                Showcase,
                school,
                sources.is_taken_over(Showcase.project_id),
                sources.is_going_on(Showcase.project_id),
            )
            .join(Showcase.project)
            .where(Showcase.project_id.in_(project_ids), Showcase.state == State.PUBLIC)
            .options(contains_eager(Showcase.project))
        )
    }
    pages = {key: row.public for key, (row, *_told) in rows.items()}
    asked = {key: one.pictures for key, one in pages.items() if not one.is_drawn}
    shown = covers(session, asked, today)
    return tuple(
        _card(rows[key], pages[key], shown.get(key)) for key in project_ids if key in rows
    )


def _card(told: tuple[Showcase, str, bool, bool], page: Content, cover: "Picture | None") -> Card:
    row, place, is_taken_over, goes_on = told
    project = row.project
    return Card(
        project.key,
        page.title,
        page.lead,
        project.field,
        project.year,
        place,
        row.first_published_at or row.changed_at,
        cover,
        is_taken_over,
        goes_on,
    )


def _public_ids(most: int) -> "sa.Select[uuid.UUID]":
    return (
        sa.select(Project.id)
        .join(Showcase, Showcase.project_id == Project.id)
        .where(Showcase.state == State.PUBLIC)
        .order_by(Showcase.first_published_at.desc(), Project.id)
        .limit(most)
    )

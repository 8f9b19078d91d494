"""What somebody is asked, and which courses may help them on."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.catalog import queries as catalog
from app.catalog.edition import Audience
from app.frameworks import queries as frameworks
from app.surveys import rules
from app.surveys.models import SurveyInvitation, SurveyRound

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from app.catalog.content import Text
    from app.catalog.queries import CourseCard
    from app.frameworks.models import FrameworkItem

MOST_STEPS = 3
WEAKEST = 5


@dataclass(frozen=True, slots=True)
class Own:
    """A round that asks somebody now. ``days_left`` counts today."""

    round: SurveyRound
    has_answered: bool
    days_left: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """A course for something that somebody does not use yet."""

    slug: str
    title: "Text"
    minutes: int
    items: "tuple[FrameworkItem, ...]"


def cue(user_id: uuid.UUID, *, today: "date") -> sa.Subquery:
    """Return the round that still waits for somebody's answer, as a query of one row or none.

    Columns: ``round_id``, ``name``, ``closes_on``, ``items``. For the home, which asks several
    packages at once.
    """
    return (
        sa.select(
            SurveyRound.id.label("round_id"),
            SurveyRound.name,
            SurveyRound.closes_on,
            SurveyRound.items,
        )
        .join(SurveyInvitation, SurveyInvitation.round_id == SurveyRound.id)
        .where(
            SurveyInvitation.user_id == user_id,
            SurveyInvitation.has_answered.is_(False),
            SurveyRound.closed_on.is_(None),
            SurveyRound.closes_on >= today,
        )
        .order_by(SurveyRound.closes_on)
        .limit(1)
        .subquery("cue")
    )


def own(session: "Session", user_id: uuid.UUID, *, today: "date") -> Own | None:
    """Return the round that asks somebody now, the one that ends first; one query, by index."""
    found = session.execute(
        sa.select(SurveyRound, SurveyInvitation.has_answered)
        .join(SurveyInvitation, SurveyInvitation.round_id == SurveyRound.id)
        .where(
            SurveyInvitation.user_id == user_id,
            SurveyRound.closed_on.is_(None),
            SurveyRound.closes_on >= today,
        )
        .order_by(SurveyInvitation.has_answered, SurveyRound.closes_on)
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    row, has_answered = found
    return Own(row, has_answered, (row.closes_on - today).days + 1)


def next_steps(session: "Session", answers: Mapping[str, int]) -> tuple[NextStep, ...]:
    """Return the shortest courses for the items that somebody knows least; one query when warm."""
    weak = rules.weakest(answers, WEAKEST)
    if not weak:
        return ()
    return _steps(catalog.courses_for(session, Audience.STAFF), answers, weak)


def _steps(
    offered: "Iterable[CourseCard]", answers: Mapping[str, int], weak: tuple[str, ...]
) -> tuple[NextStep, ...]:
    found = []
    for card in offered:
        raised = {
            one.item
            for objective in card.outline.objectives
            for one in objective.alignments
            if one.item in weak and one.level > rules.framework_level(answers[one.item])
        }
        if raised:
            items = tuple(frameworks.item(ref) for ref in weak if ref in raised)
            outline = card.outline
            found.append(NextStep(card.slug, outline.title, outline.minutes, items))
    found.sort(key=lambda one: (one.minutes, one.slug))
    return tuple(found[:MOST_STEPS])

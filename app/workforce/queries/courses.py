"""Which courses raise what is missing, the shortest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.catalog import queries as catalog
from app.catalog.edition import Audience
from app.frameworks import queries as frameworks
from app.workforce import rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.catalog.queries import CourseCard
    from app.frameworks.models import FrameworkItem


@dataclass(frozen=True, slots=True)
class Raised:
    """An item that a course raises; ``covers``: up to what is needed."""

    item: "FrameworkItem"
    before: int
    after: int
    covers: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """A course that raises something that is missing."""

    slug: str
    title: str
    minutes: int
    lessons: int
    raised: tuple[Raised, ...]


def courses(session: "Session") -> "list[CourseCard]":
    """Return the courses for staff that may be begun."""
    return catalog.courses_for(session, Audience.STAFF)


def next_steps(
    offered: "Iterable[CourseCard]", needs: rules.Levels, levels: rules.Levels
) -> tuple[NextStep, ...]:
    """Return the courses that raise what somebody is missing, the shortest first."""
    found = []
    for card in offered:
        aligned = aligned_of(card)
        raised = tuple(
            Raised(item, one.before, one.after, one.after >= needs[one.item_ref])
            for one in rules.raises(aligned, needs, levels)
            if (item := frameworks.find_item(one.item_ref)) is not None
        )
        if raised:
            outline = card.outline
            found.append(
                NextStep(
                    card.slug,
                    outline.title.plain,
                    outline.minutes,
                    len(outline.lessons),
                    raised,
                )
            )
    return tuple(sorted(found, key=lambda one: (one.minutes, one.slug)))


def aligned_of(card: "CourseCard") -> Sequence[tuple[str, int]]:
    """Return the items of frameworks that a course serves, with their levels."""
    return [
        (one.item, one.level)
        for objective in card.outline.objectives
        for one in objective.alignments
    ]

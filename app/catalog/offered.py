"""What is offered: the lists of courses, searched and narrowed, and which are near to one."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.catalog import queries
from app.catalog.edition import Audience, Course
from app.catalog.finding import Facets, Facts, Wanted, facets, similar
from app.catalog.kept import Kept

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_FACTS: Final[Kept[uuid.UUID, Facts]] = Kept(500)
_SIMILAR: Final[Kept[tuple[uuid.UUID, tuple[uuid.UUID, ...]], tuple[str, ...]]] = Kept(500)


@dataclass(frozen=True, slots=True)
class FoundCourse:
    """A course in a list of findings, with what it is found by."""

    card: queries.CourseCard
    facts: Facts

    @property
    def shortest(self) -> int:
        """The minutes of its shortest lesson: what one sitting may take."""
        return self.facts.shortest


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found.

    Attributes:
        courses: What fits, in the order of lists.
        facets: What else it can be narrowed by.
        longer: How many more there would be, if a sitting might take longer.
        elsewhere: Other audience → how many courses hold the same words.
    """

    courses: tuple[FoundCourse, ...]
    facets: Facets
    longer: int
    elsewhere: Mapping[Audience, int]


def find_courses(session: "Session", audience: Audience) -> list[FoundCourse]:
    """Return the courses of an audience with what lists tell of them."""
    return found_among(queries.courses_for(session, audience), audience)


def found_among(cards: Iterable[queries.CourseCard], audience: Audience) -> list[FoundCourse]:
    """Return the same of courses that are at hand."""
    return [FoundCourse(c, _facts(c)) for c in cards if c.outline.audience == audience]


def search(session: "Session", audience: Audience, wanted: Wanted) -> Findings:
    """Return the courses of an audience that are wanted, and how else the list can be narrowed."""
    found = [FoundCourse(card, _facts(card)) for card in queries.all_courses(session)]
    here = [one for one in found if one.card.outline.audience == audience]
    fitting = tuple(one for one in here if wanted.fits(one.facts))
    anyhow = replace(wanted, minutes=None)
    same_words = Wanted(words=wanted.words)
    return Findings(
        courses=fitting,
        facets=facets([one.facts for one in here], wanted),
        longer=sum(1 for one in here if anyhow.fits(one.facts)) - len(fitting),
        elsewhere={
            other: sum(
                1
                for one in found
                if one.card.outline.audience == other and same_words.fits(one.facts)
            )
            for other in Audience
            if other != audience
        },
    )


def similar_courses(
    offered: Collection[queries.CourseCard],
    version_id: uuid.UUID,
    course: Course,
    audiences: Collection[Audience],
) -> tuple[queries.CourseCard, ...]:
    """Return the courses of these audiences near to a version of one, the nearest first.

    Args:
        offered: ``queries.all_courses``.
        version_id: The version; what is near is worked out once for it and for what is offered.
        course: Its outline.
        audiences: Whose courses.
    """
    cards = {card.slug: card for card in offered if card.outline.audience in audiences}
    outlines = {slug: card.outline for slug, card in cards.items()}
    editions = tuple(card.version.id for card in cards.values())
    near = _SIMILAR.get((version_id, editions), lambda: similar(course, outlines))
    return tuple(cards[slug] for slug in near)


def _facts(card: queries.CourseCard) -> Facts:
    return _FACTS.get(card.version.id, lambda: Facts.of(card.outline))

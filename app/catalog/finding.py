"""Narrowing the list of courses, and which courses are near to one. Pure.

A facet is one thing to narrow by. Beside each of its options stands how many courses there would
be with it, everything else that was chosen kept; so nobody is led to an empty list unwarned.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from app.catalog.edition import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.catalog.edition import Course

MINUTES: Final = (5, 10, 15, 30)
"""How long one sitting may take, as the list offers it."""

MOST_SIMILAR: Final = 3

_V = TypeVar("_V", Field, int, str)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a course is found by.

    Attributes:
        field: Its field.
        shortest: The minutes of its shortest lesson: what one sitting may take.
        text: Title, summary and can-do statements, width and case folded.
        items: Refs of the framework items that it serves.
    """

    field: Field
    shortest: int
    text: str
    items: frozenset[str]

    @classmethod
    def of(cls, course: "Course") -> "Facts":
        """Return what a course is found by."""
        texts = [course.title, course.summary, *(one.can_do for one in course.objectives)]
        return cls(
            field=course.field,
            shortest=min(lesson.minutes for lesson in course.lessons),
            text=folded("\n".join(name for text in texts for name in text.names.values())),
            items=items_of(course),
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; None and "" narrow nothing.

    Attributes:
        words: Every one of them, parted by spaces, stands in the course's texts.
        minutes: Some lesson takes no longer.
        field: The course's field.
        item: A framework item that it serves.
    """

    words: str = ""
    minutes: int | None = None
    field: Field | None = None
    item: str | None = None

    def fits(self, facts: Facts) -> bool:
        """Whether a course is what is wanted."""
        return (
            all(word in facts.text for word in folded(self.words).split())
            and (self.minutes is None or facts.shortest <= self.minutes)
            and (self.field is None or facts.field == self.field)
            and (self.item is None or self.item in facts.items)
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words was chosen."""
        return self != Wanted(words=self.words)


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a facet; ``count`` courses come with it."""

    value: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """The options of each facet, in the order to show; none where there is nothing to choose."""

    field: tuple[Option, ...]
    minutes: tuple[Option, ...]
    item: tuple[Option, ...]


def folded(text: str) -> str:
    """Return a text as it is compared: width and case do not matter."""
    return unicodedata.normalize("NFKC", text).casefold()


def items_of(course: "Course") -> frozenset[str]:
    """Return the refs of the framework items that a course serves."""
    return frozenset(a.item for objective in course.objectives for a in objective.alignments)


def facets(facts: Sequence[Facts], wanted: Wanted) -> Facets:
    """Return what the courses of a list can be narrowed by, under what is wanted already."""

    def counted(with_option: Wanted) -> int:
        return sum(1 for one in facts if with_option.fits(one))

    fields = [field for field in Field if any(one.field == field for one in facts)]
    items = sorted({item for one in facts for item in one.items})
    return Facets(
        field=_options(fields, wanted.field, lambda v: counted(replace(wanted, field=v))),
        minutes=_options(MINUTES, wanted.minutes, lambda v: counted(replace(wanted, minutes=v))),
        item=_options(items, wanted.item, lambda v: counted(replace(wanted, item=v))),
    )


def _options(
    values: Iterable[_V], chosen: _V | None, count: Callable[[_V], int]
) -> tuple[Option, ...]:
    offered = list(values)
    if chosen is not None and chosen not in offered:
        offered.append(chosen)
    return tuple(Option(str(value), count(value), value == chosen) for value in offered)


def similar(
    course: "Course", others: "Mapping[str, Course]", *, most: int = MOST_SIMILAR
) -> tuple[str, ...]:
    """Return the courses nearest to one: by shared framework items, then field, then audience.

    Args:
        course: The course.
        others: By slug, in the order of lists; the course itself is left out.
        most: How many at the most.

    Returns:
        Slugs, the nearest first. What shares nothing is not there.
    """
    own = items_of(course)

    def nearness(other: "Course") -> tuple[int, bool, bool]:
        return (
            len(own & items_of(other)),
            other.field == course.field,
            other.audience == course.audience,
        )

    near = {slug: nearness(other) for slug, other in others.items() if slug != course.slug}
    best = sorted(near, key=lambda slug: near[slug], reverse=True)  # stable: then their order
    return tuple(slug for slug in best if any(near[slug]))[:most]

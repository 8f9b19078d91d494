"""Which items of a framework the courses serve, for whom, and which none does yet. Pure.

Whoever plans courses looks for the gaps first: an item without any course, then an item that one
audience lacks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.catalog.content import Text
from app.catalog.edition import Audience

if TYPE_CHECKING:
    from app.catalog.edition import Course
    from app.frameworks.models import Framework, FrameworkItem, Group, Level


@dataclass(frozen=True, slots=True)
class Serving:
    """A course that serves an item.

    Attributes:
        slug: The course's.
        title: The course's.
        level: The highest step of the framework's scale that its objectives lead to.
        can_do: The objectives that lead there, in the course's order.
    """

    slug: str
    title: Text
    level: "Level"
    can_do: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class CoveredItem:
    """An item with the courses that serve it, by audience; an audience without one is there."""

    item: "FrameworkItem"
    courses: Mapping[Audience, tuple[Serving, ...]]

    @property
    def is_gap(self) -> bool:
        """Whether nobody's course serves it."""
        return not any(self.courses.values())


@dataclass(frozen=True, slots=True)
class CoveredGroup:
    """A heading of the framework, with its items in the publisher's order."""

    group: "Group"
    items: tuple[CoveredItem, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """A framework held against the courses."""

    framework: "Framework"
    groups: tuple[CoveredGroup, ...]

    @property
    def gaps(self) -> tuple[CoveredItem, ...]:
        """The items that nobody's course serves."""
        return tuple(one for group in self.groups for one in group.items if one.is_gap)

    @property
    def served(self) -> int:
        """How many items some course serves."""
        return len(self.framework.items) - len(self.gaps)

    def only_gaps(self) -> tuple[CoveredGroup, ...]:
        """Return the groups with what no course serves; a group without a gap is left out."""
        left = (
            CoveredGroup(one.group, tuple(item for item in one.items if item.is_gap))
            for one in self.groups
        )
        return tuple(one for one in left if one.items)


def coverage(framework: "Framework", courses: "Iterable[Course]") -> Coverage:
    """Hold a framework against courses.

    Args:
        framework: One version of a framework.
        courses: In the order of lists. What they say of other frameworks changes nothing, and
            neither does a level that the scale has not.
    """
    at_hand = list(courses)
    return Coverage(
        framework,
        tuple(
            CoveredGroup(
                group,
                tuple(_covered(item, at_hand) for item in framework.items_of(group)),
            )
            for group in framework.groups
        ),
    )


def _covered(item: "FrameworkItem", courses: "Iterable[Course]") -> CoveredItem:
    found: dict[Audience, list[Serving]] = {audience: [] for audience in Audience}
    for course in courses:
        serving = _serving(item, course)
        if serving is not None:
            found[course.audience].append(serving)
    return CoveredItem(item, {audience: tuple(them) for audience, them in found.items()})


def _serving(item: "FrameworkItem", course: "Course") -> Serving | None:
    led = [
        (level, objective.can_do)
        for objective in course.objectives
        for alignment in objective.alignments
        if alignment.item == item.ref and (level := item.level(alignment.level)) is not None
    ]
    if not led:
        return None
    highest = max((level for level, _can_do in led), key=lambda level: level.number)
    return Serving(
        course.slug,
        course.title,
        highest,
        tuple(can_do for level, can_do in led if level == highest),
    )

"""What a page says, as it is written and kept."""

import uuid
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final, Self

SECTIONS: Final = 5
FIGURES: Final = 4
LINKS: Final = 3
PICTURES: Final = 8
LONGEST_PITCH: Final = 120
"""Letters that are read aloud in 30 seconds."""


class Lack(StrEnum):
    """What a page still needs before it can be shown to anybody."""

    TITLE = "title"
    LEAD = "lead"
    STORY = "story"
    LICENSE = "license"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the story: a heading, and Markdown."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the results. ``before`` and ``unit`` may be empty; ``source``: how counted."""

    value: str
    label: str
    unit: str = ""
    before: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A way to what the team made or used."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that the page shows: an artifact, in the version that was looked at.

    ``people`` is how many members stood beside it then. Where fewer do, nobody knows any more
    whom it shows (an account was erased), and it is shown no longer.
    """

    artifact_id: uuid.UUID
    version: int
    people: int = 0


@dataclass(frozen=True, slots=True)
class Press:
    """What only press gets. ``office`` and ``phone``: whom to call, never a pupil."""

    pitch: str = ""
    office: str = ""
    phone: str = ""
    credit: str = ""

    def to_json(self) -> dict[str, Any]:
        """Encode for the database."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Decode what ``to_json`` wrote; an empty one for nothing."""
        return cls(**data)


@dataclass(frozen=True, slots=True)
class Content:
    """A whole page.

    ``pictures`` stand in their order; the first one is the cover, unless ``is_drawn``: then it is
    one of the house's drawings.
    """

    title: str = ""
    lead: str = ""
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    pictures: tuple[Shown, ...] = ()
    links: tuple[Link, ...] = ()
    license: str = ""
    is_drawn: bool = False

    def to_json(self) -> dict[str, Any]:
        """Encode for the database."""
        told = asdict(self)
        told["pictures"] = [
            asdict(one) | {"artifact_id": str(one.artifact_id)} for one in self.pictures
        ]
        return told

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Decode what ``to_json`` wrote; an empty one for nothing."""
        return cls(
            data.get("title", ""),
            data.get("lead", ""),
            tuple(Section(**one) for one in data.get("sections", ())),
            tuple(Figure(**one) for one in data.get("figures", ())),
            tuple(
                Shown(uuid.UUID(one["artifact_id"]), one["version"], one.get("people", 0))
                for one in data.get("pictures", ())
            ),
            tuple(Link(**one) for one in data.get("links", ())),
            data.get("license", ""),
            data.get("is_drawn", False),
        )


def lacks(content: Content) -> tuple[Lack, ...]:
    """Return what a page still needs, in the order of its form."""
    found = {
        Lack.TITLE: not content.title,
        Lack.LEAD: not content.lead,
        Lack.STORY: not content.sections,
        Lack.LICENSE: not content.license,
    }
    return tuple(one for one, is_missing in found.items() if is_missing)

"""The shapes of a framework. There are no tables: a framework is a file, read once."""

import enum
from dataclasses import dataclass


class LabelSource(enum.StrEnum):
    """Where the wording of a label comes from."""

    OFFICIAL = "official"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class Label:
    """One name in the two languages that every framework carries."""

    ja: str
    en: str

    def of(self, locale: str) -> str:
        """Return the English text for ``en``, the Japanese one otherwise."""
        return self.en if locale == "en" else self.ja


@dataclass(frozen=True, slots=True)
class Level:
    """A step of the framework's scale; ``number`` 1 is the lowest."""

    number: int
    label: Label


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over items. ``field`` names the color that marks it (``data-field``)."""

    key: str
    label: Label
    field: str


@dataclass(frozen=True, slots=True)
class FrameworkItem:
    """Something a person can do, as one version of one framework names it.

    Attributes:
        ref: ``dss-l@1.2/T5``; what courses, credentials and attestations carry.
        framework: The framework's ref, ``dss-l@1.2``.
        code: The item's code inside the framework, ``T5``.
        label: Its full name.
        column: The Japanese name for an upright column head, in pieces that may wrap.
        group: The heading it stands under.
        levels: The framework's scale, lowest first.
        url: The address on this site that describes it, starting with ``/``.
        label_source: Where the Japanese wording comes from.
        verified: Whether the Japanese wording was compared with the publication.
        english_source: Where the English wording comes from.
        english_verified: Whether the English wording was compared with the publication.
        note: What a reader of the list should know; may be empty.
    """

    ref: str
    framework: str
    code: str
    label: Label
    column: tuple[str, ...]
    group: Group
    levels: tuple[Level, ...]
    url: str
    label_source: LabelSource
    verified: bool
    english_source: LabelSource
    english_verified: bool
    note: str

    @property
    def is_working(self) -> bool:
        """Whether the Japanese name is our own wording, to be shown as 「仮訳」."""
        return self.label_source is LabelSource.WORKING

    def level(self, number: int) -> Level | None:
        """Return the step of that number, or None where the scale has none."""
        return next((level for level in self.levels if level.number == number), None)


@dataclass(frozen=True, slots=True)
class Framework:
    """One version of a framework, with its items in the publisher's order."""

    ref: str
    id: str
    version: str
    title: Label
    publisher: Label
    source: str
    source_url: str
    license_note: str
    level_note: str
    levels: tuple[Level, ...]
    groups: tuple[Group, ...]
    items: tuple[FrameworkItem, ...]

    @property
    def top(self) -> int:
        """The highest level number of the scale."""
        return self.levels[-1].number

    def items_of(self, group: Group) -> tuple[FrameworkItem, ...]:
        """Return the items under one heading, in order."""
        return tuple(item for item in self.items if item.group.key == group.key)

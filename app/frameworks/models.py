"""The shapes of a framework, which is a file, read once; and the city's names, a table."""

import enum
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.frameworks.wording import Label

LONGEST_NAME = 40
"""Letters of a name that the city gives."""


class LabelSource(enum.StrEnum):
    """Where the wording of a label comes from."""

    OFFICIAL = "official"
    WORKING = "working"
    CITY = "city"
    """Given by the city's own people on this site; no file may say so."""


class Mark(enum.StrEnum):
    """What a reader should know of a name; a name without a mark is the publisher's, compared."""

    WORKING = "working"
    UNVERIFIED = "unverified"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the wording of a name in one language comes from.

    Attributes:
        source: Who worded it.
        verified: Whether it was compared with the publication; only what is official can be.
    """

    source: LabelSource
    verified: bool

    @property
    def mark(self) -> Mark | None:
        """What to tell a reader of it, or None."""
        if self.source is LabelSource.OFFICIAL:
            return None if self.verified else Mark.UNVERIFIED
        return Mark.CITY if self.source is LabelSource.CITY else Mark.WORKING


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
class Part:
    """A smaller heading below a group's; ``group`` is the key of that group."""

    key: str
    group: str
    label: Label


@dataclass(frozen=True, slots=True)
class FrameworkItem:
    """Something a person can do, as one version of one framework names it.

    Attributes:
        ref: ``dss-l@1.2/T5``; what courses, credentials and attestations carry.
        framework: The framework's ref, ``dss-l@1.2``.
        code: The item's code inside the framework, ``T5``.
        label: Its full name: the framework's, or the city's own where it gave one.
        column: The Japanese name for an upright column head, in pieces that may wrap.
        group: The heading it stands under.
        part: The smaller heading below that; None where the framework has none.
        levels: The framework's scale, lowest first.
        url: The address on this site that describes it, starting with ``/``.
        label_source: Where the Japanese wording comes from.
        verified: Whether the Japanese wording was compared with the publication.
        english_source: Where the English wording comes from.
        english_verified: Whether the English wording was compared with the publication.
        note: What a reader of the list should know; may be empty.
        published: The framework's own name, whatever the city calls it.
    """

    ref: str
    framework: str
    code: str
    label: Label
    column: tuple[str, ...]
    group: Group
    part: Part | None
    levels: tuple[Level, ...]
    url: str
    label_source: LabelSource
    verified: bool
    english_source: LabelSource
    english_verified: bool
    note: str
    published: Label

    @property
    def is_working(self) -> bool:
        """Whether the Japanese name is our own wording, to be shown as 「仮訳」."""
        return self.label_source is LabelSource.WORKING

    @property
    def is_renamed(self) -> bool:
        """Whether the city calls it otherwise than the framework does."""
        return LabelSource.CITY in (self.label_source, self.english_source)

    def mark(self, locale: str) -> Mark | None:
        """Return what to tell a reader of the name in that language, or None."""
        if locale == "en":
            return Origin(self.english_source, self.english_verified).mark
        return Origin(self.label_source, self.verified).mark

    def level(self, number: int) -> Level | None:
        """Return the step of that number, or None where the scale has none."""
        return next((level for level in self.levels if level.number == number), None)


@dataclass(frozen=True, slots=True)
class FrameworkRole:
    """A role that a framework describes, as DSS-P does. Nothing is attested against a role.

    Attributes:
        code: Its code inside the framework, which no other role or item has.
        label: Its name.
        japanese: Where the Japanese wording comes from.
        english: Where the English wording comes from.
    """

    code: str
    label: Label
    japanese: Origin
    english: Origin

    @property
    def anchor(self) -> str:
        """Where the page of its framework holds it."""
        return f"role-{self.code}"


@dataclass(frozen=True, slots=True)
class RoleType:
    """A kind of people (人材類型) with its roles, in the publisher's order."""

    key: str
    label: Label
    japanese: Origin
    english: Origin
    roles: tuple[FrameworkRole, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """One version of a framework, with its items in the publisher's order.

    Attributes:
        is_renamable: Whether a city calls the items by names of its own. Only where the framework
            is the city's anyway: a publisher's names stay the publisher's.
        types: Kinds of people with their roles; empty for most frameworks.
        has_siblings: Whether another version of it is on file.
    """

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
    parts: tuple[Part, ...]
    items: tuple[FrameworkItem, ...]
    types: tuple[RoleType, ...]
    is_renamable: bool
    has_siblings: bool = False

    @property
    def top(self) -> int:
        """The highest level number of the scale."""
        return self.levels[-1].number

    @property
    def name(self) -> Label:
        """The title as a list shows it: with the version, where there is more than one."""
        if not self.has_siblings:
            return self.title
        return Label(ja=f"{self.title.ja} {self.version}", en=f"{self.title.en} {self.version}")

    def items_of(self, group: Group) -> tuple[FrameworkItem, ...]:
        """Return the items under one heading, in order."""
        return tuple(item for item in self.items if item.group.key == group.key)

    def parts_of(self, group: Group) -> tuple[tuple[Part | None, tuple[FrameworkItem, ...]], ...]:
        """Return the items under one heading by their smaller headings; one None without them."""
        found: dict[Part | None, list[FrameworkItem]] = {}
        for item in self.items_of(group):
            found.setdefault(item.part, []).append(item)
        return tuple((part, tuple(items)) for part, items in found.items())


class CityLabel(Base):
    """What the city calls an item of a framework that may be renamed. No row: as published.

    Data classes: all IV.
    """

    __tablename__ = "framework_label"

    item_ref: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    ja: Mapped[str] = mapped_column(sa.String(LONGEST_NAME))
    en: Mapped[str | None] = mapped_column(sa.String(LONGEST_NAME))
    """None: the framework's own English name stays."""

    changed_at: Mapped[datetime]

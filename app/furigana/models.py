"""The words of the city and of its organizations, and how they are read."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model


class WordKind(StrEnum):
    """What a word of the dictionary names."""

    PLACE = "place"
    FACILITY = "facility"
    PERSON = "person"
    OTHER = "other"


class CityWord(Model):
    """A word of the city's dictionary: streets, halls, names that no tokenizer knows.

    Data classes: all IV.
    """

    __tablename__ = "city_word"

    surface: Mapped[str] = mapped_column(sa.String(40), unique=True)
    reading: Mapped[str] = mapped_column(sa.String(80))
    """Kana, with "|" between the kanji where given, as in ``{犀川|さい|がわ}``."""

    kind: Mapped[WordKind]
    changed_at: Mapped[datetime]


class OrganizationWord(Model):
    """A word of a school's or another organization's own: it wins over the city's.

    Data classes: all IV.
    """

    __tablename__ = "organization_word"
    __table_args__ = (sa.UniqueConstraint("organization_id", "surface"),)

    organization_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("organization.id"))
    surface: Mapped[str] = mapped_column(sa.String(40))
    reading: Mapped[str] = mapped_column(sa.String(80))
    """As in ``CityWord``."""

    changed_at: Mapped[datetime]

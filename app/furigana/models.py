"""The city's own words and how they are read."""

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
    """A word of the city's dictionary: streets, halls, names that no tokenizer knows."""

    __tablename__ = "city_word"

    surface: Mapped[str] = mapped_column(sa.String(40), unique=True)
    reading: Mapped[str] = mapped_column(sa.String(80))
    """Kana, with "|" between the kanji where given, as in ``{犀川|さい|がわ}``."""

    kind: Mapped[WordKind]
    changed_at: Mapped[datetime]

"""Reading the city's dictionary."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, ProgrammingError

from app import clock
from app.furigana import policy
from app.furigana.models import CityWord, OrganizationWord, WordKind
from app.i18n.notation import to_hiragana
from app.identity.models import Organization

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from app.identity.person import Person

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word of the dictionary."""

    id: uuid.UUID
    surface: str
    reading: str
    kind: WordKind
    changed_on: date


@dataclass(frozen=True, slots=True)
class WordPage:
    """Fifty words and how many there are in all."""

    rows: tuple[WordRow, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least 1."""
        return max(1, -(-self.total // PAGE))


def city_words(session: "Session") -> dict[str, str]:
    """Return the whole dictionary: word → reading, as the analysis takes it."""
    rows = session.execute(sa.select(CityWord.surface, CityWord.reading))
    return {row.surface: row.reading for row in rows}


def words_on_hand(session: "Session") -> dict[str, str]:
    """Return the city's dictionary, or nothing where no database was made yet.

    For commands that look at texts alone: they work on a machine that never ran the site.
    """
    try:
        return city_words(session)
    except (OperationalError, ProgrammingError):
        session.rollback()
        return {}


def words_for(session: "Session", organization_id: uuid.UUID | None) -> dict[str, str]:
    """Return the words with which an organization's courses are read: its own win.

    Args:
        session: A session.
        organization_id: The organization; None for a course of the whole city.
    """
    if organization_id is None:
        return city_words(session)
    return city_words(session) | {
        row.surface: row.reading for row in organization_words(session, organization_id)
    }


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """An organization with how many words of its own it has."""

    id: uuid.UUID
    name: str
    words: int


@dataclass(frozen=True, slots=True)
class OrganizationWords:
    """An organization's own words, by their readings."""

    id: uuid.UUID
    name: str
    rows: "Sequence[OrganizationWord]"


def kept_by(session: "Session", who: "Person") -> list[OrganizationRow]:
    """Return the organizations whose words somebody keeps: their own, for the city all."""
    count = sa.func.count(OrganizationWord.id)
    found = (
        sa.select(Organization.id, Organization.name, count.label("words"))
        .outerjoin(OrganizationWord, OrganizationWord.organization_id == Organization.id)
        .group_by(Organization.id)
        .order_by(count.desc(), Organization.position, Organization.name)
    )
    if not who.administers_city:
        places = [post.organization_id for post in policy.places_of(who)]
        found = found.where(Organization.id.in_(places))
    return [OrganizationRow(row.id, row.name, row.words) for row in session.execute(found)]


def words_of_organization(session: "Session", organization_id: uuid.UUID) -> OrganizationWords:
    """Return an organization's own words.

    Raises:
        NoResultFound: There is no such organization.
    """
    name = session.execute(
        sa.select(Organization.name).where(Organization.id == organization_id)
    ).scalar_one()
    return OrganizationWords(organization_id, name, organization_words(session, organization_id))


def organization_words(
    session: "Session", organization_id: uuid.UUID
) -> "Sequence[OrganizationWord]":
    """Return an organization's own words, by their readings."""
    return session.scalars(
        sa.select(OrganizationWord)
        .where(OrganizationWord.organization_id == organization_id)
        .order_by(OrganizationWord.reading, OrganizationWord.surface)
    ).all()


def words(
    session: "Session", *, text: str = "", kind: WordKind | None = None, page: int = 1
) -> WordPage:
    """Return one page of the dictionary, by reading.

    Args:
        session: A session.
        text: Part of a word, or of its reading in either kana.
        kind: Only words of this kind.
        page: From 1.
    """
    found = sa.select(CityWord)
    if text:
        kana = sa.func.replace(CityWord.reading, "|", "")
        found = found.where(
            CityWord.surface.contains(text, autoescape=True)
            | kana.contains(to_hiragana(text), autoescape=True)
        )
    if kind is not None:
        found = found.where(CityWord.kind == kind)
    total = session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    rows = session.scalars(
        found.order_by(CityWord.reading, CityWord.surface).limit(PAGE).offset((page - 1) * PAGE)
    )
    return WordPage(tuple(_row(word) for word in rows), total, page)


def word(session: "Session", word_id: uuid.UUID) -> WordRow:
    """Return one word.

    Raises:
        NoResultFound: There is no such word.
    """
    return _row(session.get_one(CityWord, word_id))


def _row(word: CityWord) -> WordRow:
    return WordRow(word.id, word.surface, word.reading, word.kind, clock.day_of(word.changed_at))

"""Keeping the city's dictionary. Every change is told, so that courses can be read anew."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.furigana.errors import WordRefused, WordTaken
from app.furigana.events import DictionaryChanged
from app.furigana.models import CityWord, OrganizationWord, WordKind
from app.furigana.rules import Line, fault_of, tidy
from app.outbox import service as outbox

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def add_word(
    session: "Session", surface: str, reading: str, kind: WordKind, *, now: datetime
) -> CityWord:
    """Take a word in.

    Raises:
        WordRefused: The reading does not fit the word.
        WordTaken: The word is in the dictionary already.
    """
    surface, reading = _sound(surface, reading)
    if session.scalar(sa.select(CityWord.id).where(CityWord.surface == surface)) is not None:
        raise WordTaken(surface)
    word = CityWord(surface=surface, reading=reading, kind=kind, changed_at=now)
    session.add(word)
    session.flush()
    outbox.publish(session, DictionaryChanged(surface, now))
    return word


def change_word(
    session: "Session", word_id: uuid.UUID, reading: str, kind: WordKind, *, now: datetime
) -> None:
    """Give a word another reading or kind; the word itself stays.

    Raises:
        NoResultFound: There is no such word.
        WordRefused: The reading does not fit the word.
    """
    word = session.get_one(CityWord, word_id, with_for_update=True)
    _, reading = _sound(word.surface, reading)
    is_read_otherwise = reading != word.reading
    word.reading, word.kind, word.changed_at = reading, kind, now
    if is_read_otherwise:
        outbox.publish(session, DictionaryChanged(word.surface, now))


def remove_word(session: "Session", word_id: uuid.UUID, *, now: datetime) -> CityWord:
    """Take a word out, and return what it was, so that it can be put back.

    Raises:
        NoResultFound: There is no such word.
    """
    word = session.get_one(CityWord, word_id)
    session.delete(word)
    session.flush()
    outbox.publish(session, DictionaryChanged(word.surface, now))
    return word


def add_lines(
    session: "Session", lines: Iterable[Line], kind: WordKind, *, now: datetime
) -> tuple[int, int]:
    """Take in every sound line of a list; words that are there already stay as they are.

    Returns:
        How many were added, and how many were there before.
    """
    sound = {line.surface: line.reading for line in lines if line.fault is None}
    known = set(
        session.scalars(sa.select(CityWord.surface).where(CityWord.surface.in_(list(sound))))
    )
    new = [surface for surface in sound if surface not in known]
    session.add_all(
        CityWord(surface=surface, reading=sound[surface], kind=kind, changed_at=now)
        for surface in new
    )
    session.flush()
    if new:
        outbox.publish(session, DictionaryChanged(new[0], now))
    return len(new), len(known)


def keep_organization_word(
    session: "Session", organization_id: uuid.UUID, surface: str, reading: str, *, now: datetime
) -> OrganizationWord:
    """Take a word into an organization's own, or give it another reading.

    Raises:
        WordRefused: The reading does not fit the word.
    """
    surface, reading = _sound(surface, reading)
    word = session.scalars(
        sa.select(OrganizationWord).where(
            OrganizationWord.organization_id == organization_id,
            OrganizationWord.surface == surface,
        )
    ).one_or_none()
    if word is None:
        word = OrganizationWord(organization_id=organization_id, surface=surface)
        session.add(word)
    word.reading, word.changed_at = reading, now
    session.flush()
    outbox.publish(session, DictionaryChanged(surface, now))
    return word


def drop_organization_word(
    session: "Session", organization_id: uuid.UUID, word_id: uuid.UUID, *, now: datetime
) -> OrganizationWord:
    """Take a word out of an organization's own, and return what it was.

    Raises:
        NoResultFound: The organization has no such word.
    """
    word = session.scalars(
        sa.select(OrganizationWord).where(
            OrganizationWord.organization_id == organization_id, OrganizationWord.id == word_id
        )
    ).one()
    session.delete(word)
    session.flush()
    outbox.publish(session, DictionaryChanged(word.surface, now))
    return word


def _sound(surface: str, reading: str) -> tuple[str, str]:
    surface, reading = tidy(surface, reading)
    fault = fault_of(surface, reading)
    if fault is not None:
        raise WordRefused(fault)
    return surface, reading

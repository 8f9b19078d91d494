"""The texts of today, and those of before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.consents import texts
from app.consents.models import PublishedText
from app.consents.rules import Notice, Purpose
from app.consents.texts import Text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class CurrentText:
    """What is shown today, and the number of the oldest text whose agreements still count."""

    text: Text
    asked_since: int


def current_texts(session: "Session") -> Mapping[Notice | Purpose, CurrentText]:
    """Return every text as it is today, in one query."""
    found = {key: CurrentText(text, texts.FIRST) for key, text in texts.first_texts().items()}
    for row in session.scalars(sa.select(PublishedText).order_by(PublishedText.number)):
        key = texts.key_of(row.key)
        since = row.number if row.asks_again else found[key].asked_since
        found[key] = CurrentText(_text(row), since)
    return found


def versions_of(session: "Session", key: Notice | Purpose) -> list[Text]:
    """Return every version of a text, the newest first."""
    rows = session.scalars(
        sa.select(PublishedText)
        .where(PublishedText.key == key.value)
        .order_by(PublishedText.number.desc())
    )
    return [*(_text(row) for row in rows), texts.first_texts()[key]]


def _text(row: PublishedText) -> Text:
    key = texts.key_of(row.key)
    return texts.from_body(key, row.number, row.body, asks_again=row.asks_again)

"""Keep what was seen in drafts, and write down what authors say of it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from tomlkit.exceptions import TOMLKitError

from app.authoring import queries, rules
from app.authoring.checking.models import LONGEST_URL, DraftReadings, OpenedPage
from app.authoring.errors import NotReadable, Overtaken
from app.authoring.events import DraftChanged
from app.authoring.models import ChangeKind, Draft, DraftState
from app.authoring.service import make_change, open_draft
from app.catalog.checks.settling import OwnWord, Settled, settled, with_word
from app.clock import day_of
from app.outbox import service as outbox

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.checks.looks import Look

READINGS = "readings.toml"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the worker saw.

    Attributes:
        number: The draft's number when it looked.
        label: What it looked with.
        look: What it saw.
    """

    number: int
    label: str
    look: "Look"


def keep_look(session: "Session", draft_id: uuid.UUID, seen: Seen, *, now: datetime) -> None:
    """Keep what the worker saw in a draft, unless it was seen as it is later already."""
    kept = session.scalars(
        sa.select(DraftReadings).where(DraftReadings.draft_id == draft_id).with_for_update()
    ).one_or_none()
    if kept is None:
        kept = DraftReadings(draft_id=draft_id)
        session.add(kept)
    elif kept.number > seen.number:
        return
    kept.number, kept.label, kept.read_at = seen.number, seen.label, now
    kept.found = seen.look.to_json()
    session.flush()


def look_anew(session: "Session", *, now: datetime) -> None:
    """Have the worker look at every open draft again: a dictionary was changed."""
    drafts = session.scalars(sa.select(Draft).where(Draft.state != DraftState.PUBLISHED))
    for draft in drafts:
        outbox.publish(session, DraftChanged(draft.id, draft.number, now))


def settle_readings(
    session: "Session",
    draft_id: uuid.UUID,
    told: Sequence[Settled],
    *,
    by: uuid.UUID,
    now: datetime,
) -> Draft:
    """Write down in ``readings.toml`` what an author says of readings, as one change.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NotReadable: The file has faults that keep it from being changed.
    """
    draft = open_draft(session, draft_id)
    files = queries.data_of(session, draft.id, {READINGS})
    try:
        text = settled(files.get(READINGS, b"").decode(), told)
    except (UnicodeDecodeError, TOMLKitError) as error:
        raise NotReadable(READINGS) from error
    wanted = {READINGS: text.encode()}
    operations = rules.difference(files, wanted) if told else ()
    return make_change(session, draft, operations, kind=ChangeKind.EDIT, by=by, now=now)


def keep_word(
    session: "Session",
    draft_id: uuid.UUID,
    word: OwnWord,
    seen: str | None,
    *,
    by: uuid.UUID,
    now: datetime,
) -> Draft:
    """Give a word of the course a reading in ``readings.toml``, or take it out (an empty one).

    Args:
        session: The open transaction.
        draft_id: The draft.
        word: The word.
        seen: The reading that the author saw; None for a new word.
        by: Who does it.
        now: The present instant.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NotReadable: The file has faults that keep it from being changed.
        Overtaken: Somebody changed the word meanwhile.
    """
    draft = open_draft(session, draft_id)
    files = queries.data_of(session, draft.id, {READINGS})
    try:
        text = with_word(files.get(READINGS, b"").decode(), word, seen)
    except (UnicodeDecodeError, TOMLKitError) as error:
        raise NotReadable(READINGS) from error
    except KeyError as error:
        raise Overtaken(word.surface) from error
    operations = rules.difference(files, {READINGS: text.encode()})
    return make_change(session, draft, operations, kind=ChangeKind.EDIT, by=by, now=now)


def note_opened(session: "Session", urls: Iterable[str], *, by: uuid.UUID, now: datetime) -> None:
    """Note that a person opened pages elsewhere today and found them as they should be."""
    wanted = sorted({url for url in urls if len(url) <= LONGEST_URL})
    rows = session.scalars(sa.select(OpenedPage).where(OpenedPage.url.in_(wanted)))
    known = {row.url: row for row in rows}
    for url in wanted:
        row = known.get(url) or OpenedPage(url=url)
        row.opened_on, row.opened_by_id = day_of(now), by
        session.add(row)
    session.flush()

"""Cards, meetings, decisions and things that were made, for tests."""

import io
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.media import service as media
from app.workroom.intake import received
from app.workroom.rules import CardState
from app.workroom.service import artifacts, cards, meetings
from tests.factories.identity import NOW, TODAY
from tests.factories.media import a_picture

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User
    from app.media.storage.port import Storage
    from app.projects.models import Project
    from app.workroom.models import Artifact, Card, Decision, Meeting

CSV = "道,長さ\n一本松通り,1.2\n".encode()


def a_card(
    session: "Session",
    project: "Project",
    by: "User",
    *people: "User",
    title: str = "朝7時の積もり方を写す",
    due_on: date | None = None,
    items: tuple[str, ...] = (),
    state: CardState = CardState.TODO,
    now: datetime = NOW,
) -> "Card":
    """Put a card on the board, for some members."""
    ids = frozenset(one.id for one in people)
    told = cards.Told(title, "", due_on, ids, ids, items)
    return cards.write_card(session, project.id, told, by=by.id, now=now, state=state)


def a_meeting(
    session: "Session",
    project: "Project",
    by: "User",
    *people: "User",
    title: str = "聞きとりの結果を出しあう",
    notes: str = "・坂道が話題になった\n・次は朝に歩く",
    held_on: date = TODAY,
    now: datetime = NOW,
) -> "Meeting":
    """Write down a meeting, with who was there."""
    ids = frozenset(one.id for one in people)
    told = meetings.Minutes(held_on, title, notes, people=ids, offered=ids)
    return meetings.write_meeting(session, project.id, told, by=by.id, now=now)


def a_decision(
    session: "Session",
    project: "Project",
    by: "User",
    *,
    text: str = "調べる校区を、2つにしぼる。",
    meeting: "Meeting | None" = None,
    now: datetime = NOW,
) -> "Decision":
    """Write down a decision."""
    told = meetings.Settled(
        text, "歩いて回れる広さだから。", TODAY, meeting.id if meeting else None
    )
    return meetings.write_decision(session, project.id, told, by=by.id, now=now)


def a_link(
    session: "Session",
    project: "Project",
    by: "User",
    *,
    title: str = "積もり方の地図",
    url: str = "https://chizu.example.jp/yuki",
    now: datetime = NOW,
) -> "Artifact":
    """Share an address."""
    thing, about = artifacts.Thing.link(url), artifacts.About(title, "own")
    return artifacts.share(session, project.id, thing, about, by=by.id, now=now)


def a_shared_file(
    session: "Session",
    project: "Project",
    by: "User",
    storage: "Storage",
    *people: "User",
    data: bytes | None = None,
    title: str = "雪の朝の坂道",
    alt: str = "雪が積もった坂道。歩道が見えない。",
    meeting: "Meeting | None" = None,
    shows_others: bool = False,
    is_told: bool = True,
    now: datetime = NOW,
) -> "Artifact":
    """Share a file; a picture unless said. ``people`` are on it."""
    ids = frozenset(one.id for one in people)
    about = artifacts.About(
        title, "own", alt, people=ids, offered=ids, shows_others=shows_others, is_told=is_told
    )
    with received(io.BytesIO(a_picture() if data is None else data)) as came:
        media.put_away(storage, came)
        thing = artifacts.Thing.file(came)
    held = meeting.id if meeting else None
    return artifacts.share(session, project.id, thing, about, by=by.id, now=now, meeting_id=held)

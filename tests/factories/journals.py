"""Entries of journals; a test names only what it is about."""

from datetime import datetime
from typing import TYPE_CHECKING

from app.journals import service
from app.journals.rules import Reach
from app.journals.service import Written
from tests.factories.identity import NOW
from tests.factories.projects import Together, standing_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User
    from app.journals.models import JournalEntry

WORDS = "雪の朝に歩いてみると、角の家の前がいちばんすべりました。"


def an_entry(
    session: "Session",
    together: Together,
    writer: "User | None" = None,
    *,
    reach: Reach = Reach.TEAM,
    words: str = WORDS,
    prompt: str = "",
    now: datetime = NOW,
) -> "JournalEntry":
    """Let a pupil write at the stage in which the project is."""
    who = standing_of(session, together, writer or together.pupils[0])
    return service.write(session, who, Written(words, reach, prompt), now=now)

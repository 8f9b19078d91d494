"""Memos for tests; a test names only what it is about."""

from typing import TYPE_CHECKING

from app.improvements.rules import Effort
from app.improvements.service import Told, write
from tests.factories.assignments import SLUG
from tests.factories.identity import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.models import User
    from app.improvements.models import ImprovementMemo

TOLD = Told(SLUG, "お知らせ文を、下書きから作った", Effort(30, 10, 4, 2))
"""Saves thirty-two hours a year."""


def a_memo(
    session: "Session", user: "User", told: Told = TOLD, *, now: "datetime" = NOW
) -> "ImprovementMemo":
    """Let somebody who finished the course write a memo."""
    return write(session, user.id, told, now=now)

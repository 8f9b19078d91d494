"""What pages about a しおり show, and what its end depends on."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.bookmarks import rules
from app.clock import day_of
from app.identity.models import Bookmark, User
from app.learning import queries as learning
from app.learning.models import Registration

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.identity.queries import Person
    from app.learning.queries import RunCard


def days_left(session: "Session", guest_id: uuid.UUID, *, today: "date") -> int | None:
    """Return after how many days a guest's しおり goes; None when there is none any more."""
    row = session.execute(
        sa.select(Bookmark.last_used_on, sa.func.max(Registration.last_active_at))
        .outerjoin(Registration, Registration.learner_id == Bookmark.user_id)
        .where(Bookmark.user_id == guest_id)
        .group_by(Bookmark.last_used_on)
    ).one_or_none()
    if row is None:
        return None
    used, learned = row
    return rules.days_left(used, None if learned is None else day_of(learned), today=today)


def cards_of_guest(session: "Session", guest_id: uuid.UUID | None) -> "list[RunCard]":
    """Return the runs of a guest, the latest first; none for anybody else."""
    if guest_id is None:
        return []
    is_guest = sa.select(User.is_guest).where(User.id == guest_id)
    return learning.own_cards(session, guest_id) if session.scalar(is_guest) else []


def may_claim(who: "Person", cards: "list[RunCard]") -> bool:
    """Say whether somebody may take over all runs of a guest."""
    return all(learning.may_take_over(who, card.course) for card in cards)

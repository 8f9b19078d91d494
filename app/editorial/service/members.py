"""Who takes part in a draft."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.authoring.models import DraftMember, MemberRole
from app.editorial.errors import AlreadyMember, LastAuthor
from app.editorial.events import MemberInvited
from app.outbox import service as outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def invite(
    session: "Session",
    draft_id: uuid.UUID,
    user_id: uuid.UUID,
    role: MemberRole,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> DraftMember:
    """Let somebody take part in a draft, and tell them.

    Raises:
        AlreadyMember: They do already; another role is given after a removal.
    """
    members = _members(session, draft_id)
    if any(one.user_id == user_id for one in members):
        raise AlreadyMember
    member = DraftMember(
        draft_id=draft_id, user_id=user_id, role=role, invited_by_id=by, since=now
    )
    session.add(member)
    session.flush()
    outbox.publish(session, MemberInvited(member.id, now))
    return member


def leave(session: "Session", draft_id: uuid.UUID, user_id: uuid.UUID) -> None:
    """Let somebody take part no more; what they wrote and said stays. Twice is once.

    Raises:
        LastAuthor: A draft keeps an author.
    """
    members = _members(session, draft_id)
    member = next((one for one in members if one.user_id == user_id), None)
    if member is None:
        return
    authors = [one for one in members if one.role is MemberRole.AUTHOR]
    if authors == [member]:
        raise LastAuthor
    session.delete(member)
    session.flush()


def _members(session: "Session", draft_id: uuid.UUID) -> list[DraftMember]:
    """Return who takes part, held, so that two authors do not leave at once."""
    return list(
        session.scalars(
            sa.select(DraftMember)
            .where(DraftMember.draft_id == draft_id)
            .order_by(DraftMember.since)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )

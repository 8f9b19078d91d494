"""Publish a challenge, keep its promise or move it in the open, and end its call."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from app.audit import service as audit
from app.challenges import rules
from app.challenges.errors import ChallengeRefused
from app.challenges.models import Challenge, ChallengeState
from app.challenges.queries.shelf import SUBJECT
from app.clock import day_of
from app.following import service as following

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def publish(session: "Session", row: Challenge, *, by: uuid.UUID, now: "datetime") -> None:
    """Let everybody read a challenge; ``row`` is held by the caller's transaction.

    Who answers for it and who wrote it follow it from now on.

    Raises:
        ChallengeRefused: ``incomplete`` (with what is missing), ``day`` (its call is over
            already), ``published``, ``closed``. Nothing was done.
    """
    if row.state is not ChallengeState.DRAFT:
        raise ChallengeRefused(row.state.value)
    lacking = rules.missing(row.lines)
    if lacking:
        raise ChallengeRefused("incomplete", lacking)
    today = day_of(now)
    if row.closes_on is not None and row.closes_on < today:
        raise ChallengeRefused("day", ("closes_on",))
    if row.answer_by is not None and row.answer_by < today:
        raise ChallengeRefused("day", ("answer_by",))
    row.state, row.published_at, row.promised_on = ChallengeState.PUBLISHED, now, row.answer_by
    session.flush()
    for one in {row.owner_id or by, by}:
        following.follow(session, one, (SUBJECT, row.id), now=now, by_itself=True)
    _record(session, "challenges.published", row, by=by, now=now)


def move_answer(
    session: "Session",
    row: Challenge,
    answer_by: date,
    reason: str,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> None:
    """Promise the answer for another day; the reason stands on the page, and followers are told.

    Args:
        session: The unit of work.
        row: Held by the caller's transaction.
        answer_by: The new day.
        reason: Why, for everybody to read.
        by: Who moves it.
        now: The present instant.

    Raises:
        ChallengeRefused: ``draft`` (nothing was promised yet), ``same``, ``day`` (it has passed).
    """
    if row.state is ChallengeState.DRAFT:
        raise ChallengeRefused("draft")
    if answer_by == row.answer_by:
        raise ChallengeRefused("same")
    if answer_by < day_of(now):
        raise ChallengeRefused("day", ("answer_by",))
    row.answer_by, row.moved_reason = answer_by, reason
    session.flush()
    _tell(
        session,
        row,
        "challenge.answer_moved",
        f"{answer_by.isoformat()}:{now.isoformat()}",
        {"day": answer_by.isoformat(), "reason": reason},
        by=by,
        now=now,
    )
    _record(session, "challenges.answer_moved", row, by=by, now=now)


def close(
    session: "Session", row: Challenge, reason: str, *, by: uuid.UUID, now: "datetime"
) -> None:
    """End a call before its last day; the challenge stays to be read, and followers are told.

    Raises:
        ChallengeRefused: ``draft``, ``closed``.
    """
    _end(session, row, reason, by=by, now=now, is_off=False)


def take_off(
    session: "Session", row: Challenge, reason: str, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Take a challenge from the public pages; teams that took it go on, and followers are told.

    Raises:
        ChallengeRefused: ``draft`` (nobody reads it), ``closed`` (it is off already).
    """
    _end(session, row, reason, by=by, now=now, is_off=True)


def _end(
    session: "Session",
    row: Challenge,
    reason: str,
    *,
    by: uuid.UUID,
    now: "datetime",
    is_off: bool,
) -> None:
    if row.state is ChallengeState.DRAFT:
        raise ChallengeRefused("draft")
    if row.is_off or (row.state is ChallengeState.CLOSED and not is_off):
        raise ChallengeRefused("closed")
    row.state, row.is_off, row.ended_reason = ChallengeState.CLOSED, is_off, reason
    row.closed_at = now
    session.flush()
    kind = "challenge.taken_off" if is_off else "challenge.closed"
    _tell(session, row, kind, "", {"reason": reason}, by=by, now=now)
    action = "challenges.taken_off" if is_off else "challenges.closed"
    _record(session, action, row, by=by, now=now)


def _tell(
    session: "Session",
    row: Challenge,
    kind: str,
    turn: str,
    facts: dict[str, str],
    *,
    by: uuid.UUID,
    now: "datetime",
) -> None:
    path = "/challenges" if row.is_off else f"/challenges/{row.slug}"
    told = following.Told(
        kind, f"{kind}:{row.id}:{turn}".strip(":")[:120], path, {"challenge": row.title, **facts}
    )
    following.tell_followers(session, (SUBJECT, row.id), told, now=now, but=by)


def _record(
    session: "Session", action: str, row: Challenge, *, by: uuid.UUID, now: "datetime"
) -> None:
    audit.record(session, action, now=now, by=by, details={"challenge": row.slug})

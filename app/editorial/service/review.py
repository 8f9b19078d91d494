"""The review of a draft: its steps, and comments on slices of its files."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.authoring import policy
from app.authoring.anchors import Anchor, slice_of
from app.authoring.models import Draft, DraftMember, MemberRole, ReviewAct, ReviewStep
from app.editorial.errors import NoteMissing, NotNow, Overtaken
from app.editorial.events import ReviewStepTaken
from app.editorial.models import LONGEST_WORDS, ReviewComment
from app.outbox import service as outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

_ON_WHAT_WAS_SEEN = frozenset({ReviewAct.APPROVED, ReviewAct.RETURNED})


def take_step(
    session: "Session",
    draft_id: uuid.UUID,
    act: ReviewAct,
    *,
    number: int,
    words: str,
    by: uuid.UUID,
    now: "datetime",
) -> ReviewStep:
    """Ask for a review, withdraw it, approve the draft or return it, and tell those concerned.

    Args:
        session: The open transaction.
        draft_id: The draft.
        act: What is done.
        number: The draft's number as somebody saw it.
        words: What they say; whoever returns a draft says what is to be changed.
        by: Who.
        now: The present instant.

    Raises:
        NotNow: The review does not stand so.
        Overtaken: The draft was changed since it was seen, and this speaks of what was seen.
        NoteMissing: Nothing is said of what is to be changed.
    """
    draft = _held(session, draft_id)
    last = session.scalars(
        sa.select(ReviewStep)
        .where(ReviewStep.draft_id == draft_id)
        .order_by(ReviewStep.position.desc())
        .limit(1)
    ).one_or_none()
    before = None if last is None else (last.act, last.number)
    stage = policy.stage_of(draft.state, draft.number, before)
    if not policy.may_follow(act, stage):
        raise NotNow(stage.value)
    if act in _ON_WHAT_WAS_SEEN and number != draft.number:
        raise Overtaken
    said = words.strip()[:LONGEST_WORDS]
    if act is ReviewAct.RETURNED and not said:
        raise NoteMissing("words")
    step = ReviewStep(
        draft_id=draft_id,
        position=1 if last is None else last.position + 1,
        act=act,
        number=draft.number,
        words=said,
        by_id=by,
        at=now,
    )
    session.add(step)
    session.flush()
    for user_id in _concerned(session, step):
        outbox.publish(session, ReviewStepTaken(step.id, user_id, now))
    return step


def _concerned(session: "Session", step: ReviewStep) -> list[uuid.UUID]:
    """Return who is to hear of a step: the reviewers are asked, those who write are answered."""
    if step.act is ReviewAct.WITHDRAWN:
        return []
    is_reviewer = DraftMember.role == MemberRole.REVIEWER
    return list(
        session.scalars(
            sa.select(DraftMember.user_id)
            .where(
                DraftMember.draft_id == step.draft_id,
                DraftMember.user_id != step.by_id,
                is_reviewer if step.act is ReviewAct.ASKED else ~is_reviewer,
            )
            .order_by(DraftMember.since, DraftMember.id)
        )
    )


def comment(
    session: "Session",
    draft_id: uuid.UUID,
    anchor: Anchor,
    words: str,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> ReviewComment:
    """Say something of a slice of a file.

    Raises:
        NoSuchSlice: There is none such, or the draft was changed since it was seen.
        NoteMissing: Nothing is said.
    """
    draft = _held(session, draft_id)
    quoted = slice_of(session, draft_id, anchor, number=draft.number)
    return _said(
        session,
        ReviewComment(
            draft_id=draft_id,
            path=anchor.path,
            start=anchor.span.start,
            end=anchor.span.end,
            number=anchor.number,
            quoted=quoted,
            by_id=by,
            at=now,
        ),
        words,
    )


def reply(
    session: "Session",
    draft_id: uuid.UUID,
    thread_id: uuid.UUID,
    words: str,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> ReviewComment:
    """Answer a comment; one that was settled is open again.

    Raises:
        NoResultFound: There is no such thread in this draft.
        NoteMissing: Nothing is said.
    """
    opened = _thread(session, draft_id, thread_id)
    said = _said(
        session,
        ReviewComment(
            draft_id=draft_id,
            path=opened.path,
            start=opened.start,
            end=opened.end,
            number=opened.number,
            quoted=opened.quoted,
            reply_to_id=opened.id,
            by_id=by,
            at=now,
        ),
        words,
    )
    opened.resolved_at = opened.resolved_by_id = None
    session.flush()
    return said


def resolve(
    session: "Session",
    draft_id: uuid.UUID,
    thread_id: uuid.UUID,
    *,
    is_open: bool,
    by: uuid.UUID,
    now: "datetime",
) -> None:
    """Settle a thread, or open it again.

    Raises:
        NoResultFound: There is no such thread in this draft.
    """
    opened = _thread(session, draft_id, thread_id)
    opened.resolved_at, opened.resolved_by_id = (None, None) if is_open else (now, by)
    session.flush()


def _held(session: "Session", draft_id: uuid.UUID) -> Draft:
    return session.execute(
        sa.select(Draft)
        .where(Draft.id == draft_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()


def _thread(session: "Session", draft_id: uuid.UUID, thread_id: uuid.UUID) -> ReviewComment:
    return session.scalars(
        sa.select(ReviewComment).where(
            ReviewComment.id == thread_id,
            ReviewComment.draft_id == draft_id,
            ReviewComment.reply_to_id.is_(None),
        )
    ).one()


def _said(session: "Session", said: ReviewComment, words: str) -> ReviewComment:
    said.words = words.strip()[:LONGEST_WORDS]
    if not said.words:
        raise NoteMissing("words")
    session.add(said)
    session.flush()
    return said

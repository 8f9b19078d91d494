"""The publication of a draft: what is settled before, and what follows."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.authoring import policy
from app.authoring import queries as authoring
from app.authoring import service as drafts
from app.authoring.models import Draft, DraftState
from app.authoring.standing import last_act
from app.catalog import service as catalog
from app.editorial.errors import NoteMissing, Overtaken
from app.editorial.models import Release
from app.learning.events import MoveDue
from app.outbox import service as outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

LONGEST_NOTES = 2000


@dataclass(frozen=True, slots=True)
class Settled:
    """What somebody settles when they have a draft published.

    Attributes:
        number: The draft's number as they saw it.
        for_learners: What changed, for those who learn.
        for_teachers: What changed, for those who teach.
        reason: Why it goes out without an approval; of no account with one.
        moves_learners: Whether learners under way go on with this version.
    """

    number: int
    for_learners: str
    for_teachers: str
    reason: str = ""
    moves_learners: bool = False


def ask_to_publish(
    session: "Session",
    draft_id: uuid.UUID,
    settled: Settled,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> Release:
    """Have the worker publish a draft as it was seen, and keep what was settled.

    Raises:
        DraftClosed: The draft was published.
        NoteMissing: Learners are told nothing, or there is neither approval nor reason.
        NoResultFound: There is no such draft.
        Overtaken: The draft was changed since it was seen.
    """
    draft = session.scalars(
        sa.select(Draft)
        .where(Draft.id == draft_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if draft.number != settled.number:
        raise Overtaken
    stage = policy.stage_of(draft.state, draft.number, last_act(session, draft_id))
    reason = "" if stage is policy.Stage.APPROVED else settled.reason.strip()
    missing = [
        name
        for name, is_missing in (
            ("for_learners", not settled.for_learners.strip()),
            ("reason", stage is not policy.Stage.APPROVED and not reason),
        )
        if is_missing
    ]
    if missing and draft.state is not DraftState.PUBLISHED:
        raise NoteMissing(*missing)
    drafts.ask_to_publish(session, draft_id, now=now)
    release = _of(session, draft_id) or Release(draft_id=draft_id)
    release.number = settled.number
    release.for_learners = settled.for_learners.strip()[:LONGEST_NOTES]
    release.for_teachers = settled.for_teachers.strip()[:LONGEST_NOTES]
    release.reason = reason[:LONGEST_NOTES]
    release.moves_learners = settled.moves_learners
    release.asked_by_id, release.asked_at = by, now
    session.add(release)
    session.flush()
    details = {"alone": bool(reason)}
    audit.record(
        session, "course.publication_asked", now=now, by=by, subject=draft_id, details=details
    )
    return release


def settle(
    session: "Session", draft_id: uuid.UUID, version_id: uuid.UUID, *, now: "datetime"
) -> None:
    """Do what was settled, once the draft has become a version; twice is once.

    A draft without a change is the version on which it stands, whose note stays.
    """
    draft, release = authoring.draft(session, draft_id), _of(session, draft_id)
    if release is None or release.course_version_id is not None or release.number != draft.number:
        return
    release.course_version_id = version_id
    if version_id != draft.base_version_id:
        catalog.keep_note(
            session,
            version_id,
            for_learners=release.for_learners,
            for_teachers=release.for_teachers,
        )
    if release.moves_learners:
        outbox.publish(session, MoveDue(version_id, None, now))
    session.flush()


def _of(session: "Session", draft_id: uuid.UUID) -> Release | None:
    return session.scalars(sa.select(Release).where(Release.draft_id == draft_id)).one_or_none()

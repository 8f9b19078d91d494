"""What one of two accounts of a person has learned goes on in the other.

Runs change hands as they are: what was said in them stays in the name under which it was said
(``Run.also``). Where both accounts have a run through one version, the run of the account that
stays counts for both, and the other is kept beside it, as it was.
"""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.learning import queries, service
from app.learning.models import PrivateAnswer, Registration

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def meeting_runs(
    session: "Session", other_id: uuid.UUID, remaining_id: uuid.UUID
) -> "Sequence[tuple[Registration, Registration]]":
    """Return the runs of two accounts that meet in one version, that of ``other_id`` first."""
    own = aliased(Registration)
    rows = session.execute(
        sa.select(Registration, own)
        .join(own, own.course_version_id == Registration.course_version_id)
        .where(
            Registration.learner_id == other_id,
            Registration.merged_into_id.is_(None),
            own.learner_id == remaining_id,
            own.merged_into_id.is_(None),
        )
        .order_by(Registration.id)
    )
    return [(theirs, mine) for theirs, mine in rows]


def hand_over_runs(
    session: "Session", other_id: uuid.UUID, remaining_id: uuid.UUID
) -> list[uuid.UUID]:
    """Let the runs of an account go on in another, before the accounts are merged.

    Returns:
        The runs that count for two now, for ``count_again`` once the accounts are one person's;
        in those that only change hands there is nothing new to count.
    """
    changed = []
    for theirs, mine in meeting_runs(session, other_id, remaining_id):
        session.execute(
            sa.update(Registration)
            .where(Registration.merged_into_id == theirs.id)
            .values(merged_into_id=mine.id)
        )
        theirs.merged_into_id = mine.id
        mine.started_at = min(mine.started_at, theirs.started_at)
        session.flush()
        _exchange_private_answers(session, theirs.id, mine.id)
        changed += [theirs.id, mine.id]  # what the one had counted for a third counts here now
    session.execute(
        sa.update(Registration)
        .where(Registration.learner_id == other_id, Registration.merged_into_id.is_(None))
        .values(learner_id=remaining_id)
    )
    return changed


def count_again(session: "Session", run_ids: "Sequence[uuid.UUID]", *, now: "datetime") -> None:
    """Fold runs anew, and conclude what the statements of both accounts amount to together."""
    for run_id in run_ids:
        own = queries.held_run(session, run_id)
        if own is not None:
            service.take_reports(session, own, now=now)


def _exchange_private_answers(session: "Session", theirs: uuid.UUID, mine: uuid.UUID) -> None:
    """Give the run that counts the later of two private answers; the other keeps the earlier."""
    kept = {one.item: one for one in _private_answers(session, mine)}
    for one in _private_answers(session, theirs):
        own = kept.get(one.item)
        if own is None:
            one.registration_id = mine
        elif own.answered_at < one.answered_at:
            own.text, one.text = one.text, own.text
            own.answered_at, one.answered_at = one.answered_at, own.answered_at
    session.flush()


def _private_answers(session: "Session", run_id: uuid.UUID) -> "Sequence[PrivateAnswer]":
    asked = sa.select(PrivateAnswer).where(PrivateAnswer.registration_id == run_id)
    return session.scalars(asked.order_by(PrivateAnswer.item)).all()

"""Who looks after whom: established, closed at once, opened again."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.consents import rules
from app.consents.errors import LetterUnusable
from app.consents.events import AnswersChanged
from app.consents.models import GuardianLetter, Guardianship
from app.consents.rules import How, Relation
from app.consents.service.letters import void_letters
from app.outbox import service as outbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

_DAY = timedelta(days=1)


def establish_by_letter(
    session: "Session",
    letter: GuardianLetter,
    relation: Relation,
    *,
    user_id: uuid.UUID | None,
    now: "datetime",
    signed_paper: bool = False,
) -> uuid.UUID:
    """Make whoever holds a letter and its code a guardian of its child, or find them again.

    Args:
        session: The unit of work.
        letter: Whose code was shown.
        relation: What they say of themselves; the letter's own, if it has one, holds.
        user_id: Their account, if they are signed in.
        now: The present instant.
        signed_paper: They say that an earlier answer on paper was theirs.

    Returns:
        The guardianship they have.

    Raises:
        LetterUnusable: Their view of the child is closed. Nothing tells so.
    """
    relation = letter.relation or relation
    ties = session.scalars(
        sa.select(Guardianship)
        .where(Guardianship.child_id == letter.child_id)
        .order_by(Guardianship.starts_on, Guardianship.id)
    ).all()
    tie = _same(ties, relation, user_id=user_id, signed_paper=signed_paper)
    if tie is None:
        tie = Guardianship(
            child_id=letter.child_id,
            how=How.LETTER,
            starts_on=day_of(now),
            established_by_id=letter.created_by_id,
        )
        session.add(tie)
    elif not tie.has_view:
        raise LetterUnusable
    tie.relation, tie.has_authority = relation, rules.has_authority(relation)
    tie.guardian_user_id = tie.guardian_user_id or user_id
    if not tie.holds(day_of(now)):
        tie.ends_on = None
    session.flush()
    outbox.publish(session, AnswersChanged(letter.child_id, now))
    return tie.id


def _same(
    ties: "Sequence[Guardianship]",
    relation: Relation,
    *,
    user_id: uuid.UUID | None,
    signed_paper: bool,
) -> Guardianship | None:
    """Return the tie that is the same person's: by account, by relation, or by their word."""
    by_account = [t for t in ties if user_id is not None and t.guardian_user_id == user_id]
    free = [t for t in ties if user_id is None or t.guardian_user_id is None]
    by_relation = [t for t in free if t.relation is relation]
    by_paper = [t for t in free if signed_paper and t.relation is Relation.UNSAID]
    return next(iter((*by_account, *by_relation, *by_paper)), None)


def establish_for_account(
    session: "Session",
    user_id: uuid.UUID,
    child_id: uuid.UUID,
    relation: Relation,
    *,
    starts_on: "date",
    how: How = How.ROSTER,
    by: uuid.UUID | None = None,
) -> Guardianship:
    """Make somebody with an account a guardian of a child; once is enough.

    Args:
        session: The unit of work.
        user_id: The guardian's account.
        child_id: The child.
        relation: Who they are to the child.
        starts_on: The first day.
        how: What the tie rests on; a roster unless said otherwise.
        by: Who enters it; None for a roster.

    Returns:
        The tie; one that is there already stays as it is, closed or not.
    """
    tie = session.scalars(
        sa.select(Guardianship).filter_by(guardian_user_id=user_id, child_id=child_id)
    ).one_or_none()
    if tie is None:
        tie = Guardianship(
            guardian_user_id=user_id,
            child_id=child_id,
            relation=relation,
            has_authority=rules.has_authority(relation),
            how=how,
            starts_on=starts_on,
            established_by_id=by,
        )
        session.add(tie)
        session.flush()
    return tie


def close_view(
    session: "Session",
    tie_id: uuid.UUID,
    child_id: uuid.UUID,
    *,
    by: uuid.UUID,
    now: "datetime",
    acting_as: uuid.UUID | None = None,
) -> None:
    """Close a guardian's view of a child, from this moment on; all the child's letters are void.

    Raises:
        NoResultFound: The child has no such guardian.
    """
    tie = _tie(session, tie_id, child_id)
    if tie.closed_at is None:
        tie.closed_at, tie.closed_by_id = now, by
        void_letters(session, [child_id], now=now)
        _log(session, "guardian.view_closed", tie, by=by, acting_as=acting_as, now=now)
    session.flush()


def open_view(
    session: "Session",
    tie_id: uuid.UUID,
    child_id: uuid.UUID,
    *,
    by: uuid.UUID,
    now: "datetime",
    acting_as: uuid.UUID | None = None,
) -> None:
    """Open a closed view again.

    Raises:
        NoResultFound: The child has no such guardian.
    """
    tie = _tie(session, tie_id, child_id)
    if tie.closed_at is not None:
        tie.closed_at, tie.closed_by_id = None, None
        _log(session, "guardian.view_opened", tie, by=by, acting_as=acting_as, now=now)
    session.flush()


def end_guardianship(
    session: "Session",
    tie_id: uuid.UUID,
    child_id: uuid.UUID,
    *,
    by: uuid.UUID,
    now: "datetime",
    acting_as: uuid.UUID | None = None,
) -> None:
    """End a guardianship with yesterday: from today on it shows nothing, and counts no more.

    Raises:
        NoResultFound: The child has no such guardian.
    """
    tie = _tie(session, tie_id, child_id)
    today = day_of(now)
    if tie.starts_on >= today:
        tie.starts_on = today - _DAY
    tie.ends_on = today - _DAY
    _log(session, "guardian.ended", tie, by=by, acting_as=acting_as, now=now)
    session.flush()


def _log(
    session: "Session",
    action: str,
    tie: Guardianship,
    *,
    by: uuid.UUID,
    acting_as: uuid.UUID | None,
    now: "datetime",
) -> None:
    """Write an act on a guardianship into the log; its subject is the child, who is told of."""
    audit.record(
        session,
        action,
        now=now,
        by=by,
        acting_as=acting_as,
        subject=tie.child_id,
        details={"guardianship": str(tie.id)},
    )
    outbox.publish(session, AnswersChanged(tie.child_id, now))


def _tie(session: "Session", tie_id: uuid.UUID, child_id: uuid.UUID) -> Guardianship:
    return session.scalars(
        sa.select(Guardianship).where(Guardianship.id == tie_id, Guardianship.child_id == child_id)
    ).one()

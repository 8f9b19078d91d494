"""How somebody stands to a draft or a course, asked of the database."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.authoring import policy
from app.authoring.models import Draft, DraftChange, DraftMember, ReviewStep
from app.catalog.models import LibraryCourse

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.authoring.models import ReviewAct
    from app.authoring.policy import Standing
    from app.identity.person import Person


def standing(session: "Session", draft_id: uuid.UUID, who: "Person") -> "Standing":
    """Return how somebody stands to a draft; see ``look_up``."""
    return look_up(session, draft_id, who)[0]


def look_up(session: "Session", draft_id: uuid.UUID, who: "Person") -> "tuple[Standing, Draft]":
    """Return how somebody stands to a draft, and the draft, in one query.

    Raises:
        NoResultFound: There is no such draft, or it is hidden from them: the two look alike.
    """
    row = session.execute(_of_one(draft_id, who.id)).one()
    draft: Draft = row.Draft
    last = None if row.act is None else (row.act, row.act_number)
    found = policy.Standing(
        parts=policy.parts_of(who, row.role, row.organization_id),
        stage=policy.stage_of(draft.state, draft.number, last),
        has_written=row.has_written,
        member=row.role,
    )
    if not found.may(policy.Action.SEE):
        raise NoResultFound
    return found, draft


def last_act(session: "Session", draft_id: uuid.UUID) -> "tuple[ReviewAct, int] | None":
    """Return what was done last in the review of a draft, and at which number; None for none."""
    row = session.execute(
        sa.select(ReviewStep.act, ReviewStep.number)
        .where(ReviewStep.draft_id == draft_id)
        .order_by(ReviewStep.position.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.act, row.number)


def visible_to(who: "Person") -> sa.ColumnElement[bool]:
    """Return the clause of drafts that somebody may see."""
    if who.administers_city:
        return sa.true()
    takes_part = sa.exists().where(DraftMember.draft_id == Draft.id, DraftMember.user_id == who.id)
    in_library = sa.exists().where(
        LibraryCourse.slug == Draft.slug,
        LibraryCourse.organization_id.in_(who.authors_for),
    )
    return sa.or_(takes_part, in_library)


def is_visible_to_any(session: "Session", who: "Person") -> bool:
    """Whether there is any draft that somebody may see."""
    return bool(
        session.scalar(sa.select(sa.exists().where(Draft.id.is_not(None), visible_to(who))))
    )


def _of_one(
    draft_id: uuid.UUID, user_id: uuid.UUID
) -> sa.Select[tuple[Draft, object, object, object, int, bool]]:
    last = (
        sa.select(ReviewStep.act, ReviewStep.number)
        .where(ReviewStep.draft_id == draft_id)
        .order_by(ReviewStep.position.desc())
        .limit(1)
        .subquery()
    )
    written = sa.exists().where(DraftChange.draft_id == draft_id, DraftChange.by_id == user_id)
    is_member = sa.and_(DraftMember.draft_id == Draft.id, DraftMember.user_id == user_id)
    return (
        sa.select(
            Draft,
            DraftMember.role,
            LibraryCourse.organization_id,
            last.c.act,
            last.c.number.label("act_number"),
            written.label("has_written"),
        )
        .select_from(Draft)
        .outerjoin(DraftMember, is_member)
        .outerjoin(LibraryCourse, LibraryCourse.slug == Draft.slug)
        .outerjoin(last, sa.true())
        .where(Draft.id == draft_id)
    )

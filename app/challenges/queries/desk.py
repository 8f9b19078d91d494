"""What a department works on."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.challenges.errors import NoSuchChallenge
from app.challenges.models import Challenge, ChallengeState
from app.identity import queries as identity
from app.identity.models import Post, User
from app.talent.queries import staff

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


def theirs(session: "Session", places: frozenset[uuid.UUID]) -> list[Challenge]:
    """Return the challenges of some departments: drafts first, then the newest; one query."""
    rows = session.scalars(
        sa.select(Challenge)
        .where(Challenge.organization_id.in_(places))
        .options(joinedload(Challenge.organization))
        .order_by(Challenge.created_at.desc(), Challenge.id)
    )
    return sorted(rows, key=lambda row: row.state is not ChallengeState.DRAFT)


def theirs_by_slug(
    session: "Session", slug: str, places: frozenset[uuid.UUID], *, held: bool = False
) -> Challenge:
    """Return a challenge of one of some departments; ``held`` until the transaction ends.

    Raises:
        NoSuchChallenge: There is none, or it is of another department.
    """
    query = sa.select(Challenge).where(
        Challenge.slug == slug, Challenge.organization_id.in_(places)
    )
    if held:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NoSuchChallenge(slug)
    return row


def staff_choices(
    session: "Session", places: frozenset[uuid.UUID], *, on: "date"
) -> list[tuple[uuid.UUID, str]]:
    """Return who may answer for a challenge of some departments, by name order; two queries."""
    ids = session.scalars(
        sa.select(Post.user_id)
        .join(User, User.id == Post.user_id)
        .where(
            Post.organization_id.in_(places),
            Post.role.not_in(staff.OUTSIDERS),
            staff.is_current(on),
            staff.was_open(on),
            User.grade.is_(None),
        )
        .distinct()
    ).all()
    people = sorted(
        identity.people_of(session, ids, on=on).values(), key=lambda one: one.name_order
    )
    return [(one.id, one.name) for one in people]


def owners(session: "Session", rows: "list[Challenge]", *, on: "date") -> Mapping[uuid.UUID, str]:
    """Return who answers for each of some challenges, by the id of the person; one query."""
    ids = {row.owner_id for row in rows if row.owner_id is not None}
    if not ids:
        return {}
    return {one.id: one.name for one in identity.people_of(session, ids, on=on).values()}

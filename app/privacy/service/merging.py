"""Merge two accounts of one person: all that leads to the one leads to the other afterwards."""

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.audit import service as audit
from app.clock import day_of
from app.consents.models import Guardianship
from app.identity import queries as identity
from app.identity import service as accounts
from app.identity.models import Post, User
from app.learning import merging as runs
from app.privacy import queries
from app.privacy.errors import MergeRefused
from app.privacy.holdings import HOLDINGS, Holding
from app.privacy.holdings.merging import LASTING, MOVED
from app.privacy.queries.rows import table_of
from app.talent import service as skills

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def merge_accounts(
    session: "Session",
    remaining_id: uuid.UUID,
    other_id: uuid.UUID,
    *,
    by: "identity.Person",
    now: "datetime",
) -> dict[str, int]:
    """Merge an account into another of the same person, in this one transaction.

    Statements stay as they came; that both names are one person's is known from
    ``User.merged_into_id``. It cannot be undone.

    Args:
        session: The unit of work.
        remaining_id: The account that stays.
        other_id: The one that closes.
        by: The administrator, who may manage both.
        now: The present instant.

    Returns:
        How many rows moved, by table.

    Raises:
        NoResultFound: There is no such account.
        MergeRefused: These two are not merged; see ``rules.Refusal``.
    """
    accounts.hold_both(session, remaining_id, other_id)
    today = day_of(now)
    people = [identity.person(session, one, on=today) for one in (remaining_id, other_id)]
    why = queries.refusal_of(session, people[0], people[1], by=by.id)
    if why is not None:
        raise MergeRefused(why)
    remaining, other = session.get_one(User, remaining_id), session.get_one(User, other_id)
    taken = accounts.gains(session, remaining, other, on=today)
    changed = runs.hand_over_runs(session, other_id, remaining_id)
    moved = _hand_over(session, other_id, remaining_id, today=today)
    accounts.close_merged(
        session, remaining, other, taken, by=by.id, acting_as=by.acting_id, now=now
    )
    session.expire_all()  # rows were moved past the unit of work
    skills.merge_standings(session, remaining_id, other_id, today=today)
    runs.count_again(session, changed, now=now)
    details = {"from": str(other_id), "runs": len(changed), "moved": moved, "taken": list(taken)}
    audit.record(
        session,
        "account.merged",
        now=now,
        by=by.id,
        acting_as=by.acting_id,
        subject=remaining_id,
        details=details,
    )
    return moved


def _hand_over(
    session: "Session", other_id: uuid.UUID, remaining_id: uuid.UUID, *, today: date
) -> dict[str, int]:
    _keep_one_primary(session, other_id, remaining_id)
    moved: dict[str, int] = {}
    for holding in HOLDINGS:
        key = (holding.table, holding.column)
        if key not in MOVED or holding.via:
            continue
        count = _move(session, holding, other_id, remaining_id)
        if count:
            moved[holding.table] = moved.get(holding.table, 0) + count
        if holding.table == "guardianship":
            _follow_twins(session, other_id, remaining_id)
        if key in LASTING:
            _end(session, holding, other_id, today=today)
    session.flush()
    return moved


def _move(
    session: "Session", holding: Holding, other_id: uuid.UUID, remaining_id: uuid.UUID
) -> int:
    table = table_of(holding)
    moving = [table.c[holding.column] == other_id, ~queries.clashes(holding, remaining_id)]
    count = session.scalar(sa.select(sa.func.count()).select_from(table).where(*moving)) or 0
    if count:
        session.execute(
            sa.update(table).where(*moving).values({holding.column: remaining_id}),
            execution_options={"synchronize_session": False},
        )
    return count


def _follow_twins(session: "Session", other_id: uuid.UUID, remaining_id: uuid.UUID) -> None:
    """Let what was said over a tie that stays behind lead over the same tie of the other account.

    What a guardian answered for the child must go on to hold.
    """
    left, twin = Guardianship, aliased(Guardianship)
    pairs = session.execute(
        sa.select(left.id, twin.id).where(
            sa.or_(
                sa.and_(
                    left.child_id == other_id,
                    twin.child_id == remaining_id,
                    left.guardian_user_id == twin.guardian_user_id,
                ),
                sa.and_(
                    left.guardian_user_id == other_id,
                    twin.guardian_user_id == remaining_id,
                    left.child_id == twin.child_id,
                ),
            )
        )
    ).all()
    for left_id, twin_id in pairs:
        for holding in HOLDINGS:
            if holding.via == "guardianship":
                _move(session, holding, left_id, twin_id)


def _end(session: "Session", holding: Holding, other_id: uuid.UUID, *, today: date) -> None:
    """End what stays behind, with yesterday or with the day on which it begins."""
    table, yesterday = table_of(holding), today - timedelta(days=1)
    begins_later = table.c.starts_on > yesterday
    session.execute(
        sa.update(table)
        .where(
            table.c[holding.column] == other_id,
            sa.or_(table.c.ends_on.is_(None), table.c.ends_on > yesterday),
        )
        .values(ends_on=sa.case((begins_later, table.c.starts_on), else_=yesterday)),
        execution_options={"synchronize_session": False},
    )


def _keep_one_primary(session: "Session", other_id: uuid.UUID, remaining_id: uuid.UUID) -> None:
    """Leave the account that stays under the place under which it is listed."""
    is_open = (Post.is_primary, Post.ends_on.is_(None))
    has_one = sa.exists().where(Post.user_id == remaining_id, *is_open)
    if session.scalar(sa.select(has_one)):
        session.execute(
            sa.update(Post).where(Post.user_id == other_id, *is_open).values(is_primary=False)
        )

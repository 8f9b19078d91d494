"""What merging two accounts of one person would do, counted before it is done."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.consents.models import Guardianship
from app.identity import queries as identity
from app.identity import service as accounts
from app.identity.models import OrganizationKind, Role, User
from app.learning import merging as runs
from app.lrs.service import erasure
from app.privacy import rules
from app.privacy.holdings import HOLDINGS, Holding
from app.privacy.holdings.merging import LASTING, MOVED, SAME, STAYING
from app.privacy.queries.rows import leads_to, table_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.queries import Person
    from app.ui.strings import Lazy

FOREVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Handed:
    """What a page says of one kind of data: how much moves, and what stays behind and why."""

    title: "Lazy"
    moved: int
    kept: int
    why: "Lazy | None"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do.

    Attributes:
        refusal: Why it may not be done, or None.
        doubts: What speaks against the two being one person.
        lines: By kind of data, only what there is anything of.
        numbers: Rows of others, or of work, in which the account is only named.
        statements: Of the account that closes; they stay as they came.
        meeting: Runs of both through one version: they count together.
        gains: Columns that the account that stays takes over; see ``identity.service.gains``.
        login: With what the person signs in from then on; empty for none yet.
    """

    refusal: rules.Refusal | None
    doubts: Sequence[rules.Doubt]
    lines: Sequence[Handed]
    numbers: int
    statements: int
    meeting: int
    gains: Sequence[str]
    login: str


def clashes(holding: Holding, remaining_id: uuid.UUID) -> sa.ColumnElement[bool]:
    """Return the clause of a holding's rows that cannot name the account that stays as well."""
    table, ours = table_of(holding), table_of(holding).alias()
    taken = []
    for names in _unique_keys(table, holding.column):
        same = (ours.c[name] == table.c[name] for name in names if name != holding.column)
        taken.append(sa.exists().where(ours.c[holding.column] == remaining_id, *same))
    lasting = LASTING.get((holding.table, holding.column))
    if lasting is not None:
        taken.append(
            sa.exists().where(
                ours.c[holding.column] == remaining_id,
                *(ours.c[name] == table.c[name] for name in lasting),
                ours.c.starts_on <= sa.func.coalesce(table.c.ends_on, FOREVER),
                table.c.starts_on <= sa.func.coalesce(ours.c.ends_on, FOREVER),
            )
        )
    return sa.or_(sa.false(), *taken)


def preview(
    session: "Session",
    remaining: "Person",
    other: "Person",
    *,
    by: uuid.UUID,
    on: date,
) -> Preview:
    """Return what merging ``other`` into ``remaining`` would do; nothing is changed."""
    users = [session.get_one(User, one.id) for one in (remaining, other)]
    sides = [_side(person, user) for person, user in zip((remaining, other), users, strict=True)]
    gains = accounts.gains(session, users[0], users[1], on=on)
    home_page = identity.installation(session).actor_home_page
    whom = erasure.whom(session, other.actor_name, home_page=home_page)
    lines, numbers = _lines(session, other.id, remaining.id)
    return Preview(
        refusal=rules.refusal(
            sides[0], sides[1], by=str(by), is_family=_is_family(session, remaining.id, other.id)
        ),
        doubts=rules.doubts(sides[0], sides[1]),
        lines=lines,
        numbers=numbers,
        statements=erasure.extent(session, whom).statements,
        meeting=len(runs.meeting_runs(session, other.id, remaining.id)),
        gains=gains,
        login=_login(users[0], users[1], gains),
    )


def refusal_of(
    session: "Session", remaining: "Person", other: "Person", *, by: uuid.UUID
) -> rules.Refusal | None:
    """Say why two accounts may not be merged, as they are now."""
    sides = [_side(one, session.get_one(User, one.id)) for one in (remaining, other)]
    is_family = _is_family(session, remaining.id, other.id)
    return rules.refusal(sides[0], sides[1], by=str(by), is_family=is_family)


def _unique_keys(table: sa.Table, column: str) -> list[list[str]]:
    keys = [
        [one.name for one in constraint.columns]
        for constraint in table.constraints
        if isinstance(constraint, sa.UniqueConstraint | sa.PrimaryKeyConstraint)
    ]
    return [names for names in keys if column in names]


def _side(one: "Person", user: User) -> rules.Side:
    schools = {
        str(post.organization_id)
        for post in one.all_posts
        if post.role is Role.LEARNER and post.organization_kind is OrganizationKind.SCHOOL
    }
    return rules.Side(
        id=str(one.id),
        name=one.name,
        kana=one.kana,
        grade=one.grade,
        schools=frozenset(schools),
        works=any(post.role is not Role.LEARNER for post in one.all_posts),
        is_guest=one.is_guest,
        is_demo=one.is_demo,
        is_merged=one.is_merged,
        in_roster=user.sourced_id is not None,
    )


def _is_family(session: "Session", one: uuid.UUID, other: uuid.UUID) -> bool:
    pairs = ((one, other), (other, one))
    ways = (
        sa.and_(Guardianship.guardian_user_id == guardian, Guardianship.child_id == child)
        for guardian, child in pairs
    )
    return bool(session.scalar(sa.select(sa.exists().where(sa.or_(*ways)))))


def _lines(
    session: "Session", other_id: uuid.UUID, remaining_id: uuid.UUID
) -> tuple[list[Handed], int]:
    counted = [one for one in HOLDINGS if not one.via and one.table != "user"]
    asked = [
        part
        for one in counted
        for part in (_count(one, other_id), _count(one, other_id, _kept(one, remaining_id)))
    ]
    counts = iter(session.execute(sa.select(*asked)).one())
    lines, numbers = [], 0
    for one in counted:
        there, kept = next(counts), next(counts)
        if one.title is None and not kept:
            numbers += there
        elif one.title is not None and there:
            why = STAYING.get((one.table, one.column), SAME) if kept else None
            lines.append(Handed(one.title, there - kept, kept, why))
    return lines, numbers


def _kept(holding: Holding, remaining_id: uuid.UUID) -> sa.ColumnElement[bool]:
    key = (holding.table, holding.column)
    if key in STAYING:
        return sa.true()
    return clashes(holding, remaining_id) if key in MOVED else sa.false()


def _count(
    one: Holding, account_id: uuid.UUID, *more: sa.ColumnElement[bool]
) -> "sa.ScalarSelect[int]":
    asked = sa.select(sa.func.count()).select_from(table_of(one))
    return asked.where(leads_to(one, account_id), *more).scalar_subquery()


def _login(remaining: User, other: User, gains: Sequence[str]) -> str:
    login_id = other.login_id if "login_id" in gains else remaining.login_id
    email = other.email if "email" in gains else remaining.email
    return login_id or email or ""

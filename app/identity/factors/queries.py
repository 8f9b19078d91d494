"""What somebody has to prove themselves with, and whether they must."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity import policy
from app.identity.factors import rules
from app.identity.factors.models import FactorRule, Passkey, RecoveryCode, Totp
from app.identity.factors.service.recovery import usable
from app.identity.models import Organization, Post, Role, User
from app.identity.queries import OrganizationNode, organization_tree
from app.identity.queries.people import is_current
from app.identity.service import Entrance

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_COMPULSORY = tuple(role for role in Role if role in rules.COMPULSORY_FOR)


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person has, and whether they must have something.

    ``codes`` counts those on paper that still open; one that was handed over is among them.
    """

    has_password: bool
    has_app: bool
    passkeys: int
    codes: int
    is_required: bool

    @property
    def has_factor(self) -> bool:
        """Whether the password alone is not enough."""
        return self.has_app or self.passkeys > 0


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """One of somebody's passkeys, as they see it."""

    id: uuid.UUID
    name: str
    is_synced: bool
    created_on: date
    last_used_on: date | None


@dataclass(frozen=True, slots=True)
class Factors:
    """All that somebody has."""

    passkeys: Sequence[PasskeyRow]
    app_since: date | None
    app_used_on: date | None
    codes: int


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One organization of the administrators' list.

    Attributes:
        place: Which.
        own: What it says itself; None leaves it to the one above.
        is_required: What holds there.
        people: How many must have a second factor, where it holds.
        ready: How many of them have one.
    """

    place: OrganizationNode
    own: bool | None
    is_required: bool
    people: int
    ready: int


def standing(
    session: "Session", user_id: uuid.UUID, *, now: datetime, on: date, unless_said: bool
) -> Standing:
    """Return where somebody stands: one query, and two more for who has a post that may ask.

    Args:
        session: The unit of work.
        user_id: Who.
        now: The present instant.
        on: The day whose posts count.
        unless_said: What holds where no organization has said anything.

    Raises:
        NoResultFound: There is no such user.
    """
    row = session.execute(
        sa.select(
            User.password_hash.is_not(None).label("has_password"),
            _has_app(),
            _passkeys_of().label("passkeys"),
            _codes_of(now).label("codes"),
            sa.exists(
                sa.select(Post.id).where(
                    Post.user_id == User.id, Post.role.in_(_COMPULSORY), is_current(on)
                )
            ).label("may_have_to"),
        ).where(User.id == user_id)
    ).one()
    required = row.may_have_to and _is_required(session, user_id, on=on, unless_said=unless_said)
    return Standing(row.has_password, row.has_app, row.passkeys, row.codes, required)


def still_holds(session: "Session", entrance: Entrance) -> bool:
    """Say whether a session of this entrance would still open."""
    return bool(
        session.scalar(
            sa.select(
                sa.exists().where(
                    User.id == entrance.user_id,
                    User.session_epoch == entrance.session_epoch,
                    User.disabled_at.is_(None),
                )
            )
        )
    )


def factors_of(session: "Session", user_id: uuid.UUID, *, now: datetime) -> Factors:
    """Return what somebody has, passkeys in the order of their making; two queries."""
    passkeys = session.scalars(
        sa.select(Passkey)
        .where(Passkey.user_id == user_id)
        .order_by(Passkey.created_on, Passkey.id)
    )
    row = session.execute(
        sa.select(Totp.created_on, Totp.last_used_on, _codes_of(now).label("codes"))
        .select_from(User)
        .outerjoin(Totp, Totp.user_id == User.id)
        .where(User.id == user_id)
    ).one()
    return Factors(
        [
            PasskeyRow(one.id, one.name, one.is_synced, one.created_on, one.last_used_on)
            for one in passkeys
        ],
        row.created_on,
        row.last_used_on,
        row.codes,
    )


def passkeys_of(session: "Session", user_id: uuid.UUID) -> Sequence[Passkey]:
    """Return somebody's passkeys, as their devices are asked for them."""
    return session.scalars(sa.select(Passkey).where(Passkey.user_id == user_id)).all()


def rules_within(
    session: "Session", reach: policy.Reach, *, on: date, unless_said: bool
) -> list[RuleRow]:
    """Return the organizations that somebody administers, in 建制順; three queries."""
    tree = organization_tree(session)
    parents = {node.id: node.parent_id for node in tree}
    said = _said(session)
    ready = sa.or_(_has_app(), _passkeys_of() > 0)
    counts = {
        row.organization_id: row
        for row in session.execute(
            sa.select(
                Post.organization_id,
                sa.func.count(User.id.distinct()).label("people"),
                sa.func.count(sa.case((ready, User.id)).distinct()).label("ready"),
            )
            .join(User, User.id == Post.user_id)
            .where(Post.role.in_(_COMPULSORY), is_current(on), User.disabled_at.is_(None))
            .group_by(Post.organization_id)
        )
    }
    return [
        RuleRow(
            node,
            said.get(node.id),
            rules.is_required_at(node.id, parents, said, unless_said=unless_said),
            counts[node.id].people if node.id in counts else 0,
            counts[node.id].ready if node.id in counts else 0,
        )
        for node in tree
        if node.is_open and policy.can_invite(reach, node.id)
    ]


def _is_required(session: "Session", user_id: uuid.UUID, *, on: date, unless_said: bool) -> bool:
    places = session.scalars(
        sa.select(Post.organization_id).where(
            Post.user_id == user_id, Post.role.in_(_COMPULSORY), is_current(on)
        )
    ).all()
    parents: dict[uuid.UUID, uuid.UUID | None] = {}
    said: dict[uuid.UUID, bool] = {}
    for row in session.execute(
        sa.select(Organization.id, Organization.parent_id, FactorRule.is_required).outerjoin(
            FactorRule, FactorRule.organization_id == Organization.id
        )
    ):
        parents[row.id] = row.parent_id
        if row.is_required is not None:
            said[row.id] = row.is_required
    return any(
        rules.is_required_at(place, parents, said, unless_said=unless_said) for place in places
    )


def _said(session: "Session") -> dict[uuid.UUID, bool]:
    rows = session.execute(sa.select(FactorRule.organization_id, FactorRule.is_required))
    return {row.organization_id: row.is_required for row in rows}


def _has_app() -> sa.Label[bool]:
    return sa.exists(sa.select(Totp.user_id).where(Totp.user_id == User.id)).label("has_app")


def _passkeys_of() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(Passkey)
        .where(Passkey.user_id == User.id)
        .correlate(User)
        .scalar_subquery()
    )


def _codes_of(now: datetime) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.user_id == User.id, usable(now))
        .correlate(User)
        .scalar_subquery()
    )

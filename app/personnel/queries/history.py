"""One person: number, employments and posts over time."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity.models import Post as HeldPost
from app.identity.models import User
from app.personnel.errors import NoSuchEmployee
from app.personnel.models import Employee, Employment
from app.personnel.queries.listing import OUTSIDERS, paths_of
from app.personnel.rules import holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from app.identity.queries import OrganizationNode


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the city that somebody holds, held, or will hold."""

    organization_id: uuid.UUID
    place: str
    title: str
    is_primary: bool
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Record:
    """What the register knows of one person; stretches and posts newest first."""

    id: uuid.UUID
    name: str
    kana: str
    number: str
    stretches: tuple[Employment, ...]
    posts: tuple[Post, ...]

    def stretch_on(self, day: date) -> Employment | None:
        """Return the stretch of employment that holds on a day."""
        held = (one for one in self.stretches if holds(one.starts_on, one.ends_on, day))
        return next(held, None)

    def posts_on(self, day: date) -> list[Post]:
        """Return the posts held on a day, the primary one first."""
        held = [one for one in self.posts if holds(one.starts_on, one.ends_on, day)]
        return sorted(held, key=lambda one: not one.is_primary)


def record_of(
    session: "Session",
    tree: "Sequence[OrganizationNode]",
    user_id: uuid.UUID,
    *,
    scope: frozenset[uuid.UUID] | None = None,
) -> Record:
    """Return one person's record; three queries.

    Args:
        session: The unit of work.
        tree: The city's places, from ``places``.
        user_id: Whose.
        scope: The organizations that the reader may see; None for the whole city.

    Raises:
        NoSuchEmployee: They are no member of staff and never were, or not within ``scope``.
    """
    user = session.get(User, user_id)
    if user is None:
        raise NoSuchEmployee(user_id)
    paths = paths_of(tree)
    rows = session.scalars(
        sa.select(HeldPost)
        .where(HeldPost.user_id == user_id, HeldPost.role.not_in(OUTSIDERS))
        .order_by(HeldPost.starts_on.desc(), HeldPost.is_primary.desc(), HeldPost.id)
    )
    posts = tuple(
        Post(
            *(one.organization_id, paths[one.organization_id], one.title, one.is_primary),
            *(one.starts_on, one.ends_on),
        )
        for one in rows
        if one.organization_id in paths
    )
    stretches = session.execute(
        sa.select(Employment, Employee.number)
        .join(Employee, Employee.user_id == Employment.user_id, isouter=True)
        .where(Employment.user_id == user_id)
        .order_by(Employment.starts_on.desc())
    ).all()
    is_seen = scope is None or any(one.organization_id in scope for one in posts)
    if user.grade is not None or not (stretches or posts) or not is_seen:
        raise NoSuchEmployee(user_id)
    number = (stretches[0][1] if stretches else _number(session, user_id)) or ""
    return Record(
        *(user_id, user.name, f"{user.family_kana} {user.given_kana}".strip(), number),
        *(tuple(one for one, _ in stretches), posts),
    )


def _number(session: "Session", user_id: uuid.UUID) -> str | None:
    return session.scalar(sa.select(Employee.number).where(Employee.user_id == user_id))

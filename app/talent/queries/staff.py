"""Who is staff, where they are listed, and the city's own order (建制順)."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import JST
from app.identity.models import Organization, OrganizationKind, Post, Role, User
from app.identity.queries import organization_tree
from app.identity.rules import login_key
from app.personnel.queries import employed_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from app.personnel.rules import EmploymentKind

CITY_KINDS = (OrganizationKind.CITY, OrganizationKind.DEPARTMENT)
OUTSIDERS = (Role.GUARDIAN, Role.PARTNER)
"""They deal with the city and are not of it; the same rule as identity's audience."""


@dataclass(frozen=True, slots=True)
class Department:
    """A part of the city. ``path`` is its full name without the city's: 総務局 税務課."""

    id: uuid.UUID
    name: str
    path: str
    depth: int
    parent_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Departments:
    """The city and all its departments in 建制順: each parent before its children."""

    ordered: tuple[Department, ...]

    def find(self, department_id: uuid.UUID | None) -> Department | None:
        """Return the department of that id, or None."""
        return next((one for one in self.ordered if one.id == department_id), None)

    def below(self, department_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
        """Return the department and everything under it, in 建制順."""
        inside = {department_id}
        for one in self.ordered:  # parents come first, so one pass is enough
            if one.parent_id in inside:
                inside.add(one.id)
        return tuple(one.id for one in self.ordered if one.id in inside)

    def within(self, department_ids: "frozenset[uuid.UUID] | None") -> "Departments":
        """Return the part of the tree that these make up; None leaves it whole.

        Those whose parent is left out stand at the top.
        """
        if department_ids is None:
            return self
        kept: dict[uuid.UUID, Department] = {}
        for one in self.ordered:
            if one.id in department_ids:
                above = kept.get(one.parent_id) if one.parent_id else None
                kept[one.id] = replace(
                    one,
                    depth=above.depth + 1 if above else 0,
                    parent_id=above.id if above else None,
                )
        return Departments(tuple(kept.values()))

    def roll_up(self, own: "Mapping[uuid.UUID, int]") -> dict[uuid.UUID, int]:
        """Add every department's own count to all those above it."""
        totals = {one.id: own.get(one.id, 0) for one in self.ordered}
        for one in reversed(self.ordered):
            if one.parent_id in totals:
                totals[one.parent_id] += totals[one.id]
        return totals


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff as lists name them. ``other_places`` are the posts held besides (兼務)."""

    id: uuid.UUID
    name: str
    initial: str
    department_id: uuid.UUID
    place: str
    title: str
    other_places: tuple[str, ...] = ()


def departments(session: "Session") -> Departments:
    """Return the city's tree, one query whatever its size."""
    ordered: dict[uuid.UUID, Department] = {}
    for node in organization_tree(session):  # each before those below it
        if node.kind not in CITY_KINDS:
            continue
        parent = ordered.get(node.parent_id) if node.parent_id else None
        is_below_department = parent is not None and parent.parent_id is not None
        ordered[node.id] = Department(
            id=node.id,
            name=node.name,
            path=f"{parent.path} {node.name}" if parent and is_below_department else node.name,
            depth=parent.depth + 1 if parent else 0,
            parent_id=parent.id if parent else None,
        )
    return Departments(tuple(ordered.values()))


def is_current(today: "date") -> sa.ColumnElement[bool]:
    """Return the condition that a post holds on ``today``."""
    return sa.and_(Post.starts_on <= today, sa.or_(Post.ends_on.is_(None), Post.ends_on >= today))


def was_open(on: "date") -> sa.ColumnElement[bool]:
    """Return the condition that an account was not disabled yet at the end of a day in Japan."""
    end = datetime.combine(on + timedelta(days=1), time(), tzinfo=JST)
    return sa.or_(User.disabled_at.is_(None), User.disabled_at >= end)


def homes(today: "date", kind: "EmploymentKind | None" = None) -> sa.Subquery:
    """Return the one place each member of staff is listed and counted under.

    The primary post decides; without one at the city, the oldest post there. Columns:
    ``user_id``, ``organization_id``, ``title``. With ``kind``, only those who are employed so.
    """
    place = (
        sa.func.row_number()
        .over(
            partition_by=Post.user_id,
            order_by=(Post.is_primary.desc(), Post.starts_on, Post.id),
        )
        .label("place")
    )
    ranked = (
        sa.select(Post.user_id, Post.organization_id, Post.title, place)
        .join(Organization, Organization.id == Post.organization_id)
        .join(User, User.id == Post.user_id)
        .where(
            Organization.kind.in_(CITY_KINDS),
            Post.role.not_in(OUTSIDERS),
            is_current(today),
            was_open(today),
            User.grade.is_(None),
        )
        .subquery("ranked")
    )
    home = sa.select(ranked.c.user_id, ranked.c.organization_id, ranked.c.title).where(
        ranked.c.place == 1
    )
    if kind is not None:
        employed = employed_on(today)
        so = sa.select(employed.c.user_id).where(employed.c.kind == kind)
        home = home.where(ranked.c.user_id.in_(so))
    return home.subquery("home")


def head_counts(
    session: "Session", *, today: "date", kind: "EmploymentKind | None" = None
) -> dict[uuid.UUID, int]:
    """Return how many people are listed directly under each department."""
    home = homes(today, kind)
    rows = session.execute(
        sa.select(home.c.organization_id, sa.func.count()).group_by(home.c.organization_id)
    )
    return {organization_id: count for organization_id, count in rows}  # noqa: C416  typed rows


def staff_in(
    session: "Session",
    tree: Departments,
    department_ids: "Iterable[uuid.UUID]",
    *,
    today: "date",
    limit: int | None,
    offset: int = 0,
    kind: "EmploymentKind | None" = None,
) -> list[StaffMember]:
    """Return people listed under these departments, in 建制順 and then by reading; two queries."""
    wanted = set(department_ids)
    rank = {one.id: place for place, one in enumerate(tree.ordered) if one.id in wanted}
    if not rank:
        return []
    home = homes(today, kind)
    rows = session.execute(
        sa.select(User, home.c.organization_id, home.c.title)
        .join(home, home.c.user_id == User.id)
        .where(home.c.organization_id.in_(rank))
        .order_by(sa.case(rank, value=home.c.organization_id), User.name_order, User.id)
        .limit(limit)
        .offset(offset)
    ).all()
    return named(session, tree, [tuple(row) for row in rows], today=today)


def named(
    session: "Session",
    tree: Departments,
    rows: "Sequence[tuple[User, uuid.UUID, str]]",
    *,
    today: "date",
) -> list[StaffMember]:
    """Return people (account, place and title of ``homes``) as lists name them; one query."""
    home_of = {user.id: organization_id for user, organization_id, _ in rows}
    others = _other_places(session, tree, home_of, today=today)
    return [
        _member(tree, user, organization_id, title, others.get(user.id, ()))
        for user, organization_id, title in rows
    ]


def staff_member(
    session: "Session", tree: Departments, person_id: uuid.UUID, *, today: "date"
) -> StaffMember | None:
    """Return one member of staff; None for anybody else, children and citizens included."""
    home = homes(today)
    row = session.execute(
        sa.select(User, home.c.organization_id, home.c.title)
        .join(home, home.c.user_id == User.id)
        .where(User.id == person_id)
    ).one_or_none()
    if row is None:
        return None
    user, organization_id, title = row
    others = _other_places(session, tree, {person_id: organization_id}, today=today)
    return _member(tree, user, organization_id, title, others.get(person_id, ()))


def by_login(session: "Session", login: str, *, today: "date") -> uuid.UUID | None:
    """Return the member of staff of this login; None where there is none."""
    home = homes(today)
    return session.scalar(
        sa.select(User.id)
        .join(home, home.c.user_id == User.id)
        .where(User.login_id == login_key(login))
    )


def _member(
    tree: Departments,
    user: User,
    organization_id: uuid.UUID,
    title: str,
    others: tuple[str, ...],
) -> StaffMember:
    department = tree.find(organization_id)
    return StaffMember(
        id=user.id,
        name=user.name,
        initial=(user.family_kana or user.name)[:1],
        department_id=organization_id,
        place=department.path if department else "",
        title=title,
        other_places=others,
    )


def _other_places(
    session: "Session",
    tree: Departments,
    home_of: "Mapping[uuid.UUID, uuid.UUID]",
    *,
    today: "date",
) -> dict[uuid.UUID, tuple[str, ...]]:
    rows = session.execute(
        sa.select(Post.user_id, Post.organization_id)
        .where(Post.user_id.in_(home_of), is_current(today))
        .order_by(Post.starts_on)
    ).all()
    paths = {one.id: one.path for one in tree.ordered}
    found: dict[uuid.UUID, list[str]] = {}
    for user_id, organization_id in rows:
        path = paths.get(organization_id)
        if path and organization_id != home_of[user_id] and path not in found.get(user_id, ()):
            found.setdefault(user_id, []).append(path)
    return {user_id: tuple(places) for user_id, places in found.items()}

"""The list of staff of a day, in the city's own order, and how many there are of each kind."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from app.identity.models import Organization, OrganizationKind, Post, Role, User
from app.identity.queries import OrganizationNode, organization_tree
from app.personnel.models import Employment
from app.personnel.queries.employed import employed_on
from app.personnel.rules import EmploymentKind, Leave, number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

CITY_KINDS: Final = (OrganizationKind.CITY, OrganizationKind.DEPARTMENT)
OUTSIDERS: Final = (Role.GUARDIAN, Role.PARTNER)
"""They deal with the city and are not of it; the same rule as identity's audience."""
A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader wants to see.

    Attributes:
        on: The day (現在).
        department_id: With everything below it; None for all.
        kind: Of employment; None for all.
        grade: Grade or rank, as it is written; empty for all.
        words: A part of the name or its reading, or a number.
        scope: The organizations that the reader may see; None for the whole city.
    """

    on: date
    department_id: uuid.UUID | None = None
    kind: EmploymentKind | None = None
    grade: str = ""
    words: str = ""
    scope: frozenset[uuid.UUID] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on the list. ``others`` are the places of second posts (兼務)."""

    id: uuid.UUID
    name: str
    kana: str
    number: str
    place: str
    title: str
    others: tuple[str, ...]
    kind: EmploymentKind | None
    grade: str
    rank: str
    hired_on: date | None
    leave: Leave | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A part of the list; ``total`` counts each person once."""

    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many people are counted under a department itself, by kind; None is not registered."""

    place: str
    depth: int
    by_kind: dict[EmploymentKind | None, int]

    @property
    def total(self) -> int:
        """Everybody."""
        return sum(self.by_kind.values())


def places(session: "Session") -> list[OrganizationNode]:
    """Return the city and its departments in 建制順."""
    return [one for one in organization_tree(session) if one.kind in CITY_KINDS]


def listing(
    session: "Session",
    tree: "Sequence[OrganizationNode]",
    asked: Asked,
    *,
    limit: int | None = A_PAGE,
    offset: int = 0,
) -> Listing:
    """Return who is on the list, in 建制順 and then by reading; three queries.

    Somebody is on it who is employed that day, and who holds a post of the city that day and
    stands in no register yet.
    """
    rows = _rows(tree, asked)
    total = session.scalar(sa.select(sa.func.count()).select_from(rows)) or 0
    rank = {one.id: place for place, one in enumerate(tree)}
    nowhere = len(rank)
    order = sa.case(rank, value=rows.c.organization_id, else_=nowhere) if rank else rows.c.id
    found = session.execute(
        sa.select(rows).order_by(order, rows.c.name_order, rows.c.id).limit(limit).offset(offset)
    ).all()
    others = _others(session, tree, asked.on, {row.id: row.organization_id for row in found})
    paths = paths_of(tree)
    return Listing(tuple(_line(row, paths, others) for row in found), total)


def counts(session: "Session", tree: "Sequence[OrganizationNode]", asked: Asked) -> list[Count]:
    """Return how many people of each kind there are in each department, each person once."""
    rows = _rows(tree, asked)
    found: dict[uuid.UUID | None, dict[EmploymentKind | None, int]] = defaultdict(dict)
    for organization_id, kind, n in session.execute(
        sa.select(rows.c.organization_id, rows.c.kind, sa.func.count()).group_by(
            rows.c.organization_id, rows.c.kind
        )
    ):
        found[organization_id][kind] = n
    told = [Count(one.name, one.depth, found[one.id]) for one in tree if one.id in found]
    return told + ([Count("", 0, found[None])] if None in found else [])


def paths_of(tree: "Sequence[OrganizationNode]") -> dict[uuid.UUID, str]:
    """Return the full names of places without the city's: 総務局 税務課."""
    paths: dict[uuid.UUID, str] = {}
    for one in tree:
        above = paths.get(one.parent_id) if one.parent_id and one.depth > 1 else None
        paths[one.id] = f"{above} {one.name}" if above else one.name
    return paths


def homes(day: date) -> sa.Subquery:
    """Return the one place under which each member of staff counts on a day.

    The primary post of that day decides; without one, the oldest post. Columns: ``user_id``,
    ``organization_id``, ``title``.
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
        .where(Organization.kind.in_(CITY_KINDS), Post.role.not_in(OUTSIDERS), _is_held(day))
        .subquery("ranked")
    )
    return (
        sa.select(ranked.c.user_id, ranked.c.organization_id, ranked.c.title)
        .where(ranked.c.place == 1)
        .subquery("home")
    )


def _is_held(day: date) -> sa.ColumnElement[bool]:
    return sa.and_(Post.starts_on <= day, sa.or_(Post.ends_on.is_(None), Post.ends_on >= day))


def _rows(tree: "Sequence[OrganizationNode]", asked: Asked) -> sa.Subquery:
    home, employed = homes(asked.on), employed_on(asked.on)
    is_registered = sa.exists().where(Employment.user_id == User.id)
    rows = (
        sa.select(
            *(User.id, User.family_name, User.given_name, User.family_kana, User.given_kana),
            *(User.name_order, home.c.organization_id, home.c.title),
            *(employed.c.number, employed.c.kind, employed.c.grade, employed.c.rank),
            *(employed.c.hired_on, employed.c.leave),
        )
        .join(home, home.c.user_id == User.id, isouter=True)
        .join(employed, employed.c.user_id == User.id, isouter=True)
        .where(
            User.is_guest.is_(False),
            User.grade.is_(None),
            User.merged_into_id.is_(None),
            sa.or_(
                employed.c.user_id.is_not(None),
                sa.and_(home.c.user_id.is_not(None), ~is_registered, User.disabled_at.is_(None)),
            ),
        )
    )
    wanted = None if asked.department_id is None else _below(tree, asked.department_id)
    for ids in (wanted, asked.scope):
        if ids is not None:
            rows = rows.where(home.c.organization_id.in_(ids))
    if asked.kind is not None:
        rows = rows.where(employed.c.kind == asked.kind)
    if asked.grade:
        rows = rows.where(sa.or_(employed.c.grade == asked.grade, employed.c.rank == asked.grade))
    for word in asked.words.split():
        rows = rows.where(_is_called(word, employed.c.number))
    return rows.subquery("listed")


def _is_called(word: str, number: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    names = (User.family_name, User.given_name, User.family_kana, User.given_kana)
    return sa.or_(
        *(name.contains(word, autoescape=True) for name in names),
        (User.family_name + User.given_name) == word,
        number == number_of(word),
    )


def _below(tree: "Sequence[OrganizationNode]", department_id: uuid.UUID) -> set[uuid.UUID]:
    inside = {department_id}
    for one in tree:  # parents come first
        if one.parent_id in inside:
            inside.add(one.id)
    return inside


def _others(
    session: "Session",
    tree: "Sequence[OrganizationNode]",
    day: date,
    home_of: "dict[uuid.UUID, uuid.UUID | None]",
) -> dict[uuid.UUID, tuple[str, ...]]:
    paths = paths_of(tree)
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    ids = list(home_of)
    for start in range(0, len(ids), 5_000):
        rows = session.execute(
            sa.select(Post.user_id, Post.organization_id)
            .where(Post.user_id.in_(ids[start : start + 5_000]), _is_held(day))
            .order_by(Post.starts_on, Post.id)
        )
        for user_id, organization_id in rows:
            path = paths.get(organization_id)
            if path and organization_id != home_of[user_id] and path not in found[user_id]:
                found[user_id].append(path)
    return {user_id: tuple(some) for user_id, some in found.items()}


def _line(
    row: Any,  # noqa: ANN401  a row of ``_rows``
    paths: dict[uuid.UUID, str],
    others: dict[uuid.UUID, tuple[str, ...]],
) -> Line:
    return Line(
        id=row.id,
        name=f"{row.family_name} {row.given_name}".strip(),
        kana=f"{row.family_kana} {row.given_kana}".strip(),
        number=row.number or "",
        place=paths.get(row.organization_id, ""),
        title=row.title or "",
        others=others.get(row.id, ()),
        kind=row.kind,
        grade=row.grade or "",
        rank=row.rank or "",
        hired_on=row.hired_on,
        leave=row.leave,
    )

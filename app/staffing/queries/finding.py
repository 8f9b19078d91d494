"""Who can do it: members of staff by what they can do, where they work, and what room they have.

Those who fit most come first, and people who fit alike stand in 建制順: nobody is scored.
"""

import enum
import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.identity.models import User
from app.personnel.queries import employed_on
from app.personnel.rules import EmploymentKind, Leave
from app.staffing.models import Availability
from app.staffing.queries.rooms import RoomSaid
from app.staffing.queries.skills import Held, held_by, standing_columns, stands
from app.staffing.rules import Condition, Room, months_before
from app.talent.models import SkillStanding
from app.talent.queries import staff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from app.talent.queries.staff import StaffMember
    from app.workforce.queries import Frame

PAGE = 50


class How(enum.StrEnum):
    """How many of several skills somebody has to have."""

    ALL = "all"
    ANY = "any"


class RoomAsked(enum.StrEnum):
    """Whose room is wanted."""

    ANY = ""
    HELPS = "helps"
    """Who said that they can help."""
    SOME = "some"
    """Who can help, or be asked."""
    NOT_BUSY = "not_busy"
    """Everybody but those who said that it is difficult now."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for.

    Attributes:
        conditions: Items with their least levels.
        how: Whether all of them are wanted, or people are counted by how many they have.
        months: Attested within so many months; None for whenever.
        signed: Only what a signed credential proves.
        departments: Ids, what is below them included; none for everywhere.
        kinds: Of employment; none for all.
        room: Whose room is wanted.
        away: Whether those on leave (休職, 育休, 出向中) are found as well.
    """

    conditions: tuple[Condition, ...] = ()
    how: How = How.ALL
    months: int | None = None
    signed: bool = False
    departments: tuple[uuid.UUID, ...] = ()
    kinds: tuple[EmploymentKind, ...] = ()
    room: RoomAsked = RoomAsked.ANY
    away: bool = False

    @property
    def is_anything(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.conditions or self.departments or self.kinds or self.room)

    @property
    def refs(self) -> tuple[str, ...]:
        """The items that are asked for."""
        return tuple(one.item_ref for one in self.conditions)


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who was found. ``held`` stands in the order of the conditions."""

    person: "StaffMember"
    kind: EmploymentKind | None
    leave: Leave | None
    fits: int
    held: tuple[Held | None, ...]
    room: RoomSaid | None


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of people, from page 1; ``count`` is all of them."""

    people: tuple[Found, ...]
    count: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // PAGE))


@dataclass(frozen=True, slots=True)
class Loosened:
    """The search without one of its conditions, and how many people it finds then."""

    search: Search
    dropped: str
    """A field of ``Search``, or the ref of an item."""
    count: int


def find(session: "Session", search: Search, frame: "Frame", *, page: int = 1) -> FoundPage:
    """Return a page of who fits; three queries. A page beyond the last is the last."""
    rows = _rows(session, search, frame, limit=PAGE, offset=(max(page, 1) - 1) * PAGE)
    if not rows and page > 1:
        return find(session, search, frame, page=_last(session, search, frame))
    count = rows[0].total if rows else 0
    return FoundPage(_people(session, rows, search, frame), count, max(page, 1))


def everybody(session: "Session", search: Search, frame: "Frame") -> tuple[Found, ...]:
    """Return all who fit, for a file; three queries."""
    return _people(session, _rows(session, search, frame, limit=None), search, frame)


def loosened(session: "Session", search: Search, frame: "Frame") -> tuple[Loosened, ...]:
    """Return which single condition costs how much, the dearest first; one query.

    Only what would find somebody is told of.
    """
    ways = list(_looser(search))
    if not ways:
        return ()
    home = _home(frame)
    parts = [
        sa.select(sa.literal(place).label("place"), sa.func.count().label("count")).select_from(
            _matching(way, frame, home).subquery()
        )
        for place, (_dropped, way) in enumerate(ways)
    ]
    rows = session.execute(sa.union_all(*parts))
    counts = {place: count for place, count in rows}  # noqa: C416  typed rows
    found = [
        Loosened(way, dropped, counts[place])
        for place, (dropped, way) in enumerate(ways)
        if counts[place]
    ]
    return tuple(sorted(found, key=lambda one: -one.count))


def _looser(search: Search) -> "Iterator[tuple[str, Search]]":
    """Yield the search without each of its conditions; what would ask for nothing is left out."""
    if search.how is How.ALL or len(search.conditions) == 1:
        for one in search.conditions:
            rest = tuple(other for other in search.conditions if other != one)
            if rest:
                yield one.item_ref, replace(search, conditions=rest)
    plain = Search()
    for name in ("months", "signed", "departments", "kinds", "room"):
        if getattr(search, name) != getattr(plain, name):
            way = replace(search, **{name: getattr(plain, name)})
            if way.is_anything:
                yield name, way
    if not search.away and search.is_anything:
        yield "away", replace(search, away=True)


def _last(session: "Session", search: Search, frame: "Frame") -> int:
    matching = _matching(search, frame, _home(frame)).subquery()
    count = session.scalar(sa.select(sa.func.count()).select_from(matching)) or 0
    return max(1, -(-count // PAGE))


def _home(frame: "Frame") -> sa.CTE:
    return sa.select(staff.homes(frame.today)).cte("home")


def _matching(search: Search, frame: "Frame", home: sa.CTE) -> "sa.Select[Any]":
    """Return who fits: ``user_id``, ``organization_id``, ``title``, ``fits``."""
    fits = _fits(search, frame.today)
    query = sa.select(
        home.c.user_id,
        home.c.organization_id,
        home.c.title,
        (sa.literal(0) if fits is None else fits.c.fits).label("fits"),
    )
    if fits is not None:
        query = query.join(fits, fits.c.person_id == home.c.user_id)
    places = _places(search, frame)
    if places is not None:
        query = query.where(home.c.organization_id.in_(places))
    if search.kinds or not search.away:
        employed = employed_on(frame.today)
        query = query.outerjoin(employed, employed.c.user_id == home.c.user_id)
        if search.kinds:
            query = query.where(employed.c.kind.in_(search.kinds))
        if not search.away:
            query = query.where(employed.c.leave.is_(None))
    return query.where(*_has_room(search.room, home, frame.today))


def _fits(search: Search, today: date) -> sa.Subquery | None:
    """Return how many conditions each person meets: ``person_id``, ``fits``.

    Each condition is a range of one index, which holds all that is asked.
    """
    if not search.conditions:
        return None
    one = SkillStanding
    level, since, _until = standing_columns(signed=search.signed)
    recent = () if search.months is None else (since >= months_before(today, search.months),)
    met = sa.union_all(
        *(
            sa.select(one.person_id).where(
                one.item_ref == wanted.item_ref,
                level >= wanted.level,
                stands(today, signed=search.signed),
                *recent,
            )
            for wanted in search.conditions
        )
    ).subquery("met")
    query = sa.select(met.c.person_id, sa.func.count().label("fits")).group_by(met.c.person_id)
    if search.how is How.ALL:
        query = query.having(sa.func.count() == len(search.conditions))
    return query.subquery("fit")


def _places(search: Search, frame: "Frame") -> frozenset[uuid.UUID] | None:
    """Return where people may be listed; None for everywhere."""
    scope = frame.scope.department_ids
    if not search.departments:
        return scope
    inside = {below for one in search.departments for below in frame.tree.below(one)}
    return frozenset(inside if scope is None else inside & scope)


def _has_room(asked: RoomAsked, home: sa.CTE, today: date) -> tuple[sa.ColumnElement[bool], ...]:
    if asked is RoomAsked.ANY:
        return ()
    rooms = {
        RoomAsked.HELPS: [Room.HELPS],
        RoomAsked.SOME: [Room.HELPS, Room.ADVISES],
        RoomAsked.NOT_BUSY: [Room.BUSY],
    }[asked]
    said = sa.exists().where(
        Availability.person_id == home.c.user_id,
        Availability.room.in_(rooms),
        Availability.starts_on <= today,
        Availability.until >= today,
    )
    return (~said,) if asked is RoomAsked.NOT_BUSY else (said,)


def _rows(
    session: "Session", search: Search, frame: "Frame", *, limit: int | None, offset: int = 0
) -> "list[sa.Row[Any]]":
    """Return accounts with their place, what they fit, employment and room, in their order."""
    matching = _matching(search, frame, _home(frame)).subquery("matching")
    rank = {one.id: place for place, one in enumerate(frame.tree.ordered)}
    at = sa.case(rank, value=matching.c.organization_id, else_=len(rank)) if rank else sa.null()
    chosen = (
        sa.select(
            matching,
            sa.func.count().over().label("total"),
            sa.func.row_number()
            .over(order_by=(matching.c.fits.desc(), at, User.name_order, User.id))
            .label("place"),
        )
        .join(User, User.id == matching.c.user_id)
        .order_by("place")
        .limit(limit)
        .offset(offset)
        .subquery("chosen")
    )
    employed = employed_on(frame.today)
    return list(
        session.execute(
            sa.select(
                *(User, chosen.c.organization_id, chosen.c.title, chosen.c.fits, chosen.c.total),
                *(employed.c.kind, employed.c.leave, Availability),
            )
            .join(chosen, chosen.c.user_id == User.id)
            .outerjoin(employed, employed.c.user_id == User.id)
            .outerjoin(
                Availability,
                sa.and_(
                    Availability.person_id == User.id,
                    Availability.starts_on <= frame.today,
                    Availability.until >= frame.today,
                ),
            )
            .order_by(chosen.c.place)
        )
    )


def _people(
    session: "Session", rows: "list[sa.Row[Any]]", search: Search, frame: "Frame"
) -> tuple[Found, ...]:
    ids = [row.User.id for row in rows]
    refs = search.refs
    held = (
        held_by(session, ids, refs, today=frame.today, signed=search.signed)
        if refs and ids
        else {}
    )
    named = staff.named(
        session,
        frame.tree,
        [(row.User, row.organization_id, row.title) for row in rows],
        today=frame.today,
    )
    return tuple(
        Found(
            person=person,
            kind=row.kind,
            leave=row.leave,
            fits=row.fits,
            held=tuple(held.get(person.id, {}).get(ref) for ref in refs),
            room=RoomSaid.of(row.Availability),
        )
        for person, row in zip(named, rows, strict=True)
    )

"""Short lists, and one of them: who is on it, and what they lack together."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.frameworks import queries as frameworks
from app.identity.models import User
from app.staffing import rules
from app.staffing.models import Availability, Listed, ShortList
from app.staffing.queries.rooms import RoomSaid
from app.staffing.queries.skills import Held, held_by
from app.staffing.rules import Share, Stage
from app.talent.queries import staff
from app.workforce.queries import NextStep, next_steps
from app.workforce.queries.courses import courses
from app.workforce.queries.profiles import Wanted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.talent.queries.staff import StaffMember


@dataclass(frozen=True, slots=True)
class ListHead:
    """A list among others, with how many are on it and how many have agreed."""

    row: ShortList
    people: int
    decided: int


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on a list.

    Attributes:
        listed: Their row, with stage and note.
        person: None where they are not staff any more; then they do not count.
        name: What they are called, in any case.
        held: Item ref → where they stand.
        lacking: What they lack of the needs, with where they stand; 0 for nowhere.
        room: What was said of their room, if it counts today.
    """

    listed: Listed
    person: "StaffMember | None"
    name: str
    held: Mapping[str, Held]
    lacking: tuple[tuple[Wanted, int], ...]
    room: RoomSaid | None

    @property
    def counts(self) -> bool:
        """Whether what they can do counts for the group."""
        return self.person is not None and self.listed.stage is not Stage.PASSED


@dataclass(frozen=True, slots=True)
class GroupNeed:
    """A need, who of the group has it, and how many levels the best of them lacks."""

    wanted: Wanted
    share: Share
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list with its people and what they lack together, on a day."""

    row: ShortList
    members: tuple[Member, ...]
    needs: tuple[GroupNeed, ...]
    steps: tuple[NextStep, ...]
    on: date

    @property
    def open_needs(self) -> tuple[GroupNeed, ...]:
        """What nobody of the group has."""
        return tuple(one for one in self.needs if one.share.missing)

    @property
    def counting(self) -> int:
        """How many people count."""
        return sum(one.counts for one in self.members)


def lists(session: "Session") -> tuple[ListHead, ...]:
    """Return all lists, the open ones first, the newest first; one query."""
    rows = session.execute(
        sa.select(
            ShortList,
            sa.func.count(Listed.id),
            sa.func.count(sa.case((Listed.stage == Stage.DECIDED, 1))),
        )
        .outerjoin(Listed, Listed.list_id == ShortList.id)
        .group_by(ShortList.id)
        .order_by(ShortList.closed_on.is_not(None), ShortList.created_on.desc(), ShortList.name)
    )
    return tuple(ListHead(row, people, decided) for row, people, decided in rows)


def open_lists(session: "Session") -> list[tuple[uuid.UUID, str]]:
    """Return the lists to which people may be added, the newest first; one query."""
    rows = session.execute(
        sa.select(ShortList.id, ShortList.name)
        .where(ShortList.closed_on.is_(None))
        .order_by(ShortList.created_on.desc(), ShortList.name)
    )
    return [(list_id, name) for list_id, name in rows]


def needs_of(row: ShortList) -> tuple[Wanted, ...]:
    """Return what a list needs, in its order; an item that left the files is left out."""
    return tuple(
        Wanted(item, level)
        for ref, level in row.needs["needs"]
        if (item := frameworks.find_item(ref)) is not None
    )


def list_page(session: "Session", row: ShortList, *, today: date) -> ListPage:
    """Return a list with what its people lack together; five queries."""
    wanted = needs_of(row)
    members = _members(session, row, wanted, today=today)
    levels = {
        one.listed.person_id: {ref: held.level for ref, held in one.held.items()}
        for one in members
        if one.counts
    }
    needs = {one.item.ref: one.level for one in wanted}
    names = {one.listed.person_id: one.name for one in members}
    shares = rules.shares(needs, tuple(levels), levels)
    best = rules.together(levels, levels)
    missing = {one.item_ref: one.level for one in shares if one.missing}
    return ListPage(
        row=row,
        members=members,
        needs=tuple(
            GroupNeed(want, share, tuple(names[one] for one in share.having))
            for want, share in zip(wanted, shares, strict=True)
        ),
        steps=next_steps(courses(session), missing, best) if missing else (),
        on=today,
    )


def _members(
    session: "Session", row: ShortList, wanted: tuple[Wanted, ...], *, today: date
) -> tuple[Member, ...]:
    tree = staff.departments(session)
    home = staff.homes(today)
    rank = {one.id: place for place, one in enumerate(tree.ordered)}
    at = sa.case(rank, value=home.c.organization_id, else_=len(rank)) if rank else sa.literal(0)
    rows = session.execute(
        sa.select(Listed, User, home.c.organization_id, home.c.title, Availability)
        .join(User, User.id == Listed.person_id)
        .outerjoin(home, home.c.user_id == Listed.person_id)
        .outerjoin(Availability, Availability.person_id == Listed.person_id)
        .where(Listed.list_id == row.id)
        .order_by(at, User.name_order, User.id)
    ).all()
    here = [(user, place, title) for _, user, place, title, _ in rows if place is not None]
    people = {one.id: one for one in staff.named(session, tree, here, today=today)}
    refs = [one.item.ref for one in wanted]
    held = held_by(session, [listed.person_id for listed, *_ in rows], refs, today=today)
    return tuple(
        Member(
            listed=listed,
            person=people.get(user.id),
            name=user.name,
            held=held.get(user.id, {}),
            lacking=_lacking(wanted, held.get(user.id, {})),
            room=_counting(said, today),
        )
        for listed, user, _place, _title, said in rows
    )


def _counting(row: Availability | None, today: date) -> RoomSaid | None:
    said = RoomSaid.of(row)
    return said if said is not None and said.counts(today) else None


def _lacking(
    wanted: tuple[Wanted, ...], held: Mapping[str, Held]
) -> tuple[tuple[Wanted, int], ...]:
    levels = {ref: one.level for ref, one in held.items()}
    return tuple((one, at) for one in wanted if (at := levels.get(one.item.ref, 0)) < one.level)

"""Who lacks what: of a profile, of its departments, and the people behind each figure.

``met`` and ``levels_of`` are the only places here that read attestations.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity.models import User
from app.talent.models import SkillAttestation
from app.talent.queries import staff
from app.talent.queries.dated import stood_on
from app.talent.queries.standings import current
from app.workforce import rules
from app.workforce.queries.members import Frame, members

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from app.talent.queries.staff import Department
    from app.workforce.queries.profiles import Profile, Wanted

PAGE = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """How far those of whom a profile asks have come: ``met`` of ``people`` have all of it."""

    people: int
    met: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """How many people of a department miss an item. Of fewer than five nothing is told."""

    wanted: "Wanted"
    people: int
    missing: int

    @property
    def is_few(self) -> bool:
        """Whether there are too few people for a figure."""
        return self.people < rules.FEW


@dataclass(frozen=True, slots=True)
class GapRow:
    """A department with everything below it. ``met``: how many have all that is asked for."""

    department: "Department"
    people: int
    met: int
    lacking: tuple[Lacking, ...]

    @property
    def is_few(self) -> bool:
        """Whether there are too few people for a figure."""
        return self.people < rules.FEW


@dataclass(frozen=True, slots=True)
class GapTable:
    """Departments in 建制順 against what a profile asks for; ``total`` is all of them."""

    profile: "Profile"
    rows: tuple[GapRow, ...]
    people: int
    met: int
    total: tuple[Lacking, ...]
    on: date

    @property
    def widest(self) -> Lacking | None:
        """What most people miss; None when nothing is missing."""
        most = max(self.total, key=lambda one: one.missing, default=None)
        return most if most is not None and most.missing else None


def met(needs: rules.Levels, *, on: date, today: date) -> sa.Subquery:
    """Return who stood at what is needed on a day: ``person_id``, ``item_ref``, each pair once."""
    if on >= today:  # the kept summary of each cell: no attestation is read
        stands = current(on).c
        asked = sa.select(stands.person_id, stands.item_ref)
        wanted = _wanted(needs, stands.framework_ref, stands.item_ref, stands.level)
        return asked.where(wanted).subquery("met")
    one = SkillAttestation
    wanted = _wanted(needs, one.framework_ref, one.item_ref, one.level)
    asked = sa.select(one.person_id, one.item_ref).where(wanted, stood_on(on, today=today))
    return asked.distinct().subquery("met")


def _wanted(
    needs: rules.Levels,
    framework_ref: "sa.ColumnElement[str] | InstrumentedAttribute[str]",
    item_ref: "sa.ColumnElement[str] | InstrumentedAttribute[str]",
    level: "sa.ColumnElement[int] | InstrumentedAttribute[int]",
) -> sa.ColumnElement[bool]:
    """Return the condition that one of the needs is met."""
    by_level: dict[int, list[str]] = defaultdict(list)
    for ref, least in needs.items():
        by_level[least].append(ref)
    reached = (sa.and_(item_ref.in_(refs), level >= least) for least, refs in by_level.items())
    frameworks = {ref.partition("/")[0] for ref in needs}
    return sa.and_(framework_ref.in_(frameworks), sa.or_(sa.false(), *reached))


def levels_of(
    session: "Session",
    person_ids: Iterable[uuid.UUID],
    *,
    on: date,
    today: date,
    refs: Iterable[str] | None = None,
) -> dict[uuid.UUID, dict[str, int]]:
    """Return where some people stood on a day: person → item ref → level; one query."""
    query = (
        sa.select(
            SkillAttestation.person_id,
            SkillAttestation.item_ref,
            sa.func.max(SkillAttestation.level),
        )
        .where(SkillAttestation.person_id.in_(list(person_ids)), stood_on(on, today=today))
        .group_by(SkillAttestation.person_id, SkillAttestation.item_ref)
    )
    if refs is not None:
        query = query.where(SkillAttestation.item_ref.in_(list(refs)))
    found: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    for person_id, ref, level in session.execute(query):
        found[person_id][ref] = level
    return found


def progress(
    session: "Session",
    wanted: Sequence["Profile"],
    frame: Frame,
) -> dict[uuid.UUID, Standing]:
    """Return how far those of whom each profile asks have come, by profile; one query."""
    parts = []
    for profile in wanted:
        member = members(profile, frame)
        count = all_of(profile.needs, frame)
        parts.append(
            sa.select(
                sa.literal(str(profile.id)).label("profile"),
                sa.func.count().label("people"),
                sa.func.count(count.c.person_id).label("met"),
            )
            .select_from(member)
            .outerjoin(count, count.c.person_id == member.c.user_id)
        )
    if not parts:
        return {}
    rows = session.execute(sa.union_all(*parts))
    return {uuid.UUID(profile): Standing(people, reached) for profile, people, reached in rows}


def gap_table(
    session: "Session",
    profile: "Profile",
    frame: Frame,
) -> GapTable:
    """Return how many people of each department miss what; one query."""
    tree = frame.tree.within(frame.scope.department_ids)
    counted = _counted(session, profile, frame)
    heads, done = tree.roll_up(counted.heads), tree.roll_up(counted.done)
    by_item = {ref: tree.roll_up(own) for ref, own in counted.by_item.items()}
    roots = [one.id for one in tree.ordered if one.parent_id is None]

    def lacking(ids: Iterable[uuid.UUID]) -> tuple[Lacking, ...]:
        places = list(ids)
        people = sum(heads[one] for one in places)
        return tuple(
            Lacking(
                one, people, people - sum(by_item[one.item.ref].get(place, 0) for place in places)
            )
            for one in profile.wanted
        )

    return GapTable(
        profile=profile,
        rows=tuple(
            GapRow(one, heads[one.id], done[one.id], lacking([one.id]))
            for one in tree.ordered
            if heads[one.id] and one.parent_id is not None
        ),
        people=sum(heads[one] for one in roots),
        met=sum(done[one] for one in roots),
        total=lacking(roots),
        on=frame.on,
    )


@dataclass(frozen=True, slots=True)
class PersonLacking:
    """Somebody of a list, with what is missing: (what is wanted, where the person stands)."""

    id: uuid.UUID
    name: str
    place: str
    title: str
    missing: "tuple[tuple[Wanted, int], ...]"


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of the people behind a figure, in 建制順 and then by reading; from page 1."""

    people: tuple[PersonLacking, ...]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Behind:
    """Which figure of ``gap_table`` is opened.

    Attributes:
        department_id: It and what is below it alone; None for all.
        item_ref: Those who miss this item; without it, those who miss anything.
        is_met: The others: who has the item, or all of them.
    """

    department_id: uuid.UUID | None = None
    item_ref: str | None = None
    is_met: bool = False


def people(
    session: "Session", profile: "Profile", frame: Frame, behind: Behind, *, page: int = 1
) -> PeoplePage:
    """Return those behind a figure; three queries. ``page`` is clamped to what there is."""
    member = members(profile, frame)
    done = _done(profile, behind.item_ref, frame)
    asked = sa.select(member.c.user_id, member.c.organization_id, member.c.title).where(
        member.c.user_id.in_(done) if behind.is_met else member.c.user_id.not_in(done)
    )
    if behind.department_id is not None:
        inside = frame.tree.below(behind.department_id)
        asked = asked.where(member.c.organization_id.in_(inside))
    return listed(session, asked, frame, profile.wanted, page=page)


def listed(
    session: "Session",
    asked: "sa.Select[uuid.UUID, uuid.UUID, str]",
    frame: Frame,
    wanted: "Sequence[Wanted]",
    *,
    page: int,
) -> PeoplePage:
    """Return a page of people (id, place, title) with what they miss; three queries."""
    count = session.scalar(sa.select(sa.func.count()).select_from(asked.subquery())) or 0
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    rows = _listed(session, asked.subquery("asked"), frame.tree, page)
    refs = [one.item.ref for one in wanted]
    ids = [user.id for user, _, _ in rows]
    levels = levels_of(session, ids, on=frame.on, today=frame.today, refs=refs)
    names = {one.id: one.path for one in frame.tree.ordered}
    return PeoplePage(
        people=tuple(
            PersonLacking(
                user.id,
                user.name,
                names.get(place, ""),
                title,
                tuple(
                    (one, at)
                    for one in wanted
                    if (at := levels.get(user.id, {}).get(one.item.ref, 0)) < one.level
                ),
            )
            for user, place, title in rows
        ),
        count=count,
        page=page,
        pages=pages,
    )


def _listed(
    session: "Session", asked: sa.Subquery, tree: staff.Departments, page: int
) -> list[tuple[User, uuid.UUID, str]]:
    rank = {one.id: place for place, one in enumerate(tree.ordered)}
    rows = session.execute(
        sa.select(User, asked.c.organization_id, asked.c.title)
        .join(asked, asked.c.user_id == User.id)
        .order_by(sa.case(rank, value=asked.c.organization_id), User.name_order, User.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [(user, place, title) for user, place, title in rows]


def _done(profile: "Profile", item_ref: str | None, frame: Frame) -> "sa.Select[uuid.UUID]":
    """Return the ids of those who have an item, or all of them."""
    if item_ref is not None and item_ref in profile.needs:
        one = met({item_ref: profile.needs[item_ref]}, on=frame.on, today=frame.today)
        return sa.select(one.c.person_id)
    return sa.select(all_of(profile.needs, frame).c.person_id)


def all_of(needs: rules.Levels, frame: Frame) -> sa.Subquery:
    """Return who stood at everything that is needed: ``person_id``; nobody where nothing is."""
    reached = met(needs, on=frame.on, today=frame.today)
    return (
        sa.select(reached.c.person_id)
        .group_by(reached.c.person_id)
        .having(sa.func.count() == max(len(needs), 1))
        .subquery()
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    """People directly under each place: all, those who have everything, and those by item."""

    heads: Counter[uuid.UUID]
    done: Counter[uuid.UUID]
    by_item: dict[str, Counter[uuid.UUID]]


def _counted(session: "Session", profile: "Profile", frame: Frame) -> _Counts:
    """Count who has what of a profile: one row a person, in the order of the index."""
    member = members(profile, frame)
    reached = met(profile.needs, on=frame.on, today=frame.today)
    of_each = (
        sa.select(
            reached.c.person_id,
            sa.func.aggregate_strings(reached.c.item_ref, " ").label("refs"),
        )
        .group_by(reached.c.person_id)
        .subquery("of_each")
    )
    rows = session.execute(
        sa.select(member.c.organization_id, of_each.c.refs).outerjoin(
            of_each, of_each.c.person_id == member.c.user_id
        )
    )
    by_place: dict[uuid.UUID, Counter[str]] = defaultdict(Counter)
    found = _Counts(Counter(), Counter(), {one.item.ref: Counter() for one in profile.wanted})
    for place, refs in rows:
        found.heads[place] += 1
        had = refs.split(" ") if refs else []
        found.done[place] += bool(had) and len(had) == len(profile.needs)
        by_place[place].update(had)
    for place, counts in by_place.items():
        for ref, count in counts.items():
            found.by_item[ref][place] = count
    return found

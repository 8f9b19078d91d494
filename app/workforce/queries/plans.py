"""The action plan, traced down to people, courses and credentials, and up from an item."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.frameworks import queries as frameworks
from app.talent.models import ReceivedCredential, SkillAttestation
from app.talent.queries import staff
from app.talent.queries.dated import stood_on
from app.talent.queries.standings import current
from app.workforce.models import PlanItem
from app.workforce.queries.courses import NextStep, courses, next_steps
from app.workforce.queries.gaps import PeoplePage, listed, met
from app.workforce.queries.members import Frame, within
from app.workforce.queries.profiles import Profile, Wanted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.frameworks.models import FrameworkItem


@dataclass(frozen=True, slots=True)
class Trace:
    """A need of a plan item, down to what there is for it.

    Attributes:
        wanted: The item and its level.
        have: How many of the staff stand there; ``people`` is the staff.
        proofs: Signed credentials that attest it.
        courses: Those that teach it.
    """

    wanted: Wanted
    have: int
    people: int
    proofs: int
    courses: tuple[NextStep, ...]


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item of a framework: who needs it, and who stands there."""

    wanted: Wanted
    plans: tuple[PlanItem, ...]
    profiles: tuple[tuple[Profile, int], ...]
    courses: tuple[NextStep, ...]
    people: PeoplePage


def plan_items(session: "Session") -> list[PlanItem]:
    """Return the plan by code, what is closed last."""
    return list(
        session.scalars(
            sa.select(PlanItem).order_by(PlanItem.closed_on.is_not(None), PlanItem.code)
        )
    )


def is_taken(session: "Session", code: str, *, but: uuid.UUID | None) -> bool:
    """Whether another item has a code."""
    found = session.scalar(sa.select(PlanItem.id).where(PlanItem.code == code))
    return found is not None and found != but


def needs_of(row: PlanItem, profiles: Iterable[Profile]) -> dict[str, int]:
    """Return what an item needs: by itself, and by its roles; the higher level of each."""
    found = dict[str, int](row.needs["needs"])
    for one in profiles:
        if str(one.id) in row.profiles:
            for ref, level in one.needs.items():
                found[ref] = max(level, found.get(ref, 0))
    return found


def traces(
    session: "Session", row: PlanItem, profiles: Sequence[Profile], frame: Frame
) -> tuple[Trace, ...]:
    """Return what an item needs, down to people, credentials and courses; four queries."""
    return whole_plan(session, [row], profiles, frame)[row.id]


def whole_plan(
    session: "Session", rows: Sequence[PlanItem], profiles: Sequence[Profile], frame: Frame
) -> dict[uuid.UUID, tuple[Trace, ...]]:
    """Return the traces of many items, by item; as many queries as for one."""
    needs = {row.id: needs_of(row, profiles) for row in rows}
    home = staff.homes(frame.on)
    wanted = {pair for one in needs.values() for pair in one.items()}
    have = _have(session, wanted, home, frame)
    proofs = _proofs(session, {ref for ref, _ in wanted}, home)
    people = session.scalar(sa.select(sa.func.count()).select_from(home)) or 0
    offered = courses(session)
    return {
        id_: tuple(
            Trace(
                Wanted(item, level),
                have.get((ref, level), 0),
                people,
                proofs.get(ref, 0),
                next_steps(offered, {ref: level}, {}),
            )
            for ref, level in one.items()
            if (item := frameworks.find_item(ref)) is not None
        )
        for id_, one in needs.items()
    }


def _have(
    session: "Session", wanted: Collection[tuple[str, int]], home: sa.Subquery, frame: Frame
) -> dict[tuple[str, int], int]:
    """Return how many of the staff stand at each item and level, or above; one query."""
    refs = {ref for ref, _ in wanted}
    if frame.on >= frame.today:
        stands = current(frame.on)
        best = (
            sa.select(stands.c.item_ref, stands.c.level)
            .join(home, home.c.user_id == stands.c.person_id)
            .where(
                stands.c.framework_ref.in_({ref.partition("/")[0] for ref in refs}),
                stands.c.item_ref.in_(refs),
                within(home, frame),
            )
            .subquery("best")
        )
    else:
        best = (
            sa.select(
                SkillAttestation.item_ref, sa.func.max(SkillAttestation.level).label("level")
            )
            .join(home, home.c.user_id == SkillAttestation.person_id)
            .where(
                SkillAttestation.item_ref.in_(refs),
                within(home, frame),
                stood_on(frame.on, today=frame.today),
            )
            .group_by(SkillAttestation.person_id, SkillAttestation.item_ref)
            .subquery("best")
        )
    counts = session.execute(
        sa.select(best.c.item_ref, best.c.level, sa.func.count()).group_by(
            best.c.item_ref, best.c.level
        )
    ).all()
    return {
        (ref, least): sum(n for item, level, n in counts if item == ref and level >= least)
        for ref, least in wanted
    }


def item_page(
    session: "Session",
    item: "FrameworkItem",
    level: int,
    profiles: Sequence[Profile],
    frame: Frame,
    *,
    page: int,
) -> ItemPage:
    """Return what asks for an item, and who stands there; five queries."""
    home = staff.homes(frame.on)
    done = met({item.ref: level}, on=frame.on, today=frame.today)
    asked = sa.select(home.c.user_id, home.c.organization_id, home.c.title).where(
        home.c.user_id.in_(sa.select(done.c.person_id)), within(home, frame)
    )
    asking = [one for one in profiles if one.holds(frame.on)]
    return ItemPage(
        wanted=Wanted(item, level),
        plans=tuple(
            one
            for one in plan_items(session)
            if one.closed_on is None and item.ref in needs_of(one, asking)
        ),
        profiles=tuple((one, one.needs[item.ref]) for one in asking if item.ref in one.needs),
        courses=next_steps(courses(session), {item.ref: item.levels[-1].number}, {}),
        people=listed(session, asked, frame, (), page=page),
    )


def _proofs(session: "Session", refs: Iterable[str], home: sa.Subquery) -> dict[str, int]:
    """Return how many signed credentials of the staff attest each item."""
    rows = session.execute(
        sa.select(SkillAttestation.item_ref, sa.func.count(SkillAttestation.id))
        .select_from(ReceivedCredential)
        .join(SkillAttestation, SkillAttestation.received_credential_id == ReceivedCredential.id)
        .join(home, home.c.user_id == SkillAttestation.person_id)
        .where(SkillAttestation.item_ref.in_(list(refs)))
        .group_by(SkillAttestation.item_ref)
    )
    return {ref: count for ref, count in rows}  # noqa: C416  typed rows

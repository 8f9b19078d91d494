"""Targets: how many are reached on a day, by section, and the people behind the figure."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.achievements.models import Achievement
from app.clock import JST
from app.credentials.models import AchievementVersion, Credential, CredentialState
from app.frameworks import queries as frameworks
from app.talent.queries import staff
from app.workforce import rules
from app.workforce.models import Counts, Target, Unit
from app.workforce.queries.gaps import Behind, PeoplePage, all_of, listed, met
from app.workforce.queries.members import Frame, members, within
from app.workforce.queries.profiles import Profile, Wanted, version_on
from app.workforce.rules import Step

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.talent.queries.staff import Department

Versions = Mapping[uuid.UUID, Sequence[Profile]]
"""Profile → its versions, newest first."""


@dataclass(frozen=True, slots=True)
class Result:
    """What is reached of a goal on a day. ``value`` is people or a percentage, as the unit is."""

    people: int
    reached: int
    unit: Unit

    @property
    def value(self) -> float:
        """What is held against the goal; percentages with one place."""
        if self.unit is Unit.PEOPLE:
            return self.reached
        return round(100 * self.reached / self.people, 1) if self.people else 0

    @property
    def is_few(self) -> bool:
        """Whether there are too few people for a figure."""
        return self.people < rules.FEW


@dataclass(frozen=True, slots=True)
class Section:
    """A section's result; ``letter`` only where the goal is a rate, which holds for each."""

    department: "Department"
    result: Result
    letter: str | None


@dataclass(frozen=True, slots=True)
class Point:
    """A day of the chart: what was wanted by then, and what was reached, unless it is to come."""

    day: date
    goal: int | None
    result: Result | None


@dataclass(frozen=True, slots=True)
class Progress:
    """A target on a day."""

    target: Target
    on: date
    result: Result
    step: Step
    letter: str

    @property
    def grades(self) -> list[tuple[str, int]]:
        """The rule of its letters."""
        return grades_of(self.target)


@dataclass(frozen=True, slots=True)
class TargetPage:
    """A target with its sections and its way."""

    progress: Progress
    sections: tuple[Section, ...]
    points: tuple[Point, ...]


def steps_of(target: Target) -> list[Step]:
    """Return the steps of a target, in order of their days."""
    found = [Step(date.fromisoformat(day), goal) for day, goal in target.steps["steps"]]
    return sorted(found, key=lambda one: one.by)


def grades_of(target: Target) -> list[tuple[str, int]]:
    """Return the rule of its letters, best first."""
    return [(letter, least) for letter, least in target.grades["grades"]]


def targets(session: "Session") -> list[Target]:
    """Return every target, the open ones first, in the order in which they were made."""
    return list(
        session.scalars(
            sa.select(Target).order_by(Target.closed_on.is_not(None), Target.created_at)
        )
    )


def progress_of(
    session: "Session", rows: Sequence[Target], versions: Versions, frame: Frame
) -> list[Progress]:
    """Return how far targets have come on the frame's day; one query."""
    parts = [
        _count(base, reached, str(row.id))
        for row in rows
        for base, reached in [_counted(row, versions, frame)]
    ]
    if not parts:
        return []
    found = {
        uuid.UUID(key): (people, reached)
        for key, people, reached in session.execute(sa.union_all(*parts))
    }
    return [_progress(row, Result(*found[row.id], row.unit), frame.on) for row in rows]


@dataclass(frozen=True, slots=True)
class Counted:
    """A target on a day with everybody whom it is about: person, department, whether reached."""

    progress: Progress
    people: tuple[tuple[uuid.UUID, uuid.UUID, bool], ...]


def counted(
    session: "Session", rows: Sequence[Target], versions: Versions, frame: Frame
) -> list[Counted]:
    """Return how far targets have come on the frame's day, and who is behind that; one query."""
    parts = [
        sa.select(
            sa.literal(str(row.id)).label("key"),
            base.c.user_id,
            base.c.organization_id,
            reached.c.person_id.is_not(None).label("is_reached"),
        )
        .select_from(base)
        .outerjoin(reached, reached.c.person_id == base.c.user_id)
        for row in rows
        for base, reached in [_counted(row, versions, frame)]
    ]
    people: dict[str, list[tuple[uuid.UUID, uuid.UUID, bool]]] = {str(one.id): [] for one in rows}
    for key, person, place, is_reached in session.execute(sa.union_all(*parts)) if parts else ():
        people[key].append((person, place, bool(is_reached)))
    return [
        Counted(
            _progress(row, Result(len(found), sum(one[2] for one in found), row.unit), frame.on),
            tuple(found),
        )
        for row in rows
        for found in [people[str(row.id)]]
    ]


def target_page(session: "Session", row: Target, versions: Versions, frame: Frame) -> TargetPage:
    """Return a target by section and by step; two queries."""
    base, reached = _counted(row, versions, frame)
    own = session.execute(
        sa.select(base.c.organization_id, sa.func.count(), sa.func.count(reached.c.person_id))
        .outerjoin(reached, reached.c.person_id == base.c.user_id)
        .group_by(base.c.organization_id)
    ).all()
    people = frame.tree.roll_up({place: count for place, count, _ in own})
    done = frame.tree.roll_up({place: count for place, _, count in own})
    whole = Result(sum(one for _, one, _ in own), sum(one for _, _, one in own), row.unit)
    progress = _progress(row, whole, frame.on)
    sections = tuple(
        Section(one, result, _letter(row, result, progress.step))
        for one in frame.tree.ordered
        if one.parent_id is not None and people[one.id]
        for result in [Result(people[one.id], done[one.id], row.unit)]
    )
    return TargetPage(progress, sections, _points(session, row, versions, frame, progress))


def target_people(
    session: "Session",
    row: Target,
    versions: Versions,
    frame: Frame,
    behind: Behind,
    *,
    page: int = 1,
) -> PeoplePage:
    """Return those behind a target's figure: who is counted, or who is not yet; three queries."""
    base, reached = _counted(row, versions, frame)
    done = sa.select(reached.c.person_id)
    asked = sa.select(base.c.user_id, base.c.organization_id, base.c.title).where(
        base.c.user_id.in_(done) if behind.is_met else base.c.user_id.not_in(done)
    )
    if behind.department_id is not None:
        inside = frame.tree.below(behind.department_id)
        asked = asked.where(base.c.organization_id.in_(inside))
    return listed(session, asked, frame, _wanted(row, versions, frame), page=page)


def achievement_names(session: "Session") -> list[tuple[uuid.UUID, str]]:
    """Return what staff may be awarded, by name."""
    rows = session.execute(
        sa.select(Achievement.id, Achievement.name)
        .where(Achievement.audience == "staff")
        .order_by(Achievement.name)
    )
    return [(id_, name) for id_, name in rows]


def _progress(row: Target, result: Result, on: date) -> Progress:
    step = rules.step_on(steps_of(row), on)
    return Progress(row, on, result, step, rules.grade(result.value, step.goal, grades_of(row)))


def _letter(row: Target, result: Result, step: Step) -> str | None:
    if row.unit is Unit.PEOPLE or result.is_few:
        return None
    return rules.grade(result.value, step.goal, grades_of(row))


def _points(
    session: "Session", row: Target, versions: Versions, frame: Frame, progress: Progress
) -> tuple[Point, ...]:
    steps = steps_of(row)
    past = [one for one in steps if one.by < frame.on]
    parts = [
        _count(*_counted(row, versions, replace(frame, on=one.by)), one.by.isoformat())
        for one in past
    ]
    rows = session.execute(sa.union_all(*parts)) if parts else ()
    then = {day: Result(people, reached, row.unit) for day, people, reached in rows}
    found = [Point(one.by, one.goal, then.get(one.by.isoformat())) for one in steps]
    if all(one.by != frame.on for one in steps):
        found.append(Point(frame.on, None, progress.result))
    else:
        found = [
            replace(one, result=progress.result) if one.day == frame.on else one for one in found
        ]
    return tuple(sorted(found, key=lambda one: one.day))


def _count(base: sa.Subquery, reached: sa.Subquery, key: str) -> "sa.Select[str, int, int]":
    return (
        sa.select(
            sa.literal(key).label("key"),
            sa.func.count().label("people"),
            sa.func.count(reached.c.person_id).label("reached"),
        )
        .select_from(base)
        .outerjoin(reached, reached.c.person_id == base.c.user_id)
    )


def _counted(row: Target, versions: Versions, frame: Frame) -> tuple[sa.Subquery, sa.Subquery]:
    """Return who could count (``user_id``, place, title), and who is reached (``person_id``)."""
    profile = _profile(row, versions, frame)
    pool = members(profile, frame) if profile else staff.homes(frame.on)
    base = sa.select(pool.c.user_id, pool.c.organization_id, pool.c.title)
    base = base.where(within(pool, frame))
    if row.organization_id is not None:
        base = base.where(pool.c.organization_id.in_(frame.tree.below(row.organization_id)))
    if profile is not None:
        return base.subquery(), all_of(profile.needs, frame)
    if row.item_ref is not None and row.level is not None:
        needs = {row.item_ref: row.level}
        return base.subquery(), met(needs, on=frame.on, today=frame.today)
    return base.subquery(), _holders(row, frame.on)


def _holders(row: Target, on: date) -> sa.Subquery:
    """Return who held a credential of an achievement on a day: ``person_id``."""
    end = datetime.combine(on + timedelta(days=1), time(), tzinfo=JST)
    return (
        sa.select(Credential.user_id.label("person_id"))
        .join(AchievementVersion, AchievementVersion.id == Credential.achievement_version_id)
        .where(
            AchievementVersion.key.endswith(f"achievements/{row.achievement_id}", autoescape=True),
            Credential.awarded_on <= on,
            sa.or_(Credential.valid_until.is_(None), Credential.valid_until >= end),
            sa.or_(
                Credential.state != CredentialState.REVOKED,
                Credential.revoked_at >= end,
            ),
        )
        .distinct()
        .subquery("holder")
    )


def _profile(row: Target, versions: Versions, frame: Frame) -> Profile | None:
    if row.counts is not Counts.PROFILE or row.profile_id is None:
        return None
    return version_on(versions[row.profile_id], frame.on)


def _wanted(row: Target, versions: Versions, frame: Frame) -> Sequence[Wanted]:
    profile = _profile(row, versions, frame)
    if profile is not None:
        return profile.wanted
    item = frameworks.find_item(row.item_ref or "")
    return (Wanted(item, row.level),) if item and row.level else ()

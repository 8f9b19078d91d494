"""What the memos that counted on a day sum up to, beside what was learned until then."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.catalog import queries as catalog
from app.catalog.edition import Audience
from app.catalog.models import Course
from app.clock import JST
from app.improvements import rules
from app.improvements.models import ImprovementMemo
from app.improvements.queries.memos import counted
from app.learning.models import Registration
from app.talent.queries import staff

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from app.talent.queries import Scope
    from app.talent.queries.staff import Department, Departments


@dataclass(frozen=True, slots=True)
class Sum:
    """Some memos and some completions.

    Attributes:
        memos: How many counted.
        saved: Minutes a year that they save together; below zero as well.
        completions: How many courses were finished (延べ), by those listed there on the day.
        learned: Minutes of these courses, as the courses say.
    """

    memos: int
    saved: int
    completions: int
    learned: int

    @property
    def saved_hours(self) -> float:
        """Hours a year, with one place."""
        return rules.hours(self.saved)

    @property
    def learned_hours(self) -> float:
        """Hours of learning, with one place."""
        return rules.hours(self.learned)


@dataclass(frozen=True, slots=True)
class OfDepartment:
    """A department with everything below it."""

    department: "Department"
    sum: Sum


@dataclass(frozen=True, slots=True)
class OfCourse:
    """A course, retired ones with the title they had."""

    slug: str
    title: str
    sum: Sum


@dataclass(frozen=True, slots=True)
class Sums:
    """By department in 建制順, and by course, what saves most first; only rows with something."""

    on: "date"
    total: Sum
    departments: tuple[OfDepartment, ...]
    courses: tuple[OfCourse, ...]


def sums(session: "Session", tree: "Departments", *, scope: "Scope", on: "date") -> Sums:
    """Return the sums of a day for the departments that may be read; three queries."""
    inside = tree.within(scope.department_ids)
    minutes, titles = _courses(session)
    memos: Counter[tuple[uuid.UUID, str]] = Counter()
    saved: Counter[tuple[uuid.UUID, str]] = Counter()
    for place, slug, title, count, saving in session.execute(_memos(scope, on)):
        memos[place, slug] += count
        saved[place, slug] += saving
        titles.setdefault(slug, title)
    done = Counter[tuple[uuid.UUID, str]]()
    for place, slug, count in session.execute(_completions(scope, on)):
        done[place, slug] += count
    for slug in {slug for _place, slug in done} - minutes.keys():  # retired: few
        card = catalog.course_by_slug(session, slug)
        minutes[slug] = card.outline.minutes
        titles.setdefault(slug, card.outline.title.plain)
    learned = Counter({key: count * minutes.get(key[1], 0) for key, count in done.items()})
    parts = (memos, saved, done, learned)
    return Sums(
        on,
        Sum(*(sum(part.values()) for part in parts)),
        _by_department(inside, parts),
        _by_course(titles, parts),
    )


Part = Counter[tuple[uuid.UUID, str]]


def _by_department(
    tree: "Departments", parts: "tuple[Part, Part, Part, Part]"
) -> tuple[OfDepartment, ...]:
    rolled = []
    for part in parts:
        own = Counter[uuid.UUID]()
        for (place, _slug), count in part.items():
            own[place] += count
        rolled.append(tree.roll_up(own))
    rows = (OfDepartment(one, Sum(*(part[one.id] for part in rolled))) for one in tree.ordered)
    return tuple(one for one in rows if one.sum.memos or one.sum.completions)


def _by_course(
    titles: "Mapping[str, str]", parts: "tuple[Part, Part, Part, Part]"
) -> tuple[OfCourse, ...]:
    by_slug: list[Counter[str]] = []
    for part in parts:
        own = Counter[str]()
        for (_place, slug), count in part.items():
            own[slug] += count
        by_slug.append(own)
    slugs: Iterable[str] = {slug for own in by_slug for slug in own}
    rows = [
        OfCourse(slug, titles.get(slug, slug), Sum(*(own[slug] for own in by_slug)))
        for slug in slugs
    ]
    kept = [one for one in rows if one.sum.memos or one.sum.completions]
    return tuple(sorted(kept, key=lambda one: (-one.sum.saved, -one.sum.completions, one.title)))


def _courses(session: "Session") -> tuple[dict[str, int], dict[str, str]]:
    cards = catalog.courses_for(session, Audience.STAFF)
    minutes = {card.slug: card.outline.minutes for card in cards}
    return minutes, {card.slug: card.outline.title.plain for card in cards}


def _memos(scope: "Scope", on: "date") -> "sa.Select[uuid.UUID, str, str, int, int]":
    memo = ImprovementMemo
    saving = (memo.before - memo.after) * memo.times * rules.MONTHS * memo.people
    query = (
        sa.select(
            memo.organization_id,
            memo.course,
            sa.func.max(memo.course_title),
            sa.func.count(),
            sa.func.sum(saving),
        )
        .where(counted(on))
        .group_by(memo.organization_id, memo.course)
    )
    if scope.department_ids is not None:
        query = query.where(memo.organization_id.in_(scope.department_ids))
    return query


def _completions(scope: "Scope", on: "date") -> "sa.Select[uuid.UUID, str, int]":
    """Count finished courses of staff by where their people are listed on the day."""
    home = staff.homes(on)
    end = datetime.combine(on + timedelta(days=1), time(), tzinfo=JST)
    query = (
        sa.select(home.c.organization_id, Course.slug, sa.func.count())
        .join(Registration, Registration.learner_id == home.c.user_id)
        .join(Course, Course.id == Registration.course_id)
        .where(
            Registration.completed_at < end,
            Registration.merged_into_id.is_(None),
            Course.audience == Audience.STAFF,
        )
        .group_by(home.c.organization_id, Course.slug)
    )
    if scope.department_ids is not None:
        query = query.where(home.c.organization_id.in_(scope.department_ids))
    return query

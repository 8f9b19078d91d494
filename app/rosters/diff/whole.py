"""The way in: a roster that was read, beside what the house knows."""

import uuid
from datetime import date

from app.rosters.diff.absent import absent_from, covered_by, let_leave
from app.rosters.diff.employments import compare_employments, finish_employments
from app.rosters.diff.enrollments import compare_enrollments, finish_enrollments
from app.rosters.diff.guardians import compare_guardians
from app.rosters.diff.people import compare_people, finish_person
from app.rosters.diff.places import compare_places
from app.rosters.diff.posts import compare_posts, finish_posts
from app.rosters.diff.show import shown
from app.rosters.diff.work import PersonState, Work
from app.rosters.plan import Plan
from app.rosters.progress import Steps
from app.rosters.reading import Reading
from app.rosters.standing import Standing


def compared(
    reading: Reading,
    standing: Standing,
    *,
    today: date,
    by: uuid.UUID | None = None,
    ends_absent: bool = False,
    steps: Steps | None = None,
) -> Plan:
    """Return what an import would do.

    Args:
        reading: The file; it is used up.
        standing: What is there.
        today: From when on new things hold.
        by: Whoever imports it; they are never among those who leave.
        ends_absent: Whether who is absent from the roster leaves.
        steps: One is done with each kind of row.
    """
    work = Work(reading.form, reading.roster, standing, today, by)
    work.plan.faults += reading.faults
    steps = steps or Steps()
    for part in (compare_places, compare_people, compare_posts, compare_enrollments):
        part(work)
        steps.next()
    compare_employments(work)
    compare_guardians(work)
    covered = covered_by(work)
    absent = absent_from(work, covered)
    if ends_absent:
        let_leave(work, absent, covered)
    gone = {state.id for state in absent}
    for state in work.states.values():
        _finish(work, state, is_absent=state.id in gone)
    work.plan.findings.sort(key=lambda one: one.order)
    for one in work.plan.findings:
        one.order = ()  # it has done its work
    return work.plan


def _finish(work: Work, state: PersonState, *, is_absent: bool) -> None:
    """Note what is shown of somebody and what changes, and let go what led to it."""
    if state.entry is not None or is_absent:
        work.plan.findings.append(shown(work, state, is_absent=is_absent))
    finish_person(work, state)
    finish_posts(work, state)
    finish_employments(work, state)
    finish_enrollments(work, state)
    state.posts.clear()
    state.enrollments.clear()
    state.stretches.clear()

"""The way in: a roster that was read, beside what the house knows."""

import uuid
from datetime import date

from app.rosters.diff.absent import absent_from, covered_by, let_leave
from app.rosters.diff.enrollments import compare_enrollments, finish_enrollments
from app.rosters.diff.guardians import compare_guardians
from app.rosters.diff.people import compare_people, finish_people
from app.rosters.diff.places import compare_places
from app.rosters.diff.posts import compare_posts, finish_posts
from app.rosters.diff.show import shown
from app.rosters.diff.work import Work
from app.rosters.plan import Plan
from app.rosters.reading import Reading
from app.rosters.standing import Standing


def compared(
    reading: Reading,
    standing: Standing,
    *,
    today: date,
    by: uuid.UUID | None = None,
    ends_absent: bool = False,
) -> Plan:
    """Return what an import would do.

    Args:
        reading: The file; rows that turn out to be left out are added to its ``set_aside``.
        standing: What is there.
        today: From when on new things hold.
        by: Whoever imports it; they are never among those who leave.
        ends_absent: Whether who is absent from the roster leaves.
    """
    work = Work(reading.form, reading.roster, standing, today, by)
    work.plan.faults += reading.faults
    compare_places(work)
    compare_people(work)
    compare_posts(work)
    compare_enrollments(work)
    compare_guardians(work)
    covered = covered_by(work)
    absent = absent_from(work, covered)
    if ends_absent:
        let_leave(work, absent, covered)
    finish_people(work)
    finish_posts(work)
    finish_enrollments(work)
    gone = {state.id for state in absent}
    work.plan.findings = [
        shown(work, state, is_absent=state.id in gone)
        for state in work.states.values()
        if state.entry is not None or state.id in gone
    ]
    work.plan.findings.sort(key=lambda one: one.order)
    return work.plan

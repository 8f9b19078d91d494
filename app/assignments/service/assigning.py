"""Assign a course or a path to people, and take in those who join later."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.assignments import queries, rules
from app.assignments.errors import AssignmentRefused
from app.assignments.models import Assignee, Assignment, AssignmentAct, What
from app.assignments.queries import Whom
from app.assignments.rules import REMINDERS, State
from app.assignments.service.leaves import exempt_absent
from app.audit import service as audit
from app.catalog.models import Course
from app.clock import day_of
from app.credentials.models import Credential, CredentialState
from app.learning.models import Registration
from app.talent.queries import staff

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.assignments.policy import Scope


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for an assignment besides the day.

    Attributes:
        prior_months: How many months old a completion may be that counts; 0: none does (a
            renewal); None: it counts while its credential holds.
        reminders: Days before the due day on which people are written to; below zero after it.
    """

    prior_months: int | None = None
    reminders: tuple[int, ...] = REMINDERS


@dataclass(slots=True)
class _Learned:
    """What somebody has done of the courses: finished ones that count, with the day; begun."""

    done: dict[str, "date"] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)


def assign(
    session: "Session",
    what: str | uuid.UUID,
    whom: Whom,
    *,
    due_on: "date",
    purpose: str,
    by: uuid.UUID | None,
    now: "datetime",
    scope: "Scope" = None,
    terms: Terms | None = None,
) -> Assignment:
    """Assign a course or a learning path to people, who find it on their home from then on.

    From another package, such as a page of gaps, in one call::

        assign(
            session, "seisei-ai", Whom(people=frozenset(ids)), due_on=day,
            purpose="推進リーダーになるための研修", by=me().id, now=now,
        )

    Args:
        session: The caller's transaction.
        what: The slug of a published course, or the id of a path (``achievements``).
        whom: A department with all below it, or people. Whoever is named and is not of the city's
            staff today, or beyond ``scope``, is left out.
        due_on: The last day; today or later.
        purpose: Why, in one sentence that the people read.
        by: Who assigns; None for the command line.
        now: The present instant.
        scope: The departments that ``by`` may assign for (``queries.scope_of``); None for the
            whole city. The assignment belongs to the first unit of the scope's that it goes to.
        terms: What counts, and when people are written to; the usual where None.

    Returns:
        The assignment. Its assignees are there, those who have finished already as done.

    Raises:
        AssignmentRefused: ``course`` (there is no such course or path, or it takes nobody new),
            ``past`` (the day), ``nobody``. Nothing was written.
    """
    today, terms = day_of(now), terms or Terms()
    choice = next((one for one in queries.choices(session) if one.key == str(what)), None)
    if choice is None or not choice.courses:
        raise AssignmentRefused("course")
    if due_on < today:
        raise AssignmentRefused("past")
    tree = staff.departments(session)
    if (
        scope is not None
        and whom.organization_id is not None
        and whom.organization_id not in scope
    ):
        raise AssignmentRefused("nobody")
    people = queries.members(session, tree, whom, scope=scope, today=today)
    if not people:
        raise AssignmentRefused("nobody")
    row = Assignment(
        title=choice.title,
        courses=list(choice.courses),
        path_id=uuid.UUID(choice.key) if choice.is_path else None,
        purpose=purpose,
        organization_id=whom.organization_id,
        post_title=whom.post_title if whom.organization_id else "",
        adds_joiners=whom.adds_joiners and whom.organization_id is not None,
        due_on=due_on,
        made_on=today,
        prior_months=terms.prior_months,
        reminders={"days": list(terms.reminders)},
        owner_id=_owner(tree, whom, scope),
        by_id=by,
        created_at=now,
    )
    session.add(row)
    session.flush()
    add_people(session, row, people, today=today)
    exempt_absent(session, now=now)
    note(session, row, What.MADE, by=by, now=now, people=len(people), due_after=due_on)
    told = {"assignment": str(row.id), "people": len(people)}
    audit.record(session, "assignments.made", now=now, by=by, details=told)
    return row


def add_joiners(session: "Session", *, now: "datetime") -> int:
    """Let those into assignments who have joined a department since; return how many came in.

    Only into assignments that say so and whose day is still to come.
    """
    today = day_of(now)
    rows = session.scalars(
        sa.select(Assignment).where(
            Assignment.adds_joiners.is_(True),
            Assignment.withdrawn_on.is_(None),
            Assignment.due_on >= today,
        )
    ).all()
    if not rows:
        return 0
    tree, count = staff.departments(session), 0
    for row in rows:
        whom = Whom(row.organization_id, row.post_title)
        there = queries.members(session, tree, whom, scope=None, today=today)
        known = set(
            session.scalars(sa.select(Assignee.person_id).where(Assignee.assignment_id == row.id))
        )
        new = [one for one in there if one not in known]
        if new:
            add_people(session, row, new, today=today)
            note(session, row, What.JOINED, by=None, now=now, people=len(new))
            count += len(new)
    return count


def note(
    session: "Session",
    row: Assignment,
    what: What,
    *,
    by: uuid.UUID | None,
    now: "datetime",
    people: int = 0,
    reason: str = "",
    due_before: "date | None" = None,
    due_after: "date | None" = None,
) -> AssignmentAct:
    """Write down what is done with an assignment."""
    act = AssignmentAct(
        assignment_id=row.id,
        what=what,
        on_day=day_of(now),
        people=people,
        reason=reason,
        due_before=due_before,
        due_after=due_after,
        by_id=by,
        at=now,
    )
    session.add(act)
    session.flush()
    return act


def add_people(
    session: "Session", row: Assignment, people: Collection[uuid.UUID], *, today: "date"
) -> None:
    """Put people into an assignment, each with what they have learned already; two queries."""
    learned = learned_by(session, row, people, today=today)
    nothing = _Learned()
    session.execute(
        sa.insert(Assignee),
        [_values(row, one, learned.get(one, nothing), today=today) for one in people],
    )


def learned_by(
    session: "Session", row: Assignment, people: Collection[uuid.UUID], *, today: "date"
) -> Mapping[uuid.UUID, _Learned]:
    """Return what people have done of the courses of an assignment; one query."""
    wanted = set(people)
    query = (
        sa.select(
            Registration.learner_id,
            Course.slug,
            Registration.completed_at,
            Credential.state,
            Credential.valid_until,
        )
        .join(Course, Course.id == Registration.course_id)
        .outerjoin(Credential, Credential.registration_id == Registration.id)
        .where(Course.slug.in_(row.courses))
        .order_by(Registration.completed_at)
    )
    if len(wanted) == 1:
        query = query.where(Registration.learner_id.in_(wanted))
    found: dict[uuid.UUID, _Learned] = {}
    for person_id, slug, completed_at, state, until in session.execute(query):
        if person_id not in wanted:
            continue
        one = found.setdefault(person_id, _Learned())
        if completed_at is None:
            one.begun.add(slug)
            continue
        on = day_of(completed_at)
        holds = state is not CredentialState.REVOKED and (until is None or day_of(until) > today)
        if on >= row.made_on or rules.counts_before(
            on, assigned_on=row.made_on, months=row.prior_months, holds=holds
        ):
            one.done[slug] = on
    return found


def _values(
    row: Assignment, person_id: uuid.UUID, learned: _Learned, *, today: "date"
) -> dict[str, object]:
    state = rules.state_of(row.courses, learned.done, learned.begun)
    is_done = state is State.DONE
    return {
        "id": uuid.uuid4(),
        "assignment_id": row.id,
        "person_id": person_id,
        "state": state,
        "state_on": max(learned.done.values()) if is_done else today,
        "done": sorted(learned.done),
        "added_on": today,
        "reason": "",
        "thanked_on": today if is_done else None,  # it was done before anybody asked
    }


def _owner(tree: staff.Departments, whom: Whom, scope: "Scope") -> uuid.UUID | None:
    """Return the unit of a scope to which an assignment belongs; None for the whole city's."""
    if scope is None or whom.organization_id is not None:
        return whom.organization_id if scope is not None else None
    return next((one.id for one in tree.ordered if one.id in scope), None)

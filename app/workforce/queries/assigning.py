"""Whom a course is proposed to: those of a role who lack what it raises, or one person."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.assignments import queries as assignments
from app.frameworks import queries as frameworks
from app.workforce.queries.courses import courses, next_steps
from app.workforce.queries.gaps import all_of
from app.workforce.queries.members import Frame, members

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.frameworks.models import FrameworkItem
    from app.workforce.queries.courses import NextStep
    from app.workforce.queries.profiles import Profile


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a proposal holds.

    Attributes:
        course: The slug.
        item_ref: Those who miss this item alone; None for whatever the course raises.
        department_id: It and what is below it alone; None for all.
    """

    course: str
    item_ref: str | None = None
    department_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A course, and to whom it would be assigned.

    Attributes:
        step: The course, with what it raises.
        items: Of that, what somebody of them is missing.
        people: Who lacks one of the items and has not been asked yet.
        asked: How many lack it and have been asked already.
    """

    step: "NextStep"
    items: "tuple[FrameworkItem, ...]"
    people: frozenset[uuid.UUID]
    asked: int


def proposal(
    session: "Session", profile: "Profile", frame: Frame, asked: Asked
) -> Proposal | None:
    """Return to whom of a role a course is proposed; None where it raises nothing of it.

    Who stands as high as the course leads is left out, whatever the role asks for beyond.
    """
    step = _step(session, profile, asked.course)
    if step is None:
        return None
    reach = {
        one.item.ref: min(one.after, profile.needs[one.item.ref])
        for one in step.raised
        if asked.item_ref in {None, one.item.ref}
    }
    if not reach:
        return None
    member = members(profile, frame)
    lacking = sa.select(member.c.user_id).where(
        member.c.user_id.not_in(sa.select(all_of(reach, frame).c.person_id))
    )
    if asked.department_id is not None:
        inside = frame.tree.below(asked.department_id)
        lacking = lacking.where(member.c.organization_id.in_(inside))
    return _without_asked(session, step, reach, set(session.scalars(lacking)))


def proposal_for(
    session: "Session", person_id: uuid.UUID, course: str, steps: "Iterable[NextStep]"
) -> Proposal | None:
    """Return the proposal for one person; None where the course is no next step of theirs."""
    step = next((one for one in steps if one.slug == course), None)
    if step is None:
        return None
    return _without_asked(session, step, [one.item.ref for one in step.raised], {person_id})


def _step(session: "Session", profile: "Profile", slug: str) -> "NextStep | None":
    offered = [one for one in courses(session) if one.slug == slug]
    return next(iter(next_steps(offered, profile.needs, {})), None)


def _without_asked(
    session: "Session", step: "NextStep", refs: "Iterable[str]", people: set[uuid.UUID]
) -> Proposal:
    waiting = assignments.asked_already(session, step.slug)
    found = (frameworks.find_item(ref) for ref in refs)
    items = tuple(one for one in found if one is not None)
    return Proposal(step, items, frozenset(people - waiting), len(people & waiting))

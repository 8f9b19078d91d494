"""What HR writes of one person: number, employment, leave, and a transfer."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit.service import record
from app.identity.models import Organization, OrganizationKind, Post, Role, User
from app.outbox import service as outbox
from app.personnel import rules
from app.personnel.errors import NoSuchEmployee, NumberMalformed, NumberTaken
from app.personnel.events import LeavesChanged
from app.personnel.models import Employee, Employment
from app.personnel.rules import Away, Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

CITY_KINDS = (OrganizationKind.CITY, OrganizationKind.DEPARTMENT)


@dataclass(frozen=True, slots=True)
class Edit:
    """What HR writes of somebody's employment.

    Attributes:
        number: The employee number; empty where the city has none for them.
        told: Of the employment.
        on: From when it holds.
        away: Why they are away and when; None takes away what is known of that day.
        reason: Why this is written, for the log.
    """

    number: str
    told: Told
    on: date
    away: Away | None
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """A transfer of one person: where to, as what, and from when.

    Attributes:
        organization_id: The city or one of its departments.
        title: 職名.
        is_primary: Whether the primary post moves there; else it is a second post (兼務).
        on: The day of effect (発令日), past or to come.
        reason: Why, for the log.
    """

    organization_id: uuid.UUID
    title: str
    is_primary: bool
    on: date
    reason: str


def keep_employment(
    session: "Session", user_id: uuid.UUID, edit: Edit, *, by: uuid.UUID, now: datetime
) -> None:
    """Write what HR says of one person's employment; where they leave, their posts end with it.

    Args:
        session: The unit of work.
        user_id: Whose.
        edit: What is said.
        by: Who says so.
        now: The present instant.

    Raises:
        NoSuchEmployee: There is no such person.
        NumberMalformed: That is no number.
        NumberTaken: Another person has it.
        KindNeeded: They begin to be employed, and it is not said how.
        DaysDiffer: The days cannot be.
    """
    if session.get(User, user_id, with_for_update=True) is None:
        raise NoSuchEmployee(user_id)
    _keep_number(session, user_id, edit.number)
    rows = _settle(session, user_id, edit)
    if rows and edit.told.left_on is not None:
        end_posts(session, user_id, last=edit.told.left_on)
    outbox.publish(session, LeavesChanged(now))
    details = {"reason": edit.reason, "on": edit.on.isoformat()}
    record(session, "personnel.changed", now=now, by=by, subject=user_id, details=details)


def transfer(
    session: "Session", user_id: uuid.UUID, move: Move, *, by: uuid.UUID, now: datetime
) -> None:
    """Give somebody a post from a day on; the primary post they had ends the day before.

    The same move once more changes nothing but the title.

    Args:
        session: The unit of work.
        user_id: Whose.
        move: Where to.
        by: Who says so.
        now: The present instant.

    Raises:
        NoSuchEmployee: There is no such person, or no such place of the city.
    """
    place = session.get(Organization, move.organization_id)
    if session.get(User, user_id, with_for_update=True) is None:
        raise NoSuchEmployee(user_id)
    if place is None or place.kind not in CITY_KINDS or place.closed_on is not None:
        raise NoSuchEmployee(move.organization_id)
    posts = _posts(session, user_id)
    if move.is_primary:
        for post in posts:
            if post.is_primary and post.starts_on < move.on and _lasts(post, move.on):
                post.ends_on = move.on - rules.A_DAY
    same = next((one for one in posts if _is_same(one, move)), None)
    if same is None:
        same = Post(user_id=user_id, organization_id=place.id, role=Role.LEARNER)
        session.add(same)
        same.starts_on = move.on
    elif same.starts_on < move.on and (same.title, same.is_primary) != _wanted(move):
        same.ends_on = move.on - rules.A_DAY
        session.flush()
        same = Post(user_id=user_id, organization_id=place.id, role=same.role)
        same.starts_on = move.on
        session.add(same)
    session.flush()  # what was the primary post ends first: there is one at a time
    same.title, same.is_primary = _wanted(move)
    session.flush()
    details = {"reason": move.reason, "on": move.on.isoformat(), "place": str(place.id)}
    record(session, "personnel.transferred", now=now, by=by, subject=user_id, details=details)


def note_export(session: "Session", *, by: uuid.UUID, on: date, form: str, now: datetime) -> None:
    """Note that a list of the register goes out as a file."""
    details = {"on": on.isoformat(), "form": form}
    record(session, "personnel.exported", now=now, by=by, details=details)


def end_posts(session: "Session", user_id: uuid.UUID, *, last: date) -> None:
    """End somebody's posts at the city, where they last longer."""
    for post in _posts(session, user_id):
        if _lasts(post, last + rules.A_DAY):
            post.ends_on = max(last, post.starts_on)
    session.flush()


def _keep_number(session: "Session", user_id: uuid.UUID, written: str) -> None:
    number = rules.number_of(written)
    held = session.scalar(sa.select(Employee).where(Employee.user_id == user_id))
    if not number:
        if held is not None:
            session.delete(held)
            session.flush()
        return
    if not rules.is_number(number):
        raise NumberMalformed(number)
    taken = sa.select(Employee.user_id).where(
        Employee.number == number, Employee.user_id != user_id
    )
    if session.scalar(taken) is not None:
        raise NumberTaken(number)
    if held is None:
        session.add(Employee(user_id=user_id, number=number))
    else:
        held.number = number
    session.flush()


def _settle(session: "Session", user_id: uuid.UUID, edit: Edit) -> "list[Employment]":
    asked = sa.select(Employment).where(Employment.user_id == user_id)
    known = {one.id: one for one in session.scalars(asked)}
    told = replace(edit.told, away=edit.away)
    wanted = rules.settled([_stretch(one) for one in known.values()], told, on=edit.on)
    if edit.away is None:
        wanted = rules.back(wanted, on=edit.on)
    rows = []
    for one in wanted:
        row = known.get(one.id) if isinstance(one.id, uuid.UUID) else None
        if row is None:
            row = Employment(user_id=user_id)
            session.add(row)
        row.kind, row.grade, row.rank = one.kind, one.grade, one.rank
        row.hired_on, row.starts_on, row.ends_on = one.hired_on, one.starts_on, one.ends_on
        row.leave = one.away.kind if one.away else None
        row.leave_from = one.away.starts_on if one.away else None
        row.leave_until = one.away.ends_on if one.away else None
        rows.append(row)
    session.flush()
    return rows


def away_of(one: Employment) -> Away | None:
    """Return the leave that a row tells of."""
    if one.leave is None or one.leave_from is None:
        return None
    return Away(one.leave, one.leave_from, one.leave_until)


def _stretch(one: Employment) -> rules.Stretch:
    return rules.Stretch(
        *(one.id, one.kind, one.grade, one.rank, one.hired_on, one.starts_on, one.ends_on),
        away_of(one),
    )


def _posts(session: "Session", user_id: uuid.UUID) -> "Sequence[Post]":
    return session.scalars(
        sa.select(Post)
        .join(Organization, Organization.id == Post.organization_id)
        .where(Post.user_id == user_id, Organization.kind.in_(CITY_KINDS))
        .order_by(Post.starts_on.desc())
    ).all()


def _lasts(post: Post, day: date) -> bool:
    return post.ends_on is None or post.ends_on >= day


def _is_same(post: Post, move: Move) -> bool:
    """Whether a post is the one that a move is about: there already, on that day."""
    is_there = post.organization_id == move.organization_id and post.role is Role.LEARNER
    just_ended = post.ends_on == move.on - rules.A_DAY and post.starts_on < move.on
    return is_there and post.starts_on <= move.on and _lasts(post, move.on) and not just_ended


def _wanted(move: Move) -> tuple[str, bool]:
    return (move.title, move.is_primary)

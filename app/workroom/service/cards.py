"""Cards: written, moved, ticked, removed and brought back."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.clock import day_of
from app.following import service as following
from app.projects.models import ProjectMember
from app.projects.rules import Act, MemberRole
from app.projects.service import activity
from app.workroom import rules
from app.workroom.errors import NothingThere, WorkroomRefused
from app.workroom.models import Card, CardAssignee, CardItem
from app.workroom.rules import CardState, Step
from app.workroom.service.holding import note_once, open_project, present

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.projects.models import Project

GAP: Final = 1
_TEACHERS: Final = (MemberRole.TEACHER, MemberRole.COORDINATOR)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody writes on a card.

    Attributes:
        title: What is to be done.
        words: More of it.
        due_on: By when.
        people: Whom it is for, of ``offered``.
        offered: Whom the form let them choose.
        items: Its list, in order.
    """

    title: str
    words: str = ""
    due_on: date | None = None
    people: frozenset[uuid.UUID] = frozenset()
    offered: frozenset[uuid.UUID] = frozenset()
    items: tuple[str, ...] = ()


def mark_of(row: Card) -> str:
    """Return a mark of what a card says, without where it stands and what is ticked."""
    people = sorted(str(one.user_id) for one in row.people)
    lines = [one.text for one in row.items]
    return rules.mark_of(row.title, row.words, row.due_on, people, lines)


def write_card(
    session: "Session",
    project_id: uuid.UUID,
    told: Told,
    *,
    by: uuid.UUID,
    now: "datetime",
    state: CardState = CardState.TODO,
) -> Card:
    """Put a new card below the others of a column; whom it is for are told.

    Raises:
        ProjectRefused: ``ended``. Nothing was written.
    """
    project = open_project(session, project_id)
    row = Card(
        project_id=project.id,
        title=told.title,
        state=state,
        position=_below(session, project.id, state),
        created_at=now,
        created_by_id=by,
        people=[],
        items=[],
    )
    session.add(row)
    session.flush()
    _write(session, project, row, told, by=by, now=now)
    _arrived(session, project, row, by=by, now=now)
    return row


def change_card(
    session: "Session",
    place: tuple[uuid.UUID, uuid.UUID],
    told: Told,
    *,
    by: uuid.UUID,
    now: "datetime",
    read: str | None = None,
) -> Card:
    """Write a card otherwise; things of its list that stay keep their tick.

    Args:
        session: The unit of work.
        place: The project's id, and the card's.
        told: What it says from now on.
        by: Who writes.
        now: The present instant.
        read: The mark of what they read before (``mark_of``).

    Raises:
        ProjectRefused: ``ended``.
        NothingThere: There is no such card.
        WorkroomRefused: ``changed``.
    """
    project = open_project(session, place[0])
    row = present(session, Card, project, place[1])
    if read is not None and read != mark_of(row):
        raise WorkroomRefused("changed")
    _write(session, project, row, told, by=by, now=now)
    return row


def move_card(
    session: "Session",
    place: tuple[uuid.UUID, uuid.UUID],
    to: "CardState | Step",
    *,
    by: uuid.UUID,
    now: "datetime",
) -> Card:
    """Put a card into another column, below the others there, or one up or down in its own.

    In the last column it is finished: noted once for each whom it is for.

    Raises:
        ProjectRefused: ``ended``.
        NothingThere: There is no such card.
    """
    project = open_project(session, place[0])
    row = present(session, Card, project, place[1])
    if isinstance(to, Step):
        _step(session, row, to)
    elif row.state is not to:
        row.position, row.state = _below(session, project.id, to), to
        _arrived(session, project, row, by=by, now=now)
    session.flush()
    return row


def tick(
    session: "Session",
    place: tuple[uuid.UUID, uuid.UUID],
    item_id: uuid.UUID,
    *,
    is_done: bool,
    now: "datetime",
) -> Card:
    """Tick a thing of a card's list, or take the tick off.

    Raises:
        ProjectRefused: ``ended``.
        NothingThere: There is no such card, or no such thing on it.
    """
    row = present(session, Card, open_project(session, place[0]), place[1])
    item = next((one for one in row.items if one.id == item_id), None)
    if item is None:
        raise NothingThere(item_id)
    if (item.done_on is not None) != is_done:
        item.done_on = day_of(now) if is_done else None
        session.flush()
    return row


def _write(
    session: "Session",
    project: "Project",
    row: Card,
    told: Told,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> None:
    row.title, row.words, row.due_on = told.title, told.words, told.due_on
    before = {one.user_id for one in row.people}
    after = rules.kept_people(before, told.offered, told.people)
    row.people = [one for one in row.people if one.user_id in after]
    row.people += [CardAssignee(user_id=one) for one in sorted(after - before)]
    old = list(row.items)
    row.items = [
        _item(old, line, position)
        for position, line in enumerate(rules.matched([one.text for one in old], told.items))
    ]
    session.flush()
    _tell_assigned(session, project, row, after - before - {by}, now=now)


def _item(old: list[CardItem], line: rules.Line, position: int) -> CardItem:
    if line.place is None:
        return CardItem(text=line.text, position=position)
    old[line.place].position = position
    return old[line.place]


def _step(session: "Session", row: Card, step: Step) -> None:
    column = session.scalars(
        sa.select(Card)
        .where(
            Card.project_id == row.project_id,
            Card.state == row.state,
            Card.removed_on.is_(None),
        )
        .order_by(Card.position, Card.id)
    ).all()
    for position, one in enumerate(rules.stepped(column, row, step)):
        one.position = position


def _below(session: "Session", project_id: uuid.UUID, state: CardState) -> int:
    last = session.scalar(
        sa.select(sa.func.max(Card.position)).where(
            Card.project_id == project_id, Card.state == state
        )
    )
    return 0 if last is None else last + GAP


def _arrived(
    session: "Session", project: "Project", row: Card, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Do what follows from a card's having come into a column."""
    if row.state is CardState.DONE:
        row.finished_on = row.finished_on or day_of(now)
        done = activity.Done(Act.FINISHED_CARD, row.id, row.title)
        note_once(session, project, (one.user_id for one in row.people), done, now=now)
    elif row.state is CardState.REVIEW:
        _tell(
            session,
            project,
            row,
            ("workroom.review", f"workroom.review:{row.id}:{day_of(now)}"),
            set(_teachers(session, project, day_of(now))) - {by},
            now=now,
        )


def _tell_assigned(
    session: "Session",
    project: "Project",
    row: Card,
    people: set[uuid.UUID],
    *,
    now: "datetime",
) -> None:
    kind = "workroom.assigned"
    _tell(session, project, row, (kind, f"{kind}:{row.id}"), people, now=now)


def _tell(
    session: "Session",
    project: "Project",
    row: Card,
    kind_and_key: tuple[str, str],
    people: "Iterable[uuid.UUID]",
    *,
    now: "datetime",
) -> None:
    kind, key = kind_and_key
    path = f"/projects/{project.key}/board/{row.id}"
    facts = {"project": project.title, "card": row.title}
    following.tell(session, people, following.Told(kind, key, path, facts), now=now)


def _teachers(session: "Session", project: "Project", today: date) -> list[uuid.UUID]:
    member = ProjectMember
    return list(
        session.scalars(
            sa.select(member.user_id).where(
                member.project_id == project.id,
                member.role.in_(_TEACHERS),
                member.joined_on <= today,
                sa.or_(member.left_on.is_(None), member.left_on > today),
            )
        )
    )

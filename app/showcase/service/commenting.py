"""Comments of adults, and whether they stand."""

import uuid
from typing import TYPE_CHECKING

from app.audit import service as audit
from app.following import service as following
from app.identity import service as identity
from app.showcase.errors import NoSuchShowcase, ShowcaseRefused
from app.showcase.models import Showcase, ShowcaseComment
from app.showcase.rules import CommentState, State
from app.showcase.service import telling

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.person import Person

MOST = 5
"""Of one person in 15 minutes."""


def write_comment(
    session: "Session",
    project_id: uuid.UUID,
    person: "Person",
    called: str,
    text: str,
    *,
    now: "datetime",
) -> ShowcaseComment:
    """Take a comment; it stands once somebody of the team's adults let it.

    Raises:
        ShowcaseRefused: ``minor``.
        NoSuchShowcase: The page is not public any more.
        TooManyAttempts: They wrote too much within 15 minutes.
    """
    if person.is_minor or person.is_guest:
        raise ShowcaseRefused("minor")
    row = session.get(Showcase, project_id, populate_existing=True)
    if row is None or row.state is not State.PUBLIC:
        raise NoSuchShowcase(str(project_id))
    identity.take_turn(session, f"showcase_comment:{person.id}", address=None, limit=MOST, now=now)
    comment = ShowcaseComment(
        project_id=project_id, user_id=person.id, called=called, text=text, written_at=now
    )
    session.add(comment)
    session.flush()
    telling.tell_members(
        session,
        row.project,
        telling.JUDGES,
        "showcase.commented",
        about=str(comment.id),
        now=now,
        but=person.id,
    )
    return comment


def decide_comment(
    session: "Session",
    project_id: uuid.UUID,
    comment_id: uuid.UUID,
    *,
    by: uuid.UUID,
    reason: str | None,
    now: "datetime",
) -> ShowcaseComment:
    """Let a comment stand, or give it back with a reason; one that stands can be taken off.

    Args:
        session: The unit of work.
        project_id: The project of whoever decides.
        comment_id: Which comment.
        by: Who decides.
        reason: Why it is not shown; None lets it stand.
        now: The present instant.

    Raises:
        NoSuchShowcase: This project has no such comment.
        ShowcaseRefused: ``gone`` (it was decided already).
    """
    row = session.get(ShowcaseComment, comment_id, with_for_update=True, populate_existing=True)
    if row is None or row.project_id != project_id:
        raise NoSuchShowcase(str(comment_id))
    open_for = (
        {CommentState.WAITING}
        if reason is None
        else {
            CommentState.WAITING,
            CommentState.PUBLISHED,
        }
    )
    if row.state not in open_for:
        raise ShowcaseRefused("gone")
    row.state = CommentState.PUBLISHED if reason is None else CommentState.RETURNED
    row.reason, row.decided_at, row.decided_by_id = reason or "", now, by
    session.flush()
    project = session.get_one(Showcase, project_id).project
    kind = f"showcase.comment_{row.state.value}"
    facts = {**telling.facts_of(project), **({"reason": reason} if reason else {})}
    told = following.Told(kind, f"{kind}:{row.id}", f"/showcase/{project.key}", facts)
    following.tell(session, [row.user_id], told, now=now)
    audit.record(
        session,
        f"showcase.comment_{row.state.value}",
        now=now,
        by=by,
        details={"project": str(project_id), "comment": str(row.id)},
    )
    return row

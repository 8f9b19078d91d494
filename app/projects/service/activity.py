"""What a member did: kept for the team, and said in the published profile."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.identity import queries as identity
from app.identity.models import User
from app.lrs import service as lrs
from app.projects import statements
from app.projects.models import Project, ProjectActivity

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.projects.rules import Act


@dataclass(frozen=True, slots=True)
class Done:
    """One act.

    Attributes:
        act: What was done.
        about_id: The row it was about.
        about: Its title, as the team reads it; never in the statement.
        key: What names it in the statement where it has no row (a stage's key).
        lasted: How long, of hours that were given.
        scaled: 0 to 1, of an assessment.
    """

    act: "Act"
    about_id: uuid.UUID | None = None
    about: str = ""
    key: str = ""
    lasted: timedelta | None = None
    scaled: float | None = None


def note(
    session: "Session",
    project: Project,
    user_id: uuid.UUID,
    done: Done,
    *,
    now: "datetime",
    organization_id: uuid.UUID | None = None,
) -> None:
    """Keep an act of a member, and record its statement.

    Args:
        session: The unit of work.
        project: Where.
        user_id: Who did it.
        done: What.
        now: When.
        organization_id: For which of the project's organizations.
    """
    session.add(
        ProjectActivity(
            project_id=project.id,
            user_id=user_id,
            organization_id=organization_id,
            act=done.act,
            about_id=done.about_id,
            about=done.about[:120],
            at=now,
        )
    )
    names = identity.installation(session)
    place = statements.Place(names.iri_base, names.actor_home_page, project.key)
    statement = statements.said(
        place,
        session.get_one(User, user_id).actor_name,
        done.act,
        now=now,
        about=done.key or str(done.about_id or ""),
        lasted=done.lasted,
        scaled=done.scaled,
    )
    lrs.record_all(session, [statement.as_json()], now=now, is_new=True)

"""Concerns for tests; a test names only what it is about."""

from typing import TYPE_CHECKING

from app.concerns import service
from app.concerns.rules import Reason
from tests.factories.identity import NOW

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.concerns.models import Concern
    from app.identity.models import Organization, User
    from app.projects.models import Project

WORDS = "名前をよばれていやだった。"


def a_concern(
    session: "Session",
    by: "User",
    *,
    place: "Organization | None" = None,
    project: "Project | None" = None,
    author: "User | None" = None,
    about_id: "uuid.UUID | None" = None,
    about_teacher: bool = False,
    now: "datetime" = NOW,
) -> "Concern":
    """Let somebody tell of something that is not right."""
    about = service.About(
        "card",
        about_id,
        project.id if project else None,
        f"/projects/{project.key}" if project else "/courses",
        excerpt="けんたさんの家の前",
        author_id=author.id if author else None,
    )
    said = service.Said(Reason.PERSONAL, WORDS, about_teacher)
    return service.raise_concern(
        session, by.id, about, said, organization_id=place.id if place else None, now=now
    )

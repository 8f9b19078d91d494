"""Make credentials, and let them tell what the city did since; in the worker, idempotent."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from app import clock
from app.outbox.context import settings
from app.outbox.errors import NotNow
from app.recognition import service
from app.recognition.events import ProjectAwardsDue
from app.ui.site import site

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.adoption.events import AdoptionMoved

UNTIL_SIGNED: Final = timedelta(minutes=1)


def on_project_awards_due(session: "Session", event: ProjectAwardsDue) -> None:
    """Make the credentials of what was awarded."""
    service.make_credentials(session, event.project_id, theme=site().theme, now=clock.now())


def on_adoption_moved(session: "Session", event: "AdoptionMoved") -> None:
    """Let the credentials of a project tell the new state.

    Raises:
        NotNow: One of them waits for a signature.
    """
    if service.is_signing(session, event.project_id):
        raise NotNow(UNTIL_SIGNED)
    service.tell_progress(session, event.project_id, city=settings().city, now=clock.now())

"""One statement of each act in a project, by its template."""

import uuid
from datetime import datetime, timedelta

from app.projects.rules import Act
from app.projects.statements import Place, said
from app.xapi.statement import Statement

TEMPLATES = {
    Act.JOINED: "project-joined",
    Act.PASSED_GATE: "stage-completed",
    Act.MET_MILESTONE: "milestone-completed",
    Act.FINISHED_CARD: "card-completed",
    Act.ATTENDED_MEETING: "meeting-attended",
    Act.DECIDED: "decision-created",
    Act.SHARED_ARTIFACT: "artifact-shared",
    Act.ASKED_MENTOR: "mentor-asked",
    Act.ANSWERED_TICKET: "ticket-responded",
    Act.WROTE_JOURNAL: "journal-created",
    Act.ASSESSED_PEERS: "peers-completed",
    Act.WAS_ASSESSED: "project-scored",
    Act.SUBMITTED_PROPOSAL: "proposal-shared",
    Act.PUBLISHED_SHOWCASE: "showcase-shared",
    Act.GAVE_HOURS: "help-completed",
}


def said_in_projects(base: str, *, now: datetime) -> dict[str, Statement]:
    """Return a statement of each act, as an installation says it."""
    place = Place(base, "https://city.example.jp", "yuki")
    return {
        name: said(
            place,
            uuid.UUID(int=7),
            act,
            now=now,
            about="a",
            lasted=timedelta(hours=2) if act is Act.GAVE_HOURS else None,
            scaled=0.5 if act is Act.WAS_ASSESSED else None,
        )
        for act, name in TEMPLATES.items()
    }

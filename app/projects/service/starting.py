"""Begin a project, with its stages, gates and partners."""

import dataclasses
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.audit import service as audit
from app.clock import day_of
from app.i18n.dates import fiscal_year
from app.projects.models import GateCheck, Project, ProjectPartner, ProjectStage
from app.projects.rules import PartnerRole, new_key
from app.projects.stages import stages

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Charter:
    """What a project is about. ``partners``: the role of each organization, by id."""

    title: str
    question: str
    field: str
    summary: str = ""
    deliver_on: date | None = None
    challenge_id: uuid.UUID | None = None
    partners: Mapping[uuid.UUID, PartnerRole] = dataclasses.field(default_factory=dict)
    successor_of_id: uuid.UUID | None = None


def start_project(
    session: "Session", charter: Charter, *, by: uuid.UUID, now: "datetime"
) -> Project:
    """Begin a project; whoever begins it is not a member yet (``members.add``)."""
    today = day_of(now)
    project = Project(
        key=new_key(),
        challenge_id=charter.challenge_id,
        title=charter.title,
        question=charter.question,
        summary=charter.summary,
        field=charter.field,
        stage=stages()[0].key,
        year=fiscal_year(today),
        starts_on=today,
        deliver_on=charter.deliver_on,
        successor_of_id=charter.successor_of_id,
        created_at=now,
        created_by_id=by,
    )
    session.add(project)
    session.flush()
    session.add_all(
        ProjectPartner(project_id=project.id, organization_id=place, role=role, joined_on=today)
        for place, role in charter.partners.items()
    )
    for position, one in enumerate(stages()):
        session.add(ProjectStage(project_id=project.id, key=one.key, position=position))
        session.add_all(
            GateCheck(project_id=project.id, stage=one.key, kind=check.kind, key=check.key)
            for check in one.checks
        )
    session.flush()
    audit.record(session, "projects.started", now=now, by=by, details={"project": str(project.id)})
    return project

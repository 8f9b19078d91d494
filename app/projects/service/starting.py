"""Begin a project, with its stages, gates and partners; and change what it is about."""

import dataclasses
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.challenges.models import Challenge
from app.clock import day_of
from app.i18n.dates import fiscal_year
from app.projects.errors import ProjectRefused
from app.projects.models import GateCheck, Milestone, Project, ProjectPartner, ProjectStage
from app.projects.rules import MemberRole, PartnerRole, new_key
from app.projects.service import members
from app.projects.service.holding import hold
from app.projects.stages import stages

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.projects.queries import Standing


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


@dataclass(frozen=True, slots=True)
class Starter:
    """Who begins a project, for which organization, and as what."""

    user_id: uuid.UUID
    organization_id: uuid.UUID
    role: MemberRole


def begin_project(
    session: "Session", charter: Charter, starter: Starter, *, now: "datetime"
) -> Project:
    """Begin a project with its first member.

    A challenge is taken while its call is open. Who goes on from an earlier project, or takes up
    its question, may do so later: the city has that question already.

    Raises:
        ProjectRefused: ``no_call`` (no team may take the challenge today), ``not_partner`` (the
            starter's organization takes no part).
    """
    if charter.challenge_id is not None and charter.successor_of_id is None:
        row = session.get_one(
            Challenge, charter.challenge_id, with_for_update=True, populate_existing=True
        )
        if not row.is_open(day_of(now)):
            raise ProjectRefused("no_call")
    project = start_project(session, charter, by=starter.user_id, now=now)
    coming = members.Coming(starter.user_id, starter.organization_id, starter.role)
    members.add(session, project, coming, by=starter.user_id, now=now)
    return project


def hand_over(
    session: "Session",
    before: Project,
    charter: Charter,
    starter: Starter,
    *,
    milestone_ids: "Collection[uuid.UUID]" = (),
    now: "datetime",
) -> Project:
    """Let a new team go on from a project, or take up its question again.

    The new project knows the one before; nobody of it is in the new one by themselves.

    Args:
        session: The unit of work.
        before: The project from which the new one goes on; it stays as it is.
        charter: What the new one is about.
        starter: Who begins it.
        milestone_ids: Open milestones of the one before that the new one keeps.
        now: The present instant.

    Raises:
        ProjectRefused: ``not_partner``.
    """
    known = dataclasses.replace(charter, successor_of_id=before.id)
    project = begin_project(session, known, starter, now=now)
    open_ones = session.scalars(
        sa.select(Milestone).where(
            Milestone.project_id == before.id,
            Milestone.id.in_(milestone_ids),
            Milestone.met_on.is_(None),
        )
    )
    today = day_of(now)
    session.add_all(
        Milestone(project_id=project.id, title=one.title, due_on=max(one.due_on, today))
        for one in open_ones
    )
    session.flush()
    return project


@dataclass(frozen=True, slots=True)
class Words:
    """What may be changed of what a project is about."""

    title: str
    question: str
    field: str
    summary: str
    deliver_on: date | None


def change(session: "Session", standing: "Standing", words: Words, *, now: "datetime") -> None:
    """Say otherwise what a project is about.

    Raises:
        ProjectRefused: ``ended``; ``before_start`` (delivered before it began).
    """
    project = hold(session, standing.project.id)
    if words.deliver_on is not None and words.deliver_on < project.starts_on:
        raise ProjectRefused("before_start")
    project.title, project.question = words.title, words.question
    project.field, project.summary = words.field, words.summary
    project.deliver_on = words.deliver_on
    session.flush()
    audit.record(
        session,
        "projects.changed",
        now=now,
        by=standing.user_id,
        details={"project": str(project.id)},
    )


def plan_stages(
    session: "Session", standing: "Standing", planned: Mapping[str, date | None]
) -> None:
    """Say until when each stage is planned; those that were passed stay as they are.

    Raises:
        ProjectRefused: ``ended``.
    """
    project = hold(session, standing.project.id)
    for row in session.scalars(
        sa.select(ProjectStage).where(ProjectStage.project_id == project.id)
    ):
        if row.key in planned and row.passed_on is None:
            row.due_on = planned[row.key]
    session.flush()

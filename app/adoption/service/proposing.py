"""The team's part: a proposal is written, changed, and handed in with a teacher's word."""

import uuid
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.adoption import rules
from app.adoption.errors import AdoptionRefused
from app.adoption.models import Adoption
from app.adoption.rules import AdoptionState, Move
from app.adoption.service.steps import Officer, keep
from app.audit import service as audit
from app.clock import day_of
from app.following import service as following
from app.i18n.dates import fiscal_year
from app.identity.models import Organization, OrganizationKind, Post, Role
from app.projects.models import Project, ProjectMember
from app.projects.rules import Act, MemberRole, ProjectState
from app.projects.service import activity, gates
from app.talent.queries.staff import is_current

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.projects.queries import Standing


@dataclass(frozen=True, slots=True)
class Draft:
    """What a team proposes.

    Attributes:
        organization_id: The department that is to answer; the challenge's own, where there is one.
        title: In a line.
        proposal: What to do.
        document: Which plan or page would change; empty for none, as are the two sentences then.
        before: The sentence as it is.
        after: The sentence as the team proposes it.
        cost_yen: What it would cost a year; None where the team does not know.
        starts_on: From when; None where it is left to the city.
    """

    organization_id: uuid.UUID
    title: str
    proposal: str
    document: str = ""
    before: str = ""
    after: str = ""
    cost_yen: int | None = None
    starts_on: date | None = None


def write(
    session: "Session", standing: "Standing", draft: Draft, *, edition: int, now: "datetime"
) -> Adoption:
    """Keep what a team writes; after the handing-in, until the answer, it is a step of its own.

    Args:
        session: The unit of work.
        standing: Who writes; a learner or a teacher of the project.
        draft: What.
        edition: How many steps the form had seen; 0 for a draft or a new one.
        now: The present instant.

    Raises:
        AdoptionRefused: ``ended``, ``moved``, ``not_now`` (it is answered already), ``owner`` (no
            department of the city).
    """
    project = _active(session, standing)
    row = _held_of(session, project.id)
    if row is not None and row.edition != edition:
        raise AdoptionRefused("moved")
    if row is not None and not rules.can(row.standing, Move.REVISE):
        raise AdoptionRefused("not_now")
    if row is None:
        row = Adoption(project_id=project.id, edition=0, changed_at=now)
        session.add(row)
    _fill(session, project, row, draft)
    row.written_by_id, row.changed_at = standing.user_id, now
    session.flush()
    if row.state is AdoptionState.DRAFT:
        _ask_teachers(session, project, standing, row, now=now)
    else:
        by = Officer(standing.user_id, "")
        keep(session, row, Move.REVISE, by=by, now=now, facts=_sentences(row))
    return row


def hand_in(
    session: "Session", standing: "Standing", *, edition: int, now: "datetime"
) -> Adoption:
    """Hand a team's draft in to its department, with a teacher's word.

    The department's heads and the challenge's owner are told; the gate of the last stage learns
    that the proposal is there.

    Raises:
        AdoptionRefused: ``ended``, ``owner`` (who asks is no teacher of the project), ``moved``,
            ``not_now`` (there is no draft).
    """
    project = _active(session, standing)
    if not standing.is_teacher:
        raise AdoptionRefused("owner")
    row = _held_of(session, project.id)
    if row is None or not rules.can(row.standing, Move.SUBMIT):
        raise AdoptionRefused("not_now")
    if row.edition != edition:
        raise AdoptionRefused("moved")
    today = day_of(now)
    row.state = rules.lands(row.standing, Move.SUBMIT)
    row.submitted_on, row.submitted_by_id, row.year = today, standing.user_id, fiscal_year(today)
    if project.challenge is not None:
        row.owner_id = project.challenge.owner_id
    by = Officer(standing.user_id, "")
    keep(session, row, Move.SUBMIT, by=by, now=now, text=row.title, facts=_sentences(row))
    gates.meet(session, project.id, "proposal", now=now)
    done = activity.Done(Act.SUBMITTED_PROPOSAL, row.id, row.title)
    who = row.written_by_id or standing.user_id
    activity.note(session, project, who, done, now=now, organization_id=_place(session, row, who))
    told = following.Told(
        "adoption.received",
        f"adoption.received:{row.id}",
        f"/adoption/{row.id}",
        {"project": project.title},
    )
    following.tell(session, _answering(session, row, today), told, now=now)
    return row


def _active(session: "Session", standing: "Standing") -> Project:
    project = session.get_one(
        Project, standing.project.id, with_for_update=True, populate_existing=True
    )
    if project.state is not ProjectState.ACTIVE or not standing.may_work:
        raise AdoptionRefused("ended")
    return project


def _held_of(session: "Session", project_id: uuid.UUID) -> Adoption | None:
    return session.scalars(
        sa.select(Adoption)
        .where(Adoption.project_id == project_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def _fill(session: "Session", project: Project, row: Adoption, draft: Draft) -> None:
    for name in (one.name for one in fields(draft)):
        setattr(row, name, getattr(draft, name))
    if project.challenge is not None:
        row.organization_id = project.challenge.organization_id
    place = session.get(Organization, row.organization_id)
    is_of_city = place is not None and place.kind in {
        OrganizationKind.CITY,
        OrganizationKind.DEPARTMENT,
    }
    is_closed = place is not None and place.closed_on is not None and project.challenge is None
    if not is_of_city or is_closed:
        raise AdoptionRefused("owner")


def _sentences(row: Adoption) -> dict[str, object]:
    return {"before": row.before, "after": row.after} if row.after else {}


def _ask_teachers(
    session: "Session", project: Project, standing: "Standing", row: Adoption, *, now: "datetime"
) -> None:
    """Tell the teachers, once a day, that a learner has written and waits for their word."""
    if standing.is_teacher:
        return
    teachers = session.scalars(
        sa.select(ProjectMember.user_id).where(
            ProjectMember.project_id == project.id,
            ProjectMember.role.in_([MemberRole.TEACHER, MemberRole.COORDINATOR]),
            ProjectMember.left_on.is_(None),
        )
    )
    told = following.Told(
        "adoption.drafted",
        f"adoption.drafted:{row.id}:{day_of(now)}",
        f"/projects/{project.key}/adoption",
        {"project": project.title},
    )
    following.tell(session, teachers, told, now=now)
    audit.record(
        session,
        "adoption.drafted",
        now=now,
        by=standing.user_id,
        details={"adoption": str(row.id)},
    )


def _place(session: "Session", row: Adoption, user_id: uuid.UUID) -> uuid.UUID | None:
    """Return for which organization somebody is in the project."""
    return session.scalar(
        sa.select(ProjectMember.organization_id)
        .where(ProjectMember.project_id == row.project_id, ProjectMember.user_id == user_id)
        .order_by(ProjectMember.organization_id)
        .limit(1)
    )


def _answering(session: "Session", row: Adoption, today: date) -> set[uuid.UUID]:
    """Return who is told that a proposal came: who heads the department, and the owner."""
    heads = session.scalars(
        sa.select(Post.user_id).where(
            Post.organization_id == row.organization_id,
            Post.role == Role.MANAGER,
            is_current(today),
        )
    )
    return {*heads, *([row.owner_id] if row.owner_id else [])}

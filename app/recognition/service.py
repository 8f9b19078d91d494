"""Award members of a project; callers commit, services never do."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.achievements.service import awarding
from app.audit import service as audit
from app.clock import day_of
from app.credentials.models import CorrectionReason, Credential, CredentialState
from app.credentials.queries import issuers
from app.credentials.service import correcting
from app.identity import queries as identity
from app.outbox import service as outbox
from app.projects.models import Project
from app.projects.rules import MemberRole
from app.recognition import queries, rules
from app.recognition.errors import AwardRefused
from app.recognition.events import ProjectAwardsDue
from app.recognition.models import ProjectAward

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.person import Person
    from app.projects.queries import Names, Standing
    from app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Earned:
    """What one member is to be awarded."""

    achievement_id: uuid.UUID
    hours: float
    artifact: str = ""


def award(
    session: "Session",
    standing: "Standing",
    names: "Names",
    earned: Mapping[uuid.UUID, Earned],
    *,
    by: "Person",
    now: "datetime",
) -> list[ProjectAward]:
    """Award members; the worker makes their credentials.

    Whoever holds the same award already is left as they are.

    Args:
        session: The unit of work.
        standing: Of who awards.
        names: The project's members, as they may know them.
        earned: By member.
        by: Who awards.
        now: The present instant.

    Raises:
        AwardRefused: See there; nothing was written.
    """
    today = day_of(now)
    # held: of two teachers who award at once, the second finds what the first did
    project = session.get_one(Project, standing.project.id, with_for_update=True)
    possible = {
        one.called.member.id: one for one in queries.candidates(session, standing, names, on=today)
    }
    offered = {one.id: one for one in queries.awardable(session, project.id)}
    rows = []
    for member_id, told in earned.items():
        found = possible.get(member_id)
        if found is None:
            raise AwardRefused("not_yours")
        achievement = offered.get(told.achievement_id)
        if achievement is None or achievement.audience != found.audience:
            raise AwardRefused("achievement")
        if found.lacks_assessment:
            raise AwardRefused("assessment")
        if not 0 <= told.hours <= rules.MOST_HOURS:
            raise AwardRefused("hours")
        if any(one.achievement_id == achievement.id for one in found.awards):
            continue
        user_id = found.called.member.user_id
        assessor_id, assessor = queries.assessor_of(session, project.id, user_id, by=by, on=today)
        rows.append(
            ProjectAward(
                project_id=project.id,
                member_id=member_id,
                achievement_id=achievement.id,
                hours=told.hours,
                artifact=told.artifact,
                assessor=assessor,
                assessor_id=assessor_id,
                awarded_on=today,
                created_at=now,
                by_id=by.id,
            )
        )
    if not rows:
        raise AwardRefused("nobody")
    session.add_all(rows)
    session.flush()
    outbox.publish(session, ProjectAwardsDue(project.id, now))
    audit.record(
        session,
        "recognition.awarded",
        now=now,
        by=by.id,
        details={"project": str(project.id), "count": len(rows)},
    )
    return rows


def make_credentials(
    session: "Session", project_id: uuid.UUID, *, theme: "Theme | None", now: "datetime"
) -> int:
    """Make the credentials of awards that have none yet; return how many; idempotent."""
    rows = session.scalars(
        sa.select(ProjectAward)
        .where(ProjectAward.project_id == project_id, ProjectAward.credential_id.is_(None))
        .order_by(ProjectAward.created_at, ProjectAward.id)
        .with_for_update()
    ).all()
    for row in rows:
        person = identity.person(session, row.member.user_id, on=row.awarded_on)
        row.credential_id = awarding.award_one(
            session,
            row.achievement,
            person,
            occasion=f"project:{row.member_id}:{row.achievement_id}",
            awarded_on=row.awarded_on,
            evidence=_evidence(session, row),
            theme=theme,
            now=now,
        ).id
    session.flush()
    return len(rows)


def tell_progress(session: "Session", project_id: uuid.UUID, *, city: str, now: "datetime") -> int:
    """Let issued credentials of a project tell what the city says today; return how many change.

    One that is being corrected already is told at the next step.
    """
    rows: Sequence[ProjectAward] = session.scalars(
        sa.select(ProjectAward)
        .join(Credential, Credential.id == ProjectAward.credential_id)
        .where(
            ProjectAward.project_id == project_id,
            Credential.state == CredentialState.ISSUED,
        )
    ).all()
    changed = 0
    for row in rows:
        credential = session.get_one(Credential, row.credential_id)
        if correcting.waiting(session, credential.id) is not None:
            continue
        changes = correcting.Changes(evidence=_evidence(session, row))
        asked = correcting.ask_correction(
            session,
            credential,
            reason=CorrectionReason.PROGRESS,
            issuer_name=issuers.issuer_facts(session, credential.issuer, city=city).name,
            by=None,
            now=now,
            changes=changes,
        )
        changed += asked is not None
    return changed


def _evidence(session: "Session", row: ProjectAward) -> str:
    project = session.get_one(Project, row.project_id)
    member = row.member
    return rules.evidence(
        rules.Part(
            project.title,
            member.role,
            member.joined_on,
            min(member.left_on or row.awarded_on, row.awarded_on),
            row.hours,
            row.artifact,
            row.assessor if member.role is MemberRole.LEARNER else "",
            queries.adoption_words(session, row.project_id),
        )
    )

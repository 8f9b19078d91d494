"""Award members of a project; callers commit, services never do."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.achievements.service import awarding
from app.audit import service as audit
from app.clock import day_of
from app.credentials.models import Correction, CorrectionReason, Credential, CredentialState
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
from app.workroom import queries as workroom

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.achievements.models import Achievement
    from app.identity.person import Person
    from app.projects.queries import Names, Standing
    from app.recognition.queries import Candidate
    from app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Earned:
    """What one member is to be awarded.

    Attributes:
        achievement_id: One of ``queries.awardable``.
        hours: Whole or half ones; 0 where nobody counted.
        artifact: The title of something that the team shared; empty for nothing.
    """

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

    Whoever holds the same award already is left as they are. Of two who award at once, the second
    waits, and finds what the first awarded.

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
    if not earned:
        raise AwardRefused("nobody")
    today = day_of(now)
    project = _held(session, standing.project.id)
    new = dict(_checked(session, standing, names, earned))
    if not new:
        raise AwardRefused("already")
    who = queries.assessors(session, new.values(), by=by, on=today)
    rows = []
    for member_id, told in earned.items():
        if member_id not in new:
            continue
        assessor = who.get(member_id, by)
        rows.append(
            ProjectAward(
                project_id=project.id,
                member_id=member_id,
                achievement_id=told.achievement_id,
                hours=told.hours,
                artifact=told.artifact,
                assessor=queries.post_words(assessor),
                assessor_id=assessor.id,
                awarded_on=today,
                created_at=now,
                by_id=by.id,
            )
        )
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
        .options(selectinload(ProjectAward.member), selectinload(ProjectAward.achievement))
        .order_by(ProjectAward.created_at, ProjectAward.id)
        .with_for_update(of=ProjectAward)
    ).all()
    people = identity.people_of(session, {row.member.user_id for row in rows}, on=day_of(now))
    for row, evidence in _told(session, project_id, rows):
        row.credential_id = awarding.award_one(
            session,
            row.achievement,
            people[row.member.user_id],
            occasion=f"project:{row.member_id}:{row.achievement_id}",
            awarded_on=row.awarded_on,
            evidence=evidence,
            theme=theme,
            now=now,
        ).id
    session.flush()
    return len(rows)


def is_signing(session: "Session", project_id: uuid.UUID) -> bool:
    """Whether a credential of a project waits for its signature, the first or a new one."""
    of_project = sa.select(ProjectAward.credential_id).where(
        ProjectAward.project_id == project_id, ProjectAward.credential_id.is_not(None)
    )
    pending = sa.exists().where(
        Credential.id.in_(of_project), Credential.state == CredentialState.PENDING
    )
    anew = sa.exists().where(
        Correction.credential_id.in_(of_project), Correction.done_at.is_(None)
    )
    return bool(session.scalar(sa.select(sa.or_(pending, anew))))


def tell_progress(session: "Session", project_id: uuid.UUID, *, city: str, now: "datetime") -> int:
    """Let issued credentials of a project tell what the city says today; return how many change.

    Only while none of them ``is_signing``: such a one would miss the step.
    """
    found = session.execute(
        sa.select(ProjectAward, Credential)
        .join(Credential, Credential.id == ProjectAward.credential_id)
        .where(ProjectAward.project_id == project_id, Credential.state == CredentialState.ISSUED)
        .options(selectinload(ProjectAward.member))
        .order_by(ProjectAward.created_at, ProjectAward.id)
    ).all()
    credentials = {row.id: credential for row, credential in found}
    called: dict[str, str] = {}
    changed = 0
    for row, evidence in _told(session, project_id, [row for row, _credential in found]):
        credential = credentials[row.id]
        issuer = credential.issuer
        if issuer not in called:
            called[issuer] = issuers.issuer_facts(session, issuer, city=city).name
        asked = correcting.ask_correction(
            session,
            credential,
            reason=CorrectionReason.PROGRESS,
            issuer_name=called[issuer],
            by=None,
            now=now,
            changes=correcting.Changes(note=rules.PROGRESS, evidence=evidence),
        )
        changed += asked is not None
    return changed


def _held(session: "Session", project_id: uuid.UUID) -> Project:
    """Return a project, locked; one that has ended as well: its members are awarded then."""
    return session.execute(
        sa.select(Project).where(Project.id == project_id).with_for_update(of=Project)
    ).scalar_one()


def _checked(
    session: "Session", standing: "Standing", names: "Names", earned: Mapping[uuid.UUID, Earned]
) -> "Iterator[tuple[uuid.UUID, Candidate]]":
    """Yield who can be awarded what they are to be awarded, by member; none who has it."""
    project_id = standing.project.id
    found = queries.candidates(session, standing, names)
    possible = {one.called.member.id: one for one in found}
    offered = {one.id: one for one in queries.awardable(session, project_id)}
    titles = set(workroom.public_titles(session, project_id))
    for member_id, told in earned.items():
        one = possible.get(member_id)
        fault = _fault(one, offered.get(told.achievement_id), told, titles)
        if one is None or fault:
            raise AwardRefused(fault, member_id)
        if all(it.achievement_id != told.achievement_id for it in one.awards):
            yield member_id, one


def _fault(
    one: "Candidate | None", achievement: "Achievement | None", told: Earned, titles: set[str]
) -> str:
    if one is None:
        return "not_yours"
    if achievement is None or achievement.audience != one.called.audience:
        return "achievement"
    if one.lacks_assessment:
        return "assessment"
    if not rules.are_fit(told.hours):
        return "hours"
    return "artifact" if told.artifact and told.artifact not in titles else ""


def _told(
    session: "Session", project_id: uuid.UUID, rows: Sequence[ProjectAward]
) -> "Iterator[tuple[ProjectAward, str]]":
    """Yield awards with what their credentials say today."""
    if not rows:
        return
    project = session.get_one(Project, project_id)
    city = queries.adoption_words(session, project_id)
    for row in rows:
        member = row.member
        part = rules.Part(
            project.title,
            member.role,
            member.joined_on,
            min(member.left_on or row.awarded_on, row.awarded_on),
            row.hours,
            row.artifact,
            row.assessor if member.role is MemberRole.LEARNER else "",
            city,
        )
        yield row, rules.evidence(part)

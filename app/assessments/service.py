"""The jobs of this package; callers commit, services never do.

Whom somebody may speak of follows from how the members are called to them, which the views know:
it is an argument here, and looked at again beside the project as it is now.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.assessments import policy, queries, rules
from app.assessments.errors import AssessmentRefused
from app.assessments.models import AssessmentView, PeerPart, PeerSplit, SettledAssessment
from app.assessments.rules import ViewRole
from app.audit import service as audit
from app.clock import day_of
from app.following import service as following
from app.projects.models import Project
from app.projects.rules import Act, ProjectState
from app.projects.service import activity

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.projects.queries import Called, Standing


@dataclass(frozen=True, slots=True)
class Seen:
    """Where somebody sees a learner or the team. ``levels`` are of some lines."""

    levels: Mapping[str, int]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What a split gives to one member. ``together`` is a level, or None."""

    points: int
    words: str
    together: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a teacher settles. ``share`` in steps of five, or None; ``reason`` of a correction."""

    levels: Mapping[str, int]
    words: str
    share: int | None = None
    reason: str = ""


def ask_peers(session: "Session", teacher: "Standing", *, asks: bool, now: "datetime") -> None:
    """Turn on or off that learners say how the work was split; what was said stays.

    Raises:
        AssessmentRefused: ``ended``, ``teacher``.
    """
    project = _going_on(session, teacher)
    if not teacher.is_teacher:
        raise AssessmentRefused("teacher")
    project.asks_peers = asks
    session.flush()
    audit.record(
        session,
        "assessments.peers_asked" if asks else "assessments.peers_not_asked",
        now=now,
        by=teacher.user_id,
        details={"project": str(project.id)},
    )


def split(
    session: "Session",
    learner: "Standing",
    parts: Mapping[uuid.UUID, Part],
    *,
    named: Collection[uuid.UUID],
    now: "datetime",
) -> PeerSplit:
    """Keep how a learner shares out the work, in place of what they said before.

    Args:
        session: The unit of work.
        learner: Who gives it.
        parts: By member, the giver's own as well; 100 points together.
        named: Today's learners whom the giver knows by name, themselves included.
        now: The present instant.

    Raises:
        AssessmentRefused: ``ended``, ``learner``, ``asks``, ``small``, ``closed``, or ``whom``
            (the parts are not of these members). Nothing was changed.
        ValueError: The points are not 100 in steps of five.
    """
    project = _going_on(session, learner)
    is_told = queries.settled(session, project.id, learner.user_id) is not None
    fault = policy.why_no_split(learner, named, is_told=is_told)
    if fault is None and not project.asks_peers:
        fault = "asks"
    if fault is not None or set(parts) != set(named):
        raise AssessmentRefused(fault or "whom")
    if rules.faults_of_split(one.points for one in parts.values()):
        raise ValueError("the points of a split are 100 together, in steps of five")
    row = queries.own_split(session, project.id, learner.user_id, held=True)
    is_new = row is None
    if row is None:
        row = PeerSplit(project_id=project.id, user_id=learner.user_id)
        session.add(row)
    row.given_on = day_of(now)
    row.parts.clear()
    session.flush()
    row.parts.extend(
        PeerPart(about_id=who, points=one.points, words=one.words, together=one.together)
        for who, one in parts.items()
    )
    session.flush()
    if is_new:
        done = activity.Done(Act.ASSESSED_PEERS, row.id)
        activity.note(
            session,
            project,
            learner.user_id,
            done,
            now=now,
            organization_id=learner.organization_id,
        )
    return row


def say_view(
    session: "Session",
    mentor: "Standing",
    about_id: uuid.UUID | None,
    seen: Seen,
    *,
    named: Collection[uuid.UUID],
    now: "datetime",
) -> AssessmentView:
    """Keep where a mentor sees a learner (or the team, for None), in place of what they said.

    Raises:
        AssessmentRefused: ``ended``, ``mentor``, or ``whom`` (not among the ``named``).
    """
    project = _going_on(session, mentor)
    if not mentor.is_mentor:
        raise AssessmentRefused("mentor")
    if about_id is not None and about_id not in named:
        raise AssessmentRefused("whom")
    return _keep(
        session, project, about_id, seen, by_id=mentor.user_id, role=ViewRole.MENTOR, now=now
    )


def keep(
    session: "Session", teacher: "Standing", called: "Called", seen: Seen, *, now: "datetime"
) -> AssessmentView:
    """Keep what a teacher has so far of a learner; nobody else reads it.

    Raises:
        AssessmentRefused: ``ended``, or ``teacher`` (not of this learner).
    """
    project = _going_on(session, teacher)
    if not policy.may_settle(teacher, called):
        raise AssessmentRefused("teacher")
    who = called.member.user_id
    return _keep(
        session, project, who, seen, by_id=teacher.user_id, role=ViewRole.TEACHER, now=now
    )


def settle(
    session: "Session",
    teacher: "Standing",
    called: "Called",
    verdict: Verdict,
    *,
    seen: int,
    members: Collection[uuid.UUID],
    now: "datetime",
) -> SettledAssessment:
    """Settle what a learner has come to, and tell them.

    Args:
        session: The unit of work.
        teacher: Who settles.
        called: The learner, as the teacher may know them.
        verdict: What is settled; each line has a level.
        seen: The number of what held when the teacher read it; 0 for nothing.
        members: Today's learners, among whom splits count.
        now: The present instant.

    Raises:
        AssessmentRefused: ``ended``, ``teacher``, ``meanwhile``, ``reason``, ``voices``.
            Nothing was settled.
        ValueError: A line has no level, or the share is in no steps of five.
    """
    project = _going_on(session, teacher)
    if not policy.may_settle(teacher, called):
        raise AssessmentRefused("teacher")
    who = called.member.user_id
    known = queries.before(session, project.id, who, teacher_id=teacher.user_id, members=members)
    _refuse(verdict, known, seen)
    row = SettledAssessment(
        project_id=project.id,
        user_id=who,
        number=seen + 1,
        assessor_id=teacher.user_id,
        levels=dict(verdict.levels),
        share=verdict.share,
        words=verdict.words,
        scaled=rules.scaled(verdict.levels),
        reason=verdict.reason if seen else "",
        settled_on=day_of(now),
        created_at=now,
    )
    session.add(row)
    if known.kept is not None:
        session.delete(known.kept)
    session.flush()
    _tell(session, project, teacher, row, now=now)
    return row


def _refuse(verdict: Verdict, known: queries.Before, seen: int) -> None:
    number = known.settled.number if known.settled else 0
    if number != seen:
        raise AssessmentRefused("meanwhile")
    if number and not verdict.reason:
        raise AssessmentRefused("reason")
    if verdict.share is not None and not rules.may_tell_share(known.share):
        raise AssessmentRefused("voices")
    if not rules.is_whole(verdict.levels):
        raise ValueError("each line of the rubric has a level")
    if verdict.share is not None and verdict.share not in range(0, rules.WHOLE + 1, rules.STEP):
        raise ValueError("a share is told in steps of five")


def _tell(
    session: "Session",
    project: Project,
    teacher: "Standing",
    row: SettledAssessment,
    *,
    now: "datetime",
) -> None:
    """Tell the learner, say it in the profile, and note who settled it."""
    kind = "assessment.settled" if row.number == 1 else "assessment.corrected"
    told = following.Told(
        kind, f"{kind}:{row.id}", f"/projects/{project.key}/assessment", {"project": project.title}
    )
    following.tell(session, [row.user_id], told, now=now)
    done = activity.Done(Act.WAS_ASSESSED, row.id, scaled=row.scaled)
    activity.note(session, project, row.user_id, done, now=now)
    audit.record(
        session,
        "assessments.settled" if row.number == 1 else "assessments.corrected",
        now=now,
        by=teacher.user_id,
        subject=row.user_id,
        details={"project": str(project.id), "number": row.number},
    )


def _keep(
    session: "Session",
    project: Project,
    about_id: uuid.UUID | None,
    seen: Seen,
    *,
    by_id: uuid.UUID,
    role: ViewRole,
    now: "datetime",
) -> AssessmentView:
    row = session.scalars(
        sa.select(AssessmentView).where(
            AssessmentView.project_id == project.id,
            AssessmentView.by_id == by_id,
            AssessmentView.about_id == about_id
            if about_id is not None
            else AssessmentView.about_id.is_(None),
        )
    ).one_or_none()
    if row is None:
        row = AssessmentView(project_id=project.id, about_id=about_id, by_id=by_id, role=role)
        session.add(row)
    row.role, row.levels, row.words = role, dict(seen.levels), seen.words
    row.written_on = day_of(now)
    session.flush()
    return row


def _going_on(session: "Session", standing: "Standing") -> Project:
    """Return the project as it is now, held so that nobody ends it or settles meanwhile."""
    project = session.get_one(
        Project, standing.project.id, with_for_update=True, populate_existing=True
    )
    if project.state is not ProjectState.ACTIVE:
        raise AssessmentRefused("ended")
    return project

"""What opens the gate at the end of a stage."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.following import service as following
from app.outbox import service as outbox
from app.projects import queries
from app.projects.errors import ProjectRefused
from app.projects.events import GatePassed
from app.projects.models import GateCheck, Project, ProjectActivity, ProjectStage
from app.projects.rules import Act, MemberRole
from app.projects.service import activity, telling
from app.projects.service.holding import hold
from app.projects.service.members import members_today

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.projects.queries import Names, StageView, Standing

MOST_CHECKS = 12
"""So many checks a gate has at most, ours included."""


def meet(session: "Session", project_id: uuid.UUID, key: str, *, now: "datetime") -> None:
    """Note that a fact of a gate is so: an artefact is there, a decision is written down.

    Packages above call it each time; from the second on nothing changes. A project whose gates
    do not ask for it is left alone.
    """
    session.execute(
        sa.update(GateCheck)
        .where(
            GateCheck.project_id == project_id,
            GateCheck.kind == "fact",
            GateCheck.key == key,
            GateCheck.met_on.is_(None),
        )
        .values(met_on=day_of(now))
    )


def open_gate(
    session: "Session", standing: "Standing", *, seen: str, consent_age: int, now: "datetime"
) -> str | None:
    """Open the gate of the present stage; everything is looked up again, in this transaction.

    Args:
        session: The unit of work.
        standing: A teacher's.
        seen: The stage that was on the page.
        consent_age: In years.
        now: The present instant.

    Returns:
        The stage that begins; None after the last one.

    Raises:
        ProjectRefused: ``ended``; ``moved`` (somebody was faster); ``not_met``.
    """
    project, today = hold(session, standing.project.id), day_of(now)
    names = queries.naming(
        session, standing, on=today, consent_age=consent_age, with_decisions=True
    )
    way = queries.way(session, project, names)
    here = way.here
    if project.stage != seen or here.row.passed_on is not None:
        raise ProjectRefused("moved")
    if not here.may_open:
        raise ProjectRefused("not_met")
    here.row.passed_on, here.row.passed_by_id = today, standing.user_id
    if way.next is not None:
        project.stage = way.next.row.key
    _note_learners(session, project, here, names, now=now)
    _tell(session, project, here, way.next, by=standing.user_id, now=now)
    outbox.publish(session, GatePassed(project.id, here.row.key, now))
    _audit(session, "projects.gate_opened", project, here.row.key, by=standing.user_id, now=now)
    return None if way.next is None else way.next.row.key


def undo_gate(
    session: "Session", standing: "Standing", reason: str, *, seen: str, now: "datetime"
) -> None:
    """Close the last gate again; those who are in the project are told why.

    The reason is a teacher's word among them: whoever follows from outside does not read it.

    What was said of it in statements stays: it was so on that day.

    Raises:
        ProjectRefused: ``ended``; ``moved`` (another gate is the last by now, or none).
    """
    project = hold(session, standing.project.id)
    last = session.scalars(
        sa.select(ProjectStage)
        .where(ProjectStage.project_id == project.id, ProjectStage.passed_on.is_not(None))
        .order_by(ProjectStage.position.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if last is None or last.key != seen:
        raise ProjectRefused("moved")
    last.passed_on = last.passed_by_id = None
    project.stage = last.key
    told = following.Told(
        "project.gate_undone",
        f"project.gate_undone:{project.id}:{last.key}:{now.isoformat()}",
        f"/projects/{project.key}",
        {"project": project.title, "reason": reason},
    )
    whom = members_today(session, project.id, on=day_of(now)) - {standing.user_id}
    following.tell(session, whom, told, now=now)
    _audit(session, "projects.gate_undone", project, last.key, by=standing.user_id, now=now)


def tick(
    session: "Session",
    standing: "Standing",
    check_id: uuid.UUID,
    *,
    is_met: bool,
    now: "datetime",
) -> None:
    """Say of a check that teachers tick whether it is so.

    Raises:
        ProjectRefused: ``ended``; ``no_check`` (there is none like it); ``passed``.
    """
    row = _check(session, standing, check_id)
    if row.kind != "check":
        raise ProjectRefused("no_check")
    if is_met == (row.met_on is not None):
        return
    row.met_on = day_of(now) if is_met else None
    row.met_by_id = standing.user_id if is_met else None
    session.flush()


def add_check(session: "Session", standing: "Standing", stage: str, label: str) -> None:
    """Add a check in a teacher's own words to a gate.

    Raises:
        ProjectRefused: ``ended``, ``no_check``, ``passed`` or ``many``.
    """
    _add(session, standing, stage, GateCheck(kind="check", label=label))


def add_course(
    session: "Session", standing: "Standing", stage: str, course: str, role: MemberRole
) -> None:
    """Ask that everybody in a role finishes a course before a gate opens.

    Raises:
        ProjectRefused: ``ended``, ``no_check``, ``passed``, ``many`` or ``same``.
    """
    same = sa.select(GateCheck.id).where(
        GateCheck.project_id == standing.project.id,
        GateCheck.stage == stage,
        GateCheck.kind == "courses",
        GateCheck.course == course,
        GateCheck.role == role,
    )
    if session.scalar(sa.select(same.exists())):
        raise ProjectRefused("same")
    _add(session, standing, stage, GateCheck(kind="courses", course=course, role=role))


def remove_check(session: "Session", standing: "Standing", check_id: uuid.UUID) -> None:
    """Take away a check that a teacher added; those that every project has stay.

    Raises:
        ProjectRefused: ``ended``, ``no_check`` or ``passed``.
    """
    row = _check(session, standing, check_id)
    if not row.key.startswith(OWN):
        raise ProjectRefused("no_check")
    session.delete(row)
    session.flush()


OWN = "own-"
"""How the keys of checks begin that a teacher added."""


def _add(session: "Session", standing: "Standing", stage: str, row: GateCheck) -> None:
    project = hold(session, standing.project.id)
    _refuse_passed(session, project.id, stage)
    count = session.scalar(
        sa.select(sa.func.count())
        .select_from(GateCheck)
        .where(GateCheck.project_id == project.id, GateCheck.stage == stage)
    )
    if (count or 0) >= MOST_CHECKS:
        raise ProjectRefused("many")
    row.project_id, row.stage = project.id, stage
    row.key = f"{OWN}{uuid.uuid4().hex[:8]}"
    session.add(row)
    session.flush()


def _check(session: "Session", standing: "Standing", check_id: uuid.UUID) -> GateCheck:
    project = hold(session, standing.project.id)
    row = session.scalars(
        sa.select(GateCheck).where(GateCheck.id == check_id, GateCheck.project_id == project.id)
    ).one_or_none()
    if row is None:
        raise ProjectRefused("no_check")
    _refuse_passed(session, project.id, row.stage)
    return row


def _refuse_passed(session: "Session", project_id: uuid.UUID, stage: str) -> None:
    row = session.get(ProjectStage, (project_id, stage))
    if row is None:
        raise ProjectRefused("no_check")
    if row.passed_on is not None:
        raise ProjectRefused("passed")


def _note_learners(
    session: "Session",
    project: Project,
    here: "StageView",
    names: "Names",
    *,
    now: "datetime",
) -> None:
    """Note the gate for each pupil, once: not again after it was closed and opened anew."""
    about = here.text.names["ja"]
    noted = set(
        session.scalars(
            sa.select(ProjectActivity.user_id).where(
                ProjectActivity.project_id == project.id,
                ProjectActivity.act == Act.PASSED_GATE,
                ProjectActivity.about == about,
            )
        )
    )
    learners = {
        one.member.user_id: one.member.organization_id for one in names.current(MemberRole.LEARNER)
    }
    for user_id, place in learners.items():
        if user_id not in noted:
            done = activity.Done(Act.PASSED_GATE, about=about, key=here.row.key)
            activity.note(session, project, user_id, done, now=now, organization_id=place)


def _tell(
    session: "Session",
    project: Project,
    here: "StageView",
    following_stage: "StageView | None",
    *,
    by: uuid.UUID,
    now: "datetime",
) -> None:
    kind = "project.gates_done" if following_stage is None else "project.gate_passed"
    stage = (following_stage or here).text.names["ja"]
    told = following.Told(
        kind,
        f"{kind}:{project.id}:{here.row.key}:{day_of(now).isoformat()}",
        f"/projects/{project.key}",
        {"project": project.title, "stage": stage},
    )
    telling.tell_team(session, project.id, told, now=now, but=by)


def _audit(
    session: "Session", act: str, project: Project, stage: str, *, by: uuid.UUID, now: "datetime"
) -> None:
    audit.record(
        session, act, now=now, by=by, details={"project": str(project.id), "stage": stage}
    )

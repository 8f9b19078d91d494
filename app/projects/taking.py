"""The teams that took a challenge, on its public page: how many, and of which schools.

What a team is called stands there with its public page alone; who is in it, nowhere.
"""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import Flask

from app.challenges import beside
from app.identity.models import Organization
from app.projects.models import Project, ProjectPartner
from app.projects.rules import PartnerRole, ProjectState
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.challenges.models import Challenge
    from app.identity.person import Person

LEARNING = (PartnerRole.LEAD_SCHOOL, PartnerRole.SCHOOL, PartnerRole.UNIVERSITY)


def init_app(app: Flask) -> None:
    """Let the pages of challenges of ``app`` tell who took them."""
    beside.offer(app, tell_teams)


def tell_teams(
    session: "Session",
    row: "Challenge",
    reader: "Person | None",  # noqa: ARG001  everybody reads the same
) -> beside.Section:
    """Return the teams that took a challenge, the newest first; one query, and the ways."""
    schools: dict[uuid.UUID, list[str]] = {}
    projects: dict[uuid.UUID, Project] = {}
    for project, name in session.execute(_taken(row.id)):
        projects[project.id] = project
        schools.setdefault(project.id, [])
        if name:
            schools[project.id].append(name)
    ways = beside.ways_to(session, projects)
    if not projects:
        return beside.Section("teams", _("取り組んでいるチーム"), _("まだ、ありません。"))
    is_over = all(one.state is ProjectState.ENDED for one in projects.values())
    return beside.Section(
        "teams",
        _("取り組んだチーム") if is_over else _("取り組んでいるチーム"),
        _("%(n)sチームが取り組みました。", n=len(projects))
        if is_over
        else _("%(n)sチームが取り組んでいます。", n=len(projects)),
        tuple(_row(one, schools[key], ways.get(key)) for key, one in projects.items()),
    )


def _row(project: Project, schools: list[str], way: "beside.Way | None") -> beside.Row:
    team = _("%(school)sのチーム", school="・".join(schools)) if schools else _("1つのチーム")
    when = _("%(year)s年度から", year=project.year)
    if project.state is ProjectState.ENDED:
        when = _("%(year)s年度に始まり、終わりました", year=project.year)
    if way is None:
        return beside.Row(team, when)
    return beside.Row(way.title, f"{team}　{when}", way.href)


def _taken(challenge_id: uuid.UUID) -> "sa.Select[Project, str]":
    return (
        sa.select(Project, Organization.name)
        .outerjoin(
            ProjectPartner,
            sa.and_(ProjectPartner.project_id == Project.id, ProjectPartner.role.in_(LEARNING)),
        )
        .outerjoin(Organization, Organization.id == ProjectPartner.organization_id)
        .where(Project.challenge_id == challenge_id)
        .order_by(Project.created_at.desc(), Project.id, ProjectPartner.role)
    )

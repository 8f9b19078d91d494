"""A project of people who read nothing here, with a ticket; a vetting; and a concern."""

from typing import TYPE_CHECKING

from app.mentoring import service
from app.projects.queries import Standing
from app.projects.rules import MemberRole, PartnerRole
from app.projects.service import members, starting
from tests.factories.concerns import a_concern
from tests.factories.identity import NOW, TODAY
from tests.factories.mentoring import a_vetting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from app.identity.models import Organization, User


def mentored(
    session: "Session", where: "Mapping[str, Organization]", who: "Mapping[str, User]"
) -> dict[str, str]:
    """Let the high school work with the university; nobody who reads takes part."""
    school, university = where["high school"], where["university"]
    charter = starting.Charter(
        "あ",
        "い。",
        "live",
        partners={
            school.id: PartnerRole.LEAD_SCHOOL,
            university.id: PartnerRole.UNIVERSITY,
        },
    )
    by = who["other teacher"].id
    project = starting.start_project(session, charter, by=by, now=NOW)
    for name, place, role in (
        ("high school", school, MemberRole.LEARNER),
        ("other citizen", university, MemberRole.MENTOR),
    ):
        coming = members.Coming(who[name].id, place.id, role)
        members.add(session, project, coming, by=by, now=NOW)
    pupil = who["high school"].id
    standing = Standing(project, pupil, frozenset({school.id}), frozenset({MemberRole.LEARNER}))
    asked = service.Asked(who["other citizen"].id, "あ", "い", "う。", TODAY, 20)
    ticket = service.ask(session, standing, asked, now=NOW)
    vetting = a_vetting(session, who["partner"], university, by=who["city"])
    concern = a_concern(session, who["own child"], place=where["school"])
    return {
        "ticket_key": project.key,
        "ticket_id": str(ticket.id),
        "vetting_id": str(vetting.id),
        "concern_id": str(concern.id),
    }

"""One project of a pupil, a teacher, a mentor and the city, with a thing of each kind in it.

The school's teacher and pupil, two mentors of the university, the head of 税務課. The pupil's
guardian agrees that projects name the pupil; between the organizations that is not agreed, so
that whoever is of another one is told of no pupil by name.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.adoption import service as adoption
from app.adoption.models import ContinuationLook
from app.adoption.rules import Answer, Ending
from app.agreements.models import AgreementPurpose
from app.assessments import service as assessments
from app.identity import queries as identity
from app.journals import service as journals
from app.journals.rules import Reach
from app.mentoring import service as mentoring
from app.projects.models import GateCheck, Milestone, Project, ProjectMember
from app.projects.queries import Standing, standing
from app.projects.rules import MemberRole, PartnerRole
from app.projects.service import members, starting
from app.showcase import service as showcase
from tests.factories.concerns import a_concern
from tests.factories.contributions import a_need, an_offer
from tests.factories.identity import NOW, TODAY
from tests.factories.media import a_picture
from tests.factories.mentoring import a_vetting
from tests.factories.projects import an_agreement, quietly_vouched
from tests.factories.showcase import (
    ASKED,
    STORY,
    a_comment_on,
    a_picture_of,
    all_agree,
    keep_picture,
    shown,
)
from tests.factories.workroom import a_card, a_decision, a_meeting, a_shared_file

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import Organization, User
    from app.media.storage.port import Storage

Places = Mapping[str, "Organization"]
People = Mapping[str, "User"]

MEMBERS = (
    ("teacher", "school", MemberRole.TEACHER),
    ("child", "school", MemberRole.LEARNER),
    ("partner", "university", MemberRole.MENTOR),
    ("other citizen", "university", MemberRole.MENTOR),
    ("chief", "office", MemberRole.OWNER),
)
BUT_NAMES = tuple(one for one in AgreementPurpose if one is not AgreementPurpose.NAMES)


def joint(session: "Session", where: Places, who: People, storage: "Storage") -> dict[str, str]:
    """Return what stands in addresses for the project and for all that is in it."""
    signed = an_agreement(session, where["high school"], where["university"])
    an_agreement(session, where["school"], where["university"], purposes=BUT_NAMES)
    project = _begun(session, where, who)
    mark = Milestone(project_id=project.id, title="発表会", due_on=TODAY)
    session.add(mark)
    session.flush()
    seen = sa.select(GateCheck.id).filter_by(project_id=project.id, key="seen")
    child = sa.select(ProjectMember.id).filter_by(project_id=project.id, user_id=who["child"].id)
    return {
        "signed_id": str(signed.id),
        "project_key": project.key,
        "project_partner": str(where["university"].id),
        "check_id": str(session.scalars(seen).one()),
        "milestone_id": str(mark.id),
        "project_member": str(session.scalars(child).one()),
        **_made(session, project, who, storage),
        **_asked(session, project, where, who),
        **_written(session, project, who),
        **_needed(session, project, where, who),
        **_proposed(session, project, where, who),
        **_told_to_all(session, project, who, storage),
    }


def _begun(session: "Session", where: Places, who: People) -> Project:
    partners = {
        where["school"].id: PartnerRole.LEAD_SCHOOL,
        where["university"].id: PartnerRole.UNIVERSITY,
        where["office"].id: PartnerRole.DEPARTMENT,
    }
    charter = starting.Charter("雪の朝の道", "どの道から雪をどけるか。", "live", partners=partners)
    by = who["teacher"].id
    project = starting.start_project(session, charter, by=by, now=NOW)
    for name, place, role in MEMBERS:
        coming = members.Coming(who[name].id, where[place].id, role)
        members.add(session, project, coming, by=by, now=NOW)
    return project


def _as(session: "Session", project: Project, user: "User") -> Standing:
    person = identity.person(session, user.id, on=TODAY)
    return standing(session, person, project.key, on=TODAY)


def _made(session: "Session", project: Project, who: People, storage: "Storage") -> dict[str, str]:
    """Let the pupil fill the team's room; each thing is by the pupil, for the pupil, of them."""
    child, teacher = who["child"], who["teacher"]
    card = a_card(session, project, child, child, teacher, items=("坂",))
    meeting = a_meeting(session, project, child, child, teacher)
    decision = a_decision(session, project, child, meeting=meeting)
    artifact = a_shared_file(session, project, child, storage, child, meeting=meeting)
    return {
        "card_id": str(card.id),
        "item_id": str(card.items[0].id),
        "meeting_id": str(meeting.id),
        "decision_id": str(decision.id),
        "artifact_id": str(artifact.id),
    }


def _asked(session: "Session", project: Project, where: Places, who: People) -> dict[str, str]:
    """Let the pupil ask the mentor, who has answered; and somebody tell of what is not right."""
    vetting = a_vetting(session, who["partner"], where["university"], by=who["city"])
    quietly_vouched(session, who["other citizen"], where["university"])
    child, teacher, mentor = (
        _as(session, project, who[name]) for name in ("child", "teacher", "partner")
    )
    asked = mentoring.Asked(mentor.user_id, "あ", "い", "う。", TODAY, 20)
    ticket = mentoring.ask(session, child, asked, now=NOW)
    mentoring.hand_in(session, child, ticket.id, seen=None, now=NOW)
    mentoring.pass_on(session, teacher, ticket.id, seen=None, now=NOW)
    given = mentoring.Answer("え。", 20)
    mentoring.answer(session, mentor, ticket.id, given, seen=None, now=NOW)
    concern = a_concern(session, who["own child"], place=where["school"])
    return {
        "ticket_id": str(ticket.id),
        "vetting_id": str(vetting.id),
        "concern_id": str(concern.id),
    }


def _written(session: "Session", project: Project, who: People) -> dict[str, str]:
    """Let the pupil write in the journal, for the team and for the mentor as well."""
    child, teacher = _as(session, project, who["child"]), _as(session, project, who["teacher"])
    journals.write(session, child, journals.Written("あ", Reach.TEAM), now=NOW)
    entry = journals.write(session, child, journals.Written("い", Reach.MENTOR), now=NOW)
    journals.reply(session, teacher, entry.id, "う", now=NOW)
    assessments.ask_peers(session, teacher, asks=True, now=NOW)
    return {"entry_id": str(entry.id), "learner_id": str(who["child"].id)}


def _needed(session: "Session", project: Project, where: Places, who: People) -> dict[str, str]:
    """Let the project need something, which a citizen offers."""
    need = a_need(session, where["school"], project=project, by=who["teacher"])
    an_offer(session, need, who["citizen"])
    return {}


def _proposed(session: "Session", project: Project, where: Places, who: People) -> dict[str, str]:
    """Let the team propose something to 税務課, whose clerk has begun to answer it.

    It has gone on by itself for half a year: somebody is asked how.
    """
    office, clerk = where["office"], who["clerk"].id
    child, teacher = _as(session, project, who["child"]), _as(session, project, who["teacher"])
    draft = adoption.Draft(office.id, "x", "x")
    row = adoption.write(session, child, draft, edition=0, now=NOW)
    adoption.hand_in(session, teacher, edition=row.edition, now=NOW)
    by = adoption.Officer(clerk, "x")
    told = adoption.Assignment(clerk, TODAY + timedelta(days=900))
    seen = adoption.Seen(row.id, row.edition)
    adoption.assign(session, seen, told, colleagues={clerk}, by=by, now=NOW)
    said = adoption.NewAnswer(Answer.ADOPT, "x", TODAY)
    kept = adoption.keep_template(session, office.id, "x", said, by=by, now=NOW)
    offer = adoption.add_offer(
        session, adoption.NewOffer(where["the city"].id, "x"), by=who["city"].id, now=NOW
    )
    before = NOW - timedelta(days=200)
    adoption.go_on(session, teacher, adoption.Ending(Ending.CLUB, "x"), now=before)
    look = sa.select(ContinuationLook.id).order_by(ContinuationLook.months).limit(1)
    return {
        "adoption_id": str(row.id),
        "template_id": str(kept.id),
        "support_id": str(offer.id),
        "look_id": str(session.scalars(look).one()),
    }


def _told_to_all(
    session: "Session", project: Project, who: People, storage: "Storage"
) -> dict[str, str]:
    """Publish the project's page, with a comment that waits; the pupil wants no name on it."""
    all_agree(session, who["child"])
    data = a_picture()
    picture = a_picture_of(session, project, data=data)
    keep_picture(storage, picture, data)
    writer = showcase.Writer(project.id, who["teacher"].id, is_teacher=True)
    content = replace(STORY, pictures=shown(picture))
    row = showcase.write(session, writer, content, ASKED, seen=0, now=NOW)
    showcase.publish(session, writer, ASKED, seen=row.edition, now=NOW)
    comment = a_comment_on(session, project, who["citizen"])
    return {"shown_id": str(picture.id), "comment_id": str(comment.id)}

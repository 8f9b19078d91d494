"""What stays closed in projects: to mentors, to who follows, to who is meant by a concern."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.agreements.models import AgreementPurpose
from app.concerns import queries as concerns
from app.consents.rules import Purpose
from app.contributions import service as contributions
from app.contributions.errors import ContributionRefused
from app.contributions.rules import NeedKind
from app.following import service as following
from app.following.models import Notification
from app.home.together import together_of
from app.identity.models import Role
from app.identity.queries import person
from app.mentoring import policy
from app.mentoring import queries as tickets
from app.mentoring import service as mentoring
from app.mentoring.errors import TicketRefused
from app.projects import queries
from app.projects.errors import NoSuchProject, ProjectRefused, Unvouched
from app.projects.models import ProjectStage
from app.projects.queries import Names, naming, own_projects, parents_of, works_at
from app.projects.rules import MemberRole, PartnerRole, ProjectState, may_give
from app.projects.service import gates, members
from app.projects.service.members import SUBJECT
from app.vettings.queries import vouched
from app.workroom import queries as workroom
from tests.factories.concerns import a_concern
from tests.factories.consents import a_guardian, an_answer
from tests.factories.identity import (
    NOW,
    TODAY,
    a_citizen,
    a_post,
    a_school,
    a_user,
    an_administrator,
)
from tests.factories.mentoring import answered, handed_in, mentored
from tests.factories.projects import (
    Together,
    a_project,
    an_agreement,
    quietly_vouched,
    standing_of,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User

AGE = 16
REASON = "けんたさんの話を、もう一度聞くため"


@pytest.fixture
def together(session: "Session") -> Together:
    return a_project(session)


def told(session: "Session", user: "User", kind: str) -> list[dict[str, object]]:
    session.flush()
    rows = sa.select(Notification.facts).where(
        Notification.user_id == user.id, Notification.kind == kind
    )
    return list(session.scalars(rows))


def names_of(session: "Session", together: Together, user: "User") -> Names:
    found = standing_of(session, together, user)
    return naming(session, found, on=TODAY, consent_age=AGE)


def test_a_mentor_makes_nobody_answer_for_pupils() -> None:
    kept = {MemberRole.LEARNER, MemberRole.TEACHER, MemberRole.COORDINATOR}
    given = may_give({MemberRole.MENTOR}, PartnerRole.UNIVERSITY)
    assert not kept & set(given)
    assert kept <= set(may_give({MemberRole.COORDINATOR}, PartnerRole.UNIVERSITY))


def test_a_guardian_is_no_part_of_the_school_and_no_contact(
    session: "Session", together: Together
) -> None:
    guardian = a_user(session)
    a_post(session, guardian, together.school, Role.GUARDIAN)
    parents = parents_of(session)
    for user, works in ((guardian, False), (together.teacher, True), (together.pupils[0], False)):
        found = person(session, user.id, on=TODAY)
        assert works_at(found, together.school.id, parents) is works


def test_no_mentor_passes_a_ticket_on_to_themselves(
    session: "Session", together: Together
) -> None:
    mentored(session, together)
    row = handed_in(session, together)
    coming = members.Coming(together.mentor.id, together.university.id, MemberRole.COORDINATOR)
    members.add(session, together.project, coming, by=together.teacher.id, now=NOW)
    standing = standing_of(session, together, together.mentor)
    assert not policy.may_pass_on(standing, row)
    with pytest.raises(TicketRefused) as refused:
        mentoring.pass_on(session, standing, row.id, seen=row.edition, now=NOW)
    assert refused.value.fault == "state"


def test_who_is_vouched_for_no_more_writes_to_no_pupil(
    session: "Session", together: Together
) -> None:
    vetting = mentored(session, together)
    row = answered(session, together)
    standing = standing_of(session, together, together.mentor)
    mentoring.write(session, standing, row.id, "観測点は、もう1つあります。", now=NOW)
    places = {together.university.id}
    mentoring.end(session, vetting.id, "異動", by=together.owner.id, places=places, now=NOW)
    with pytest.raises(TicketRefused) as refused:
        mentoring.write(session, standing, row.id, "個人のアドレスを教えて", now=NOW)
    assert refused.value.fault == "unvouched"


@pytest.mark.parametrize("how", ["never", "over", "to come", "ended", "elsewhere"])
def test_a_mentor_for_whom_nobody_vouches_reads_nothing(session: "Session", how: str) -> None:
    together = a_project(session, vouched=False)
    place = a_school(session) if how == "elsewhere" else together.university
    if how != "never":
        row = quietly_vouched(session, together.mentor, place)
        row.starts_on = TODAY + timedelta(days=1) if how == "to come" else row.starts_on
        row.ended_on = TODAY if how == "ended" else None
        if how == "over":
            row.starts_on, row.ends_on = TODAY - timedelta(days=9), TODAY - timedelta(days=1)
        session.flush()
    with pytest.raises(Unvouched) as shut:
        standing_of(session, together, together.mentor)
    assert shut.value.places == (together.university.name,)
    assert isinstance(shut.value, NoSuchProject)
    mine = own_projects(session, together.mentor.id, on=TODAY)
    assert [one.is_open for one in mine] == [False]
    assert queries.shut_out(session, together.mentor.id, on=TODAY) == [together.university.name]
    assert (
        together_of(session, person(session, together.mentor.id, on=TODAY), on=TODAY).projects
        == ()
    )
    inside = members.members_today(session, together.project.id, on=TODAY)
    assert inside == {one.id for one in (*together.pupils, together.teacher, together.owner)}


def test_whoever_stands_above_vouches_for_what_is_below(session: "Session") -> None:
    together = a_project(session, vouched=False)
    together.university.parent_id = together.city.id
    quietly_vouched(session, together.mentor, together.city)
    assert standing_of(session, together, together.mentor).is_mentor
    assert vouched(session, [together.mentor.id, together.owner.id], on=TODAY) >= {
        (together.mentor.id, together.university.id)
    }
    assert queries.shut_out(session, together.mentor.id, on=TODAY) == []


def test_who_is_in_it_as_more_than_a_mentor_opens_it_as_that(session: "Session") -> None:
    together = a_project(session, vouched=False)
    coming = members.Coming(together.mentor.id, together.university.id, MemberRole.COORDINATOR)
    members.add(session, together.project, coming, by=together.teacher.id, now=NOW)
    assert standing_of(session, together, together.mentor).roles == {MemberRole.COORDINATOR}


def test_a_mentor_who_is_shut_out_is_told_of_no_word_on_a_ticket(
    session: "Session", together: Together
) -> None:
    vetting = mentored(session, together)
    row = answered(session, together)
    places = {together.university.id}
    mentoring.end(session, vetting.id, "異動", by=together.owner.id, places=places, now=NOW)
    pupil = standing_of(session, together, together.pupils[0])
    mentoring.write(session, pupil, row.id, "ありがとうございました。", now=NOW)
    assert told(session, together.mentor, "ticket.message") == []
    assert told(session, together.teacher, "ticket.message")
    assert tickets.own(session, together.mentor.id, on=TODAY).answered == ()


def test_a_mentor_reads_nothing_that_was_said_before_the_ticket_came(
    session: "Session", together: Together
) -> None:
    mentored(session, together)
    row = handed_in(session, together)
    teacher = standing_of(session, together, together.teacher)
    pupil = standing_of(session, together, together.pupils[0])
    mentoring.write(session, pupil, row.id, "ほんとうは、自信がありません。", now=NOW)
    row = mentoring.give_back(
        session, teacher, row.id, "だいじょうぶ。", seen=row.edition, now=NOW
    )
    row = mentoring.hand_in(session, pupil, row.id, seen=row.edition, now=NOW)
    row = mentoring.pass_on(session, teacher, row.id, seen=row.edition, now=NOW)
    mentor = standing_of(session, together, together.mentor)
    mentoring.ask_back(session, mentor, row.id, "どの道ですか。", seen=row.edition, now=NOW)
    mentoring.write(session, pupil, row.id, "学校の前の坂です。", now=NOW)
    session.expire_all()
    found = tickets.ticket(session, mentor, row.id)
    read = [one.words for one in policy.heard_by(mentor, found)]
    assert read == ["", "どの道ですか。", "学校の前の坂です。"]
    assert len(policy.heard_by(teacher, found)) == len(found.messages) == 5


def test_the_reason_of_a_closed_gate_stays_in_the_project(
    session: "Session", together: Together
) -> None:
    asker = a_citizen(session)
    following.follow(session, asker.id, (SUBJECT, together.project.id), now=NOW)
    stage = session.get_one(ProjectStage, (together.project.id, "discover"))
    stage.passed_on = TODAY
    session.flush()
    teacher = standing_of(session, together, together.teacher)
    gates.undo_gate(session, teacher, REASON, seen="discover", now=NOW)
    kind = "project.gate_undone"
    assert [facts["reason"] for facts in told(session, together.pupils[0], kind)] == [REASON]
    assert told(session, asker, kind) == []


def test_no_organization_is_let_go_from_a_project_that_ended(
    session: "Session", together: Together
) -> None:
    together.project.state, together.project.ended_on = ProjectState.ENDED, TODAY
    session.flush()
    with pytest.raises(ProjectRefused):
        members.let_partner_go(
            session, together.project.id, together.university.id, by=together.teacher.id, now=NOW
        )


def test_who_teaches_in_a_project_reads_no_concern_about_its_teachers(
    session: "Session", together: Together
) -> None:
    a_post(session, together.teacher, together.school, Role.ADMINISTRATOR)
    office = an_administrator(session, of=together.school)
    place, project = together.school, together.project
    a_concern(session, together.pupils[0], place=place, project=project, about_teacher=True)
    for user, number in ((together.teacher, 0), (office, 1)):
        who = person(session, user.id, on=TODAY)
        reach = concerns.reach_of(session, who)
        assert len(concerns.desk(session, who, reach, on=TODAY)) == number
        assert len(told(session, user, "concern.raised")) == number


def test_a_concern_that_only_its_teacher_would_read_goes_to_the_city(
    session: "Session", together: Together
) -> None:
    a_post(session, together.teacher, together.school, Role.ADMINISTRATOR)
    city = an_administrator(session, of=together.city)
    place, project = together.school, together.project
    row = a_concern(session, together.pupils[0], place=place, project=project, about_teacher=True)
    assert row.to_city
    assert told(session, city, "concern.raised")


def test_a_face_crosses_with_an_agreement_and_consents_of_its_own(
    session: "Session", together: Together
) -> None:
    first, second = together.pupils
    tie = a_guardian(session, first)
    an_answer(session, tie, purpose=Purpose.PROJECTS)
    an_agreement(session, together.school, together.university, purposes=(AgreementPurpose.NAMES,))
    assert names_of(session, together, together.teacher).may_see({first.id, second.id})
    assert not names_of(session, together, together.mentor).may_see({first.id})
    an_agreement(
        session, together.school, together.university, purposes=(AgreementPurpose.PHOTOS,)
    )
    assert not names_of(session, together, together.mentor).may_see({first.id})
    an_answer(session, tie, purpose=Purpose.PHOTO)
    names = names_of(session, together, together.mentor)
    assert names.may_see({first.id})
    assert not names.may_see({first.id, second.id})
    assert names.may_see(set())
    assert not names_of(session, together, together.owner).may_see({first.id})
    assert workroom.people_on(session, together.project.id) == frozenset()


def test_nothing_is_accepted_for_a_project_that_ended(
    session: "Session", together: Together
) -> None:
    need = contributions.add_need(
        session,
        contributions.Asked(NeedKind.HOURS, "雪かきの手伝い"),
        by=together.teacher.id,
        organization_id=together.school.id,
        now=NOW,
        project_id=together.project.id,
    )
    giver = person(session, a_citizen(session).id, on=TODAY)
    row = contributions.offer(
        session, giver, need.id, contributions.Given("朝なら行けます。"), now=NOW
    )
    together.project.state, together.project.ended_on = ProjectState.ENDED, TODAY
    session.flush()
    with pytest.raises(ContributionRefused) as refused:
        contributions.accept(
            session,
            row.id,
            {need},  # type: ignore[arg-type]  # whatever holds needs
            "お願いします。",
            by=together.teacher.id,
            now=NOW + timedelta(hours=1),
        )
    assert refused.value.fault == "ended"

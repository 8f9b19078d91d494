"""The pages of projects: begun, filled with people, taken through gates, ended, handed over."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.classes.models import EnrollmentRole
from app.consents.rules import Purpose
from app.following.models import Notification
from app.identity.models import OrganizationKind, Role
from app.identity.service import ensure_installation
from app.projects.models import (
    BudgetDate,
    GateCheck,
    Milestone,
    Project,
    ProjectMember,
    ProjectPartner,
)
from app.projects.rules import MemberRole, PartnerRole, ProjectState
from tests.client import PageClient, sign_in
from tests.factories.classes import a_class, an_enrollment
from tests.factories.consents import a_guardian, an_answer
from tests.factories.identity import (
    NOW,
    a_child,
    a_citizen,
    a_city,
    a_clerk,
    a_post,
    a_school,
    a_user,
    an_administrator,
    an_organization,
)
from tests.factories.projects import Together, a_challenge, a_project, an_agreement

OUTSIDERS_BUDGET = 14
"""A project's page asks for more than other pages: who somebody from elsewhere may know by name
takes six statements (people, agreements, consents), and the page has seven things on it."""

CHARTER = {
    "title": "雪の朝の道",
    "question": "どの道から雪をどければよいか。",
    "summary": "歩いて調べます。",
    "field": "live",
    "deliver_on": "",
}


@pytest.fixture
def together(session: Session) -> Together:
    return a_project(session, now=clock.now())


def allowed(session: Session, together: Together) -> None:
    for pupil in together.pupils:
        tie = a_guardian(session, pupil)
        an_answer(session, tie, purpose=Purpose.PROJECTS)


def path(together: Together, more: str = "") -> str:
    return f"/projects/{together.project.key}{more}"


def test_the_page_of_a_project_shows_each_reader_what_they_may_know(
    client: PageClient, session: Session, together: Together
) -> None:
    client.query_budget = OUTSIDERS_BUDGET
    page = sign_in(client, together.teacher).see(path(together))
    assert "ゆい" in page.text
    assert "いま、ここ" in page.text
    assert "参加 0／2" in page.text
    assert "参加の同意がまだの人：" in page.text
    assert "議会で決まるまでは、約束ではありません" in page.text
    page = sign_in(client, together.pupils[0]).see(path(together))
    assert "参加 0／2" in page.text
    assert "同意がまだの人" not in page.text
    for stranger in (together.mentor, together.owner):
        page = sign_in(client, stranger).see(path(together))
        assert "ゆい" not in page.text
        assert "けんた" not in page.text
        assert f"{together.school.name}の2名" in page.text
        assert "参加 0／2" not in page.text
        assert "0／2人" in page.text  # the gate tells everybody how far it is, and nobody who
    for somebody in (a_citizen(session), a_clerk(session), a_child(session)):
        for more in ("", "/team", "/gates", "/milestones", "/charter", "/end", "/successor"):
            sign_in(client, somebody).see(path(together, more), status=404)


def test_no_page_of_a_project_names_a_pupil_to_another_organization(
    client: PageClient, session: Session, together: Together
) -> None:
    client.query_budget = OUTSIDERS_BUDGET
    for stranger in (together.mentor, together.owner):
        sign_in(client, stranger)
        for more in ("", "/team", "/milestones", "/charter", "/team/people", "/team/partners"):
            text = client.get(path(together, more)).get_data(as_text=True)
            assert "ゆい" not in text, more
            assert "けんた" not in text, more
    an_agreement(session, together.school, together.university)
    allowed(session, together)
    assert "ゆい" in sign_in(client, together.mentor).see(path(together)).text


def test_a_gate_opens_when_everything_is_there_and_not_before(
    client: PageClient, session: Session, together: Together
) -> None:
    client.query_budget = OUTSIDERS_BUDGET
    teacher = sign_in(client, together.teacher)
    assert "あと2つそろうと" in teacher.see(path(together)).text
    assert teacher.post(path(together, "/gate/open"), data={"seen": "discover"}).status_code == 303
    assert "まだ、そろっていないものがあります" in teacher.see(path(together)).text
    seen = session.scalars(sa.select(GateCheck).filter_by(kind="check", key="seen")).one()
    tick = path(together, f"/gates/{seen.id}/tick")
    assert teacher.post(tick, data={"met": "1"}).status_code == 303
    teacher.see(path(together, "/gates"))
    allowed(session, together)
    assert "次の段階「問いをしぼる」へ進む" in teacher.see(path(together)).text
    assert teacher.post(path(together, "/gate/open"), data={"seen": "discover"}).status_code == 303
    page = teacher.see(path(together))
    assert "問いをしぼる" in page.text
    assert "段階を終えました：見つける" in page.text
    kinds = session.scalars(
        sa.select(Notification.kind).where(Notification.user_id == together.pupils[0].id)
    ).all()
    assert "project.gate_passed" in kinds
    for other in (together.pupils[0], together.mentor, together.owner):
        sign_in(client, other)
        assert (
            client.post(path(together, "/gate/open"), data={"seen": "define"}).status_code == 404
        )
        assert client.post(tick, data={"met": "0"}).status_code == 404


def test_a_gate_is_closed_again_with_a_reason(
    client: PageClient, session: Session, together: Together
) -> None:
    client.query_budget = OUTSIDERS_BUDGET
    test_a_gate_opens_when_everything_is_there_and_not_before(client, session, together)
    teacher = sign_in(client, together.teacher)
    answer = teacher.post(path(together, "/gates/undo"), data={"seen": "discover", "reason": ""})
    assert answer.status_code == 422
    teacher.post(
        path(together, "/gates/undo"),
        data={"seen": "discover", "reason": "もう一度、話を聞きます。"},
    )
    session.refresh(together.project)
    assert together.project.stage == "discover"


def test_teachers_add_checks_and_courses_and_plan_the_stages(
    client: PageClient, session: Session, together: Together
) -> None:
    client.query_budget = OUTSIDERS_BUDGET
    teacher = sign_in(client, together.teacher)
    bad = teacher.post(path(together, "/gates/checks"), data={"stage": "discover", "label": ""})
    assert bad.status_code == 422
    good = {"stage": "discover", "label": "保護者に話した"}
    assert teacher.post(path(together, "/gates/checks"), data=good).status_code == 303
    assert "保護者に話した" in teacher.see(path(together, "/gates")).text
    bad = teacher.post(path(together, "/gates/courses"), data={"stage_of_course": "define"})
    assert bad.status_code == 422
    own = session.scalars(sa.select(GateCheck).where(GateCheck.key.startswith("own-"))).one()
    teacher.post(path(together, f"/gates/{own.id}/remove"))
    assert "保護者に話した" not in teacher.see(path(together, "/gates")).text
    assert (
        teacher.post(path(together, "/gates/days"), data={"day_develop": "x"}).status_code == 422
    )
    due = (clock.day_of(clock.now()) + timedelta(days=40)).isoformat()
    assert (
        teacher.post(path(together, "/gates/days"), data={"day_develop": due}).status_code == 303
    )
    assert "ためす" in teacher.see(path(together)).text
    sign_in(client, together.mentor).see(path(together, "/gates"), status=404)


def test_milestones_are_added_moved_reached_and_taken_away(
    client: PageClient, session: Session, together: Together
) -> None:
    client.query_budget = OUTSIDERS_BUDGET
    pupil = sign_in(client, together.pupils[0])
    assert "節目は、まだありません" in pupil.see(path(together, "/milestones")).text
    answer = pupil.post(path(together, "/milestones"), data={"title": "", "due_on": "x"})
    assert answer.status_code == 422
    day = clock.day_of(clock.now()) + timedelta(days=10)
    for title in ("中間発表", "地図づくり"):
        sent = {"title": title, "due_on": day.isoformat()}
        assert pupil.post(path(together, "/milestones"), data=sent).status_code == 303
    first, second = session.scalars(sa.select(Milestone).order_by(Milestone.title)).all()
    one = path(together, f"/milestones/{first.id}")
    assert "中間発表" in pupil.see(one).html
    assert pupil.post(one, data={"title": "", "due_on": ""}).status_code == 422
    moved = {"title": "発表", "due_on": (day + timedelta(days=1)).isoformat()}
    assert pupil.post(one, data=moved).status_code == 303
    pupil.post(f"{one}/meet")
    pupil.post(path(together, f"/milestones/{second.id}/remove"))
    page = pupil.see(path(together, "/milestones"))
    assert "発表" in page.text
    assert "に終えました" in page.text
    assert "地図づくり" not in page.text
    assert "節目を終えました：発表" in pupil.see(path(together)).text
    pupil.see(path(together, f"/milestones/{uuid.uuid4()}"), status=404)
    mentor = sign_in(client, together.mentor)
    assert mentor.post(f"{one}/meet").status_code == 404


def test_a_teacher_brings_in_pupils_of_own_classes_alone(
    client: PageClient, session: Session, together: Together
) -> None:
    mine, other = a_class(session, together.school), a_class(session, together.school, "3年3組")
    an_enrollment(session, mine, together.teacher, EnrollmentRole.TEACHER)
    new = a_child(session, grade=10, school=together.school)
    stranger = a_child(session, grade=10, school=together.school)
    an_enrollment(session, mine, new)
    an_enrollment(session, other, stranger)
    teacher = sign_in(client, together.teacher)
    teacher.query_budget = OUTSIDERS_BUDGET
    assert str(new.id) in teacher.see(path(together, "/team/pupils")).html
    add = path(together, "/team/pupils")
    assert teacher.post(add, data={"class": mine.id}).status_code == 422
    assert teacher.post(add, data={"class": mine.id, "people": stranger.id}).status_code == 422
    assert teacher.post(add, data={"class": other.id, "people": stranger.id}).status_code == 404
    assert teacher.post(add, data={"class": mine.id, "people": new.id}).status_code == 303
    ids = session.scalars(
        sa.select(ProjectMember.user_id).filter_by(role=MemberRole.LEARNER)
    ).all()
    assert set(ids) == {*(one.id for one in together.pupils), new.id}
    for somebody in (together.mentor, together.owner, together.pupils[0]):
        sign_in(client, somebody).see(add, status=404)


def test_an_owner_brings_in_people_of_the_own_department(
    client: PageClient, session: Session, together: Together
) -> None:
    clerk = a_clerk(session, department=together.department)
    elsewhere = a_clerk(session, department=an_organization(session))
    owner = sign_in(client, together.owner)
    owner.query_budget = OUTSIDERS_BUDGET
    add = path(together, "/team/people")
    page = owner.see(f"{add}?q=森")
    assert str(clerk.id) in page.html
    assert str(elsewhere.id) not in page.html
    base = {"q": "森", "place": str(together.department.id), "role": "supporter"}
    assert owner.post(add, data=base).status_code == 422
    assert owner.post(add, data=base | {"people": str(elsewhere.id)}).status_code == 422
    assert owner.post(add, data=base | {"people": str(clerk.id)}).status_code == 303
    assert "みさき" in owner.see(path(together, "/team")).text
    other = {"place": str(together.university.id)}
    assert owner.post(add, data=base | other).status_code == 404
    sign_in(client, together.pupils[0]).see(add, status=404)


def test_a_new_partner_is_found_and_its_first_person_invited_by_id(
    client: PageClient, session: Session, together: Together
) -> None:
    company = an_organization(session, "雪どけ建設", kind=OrganizationKind.COMPANY)
    person = a_user(session, given_name="つよし", login_id="yukidoke-1")
    a_post(session, person, company, Role.PARTNER)
    a_citizen_of_nowhere = a_user(session, login_id="dareka-1")
    teacher = sign_in(client, together.teacher)
    teacher.query_budget = OUTSIDERS_BUDGET
    add = path(together, "/team/partners")
    assert "雪どけ建設" in teacher.see(f"{add}?q=雪どけ").text
    assert "見つかりませんでした" in teacher.see(f"{add}?q=ない名前").text
    assert teacher.post(add, data={"q": "雪どけ"}).status_code == 422
    assert teacher.post(add, data={"places": str(company.id)}).status_code == 303
    contact = path(together, "/team/contact")
    assert "雪どけ建設" in teacher.see(contact).text
    for wrong in ("", "inai-1", a_citizen_of_nowhere.login_id):
        sent = {"place": str(company.id), "login": wrong}
        assert teacher.post(contact, data=sent).status_code == 422
    sent = {"place": str(company.id), "login": "yukidoke-1"}
    assert teacher.post(contact, data=sent).status_code == 303
    row = session.scalars(sa.select(ProjectMember).filter_by(user_id=person.id)).one()
    assert row.role is MemberRole.MENTOR
    teacher.see(contact, status=404)
    gone = path(together, f"/team/partners/{company.id}/leave")
    assert sign_in(client, together.mentor).post(gone).status_code == 404
    assert sign_in(client, together.teacher).post(gone).status_code == 303
    session.refresh(row)
    assert row.left_on is not None
    own = path(together, f"/team/partners/{together.school.id}/leave")
    assert client.post(own).status_code == 404


def test_members_have_duties_and_pseudonyms_and_leave_with_a_reason(
    client: PageClient, session: Session, together: Together
) -> None:
    client.query_budget = OUTSIDERS_BUDGET
    rows = {
        row.user_id: row
        for row in session.scalars(
            sa.select(ProjectMember).filter_by(project_id=together.project.id)
        )
    }
    pupil, mentor = rows[together.pupils[0].id], rows[together.mentor.id]
    one = path(together, f"/team/{pupil.id}")
    teacher = sign_in(client, together.teacher)
    teacher.see(one)
    assert teacher.post(one, data={"duty": "あ" * 41}).status_code == 422
    assert teacher.post(one, data={"duty": "まとめ"}).status_code == 303
    assert "ゆい（まとめ）" in teacher.see(path(together)).text
    for other in (together.owner, together.mentor, together.pupils[0], together.pupils[1]):
        sign_in(client, other).see(one, status=404)
        assert client.post(f"{one}/leave", data={"reason": "わけ"}).status_code == 404
    sign_in(client, together.teacher).see(path(together, f"/team/{mentor.id}"), status=404)
    sign_in(client, together.pupils[0])
    assert (
        client.post(path(together, "/team/name"), data={"pseudonym": "ゆきだるま"}).status_code
        == 303
    )
    assert "ゆきだるま" in client.see(path(together, "/team")).html
    name = path(together, "/team/name")
    assert client.post(name, data={"pseudonym": "あ" * 41}).status_code == 422
    sign_in(client, together.teacher)
    assert client.post(f"{one}/leave", data={"reason": ""}).status_code == 422
    assert client.post(f"{one}/leave", data={"reason": "部活に集中するため"}).status_code == 303
    assert "チームにいた人" in client.see(path(together, "/team")).text
    sign_in(client, together.pupils[0]).see(path(together), status=404)
    sign_in(client, together.mentor)
    leave = path(together, f"/team/{mentor.id}/leave")
    answer = client.post(leave, data={"reason": "任期が終わった"})
    assert answer.location.endswith("/projects")


def test_a_project_begins_from_a_challenge_with_its_department(
    client: PageClient, session: Session
) -> None:
    ensure_installation(session, "http://localhost", NOW)
    city = a_city(session)
    department = an_organization(session, "道路管理課", parent=city)
    university = an_organization(session, "加賀の大学", kind=OrganizationKind.UNIVERSITY)
    challenge = a_challenge(session, department, opens_on=clock.day_of(clock.now()))
    school = a_school(session)
    teacher = a_user(session)
    a_post(session, teacher, school, Role.TEACHER)
    sign_in(client, teacher)
    page = client.see(f"/projects/new?challenge={challenge.slug}")
    assert "道路管理課" in page.text
    client.see("/projects/new?challenge=nai", status=404)
    sent = CHARTER | {
        "challenge": challenge.slug,
        "place": str(school.id),
        "partners": [str(department.id)],
    }
    found = client.post("/projects/new", data=sent | {"find": "加賀", "look": "1"})
    assert found.status_code == 200
    assert "加賀の大学" in client.page.text
    assert CHARTER["title"] in client.page.html
    bad = client.post("/projects/new", data=sent | {"title": "", "deliver_on": "2020-01-01"})
    assert bad.status_code == 422
    both = sent | {"partners": [str(department.id), str(university.id)]}
    answer = client.post("/projects/new", data=both)
    assert answer.status_code == 303
    project = session.scalars(sa.select(Project)).one()
    assert project.challenge_id == challenge.id
    roles = {row.organization_id: row.role for row in session.scalars(sa.select(ProjectPartner))}
    assert roles == {
        school.id: PartnerRole.LEAD_SCHOOL,
        department.id: PartnerRole.DEPARTMENT,
        university.id: PartnerRole.UNIVERSITY,
    }
    client.query_budget = OUTSIDERS_BUDGET
    client.see(f"/projects/{project.key}/team")
    assert "雪の朝の道" in client.see("/projects").text


def test_a_plan_that_delivers_after_the_request_day_says_so(
    client: PageClient, session: Session, together: Together
) -> None:
    client.query_budget = OUTSIDERS_BUDGET
    year = together.project.year
    session.add(
        BudgetDate(year=year + 2, step="request", title="", on_day=clock.day_of(clock.now()))
    )
    teacher = sign_in(client, together.teacher)
    late = f"{year + 2}-02-01"
    sent = CHARTER | {"deliver_on": late, "title": ""}
    assert teacher.post(path(together, "/charter"), data=sent).status_code == 422
    assert "予算要求" in client.page.text
    assert "からになります" in client.page.text
    assert teacher.post(path(together, "/charter"), data=sent | {"title": "雪"}).status_code == 303
    assert "お金のかかる提案は、早くても" in teacher.see(path(together)).text
    teacher.see(path(together, "/charter"))
    sign_in(client, together.pupils[0]).see(path(together, "/charter"), status=404)


def test_a_department_begins_with_its_own_challenge_alone(
    client: PageClient, session: Session
) -> None:
    ensure_installation(session, "http://localhost", NOW)
    mine, other = an_organization(session), an_organization(session)
    today = clock.day_of(clock.now())
    challenges = [a_challenge(session, one, opens_on=today) for one in (mine, other)]
    clerk = sign_in(client, a_clerk(session, department=mine))
    assert "自分の課が出した課題で始めます" in clerk.see("/projects/new").text
    sent = CHARTER | {"place": str(mine.id)}
    answer = clerk.post("/projects/new", data=sent | {"challenge": challenges[1].slug})
    assert answer.status_code == 422
    answer = clerk.post("/projects/new", data=sent | {"challenge": challenges[0].slug})
    assert answer.status_code == 303
    for somebody in (a_citizen(session), a_child(session)):
        sign_in(client, somebody).see("/projects/new", status=404)
        assert "企画は、まだありません" in client.see("/projects").text


def test_an_ended_project_is_read_and_handed_over(
    client: PageClient, session: Session, together: Together
) -> None:
    client.query_budget = OUTSIDERS_BUDGET
    teacher = sign_in(client, together.teacher)
    day = clock.day_of(clock.now())
    session.add(Milestone(project_id=together.project.id, title="発表会", due_on=day))
    teacher.see(path(together, "/end"))
    teacher.see(path(together, "/successor"), status=404)
    assert teacher.post(path(together, "/end"), data={"words": ""}).status_code == 422
    words = {"words": "通学路の地図ができました。"}
    assert teacher.post(path(together, "/end"), data=words).status_code == 303
    page = teacher.see(path(together))
    assert "読めますが、変えられません" in page.text
    assert "通学路の地図ができました" in page.text
    assert "終わったもの" in teacher.see("/projects").text
    for more in ("/milestones", "/team/name", "/gates/checks", "/charter", "/end"):
        answer = teacher.post(path(together, more), data={"title": "x", "due_on": day.isoformat()})
        assert answer.status_code in {303, 404, 422}
    session.refresh(together.project)
    assert together.project.state is ProjectState.ENDED
    form = teacher.see(path(together, "/successor"))
    assert "発表会" in form.text
    row = session.scalars(sa.select(Milestone)).one()
    sent = CHARTER | {
        "place": str(together.school.id),
        "partners": [str(together.department.id)],
        "milestones": [str(row.id)],
    }
    looked = teacher.post(path(together, "/successor"), data=sent | {"look": "1", "find": "課"})
    assert looked.status_code == 200
    assert teacher.post(path(together, "/successor"), data=sent | {"title": ""}).status_code == 422
    assert teacher.post(path(together, "/successor"), data=sent).status_code == 303
    new = session.scalars(sa.select(Project).filter_by(successor_of_id=together.project.id)).one()
    page = teacher.see(f"/projects/{new.key}")
    assert "前の企画" in page.text
    assert "通学路の地図ができました" in page.text
    assert "発表会" in page.text
    sign_in(client, together.pupils[0]).see(f"/projects/{new.key}", status=404)


def test_the_budget_calendar_is_entered_by_the_city(client: PageClient, session: Session) -> None:
    administrator = sign_in(client, an_administrator(session))
    page = administrator.see("/admin/budget-calendar")
    (year,) = [one.get("value") for one in page.all("input") if one.get("name") == "year"]
    fields = {
        one.get("name"): one.get("value")
        for one in page.all("input")
        if one.get("name").startswith(("day_", "title_"))
    }
    sent = fields | {"year": year, "title_plan": "来年度の構想"}
    bad = administrator.post("/admin/budget-calendar", data=sent | {"day_request": ""})
    assert bad.status_code == 422
    assert administrator.post("/admin/budget-calendar", data=sent).status_code == 303
    assert administrator.post("/admin/budget-calendar", data=sent).status_code == 303
    assert len(session.scalars(sa.select(BudgetDate)).all()) == 6
    assert "来年度の構想" in administrator.see(f"/admin/budget-calendar?year={year}").html
    sign_in(client, a_clerk(session))
    assert client.get("/admin/budget-calendar").status_code in {403, 404}

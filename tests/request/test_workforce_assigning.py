"""From a gap to an assignment, with one press; and the target with which HR's home begins."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.assignments.models import Assignee, Assignment
from app.clock import day_of
from app.identity.models import Organization, Role, User
from app.talent.models import AccessLog
from app.workforce.rules import Step
from tests.client import PageClient, sign_in
from tests.factories.catalog import COURSE, a_version, course_files
from tests.factories.identity import a_city, an_organization
from tests.factories.talent import a_staff_member, an_attestation, an_hr_officer
from tests.factories.workforce import GOAL, T5, a_profile, a_target, told

SLUG = "seisei-ai"
DIG = "digcomp@3.0/4.2"
"""What the course raises to level 1."""


class Hall:
    """税務課 with six clerks and its head, 人事課 beside it; a course that raises ``DIG``."""

    def __init__(self, session: Session) -> None:
        self.bureau = an_organization(session, "総務局", parent=a_city(session))
        self.tax: Organization = an_organization(session, "税務課", parent=self.bureau)
        self.staffing: Organization = an_organization(session, "人事課", parent=self.bureau)
        self.clerks = [a_staff_member(session, self.tax, "髙橋") for _ in range(6)]
        self.head: User = a_staff_member(session, self.tax, "鴻池", title="課長")
        self.head.posts[0].role = Role.MANAGER
        self.officer = an_hr_officer(session, self.staffing)
        course = COURSE.replace('"citizen"', '"staff"')
        a_version(session, course_files(course=course), slug=SLUG)
        session.flush()


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


@pytest.fixture
def hr(client: PageClient, hall: Hall) -> PageClient:
    return sign_in(client, hall.officer)


def today() -> date:
    return day_of(clock.now())


def asked(session: Session) -> set[object]:
    return set(session.scalars(sa.select(Assignee.person_id)))


def test_a_course_is_assigned_to_all_who_lack_what_it_raises_with_one_press(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    role = a_profile(session, told({DIG: 2, T5: 2}), by=hall.officer.id)
    done, *others = hall.clerks
    an_attestation(session, done, DIG, 1)  # as high as the course leads
    page = hr.see(f"/workforce/roles/{role.id}")
    (link,) = [a for a in page.all("a") if "/workforce/assign" in a.get("href")]
    shown = hr.see(link.get("href"))
    assert "7人に「試しの講座」を割り当てますか" in shown.text
    assert "まだ何も割り当てていません" in shown.text
    assert len(link.get("href")) < 200
    sent = {one.get("name"): one.get("value") for one in shown.all("input") if one.get("name")}
    assert sent["due_on"] == (today() + timedelta(days=60)).isoformat()
    assert hr.post("/workforce/assign", data=sent).status_code == 303
    row = session.scalars(sa.select(Assignment)).one()
    assert "窓口職員" in row.purpose
    assert row.courses == [SLUG]
    assert asked(session) == {one.id for one in (*others, hall.head, hall.officer)}
    again = hr.see(link.get("href"))
    assert "いま割り当てる人はいません" in again.text
    assert "7人（この人数には入りません）" in again.text


def test_one_item_of_one_department_is_assigned_from_the_people_behind_it(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    role = a_profile(session, told({DIG: 1}), by=hall.officer.id)
    behind = f"/workforce/roles/{role.id}/people?item={DIG}&department={hall.tax.id}"
    (link,) = [a for a in hr.see(behind).all("a") if "/workforce/assign" in a.get("href")]
    assert "7人に" in hr.see(link.get("href")).text


def test_one_person_is_assigned_the_next_step(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    a_profile(session, told({DIG: 1}), by=hall.officer.id)
    clerk = hall.clerks[0]
    hr.query_budget = 9  # the look is noted
    page = hr.see(f"/workforce/people/{clerk.id}")
    (link,) = [a for a in page.all("a") if "/workforce/assign" in a.get("href")]
    hr.query_budget = 14  # and once more
    shown = hr.see(link.get("href"))
    assert "1人に" in shown.text
    looks = session.scalars(sa.select(AccessLog)).all()
    assert [one.person_id for one in looks] == [clerk.id] * 2
    sent = {one.get("name"): one.get("value") for one in shown.all("input") if one.get("name")}
    assert hr.post("/workforce/assign", data=sent | {"purpose": ""}).status_code == 422
    assert hr.post("/workforce/assign", data=sent | {"due_on": "2020-01-01"}).status_code == 422
    assert hr.post("/workforce/assign", data=sent).status_code == 303
    assert asked(session) == {clerk.id}


def test_a_manager_assigns_to_the_own_unit_alone(
    client: PageClient, session: Session, hall: Hall
) -> None:
    role = a_profile(session, told({DIG: 1}), by=hall.officer.id)
    chief = sign_in(client, hall.head)
    shown = chief.see(f"/workforce/assign?role={role.id}&course={SLUG}")
    assert "7人に" in shown.text  # without HR, who is of another unit
    sent = {one.get("name"): one.get("value") for one in shown.all("input") if one.get("name")}
    assert chief.post("/workforce/assign", data=sent).status_code == 303
    assert hall.officer.id not in asked(session)
    beyond = f"/workforce/assign?person={hall.officer.id}&course={SLUG}"
    assert chief.get(beyond).status_code == 404


def test_a_course_that_raises_nothing_leads_back(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    role = a_profile(session, told({T5: 2}), by=hall.officer.id)
    for asks in (f"role={role.id}&course={SLUG}", f"role={role.id}&course=nai", "course=nai"):
        assert hr.get(f"/workforce/assign?{asks}").location == "/workforce"
        assert hr.post(f"/workforce/assign?{asks}").location == "/workforce"
    assert asked(session) == set()


def test_the_home_of_hr_begins_with_the_target(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    hr.query_budget = 14  # the week takes eight, the targets four
    assert "目標" not in hr.see("/talent/").text
    a_target(
        session,
        replace(GOAL, name="推進リーダー", steps=(Step(date(2027, 3, 31), 120),)),
        by=hall.officer.id,
    )
    for clerk in hall.clerks[:3]:
        an_attestation(session, clerk, T5, 2)
    page = hr.see("/talent/")
    told_ = "「推進リーダー」は3人です。令和9年3月31日までの目標120人まで、あと117人です。"
    assert told_ in page.text.replace("\n", "").replace("（2027年）", "").replace(" ", "")

"""Agreements: entered, changed and ended by the city, read by whoever works with others."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.agreements.models import Agreement, AgreementPurpose
from app.agreements.queries import crossings
from app.clock import day_of
from app.identity.models import Organization, OrganizationKind, Role, User
from tests.client import PageClient, sign_in
from tests.factories.identity import (
    a_citizen,
    a_city,
    a_post,
    a_school,
    a_user,
    an_administrator,
    an_organization,
)

NAMES = AgreementPurpose.NAMES


class Town:
    """A city, a school and a university that may agree."""

    def __init__(self, session: Session) -> None:
        self.city = a_city(session)
        self.school = a_school(session)
        self.university = an_organization(session, "加賀野大学", kind=OrganizationKind.UNIVERSITY)
        self.administrator = an_administrator(session, of=self.city)
        session.commit()

    def sent(self, *places: Organization, days: int = 100) -> dict[str, object]:
        today = day_of(clock.now())
        return {
            "title": "連携協力に関する協定",
            "parties": [str(one.id) for one in places],
            "purposes": ["names", "mentoring"],
            "starts_on": today.isoformat(),
            "ends_on": (today + timedelta(days=days)).isoformat(),
            "words": "担当は学校教育課です。",
        }


@pytest.fixture
def town(session: Session) -> Town:
    return Town(session)


def a_teacher(session: Session, town: Town) -> User:
    teacher = a_user(session)
    a_post(session, teacher, town.school, Role.TEACHER)
    session.commit()
    return teacher


def may(session: Session, town: Town) -> bool:
    session.expire_all()
    found = crossings(session, on=day_of(clock.now()))
    return found.may([town.university.id], town.school.id, NAMES)


def test_an_agreement_is_entered_and_ended_and_crossing_follows(
    client: PageClient, session: Session, town: Town
) -> None:
    page = sign_in(client, town.administrator)
    assert "まだありません" in page.see("/agreements").text
    page.see("/agreements/new")
    page.post(
        "/agreements/new", data=town.sent(town.school, town.university), follow_redirects=True
    )
    assert may(session, town)
    row = session.scalars(sa.select(Agreement)).one()
    assert "加賀野大学" in page.see("/agreements").text
    page.see(f"/agreements/{row.id}")
    page.post(f"/agreements/{row.id}/end", data={}, follow_redirects=True)
    assert not may(session, town)
    assert "終わった" in page.see("/agreements").text
    again = page.post(f"/agreements/{row.id}", data=town.sent(town.school, town.university))
    assert again.status_code == 422


def test_faults_stand_at_their_fields_and_nothing_is_lost(
    client: PageClient, session: Session, town: Town
) -> None:
    page = sign_in(client, town.administrator)
    page.see("/agreements/new")
    alone = page.post("/agreements/new", data=town.sent(town.school))
    assert alone.status_code == 422
    assert "連携協力に関する協定" in alone.text
    backwards = page.post("/agreements/new", data=town.sent(town.school, town.city, days=-1))
    assert "終わりの日を、始まりの日よりあとに" in backwards.text
    assert session.scalars(sa.select(Agreement)).all() == []


def test_teachers_read_and_do_not_change_and_citizens_find_nothing(
    client: PageClient, session: Session, town: Town
) -> None:
    page = sign_in(client, a_teacher(session, town))
    assert "協定を入れる" not in page.see("/agreements").text
    assert page.get("/agreements/new").status_code == 404
    citizen = a_citizen(session)
    session.commit()
    assert sign_in(client, citizen).get("/agreements").status_code == 404

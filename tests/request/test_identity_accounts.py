"""棚卸し: who has an account, and closing those that nobody needs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app import clock
from app.clock import months_before
from app.identity.models import Role, User
from tests.client import PageClient, sign_in
from tests.factories.identity import (
    a_citizen,
    a_city,
    a_clerk,
    a_post,
    a_school,
    a_user,
    an_administrator,
)

PAGE = "/admin/accounts"


@pytest.fixture
def boss(session: Session) -> User:
    return an_administrator(session)


def used(user: User, days: int) -> User:
    today = clock.day_of(clock.now())
    user.last_signed_in_on = today - timedelta(days=days)
    user.created_at = clock.now() - timedelta(days=900)
    return user


def test_those_who_may_do_most_stand_first_and_the_longest_unused_next(
    client: PageClient, session: Session, boss: User
) -> None:
    old = used(a_user(session, family_name="古川"), 400)
    used(a_user(session, family_name="今井"), 1)
    sign_in(client, boss)
    text = client.see(PAGE).text
    assert text.index("かおる") < text.index("古川") < text.index("今井")
    text = client.see(f"{PAGE}?unused=12").text
    assert "古川" in text
    assert "今井" not in text
    text = client.see(f"{PAGE}?role=administrator").text
    assert "古川" not in text
    for address in ("?state=left", "?order=name", "?place=x", "?unused=99999", "?state=closed"):
        client.see(f"{PAGE}{address}")
    assert old.disabled_at is None


def test_chosen_accounts_are_closed_after_the_effect_was_shown_and_opened_again(
    client: PageClient, session: Session, boss: User
) -> None:
    clerk = a_clerk(session)
    sign_in(client, boss)
    chosen = {"who": [str(clerk.id), str(boss.id), "x"]}
    shown = client.post(f"{PAGE}/close", data=chosen).get_data(as_text=True)
    assert "みさき" in shown
    assert str(boss.id) not in shown
    assert session.get_one(User, clerk.id).disabled_at is None
    client.post(f"{PAGE}/closed", data=chosen)
    assert session.get_one(User, clerk.id).disabled_at is not None
    assert session.get_one(User, boss.id).disabled_at is None
    client.post(f"{PAGE}/opened", data=chosen)
    assert session.get_one(User, clerk.id).disabled_at is None


def test_a_school_sees_and_closes_its_own_alone(client: PageClient, session: Session) -> None:
    city = a_city(session)
    school = a_school(session, parent=city)
    head = an_administrator(session, of=school)
    teacher, stranger = a_user(session, family_name="校田"), a_citizen(session)
    a_post(session, teacher, school, Role.TEACHER)
    clerk = a_clerk(session)
    sign_in(client, head)
    text = client.see(PAGE).text
    assert "校田" in text
    assert "みさき" not in text
    for other in (stranger, clerk):
        client.post(f"{PAGE}/closed", data={"who": str(other.id)})
        assert session.get_one(User, other.id).disabled_at is None


def test_the_table_runs_no_formula(client: PageClient, session: Session, boss: User) -> None:
    a_user(session, family_name="=1+1")
    sign_in(client, boss)
    lines = client.post(f"{PAGE}.csv").get_data(as_text=True)
    assert "\n'=1+1" in lines


@given(st.dates(), st.integers(0, 12))
def test_months_before_a_day_are_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int
) -> None:
    if (day.year, day.month) <= (2, 12):
        return
    earlier = months_before(day, months)
    assert (day.year - earlier.year) * 12 + day.month - earlier.month == months
    assert earlier.day == day.day or earlier.day >= 28

"""Whoever is on a learning path finds on the home what is done of it and what comes next."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.catalog.models import Course
from app.credentials.openbadges import AchievementKind
from app.identity.models import User
from tests.client import PageClient, sign_in
from tests.factories.achievements import an_achievement
from tests.factories.catalog import a_version
from tests.factories.credentials import a_completed_run
from tests.factories.identity import TODAY, a_child, a_citizen, a_city, a_clerk

SLUGS = ["michi-a", "michi-b", "michi-c"]


@pytest.fixture(autouse=True)
def _courses(session: Session) -> None:
    for slug in SLUGS:
        a_version(session, slug=slug)


def a_path(session: Session, audience: str, slugs: list[str], **more: object) -> None:
    told = {"kind": AchievementKind.PATH, "name": "まちの道", "audience": audience, **more}
    an_achievement(session, a_city(session), courses=slugs, **told)


def done_by(session: Session, user: User) -> str:
    """Let somebody complete one of the courses; return its slug."""
    run = a_completed_run(session, user)
    return session.get_one(Course, run.course_id).slug


@pytest.mark.parametrize(
    ("make", "audience"), [(a_child, "child"), (a_citizen, "citizen"), (a_clerk, "staff")]
)
def test_a_path_that_was_begun_shows_what_is_done_and_what_is_next(
    session: Session, client: PageClient, make: Callable[[Session], User], audience: str
) -> None:
    user = make(session)
    done = done_by(session, user)
    left = [slug for slug in SLUGS if slug != done]
    a_path(session, audience, [left[0], done, left[1]])
    session.commit()
    page = sign_in(client, user).see("/")
    assert "学びの道すじ「まちの道」" in page.text
    (bar,) = [one for one in page.all("progress") if one.get("max") == "3"]
    assert bar.get("value") == "1"
    nexts = [one for one in page.all("a") if "つぎはこの講座です" in one.text]
    assert [one.get("href") for one in nexts] == [f"/courses/{left[0]}"]
    assert "/paths" in page.links.values()


def test_paths_that_were_not_begun_are_over_or_closed_are_not_on_the_home(
    session: Session, client: PageClient
) -> None:
    user = a_clerk(session)
    done = done_by(session, user)
    left = [slug for slug in SLUGS if slug != done]
    a_path(session, "staff", left)
    a_path(session, "staff", [done])
    a_path(session, "citizen", [done, *left])
    a_path(session, "staff", [done, *left], closed_on=TODAY)
    session.commit()
    assert "学びの道すじ「" not in sign_in(client, user).see("/").text


def test_courses_that_are_no_longer_offered_are_counted_and_not_shown(
    session: Session, client: PageClient
) -> None:
    user = a_clerk(session)
    a_path(session, "staff", [done_by(session, user), "gone"])
    session.commit()
    page = sign_in(client, user).see("/")
    assert [one.get("max") for one in page.all("progress")].count("2") == 1
    assert "つぎはこの講座です" not in page.text

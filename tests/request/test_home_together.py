"""A home shows the projects one is in and what is new; a challenge leads to what became of it."""

from typing import TYPE_CHECKING

import pytest

from tests.client import PageClient, sign_in
from tests.factories.catalog import COURSE, a_version, course_files
from tests.factories.identity import a_citizen
from tests.factories.projects import a_project
from tests.factories.showcase import a_public_page

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.mark.parametrize(("role", "new"), [("pupil", True), ("mentor", True), ("teacher", False)])
def test_who_is_in_a_project_finds_it_and_what_is_new_at_home(
    client: PageClient, session: "Session", role: str, *, new: bool
) -> None:
    together = a_project(session)
    who = together.pupils[0] if role == "pupil" else getattr(together, role)
    session.commit()
    page = sign_in(client, who).see("/")
    assert f"/projects/{together.project.key}" in page.links.values()
    assert ("新しいお知らせ1件" in page.text) is new  # whoever began it knows
    assert "/notifications" in page.links.values()


@pytest.mark.parametrize("grade", [6, 11])
def test_who_is_past_primary_school_begins_with_what_they_make_together(
    client: PageClient, session: "Session", grade: int
) -> None:
    a_version(session, course_files(course=COURSE.replace('"citizen"', '"child"\ngrades = [4]')))
    together = a_project(session, grade=grade)
    session.commit()
    page = sign_in(client, together.pupils[0]).see("/")
    begins = [one for one in page.all("section") if one.get("class") == "next"]
    assert bool(begins) is (grade == 6)
    assert "/courses/tameshi" in page.links.values()


def test_others_find_nothing_of_it(client: PageClient, session: "Session") -> None:
    together = a_project(session)
    other = a_citizen(session)
    session.commit()
    page = sign_in(client, other).see("/")
    assert together.project.title not in page.text
    assert "新しいお知らせ" not in page.text
    assert "/showcase" in page.links.values()


def test_a_challenge_leads_to_the_public_page_of_its_team(
    client: PageClient, session: "Session"
) -> None:
    together = a_project(session)
    challenge = together.project.challenge
    assert challenge is not None
    session.commit()
    way = f"/showcase/{together.project.key}"
    assert way not in client.see(f"/challenges/{challenge.slug}").links.values()
    a_public_page(session, together)
    session.commit()
    assert way in client.see(f"/challenges/{challenge.slug}").links.values()

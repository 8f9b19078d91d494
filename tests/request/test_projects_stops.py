"""What is not done in projects: on a challenge that is not called for, and by guessing IDs."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.challenges.models import ChallengeState
from app.identity.models import OrganizationKind, Role
from app.identity.service import ensure_installation
from app.projects.models import Project, ProjectMember
from app.projects.views.people import MOST_TRIES
from tests.client import PageClient, sign_in
from tests.factories.identity import NOW, a_citizen, a_post, a_school, a_user, an_organization
from tests.factories.projects import a_challenge, a_project

CHARTER = {"title": "雪の朝の道", "question": "どの道から雪をどければよいか。", "field": "live"}


@pytest.mark.parametrize(
    ("days", "said"), [(-61, "に終わりました"), (2, "に始まります"), (None, "早めに終わりました")]
)
def test_no_project_begins_on_a_challenge_that_is_not_called_for(
    client: PageClient, session: Session, days: int | None, said: str
) -> None:
    ensure_installation(session, "http://localhost", NOW)
    today = clock.day_of(clock.now())
    department = an_organization(session, "道路管理課")
    challenge = a_challenge(session, department, opens_on=today + timedelta(days=days or 0))
    if days is None:
        challenge.state, challenge.closed_at = ChallengeState.CLOSED, clock.now()
    school, teacher = a_school(session), a_user(session)
    a_post(session, teacher, school, Role.TEACHER)
    sign_in(client, teacher)
    page = client.see(f"/challenges/{challenge.slug}")
    assert "この課題に取り組む" not in page.links
    assert ("募集をのばせるかを相談" in page.text) is (days != 2)
    shown = client.see(f"/projects/new?challenge={challenge.slug}")
    assert said in shown.text
    assert "<textarea" not in shown.html
    sent = CHARTER | {"challenge": challenge.slug, "place": str(school.id)}
    assert client.post("/projects/new", data=sent).status_code == 422
    assert said in client.page.text
    assert "書いたことは、のこっています" in client.page.text
    assert CHARTER["title"] in client.page.html
    assert session.scalars(sa.select(Project)).all() == []
    challenge.is_off = True
    session.flush()
    client.see(f"/projects/new?challenge={challenge.slug}", status=404)


def test_ids_are_not_guessed_one_after_the_other(client: PageClient, session: Session) -> None:
    together = a_project(session, now=clock.now())
    company = an_organization(session, "雪どけ建設", kind=OrganizationKind.COMPANY)
    person = a_user(session, login_id="yukidoke-1")
    a_post(session, person, company, Role.PARTNER)
    elsewhere = a_citizen(session)
    partners = f"/projects/{together.project.key}/team/partners"
    teacher = sign_in(client, together.teacher)
    teacher.post(partners, data={"places": str(company.id)})
    contact = f"/projects/{together.project.key}/team/contact"
    told = set()
    for number in range(MOST_TRIES):
        login = elsewhere.login_id if number % 2 else f"inai-{number}"
        sent = {"place": str(company.id), "login": login}
        assert teacher.post(contact, data=sent).status_code == 422
        told.add(teacher.page.text.partition("見つかりませんでした")[2][:40])
    assert len(told) == 1
    sent = {"place": str(company.id), "login": "yukidoke-1"}
    assert teacher.post(contact, data=sent).status_code == 429
    assert "15分ほど待ってから" in teacher.page.text
    assert 'value="yukidoke-1"' in teacher.page.html
    assert session.scalars(sa.select(ProjectMember).filter_by(user_id=person.id)).all() == []

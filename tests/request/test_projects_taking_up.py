"""The question of a public project, taken up by another team."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.challenges.models import Challenge, ChallengeState
from app.identity.models import Role
from app.projects.models import Project, ProjectMember
from tests.client import PageClient, sign_in
from tests.factories.identity import a_citizen, a_post, a_school, a_user
from tests.factories.projects import Together, a_project
from tests.factories.showcase import a_public_page

BUDGET = 14
"""A public page asks for all that may be shown today."""

CHARTER = {"title": "雪の朝の道", "question": "どの道から雪をどければよいか。", "field": "live"}


@pytest.fixture
def together(session: Session) -> Together:
    return a_project(session)


def test_a_teacher_of_any_school_takes_up_the_question_of_a_public_project(
    client: PageClient, session: Session, together: Together
) -> None:
    school, teacher = a_school(session), a_user(session)
    a_post(session, teacher, school, Role.TEACHER)
    reader = sign_in(client, teacher)
    reader.query_budget = BUDGET
    before = together.project
    where = f"/projects/new?successor={before.key}"
    assert reader.get(where).status_code == 404
    before.summary = "チームだけのことば"
    a_public_page(session, together)
    assert f'href="{where}"' in reader.see(f"/showcase/{before.key}").html
    page = reader.see(where)
    assert before.question in page.html
    assert before.summary not in page.html
    sent = CHARTER | {"successor": before.key, "place": str(school.id)}
    assert reader.post("/projects/new", data=sent | {"title": ""}).status_code == 422
    assert f'value="{before.key}"' in reader.page.html
    assert reader.post("/projects/new", data=sent | {"successor": "nai"}).status_code == 404
    assert reader.post("/projects/new", data=sent).status_code == 303
    made = session.scalars(sa.select(Project).where(Project.successor_of_id.is_not(None))).one()
    assert (made.successor_of_id, made.challenge_id) == (before.id, before.challenge_id)
    people = session.scalars(
        sa.select(ProjectMember.user_id).where(ProjectMember.project_id == made.id)
    ).all()
    assert people == [teacher.id]
    challenge = session.get_one(Challenge, before.challenge_id)
    assert f'href="/showcase/{before.key}"' in reader.see(f"/challenges/{challenge.slug}").html
    challenge.state = ChallengeState.CLOSED
    session.flush()
    assert challenge.title not in reader.see(where).text
    assert sign_in(client, a_citizen(session)).get(where).status_code == 404

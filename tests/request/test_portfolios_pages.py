"""The pages of portfolios: one's own, and those of a teacher's pupils."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.press import CannotPrint
from tests.client import PageClient, sign_in
from tests.factories.identity import a_citizen
from tests.factories.projects import Together, a_project
from tests.factories.recognition import member_of


@pytest.fixture
def team(session: Session) -> Together:
    return a_project(session)


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.portfolios.views.files.pressed", lambda _paper: b"%PDF-1.7")


@pytest.mark.usefixtures("printer")
def test_a_pupil_takes_along_their_own(client: PageClient, team: Together) -> None:
    pupil = sign_in(client, team.pupils[0])
    page = pupil.see("/my/portfolio")
    assert team.project.title in page.text
    key = team.project.key
    for form, mimetype in (("pdf", "application/pdf"), ("zip", "application/zip")):
        answer = pupil.get(f"/my/portfolio/{key}/{form}")
        assert (answer.status_code, answer.mimetype) == (200, mimetype)
        assert f"tankyu-{key}.{form}" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "no-store"
    assert pupil.get("/my/portfolio/nai/pdf").status_code == 404
    assert pupil.get(f"/projects/{key}/portfolios").status_code == 404


def test_who_learned_in_nothing_has_none(client: PageClient, session: Session) -> None:
    team = a_project(session)
    citizen = sign_in(client, a_citizen(session))
    assert "まだ、ありません" in citizen.see("/my/portfolio").text
    assert citizen.get(f"/my/portfolio/{team.project.key}/zip").status_code == 404


@pytest.mark.usefixtures("printer")
def test_a_teacher_has_their_pupils_and_it_is_noted(
    client: PageClient, session: Session, team: Together
) -> None:
    first = team.pupils[0]
    key, member_id = team.project.key, member_of(session, team, first)
    where = f"/projects/{key}/portfolios"
    teacher = sign_in(client, team.teacher)
    assert f'href="{where}"' in teacher.see(f"/projects/{key}/team").html
    page = teacher.see(where)
    assert "ゆい" in page.text
    assert "けんた" in page.text
    assert teacher.get(f"{where}/{member_id}/pdf").status_code == 200
    entry = session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "portfolios.given")
    ).one()
    assert (entry.subject_id, entry.actor_id) == (first.id, team.teacher.id)
    mentors = member_of(session, team, team.mentor)
    assert teacher.get(f"{where}/{mentors}/pdf").status_code == 404
    for other in (team.mentor, team.owner, team.pupils[1]):
        reader = sign_in(client, other)
        assert reader.get(f"{where}/{member_id}/pdf").status_code == 404


def test_a_busy_press_is_told(
    client: PageClient, team: Together, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_paper: object) -> bytes:
        raise CannotPrint("busy")

    monkeypatch.setattr("app.portfolios.views.files.pressed", busy)
    pupil = sign_in(client, team.pupils[0])
    answer = pupil.get(f"/my/portfolio/{team.project.key}/pdf", follow_redirects=True)
    assert answer.status_code == 200
    assert "少し待ってから" in pupil.page.text

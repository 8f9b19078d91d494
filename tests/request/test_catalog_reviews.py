"""The pages on which an administrator looks at readings that would change."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalog import service
from app.identity.models import Role
from app.outbox.models import OutboxEvent
from tests.client import PageClient, sign_in
from tests.factories.catalog import LESSON, NOW, a_source, course_files
from tests.factories.furigana import LearnedEngine, the_engine
from tests.factories.identity import a_city, a_post, a_user, an_administrator

PAGE = "/admin/readings"
FILES = course_files(lesson=LESSON.replace("## はじめに", "犀川の話です。\n\n## はじめに"))


def publish(session: Session, engine: LearnedEngine | None = None) -> service.Publication:
    read = service.read_course(a_source(FILES), engine or the_engine(), {})
    return service.publish_course(session, read, now=NOW)


@pytest.fixture
def boss(client: PageClient, session: Session) -> PageClient:
    """Return the browser of an administrator of the city."""
    publish(session)
    return sign_in(client, an_administrator(session))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_for_others_the_pages_do_not_exist(
    client: PageClient, session: Session, role: Role
) -> None:
    publish(session)
    publish(session, LearnedEngine({"犀川": "さい|かわ"}))
    user = a_user(session)
    a_post(session, user, a_city(session), role)
    sign_in(client, user)
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}/tameshi").status_code == 404
    assert client.post(f"{PAGE}/tameshi").status_code == 404


def test_nothing_to_look_at_is_said(boss: PageClient) -> None:
    assert "見るものは、ありません" in boss.see(PAGE).text
    assert boss.get(f"{PAGE}/tameshi").status_code == 404


def test_changes_are_shown_word_by_word_and_accepted(boss: PageClient, session: Session) -> None:
    publish(session, LearnedEngine({"犀川": "さい|かわ"}))
    assert "試しの講座" in boss.see(PAGE).text
    page = boss.see(f"{PAGE}/tameshi")
    assert "犀川の話です。" in page.text.replace(" ", "")
    assert "さいかわ" in page.text
    assert "個人情報ってなに？" in page.text
    (analyzer,) = [f.get("value") for f in page.all("input") if f.get("name") == "analyzer"]
    boss.post(f"{PAGE}/tameshi", data={"analyzer": analyzer}, follow_redirects=True)
    assert "受け入れました" in boss.page.text
    told = session.scalars(sa.select(OutboxEvent)).all()
    assert [(e.type, e.payload["analyzer"]) for e in told] == [("ReadingsAccepted", analyzer)]

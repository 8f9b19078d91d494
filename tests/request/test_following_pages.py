"""The page of what one was told."""

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.following.models import Notification
from app.following.service import Told, tell
from tests.client import PageClient, sign_in
from tests.factories.identity import a_child, a_citizen, a_user
from tests.factories.projects import a_project

JOINED = Told("project.joined", "project.joined:1", "/projects/yuki", {"project": "雪かき"})


def test_somebody_reads_marks_as_read_and_stops_letters(
    client: PageClient, session: Session
) -> None:
    user = a_user(session, email="hana@example.jp")
    tell(session, [user.id], JOINED, now=clock.now())
    session.commit()
    page = sign_in(client, user)
    shown = page.see("/notifications").text
    assert "新しいお知らせが1件あります" in shown
    assert "/projects/yuki" in page.page.links.values()
    page.post("/notifications/read", data={}, follow_redirects=True)
    assert "新しいお知らせは、ありません" in page.see("/notifications").text
    page.post("/notifications/letters", data={"letters": "no"}, follow_redirects=True)
    assert "このページだけに出ます" in page.see("/notifications").text
    assert page.post("/notifications/letters", data={"letters": "maybe"}).status_code == 400


def test_a_child_reads_with_furigana_and_is_offered_no_letters(
    client: PageClient, session: Session
) -> None:
    child = a_child(session)
    tell(session, [child.id], JOINED, now=clock.now())
    session.commit()
    shown = sign_in(client, child).see("/notifications").text
    assert "「雪かき」に" in shown
    assert "メール" not in shown


def test_every_home_says_how_much_is_new(client: PageClient, session: Session) -> None:
    team = a_project(session)
    readers = (team.pupils[0], team.teacher, team.mentor, team.owner, a_citizen(session))
    for who in readers:
        reader = sign_in(client, who)
        session.execute(sa.delete(Notification))
        assert "新しいお知らせ" not in reader.see("/").text
        for told in (JOINED, replace(JOINED, key="project.joined:2")):
            tell(session, [who.id], told, now=clock.now())
        page = reader.see("/")
        assert "新しいお知らせ 2件" in page.text
        assert 'href="/notifications"' in page.html

"""The page of what one was told."""

from sqlalchemy.orm import Session

from app import clock
from app.following.service import Told, tell
from tests.client import PageClient, sign_in
from tests.factories.identity import a_child, a_user

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

"""A newer version brought into a draft, on the page."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.authoring import queries
from app.authoring.models import Draft
from tests.client import PageClient, sign_in
from tests.factories.catalog import LESSON, a_version, course_files
from tests.factories.identity import an_administrator

PATH = "010-jibun/010-nani.md"


@pytest.fixture
def boss(client: PageClient, session: Session) -> PageClient:
    """Return the browser of an administrator of the city, with one course published."""
    a_version(session)
    return sign_in(client, an_administrator(session))


@pytest.fixture
def draft(boss: PageClient, session: Session) -> Draft:
    boss.post("/authoring/courses/tameshi")
    return session.scalars(sa.select(Draft)).one()


def test_a_newer_version_is_looked_at_chosen_from_and_brought_in(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    here = f"/authoring/{draft.id}"
    assert "取りこむものはありません" in boss.see(f"{here}/merge").text
    file = dict(queries.files(session, draft.id))[PATH]
    start = file.index("おわりに".encode())
    sent = {"start": start, "end": file.index(b":::", start), "number": 0, "text": "おわり。"}
    boss.post(f"{here}/files/{PATH}", data=sent)
    theirs = LESSON.replace("おわりに、", "まとめに、").replace("ゆっくりで", "ゆるりで")
    newer = a_version(session, course_files(lesson=theirs))

    assert "第2版が公開されました" in boss.see(here).text
    page = boss.see(f"{here}/merge")
    for words in ("どちらでも、ここを直しました", "まとめに", "おわり。", "ゆるりで"):
        assert words in page.text
    radios = [one for one in page.all("input") if one.get("type") == "radio"]
    assert [one.get("value") for one in radios] == ["theirs", "ours", "both"]
    assert not [one for one in radios if "checked" in one.attributes], "nothing is chosen yet"

    sent = {"number": 1, "version": str(newer.id)}
    answer = boss.post(f"{here}/merge", data=sent)
    assert answer.status_code == 422
    assert "まだ選んでいないところが、1か所" in boss.page.text
    boss.post(f"{here}/merge", data=sent | {"number": 0}, follow_redirects=True)
    assert "まだ何も取りこんでいません" in boss.page.text
    boss.post(f"{here}/merge", data=sent | {"choice-1": "ours"}, follow_redirects=True)
    assert "新しい版を取りこみました" in boss.page.text
    assert "第2版を取りこみました。" in boss.see(f"{here}/history").text
    text = dict(queries.files(session, draft.id))[PATH].decode()
    assert "おわり。" in text
    assert "ゆるりで" in text
    boss.post(f"{here}/undo", data={"number": "2"}, follow_redirects=True)
    assert "第2版が公開されました" in boss.page.text


def test_whoever_prepares_the_publication_is_told_that_a_version_came_first(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    page = f"/authoring/{draft.id}/publish"
    assert "取りこんでから公開します" not in boss.see(page).text
    a_version(session, course_files(lesson=LESSON.replace("ゆっくりで", "ゆるりで")))
    assert "第2版が公開されました。取りこんでから公開します" in boss.see(page).text
    links = [link.get("href") for link in boss.page.all("a")]
    assert f"/authoring/{draft.id}/merge" in links

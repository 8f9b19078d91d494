"""Pasting on its pages: sent, looked at, put into a lesson; and what is not taken."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.authoring import queries
from app.authoring.models import Draft, DraftState
from app.authoring.pasting import process
from tests.client import PageClient, sign_in
from tests.factories.catalog import a_version, course_files
from tests.factories.identity import an_administrator

LESSON = "010-jibun/010-nani.md"
HTML = (
    b"<h1>\xe8\xa6\x8b\xe5\x87\xba\xe3\x81\x97</h1><p>::: choice<script>x</script></p><img alt=e>"
)


@pytest.fixture
def boss(client: PageClient, session: Session) -> PageClient:
    a_version(session)
    sign_in(client, an_administrator(session))
    client.see("/authoring/")
    client.post("/authoring/courses/tameshi")
    return client


@pytest.fixture
def draft(boss: PageClient, session: Session) -> Draft:
    return session.scalars(sa.select(Draft)).one()


def text_of(session: Session, draft: Draft) -> str:
    return dict(queries.files(session, draft.id))[LESSON].decode()


def test_a_page_is_pasted_looked_at_and_put_where_it_belongs(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    address = boss.see(f"/authoring/{draft.id}/files/{LESSON}").links["文を貼りつける"]
    boss.see(address)
    answer = boss.post(address, data={"text": "", "file": (BytesIO(HTML), "clipboard.html")})
    assert answer.status_code == 200
    for said in ("見出し", "スクリプト：1か所", "画像（素材として入れてから、置きます）：1か所"):
        assert said in boss.page.text
    assert text_of(session, draft) == course_files()[LESSON].decode(), "nothing is changed yet"
    fields = {one.get("name"): one.get("value") for one in boss.page.all("input")}
    area = next(one for one in boss.page.all("textarea"))
    place = next(one for one in boss.page.all("option") if "はじめに" in one.text)
    sent = {"markdown": area.text, "number": fields["number"], "place": place.get("value") or ""}
    answer = boss.post(f"/authoring/{draft.id}/put/{LESSON}", data=sent, follow_redirects=True)
    assert "文を入れました" in answer.text
    after = text_of(session, draft)
    assert "## はじめに\n\n## 見出し\n\n\\::: choice\n\n[だれか" in after
    session.refresh(draft)
    assert draft.number == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "文を貼りつけるか、ファイルを選んでください"),
        ({"file": (b"x", "a.exe")}, "この種類のファイルは読めません"),
        ({"file": (b"PK", "a.docx")}, "Wordのファイルとして読めません"),
        ({"file": (b"<div>" * 2000, "a.html")}, "複雑すぎて読めません"),
        ({"text": "あ" * 100_001}, "文が長すぎます（100001文字）"),
        ({"file": (b"<img src=x>", "a.html")}, "読み取れる文がありませんでした"),
    ],
)
def test_what_is_not_taken_is_told_and_changes_nothing(
    boss: PageClient, session: Session, draft: Draft, sent: dict[str, object], said: str
) -> None:
    files = {
        name: (BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
        for name, value in sent.items()
    }
    boss.see(f"/authoring/{draft.id}/paste/{LESSON}")
    answer = boss.post(f"/authoring/{draft.id}/paste/{LESSON}", data=files)
    assert answer.status_code == 422
    assert said in boss.page.text
    assert draft.number == 0
    assert text_of(session, draft) == course_files()[LESSON].decode()


def test_what_takes_too_long_is_given_up(
    boss: PageClient, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "PATIENCE_SECONDS", 0.001)
    boss.see(f"/authoring/{draft.id}/paste/{LESSON}")
    answer = boss.post(f"/authoring/{draft.id}/paste/{LESSON}", data={"text": "あ"})
    assert "複雑すぎて読めません" in answer.text
    assert "あ</textarea>" in answer.text


def test_there_is_nothing_to_paste_into_what_is_not_there_or_published(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    assert boss.get(f"/authoring/{draft.id}/paste/nai.md").status_code == 404
    sent = {"markdown": "あ", "number": "0", "place": "9-x"}
    boss.see(f"/authoring/{draft.id}")
    boss.post(f"/authoring/{draft.id}/put/{LESSON}", data=sent, follow_redirects=True)
    assert "文は入れていません" in boss.page.text
    draft.state, draft.published_version_id = DraftState.PUBLISHED, draft.base_version_id
    session.flush()
    assert boss.get(f"/authoring/{draft.id}/paste/{LESSON}").status_code == 303

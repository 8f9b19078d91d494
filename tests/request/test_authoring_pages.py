"""The workshop of the city's administrators: drafts, files block by block, packages."""

import os
import uuid
from io import BytesIO

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.authoring import queries
from app.authoring.models import Draft, DraftState
from app.catalog.sources.package import pack
from app.identity.models import Role
from tests.client import PageClient, sign_in
from tests.factories.catalog import a_version, course_files
from tests.factories.identity import a_city, a_post, a_user, an_administrator
from tests.page import Page

HOME = "/authoring/"
LESSON = "010-jibun/010-nani.md"
MOST_TO_SAVE = 14
"""SQL statements of a save by itself: those of the job, and of the one file that it shows anew."""
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def boss(client: PageClient, session: Session) -> PageClient:
    """Return the browser of an administrator of the city, with one course published."""
    a_version(session)
    return sign_in(client, an_administrator(session))


@pytest.fixture
def draft(boss: PageClient, session: Session) -> Draft:
    boss.see(HOME)
    boss.post("/authoring/courses/tameshi")
    return session.scalars(sa.select(Draft)).one()


def form_of(page: Page, says: str) -> dict[str, str]:
    """Return what the form of the open block sends, which says something."""
    area = next(one for one in page.all("textarea") if says in one.text)
    assert area.form is not None
    fields = {one.get("name"): one.get("value") for one in area.form.fields if one.get("name")}
    return {**fields, "text": area.text}


def opened(browser: PageClient, address: str, says: str) -> dict[str, str]:
    """Open the block of a file that says something, and return what its form sends."""
    page = browser.see(f"{address}?block=0")
    links = [one.get("href") for one in page.all("a") if "#line-" in one.get("href")]
    for link in dict.fromkeys(links):
        page = browser.see(f"{link.partition('#')[0]}&text=1")
        if any(says in one.text for one in page.all("textarea")):
            return form_of(page, says)
    raise AssertionError(f"no block says {says}")


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.TEACHER}]
)
def test_for_others_the_pages_do_not_exist(
    client: PageClient, session: Session, role: Role
) -> None:
    user = a_user(session)
    a_post(session, user, a_city(session), role)
    sign_in(client, user)
    assert client.get(HOME).status_code == 404
    assert client.get(f"{HOME}{NOBODY}").status_code == 404
    assert client.post(f"{HOME}packages").status_code == 404
    assert client.post(f"{HOME}{NOBODY}/publish").status_code == 404


def test_the_way_in_is_in_the_navigation(boss: PageClient) -> None:
    assert boss.see("/").links["講座づくり"] == HOME


def test_a_block_is_changed_seen_in_the_history_and_brought_back(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    before = queries.files(session, draft.id)
    here = f"{HOME}{draft.id}"
    form = opened(boss, f"{here}/files/{LESSON}", "おわりに")
    answer = boss.post(f"{here}/files/{LESSON}", data={**form, "text": "おわりに、考える。"})
    assert answer.status_code == 303
    assert "おわりに、考える。" in boss.see(answer.location.partition("#")[0]).text
    assert boss.page.text.count("保存しました") == 1
    page = boss.see(here)
    assert "1回目の変更" in page.text
    assert "かおるさん" in page.text
    boss.post(f"{here}/undo", data={"number": "1"}, follow_redirects=True)
    assert "元にもどしました" in boss.page.text
    assert queries.files(session, draft.id) == before
    boss.post(f"{here}/undo", data={"number": "99"}, follow_redirects=True)
    assert "先にあとの変更をもどします" in boss.page.text


def test_who_comes_second_sees_both_texts_and_chooses(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    here = f"{HOME}{draft.id}/files/{LESSON}"
    form = opened(boss, here, "おわりに")
    boss.post(here, data={**form, "text": "ひとつめの文。"})
    answer = boss.post(here, data={**form, "text": "ふたつめの文。"})
    assert answer.status_code == 409
    assert "ひとつめの文。" in boss.page.text
    again = form_of(boss.page, "ふたつめの文。")
    assert boss.post(here, data=again).status_code == 303
    text = dict(queries.files(session, draft.id))[LESSON].decode()
    assert "ふたつめの文。\n\n" in text
    assert "ひとつめ" not in text


def test_every_text_file_can_be_mended(boss: PageClient, session: Session, draft: Draft) -> None:
    here = f"{HOME}{draft.id}/files/course.toml"
    form = form_of(boss.see(here), "summary")
    boss.post(here, data={**form, "text": form["text"].replace("ぜんぶ", "みんな")})
    assert "みんな".encode() in dict(queries.files(session, draft.id))["course.toml"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"start": "x", "end": "1", "number": "0"}, 400),
        ({"start": "0", "end": "99999", "number": "0"}, 404),
    ],
)
def test_what_no_form_sends_is_refused(
    boss: PageClient, draft: Draft, sent: dict[str, str], status: int
) -> None:
    assert boss.post(f"{HOME}{draft.id}/files/{LESSON}", data=sent).status_code == status


@pytest.mark.parametrize("path", ["nai.md", "../x", "assets/e.png"])
def test_there_is_no_page_of_a_file_that_is_not_there(
    boss: PageClient, draft: Draft, path: str
) -> None:
    assert boss.get(f"{HOME}{draft.id}/files/{path}").status_code in {404, 308}
    assert boss.get(f"{HOME}{NOBODY}/files/{path}").status_code in {404, 308}


def test_a_package_goes_out_and_comes_in_again(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    packed = boss.get(f"{HOME}{draft.id}/package").data
    answer = boss.post(f"{HOME}packages", data={"package": (BytesIO(packed), "tameshi.zip")})
    assert answer.status_code == 303
    other = uuid.UUID(answer.location.rpartition("/")[2])
    assert queries.files(session, other) == sorted(course_files().items())


def test_what_is_no_package_is_told_and_nothing_is_begun(
    boss: PageClient, session: Session
) -> None:
    answer = boss.post(f"{HOME}packages", data={"package": (BytesIO(b"no"), "a.zip")})
    assert answer.status_code == 422
    assert "何も変わっていません" in answer.text
    assert boss.post(f"{HOME}packages").status_code == 422
    assert "ファイルが選ばれていません" in boss.page.text
    assert session.scalars(sa.select(Draft)).all() == []


def test_what_is_to_be_mended_leads_to_its_block_and_publishing_waits_for_the_worker(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    here = f"{HOME}{draft.id}"
    form = opened(boss, f"{here}/files/{LESSON}", "::: callout")
    boss.post(f"{here}/files/{LESSON}", data={**form, "text": "::: nani\nだめ\n:::"})
    page = boss.see(here)
    assert "「nani」というブロックはありません" in page.text
    link = next(href for href in page.links.values() if "#line-" in href)
    assert f'id="{link.partition("#")[2]}"' in boss.see(link.partition("#")[0]).html
    assert boss.page.text.count("「nani」というブロックはありません") == 1, "in its block"
    settled = {"number": "1", "for_learners": "囲みを直しました。", "reason": "ひとりの課なので"}
    boss.post(f"{here}/publish", data=settled, follow_redirects=True)
    assert "まだ公開していません" in boss.page.text
    assert "「nani」というブロックはありません" in boss.page.text
    form = opened(boss, f"{here}/files/{LESSON}", "::: nani")
    boss.post(f"{here}/files/{LESSON}", data={**form, "text": "よくなりました。"})
    settled["number"] = "2"
    boss.post(f"{here}/publish", data=settled, follow_redirects=True)
    assert "公開を待っている" in boss.page.text
    session.refresh(draft)
    assert draft.state is DraftState.WAITING


def test_a_published_draft_stays_as_it_was_and_leads_on(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    here, old = f"{HOME}{draft.id}", draft.id
    form = opened(boss, f"{here}/files/{LESSON}", "おわりに")
    draft.state, draft.published_version_id = DraftState.PUBLISHED, draft.base_version_id
    session.flush()
    for address, data in (
        (f"files/{LESSON}", {**form, "text": "あとから。"}),
        ("undo", {"number": "1"}),
        ("publish", {}),
    ):
        boss.post(f"{here}/{address}", data=data, follow_redirects=True)
        assert "もう変わりません" in boss.page.text
    assert queries.files(session, old) == sorted(course_files().items())
    assert boss.page.links["公開した講座を見る"] == "/courses/tameshi"
    assert "保存" not in [
        one.text.strip() for one in boss.see(f"{here}/files/{LESSON}").all("button")
    ]
    assert boss.post("/authoring/courses/tameshi").location != here


def test_a_package_too_large_is_refused_in_words_to_whoever_sent_it(
    boss: PageClient, session: Session
) -> None:
    answer = boss.post(
        f"{HOME}packages",
        input_stream=BytesIO(b"--x"),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": "32000001"},
    )
    assert answer.status_code == 413
    assert "32MBまで" in boss.page.text
    assert boss.page.links["講座づくり"] == HOME, "one is still signed in"
    assert session.scalars(sa.select(Draft)).all() == []


def test_a_package_may_be_larger_than_other_forms(boss: PageClient, session: Session) -> None:
    noise = os.urandom(4_000_000)  # it packs to nothing smaller
    packed = pack("ookii", (course_files() | {"assets/oto.mp3": noise}).items())
    boundary, body = encode_multipart({"package": FileStorage(BytesIO(packed), "ookii.zip")})
    form = f"multipart/form-data; boundary={boundary}"
    answer = boss.post(f"{HOME}packages", data=body, content_type=form)
    assert answer.status_code == 303
    draft = session.scalars(sa.select(Draft)).one()
    assert dict(queries.files(session, draft.id))["assets/oto.mp3"] == noise


def test_a_save_by_itself_is_told_what_follows_from_it_and_asks_for_no_other_lesson(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    here = f"{HOME}{draft.id}/files/{LESSON}"
    form = opened(boss, here, "おわりに")
    answer = boss.fragment("POST", here, data={**form, "text": "おわりに。\n\nもう一つの文。"})
    assert answer.status_code == 200
    assert len(boss.queries) <= MOST_TO_SAVE, "\n".join(boss.queries)
    fresh = [one.get("data-fresh") for one in boss.page.elements if one.get("data-fresh")]
    assert fresh == ["mark", "here", "before", "place", "drag", "faults", "after"]
    now = {one.get("name"): one.get("value") for one in boss.page.all("input")}
    assert now["number"] == "1"
    assert now["start"] == form["start"]
    again = {**form, **now, "text": "おわりに。\n\n三つめの文。"}
    assert boss.fragment("POST", here, data=again).status_code == 200
    text = dict(queries.files(session, draft.id))[LESSON].decode()
    assert "おわりに。\n\n三つめの文。\n\n::: callout" in text
    answer = boss.fragment("POST", here, data={**form, "text": "むかしの文。"})
    assert answer.status_code == 409
    assert "三つめの文。" in boss.page.text
    assert boss.page.all("h1") == [], "it is put into the page that is there"


def test_a_fault_stands_in_its_block_and_is_counted_in_the_outline(
    boss: PageClient, draft: Draft
) -> None:
    here = f"{HOME}{draft.id}/files/{LESSON}"
    form = opened(boss, here, "::: callout")
    boss.fragment("POST", here, data={**form, "text": "::: nani\nだめ\n:::"})
    assert "「nani」というブロックはありません" in boss.page.text
    page = boss.see(f"{here}?block=0")
    assert "公開の前の点検（のこり1）" in page.text
    assert page.text.count("直す1") == 2, "of the lesson, and of the block"

"""Forms of blocks on the author's pages, as a browser without JavaScript sends them."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.authoring import queries
from app.authoring.models import Draft
from tests.client import PageClient, sign_in
from tests.factories.catalog import LESSON, a_version
from tests.factories.identity import an_administrator
from tests.page import Element, Page

PATH = "010-jibun/010-nani.md"


@pytest.fixture
def boss(client: PageClient, session: Session) -> PageClient:
    """Return the browser of an administrator of the city, with one course published."""
    a_version(session)
    return sign_in(client, an_administrator(session))


@pytest.fixture
def here(boss: PageClient, session: Session) -> str:
    """Return the address of the lesson's file in a draft."""
    boss.post("/authoring/courses/tameshi")
    return f"/authoring/{session.scalars(sa.select(Draft)).one().id}/files/{PATH}"


def opened(browser: PageClient, here: str, says: str) -> dict[str, str]:
    """Open the block in which the lesson says something, and return what its form sends."""
    line = 1 + LESSON[: LESSON.index(says)].count("\n")
    return sent(form_with(browser.see(f"{here}?block={line}"), says))


def form_with(page: Page, says: str) -> Element:
    """Return the form in which a field says something."""
    field = next(
        one
        for one in page.all("textarea", "input")
        if says in (one.text or one.get("value")) and one.get("type") != "hidden"
    )
    assert field.form is not None
    return field.form


def sent(form: Element) -> dict[str, str]:
    """Return what a browser sends of a form whose button 「保存」 is pressed."""
    data: dict[str, str] = {}
    chosen = ""
    for one in form.fields:
        if "template" in one.inside:
            continue
        is_open = one.get("type") not in {"radio", "checkbox"} or "checked" in one.attributes
        if one.tag == "input" and is_open:
            data[one.get("name")] = one.get("value")
        elif one.tag == "textarea":
            data[one.get("name")] = one.text.removeprefix("\n").replace("\n", "\r\n")
        elif one.tag == "select":
            chosen = one.get("name")
            data[chosen] = ""
        elif one.tag == "option" and "selected" in one.attributes:
            data[chosen] = one.get("value")
    return data


def text_of(session: Session) -> str:
    draft = session.scalars(sa.select(Draft)).one()
    return dict(queries.files(session, draft.id))[PATH].decode()


def test_what_is_saved_untouched_changes_nothing(
    boss: PageClient, session: Session, here: str
) -> None:
    page = boss.see(f"{here}?block=0")
    lines = {one.get("href").rpartition("#line-")[2] for one in page.all("a")} - {""}
    for line in sorted(filter(str.isdecimal, lines)):
        form = next(
            one for one in boss.see(f"{here}?block={line}").all("form") if one.get("id") == "save"
        )
        assert boss.post(here, data=sent(form)).status_code == 303
    assert len(lines) > 5
    assert text_of(session) == LESSON


def test_an_option_is_mended_and_another_one_made_right(
    boss: PageClient, session: Session, here: str
) -> None:
    data = opened(boss, here, "すきなキャラクター")
    assert data["options.correct"] == "1"
    data |= {"options.correct": "0", "options.0.text": "すきな色", "options.0.why": "よいです。"}
    assert boss.post(here, data=data).status_code == 303
    was = "- [ ] すきなキャラクター #kyara\n  > だいじょうぶ。\n- [x] {学校"
    now = "- [x] すきな色 #kyara\n  > よいです。\n- [ ] {学校"
    assert text_of(session) == LESSON.replace(was, now)


def test_rows_are_added_moved_and_removed_without_losing_what_was_typed_or_saving_it(
    boss: PageClient, session: Session, here: str
) -> None:
    data = opened(boss, here, "すきなキャラクター")
    boss.post(here, data={**data, "prompt": "書きかけ", "do": "add:options"})
    assert "まだ保存していません" in boss.page.text
    data = sent(form_with(boss.page, "書きかけ"))
    assert data["options.2.text"] == ""
    data |= {"options.2.text": "家の住所", "options.2.why": "来られます。"}
    boss.post(here, data={**data, "do": "up:options.2"})
    boss.post(here, data={**sent(form_with(boss.page, "書きかけ")), "do": "remove:options.0"})
    data = sent(form_with(boss.page, "書きかけ"))
    assert text_of(session) == LESSON
    assert boss.post(here, data=data).status_code == 303
    text = text_of(session)
    assert "書きかけ\n\n- [ ] 家の住所 #kotae-" in text
    assert "kyara" not in text
    assert text.index("家の住所") < text.index("#gakko")
    assert text.count("#gakko") == 1


def test_what_cannot_be_written_is_told_beside_its_field_and_kept(
    boss: PageClient, session: Session, here: str
) -> None:
    data = opened(boss, here, "ゆっくりでいいのです。")
    answer = boss.post(here, data={**data, "text": "```\r\nとじていない"})
    assert answer.status_code == 422
    field = boss.page.one("textarea")
    assert field.text.strip() == "```\nとじていない"
    assert field.get("aria-invalid") == "true"
    assert "このままではファイルに書けません" in boss.page.text
    data = opened(boss, here, "すきなキャラクター")
    assert boss.post(here, data={**data, "options.0.text": " "}).status_code == 422
    assert "文を書くか、この行を消します" in boss.page.text
    assert text_of(session) == LESSON


def test_who_comes_second_with_a_form_sees_both_texts(
    boss: PageClient, session: Session, here: str
) -> None:
    data = opened(boss, here, "ゆっくりでいいのです。")
    boss.post(here, data={**data, "text": "ひとつめ。"})
    answer = boss.post(here, data={**data, "text": "ふたつめ。", "kind": "help"})
    assert answer.status_code == 409
    assert "::: callout kind=help\nふたつめ。\n:::" in boss.page.one("textarea").text


def test_the_text_itself_can_be_mended_where_a_form_is_not_wanted(
    boss: PageClient, here: str
) -> None:
    link = next(
        one.get("href")
        for one in boss.see(f"{here}?block=1").all("a")
        if one.text.strip() == "文字のまま直す"
    )
    form = form_with(boss.see(link.partition("#")[0]), "+++")
    assert not any(one.get("name") == "form" for one in form.fields)


@pytest.mark.parametrize("name", ["nani", "choice", "front"])
def test_a_form_that_no_page_shows_is_refused(boss: PageClient, here: str, name: str) -> None:
    data = opened(boss, here, "ゆっくりでいいのです。")
    assert boss.post(here, data={**data, "form": name}).status_code == 400

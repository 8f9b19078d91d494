"""The shape of a draft by plain forms; its history; words replaced all over it."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.authoring import queries
from app.authoring.blocks import ADD_NAMES
from app.authoring.models import Draft, DraftState
from app.identity.models import Role
from tests.client import PageClient, sign_in
from tests.factories.catalog import a_version, course_files
from tests.factories.identity import a_city, a_post, a_user, an_administrator
from tests.page import Page

HOME = "/authoring/"
LESSON = "010-jibun/010-nani.md"
SECOND = "010-jibun/020-matome.md"


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


def place_of(session: Session, draft: Draft, says: str, path: str = LESSON) -> dict[str, str]:
    """Return what the forms send of the block that says something."""
    session.refresh(draft)
    lessons = queries.source_of(session, draft).lessons
    lesson = next(one for one in lessons if one.path == path)
    block = next(b for b in lesson.blocks if says.encode() in lesson.data[b.start : b.end])
    return {
        "path": path,
        "start": str(block.start),
        "end": str(block.end),
        "number": str(draft.number),
    }


def forms_to(page: Page, action: str) -> list[str]:
    return [form.get("action") for form in page.all("form") if form.get("action") == action]


def test_a_block_is_moved_copied_and_deleted_and_the_note_leads_back(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    here, before = f"{HOME}{draft.id}", queries.files(session, draft.id)
    for do in ("down", "up", "duplicate"):
        sent = place_of(session, draft, "おわりに") | {"do": do}
        answer = boss.post(f"{here}/blocks", data=sent)
        assert answer.status_code == 303
        assert f"{here}/files/{LESSON}?block=" in answer.location
    sent = place_of(session, draft, "おわりに")
    boss.post(f"{here}/blocks", data=sent | {"do": "to", "to": SECOND})
    answer = boss.post(
        f"{here}/blocks", data=place_of(session, draft, "#doko ") | {"do": "delete"}
    )
    assert "deleted=5" in answer.location
    page = boss.see(f"{here}?deleted=5")
    assert "消しました" in page.text
    boss.post(f"{here}/undo", data={"number": "5", "path": LESSON})
    for number in (4, 3, 2, 1):
        boss.post(f"{here}/undo", data={"number": str(number)})
    assert queries.files(session, draft.id) == before


@pytest.mark.parametrize("group", ADD_NAMES)
def test_a_new_block_of_each_group_stands_where_it_was_asked_for(
    boss: PageClient, session: Session, draft: Draft, group: str
) -> None:
    here = f"{HOME}{draft.id}"
    for kind in ADD_NAMES[group]:
        sent = place_of(session, draft, "おわりです", SECOND) | {"do": "add", "kind": kind}
        assert boss.post(f"{here}/blocks", data=sent).status_code == 303
    assert draft.number == len(ADD_NAMES[group])
    assert boss.post(f"{here}/blocks", data=sent | {"kind": "nai"}).status_code == 404
    assert boss.post(f"{here}/blocks", data=sent | {"do": "nai"}).status_code == 404
    assert boss.post(f"{here}/blocks", data={"do": "up"}).status_code == 400


def test_the_outline_moves_names_adds_and_deletes(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    here, before = f"{HOME}{draft.id}", queries.files(session, draft.id)
    page = boss.see(here)
    assert len(forms_to(page, f"{here}/lessons")) == 3, "two lessons, and a new one"
    assert len(forms_to(page, f"{here}/modules")) == 2
    for at, sent in (
        ("lessons", {"do": "down", "path": LESSON}),
        ("lessons", {"do": "name", "path": "010-jibun/020-nani.md", "title": "なまえ"}),
        ("modules", {"do": "add", "title": "あたらしい章"}),
        ("modules", {"do": "name", "path": "020-sho-1", "title": "べつの章"}),
        ("modules", {"do": "up", "path": "020-sho-1"}),
        ("lessons", {"do": "to", "path": "020-jibun/020-nani.md", "to": "010-sho-1"}),
        ("lessons", {"do": "add", "path": "010-sho-1", "title": "もう一つ"}),
        ("lessons", {"do": "delete", "path": "010-sho-1/010-lesson-1.md"}),
    ):
        assert boss.post(f"{here}/{at}", data=sent).status_code == 303, sent
    page = boss.see(here)
    assert "べつの章" in page.text
    assert "なまえ" in page.text
    boss.post(f"{here}/modules", data={"do": "delete", "path": "010-sho-1"}, follow_redirects=True)
    assert "消しました" in boss.page.text
    session.refresh(draft)
    assert draft.number == 9
    boss.post(f"{here}/restore", data={"number": "0"}, follow_redirects=True)
    assert "もどしました" in boss.page.text
    assert queries.files(session, draft.id) == before
    boss.post(f"{here}/lessons", data={"do": "up", "path": "nai.md"}, follow_redirects=True)
    assert "もうここにありません" in boss.page.text
    for at in ("lessons", "modules"):
        assert boss.post(f"{here}/{at}", data={"do": "nai"}).status_code == 404


def test_the_history_tells_each_change_page_by_page_and_leads_back_to_any(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    here = f"{HOME}{draft.id}"
    for n in range(23):
        sent = {"do": "name", "path": LESSON, "title": f"{n}回目"}
        boss.post(f"{here}/lessons", data=sent)
    third = dict(queries.files(session, draft.id))[LESSON].replace(b"22", b"2")
    page = boss.see(f"{here}/history")
    assert "23回目の変更" in page.text
    assert "かおるさん" in page.text
    assert "3回目の変更" not in page.text.replace("23回目の変更", "").replace("13回目の変更", "")
    assert next(one.text for one in page.all("ins")) == "22"
    page = boss.see(page.links["もっと前を見る"])
    assert "1回目の変更" in page.text
    boss.post(f"{here}/restore", data={"number": "3"}, follow_redirects=True)
    assert dict(queries.files(session, draft.id))[LESSON] == third
    assert "3回目の変更のあとのようすに、もどしました" in boss.page.text
    boss.post(f"{here}/restore", data={"number": "99"}, follow_redirects=True)
    assert "その変更はありません" in boss.page.text
    boss.post(f"{here}/undo", data={"number": "24"})
    assert b"22" in dict(queries.files(session, draft.id))[LESSON]


def test_words_are_looked_at_and_replaced_where_ticked_in_one_change(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    here, before = f"{HOME}{draft.id}", queries.files(session, draft.id)
    assert boss.see(f"{here}/replace").all("del") == []
    page = boss.see(f"{here}/replace?find=個人情報&words=大事なこと")
    hits = [one.get("value") for one in page.all("input") if one.get("name") == "hit"]
    assert len(hits) == 2
    assert {one.text for one in page.all("ins")} == {"大事なこと"}
    assert queries.files(session, draft.id) == before
    sent: dict[str, object] = {"find": "個人情報", "words": "大事なこと", "number": "0"}
    boss.post(f"{here}/replace", data=sent, follow_redirects=True)
    assert "1つも選ばれていない" in boss.page.text
    boss.post(f"{here}/replace", data=sent | {"hit": hits[:1]}, follow_redirects=True)
    assert "1か所を置きかえました" in boss.page.text
    text = dict(queries.files(session, draft.id))[LESSON].decode()
    assert 'title = "大事なことってなに？"' in text
    assert "{個人情報|こじんじょうほう}はどれ" in text
    boss.post(f"{here}/replace", data=sent | {"hit": hits[1:]}, follow_redirects=True)
    assert "まだ何も置きかえていません" in boss.page.text
    boss.post(f"{here}/undo", data={"number": "1"})
    assert queries.files(session, draft.id) == before
    assert "見つかりませんでした" in boss.see(f"{here}/replace?find=ないことば").text
    nothing = {"find": "", "words": "x", "number": "2"}
    boss.post(f"{here}/replace", data=nothing, follow_redirects=True)
    assert "何も置きかえていません" in boss.page.text, "no words stand nowhere"


def test_a_published_draft_keeps_its_shape(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    here = f"{HOME}{draft.id}"
    sent = place_of(session, draft, "おわりに") | {"do": "delete"}
    draft.state, draft.published_version_id = DraftState.PUBLISHED, draft.base_version_id
    session.flush()
    for at, data in (
        ("blocks", sent),
        ("lessons", {"do": "delete", "path": LESSON}),
        ("modules", {"do": "add"}),
        ("restore", {"number": "0"}),
        ("replace", {"find": "a", "number": "0"}),
    ):
        boss.post(f"{here}/{at}", data=data, follow_redirects=True)
        assert "もう変わりません" in boss.page.text
    assert queries.files(session, draft.id) == sorted(course_files().items())
    assert forms_to(boss.see(here), f"{here}/lessons") == []


@pytest.mark.parametrize("role", [Role.TEACHER, Role.HR])
def test_for_others_none_of_it_exists(client: PageClient, session: Session, role: Role) -> None:
    user = a_user(session)
    a_post(session, user, a_city(session), role)
    sign_in(client, user)
    nobody = f"{HOME}00000000-0000-4000-8000-000000000000"
    assert client.get(f"{nobody}/history").status_code == 404
    assert client.get(f"{nobody}/replace").status_code == 404
    for at in ("blocks", "lessons", "modules", "restore", "replace"):
        assert client.post(f"{nobody}/{at}").status_code == 404

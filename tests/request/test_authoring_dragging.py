"""What is dragged on the bench and in the outline: it stands where it was dropped, in one step."""

from itertools import takewhile

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.authoring import queries
from app.authoring.models import Draft
from tests.client import PageClient, sign_in
from tests.factories.catalog import a_version, course_files
from tests.factories.identity import an_administrator
from tests.page import Page

HOME = "/authoring/"
LESSON = "010-jibun/010-nani.md"
SECOND = "010-jibun/020-matome.md"
OTHER = "020-aite/010-dare.md"
MODULE = {
    "020-aite/module.toml": 'title = "あいて"\n'.encode(),
    OTHER: '+++\ntitle = "だれ"\nminutes = 3\n+++\n\nひと。\n'.encode(),
}


@pytest.fixture
def boss(client: PageClient, session: Session) -> PageClient:
    a_version(session, course_files(**MODULE))
    return sign_in(client, an_administrator(session))


@pytest.fixture
def draft(boss: PageClient, session: Session) -> Draft:
    boss.see(HOME)
    boss.post("/authoring/courses/tameshi")
    return session.scalars(sa.select(Draft)).one()


def places(page: Page, kind: str) -> list[str]:
    """Return what can be dragged, in order, as the form calls it."""
    found = (one for one in page.elements if one.get("data-drag") == kind)
    return [one.get("data-at") for one in found]


def fields(page: Page, within: str) -> dict[str, str]:
    """Return what is sent with a drop, the place of it still empty."""
    first = next(n for n, one in enumerate(page.elements) if one.get("id") == within)
    inputs = takewhile(lambda one: one.tag in {"input", "span"}, page.elements[first + 1 :])
    return {one.get("name"): one.get("value") for one in inputs if one.tag == "input"}


def test_a_block_stands_where_it_was_dropped_and_the_open_one_stays_open(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    here, before = f"{HOME}{draft.id}", queries.files(session, draft.id)
    page = boss.see(f"{here}/files/{LESSON}")
    at = places(page, "block")
    sent = fields(page, "drag-blocks")
    assert sent["open"] == at[0]
    texts = [before_of(session, draft, one) for one in at]
    answer = boss.post(f"{here}/blocks", data=sent | {"at": at[-1], "before": at[0]})
    page = boss.see(answer.location)
    assert [before_of(session, draft, one) for one in places(page, "block")] == [
        texts[-1],
        *texts[:-1],
    ]
    assert fields(page, "drag-blocks")["open"] == places(page, "block")[1]
    # the page is older than the file now: what it calls the blocks is followed
    boss.post(f"{here}/blocks", data=sent | {"at": at[-1], "before": "", "open": ""})
    boss.post(f"{here}/undo", data={"number": "2"})
    boss.post(f"{here}/undo", data={"number": "1"})
    assert queries.files(session, draft.id) == before
    for wrong in ("", "x", "1-999999"):
        boss.post(f"{here}/blocks", data=sent | {"at": wrong, "before": ""})
    session.refresh(draft)
    assert draft.number == 4, "and what is no block moves nothing"


def before_of(session: Session, draft: Draft, at: str) -> str:
    start, _, end = at.partition("-")
    session.expire_all()
    data = dict(queries.files(session, draft.id))[LESSON]
    return data[int(start) : int(end)].decode().strip()


def test_a_lesson_comes_into_another_module_where_it_was_dropped_and_its_file_is_shown_again(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    here, before = f"{HOME}{draft.id}", queries.files(session, draft.id)
    page = boss.see(f"{here}/files/{LESSON}?block=0")
    assert places(page, "lesson") == [LESSON, SECOND, OTHER]
    assert places(page, "module") == ["010-jibun", "020-aite"]
    drop = {"at": LESSON, "to": "020-aite", "before": OTHER}
    answer = boss.post(f"{here}/lessons", data=fields(page, "drag-lessons") | drop)
    assert answer.location.startswith(f"{here}/files/020-aite/005-nani.md?block=0")
    assert dict(queries.files(session, draft.id))["020-aite/005-nani.md"] == dict(before)[LESSON]
    assert places(boss.see(here), "lesson") == [SECOND, "020-aite/005-nani.md", OTHER]

    answer = boss.post(
        f"{here}/modules", data={"do": "place", "at": "020-aite", "before": "010-jibun"}
    )
    assert answer.location == f"{here}#outline"
    assert places(boss.see(here), "module") == ["005-aite", "010-jibun"]
    boss.post(f"{here}/lessons", data={"do": "place", **drop, "to": "nai"}, follow_redirects=True)
    assert "もうここにありません" in boss.page.text
    boss.post(f"{here}/restore", data={"number": "0"})
    assert queries.files(session, draft.id) == before

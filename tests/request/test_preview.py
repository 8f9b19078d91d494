"""The preview of a draft: the learner's own player, for whom one chooses; nothing is kept."""

from collections.abc import Iterator, Sequence

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.authoring.models import Draft, DraftFile
from app.furigana.port import Analyzed, Words
from app.i18n.notation import Segments
from app.identity.models import Role
from app.identity.service import ensure_installation
from app.learning.models import Registration
from app.lrs.models.statements import StoredStatement
from app.preview import readings
from tests.client import PageClient, sign_in
from tests.factories.catalog import NOW, a_version
from tests.factories.furigana import the_engine
from tests.factories.identity import a_city, a_post, a_user, an_administrator
from tests.page import Page
from tests.request.test_authoring_pages import LESSON, NOBODY, opened

HOME = "/authoring/"
DOG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
    b'<circle cx="4" cy="4" r="3" fill="#9b2335"/></svg>'
)


class Awake:
    """The analysis as a preview finds it: the real engine, without a process of its own."""

    is_awake = False

    def __init__(self) -> None:
        self.asked = 0

    def read(self, texts: Sequence[Segments], words: Words) -> list[Analyzed]:
        self.asked += len(texts)
        return the_engine().read(texts, words)


@pytest.fixture
def standby(monkeypatch: pytest.MonkeyPatch) -> Iterator[Awake]:
    found = Awake()
    monkeypatch.setattr(readings, "STANDBY", found)
    readings.forget()
    yield found
    readings.forget()


def later(page: Page) -> str | None:
    """Return the way to a screen's readings, if they are not there yet."""
    found = (one.get("href") for one in page.all("a") if "data-readings" in one.attributes)
    return next(found, None)


@pytest.fixture
def boss(client: PageClient, session: Session) -> PageClient:
    return sign_in(client, an_administrator(session))


@pytest.fixture
def shown(boss: PageClient, session: Session, standby: Awake) -> str:
    """Return the address of a preview; readings are there once somebody waited for them."""
    ensure_installation(session, "http://localhost", NOW)
    a_version(session)
    boss.post("/authoring/courses/tameshi")
    draft = session.scalars(sa.select(Draft)).one()
    return f"{HOME}{draft.id}/preview/{LESSON}"


def test_for_others_there_is_no_preview(client: PageClient, session: Session) -> None:
    user = a_user(session)
    a_post(session, user, a_city(session), Role.TEACHER)
    sign_in(client, user)
    assert client.get(f"{HOME}{NOBODY}/preview/{LESSON}").status_code == 404
    assert client.post(f"{HOME}{NOBODY}/preview/{LESSON}").status_code == 404


def test_what_is_typed_is_seen_at_once_and_its_readings_a_moment_later(
    boss: PageClient, session: Session, shown: str, standby: Awake
) -> None:
    here = shown.replace("/preview/", "/files/")
    form = opened(boss, here, "おわりに")
    boss.post(here, data={**form, "text": "おわりに、犬と散歩します。"})
    page = boss.see(f"{shown}?block={form['line']}&look=2")
    assert "犬と散歩" in page.text.replace(" ", "")
    assert ("犬", "いぬ") not in page.readings
    assert standby.asked == 0
    page = boss.see(later(page) or "")
    assert ("散歩", "さんぽ") in page.readings or ("散", "さん") in page.readings
    assert later(page) is None
    asked = standby.asked
    boss.see(f"{shown}?block={form['line']}&look=2")
    assert later(boss.page) is None
    assert standby.asked == asked, "what was read is kept"


@pytest.mark.parametrize(
    ("look", "audience", "ruby"),
    [
        ("2", "child", "some"),
        ("4", "child", "some"),
        ("7", "child", "none"),
        ("citizen", "citizen", "none"),
        ("staff", "staff", "none"),
        ("aloud", "citizen", "none"),
        ("nobody", "citizen", "none"),
    ],
)
def test_a_screen_is_shown_for_whom_one_chooses(
    boss: PageClient, shown: str, look: str, audience: str, ruby: str
) -> None:
    page = boss.see(f"{shown}?block=7&look={look}&readings=1")
    assert page.audience == audience
    assert bool(page.readings) is (ruby == "some")


def test_a_preview_may_stand_in_a_frame_of_this_site_and_the_bench_may_hold_it(
    boss: PageClient, shown: str
) -> None:
    told = boss.get(f"{shown}?block=7").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in told
    told = boss.get(shown.replace("/preview/", "/files/")).headers["Content-Security-Policy"]
    assert "frame-src 'self'" in told
    assert "frame-ancestors 'none'" in told
    (frame,) = boss.page.all("iframe")
    assert frame.get("src").startswith(shown)


def test_answers_are_told_and_not_kept(boss: PageClient, session: Session, shown: str) -> None:
    page = boss.see(f"{shown}?step=1&look=citizen")
    form = next(one for one in page.all("form") if one.get("id") == "answer")
    address = form.get("action")
    assert boss.post(address, data={}).status_code == 422
    boss.post(address, data={"chosen": "kyara"})
    assert "だいじょうぶ。" in boss.page.text
    boss.post(address, data={"chosen": "gakko"})
    assert "よくできました。" in boss.page.text
    leave = next(one for one in boss.page.all("form") if "leave=1" in one.get("action"))
    assert "step=2" in boss.post(leave.get("action")).location
    assert session.scalars(sa.select(Registration)).all() == []
    assert session.scalar(sa.select(sa.func.count()).select_from(StoredStatement)) == 0


def test_a_picture_that_only_the_draft_has_is_shown_to_its_authors(
    boss: PageClient, session: Session, shown: str
) -> None:
    draft = session.scalars(sa.select(Draft)).one()
    session.add(DraftFile(draft_id=draft.id, path="assets/inu.svg", data=DOG))
    session.commit()
    here = shown.replace("/preview/", "/files/")
    form = opened(boss, here, "おわりに")
    boss.post(here, data={**form, "text": "![犬が歩いている。](assets/inu.svg)"})
    page = boss.see(f"{shown}?block={form['line']}&look=4")
    address = next(
        one.get("src") or "" for one in page.all("img") if "犬" in (one.get("alt") or "")
    )
    answer = boss.get(address)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, DOG, "image/svg+xml")
    assert "private" in answer.headers["Cache-Control"]
    assert boss.get(address.replace(".svg", ".png")).status_code == 404
    assert boss.get(f"{address.rpartition('/')[0]}/{'0' * 64}.svg").status_code == 404
    sign_in(boss, a_user(session))
    assert boss.get(address).status_code == 404

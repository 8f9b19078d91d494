"""A file of the library, or a new one, put into a lesson of a draft."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.authoring import queries as drafts
from app.authoring.models import Draft, DraftChange
from app.config import Settings
from app.identity.models import User
from app.media.models import MediaFile
from app.media.storage.folder import FolderStorage
from tests.client import PageClient, sign_in
from tests.factories.catalog import COURSE, LESSON, a_version, course_files
from tests.factories.identity import an_administrator
from tests.factories.media import PDF, VTT, a_media_file, a_photograph, an_mp4

PATH = "010-jibun/010-nani.md"
FIRST = len(LESSON.encode().partition(b"\n\n")[0]) + 2


@pytest.fixture
def author(session: Session) -> User:
    return an_administrator(session)


@pytest.fixture
def boss(client: PageClient, session: Session, author: User) -> PageClient:
    a_version(session)
    return sign_in(client, author)


@pytest.fixture
def storage(settings: Settings) -> FolderStorage:
    return FolderStorage(settings.instance_dir / "media")


@pytest.fixture
def draft(boss: PageClient, session: Session) -> Draft:
    boss.post("/authoring/courses/tameshi")
    return session.scalars(sa.select(Draft)).one()


def place_of(draft: Draft) -> dict[str, str]:
    """Say that the new block is to stand behind the front matter."""
    return {"start": "0", "end": str(FIRST), "number": str(draft.number)}


def put(boss: PageClient, draft: Draft, file: MediaFile) -> None:
    """Press 「これを入れる」 below a file."""
    form = {**place_of(draft), "media_id": str(file.id)}
    answer = boss.post(f"/authoring/{draft.id}/media/{PATH}", data=form)
    assert answer.status_code == 303, answer.text
    boss.see(answer.location.partition("#")[0])


def test_a_chosen_picture_stands_in_the_lesson_with_its_text_and_its_credit(
    boss: PageClient, session: Session, storage: FolderStorage, author: User, draft: Draft
) -> None:
    before = dict(drafts.files(session, draft.id))
    file = a_media_file(
        session, author, storage, title="School gate", license="CC-BY-4.0", credit="広報課"
    )
    with storage.open(file.key) as opened:
        data = opened.read()
    page = boss.see(f"/authoring/{draft.id}/media/{PATH}", query_string=place_of(draft))
    assert "School gate" in page.text
    put(boss, draft, file)
    after = dict(drafts.files(session, draft.id))
    assert after.pop("assets/school-gate.jpg") == data
    lesson = after[PATH].decode()
    block = "![校門の前で手をふる二人。](assets/school-gate.jpg)\n\n"
    assert lesson == LESSON.replace("## はじめに", f"{block}## はじめに")
    assert '["寺子屋", "「School gate」（広報課、CC BY 4.0）"]' in after["course.toml"].decode()
    assert session.scalars(sa.select(DraftChange.number)).all() == [1], "it is one change"
    assert boss.see(f"/authoring/media/{file.id}").links["試しの講座"] == f"/authoring/{draft.id}"
    boss.post(f"/authoring/{draft.id}/undo", data={"number": "1"})
    assert dict(drafts.files(session, draft.id)) == before


def test_a_file_that_is_there_is_not_put_there_twice_nor_under_a_name_that_is_taken(
    boss: PageClient, session: Session, storage: FolderStorage, author: User, draft: Draft
) -> None:
    first = a_media_file(session, author, storage, PDF, title="card")
    wider = PDF.replace(b"200 200", b"210 200")
    other = a_media_file(session, author, storage, wider, title="card")
    for file in (first, first, other):
        put(boss, draft, file)
        session.refresh(draft)
    files = dict(drafts.files(session, draft.id))
    assert [path for path in files if path.startswith("assets/")] == [
        "assets/card-2.pdf",
        "assets/card.pdf",
    ]
    assert files[PATH].count(b"::: file src=assets/card.pdf\n") == 2


def test_a_video_brings_its_captions(
    boss: PageClient, session: Session, storage: FolderStorage, author: User, draft: Draft
) -> None:
    film = a_media_file(session, author, storage, an_mp4(), title="film", captions=VTT.decode())
    put(boss, draft, film)
    files = dict(drafts.files(session, draft.id))
    assert files["assets/film.vtt"] == VTT
    assert b"::: video src=assets/film.mp4 captions=assets/film.vtt\n" in files[PATH]
    assert drafts.source_of(session, draft).faults == ()


def test_what_is_not_described_yet_is_not_chosen(
    boss: PageClient, session: Session, storage: FolderStorage, author: User, draft: Draft
) -> None:
    file = a_media_file(session, author, storage, alt="")
    page = boss.see(f"/authoring/{draft.id}/media/{PATH}", query_string=place_of(draft))
    assert page.links["書いて使えるようにする"] == f"/authoring/media/{file.id}"
    put(boss, draft, file)
    assert "まだ講座では使えません" in boss.page.text
    session.refresh(draft)
    assert draft.number == 0


def test_a_new_file_is_sent_and_chosen_at_once(
    boss: PageClient, session: Session, draft: Draft
) -> None:
    here = f"/authoring/{draft.id}/media-new/{PATH}"
    form = {**place_of(draft), "title": "gate", "alt": "二人。", "license": "own", "credit": ""}
    bad = boss.post(here, data={**form, "file": (BytesIO(b"no picture"), "a.jpg")})
    assert bad.status_code == 422
    assert "この種類のファイルは使えません" in boss.page.text
    assert "二人。" in boss.page.text
    good = boss.post(here, data={**form, "file": (BytesIO(a_photograph()), "a.jpg")})
    assert good.status_code == 303
    assert b"(assets/gate.jpg)" in dict(drafts.files(session, draft.id))[PATH]


@pytest.mark.parametrize(
    ("path", "place", "status"),
    [
        (PATH, {}, 400),
        (PATH, {"start": "x", "end": "1", "number": "0"}, 400),
        ("course.toml", {"start": "0", "end": "1", "number": "0"}, 400),
        ("nai.md", {"start": "0", "end": "1", "number": "0"}, 404),
    ],
)
def test_a_place_that_is_none_is_refused(
    boss: PageClient, draft: Draft, path: str, place: dict[str, str], status: int
) -> None:
    here = f"/authoring/{draft.id}/media/{path}"
    assert boss.get(here, query_string=place).status_code == status


def test_whose_things_a_course_shows_stands_on_its_page(
    client: PageClient, session: Session
) -> None:
    course = COURSE.replace('["寺子屋"]', '["寺子屋", "「校門」（広報課、CC BY 4.0）"]')
    a_version(session, course_files(course=course))
    page = client.see("/courses/tameshi")
    assert "作った人と、使わせてもらったもの" in page.text
    assert "「校門」（広報課、CC BY 4.0）" in page.text


def test_another_picture_is_chosen_for_a_block_and_its_description_comes_along(
    boss: PageClient, session: Session, storage: FolderStorage, author: User, draft: Draft
) -> None:
    file = a_media_file(session, author, storage, alt="校門の前の二人")
    add = {**place_of(draft), "path": PATH, "do": "add", "kind": "picture"}
    here = f"/authoring/{draft.id}"
    page = boss.see(boss.post(f"{here}/blocks", data=add).location.partition("#")[0])
    before = dict(drafts.files(session, draft.id))
    choose = page.links["画像を選ぶ"]
    page = boss.see(choose)
    assert "これにする" in page.text
    assert "種類" not in page.text.replace("証明の種類", ""), "of pictures alone"
    form = next(one for one in page.all("form") if one.get("action") == f"{here}/media/{PATH}")
    sent = {one.get("name"): one.get("value") for one in form.fields if one.get("name")}
    assert sent["field"] == "src"
    answer = boss.post(f"{here}/media/{PATH}", data=sent)
    page = boss.see(answer.location.partition("#")[0])
    face = next(one for one in page.all("img") if one.get("alt") == "今の絵")
    assert boss.get(face.get("src")).headers["Content-Type"].startswith("image/")
    after = dict(drafts.files(session, draft.id))
    [new] = after.keys() - before.keys()
    assert f"![校門の前の二人]({new})".encode() in after[PATH]
    session.refresh(draft)
    assert draft.number == 2, "one step, which can be taken back"
    page = boss.see(choose)
    assert new in {one.get("value") for one in page.all("input")}, "what the course has already"
    boss.post(f"{here}/media/{PATH}", data={**sent, "asset": new})
    session.refresh(draft)
    assert draft.number == 2, "it is shown there already"
    boss.post(f"{here}/media/{PATH}", data={**sent, "asset": "assets/nai.png"})
    assert dict(drafts.files(session, draft.id)) == after
    boss.post(f"{here}/undo", data={"number": "2"})
    assert dict(drafts.files(session, draft.id)) == before
    wrong = {**sent, "start": "0", "end": str(FIRST), "media_id": str(file.id)}
    boss.post(f"{here}/media/{PATH}", data=wrong, follow_redirects=True)
    assert "その場所は、もうありません" in boss.page.text, "the front matter shows no picture"

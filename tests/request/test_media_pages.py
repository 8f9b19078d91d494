"""The pages of the media library, and what they refuse."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.config import Settings
from app.identity.models import Role, User
from app.media.models import MediaFile
from app.media.storage.folder import FolderStorage
from app.media.views.library import LARGEST_REQUEST
from tests.client import PageClient, sign_in
from tests.factories.catalog import a_version, course_files
from tests.factories.identity import a_city, a_post, a_user, an_administrator
from tests.factories.media import PDF, VTT, a_media_file, a_moving_picture, a_photograph, an_mp4

HOME = "/authoring/media/"
NEW = f"{HOME}new"


@pytest.fixture
def author(session: Session) -> User:
    return an_administrator(session)


@pytest.fixture
def boss(client: PageClient, author: User) -> PageClient:
    """Return the browser of an administrator of the city."""
    return sign_in(client, author)


@pytest.fixture
def storage(settings: Settings) -> FolderStorage:
    return FolderStorage(settings.instance_dir / "media")


def send(boss: PageClient, data: bytes, name: str = "a.jpg", **fields: object) -> int:
    """Send the form for a new file; return the status."""
    form = {"title": "", "alt": "", "license": "", "credit": "", **fields}
    boundary, body = encode_multipart({**form, "file": FileStorage(BytesIO(data), name)})
    form_type = f"multipart/form-data; boundary={boundary}"
    return boss.post(NEW, data=body, content_type=form_type).status_code


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_for_others_the_library_does_not_exist(
    client: PageClient, session: Session, storage: FolderStorage, author: User, role: Role
) -> None:
    file = a_media_file(session, author, storage)
    user = a_user(session)
    a_post(session, user, a_city(session), role)
    sign_in(client, user)
    for address in (HOME, NEW, f"{HOME}{file.id}", f"{HOME}files/{file.key}"):
        assert client.get(address).status_code == 404
    assert client.post(NEW).status_code == 404


def test_a_photograph_is_sent_shown_described_and_found(
    boss: PageClient, session: Session
) -> None:
    page = boss.see(NEW)
    assert "20MBまで" in page.text
    assert send(boss, a_photograph(), "foto/ko_mon.JPG") == 303
    file = session.scalars(sa.select(MediaFile)).one()
    assert (file.title, file.suffix) == ("ko mon", "jpg")
    page = boss.see(f"{HOME}{file.id}")
    assert "説明がありません" in page.text
    assert "どの講座も使っていません" in page.text
    about = {"title": "校門", "alt": "手をふる二人。", "license": "CC-BY-4.0", "credit": "広報課"}
    boss.post(f"{HOME}{file.id}", data=about, follow_redirects=True)
    assert "講座で使える" in boss.page.text
    page = boss.see(f"{HOME}?q=手をふる&kind=image")
    assert page.links["校門"] == f"{HOME}{file.id}"
    assert "見つかりませんでした" in boss.see(f"{HOME}?alt=none").text
    assert boss.see("/authoring/").links["メディア"] == HOME


def test_the_bytes_are_kept_by_browsers_for_ever_and_can_do_nothing(
    boss: PageClient, session: Session, storage: FolderStorage, author: User
) -> None:
    film = a_media_file(session, author, storage, an_mp4())
    answer = boss.get(f"{HOME}files/{film.key}")
    assert answer.data == an_mp4()
    assert answer.mimetype == "video/mp4"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    part = boss.get(f"{HOME}files/{film.key}", headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.data) == (206, b"ftyp")
    assert boss.get(f"{HOME}files/{film.key}", headers={"Range": "bytes=999-"}).status_code == 416


@pytest.mark.parametrize(
    "key",
    [
        *("x", "..", "..%2f..%2fsecret_key", f"{'a' * 64}.png", f"{'a' * 64}.exe"),
        *(f"{'A' * 64}.png", f"{'a' * 64}-small.webp", "%2e%2e/secret_key"),
    ],
)
def test_no_address_leads_to_another_file(boss: PageClient, key: str) -> None:
    assert boss.get(f"{HOME}files/{key}").status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"<html><script>x()</script>", "a.png", "この種類のファイルは使えません"),
        (b"", "a.png", "ファイルが選ばれていません"),
        (a_photograph()[:300], "a.jpg", "絵を読み取れませんでした"),
        (a_moving_picture(), "a.gif", "動く絵は使えません"),
        (PDF + bytes(5_000_000), "a.pdf", "この種類は5MBまでです"),
        (a_photograph() + bytes(20_000_000), "a.jpg", "この種類は20MBまでです"),
    ],
    ids=["html", "nothing", "cut", "moving", "paper", "large"],
)
def test_what_is_refused_is_told_and_nothing_typed_is_lost(
    boss: PageClient, storage: FolderStorage, data: bytes, name: str, told: str
) -> None:
    assert send(boss, data, name, title="../校門", alt="手をふる二人。", license="own") == 422
    assert told in boss.page.text
    assert "手をふる二人。" in boss.page.text
    assert '"../校門"' in boss.page.html
    assert list(storage.stored()) == []


def test_fifty_megabytes_are_refused_before_they_are_read(
    boss: PageClient, session: Session
) -> None:
    class Unread(BytesIO):
        def read(self, *_: object) -> bytes:
            pytest.fail("it was read")

    answer = boss.post(
        NEW,
        input_stream=Unread(),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": "50000000"},
    )
    assert answer.status_code == 413
    assert f"{LARGEST_REQUEST // 1_000_000}MBまで" in boss.page.text
    assert session.scalars(sa.select(MediaFile)).all() == []


@pytest.mark.parametrize(
    "address", ["/authoring/courses/tameshi", f"{HOME}{'0' * 8}-0000-4000-8000-{'0' * 12}"]
)
def test_every_other_form_stays_small(boss: PageClient, address: str) -> None:
    form = "application/x-www-form-urlencoded"
    assert boss.post(address, data=bytes(3_000_000), content_type=form).status_code == 413


def test_a_stranger_gets_no_room_for_a_file(client: PageClient) -> None:
    form = "multipart/form-data; boundary=x"
    assert client.post(NEW, data=bytes(3_000_000), content_type=form).status_code == 413


def test_a_video_takes_captions_and_nothing_else_as_captions(
    boss: PageClient, session: Session, storage: FolderStorage, author: User
) -> None:
    film = a_media_file(session, author, storage, an_mp4())
    here, about = (
        f"{HOME}{film.id}",
        {"title": "図書館", "alt": "中を歩きます。", "license": "own"},
    )
    assert "字幕がありません" in boss.see(here).text
    bad = boss.post(here, data={**about, "captions": (BytesIO(b"no"), "a.vtt")})
    assert bad.status_code == 422
    assert "WebVTTのファイル" in boss.page.text
    boss.post(here, data={**about, "captions": (BytesIO(VTT), "a.vtt")}, follow_redirects=True)
    assert "講座で使える" in boss.page.text
    boss.post(here, data=about, follow_redirects=True)
    assert "講座で使える" in boss.page.text, "captions that are not sent again stay"


def test_a_file_in_use_stays_and_another_goes_after_a_question(
    boss: PageClient, session: Session, storage: FolderStorage, author: User
) -> None:
    used = a_media_file(session, author, storage)
    with storage.open(used.key) as opened:
        a_version(session, course_files() | {"assets/e.jpg": opened.read()})
    free = a_media_file(session, author, storage, PDF, title="約束カード")
    page = boss.see(f"{HOME}{used.id}")
    assert page.links["試しの講座"] == "/courses/tameshi"
    assert "消す…" not in page.links
    assert "消せません" in boss.see(f"{HOME}{used.id}/remove").text
    boss.post(f"{HOME}{used.id}/remove", follow_redirects=True)
    assert "消していません" in boss.page.text
    asked = boss.see(f"{HOME}{free.id}").links["消す…"]
    assert "元にはもどせません" in boss.see(asked).text
    boss.post(asked, follow_redirects=True)
    assert "「約束カード」を消しました" in boss.page.text
    assert session.scalars(sa.select(MediaFile.id)).all() == [used.id]

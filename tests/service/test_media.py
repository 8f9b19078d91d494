"""The library: files kept once, found, used, let go; and the two places for their bytes."""

import io
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app import clock
from app.authoring.models import Draft, DraftFile, DraftState
from app.config import Settings
from app.media import queries, service
from app.media.errors import NotTaken, Refusal, StillUsed, StorageAway
from app.media.events import MediaRemoved
from app.media.handlers import REST, make_on_media_removed
from app.media.intake import received
from app.media.models import MediaFile
from app.media.policy import Shelves
from app.media.queries import Wanted
from app.media.rules import MediaKind, Missing
from app.media.storage.folder import FolderStorage
from app.outbox import relay
from tests.factories.catalog import a_version, course_files
from tests.factories.identity import NOW, a_post, a_school, a_user, an_administrator
from tests.factories.media import PDF, SVG, VTT, a_media_file, a_photograph, a_picture, an_mp4

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from app.identity.models import User
    from app.outbox.relay import Subscribers

ALL = Shelves(frozenset(), is_whole=True)
SUBSCRIBERS: "Subscribers" = {MediaRemoved: [make_on_media_removed()]}


@pytest.fixture
def storage(settings: Settings) -> FolderStorage:
    """Return the folder of this test's installation."""
    return FolderStorage(settings.instance_dir / "media")


@pytest.fixture
def author(session: "Session") -> "User":
    return an_administrator(session)


def data_of(storage: FolderStorage, file: MediaFile) -> bytes:
    """Return a file's bytes from the storage."""
    with storage.open(file.key) as opened:
        return opened.read()


# -- keeping


def test_a_photograph_is_kept_without_its_notes_and_once(
    session: "Session", storage: FolderStorage, author: "User"
) -> None:
    file = a_media_file(session, author, storage, a_photograph())
    assert (file.kind, file.suffix, file.width, file.height) == (MediaKind.IMAGE, "jpg", 30, 40)
    assert b"Kamera-no-mise" not in data_of(storage, file)
    again = a_media_file(session, author, storage, a_photograph(), title="ほかの題")
    assert again is file
    assert file.title == "校門", "what was written first stays"
    assert {one.key for one in storage.stored()} == {file.key, file.small_key}


def test_every_organization_has_its_own_library_over_the_same_bytes(
    session: "Session", storage: FolderStorage, author: "User"
) -> None:
    teacher = a_user(session)
    school = a_school(session)
    a_post(session, teacher, school)
    session.refresh(teacher)
    ours, theirs = (a_media_file(session, who, storage) for who in (author, teacher))
    assert (ours.sha256, ours.id) != (theirs.sha256, theirs.id)
    assert len(list(storage.stored())) == 2
    mine = Shelves(frozenset({school.id}))
    assert [row.id for row in queries.files(session, mine, Wanted()).rows] == [theirs.id]
    assert queries.files(session, ALL, Wanted()).total == 2
    with pytest.raises(sa.exc.NoResultFound):
        queries.file(session, mine, ours.id)


def test_recordings_and_papers_are_kept_as_they_are(
    session: "Session", storage: FolderStorage, author: "User"
) -> None:
    film = a_media_file(session, author, storage, an_mp4(3), captions=VTT.decode())
    assert (film.kind, film.seconds, data_of(storage, film)) == (MediaKind.VIDEO, 3, an_mp4(3))
    assert film.captions == VTT.decode()
    paper = a_media_file(session, author, storage, PDF, captions="WEBVTT")
    assert (paper.kind, paper.captions, paper.has_small) == (MediaKind.FILE, None, False)
    assert a_media_file(session, author, storage, SVG).suffix == "svg"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Refusal.NO_FILE),
        (b"<html><script>", Refusal.UNKNOWN),
        (PDF + bytes(5_000_000), Refusal.TOO_LARGE),
        (a_picture() + bytes(20_000_000), Refusal.TOO_LARGE),
        (a_picture()[:200], Refusal.BROKEN),
        (SVG.replace(b"</svg>", b"<script/></svg>"), Refusal.DRAWING),
    ],
    ids=["nothing", "html", "large-paper", "large-picture", "cut", "script"],
)
def test_what_is_refused_leaves_nothing_behind(
    storage: FolderStorage,
    data: bytes,
    why: Refusal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())
    with pytest.raises(NotTaken) as refused, received(io.BytesIO(data)):
        pytest.fail("it was taken")
    assert refused.value.why is why
    assert set(tmp_path.iterdir()) == before
    assert list(storage.stored()) == []


def test_a_storage_without_room_keeps_no_half_file(
    session: "Session",
    storage: FolderStorage,
    author: "User",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.media.storage.folder.os.fsync", full)
    with pytest.raises(StorageAway):
        a_media_file(session, author, storage)
    assert [path for path in storage.root.rglob("*") if path.is_file()] == []
    assert session.scalars(sa.select(MediaFile)).all() == []


# -- finding


def test_a_list_is_narrowed_by_words_kind_and_what_is_missing(
    session: "Session", storage: FolderStorage, author: "User"
) -> None:
    gate = a_media_file(session, author, storage, title="校門 100%", credit="広報課")
    paper = a_media_file(session, author, storage, PDF, title="約束カード", alt="", license="")

    def found(**wanted: object) -> list[str]:
        page = queries.files(session, ALL, Wanted(**wanted))  # type: ignore[arg-type]
        return sorted(row.title for row in page.rows)

    assert found() == sorted([gate.title, paper.title])
    assert found(words="校門 広報") == found(words="100%") == [gate.title]
    assert found(words="%") == [gate.title]
    assert found(kind=MediaKind.FILE) == found(without_alt=True) == [paper.title]
    assert found(words="ない") == []
    assert queries.file(session, ALL, gate.id).missing == ()
    assert queries.file(session, ALL, paper.id).missing == (Missing.ALT, Missing.LICENSE)
    service.describe(session, paper.id, service.About("約束", "カード", "CC-BY-4.0"))
    assert queries.file(session, ALL, paper.id).missing == (Missing.CREDIT,)


def test_what_holds_the_same_bytes_uses_a_file_whatever_it_is_called_there(
    session: "Session", storage: FolderStorage, author: "User"
) -> None:
    file = a_media_file(session, author, storage)
    assert queries.uses(session, file) == ()
    data = data_of(storage, file)
    a_version(session, course_files() | {"assets/e.jpg": data})
    a_version(session, course_files())
    draft = Draft(slug="atarashii", created_by_id=author.id, created_at=NOW, changed_at=NOW)
    session.add(draft)
    session.flush()
    for path, other in (("assets/a.jpg", data), ("assets/b.jpg", b"x" * len(data))):
        session.add(DraftFile(draft_id=draft.id, path=path, data=other))
    session.flush()
    found = [(use.slug, use.version, use.is_current) for use in queries.uses(session, file)]
    assert found == [("atarashii", None, False), ("tameshi", 1, False)]
    with pytest.raises(StillUsed):
        service.remove_file(session, file.id, now=NOW)
    draft.state, draft.published_version_id = (
        DraftState.PUBLISHED,
        session.scalar(sa.text("SELECT id FROM course_version LIMIT 1").columns(id=sa.Uuid)),
    )
    session.flush()
    assert [use.version for use in queries.uses(session, file)] == [1]


# -- letting go


def test_the_bytes_go_an_hour_after_the_file_unless_somebody_has_them_again(
    app: "Flask", session: "Session", storage: FolderStorage, author: "User"
) -> None:
    gone = a_media_file(session, author, storage)
    back = a_media_file(session, author, storage, PDF)
    keys = (gone.key, back.key)
    session.commit()
    now = clock.now()
    for file in (gone, back):
        service.remove_file(session, file.id, now=now - REST)
    a_media_file(session, author, storage, PDF)
    session.commit()
    with app.app_context():
        relay.drain(SUBSCRIBERS, now=clock.now)
    assert [one.key for one in storage.stored()] == [keys[1]]


def test_just_after_it_was_taken_out_the_bytes_stay(
    app: "Flask", session: "Session", storage: FolderStorage, author: "User"
) -> None:
    file = a_media_file(session, author, storage)
    service.remove_file(session, file.id, now=clock.now())
    session.commit()
    with app.app_context():
        relay.drain(SUBSCRIBERS, now=clock.now)
    assert len(list(storage.stored())) == 2


def test_the_sweep_removes_what_killed_uploads_left(
    app: "Flask", session: "Session", storage: FolderStorage, author: "User", tmp_path: Path
) -> None:
    kept = a_media_file(session, author, storage, PDF)
    (tmp_path / "left").write_bytes(b"left")
    orphan = f"{'a' * 64}.png"
    storage.put(orphan, tmp_path / "left")
    assert service.sweep(session, storage, before=clock.now() - timedelta(days=1)) == []
    later = clock.now() + timedelta(seconds=1)
    assert service.sweep(session, storage, before=later) == [orphan]
    assert [one.key for one in storage.stored()] == [kept.key]
    session.commit()
    told = app.test_cli_runner().invoke(args=["media", "sweep"])
    assert "0個" in told.output

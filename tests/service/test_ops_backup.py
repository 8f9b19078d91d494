"""A backup and its way back: on either engine, from one to the other, whole or not at all."""

import hashlib
import json
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from app.config import Settings
from app.credentials.keys import KeyFolder
from app.credentials.models import Credential
from app.credentials.openbadges import of_course
from app.credentials.service import keys
from app.credentials.service.award import award
from app.credentials.service.checking import check_credential
from app.credentials.service.signing import sign_credential
from app.db import Base, db, transaction
from app.factory import create_app
from app.identity.models import User
from app.learning.cli import cli as progress_cli
from app.learning.models import PrivateAnswer
from app.ops.backup import archive, tables
from app.ops.backup.archive import BackupUnreadable
from app.ops.backup.restoring import CannotRestore, restore
from app.ops.cli import back_up as back_up_command
from app.ops.cli import restore as restore_command
from app.ops.guard import CannotStart
from app.ops.instance import ESTABLISHED
from app.outbox.models import OutboxEvent
from tests import postgres
from tests.conftest import CLUSTER_HOST, ROOT, build_schema, settings_for
from tests.factories.credentials import CITY, DAY, DID, NOW, a_course_award, an_issuer_on_record
from tests.factories.identity import a_child, a_city, a_clerk, a_school
from tests.factories.learning import RIGHT, a_run, answer, finish_lessons

MIGRATIONS = ROOT / "migrations"
Place = Callable[[str], Settings]


@pytest.fixture
def place(request: pytest.FixtureRequest, worker: str, tmp_path: Path) -> Place:
    """Return a function that gives an empty installation on an engine."""
    made: list[str] = []

    def new(kind: str) -> Settings:
        folder = tmp_path / f"place-{len(made)}"
        made.append(kind)
        if kind == "sqlite":
            return settings_for(folder, f"sqlite:///{folder / 'terakoya.db'}")
        host = request.config.stash[CLUSTER_HOST]
        return settings_for(folder, postgres.create(host, f"restored_{worker}_{len(made)}"))

    return new


def fill(settings: Settings) -> None:
    """Fill an installation: people, a course, a finished run, a credential, a file."""
    with transaction() as session:
        signers = an_issuer_on_record(session, settings.instance_dir)
        a_child(session, school=a_school(session, parent=a_city(session)), number=7)
        clerk = a_clerk(session)
        clerk.family_name = "𠮷﨑"
        own = a_run(session, learner=clerk)
        for key, response in RIGHT.items():
            answer(session, own, key, response)
        finish_lessons(session, own)
        session.add(
            PrivateAnswer(
                registration_id=own.registration.id, item="doko", text="ひみつ。", answered_at=NOW
            )
        )
        told = a_course_award(clerk.id, own.registration.id)
        credential = award(session, of_course(told, awarded_on=DAY), issuer=DID, now=NOW)
        sign_credential(session, credential, signers, issuer=CITY, now=NOW)
    media = settings.instance_dir / "media" / "a"
    media.mkdir(parents=True)
    (media / "b.bin").write_bytes(bytes(range(256)))


@pytest.fixture
def filled(app: Flask, settings: Settings) -> Settings:
    """Fill this test's own installation."""
    fill(settings)
    return settings


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one backup, its keys left out, for all tests that only read it."""
    folder = tmp_path_factory.mktemp("shelf")
    settings = settings_for(folder, f"sqlite:///{folder / 'terakoya.db'}")
    build_schema(settings)
    with at(settings):
        fill(settings)
        return write(folder / "kept.zip", settings)


@pytest.fixture
def kept(shelf: Path, tmp_path: Path) -> Path:
    """Return a copy of a backup, to be spoiled."""
    return Path(shutil.copy(shelf, tmp_path / "kept.zip"))


def write(path: Path, settings: Settings, *, with_keys: bool = False) -> Path:
    archive.back_up(db.engine, path, instance=settings.instance_dir, now=NOW, with_keys=with_keys)
    return path


@contextmanager
def at(settings: Settings) -> Iterator[Flask]:
    """Be in another installation."""
    app = create_app(settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def everything() -> dict[str, list[bytes]]:
    """Return every row of the database, with JSON in one order of keys."""
    with db.engine.connect() as connection:
        return {
            shape.name: sorted(
                json.dumps(json.loads(line), sort_keys=True).encode()
                for line in tables.lines(connection, shape)
            )
            for shape in tables.shapes(connection)
        }


def altered(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Return a copy of a backup, its members changed or (None) left out."""
    other = path.with_name("altered.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
    return other


# -- there and back -------------------------------------------------------------------------------


def round_trip(kept: Path, before: dict[str, list[bytes]], target: Settings) -> None:
    with at(target) as app:
        report = restore(kept, target, migrations=MIGRATIONS)
        assert report.files == 1
        assert everything() == before
        session = db.session()
        person = session.scalars(sa.select(User).where(User.family_name == "𠮷﨑")).one()
        assert person.created_at == NOW
        credential = session.scalars(sa.select(Credential)).one()
        for form in (credential.jwt, credential.di):
            assert check_credential(session, form or "", now=NOW).is_valid
        rebuilt = app.test_cli_runner().invoke(progress_cli, ["rebuild", "--check"])
        assert (rebuilt.exit_code, "0件がちがいました" in rebuilt.output) == (0, True)
        last = session.scalar(sa.select(sa.func.max(OutboxEvent.seq))) or 0
        with transaction() as inner:  # numbers go on where they ended
            event = OutboxEvent(type="X", payload={}, occurred_at=NOW)
            inner.add(event)
        assert event.seq == last + 1
        assert app.test_client().get("/courses/tameshi").status_code == 200
    assert (target.instance_dir / "media/a/b.bin").read_bytes() == bytes(range(256))
    assert (target.instance_dir / ESTABLISHED).read_text().strip() == DID


def test_what_was_kept_comes_back_word_for_word(
    filled: Settings, place: Place, engine: str, tmp_path: Path
) -> None:
    round_trip(write(tmp_path / "kept.zip", filled), everything(), place(engine))


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_a_city_can_move_between_the_engines(
    filled: Settings, place: Place, engine: str, tmp_path: Path, to: str
) -> None:
    if engine == "sqlite":
        pytest.skip("needs both engines")
    path, before = write(tmp_path / "kept.zip", filled), everything()
    if to == "sqlite":
        round_trip(path, before, place("sqlite"))
        return
    small = place("sqlite")
    with at(small):
        restore(path, small, migrations=MIGRATIONS)
        moved = write(tmp_path / "moved.zip", small)
    round_trip(moved, before, place("postgresql"))


def test_a_backup_can_be_taken_while_others_write(filled: Settings, tmp_path: Path) -> None:
    """Rows that come while it is read are in all of its tables or in none."""
    with db.engine.connect() as connection:
        shape = next(s for s in tables.shapes(connection) if s.name == "user")
    with tables.snapshot(db.engine).connect() as reading:
        before = list(tables.lines(reading, shape))
        with transaction() as session:
            a_clerk(session)
        assert list(tables.lines(reading, shape)) == before


def test_every_kind_of_column_is_known_from_the_model_and_from_the_database(app: Flask) -> None:
    with db.engine.connect() as connection:
        told = {shape.name: shape.columns for shape in tables.shapes(connection)}
    meant = {
        table.name: {column.name: tables.kind_of(column.type) for column in table.columns}
        for table in Base.metadata.tables.values()
    }
    assert told == meant


# -- keys -----------------------------------------------------------------------------------------


def test_keys_are_left_out_unless_they_are_asked_for(
    filled: Settings, kept: Path, place: Place, tmp_path: Path
) -> None:
    assert not [name for name in zipfile.ZipFile(kept).namelist() if "keys" in name]
    whole = write(tmp_path / "whole.zip", filled, with_keys=True)
    target = place("sqlite")
    with at(target):
        restore(whole, target, migrations=MIGRATIONS)
        assert keys.key_faults(db.session(), KeyFolder(target.instance_dir), issuer=DID) == []
    for file in (target.instance_dir / "keys").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(whole.stat().st_mode) == 0o600


def test_another_key_of_the_same_name_is_not_written_over(
    filled: Settings, place: Place, tmp_path: Path
) -> None:
    whole = write(tmp_path / "whole.zip", filled, with_keys=True)
    target = place("sqlite")
    key = target.instance_dir / "keys" / "rs-1.pem"
    key.parent.mkdir()
    key.write_text("another city's")
    with at(target):
        with pytest.raises(CannotRestore, match=r"rs-1\.pem"):
            restore(whole, target, migrations=MIGRATIONS)
        with db.engine.connect() as connection:
            assert tables.is_empty(connection)
    assert key.read_text() == "another city's"
    assert [path.name for path in target.instance_dir.glob(".restore-*")] == []


# -- what is refused ------------------------------------------------------------------------------


def refused(path: Path, target: Settings) -> str:
    with at(target):
        with pytest.raises(BackupUnreadable) as caught:
            restore(path, target, migrations=MIGRATIONS)
        with db.engine.connect() as connection:
            assert tables.is_empty(connection)
    assert not (target.instance_dir / "media").exists()
    return str(caught.value)


def test_an_altered_row_is_refused(kept: Path, place: Place) -> None:
    path = altered(kept, lambda _name, data: data.replace("𠮷﨑".encode(), "吉崎".encode()))
    assert "user" in refused(path, place("sqlite"))


@pytest.mark.parametrize("name", ["tables/post.jsonl", "files/media/a/b.bin", "manifest.json"])
def test_a_missing_part_is_refused(kept: Path, place: Place, name: str) -> None:
    assert refused(altered(kept, lambda n, d: None if n == name else d), place("sqlite"))


def test_a_part_too_many_is_refused(kept: Path, place: Place) -> None:
    with zipfile.ZipFile(kept, "a") as more:
        more.writestr("files/media/more.bin", b"x")
    assert "目録と合いません" in refused(kept, place("sqlite"))


def test_a_cut_file_is_refused(kept: Path, place: Place) -> None:
    kept.write_bytes(kept.read_bytes()[:-200])
    assert refused(kept, place("sqlite"))


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + b"\0" * 40])
def test_a_file_that_is_none_of_ours_is_refused(
    tmp_path: Path, place: Place, content: bytes
) -> None:
    path = tmp_path / "else.zip"
    path.write_bytes(content)
    assert refused(path, place("sqlite"))


@pytest.mark.parametrize(
    "manifest", [b"[]", b"{}", b"null", b'{"format": 1, "head": "0001", "tables": 3}', b"\xff"]
)
def test_a_zip_of_something_else_is_refused(tmp_path: Path, place: Place, manifest: bytes) -> None:
    path = tmp_path / "else.zip"
    with zipfile.ZipFile(path, "w") as other:
        other.writestr("manifest.json", manifest)
    assert refused(path, place("sqlite"))


@pytest.mark.parametrize(
    "name",
    [
        "../secret_key",
        "media/../../escaped",
        "/etc/cron.d/escaped",
        "media//escaped",
        "secret_key",
        "terakoya.db",
        "other/escaped",
        "media\\..\\escaped",
        "media",
    ],
)
def test_no_file_leaves_its_folder(kept: Path, place: Place, name: str) -> None:
    def renamed(member: str, data: bytes) -> bytes:
        return data.replace(b'"media/a/b.bin"', json.dumps(name).encode())

    path = altered(kept, lambda m, d: None if m.startswith("files/") else renamed(m, d))
    with zipfile.ZipFile(kept) as source, zipfile.ZipFile(path, "a") as target:
        target.writestr(f"files/{name}", source.read("files/media/a/b.bin"))
    place_ = place("sqlite")
    assert "置く場所のない" in refused(path, place_)
    assert not list(place_.instance_dir.parent.rglob("escaped"))


def test_rows_that_refer_to_nothing_are_refused(kept: Path, place: Place) -> None:
    """Whoever computes the checksums anew still cannot bring half a person."""
    emptied = hashlib.sha256(b"").hexdigest()

    def without_users(name: str, data: bytes) -> bytes:
        if name == "tables/user.jsonl":
            return b""
        if name != "manifest.json":
            return data
        manifest = json.loads(data)
        for table in manifest["tables"]:
            if table["name"] == "user":
                table["sha256"] = emptied
        return json.dumps(manifest).encode()

    assert "行" in refused(altered(kept, without_users), place("sqlite"))


def test_a_place_that_is_not_empty_is_left_as_it_is(kept: Path, filled: Settings) -> None:
    before = everything()
    with pytest.raises(CannotRestore, match="make reset"):
        restore(kept, filled, migrations=MIGRATIONS)
    assert everything() == before


def test_real_people_do_not_come_into_a_demo(kept: Path, place: Place, tmp_path: Path) -> None:
    empty = place("sqlite")
    target = settings_for(empty.instance_dir, empty.database_url, demo=True)
    with at(target):
        with pytest.raises(CannotStart, match="本物の利用者"):
            restore(kept, target, migrations=MIGRATIONS)
        with db.engine.connect() as connection:
            assert tables.is_empty(connection)


# -- other schemas --------------------------------------------------------------------------------

LATER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", {last!r}


def upgrade():
    with op.batch_alter_table("organization") as batch:
        batch.add_column(sa.Column("motto", sa.String(80), nullable=False, server_default="学ぶ"))


def downgrade():
    with op.batch_alter_table("organization") as batch:
        batch.drop_column("motto")
"""


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """Return migrations with one more than today's."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    last = max(path.name[:4] for path in (folder / "versions").glob("[0-9]*.py"))
    (folder / "versions" / "9999_later.py").write_text(LATER.format(last=last))
    return folder


@pytest.mark.parametrize("is_prepared", [True, False])
def test_an_older_backup_is_brought_to_todays_schema(
    kept: Path, later: Path, place: Place, engine: str, *, is_prepared: bool
) -> None:
    target = place(engine)
    with at(target):
        if is_prepared:
            upgrade(directory=str(later))
        restore(kept, target, migrations=later)
        rows = db.session.execute(sa.text("SELECT name, motto FROM organization")).all()
        assert ("犀川市", "学ぶ") in {tuple(row) for row in rows}
        assert {row.motto for row in rows} == {"学ぶ"}


def test_a_backup_of_a_later_program_asks_for_it(
    later: Path, place: Place, tmp_path: Path
) -> None:
    source, target = place("sqlite"), place("sqlite")
    with at(source):
        upgrade(directory=str(later))
        path = write(tmp_path / "later.zip", source)
    with at(target), pytest.raises(CannotRestore, match="新しい版"):
        restore(path, target, migrations=MIGRATIONS)


# -- the commands ---------------------------------------------------------------------------------


def test_the_command_names_the_file_and_tells_of_the_keys(app: Flask, filled: Settings) -> None:
    done = app.test_cli_runner().invoke(back_up_command)
    (path,) = (filled.instance_dir / "backups").iterdir()
    assert done.exit_code == 0
    assert str(path) in done.output
    assert "鍵は入っていません" in done.output
    again = app.test_cli_runner().invoke(back_up_command, [str(path)])
    assert again.exit_code == 1
    assert "もうあります" in again.output
    archive.check(path)


def test_the_restore_command_says_which_key_is_missing(kept: Path, place: Place) -> None:
    target = place("sqlite")
    with at(target) as app:
        done = app.test_cli_runner().invoke(restore_command, [str(kept)])
        assert done.exit_code == 0, done.output
        assert "rs-1.pem が見つかりません" in done.output
        again = app.test_cli_runner().invoke(restore_command, [str(kept)])
        assert again.exit_code == 1
        assert "空ではありません" in again.output


def test_a_full_disk_leaves_no_half_file_and_says_so(
    app: Flask, filled: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    def full(self: object, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile._ZipWriteFile, "write", full)  # type: ignore[attr-defined]  # noqa: SLF001
    done = app.test_cli_runner().invoke(back_up_command, [str(folder / "new.zip")])
    assert done.exit_code == 1
    assert "空き容量" in done.output
    assert "もとのデータは、そのままです" in done.output
    assert list(folder.iterdir()) == []


def test_a_disk_that_is_full_at_the_restore_changes_nothing(
    kept: Path, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = place("sqlite")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with at(target) as app:
        monkeypatch.setattr("app.ops.backup.restoring.unpack", full)
        done = app.test_cli_runner().invoke(restore_command, [str(kept)])
        assert done.exit_code == 1
        assert "空き容量" in done.output
        with db.engine.connect() as connection:
            assert tables.is_empty(connection)
    assert list(target.instance_dir.glob(".restore-*")) == []


def test_before_the_first_start_there_is_nothing_to_keep(place: Place, tmp_path: Path) -> None:
    with at(place("sqlite")) as app:
        done = app.test_cli_runner().invoke(back_up_command, [str(tmp_path / "x.zip")])
    assert (done.exit_code, "make run" in done.output) == (1, True)
    assert not (tmp_path / "x.zip").exists()

"""The first start, every later one, and what each says when something is not as it should be."""

import dataclasses
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.catalog.models import Course, CourseVersion
from app.config import Settings
from app.credentials.events import CredentialAwarded
from app.credentials.handlers import on_credential_awarded
from app.credentials.models import Credential, CredentialState, IssuerKey
from app.credentials.openbadges import of_course
from app.credentials.service.award import award
from app.db import db, transaction
from app.factory import create_app
from app.identity.models import Installation, User
from app.ops import demo
from app.ops.guard import CannotStart
from app.ops.instance import ensure_instance
from app.ops.lock import running
from app.outbox import service as outbox
from app.outbox.models import OutboxDelivery
from app.outbox.relay import Subscribers, drain
from app.start.prepare import prepare, require_prepared
from app.start.reset import set_aside
from tests.conftest import ROOT
from tests.factories.catalog import course_files
from tests.factories.credentials import DAY, NOW, a_completed_run, a_course_award
from tests.factories.identity import a_citizen, a_user


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Return settings of an installation whose one course is small."""
    ensure_instance(settings.instance_dir)
    write_course(tmp_path / "courses" / "tameshi")
    return dataclasses.replace(settings, courses_dir=tmp_path / "courses")


def write_course(folder: Path, **changes: str | bytes | None) -> None:
    for name, data in course_files(**changes).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def started(settings: Settings) -> list[str]:
    """Prepare; return what was said."""
    said: list[str] = []
    prepare(settings, root=ROOT, say=said.append)
    return said


@contextmanager
def inside(settings: Settings) -> Iterator[Flask]:
    """Prepare, and look inside."""
    app = prepare(settings, root=ROOT, say=lambda _text: None)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def count(table: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def refusal(settings: Settings) -> str:
    with pytest.raises(CannotStart) as caught:
        started(settings)
    return str(caught.value)


def lose(settings: Settings) -> Path:
    """Delete the database; return where it was."""
    path = Path(sa.make_url(settings.database_url).database or "")
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    return path


@pytest.fixture
def only_sqlite(engine: str) -> None:
    if engine != "sqlite":
        pytest.skip("a file of its own is SQLite's")


# -- the first start and the next -----------------------------------------------------------------


def test_the_first_start_makes_all_that_a_city_needs_and_nobody(settings: Settings) -> None:
    with inside(settings):
        assert (count(Installation), count(IssuerKey), count(CourseVersion)) == (1, 2, 1)
        assert count(User) == 0
    assert (settings.instance_dir / "established").exists()


def test_a_later_start_changes_nothing(settings: Settings) -> None:
    first = started(settings)
    assert "署名の鍵を作りました。" in first
    again = started(settings)
    assert "署名の鍵を作りました。" not in again
    with inside(settings):
        assert (count(IssuerKey), count(CourseVersion)) == (2, 1)


def test_only_a_demo_has_demo_people(settings: Settings) -> None:
    demonstration = dataclasses.replace(settings, demo=True)
    assert "体験用の人を作りました。" in started(demonstration)
    assert "体験用の人を作りました。" not in started(demonstration)
    with inside(demonstration):
        assert count(User) == len(demo.PEOPLE)


def test_a_demo_is_refused_among_real_people_and_changes_nothing(settings: Settings) -> None:
    with inside(settings), transaction() as session:
        a_user(session)
    assert "本物の利用者" in refusal(dataclasses.replace(settings, demo=True))
    with inside(settings):
        assert count(User) == 1


def test_another_address_is_told_and_the_names_stay(settings: Settings) -> None:
    started(settings)
    said = started(dataclasses.replace(settings, public_url="https://learn.example.jp"))
    assert sum(line.startswith("注意: ") for line in said) == 3
    with inside(settings):
        assert db.session.scalar(sa.select(Installation.actor_home_page)) == settings.public_url


# -- courses --------------------------------------------------------------------------------------


def test_a_faulty_course_folder_is_told_with_its_lines_and_blocks_no_other(
    settings: Settings,
) -> None:
    write_course(settings.courses_dir / "broken", course='title = "x"\n', lesson=None)
    (settings.courses_dir / "empty").mkdir()
    said = started(settings)
    assert any("講座 broken は公開しませんでした" in line for line in said)
    assert any("講座 empty は公開しませんでした" in line for line in said)
    assert any(line.lstrip().startswith("broken/course.toml:") for line in said)
    with inside(settings):
        assert db.session.scalars(sa.select(Course.slug)).all() == ["tameshi"]


def test_a_course_that_broke_keeps_its_earlier_version(settings: Settings) -> None:
    started(settings)
    (settings.courses_dir / "tameshi" / "course.toml").write_bytes(b"\xff")
    assert any("前の版があれば、そのまま" in line for line in started(settings))
    with inside(settings) as app:
        assert app.test_client().get("/courses/tameshi").status_code == 200


def test_a_missing_folder_of_courses_is_told(settings: Settings, tmp_path: Path) -> None:
    said = started(dataclasses.replace(settings, courses_dir=tmp_path / "nowhere"))
    assert any("講座のフォルダーがありません" in line for line in said)


# -- keys -----------------------------------------------------------------------------------------


def test_without_its_keys_the_site_works_and_credentials_wait_for_them(
    settings: Settings, tmp_path: Path
) -> None:
    started(settings)
    kept = shutil.move(settings.instance_dir / "keys", tmp_path / "kept")
    assert any("rs-1.pem が見つかりません" in line for line in started(settings))
    listening: Subscribers = {CredentialAwarded: [on_credential_awarded]}
    with inside(settings) as app:
        assert app.test_client().get("/courses/tameshi").status_code == 200
        with transaction() as session:
            issuer = session.scalars(sa.select(Installation.issuer_did)).one()
            user = a_citizen(session)
            told = a_course_award(user.id, a_completed_run(session, user).id)
            award(session, of_course(told, awarded_on=DAY), issuer=issuer, now=NOW)
        drain(listening, now=lambda: NOW)
        waiting = db.session.scalars(sa.select(OutboxDelivery)).one()
        assert "SigningBlocked" in (waiting.last_error or "")
        shutil.move(kept, settings.instance_dir / "keys")
        with transaction() as session:  # it gave up meanwhile, and a person sends it again
            session.execute(sa.update(OutboxDelivery).values(next_try_at=None))
            assert outbox.send_all_again(session, now=NOW) == 1
        drain(listening, now=lambda: NOW)
        credential = db.session.scalars(sa.select(Credential)).one()
        db.session.refresh(credential)
        assert credential.state is CredentialState.ISSUED


def test_keys_that_cannot_be_written_are_told_of_and_the_site_starts(settings: Settings) -> None:
    (settings.instance_dir / "keys").touch()
    assert any("署名の鍵を作れませんでした" in line for line in started(settings))
    with inside(settings) as app:
        assert app.test_client().get("/healthz").status_code == 200


# -- a database that is not there -----------------------------------------------------------------


@pytest.mark.usefixtures("only_sqlite")
def test_a_lost_database_is_not_replaced_by_an_empty_city(settings: Settings) -> None:
    started(settings)
    path = lose(settings)
    for _ in range(2):
        told = refusal(settings)
        assert "flask restore" in told
        assert "make reset" in told
    if path.exists():
        assert not sa.inspect(sa.create_engine(settings.database_url)).get_table_names()


@pytest.mark.usefixtures("only_sqlite")
def test_a_file_that_is_no_database_is_left_as_it_is(settings: Settings) -> None:
    path = lose(settings)
    path.write_bytes(b"something else, and long enough to be looked at" * 40)
    before = path.read_bytes()
    assert "データベースとして読めません" in refusal(settings)
    assert path.read_bytes() == before


def test_a_database_out_of_reach_is_explained_without_its_password(
    settings: Settings, tmp_path: Path
) -> None:
    away = f"sqlite:///{tmp_path / 'nowhere' / 'city.db'}"
    assert "使えません" in refusal(dataclasses.replace(settings, database_url=away))
    url = "postgresql+psycopg://city:geheim@127.0.0.1:1/terakoya"
    told = refusal(dataclasses.replace(settings, database_url=url))
    assert "使えません" in told
    assert "geheim" not in told


def set_schema(settings: Settings, version: str) -> str:
    """Let the database claim to stand at a migration; return where it stood."""
    with create_app(settings).app_context():
        with transaction() as session:
            before = session.scalar(sa.text("SELECT version_num FROM alembic_version"))
            session.execute(
                sa.text("UPDATE alembic_version SET version_num = :now"), {"now": version}
            )
        db.session.remove()
        db.engine.dispose()
    return str(before)


def test_a_database_of_a_later_program_is_left_to_it(settings: Settings) -> None:
    started(settings)
    before = set_schema(settings, "9999")
    try:
        assert "新しい版" in refusal(settings)
    finally:
        set_schema(settings, before)
    started(settings)


def test_what_was_never_prepared_is_not_served(settings: Settings) -> None:
    with pytest.raises(CannotStart, match="prepare"):
        require_prepared(settings)
    started(settings)
    require_prepared(settings)


def test_demo_people_are_not_served_to_the_world(settings: Settings) -> None:
    started(dataclasses.replace(settings, demo=True))
    with pytest.raises(CannotStart, match="体験用の人"):
        require_prepared(dataclasses.replace(settings, public_url="https://learn.example.jp"))


# -- starting afresh ------------------------------------------------------------------------------


@pytest.mark.usefixtures("only_sqlite")
def test_starting_afresh_keeps_everything_aside(settings: Settings) -> None:
    started(settings)
    told = set_aside(settings)
    (aside,) = (settings.instance_dir / "backups").iterdir()
    assert str(aside) in told
    assert {"keys", "secret_key", "established"} <= {path.name for path in aside.iterdir()}
    database = Path(sa.make_url(settings.database_url).database or "")
    assert (aside / database.name).exists()  # though DATABASE_URL had put it elsewhere
    assert not database.exists()
    ensure_instance(settings.instance_dir)
    assert "署名の鍵を作りました。" in started(settings)
    assert set_aside(settings) != told


@pytest.mark.usefixtures("only_sqlite")
def test_nothing_is_moved_away_under_a_running_site(settings: Settings) -> None:
    with running(settings.instance_dir), pytest.raises(CannotStart, match="もう動いています"):
        set_aside(settings)
    assert (settings.instance_dir / "secret_key").exists()


@pytest.mark.usefixtures("only_sqlite")
def test_starting_afresh_twice_is_no_fault(settings: Settings) -> None:
    set_aside(settings)
    assert "もともと空でした" in set_aside(settings)


def test_a_database_server_is_not_emptied_from_here(settings: Settings) -> None:
    url = "postgresql+psycopg://db/terakoya"
    with pytest.raises(CannotStart, match="flask backup"):
        set_aside(dataclasses.replace(settings, database_url=url))

"""The first start, and every later one: migrate, names, keys, courses, demo people. Repeatable."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.exc import DBAPIError, OperationalError

from app import clock
from app.authoring.merging.folders import unseen
from app.catalog import service as catalog
from app.catalog.errors import CourseFaulty
from app.catalog.sources.course import CourseSource
from app.catalog.sources.files import course_folders, read_folder
from app.config import Settings
from app.credentials.keys import KeyFolder
from app.credentials.service import keys
from app.db import db, reading, transaction
from app.factory import create_app
from app.furigana.errors import AnalyzerGone
from app.furigana.process import AnalyzerProcess
from app.furigana.versions import engine_version
from app.identity import service as identity
from app.identity.models import Installation
from app.ops import demo
from app.ops.backup import tables
from app.ops.guard import CannotStart, refuse_lonely_database, refuse_mixed_demo
from app.ops.instance import refuse_lost_city, remember_city
from app.ops.schema import is_known

Say = Callable[[str], None]


def prepare(settings: Settings, *, root: Path, say: Say) -> Flask:
    """Bring the installation to the state the code expects, and return its application.

    Args:
        settings: The installation's settings.
        root: The project's folder, where ``migrations/`` lies.
        say: Is told each step in a sentence.

    Raises:
        CannotStart: Something that a person has to settle first.
    """
    refuse_lonely_database(settings)
    app = create_app(settings)
    with app.app_context(), _database_faults_told():
        _refuse_lost(settings)
        _refuse_later_schema(root / "migrations")
        upgrade(directory=str(root / "migrations"))
        issuer = _name_installation(settings, say)
        remember_city(settings.instance_dir, issuer)
        _make_keys(settings, issuer, say)
        _publish(settings, say)
        if settings.demo:
            with transaction() as session:
                if demo.add_demo_people(session, now=clock.now()):
                    say("体験用の人を作りました。")
    return app


def require_prepared(settings: Settings) -> None:
    """Look whether a site can be served as it is.

    Raises:
        CannotStart: It was never prepared, or something keeps it from starting.
    """
    refuse_lonely_database(settings)
    app = create_app(settings)
    with app.app_context(), _database_faults_told():
        if not _refuse_lost(settings):
            raise CannotStart(
                "まだ用意ができていません。`python -m app.start prepare` を先に実行してください。"
            )
        refuse_mixed_demo(db.session(), settings)


@contextmanager
def _database_faults_told() -> Iterator[None]:
    """Say what a database that does not answer, or is full, means; close it in any case."""
    try:
        yield
    except OperationalError as error:
        raise CannotStart(
            f"データベース（{_address()}）を使えません。動いているか、"
            "DATABASE_URL が正しいか、空き容量と書きこみの権限があるかを確かめてください。"
            f"保存がすんだものは、そのままです。\n{error.orig}"
        ) from error
    finally:
        db.session.remove()
        db.engine.dispose()


def _address() -> str:
    return db.engine.url.render_as_string(hide_password=True)


def _refuse_lost(settings: Settings) -> bool:
    """Look before anything is made: an empty database may be a lost one.

    Returns:
        Whether a city is there.
    """
    try:
        is_there = sa.inspect(db.engine).has_table(Installation.__tablename__) and bool(
            db.session.scalar(sa.select(sa.exists().select_from(Installation)))
        )
    except OperationalError:
        raise
    except DBAPIError as error:  # the file holds something else
        raise CannotStart(
            f"{_address()} は、データベースとして読めません（{error.orig}）。"
            "ファイルは、そのままにしてあります。控えから、もとのファイルをもどしてください。"
        ) from error
    finally:
        db.session.remove()
    refuse_lost_city(settings.instance_dir, is_there=is_there, database=_address())
    return is_there


def _refuse_later_schema(migrations: Path) -> None:
    with db.engine.connect() as connection:
        version = tables.schema_version(connection)
    if version is not None and not is_known(version, migrations):
        raise CannotStart(
            f"このデータベースは、もっと新しい版のプログラムのものです（{version}）。"
            "プログラムを新しくしてから、もう一度どうぞ。"
        )


def _name_installation(settings: Settings, say: Say) -> str:
    """Give the installation its names at the first start; tell where they differ from today's."""
    with transaction() as session:
        refuse_mixed_demo(session, settings)
        names = identity.ensure_installation(session, settings.public_url, clock.now())
        identity.begin_days(session, now=clock.now())
        differences = identity.installation_difference(names, settings.public_url)
    for difference in differences:
        say(f"注意: {difference}")
    return names.issuer_did


def _make_keys(settings: Settings, issuer: str, say: Say) -> None:
    """Make the signing keys that do not exist; a lost one is told of, and never replaced."""
    try:
        with transaction() as session:
            folder = KeyFolder.of(settings)
            told = keys.ensure_keys(session, folder, issuer=issuer, now=clock.now())
    except OSError as error:
        told = [f"署名の鍵を作れませんでした（{error.strerror or error}）。"]
    for sentence in told:
        say(sentence)


def _publish(settings: Settings, say: Say) -> None:
    """Publish each course that reads well; a faulty one is told of and blocks no other."""
    folders = course_folders(settings.courses_dir)
    if not folders:
        say(f"注意: {settings.courses_dir} に、講座のフォルダーがありません。")
    with AnalyzerProcess() as analyzer:  # it starts only when there is something to read
        for folder in folders:
            _publish_one(read_folder(folder), analyzer, say)


def _publish_one(source: CourseSource, analyzer: AnalyzerProcess, say: Say) -> None:
    words = catalog.words_of(reading(), source.slug)
    label = catalog.label_of(engine_version(), words)
    try:
        standing = catalog.standing(reading(), source, label)
        if standing is not None:
            say(f"講座「{standing.title}」第{standing.number}版")
            return
        beside = unseen(reading(), source)
        if beside.losses:
            say(
                f"注意: 講座 {source.slug} は、画面で公開された第{beside.number}版のままです。"
                "フォルダーには、その直しがありません。"
                "`flask courses publish` で、ちがいを見られます。"
            )
            return
        read = catalog.read_course(source, analyzer, words)
        with transaction() as session:
            done = catalog.publish_course(session, read, now=clock.now())
            say(f"講座「{done.version.title}」第{done.version.number}版")
        if done.changes:
            say(
                f"  読みが{len(done.changes)}か所変わります。公開した版はそのままです。"
                f"`flask courses reread {source.slug}` で見られます。"
            )
    except AnalyzerGone as gone:
        say(f"注意: 講座 {source.slug} を読めませんでした（{gone}）。前の版はそのままです。")
    except CourseFaulty as error:
        say(f"注意: 講座 {source.slug} は公開しませんでした。前の版があれば、そのままです。")
        for fault in error.faults:
            say(f"  {source.slug}/{fault.path}:{fault.line}: {fault.message} → {fault.mend}")

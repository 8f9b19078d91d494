"""The first start, and every later one: migrate, names, keys, courses, demo people. Repeatable."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.exc import OperationalError

from app import clock
from app.catalog import service as catalog
from app.catalog.errors import CourseFaulty
from app.catalog.sources.files import course_folders, read_folder
from app.config import Settings
from app.credentials.errors import CredentialError
from app.credentials.keys import KeyFolder
from app.credentials.service import keys
from app.db import db, transaction
from app.factory import create_app
from app.identity import service as identity
from app.ops import demo
from app.ops.guard import CannotStart, refuse_mixed_demo

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
    app = create_app(settings)
    with app.app_context():
        _reach_database(settings)
        upgrade(directory=str(root / "migrations"))
        with transaction() as session:
            refuse_mixed_demo(session, settings)
            names = identity.ensure_installation(session, settings.public_url, clock.now())
            differences = identity.installation_difference(names, settings.public_url)
        for difference in differences:
            say(f"注意: {difference}")
        _make_keys(settings, names.issuer_did, say)
        _publish(settings, say)
        if settings.demo:
            with transaction() as session:
                if demo.add_demo_people(session, now=clock.now()):
                    say("体験用の人を作りました。")
        db.session.remove()
    return app


def _reach_database(settings: Settings) -> None:
    try:
        db.session.execute(sa.text("SELECT 1"))
        db.session.rollback()
    except OperationalError as error:
        raise CannotStart(
            f"データベースにつながりません（{db.engine.url.render_as_string(hide_password=True)}）。"
            f"動いているか、DATABASE_URL が正しいかを確かめてください。{error.orig}"
        ) from error


def _make_keys(settings: Settings, issuer: str, say: Say) -> None:
    """Make the signing keys that do not exist; a lost one is told of, and never replaced."""
    try:
        with transaction() as session:
            done = keys.make_keys(
                session, KeyFolder(settings.instance_dir), issuer=issuer, now=clock.now()
            )
    except (CredentialError, OSError) as error:
        say(f"注意: {error} 修了証の発行は待ちになります。学びは続けられます。")
        return
    if "made" in done.values():
        say("署名の鍵を作りました。")


def _publish(settings: Settings, say: Say) -> None:
    """Publish each course that reads well; a faulty one is told of and blocks no other."""
    for folder in course_folders(settings.courses_dir):
        source = read_folder(folder)
        try:
            with transaction() as session:
                version = catalog.publish_course(session, source, now=clock.now())
                say(f"講座「{version.title}」第{version.number}版")
        except CourseFaulty as error:
            say(f"注意: 講座 {source.slug} は公開しませんでした。前の版があれば、そのままです。")
            for fault in error.faults:
                say(f"  {source.slug}/{fault.path}:{fault.line}: {fault.message} → {fault.mend}")

"""What must hold before the site starts; each refusal says what to do."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from app.config import Settings
from app.db import db
from app.identity.models import User
from app.ui.site import site

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class CannotStart(Exception):
    """The site cannot start; the message says why and what to do."""


def ensure_instance(instance: Path) -> None:
    """Make the instance folder and its session secret, readable by the owner only.

    Raises:
        CannotStart: The folder cannot be written, or the disk is full.
    """
    try:
        instance.mkdir(parents=True, exist_ok=True)
        secret = instance / "secret_key"
        if not secret.exists():
            secret.touch(mode=0o600)
            secret.write_text(secrets.token_hex(32))
    except OSError as error:
        raise CannotStart(
            f"フォルダー {instance} に書きこめません（{error.strerror}）。"
            "空き容量と書きこみの権限を確かめるか、INSTANCE_DIR で別の場所を指定してください。"
        ) from error


def refuse_leaky_demo(settings: Settings) -> None:
    """Refuse a demo that people elsewhere could reach.

    Raises:
        CannotStart: DEMO=1 and PUBLIC_URL is not local.
    """
    if settings.demo and not settings.is_local:
        raise CannotStart(
            f"DEMO=1 のときは、PUBLIC_URL をこの機械の中（localhost）にしてください"
            f"（いまは {settings.public_url}）。本番で使うときは DEMO を外してください。"
        )


def refuse_mixed_demo(session: "Session", settings: Settings) -> None:
    """Refuse a demo on a database with real people.

    Raises:
        CannotStart: DEMO=1 and somebody carries no demo mark.
    """
    if settings.demo and session.scalar(sa.select(sa.exists().where(User.is_demo.is_(False)))):
        raise CannotStart(
            "このデータベースには本物の利用者がいるので、DEMO=1 では始められません。"
            "DEMO を外すか、INSTANCE_DIR や DATABASE_URL で別の場所を指定してください。"
        )


def refuse_mixed_demo_of(app: Flask) -> None:
    """Refuse to serve a demo on a database with real people; one without tables has none.

    Raises:
        CannotStart: DEMO=1 and somebody carries no demo mark.
    """
    with app.app_context():
        try:
            refuse_mixed_demo(db.session(), site().settings)
        except DBAPIError:
            return
        finally:
            db.session.remove()
            db.engine.dispose()  # a forked server must not share connections

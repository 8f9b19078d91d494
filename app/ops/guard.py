"""What must hold before the site starts; each refusal says what to do."""

from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from app.config import IN_MEMORY, LOCAL_HOSTS, Settings
from app.db import db
from app.identity.models import User
from app.ui.site import site

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class CannotStart(Exception):
    """The site cannot start; the message says why and what to do."""


def refuse_leaky_demo(settings: Settings) -> None:
    """Refuse a demo that people elsewhere could reach.

    Raises:
        CannotStart: DEMO=1, and PUBLIC_URL is not local, or HOST is not and DEMO_PUBLIC is not 1.
    """
    if not settings.demo:
        return
    if not settings.is_local:
        raise CannotStart(
            f"DEMO=1 のときは、PUBLIC_URL をこの機械の中（localhost）にしてください"
            f"（いまは {settings.public_url}）。本番で使うときは DEMO を外してください。"
        )
    if settings.host not in LOCAL_HOSTS and not settings.demo_public:
        raise CannotStart(
            f"DEMO=1 のときは、この機械の中からだけ開けます（HOST はいま {settings.host}）。"
            "ほかの機械からも開けるようにするときは、DEMO_PUBLIC=1 を付けてください。"
        )


def refuse_lonely_database(settings: Settings) -> None:
    """Refuse a database that lives in one process: the site has several.

    Raises:
        CannotStart: It would be empty in each of them, and gone at the end.
    """
    if settings.database_url == IN_MEMORY or ":memory:" in settings.database_url:
        raise CannotStart(
            "DATABASE_URL がメモリーの中を指しています。止めると、すべて消えてしまいます。"
            "DATABASE_URL を外すか、sqlite:///ファイルの場所 にしてください。"
        )


def refuse_mixed_demo(session: "Session", settings: Settings) -> None:
    """Keep made-up and real people apart, whichever side the mistake is on.

    Raises:
        CannotStart: DEMO=1 and somebody carries no demo mark; or demo people, whose password
            everybody knows, in a database that PUBLIC_URL shows to the world.
    """
    if settings.demo and _is_anybody(session, is_demo=False):
        raise CannotStart(
            "このデータベースには本物の利用者がいるので、DEMO=1 では始められません。"
            "DEMO を外すか、INSTANCE_DIR や DATABASE_URL で別の場所を指定してください。"
        )
    is_open = not settings.is_local or settings.host not in LOCAL_HOSTS
    if not settings.demo and is_open and _is_anybody(session, is_demo=True):
        raise CannotStart(
            "このデータベースには体験用の人がいます。パスワードをだれもが知っているので、"
            f"{settings.public_url} では始められません。"
            "INSTANCE_DIR や DATABASE_URL で、新しい場所を指定してください。"
        )


def _is_anybody(session: "Session", *, is_demo: bool) -> bool:
    found = session.scalar(sa.select(sa.exists().where(User.is_demo.is_(is_demo))))
    return bool(found)


def refuse_mixed_demo_of(app: Flask) -> None:
    """Refuse to serve a mixed database; one without tables, or out of reach, has nobody yet.

    Raises:
        CannotStart: As ``refuse_mixed_demo``.
    """
    with app.app_context():
        try:
            refuse_mixed_demo(db.session(), site().settings)
        except DBAPIError:
            return
        finally:
            db.session.remove()
            db.engine.dispose()  # a forked server must not share connections

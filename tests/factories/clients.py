"""Programs of others for tests."""

import base64
import itertools
from datetime import datetime
from typing import TYPE_CHECKING

from app.clients.service import Issued, Permissions, add_client
from tests.factories.identity import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_numbers = itertools.count(1)


def a_client(
    session: "Session",
    *scopes: str,
    name: str | None = None,
    reports_on: tuple[str, ...] = (),
    origins: tuple[str, ...] = (),
    per_minute: int = 6000,
    now: datetime = NOW,
) -> Issued:
    """Make a client that may do everything, unless scopes are named; its secret comes along."""
    wanted = Permissions(
        name=name or f"学習アプリ{next(_numbers)}",
        scopes=frozenset(scopes or {"all"}),
        reports_on=reports_on,
        origins=origins,
        per_minute=per_minute,
    )
    return add_client(session, wanted, now=now)


def basic(key: str, secret: str) -> str:
    """Return the Authorization header of a key and a secret."""
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


def basic_of(client: Issued) -> str:
    """Return the Authorization header of a client that was just made."""
    return basic(client.key, client.secret)

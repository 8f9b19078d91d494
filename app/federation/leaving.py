"""Signing out at a provider as well: what the session of somebody who came in by one remembers."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import session

from app.federation import service
from app.federation.proving import Proved
from app.federation.queries import ProviderView
from app.federation.rules import STATE_LIVES, SignOut

CAME_BY = "provider"
_KEY = "leaving_provider"
LONGEST = 2000
"""Characters of a sealed ID token: a cookie holds four thousand, and not only this."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody who has signed out here and may sign out there: ``hint`` is sealed, or empty."""

    slug: str
    hint: str
    state: str


def remembered(found: ProviderView, proved: Proved, *, secret_key: str) -> dict[str, Any]:
    """Return what the session is to hold of the provider by which somebody comes in.

    The ID token is sealed, and left out where it is too long: the provider then asks itself.
    """
    if not proved.can_sign_out or found.sign_out == SignOut.NEVER:
        return {}
    sealed = service.seal_hint(proved.id_token, secret_key=secret_key)
    return {CAME_BY: {"slug": found.slug, "hint": sealed if len(sealed) <= LONGEST else ""}}


def came_by() -> dict[str, str] | None:
    """Return what ``remembered`` put into this session."""
    return session.get(CAME_BY)


def set_out(kept: dict[str, str], *, now: datetime) -> None:
    """Keep, once the session has ended, what signing out there takes; for ten minutes."""
    state = secrets.token_urlsafe(24)
    session[_KEY] = {**kept, "state": state, "at": int(now.timestamp())}


def under_way(slug: str, *, now: datetime) -> Leaving | None:
    """Return who is signing out of this provider in this browser, while it holds."""
    kept = session.get(_KEY)
    if kept is None or kept["slug"] != slug:
        return None
    if now.timestamp() - kept["at"] > STATE_LIVES.total_seconds():
        session.pop(_KEY)
        return None
    return Leaving(kept["slug"], kept["hint"], kept["state"])


def finish(slug: str, state: str, *, now: datetime) -> bool:
    """Forget it; say whether it came back as it was sent."""
    found = under_way(slug, now=now)
    session.pop(_KEY, None)
    return found is not None and secrets.compare_digest(found.state.encode(), state.encode())

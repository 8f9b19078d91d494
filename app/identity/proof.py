"""What a session has been proved by, and what it is still in the middle of proving.

The words, and why: ``app.identity.factors``.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import session

from app.identity.factors import rules
from app.identity.factors.ceremony import new_challenge
from app.identity.service import Entrance


@dataclass(frozen=True, slots=True)
class Half:
    """A half sign-in: who has proved what, where they go on, and what their session is to hold."""

    entrance: Entrance
    amr: tuple[str, ...]
    asked: str | None
    kept: Mapping[str, Any]


def note_proof(amr: Sequence[str], *, now: datetime) -> None:
    """Note by what the person of this session has just proved themselves."""
    session["amr"] = list(amr)
    session["auth_time"] = int(now.timestamp())


def amr() -> tuple[str, ...]:
    """Return what this session was proved by: values of RFC 8176, as OIDC's ``amr``."""
    return tuple(session.get("amr", ()))


def is_fresh(*, now: datetime) -> bool:
    """Say whether the person proved themselves within the last ten minutes."""
    return _is_young(session.get("auth_time"), now=now)


# --- half sign-ins -----------------------------------------------------------------------------


def begin_half(
    entrance: Entrance,
    amr: Sequence[str],
    asked: str | None,
    *,
    now: datetime,
    kept: Mapping[str, Any],
) -> None:
    """Keep that somebody has proved the first half; nobody is signed in by it."""
    session["half"] = {
        "user": str(entrance.user_id),
        "epoch": entrance.session_epoch,
        "amr": list(amr),
        "next": asked,
        "at": int(now.timestamp()),
        "kept": dict(kept),
    }


def half(*, now: datetime) -> Half | None:
    """Return the half sign-in of this session, if it still holds."""
    kept = session.get("half")
    if kept is None or not _is_young(kept["at"], now=now):
        return None
    entrance = Entrance(uuid.UUID(kept["user"]), kept["epoch"])
    return Half(entrance, tuple(kept["amr"]), kept["next"], kept.get("kept", {}))


def forget_half() -> None:
    """Let go of a half sign-in: somebody begins anew."""
    session.pop("half", None)


# --- held back until a factor is set up --------------------------------------------------------


def hold_back(asked: str | None) -> None:
    """Let this session open nothing but the pages on which a factor is set up."""
    session["held_back"] = asked or ""


def is_held_back() -> bool:
    """Say whether a factor must be set up before anything else."""
    return "held_back" in session


def let_on() -> str | None:
    """Open the rest of the site to this session; return where its person wanted to go."""
    return session.pop("held_back", None) or None


def has_been_asked(standing: str) -> bool:
    """Say whether it was looked up for just this standing that no second factor is needed."""
    return session.get("needs_none") == standing


def note_none_needed(standing: str) -> None:
    """Remember for which standing no second factor is needed; see ``rules.standing_of``."""
    session["needs_none"] = standing


# --- challenges --------------------------------------------------------------------------------


def ask_passkey(purpose: str, *, now: datetime) -> str:
    """Return a fresh challenge, kept in this session for one purpose."""
    challenge = new_challenge()
    session["challenge"] = [purpose, challenge, int(now.timestamp())]
    return challenge


def asked_passkey(purpose: str, *, now: datetime) -> str | None:
    """Take the challenge out of this session, if it was for this purpose and still holds."""
    kept = session.pop("challenge", None)
    if kept is None or kept[0] != purpose or not _is_young(kept[2], now=now):
        return None
    return str(kept[1])


def _is_young(at: int | None, *, now: datetime) -> bool:
    return at is not None and 0 <= now.timestamp() - at <= rules.PROVED_FOR.total_seconds()

"""Somebody's way to a provider and back, kept in the session of their browser."""

import secrets
import uuid
from dataclasses import astuple, dataclass
from datetime import datetime

from flask import session

from app.federation.rules import STATE_LIVES

_KEY = "ways_to_providers"
MOST = 3
"""At once, in one browser: tabs."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What must come back from a provider, and where to go on.

    Attributes:
        provider_id: The one that was asked, as text: no other may answer.
        nonce: What the ID token must hold.
        verifier: Of PKCE; the code is worth nothing without it.
        target: The page to go to afterwards, or nothing.
        linking: The person who wants to link the account, as text; empty for a sign-in.
        begun_at: Seconds since the epoch.
    """

    provider_id: str
    nonce: str
    verifier: str
    target: str
    linking: str
    begun_at: int


def set_out(
    provider_id: uuid.UUID, *, target: str, linking: uuid.UUID | None, now: datetime
) -> tuple[str, Journey]:
    """Begin a way to a provider; return its state, and what is kept of it here."""
    state = secrets.token_urlsafe(32)
    journey = Journey(
        provider_id=str(provider_id),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        target=target,
        linking="" if linking is None else str(linking),
        begun_at=int(now.timestamp()),
    )
    kept = list(session.get(_KEY, {}).items())[1 - MOST :]
    session[_KEY] = {**dict(kept), state: list(astuple(journey))}
    return state, journey


def take(state: str, provider_id: uuid.UUID, *, now: datetime) -> Journey | None:
    """Return the way that comes back with ``state``, once; None if this browser began no such."""
    kept = dict(session.get(_KEY, {}))
    found = kept.pop(state, None)
    if found is None:
        return None
    session[_KEY] = kept
    journey = Journey(*found)
    age = now.timestamp() - journey.begun_at
    is_ours = journey.provider_id == str(provider_id) and age <= STATE_LIVES.total_seconds()
    return journey if is_ours else None

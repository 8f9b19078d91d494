"""What every call goes through: who is it, may it go on, and what did it use.

A process keeps the living clients in memory for five seconds, so an ordinary call asks no
database, a wrong one neither, and a rotation in another process is heard soon. Everything here
uses connections of its own: the caller's session is not touched.
"""

import hashlib
import logging
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.clients import queries, rules, service, tokens
from app.clients.errors import NotAuthenticated, OriginRefused, TooManyRequests
from app.clock import day_of
from app.db import db, transaction_apart
from app.ui.site import site

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from app.clients.caller import Caller
    from app.clients.queries import Known
    from app.clients.service import Sums

log = logging.getLogger(__name__)

KEPT = timedelta(seconds=5)
"""How long what the database said about clients is believed, and how long usage is gathered."""

PAUSE = timedelta(minutes=1)
"""After the database was too busy for usage: whoever tries next may wait for seconds as well."""

SECOND_LOOK = timedelta(seconds=1)
"""So soon a new secret works everywhere; who sends wrong ones costs a query a second."""

MOST_CHECKED = 1024
"""Headers remembered as right; one client may hold many tokens, and memory has an end."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

ALLOWED_METHODS = "GET, HEAD, PUT, POST, DELETE"
ALLOWED_HEADERS = (
    "Authorization, Content-Type, If-Match, If-None-Match, X-Experience-API-Version, "
    "X-Experience-API-Hash, Accept-Language"
)
EXPOSED_HEADERS = (
    "ETag, Last-Modified, Retry-After, X-Experience-API-Version, "
    "X-Experience-API-Consistent-Through, X-Experience-API-Hash, WWW-Authenticate"
)
PREFLIGHT_SECONDS = 600


@dataclass(slots=True)
class _Desk:
    """What one process knows of its callers; one for each application."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    known: "dict[str, Known]" = field(default_factory=dict)
    checked: "dict[bytes, tuple[Caller, datetime | None]]" = field(default_factory=dict)
    """By the header's SHA-256, which lies beside no secret: who it is, and until when."""
    origins: frozenset[str] = frozenset()
    read_at: datetime | None = None
    buckets: "dict[uuid.UUID, rules.Bucket]" = field(default_factory=dict)
    sums: "Sums" = field(default_factory=dict)
    keep_from: datetime | None = None
    """When the sums are written next; None is at once."""


def _desk() -> _Desk:
    desk: _Desk | None = current_app.extensions.get("clients")
    if desk is None:
        desk = current_app.extensions.setdefault("clients", _Desk())
    return desk


# --- who is it ----------------------------------------------------------------------------------


def authenticate(authorization: str | None, *, now: datetime) -> "Caller":
    """Return whose credentials these are.

    Args:
        authorization: The Authorization header: Basic with key and secret, or a Bearer token.
        now: The present instant.

    Raises:
        NotAuthenticated: It is nobody's, or no longer.
    """
    desk = _fresh_desk(now)
    if not authorization:
        raise NotAuthenticated
    mark = hashlib.sha256(authorization.encode("utf-8", "surrogateescape")).digest()
    found = desk.checked.get(mark)
    if found is not None and (found[1] is None or now < found[1]):
        return found[0]
    checked = _check(desk, authorization, now)
    if checked is None and _is_old(desk.read_at, now, kept=SECOND_LOOK):
        forget()  # made or rotated a moment ago, perhaps, by another process
        desk = _fresh_desk(now)
        checked = _check(desk, authorization, now)
    if checked is None:
        raise NotAuthenticated
    if len(desk.checked) >= MOST_CHECKED:
        desk.checked.clear()
    desk.checked[mark] = checked
    return checked[0]


def authenticate_secret(key: str, secret: str, *, now: datetime) -> "tuple[Caller, str]":
    """Return whose key and secret these are, with the digest of the secret that held.

    Raises:
        NotAuthenticated: They do not belong together, or no longer.
    """
    found = _by_secret(_fresh_desk(now).known, rules.shaped(key, secret), now)
    if found is None:
        raise NotAuthenticated
    known, held = found
    return known.caller, held


def forget() -> None:
    """Read the clients again at the next call: somebody here has just changed one."""
    desk = _desk()
    with desk.lock:  # whoever reads at this moment may have begun before the change
        desk.read_at = None


def _fresh_desk(now: datetime) -> _Desk:
    desk = _desk()
    if _is_old(desk.read_at, now):
        with desk.lock:
            if _is_old(desk.read_at, now):
                _read(desk, now)
    return desk


def _is_old(at: datetime | None, now: datetime, *, kept: timedelta = KEPT) -> bool:
    """Say whether ``kept`` has passed; a clock that was set back counts as well."""
    return at is None or not at <= now < at + kept


def _read(desk: _Desk, now: datetime) -> None:
    with Session(db.engine) as own:
        known = queries.living(own)
    desk.checked = {}
    desk.known = known
    desk.origins = frozenset(one for it in known.values() for one in it.caller.origins)
    living = {it.caller.id for it in known.values()}
    desk.buckets = {who: bucket for who, bucket in desk.buckets.items() if who in living}
    desk.read_at = now


def _check(
    desk: _Desk, authorization: str, now: datetime
) -> "tuple[Caller, datetime | None] | None":
    given = rules.parse_authorization(authorization)
    if isinstance(given, rules.Bearer):
        return tokens.check(
            given.token, desk.known, secret_key=site().settings.secret_key, now=now
        )
    found = _by_secret(desk.known, given, now)
    if found is None:
        return None
    known, held = found
    return known.caller, None if held == known.secret_sha256 else known.previous_until


def _by_secret(
    known: "Mapping[str, Known]", given: rules.Basic | None, now: datetime
) -> "tuple[Known, str] | None":
    one = None if given is None else known.get(given.key)
    if given is None or one is None:
        return None
    digest = rules.digest(given.secret)
    for held in one.secrets(now):
        if rules.is_same(digest, held):
            return one, held
    return None


# --- may it go on -------------------------------------------------------------------------------


def admit(caller: "Caller", *, now: datetime) -> None:
    """Let a call go on, or hold it back.

    A client's minute is shared equally by the web processes; each lets its share through.

    Raises:
        TooManyRequests: With the seconds until the next call can succeed.
    """
    desk = _desk()
    pace = rules.share(caller.per_minute, site().settings.web_workers)
    at = now.timestamp()
    with desk.lock:
        bucket = desk.buckets.get(caller.id)
        if bucket is None:
            bucket = desk.buckets[caller.id] = rules.Bucket(pace, at)
        wait = rules.take(bucket, per_minute=pace, at=at)
    if wait:
        raise TooManyRequests(wait)


def allowed_origins(now: datetime) -> frozenset[str]:
    """Return the origins whose pages may call in the name of some living client."""
    return _fresh_desk(now).origins


def check_origin(origin: str | None, caller: "Caller", *, method: str) -> None:
    """Refuse a change that comes from a page which is not the caller's.

    Reading is not refused: without the headers the browser hides the answer from the page.

    Args:
        origin: The Origin header; programs send none.
        caller: Who called.
        method: Of the request, as it was meant (alternate syntax resolved).

    Raises:
        OriginRefused: The origin is neither the caller's nor this site's own.
    """
    if origin is None or method in SAFE_METHODS or origin in caller.origins:
        return
    if origin != site().settings.public_url:
        raise OriginRefused


def cors_headers(
    origin: str | None, caller: "Caller | None", *, now: datetime, is_preflight: bool = False
) -> dict[str, str]:
    """Return the headers by which a browser lets a page read the answer.

    The origin is named, never ``*``, and cookies never count: a page calls with its own key.

    Args:
        origin: The Origin header, or None.
        caller: Who called; None where nobody is known (a preflight, a refusal): then the origin of
            any living client is answered.
        now: The present instant.
        is_preflight: Whether it is the browser's OPTIONS request.

    Source:
        Fetch Standard, "HTTP-network-or-cache fetch" and "CORS protocol".
    """
    headers = {"Vary": "Origin"}
    allowed = allowed_origins(now) if caller is None else caller.origins
    if origin is None or origin not in allowed:
        return headers
    headers["Access-Control-Allow-Origin"] = origin
    if is_preflight:
        headers["Access-Control-Allow-Methods"] = ALLOWED_METHODS
        headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
        headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
    else:
        headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
    return headers


# --- what did it use ----------------------------------------------------------------------------


def count(caller: "Caller", *, statements: int, refused: bool, now: datetime) -> None:
    """Add one answered request to the caller's day; call it outside ``transaction()``.

    The sums are kept in memory and written every five seconds by whoever comes then. A database
    that is busy fails nobody: the sums wait a minute for the next one.

    Args:
        caller: Who called.
        statements: How many statements were taken.
        refused: Whether the answer was 4xx.
        now: The present instant.
    """
    desk = _desk()
    place = (caller.id, day_of(now))
    with desk.lock:
        requests, taken, refusals = desk.sums.get(place, (0, 0, 0))
        desk.sums[place] = (requests + 1, taken + statements, refusals + refused)
    keep_sums(now=now)


def keep_sums(*, now: datetime, at_once: bool = False) -> None:
    """Write the sums, if it is time; a failure is logged and never raised.

    Args:
        now: The present instant.
        at_once: Do not wait for the five seconds.
    """
    desk = _desk()
    with desk.lock:
        if not desk.sums or not (at_once or _is_due(desk.keep_from, now)):
            return
        sums, desk.sums, desk.keep_from = desk.sums, {}, now + KEPT
    try:
        with transaction_apart() as own:
            service.add_usage(own, sums)
    except SQLAlchemyError as error:  # busy or away; the sums wait for the next call
        log.warning("usage of clients waits for the database: %s", type(error).__name__)
        with desk.lock:
            desk.sums = service.together(sums, desk.sums)
            desk.keep_from = now + PAUSE


def _is_due(at: datetime | None, now: datetime) -> bool:
    return at is None or not now < at <= now + PAUSE  # or the clock was set back

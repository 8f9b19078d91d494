"""What a key, a secret, a scope and an origin look like, and how fast is too fast; pure."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlsplit

RECORDS = (
    "statements/write",
    "statements/read",
    "statements/read/mine",
    "state",
    "profile",
    "all/read",
    "all",
)
"""The scopes of the record store. Source: xAPI 1.0.3, Communication 4.2."""

_OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"
CREDENTIALS = (
    f"{_OPEN_BADGES}credential.upsert",
    f"{_OPEN_BADGES}credential.readonly",
    f"{_OPEN_BADGES}profile.readonly",
)
"""The scopes of the talent registry; none is contained in another, and ``all`` in none of them.
Source: Open Badges 3.0, 6.3."""

SCOPES = (*RECORDS, *CREDENTIALS)
"""Every scope, as they are listed to people."""

CONTAINED = {
    "statements/read": frozenset({"statements/read/mine"}),
    "all/read": frozenset({"statements/read", "statements/read/mine"}),
    "all": frozenset(RECORDS),
}
"""What a scope opens besides itself."""

DEFAULT_PER_MINUTE = 6000
"""Requests a minute: a hundred a second, more than a whole city's pupils cause at once."""
MOST_PER_MINUTE = 6_000_000
LONGEST_NAME = 120

KEY_BYTES = 10
SECRET_BYTES = 32
KEY = re.compile(r"tk[a-z2-7]{16}")
SECRET = re.compile(r"tks[a-z2-7]{52}")
LONGEST_HEADER = 4096
"""Characters of an Authorization header; a token of ours has some two hundred."""

_ALL_OF = {
    frozenset({scope}): frozenset({scope}) | CONTAINED.get(scope, frozenset()) for scope in SCOPES
}


# --- scopes -------------------------------------------------------------------------------------


def contained_in(scopes: frozenset[str]) -> frozenset[str]:
    """Return ``scopes`` with everything they contain."""
    found = _ALL_OF.get(scopes)  # most clients have one, and every call asks
    if found is not None:
        return found
    return scopes.union(*(CONTAINED.get(scope, ()) for scope in scopes))


def scopes_of(text: str) -> frozenset[str]:
    """Read a list of scopes, parted by commas or spaces.

    Raises:
        ValueError: One is unknown, with its name; or there is none.
    """
    found = frozenset(text.replace(",", " ").split())
    unknown = sorted(found - set(SCOPES))
    if unknown or not found:
        raise ValueError(unknown[0] if unknown else "")
    return found


def in_order(scopes: Iterable[str]) -> list[str]:
    """Return scopes as they are listed to people."""
    return sorted(set(scopes), key=SCOPES.index)


# --- keys, secrets, tokens ----------------------------------------------------------------------


def key_from(chance: bytes) -> str:
    """Write ten random bytes as a key: ``tk`` and 16 letters or digits."""
    return "tk" + _base32(chance, KEY_BYTES)


def secret_from(chance: bytes) -> str:
    """Write 32 random bytes as a secret: ``tks`` and 52 letters or digits.

    The beginning lets programs that look for leaked secrets find it. There is no sign in it that
    a form or a shell would have to escape.
    """
    return "tks" + _base32(chance, SECRET_BYTES)


def _base32(chance: bytes, length: int) -> str:
    if len(chance) != length:
        raise ValueError(f"{length} bytes are needed, not {len(chance)}")
    return base64.b32encode(chance).decode().rstrip("=").lower()


def digest(secret: str) -> str:
    """Return what is kept of a secret: its SHA-256 in hex.

    256 random bits cannot be guessed, so nothing slower is needed.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def is_same(given: str, kept: str) -> bool:
    """Compare two digests in a time that does not tell where they differ."""
    return hmac.compare_digest(given.encode(), kept.encode())


def seal_of(secret_sha256: str) -> str:
    """Return the mark of a secret in the tokens it brought: they end with it.

    It is one step of hashing away from what is stored, so a token tells nothing that the database
    keeps.
    """
    return hashlib.sha256(f"token:{secret_sha256}".encode()).hexdigest()[:22]


# --- the Authorization header -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Basic:
    """A key and a secret, shaped as we make them."""

    key: str
    secret: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token, not yet checked."""

    token: str


def parse_authorization(header: str | None) -> Basic | Bearer | None:
    """Read an Authorization header.

    Args:
        header: Its value; None when it is missing.

    Returns:
        None for everything that cannot be one of ours: another scheme, broken base64, bytes that
        are no UTF-8, a key or secret of another shape. No database is asked about those.

    Source:
        RFC 9110 11.4 (the scheme's case does not matter), RFC 7617 2, RFC 6750 2.1.
    """
    if header is None or len(header) > LONGEST_HEADER:
        return None
    scheme, _space, rest = header.strip().partition(" ")
    value = rest.strip()
    match scheme.lower():
        case "basic":
            return _basic(value)
        case "bearer" if re.fullmatch(r"[A-Za-z0-9._~+/-]+=*", value):
            return Bearer(value)
    return None


def _basic(value: str) -> Basic | None:
    try:
        text = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    key, _colon, secret = text.partition(":")
    return shaped(key, secret)


def shaped(key: str, secret: str) -> Basic | None:
    """Return the two together, or None where one has not the shape that we give them."""
    return Basic(key, secret) if KEY.fullmatch(key) and SECRET.fullmatch(secret) else None


# --- origins and activities ---------------------------------------------------------------------


def origin_of(text: str) -> str:
    """Return a web origin as browsers send it: ``https://app.example.jp`` or with a port.

    Plain http is taken for the machine itself only, where programs are tried out.

    Raises:
        ValueError: It is no origin: a path, a wildcard, a name without a scheme, ``null``.
    """
    try:
        parts = urlsplit(text.strip().rstrip("/"))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(text) from None
    is_bare = not (parts.path or parts.query or parts.fragment or parts.username)
    is_local = host in {"localhost", "127.0.0.1"}
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_local)
    if not (is_bare and is_safe and re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host)):
        raise ValueError(text)
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in {None, usual} else "")


def beginning_of(text: str) -> str:
    """Return the beginning of activity IRIs on which a client reports.

    Raises:
        ValueError: It is no absolute IRI, or so short that it would open everything.
    """
    found = text.strip()
    try:
        parts = urlsplit(found)
    except ValueError:
        raise ValueError(text) from None
    is_whole = bool(parts.scheme and (parts.netloc or (parts.path and parts.scheme == "urn")))
    if not is_whole or re.search(r'[\s<>"{}|\\^`*]', found):
        raise ValueError(text)
    return found


def is_within(activity: str, beginning: str) -> bool:
    """Say whether an activity's IRI lies below a beginning: it itself, or a part of it."""
    if not activity.startswith(beginning):
        return False
    rest = activity[len(beginning) :]
    return not rest or beginning.endswith(("/", "#", "?", ":", "=")) or rest[0] in "/#?:"


# --- pace ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Bucket:
    """A minute's requests: filled evenly, and full after a minute of rest.

    Attributes:
        left: Requests that may come at once.
        at: The instant of ``left``, in seconds since 1970.
    """

    left: float
    at: float


def share(per_minute: int, processes: int) -> float:
    """Return how many requests a minute one of several equal processes lets through."""
    return max(1.0, per_minute / processes)


def take(bucket: Bucket, *, per_minute: float, at: float) -> int:
    """Take one request from a bucket.

    Args:
        bucket: It is changed.
        per_minute: What it holds, and what flows in within a minute; at least 1.
        at: The present instant, in seconds since 1970. A clock set back lets nothing flow in.

    Returns:
        0 when the request may go on; otherwise after how many whole seconds the next one may.
    """
    passed = max(0.0, at - bucket.at)
    bucket.left = min(per_minute, bucket.left + passed * per_minute / 60)
    bucket.at = at
    if bucket.left >= 1:
        bucket.left -= 1
        return 0
    return max(1, ceil((1 - bucket.left) * 60 / per_minute))

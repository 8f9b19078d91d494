"""What headers and documents of the other side mean, and how long to wait. Pure."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from app.credentials import did

Json = Mapping[str, Any]

SCOPE = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"
UPSERT = SCOPE + "credential.upsert"

SHORTEST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=30)
LONGEST_KEPT = timedelta(days=1)
"""How long a description of a service is believed, whatever its headers say."""

_MOST_DOUBLINGS = 12


def issuer_named(typed: str) -> str | None:
    """Return the did:web that somebody typed, or that an address leads to; None for neither.

    An address is read by its host (and port) alone: ``https://a.example.jp/ob/issuer`` is
    ``did:web:a.example.jp``.
    """
    text = typed.strip()
    if text.startswith("did:web:"):
        return text if _is_whole(text) else None
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
        is_address = is_address and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return None
    if not is_address:
        return None
    found = did.did_of_url(f"{parts.scheme}://{parts.netloc.lower()}")
    return found if _is_whole(found) else None


def _is_whole(name: str) -> bool:
    return re.fullmatch(r"did:web:[A-Za-z0-9._~%-]+(:[A-Za-z0-9._~%-]+)*", name) is not None


def document_url(name: str) -> str:
    """Return where the document of a did:web is.

    Raises:
        ValueError: It is no did:web.
    """
    return did.base_url(name) + did.document_path(name)


def document_fault(document: object, name: str) -> str | None:
    """Say what keeps a document from being an issuer's; None for one that will do.

    Returns:
        ``unreadable``, ``another`` (it is somebody else's) or ``no_keys``.
    """
    if not isinstance(document, dict):
        return "unreadable"
    if document.get("id") != name:
        return "another"
    return None if keys_in(document, name) else "no_keys"


def keys_in(document: Json, name: str) -> list[did.PublicKey]:
    """Return the keys that an issuer's document lists for assertions and that we can use."""
    listed = document.get("assertionMethod", ())
    if not isinstance(listed, list):
        return []
    found = (
        did.listed_key(dict(document), kid, issuer=name)
        for kid in listed[:100]
        if isinstance(kid, str) and all(isinstance(it, dict) for it in _methods(document))
    )
    return [one for one in found if one is not None]


def _methods(document: Json) -> list[Any]:
    methods = document.get("verificationMethod", ())
    return methods if isinstance(methods, list) else [None]


def retry_after(header: str | None, *, now: datetime) -> int:
    """Return how many seconds a ``Retry-After`` asks for, as seconds or as a date; 0 for none."""
    text = (header or "").strip()
    if text.isascii() and text.isdecimal() and len(text) < 7:  # noqa: PLR2004  eleven days
        return int(text)
    try:
        at = parsedate_to_datetime(text)
        return max(0, round((at - now).total_seconds()))
    except (ValueError, TypeError):
        return 0


def kept_for(cache_control: str | None) -> timedelta:
    """Return for how long an answer may be used without asking again (RFC 9111, ``max-age``)."""
    text = (cache_control or "").lower()
    if "no-store" in text or "no-cache" in text:
        return timedelta(0)
    found = re.search(r"max-age=(\d{1,9})", text)
    return min(timedelta(seconds=int(found[1])), LONGEST_KEPT) if found else timedelta(0)


def wait_after(failures: int) -> timedelta:
    """Return how long a registry is left alone that failed ``failures`` times, from 1."""
    return min(LONGEST_WAIT, SHORTEST_WAIT * (1 << min(failures - 1, _MOST_DOUBLINGS)))


def origin(url: str) -> tuple[str, str]:
    """Return scheme and host with its port: what a secret may not leave."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()


def endpoints_in(description: object, address: str) -> tuple[str, str] | None:
    """Return (upsert, token): where a service takes credentials, and where it gives tokens.

    Args:
        description: Its service description, an OpenAPI document.
        address: The base under which it was found. Both must be at the same host: our secret goes
            to one, and the token to the other.

    Returns:
        None where it names no client credentials, no upsert, or another host.
    """
    try:
        token = _token_url(description)
        upsert = _upsert_url(description, address)
    except (AttributeError, KeyError, TypeError, IndexError, ValueError):
        return None
    if token is None or upsert is None or {origin(token), origin(upsert)} != {origin(address)}:
        return None
    return upsert, token


def _token_url(description: Any) -> str | None:  # noqa: ANN401  JSON of somebody else's
    for scheme in description["components"]["securitySchemes"].values():
        flow = scheme.get("flows", {}).get("clientCredentials")
        if scheme.get("type") == "oauth2" and flow is not None and UPSERT in flow["scopes"]:
            return str(flow["tokenUrl"])
    return None


def _upsert_url(description: Any, address: str) -> str | None:  # noqa: ANN401  as above
    servers = description.get("servers") or [{"url": address}]
    base = str(servers[0]["url"])
    for path, methods in description["paths"].items():
        if methods.get("post", {}).get("operationId") == "upsertCredential":
            return base.rstrip("/") + str(path)
    return None

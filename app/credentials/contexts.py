"""JSON-LD contexts from an installed package, pinned by SHA-256. Nothing is ever fetched.

The bytes come from the data files of the locked ``openbadgeslib`` wheel, which are found without
importing it. A context changed under its address once already (context-3.0.3.json), which is why
the hash, and not the address, says what a signature means.
"""

import functools
import hashlib
import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from app.credentials.errors import ContextMissing

PACKAGE = "openbadgeslib"
FOLDER = "openbadgeslib/ob3/contexts"

PINNED: dict[str, tuple[str, str]] = {
    "https://www.w3.org/ns/credentials/v2": (
        "credentials-v2.json",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": (
        "ob-v3p0-context-3.0.3.json",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": (
        "ob-v3p0-context-3.0.2.json",
        "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": (
        "ob-v3p0-context-3.0.1.json",
        "5f3d9dd6288ef437ff8286cf95ffbff609c748a66f24a1e9450c45ca64be1571",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": (
        "ob-v3p0-extensions.json",
        "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
    ),
    "https://w3id.org/security/data-integrity/v2": (
        "security-data-integrity-v2.json",
        "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
    ),
    "https://w3id.org/security/multikey/v1": (
        "security-multikey-v1.json",
        "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
    ),
}
"""Address → (file in the package, SHA-256 of its bytes)."""


@functools.cache
def context(url: str) -> dict[str, Any]:
    """Return a pinned context.

    Raises:
        ContextMissing: It is not bundled, its package is not installed, or its bytes differ.
    """
    if url not in PINNED:
        raise ContextMissing(f"{url} is not a bundled JSON-LD context; it is never fetched")
    name, pinned = PINNED[url]
    data = _bytes_of(name)
    found = hashlib.sha256(data).hexdigest()
    if found != pinned:
        raise ContextMissing(f"{name} of {PACKAGE} has SHA-256 {found}, not the pinned {pinned}")
    document: dict[str, Any] = json.loads(data)
    return document


def load(url: str, _options: object = None) -> dict[str, Any]:
    """Answer PyLD's document loader from the pinned contexts; there is no way to the network.

    The tag tells it that what stands at an address never changes, so that it works each context
    out once in a process, and not for every document.
    """
    return {
        "contextUrl": None,
        "documentUrl": url,
        "document": context(url),
        "contentType": "application/ld+json",
        "tag": "static",
    }


def _bytes_of(name: str) -> bytes:
    try:
        path = Path(str(distribution(PACKAGE).locate_file(f"{FOLDER}/{name}")))
        return path.read_bytes()
    except (PackageNotFoundError, OSError) as error:
        raise ContextMissing(
            f"{name} is not in the installed {PACKAGE}: install the locked requirements"
        ) from error

"""The one text that a content has, and what bytes are known by. Pure."""

import hashlib
import json
from typing import Any


def canonical(content: dict[str, Any]) -> str:
    """Return the one text that a content has: keys in order, no spaces."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(data: bytes) -> str:
    """Return the SHA-256 of something, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()

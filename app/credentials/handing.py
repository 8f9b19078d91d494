"""What people type or paste to have something checked: links of ours, numbers, data. Pure.

A link is never followed: of an address of ours the token is read, and others are refused, so that
nobody can make this server call anywhere.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

LONGEST_LINK: Final = 500
_PATH: Final = re.compile(r"/v/([A-Za-z0-9_-]{8,43})(?:/credential\.[a-z]{3,4})?/?")
_NUMBER: Final = re.compile(r"第?\s*R\s*[0-9]{1,2}\s*[-‐−―ー]\s*[0-9]{1,7}\s*号?", re.IGNORECASE)


def is_link(text: str) -> bool:
    """Whether a text is the address of a page, anywhere."""
    return text.strip().lower().startswith(("http://", "https://"))


def is_number(text: str) -> bool:
    """Whether a text is a running number, 「第R8-0123号」: everybody can guess the next one."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return _NUMBER.fullmatch(plain) is not None


def token_in(text: str, origins: Iterable[str]) -> str | None:
    """Return the token of a verification page's address; None for every other text.

    Args:
        text: What was typed, or what a QR code says.
        origins: The addresses under which this site is reached, without a trailing slash.
    """
    given = text.strip()
    if not is_link(given) or len(given) > LONGEST_LINK:
        return None
    try:
        parts = urlsplit(given)
    except ValueError:
        return None
    found = _PATH.fullmatch(parts.path)
    known = {origin.lower() for origin in origins}
    return found[1] if found and f"{parts.scheme}://{parts.netloc}".lower() in known else None

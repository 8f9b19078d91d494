"""Keys of new rows: readable, unique, and the same for the same words. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Collection
from typing import Final

from app.catalog.sources.tables import KEY

_LONGEST: Final = 24
_NO_KEY: Final = re.compile(r"[^a-z0-9]+")
_SOUNDS: Final = ("ka", "ki", "ku", "ko", "sa", "su", "so", "ta", "to", "na", "ni", "no", "ha")
_SOUNDS_TOO: Final = ("ma", "mi", "mo", "ya", "yu", "yo", "ra", "ri", "ru", "re", "ro", "wa", "ne")
_SYLLABLES: Final = (*_SOUNDS, *_SOUNDS_TOO)


def key_of(text: str, stem: str, taken: Collection[str]) -> str:
    """Make a key for a new row.

    What is written in Latin letters is its own key. Otherwise it is made of syllables that follow
    from the text, so that another text has, for all that matters, never had the same one: a key
    that was deleted is not used for another thing.

    Args:
        text: What the row says.
        stem: What the key begins with where the text gives no Latin letters: "kotae".
        taken: Keys that are there already.
    """
    flat = unicodedata.normalize("NFKC", text).lower()
    latin = _NO_KEY.sub("-", flat).strip("-") if flat.isascii() else ""
    if not KEY.fullmatch(latin) or len(latin) > _LONGEST:
        latin = f"{stem}-{_spoken(flat)}"
    number, key = 1, latin
    while key in taken:
        number += 1
        key = f"{latin}-{number}"
    return key


def _spoken(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
    return "".join(_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest[:4])

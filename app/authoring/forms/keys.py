"""Keys of new rows: readable, unique, and made by chance, so that none comes twice."""

import secrets
from collections.abc import Collection
from itertools import product
from typing import Final

_SYLLABLES: Final = tuple(map("".join, product("kstnhmr", "aiueo")))
_LENGTH: Final = 4


def new_key(stem: str, taken: Collection[str]) -> str:
    """Make a key for a new row; the same is done in the browser (block-rows.js).

    It cannot follow from the words, which are typed later and change, and not from the place: a
    key that was deleted is never given to another thing.

    Args:
        stem: What the key begins with: "kotae".
        taken: Keys that are there already.
    """
    while True:
        key = f"{stem}-{''.join(secrets.choice(_SYLLABLES) for _ in range(_LENGTH))}"
        if key not in taken:
            return key

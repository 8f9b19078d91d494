"""``readings.toml`` with what an author has looked at; comments and order stay as they are."""

from collections.abc import Iterable
from typing import Any

import tomlkit

from app.catalog.readings.reading import DoubtAt
from app.catalog.sources.readings import COURSE


def with_confirmed(text: str, doubts: Iterable[DoubtAt]) -> str:
    """Return the text of a ``readings.toml`` in which these words count as looked at.

    Args:
        text: The file as it is, sound; "" for none.
        doubts: The words with the readings that were seen.
    """
    document: Any = tomlkit.parse(text)
    confirmed = document.setdefault("confirmed", tomlkit.table())
    for doubt in doubts:
        words = confirmed.setdefault(
            doubt.where or COURSE, tomlkit.array().multiline(multiline=True)
        )
        written = f"{{{doubt.word.surface}|{doubt.word.kana}}}"
        if written not in words:
            words.append(written)
    return str(tomlkit.dumps(document))

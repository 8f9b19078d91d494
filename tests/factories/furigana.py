"""What reads Japanese in tests: the real engine, made once a test process."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from app.furigana.engine.analyzer import Engine
from app.furigana.port import Analyzed, Words
from app.i18n.notation import Segments


@lru_cache(maxsize=1)
def the_engine() -> Engine:
    """Return the engine (0.2 s the first time)."""
    return Engine()


class LearnedEngine:
    """The engine after an upgrade that taught it some words."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = dict(words)

    @property
    def version(self) -> str:
        return f"{the_engine().version}, and {sorted(self.words)}"

    def read(self, texts: Sequence[Segments], words: Words) -> list[Analyzed]:
        return the_engine().read(texts, {**self.words, **words})

    hints = property(lambda _: the_engine().hints)

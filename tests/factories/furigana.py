"""What reads Japanese in tests: the real engine, made once a test process."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from app.furigana.engine.analyzer import Engine
from app.furigana.port import Analyzed, Words
from app.i18n.notation import Segment, Segments


@lru_cache(maxsize=1)
def the_engine() -> Engine:
    """Return the engine (0.2 s the first time)."""
    return Engine()


def segments_of(text: str, words: Words | None = None) -> Segments:
    """Return what the engine says about a plain text."""
    return the_engine().read([(Segment(text),)], words or {})[0].segments


def heard(text: str) -> str:
    """Return a plain text as it is read: 学校へ → がっこうへ."""
    return "".join(segment.kana or segment.surface for segment in segments_of(text))


def shown(segments: Segments) -> str:
    """Write segments on one line: 食(た)べる; words are parted by "/" from those before."""
    return "".join(
        ("/" if segment.word_start and n else "")
        + segment.surface
        + (f"({segment.kana})" if segment.kana else "")
        for n, segment in enumerate(segments)
    )


def spaced(text: str) -> str:
    """Return a plain text as small children's books set it."""
    return "".join(" " * s.phrase_start + s.surface for s in segments_of(text))


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

"""Every Japanese text of a course, paragraph by paragraph: taken out, put back with readings."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from typing import Any, Final, TypeVar

from app.catalog.content import ENDS_LINE, Prose, Text
from app.i18n.notation import Segment, Segments, plain

_T = TypeVar("_T")

Paragraph = tuple[Segments, ...]
"""The runs of one paragraph, heading, cell or line: what has to be read as one text."""

Take = Callable[[Paragraph], Paragraph]

TRANSLATED: Final = "others"
"""The field that holds the same in other languages; nothing in it is Japanese."""


def walk(value: _T, take: Take) -> _T:
    """Return ``value`` with every paragraph in it replaced by what ``take`` makes of it.

    Args:
        value: A Text or Prose, or anything of frozen dataclasses, tuples and mappings that holds
            such; what stands in fields called ``TRANSLATED`` is left alone.
        take: Is given each paragraph, in a fixed order; must return as many runs.
    """
    found: Any = value
    if isinstance(found, Text):
        return replace(found, segments=take((found.segments,))[0])  # type: ignore[return-value]
    if isinstance(found, Prose):
        return _prose(found, take)  # type: ignore[return-value]
    if isinstance(found, tuple):
        return tuple(walk(part, take) for part in found)  # type: ignore[return-value]
    if isinstance(found, Mapping):
        return {key: walk(part, take) for key, part in found.items()}  # type: ignore[return-value]
    if is_dataclass(found) and not isinstance(found, type):
        parts = {f.name: getattr(found, f.name) for f in fields(found)}
        kept = {n: walk(part, take) for n, part in parts.items() if n != TRANSLATED}
        return replace(found, **{n: v for n, v in kept.items() if v is not parts[n]})  # type: ignore[return-value]
    return value


def paragraphs(value: object) -> tuple[Paragraph, ...]:
    """Return every paragraph in ``value``, in the order of ``walk``."""
    found: list[Paragraph] = []

    def note(paragraph: Paragraph) -> Paragraph:
        found.append(paragraph)
        return paragraph

    walk(value, note)
    return tuple(found)


def _prose(prose: Prose, take: Take) -> Prose:
    runs: list[Segments] = []
    for first, after in pairwise(_edges(prose)):
        runs += take(tuple(_run(prose, n) for n in range(first, after)))
    return replace(prose, runs=tuple(runs))


def _edges(prose: Prose) -> Iterator[int]:
    """Yield where paragraphs begin, counted in runs, and where the last one ends."""
    yield 0
    for number, after in enumerate(prose.skeleton[1:], start=1):
        if number < len(prose.runs) and ENDS_LINE.search(after):
            yield number
    if prose.runs:
        yield len(prose.runs)


def _run(prose: Prose, number: int) -> Segments:
    """Return a run; code is no Japanese, and nobody reads it out by kana."""
    run = prose.runs[number]
    is_code = prose.skeleton[number].endswith("<code>")
    return (Segment(plain(run), ""),) if is_code else run


def cut(segments: Segments, lengths: tuple[int, ...]) -> Paragraph | None:
    """Cut a paragraph's segments back into runs of these lengths, in characters.

    Returns:
        The runs; None when one reading stands over two of them (a word half in bold).
    """
    rest = list(reversed(segments))
    runs: list[Segments] = []
    for length in lengths:
        run: list[Segment] = []
        left = length
        while left:
            segment = rest.pop()
            here = segment.surface[:left]
            left -= len(here)
            run.append(segment._replace(surface=here))
            if len(here) < len(segment.surface):
                if segment.kana:
                    return None
                rest.append(Segment(segment.surface[len(here) :], segment.kana))
        runs.append(tuple(run))
    return tuple(runs)

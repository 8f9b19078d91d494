"""Where words stand in the files of a course, and what stands there when they are replaced. Pure.

Words are found whatever readings are written into them: 「市場」 is in ``{市|いち}場``. A word
that is replaced loses its reading, which would be wrong; what is left of it is read anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.authoring.rules.slices import Span
from app.i18n.notation import scan

_PROSE: Final = (
    "title|summary|can_do|name|description|criteria|note|publisher|credits|term|meaning"
)
_PROSE_LINE: Final = re.compile(rf"^[ \t]*(?:{_PROSE})[ \t]*=(.*)$", re.MULTILINE)
_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')

_FRONT: Final = re.compile(r"\A\ufeff?\+\+\+[ \t]*\r?\n(?:.*\n)*?\+\+\+[ \t]*(?:\r?\n|\Z)")
_NO_TEXT: Final = re.compile(
    r"""
      ^:::.*$                             # the opening of a block: its kind, key and attributes
    | [ \t]\#[a-z][a-z0-9-]*[ \t]*\r?$    # the key of an option
    | \]\([^()\n]*\)                      # where a link or picture leads
    | \{\#[^{}\n]*\}                      # which question leads back here
    | ^\[[^\]\n]+\]:.*$                   # where a link leads, told below
    | https?://[^\s()<>「」]+
    | \bassets/[\w./-]+
    | @\d+,\d+,\d+,\d+                    # a place in a picture
    """,
    re.MULTILINE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A word that was found.

    Attributes:
        span: Where it stands in the text, in characters, with the readings of all it touches.
        head: What of an annotated word stands before it and stays.
        tail: What of an annotated word stands behind it and stays.
        is_quoted: Whether it stands in a string of TOML.
    """

    span: Span
    head: str
    tail: str
    is_quoted: bool = False

    def with_words(self, words: str) -> str:
        """Return what stands there when the word is replaced by these words."""
        if self.is_quoted:
            words = words.replace("\\", "\\\\").replace('"', '\\"')
        return f"{self.head}{words}{self.tail}"


def find(path: str, text: str, words: str, *, everywhere: bool = False) -> list[Found]:
    """Find some words in a file.

    Args:
        path: The file: what is prose in it depends on its kind.
        text: What it says.
        words: Plain text, as readers see it; at least one character, no line end.
        everywhere: Whether keys, attributes and addresses are looked at as well.
    """
    if path.endswith(".toml"):
        prose = [Span(0, len(text))] if everywhere else list(_strings(text, 0))
        return [*_find_in(text, words, prose, is_quoted=True)]
    front = _FRONT.match(text)
    start = front.end() if front else 0
    if everywhere:
        return [
            *_find_in(text, words, [Span(0, start)], is_quoted=True),
            *_find_in(text, words, [Span(start, len(text))]),
        ]
    return [
        *_find_in(text, words, list(_strings(text[:start], 0)), is_quoted=True),
        *_find_in(text, words, list(_between(text, start))),
    ]


def _strings(text: str, start: int) -> Iterator[Span]:
    """Yield the insides of the strings that are prose in TOML, without the addresses in them."""
    for line in _PROSE_LINE.finditer(text, start):
        for string in _STRING.finditer(text, line.start(1), line.end(1)):
            edges = [string.start(1), *_edges(text, *string.span(1)), string.end(1)]
            yield from (Span(*edge) for edge in list(pairwise(edges))[::2])


def _between(text: str, start: int) -> Iterator[Span]:
    """Yield what is prose in Markdown."""
    edges = [start, *_edges(text, start, len(text)), len(text)]
    yield from (Span(*edge) for edge in list(pairwise(edges))[::2])


def _edges(text: str, start: int, end: int) -> Iterator[int]:
    for hit in _NO_TEXT.finditer(text, start, end):
        yield from hit.span()


def _find_in(
    text: str, words: str, prose: list[Span], *, is_quoted: bool = False
) -> Iterator[Found]:
    surface, places = _surface(text)
    at = surface.find(words)
    while at >= 0:
        first, last = places[at], places[at + len(words) - 1]
        span = Span(first.start, last.end)
        if any(one.start <= span.start and span.end <= one.end for one in prose):
            head = _of_same(surface, places, first, range(at - 1, -1, -1))
            tail = _of_same(surface, places, last, range(at + len(words), len(places)))
            yield Found(span, head[::-1], tail, is_quoted)
            at = surface.find(words, at + len(words))
        else:
            at = surface.find(words, at + 1)


def _surface(text: str) -> tuple[str, list[Span]]:
    """Return what readers see of a text, and where each character of that is written."""
    seen, places, at = list[str](), list[Span](), 0
    for ruby in (*scan(text)[0], None):
        end = ruby.start if ruby else len(text)
        seen += text[at:end]
        places += (Span(n, n + 1) for n in range(at, end))
        if ruby:
            word = "".join(segment.surface for segment in ruby.segments)
            seen += word
            places += [Span(ruby.start, ruby.end)] * len(word)
            at = ruby.end
    return "".join(seen), places


def _of_same(surface: str, places: list[Span], place: Span, others: range) -> str:
    """Return the characters that are written at the same place, in this order."""
    found = ""
    for n in others:
        if places[n] != place:
            break
        found += surface[n]
    return found

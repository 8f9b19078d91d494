"""Interface strings as one reader sees them: readings, phrases, and the values put in. Pure.

``data/interface/`` holds the segments of every Japanese string of code and templates, one string
a line, in a file for each way in which strings begin; ``make strings`` has them made from the
analysis (app/furigana/interface.py) and from our corrections in ``data/readings.toml``. They are
opened when the first reader wants readings.

A ``Message`` is what ``_("…")`` returns: the sentence as plain text, which also knows the string
it was made from and what was put in, so that it can be shown with readings where it is visible.
A string that the table does not know (another language's, or one written a minute ago) is shown
without.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from app.i18n.counters import COUNTERS, counted
from app.i18n.notation import Segment, SegmentJson, Segments, from_json
from app.i18n.reading import Readable, ruby_html, unspelled

PLACEHOLDER: Final = re.compile(r"%\((\w+)\)s")
TABLES: Final = Path(__file__).parent / "data" / "interface"

_TEN: Final = 10
_NUMBER = re.compile(r"[0-9]{1,9}")
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Message(Readable):
    """A sentence of the interface, in the reader's language.

    Attributes:
        pattern: The string as the catalog has it; in Japanese the msgid itself.
        values: What stands in its places: text, ``Markup``, or text that brings its readings.
    """

    __slots__ = ("pattern", "values")
    pattern: str
    values: Mapping[str, str]

    def __new__(cls, pattern: str, values: Mapping[str, object] = _NOTHING) -> "Message":
        """Put ``values`` into ``pattern``; neither is ever read as a format.

        Raises:
            KeyError: The pattern has a place for which there is no value.
        """
        kept = {name: _kept(value) for name, value in values.items()} if values else _NOTHING
        message = super().__new__(cls, _filled(pattern, kept) if kept else pattern)
        message.pattern = pattern
        message.values = kept
        return message

    def html(self, taught: int | None, *, spaced: bool = False) -> Markup:
        """Show it to one reader; what was put in is escaped, unless it is ``Markup``."""
        if not self.values:
            return _shown(self.pattern, taught, spaced)
        shown, before = Markup(""), ""
        for piece in _pieces(self.pattern, taught, spaced):
            if isinstance(piece, Markup):
                shown += _counting(before, piece)
            else:
                before = self.values[piece.name]
                shown += _value_html(before, piece, taught, spaced=spaced)
        return shown


def _kept(value: object) -> str:
    """Keep what brings its readings: messages, dates, and titles of courses as HTML."""
    return value if isinstance(value, (Readable, Markup)) else str(value)


@lru_cache(maxsize=1024)
def _split(pattern: str) -> tuple[str, ...]:
    """Return text, name of a value, text, … of a pattern."""
    return tuple(PLACEHOLDER.split(pattern))


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    filled, before = "", ""
    for n, piece in enumerate(_split(pattern)):
        if n % 2:
            before = values[piece]
            filled += _said(before)
        else:
            filled += _counting(before, piece)
    return filled


def _counting(number: str, text: str) -> str:
    """Count on with こ where つ does not reach: 1つ … 9つ, but 0こ and 10こ.

    Args:
        number: What was put in before ``text``.
        text: What the string goes on with, or the same as ``Markup``.
    """
    if not text.startswith("つ") or not _NUMBER.fullmatch(number) or 0 < int(number) < _TEN:
        return text
    return type(text)("こ") + text[1:]


def _said(value: str) -> str:
    return unspelled(value) if isinstance(value, Markup) else value


# -- the table ------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def table() -> Mapping[str, list[SegmentJson]]:
    """Return every Japanese string with its segments, as JSON has them; read once.

    7 ms and 2 MB; orjson would be faster, and keep 5 MB more of its own.
    """
    found: dict[str, list[SegmentJson]] = {}
    for file in sorted(TABLES.glob("*.json")):
        found |= json.loads(file.read_bytes())
    return found


def segments_of(pattern: str) -> Segments:
    """Return the segments of an interface string; one without readings when it is not known."""
    known = table().get(pattern)
    return (Segment(pattern),) if known is None else from_json(known)


# -- showing --------------------------------------------------------------------------------------


class _Place(NamedTuple):
    """Where a value goes.

    Attributes:
        name: Which one.
        counter: What is counted, where that is read by the number (``COUNTERS``); "" otherwise.
        otherwise: The counter as it is shown after something that is no number.
    """

    name: str
    counter: str = ""
    otherwise: Markup = Markup("")


@lru_cache(maxsize=2048)
def _shown(pattern: str, taught: int | None, spaced: bool) -> Markup:  # noqa: FBT001  a key
    """A string without values: the same for every reader of a kind."""
    if taught is None and not spaced:
        return escape(pattern)
    return ruby_html(segments_of(pattern), taught, spaced=spaced)


@lru_cache(maxsize=1024)
def _pieces(pattern: str, taught: int | None, spaced: bool) -> tuple[Markup | _Place, ...]:  # noqa: FBT001  a key
    """Cut a string at its places, so that only values are shown anew."""
    is_bare = taught is None and not spaced
    out: list[Markup | _Place] = []
    between: list[Segment] = []
    for piece in _cut((Segment(pattern),) if is_bare else segments_of(pattern)):
        last = out[-1] if out and not between else None
        if isinstance(last, _Place) and isinstance(piece, Segment) and piece.surface in COUNTERS:
            otherwise = ruby_html((piece,), taught, spaced=spaced)
            out[-1] = _Place(last.name, piece.surface, otherwise)
        elif isinstance(piece, Segment):
            between.append(piece)
        else:
            out += (ruby_html(between, taught, spaced=spaced), piece)
            between = []
    return (*out, ruby_html(between, taught, spaced=spaced))


def _cut(segments: Segments) -> Iterator[Segment | _Place]:
    """Yield the text and the places of a string; a gap before a place is a piece of its own."""
    for segment in segments:
        for n, text in enumerate(PLACEHOLDER.split(segment.surface)):
            begins = segment.phrase_start and n == 0
            if n % 2:
                yield _Place(text)
            elif text or begins:
                yield segment._replace(surface=text, phrase_start=begins)


def _value_html(value: str, place: _Place, taught: int | None, *, spaced: bool) -> Markup:
    if place.counter and _NUMBER.fullmatch(value):
        return _counted_html(int(value), place.counter, taught)
    html = value.html(taught, spaced=spaced) if isinstance(value, Readable) else escape(value)
    return html + place.otherwise


@lru_cache(maxsize=512)
def _counted_html(number: int, counter: str, taught: int | None) -> Markup:
    return ruby_html(counted(number, counter), taught)

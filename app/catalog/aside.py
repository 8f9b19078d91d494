"""Readings stand aside while Markdown is parsed.

``{漢字|かんじ}`` holds a "|", which would end a table cell, and braces, which would keep bold
text from opening; so each annotated word becomes a placeholder that Markdown takes for a letter,
and is put back when the text is written out.
"""

import re
from dataclasses import dataclass

from app.catalog.content import MARK_CLOSE, MARK_OPEN
from app.i18n.notation import Ruby, Segment, plain, scan


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in a Markdown text; ``line`` counts from 0 within the text."""

    line: int
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """A text whose annotated words were replaced by placeholders."""

    text: str
    words: tuple[Ruby, ...]
    written: tuple[str, ...]
    problems: tuple[Problem, ...]

    def as_written(self, text: str) -> str:
        """Put the notation back, as in code."""
        return _HELD.sub(lambda m: self.written[int(m.group(1))], text)

    def segments(self, text: str) -> list[Segment]:
        """Split a text at its placeholders."""
        pieces = _HELD.split(text)
        out = [Segment(pieces[0])]
        for number, after in zip(pieces[1::2], pieces[2::2], strict=True):
            out += (*self.words[int(number)].segments, Segment(after))
        return out


_HELD = re.compile(f"{MARK_OPEN}([0-9]+){MARK_CLOSE}")
_FENCED = re.compile(
    r"^ {0,3}(`{3,}|~{3,})[^\n]*(?:\n|\Z)(?:.*?^ {0,3}\1[`~]*[ \t]*$|.*\Z)", re.M | re.S
)
_TICKS = re.compile(r"(?<!`)(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
_MARKING = re.compile(r"\]\{#see-[a-z][a-z0-9-]*\}")


def _blanked(match: re.Match[str]) -> str:
    return "\n" * len(match.group())


def set_aside(text: str) -> SetAside:
    """Take the annotated words out; code and evidence marks are not looked into.

    What is not looked into is hidden behind line ends, across which no notation reaches.
    """
    text = text.replace(MARK_OPEN, "\ufffd").replace(MARK_CLOSE, "\ufffd")
    hidden = _MARKING.sub(_blanked, _TICKS.sub(_blanked, _FENCED.sub(_blanked, text)))
    words, faults = scan(hidden)
    pieces: list[str] = []
    at = 0
    for number, word in enumerate(words):
        pieces += (text[at : word.start], f"{MARK_OPEN}{number}{MARK_CLOSE}")
        at = word.end
    pieces.append(text[at:])
    return SetAside(
        "".join(pieces),
        words,
        tuple(text[w.start : w.end] for w in words),
        tuple(Problem(text.count("\n", 0, f.offset), f.message, f.mend) for f in faults),
    )


def without_readings(text: str) -> str:
    """Return Markdown as its author wrote it, but for the readings of its words."""
    aside = set_aside(text)
    return _HELD.sub(lambda m: plain(aside.words[int(m.group(1))].segments), aside.text)

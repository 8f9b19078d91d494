"""What a word of the dictionary may be. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from app.furigana.errors import WordFault
from app.i18n.notation import HAS_KANJI, LONGEST_WORD, read_word, to_hiragana

MOST_LINES: Final = 2_000
"""Words one file may bring."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list of words; ``fault`` is None for a sound one."""

    number: int
    surface: str
    reading: str
    fault: WordFault | None = None


def tidy(surface: str, reading: str) -> tuple[str, str]:
    """Return a word and its reading as they are kept: composed, hiragana, no space around."""
    reading = unicodedata.normalize("NFKC", reading).replace("｜", "|")
    return unicodedata.normalize("NFC", surface).strip(), to_hiragana(reading.strip())


def fault_of(surface: str, reading: str) -> WordFault | None:
    """Find what is wrong with a word; None for nothing.

    Args:
        surface: The word, tidied.
        reading: Its kana, tidied; "|" parts the readings of its kanji.
    """
    if not surface:
        return WordFault.NO_WORD
    if _SIGNS.search(surface):
        return WordFault.SIGNS
    if not HAS_KANJI.search(surface):
        return WordFault.NO_KANJI
    if max(len(surface), len(reading) // 2) > LONGEST_WORD:
        return WordFault.TOO_LONG
    if not reading:
        return WordFault.NO_READING
    return WordFault.MISFIT if isinstance(read_word(surface, reading), str) else None


def lines_of(text: str) -> tuple[Line, ...]:
    """Read a pasted list: a word and its reading a line, parted by a comma, tab or space.

    Blank lines and lines that begin with "#" are passed over; no more than ``MOST_LINES`` count.
    """
    found = [(n, line.strip()) for n, line in enumerate(text.splitlines(), start=1)]
    wanted = [(n, line) for n, line in found if line and not line.startswith("#")]
    return tuple(_line(number, line) for number, line in wanted[:MOST_LINES])


def line_of(number: int, surface: str, reading: str) -> Line:
    """Return a word with its reading as a line of a list."""
    surface, reading = tidy(surface, reading)
    return Line(number, surface, reading, fault_of(surface, reading))


def _line(number: int, text: str) -> Line:
    pieces = _PARTED.split(text, maxsplit=1)
    return line_of(number, pieces[0], pieces[1] if len(pieces) > 1 else "")


_SIGNS = re.compile(r"[{}|《》｜<>\s]")
_PARTED = re.compile(r"[ \t　]*[,，、\t][ \t　]*|[ 　]+")

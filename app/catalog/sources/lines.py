"""Bytes → lines that know where they stand, so that every block is a slice of the file."""

import re
from dataclasses import dataclass
from typing import Final

from app.catalog.sources.faults import Fault

# What no text may hold: control characters but tab, and Unicode's noncharacters (the skeleton
# uses two of them as marks). A byte order mark may open a file and is kept.
UNWANTED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
"""What no text of a course may hold: control characters, and those that are none."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        number: From 1.
        start: Its first byte.
        end: The byte after its line end.
        text: Its text without the line end, fit for the parsers.
    """

    number: int
    start: int
    end: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether nothing but white space stands on it."""
        return not self.text.strip()


def decode(path: str, data: bytes, faults: list[Fault]) -> str | None:
    """Read a file as UTF-8; None, and a fault with the line, when it is not."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.append(
            Fault(
                path,
                line,
                "UTF-8ではない文字があります",
                "文字コードを UTF-8 にして保存し直します（Shift_JIS は使えません）。",
            )
        )
        return None


def lines_of(path: str, data: bytes, faults: list[Fault]) -> list[Line]:
    """Split a UTF-8 file into lines; nothing when it is not UTF-8.

    Line ends may be LF or CRLF. Characters that no text may hold are reported and read as
    spaces or U+FFFD.
    """
    if decode(path, data, faults) is None:
        return []
    out: list[Line] = []
    at = 0
    for number, raw in enumerate(data.split(b"\n"), start=1):
        end = min(at + len(raw) + 1, len(data))
        text = raw.decode("utf-8").removesuffix("\r")
        if number == 1:
            text = text.removeprefix("\ufeff")
        if UNWANTED.search(text):
            faults.append(
                Fault(path, number, "目に見えない制御文字があります", "その文字を消します。")
            )
            text = UNWANTED.sub("\ufffd", text)
        if end > at:
            out.append(Line(number, at, end, text))
        at = end
    return out

"""Typed text → lines of a lesson's file, in which nothing typed is taken for the syntax. Pure.

A line that would open or close something is written with a backslash in front, as Markdown has
it; read back, it is without. So what was typed is what is shown, in the form and to learners.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.authoring.forms.tree import Slot, relined

UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufdd0-\ufdef\ufffe\uffff\ufeff\ud800-\udfff]"
)
"""What no text may hold; a file with any of it is shown as it is."""

_LINE_END: Final = re.compile(r"\r\n?|\n")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_SPOT: Final = re.compile(r"[ \t]*(?:\d{1,9}(?=\\*[.)]))?")
_SLASHES: Final = re.compile(r"\\*")
_INDENT: Final = re.compile(r"(?: {2,}|\t|　)[ \t]*")
_QUOTE: Final = re.compile(r"[ \t]*> ?")
_NOTHING: Final = re.compile(r"(?!)")


def tidy(text: str) -> str:
    """Return a typed text without what nobody sees: control characters, blanks at its ends."""
    flat = UNWANTED.sub("", _LINE_END.sub("\n", text))
    lines = flat.split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    return "\n".join(lines).rstrip()


def one_line(text: str) -> str:
    """Return a typed text as one line."""
    return " ".join(filter(None, (line.strip() for line in tidy(text).split("\n"))))


def flush_lines(text: str) -> str:
    """Return a typed text without blank lines and without blanks at the ends of its lines."""
    return "\n".join(filter(None, (line.strip() for line in tidy(text).split("\n"))))


def ticked(text: str) -> str:
    """Return "1" for what is ticked, else ""."""
    return "1" if text.strip() else ""


@dataclass(frozen=True, slots=True)
class Guard:
    """Which lines would be taken for the syntax.

    Attributes:
        outside: How they begin outside of a code fence.
        anywhere: How they begin even in one.
    """

    outside: re.Pattern[str]
    anywhere: re.Pattern[str] = _NOTHING

    def encoded(self, text: str) -> list[str]:
        """Return the lines that say a text."""
        return [
            self._moved(line, 1, is_outside=is_outside)
            for line, is_outside in _fenced(text.split("\n"))
        ]

    def decoded(self, lines: Iterable[str]) -> str:
        """Return the text that lines say."""
        return "\n".join(
            self._moved(line, -1, is_outside=is_outside) for line, is_outside in _fenced(lines)
        )

    def _moved(self, line: str, by: int, *, is_outside: bool) -> str:
        """Add a backslash or take one away where the line would be syntax without any."""
        spot = _SPOT.match(line)
        at = spot.end() if spot else 0
        slashes = _SLASHES.match(line, at)
        count = len(slashes.group()) if slashes else 0
        bare = line[:at] + line[at + count :]
        if not (self.anywhere.match(bare) or (is_outside and self.outside.match(bare))):
            return line
        return line[:at] + "\\" * max(0, count + by) + line[at + count :]


def _fenced(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Return each line, and whether it stands outside of code fences."""
    fence = ""
    for line in lines:
        match = _FENCE.fullmatch(line)
        yield line, not fence
        if match is None:
            continue
        mark, rest = match.groups()
        if fence:
            fence = "" if mark.startswith(fence) and not rest.strip() else fence
        elif mark[0] != "`" or "`" not in rest:
            fence = mark


PROSE: Final = Guard(re.compile(r":::"))
"""What stands between the fences of a block."""

PAGE: Final = Guard(re.compile(r":::|-{3,}[ \t]*\Z|\+\+\+[ \t]*\Z"))
"""What stands on the page itself."""

QUOTED: Final = Guard(re.compile(r"\[!"))
"""What stands behind a quote mark."""


def prose_slot(
    name: str, lines: Sequence[str], guard: Guard, *, lead: str = "", tail: str = ""
) -> Slot:
    """Make a slot of lines that stand at the margin.

    Args:
        name: The value's name.
        lines: The lines, without line ends.
        guard: What they may not begin with.
        lead: What stands before them, or would.
        tail: What is put after them where there were none.
    """

    def write(value: str) -> str:
        if not value:
            return ""
        old = [(line, f"{line}\n") for line in lines]
        new = relined(old, guard.encoded(value), lambda line, _: f"{line}\n")
        return lead + "".join(new) + ("" if lines else tail)

    raw = lead + "".join(f"{line}\n" for line in lines) if lines else ""
    return Slot(name, raw, guard.decoded(lines), write, tidy)


def quote_slot(name: str, lines: Sequence[str], *, lead: str = "", indent: str = "") -> Slot:
    """Make a slot of lines behind a quote mark; arguments as of ``prose_slot``."""
    said = [_QUOTE.sub("", line.lstrip("　") if indent else line, count=1) for line in lines]

    def write(value: str) -> str:
        if not value:
            return ""
        old = [(says, f"{line}\n") for says, line in zip(said, lines, strict=True)]
        new = relined(
            old, QUOTED.encoded(value), lambda line, _: f"{indent}> {line}".rstrip() + "\n"
        )
        if new[0].lstrip("　 \t")[:1] != ">":  # a line that only went on with the quote before it
            new[0] = f"{indent}> {QUOTED.encoded(value)[0]}\n"
        return lead + "".join(new)

    raw = lead + "".join(f"{line}\n" for line in lines) if lines else ""
    return Slot(name, raw, QUOTED.decoded(said), write, _quoted)


def _quoted(text: str) -> str:
    """Return a typed text whose lines have no blanks at their ends."""
    return "\n".join(line.rstrip() for line in tidy(text).split("\n"))


def indented_slot(name: str, lines: Sequence[str], *, lead: str, indent: str) -> Slot:
    """Make a slot of lines that are set in; arguments as of ``prose_slot``."""
    guard = Guard(re.compile(r">"))
    said = [line.removeprefix(indent) if line.strip() else "" for line in lines]

    def write(value: str) -> str:
        if not value:
            return ""
        old = [(says, f"{line}\n") for says, line in zip(said, lines, strict=True)]
        new = relined(
            old, guard.encoded(value), lambda line, _: f"{indent}{line}\n" if line else "\n"
        )
        return lead + "".join(new)

    raw = lead + "".join(f"{line}\n" for line in lines) if lines else ""
    return Slot(name, raw, guard.decoded(said), write, _quoted)


def run_on_slot(name: str, text: str, *, indent: str, guard: Guard) -> Slot:
    """Make a slot of a text that begins in a line and may go on below, set in.

    Args:
        name: The value's name.
        text: What stands there, without the line end.
        indent: What its further lines begin with.
        guard: What those may not begin with.
    """
    first, *rest = text.split("\n")
    value = "\n".join([first, *guard.decoded(line.strip() for line in rest).split("\n")])

    def write(value: str) -> str:
        first, *rest = value.split("\n")
        below = guard.encoded("\n".join(rest)) if rest else []
        return "\n".join([first, *(f"{indent}{line}" for line in below)])

    return Slot(name, text, value if rest else first, write, flush_lines)


def line_slot(name: str, raw: str, value: str, before: str = "", after: str = "") -> Slot:
    """Make a slot of a text of one line, between two marks that go with it."""
    return Slot(name, raw, value, lambda text: f"{before}{text}{after}" if text else "", one_line)

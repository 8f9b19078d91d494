r"""Text that Markdown, readings and blocks of a course read as nothing but text. Pure."""

import re
from typing import Final

_SIGNS: Final = re.compile(r"[\\`*_\[\]<>{}|]|&(?=#?\w+;)|~(?=~)")
_BAR_OF_A_READING: Final = re.compile(r"｜(?=[^《\n]*《)")
_STARTS: Final = re.compile(r"(?:#{1,6}(?=\s|$)|[-+](?=\s|$)|-{2}|={1,}\s*$|~{3}|:{3}|\+{3})")
_NUMBER: Final = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def escaped(text: str) -> str:
    """Return text with every sign escaped that would mean something within a line."""
    text = _SIGNS.sub(lambda match: "\\" + match.group(), text)
    return _BAR_OF_A_READING.sub("&#xff5c;", text)  # a backslash would stay in sight before it


def line_start(line: str) -> str:
    """Return a line with its beginning escaped where that would begin a block."""
    line = line.lstrip(" \t")
    if _STARTS.match(line):
        return "\\" + line
    return _NUMBER.sub(r"\1\\\2", line, count=1) if _NUMBER.match(line) else line


def heading_end(line: str) -> str:
    """Return the text of a heading whose last sign does not close it."""
    return line[:-1] + "\\#" if line.endswith("#") else line


def code_span(text: str) -> str:
    """Return text as code within a line."""
    text = " ".join(text.split("\n"))
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text[:1] in {"`", " "} or text[-1:] in {"`", " "} else ""
    return f"{ticks}{pad}{text}{pad}{ticks}" if text.strip() else text


def fenced(text: str) -> str:
    """Return lines of text as a block of code, with a fence longer than any in it."""
    ticks = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{ticks}\n{text}\n{ticks}"

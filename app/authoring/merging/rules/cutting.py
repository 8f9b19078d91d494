"""Files cut into units, which are merged as one each; joined, they are the file again. Pure."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.authoring.rules.slices import MARK, TAIL, text_of
from app.catalog.sources.handouts import HANDOUTS
from app.catalog.sources.lesson import read_bank, read_lesson

_HEADER: Final = re.compile(r"\s*\[(\[?)\s*([^\[\]]+?)\s*\]")
_NAME: Final = re.compile(r"^\s*(?:key|title)\s*=\s*[\"'](.+?)[\"']", re.MULTILINE)
_PAIR: Final = re.compile(r"\s*([\w-]+|\"[^\"]*\"|'[^']*')\s*=")
_CONTEXT: Final = re.compile(r"^msgctxt\s+(\".*\")", re.MULTILINE)
_WHOLE: Final = "file"
_OPEN: Final = (",", "[", "{", "=")
"""How a line of TOML ends that is certainly not the last one of what it says."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is merged as one.

    Attributes:
        body: What it says.
        tail: The blank lines after it, which say nothing.
        name: By which it is known whatever it says, unique in its file; "" for none.
        is_single: Whether a file can hold but one of this name; a block gets another key.
        gap: Line ends that have to part it from another one, which so far none follows; 0 where
            one does, parted as its author did it.
    """

    body: bytes
    tail: bytes = b""
    name: str = ""
    is_single: bool = False
    gap: int = 0

    @property
    def data(self) -> bytes:
        """The unit as it stands in its file."""
        return self.body + self.tail

    @property
    def is_block(self) -> bool:
        """Whether it is a block with a key, which is the same one wherever it stands."""
        return "#" in self.name and not self.is_single


def cut(path: str, data: bytes) -> tuple[Unit, ...]:
    """Return the units of a file, by what kind of file it is.

    What is no text, and what is shown or heard, is one unit.
    """
    units = tuple(_units(path, data)) if data else ()
    if not units or units[-1].name == _WHOLE:
        return units
    gap = 1 if path.endswith(".toml") else 2
    return (*units[:-1], replace(units[-1], gap=gap))


def _units(path: str, data: bytes) -> Iterable[Unit]:
    if path.startswith("assets/") or text_of(data) is None:
        return [_whole(data)]
    if path.endswith(".toml"):
        return _entries(data, "")
    if path.endswith(".md") and path not in HANDOUTS:
        return _blocks(path, data)
    if path.endswith((".po", ".md", ".txt")):
        return _paragraphs(data)
    return [_whole(data)]


def _whole(data: bytes) -> Unit:
    return Unit(data, name=_WHOLE, is_single=True)


def _unit(data: bytes, name: str = "", *, is_single: bool = False) -> Unit:
    tail = TAIL.search(data.removeprefix(MARK))
    at = len(data) - len(tail.group()) if tail else len(data)
    return Unit(data[:at], data[at:], name, is_single)


def _blocks(path: str, data: bytes) -> Iterator[Unit]:
    """Yield the lines of the front matter, and the blocks after it."""
    reader = read_bank if path.startswith("bank/") else read_lesson
    lesson = reader(path, "", data, [])
    front = lesson.front
    if front.end:
        yield _unit(data[: front.body.start], "+++", is_single=True)
        yield from _entries(data[front.body.start : front.body.end], "+")
        yield _unit(data[front.body.end : front.end], "+++ end", is_single=True)
    last = ""
    for block in lesson.blocks:
        again = f"easy#{last}" if block.kind == "easy" and last else ""
        last = last if block.kind == "easy" else block.key or ""
        name = f"#{block.key}" if block.key else again
        if block.end > block.start:
            yield _unit(data[block.start : block.end], name)


def _entries(data: bytes, prefix: str) -> Iterator[Unit]:
    """Yield the entries of TOML: a line or several for each name, an array's table as a whole."""
    found: list[tuple[str, bytes]] = []
    table, array = prefix, ""
    for name, text in _statements(data):
        header = _HEADER.match(text.decode())
        if header and array and header.group(2).startswith(f"{array}."):
            found[-1] = (found[-1][0], found[-1][1] + text)
        elif header:
            array = header.group(2) if header.group(1) else ""
            table = f"{header.group(2)}."
            found.append((f"[{header.group(2)}]", text))
        elif array and found:
            found[-1] = (found[-1][0], found[-1][1] + text)
        else:
            found.append((f"{table}{name}" if name else "", text))
    for name, text in _told_apart(found):
        yield _unit(text, name, is_single=bool(name))


def _told_apart(found: "Iterable[tuple[str, bytes]]") -> Iterator[tuple[str, bytes]]:
    """Name the tables of arrays after the key or title in them."""
    for name, text in found:
        told = text.decode()
        inner = _NAME.search(told) if told.lstrip("\ufeff \t\r\n").startswith("[[") else None
        yield (f"[{name}] {inner.group(1)}" if inner else name), text


def _statements(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of whole statements, each with the blank lines after it."""
    pending, done = b"", list[tuple[str, bytes]]()
    for line in data.splitlines(keepends=True):
        if not pending and not line.strip() and done:
            done[-1] = (done[-1][0], done[-1][1] + line)
            continue
        pending += line
        if _is_whole(pending, line):
            pair = _PAIR.match(pending.removeprefix(MARK).decode())
            done.append((pair.group(1).strip("\"'") if pair else "", pending))
            pending = b""
    if pending:
        done.append(("", pending))
    yield from done


def _is_whole(pending: bytes, line: bytes) -> bool:
    if line.strip().decode().endswith(_OPEN):
        return False
    try:
        tomllib.loads(pending.removeprefix(MARK).decode())
    except tomllib.TOMLDecodeError:
        return False
    return True


def _paragraphs(data: bytes) -> Iterator[Unit]:
    """Yield what stands between blank lines; a translation is known by what it translates."""
    pending, has_text = b"", False
    for line in data.splitlines(keepends=True):
        if line.strip() and has_text and not pending.splitlines()[-1].strip():
            yield _named(pending)
            pending, has_text = b"", False
        pending += line
        has_text = has_text or bool(line.strip())
    if pending:
        yield _named(pending)


def _named(data: bytes) -> Unit:
    context = _CONTEXT.search(data.decode())
    name = context.group(1) if context else ""
    return _unit(data, name, is_single=bool(name))

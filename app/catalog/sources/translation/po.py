"""Gettext's PO files, which translators' tools read and write: text in, entries out, and back.

A reader of our own: each fault has its line and all are told at once, what was translated
before (``#|``) and what is out of use (``#~``) is kept, and so are the header and the comments of
translators, as they were written.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.catalog.sources.faults import Fault
from app.catalog.sources.lines import Line

HEADER: Final = (
    "Language: {language}\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
)
"""No date and no program's name: a file changes when a translation does, and never otherwise."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage and its translation.

    Attributes:
        context: What it is (``msgctxt``), such as ``title`` or ``doko.prompt``.
        source: The Japanese (``msgid``).
        text: The same in the other language (``msgstr``); "" while nobody translated it.
        line: Where the entry starts in its file, from 1.
        text_lines: The line of the file for each line of ``text``.
        is_fuzzy: Whether a person has to confirm it first.
        is_obsolete: Whether it is kept without any use.
        previous: The Japanese that ``text`` translates, where that is no longer ``source``.
        remarks: Comments and flags, as written.
    """

    context: str
    source: str
    text: str
    line: int = field(default=1, compare=False)
    text_lines: tuple[int, ...] = field(default=(), compare=False)
    is_fuzzy: bool = False
    is_obsolete: bool = False
    previous: str | None = None
    remarks: tuple[str, ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether it may be shown."""
        return bool(self.text.strip()) and not self.is_fuzzy and not self.is_obsolete

    def line_of_text(self, number: int) -> int:
        """Return the line of the file on which line ``number`` (from 0) of ``text`` begins."""
        return (
            self.text_lines[min(number, len(self.text_lines) - 1)]
            if self.text_lines
            else self.line
        )


@dataclass(frozen=True, slots=True)
class PoFile:
    """A file: its header as one text, the entries in their order, and comments after them."""

    header: str = ""
    header_remarks: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    tail: tuple[str, ...] = ()


# -- reading --------------------------------------------------------------------------------------

_KEYWORD: Final = re.compile(r"(msgctxt|msgid|msgstr)(?:[ \t]+(.*))?")
_PLURAL: Final = re.compile(r"msgid_plural|msgstr\[")
_STRING: Final = re.compile(r'"((?:[^"\\]|\\[ntr"\\])*)"[ \t]*')
_ESCAPE: Final = re.compile(r'\\([ntr"\\])')
_ESCAPED: Final[Mapping[str, str]] = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}

_SHAPE = 'msgctxt・msgid・msgstr の順に、どれも " " で囲んで書きます。'


@dataclass(slots=True)
class _Gathered:
    """The entry being read: the pieces of each of its texts, with their lines."""

    remarks: list[str] = field(default_factory=list)
    texts: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    previous: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    line: int = 0
    is_obsolete: bool = False

    def text(self, name: str) -> str:
        return "".join(piece for _, piece in self.texts.get(name, ()))


@dataclass(slots=True)
class _PoReader:
    path: str
    faults: list[Fault]
    header: str = ""
    header_remarks: tuple[str, ...] = ()
    entries: list[Entry] = field(default_factory=list)
    now: _Gathered = field(default_factory=_Gathered)
    open: list[tuple[int, str]] | None = None
    seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def report(self, line: int, message: str, mend: str) -> None:
        self.faults.append(Fault(self.path, line, message, mend))

    def read(self, lines: Iterable[Line]) -> PoFile:
        for line in lines:
            text = line.text.strip()
            if text.startswith("#~"):
                self._content(line.number, text[2:].strip(), is_obsolete=True)
            elif text.startswith("#|"):
                self._start_if_ended()
                self._keyword(line.number, text[2:].strip(), self.now.previous)
            elif text.startswith("#"):
                self._start_if_ended()
                self.open = None
                self.now.remarks.append(text)
            elif text:
                self._content(line.number, text, is_obsolete=False)
        self._finish()
        tail = tuple(self.now.remarks)
        return PoFile(self.header, self.header_remarks, tuple(self.entries), tail)

    def _content(self, number: int, text: str, *, is_obsolete: bool) -> None:
        if text.startswith("|"):
            self._start_if_ended()
            self._keyword(number, text[1:].strip(), self.now.previous)
            return
        if not text:
            return
        if self._begins_entry(text):
            self._finish()
        self.now.is_obsolete = is_obsolete
        self.now.line = self.now.line or number
        self._keyword(number, text, self.now.texts)

    def _begins_entry(self, text: str) -> bool:
        match, texts = _KEYWORD.fullmatch(text), self.now.texts
        name = match.group(1) if match else ""
        if name == "msgctxt":
            return bool(texts)
        return name == "msgid" and ("msgid" in texts or "msgstr" in texts)

    def _keyword(self, number: int, text: str, into: dict[str, list[tuple[int, str]]]) -> None:
        match = _KEYWORD.fullmatch(text)
        name = match.group(1) if match else ""
        if match and name not in into and (name != "msgstr" or "msgid" in into):
            self.open = into[name] = []
            self._string(number, match.group(2) or "")
        elif text.startswith('"') and self.open is not None:
            self._string(number, text)
        elif _PLURAL.match(text):
            self.open = []
            mend = "講座の文に複数形はありません。この行を消します。"
            self.report(number, "複数形の翻訳は使えません", mend)
        else:
            self.open = []
            self.report(number, "翻訳のファイルとして読めません", _SHAPE)

    def _string(self, number: int, text: str) -> None:
        match = _STRING.fullmatch(text)
        if match is None:
            mend = '" " で囲み、中の " は \\" 、\\ は \\\\ と書きます。'
            self.report(number, "翻訳の文字列が読めません", mend)
        elif self.open is not None:
            piece = _ESCAPE.sub(lambda m: _ESCAPED[m.group(1)], match.group(1))
            self.open.append((number, piece))

    def _start_if_ended(self) -> None:
        """Begin an entry where the one before has its translation."""
        if "msgstr" in self.now.texts:
            self._finish()

    def _finish(self) -> None:
        now = self.now
        if not now.texts:  # what was remarked so far belongs to the entry that begins
            return
        self.now, self.open = _Gathered(), None
        if "msgstr" not in now.texts:
            self.report(now.line, "翻訳の文がありません", "msgid の下に msgstr の行を置きます。")
        elif self._is_first(now):
            self._add(now)

    def _is_first(self, now: _Gathered) -> bool:
        if now.is_obsolete:
            return True
        first = self.seen.setdefault((now.text("msgctxt"), now.text("msgid")), now.line)
        if first != now.line:
            message = f"同じ文の翻訳が{first}行目にもあります"
            self.report(now.line, message, "片方を消します。")
        return first == now.line

    def _add(self, now: _Gathered) -> None:
        context, source = now.text("msgctxt"), now.text("msgid")
        if not context and not source:
            self.header, self.header_remarks = now.text("msgstr"), tuple(now.remarks)
            return
        flags = [flag for remark in now.remarks for flag in _flags(remark)]
        before = now.previous.get("msgid")
        entry = Entry(
            context,
            source,
            now.text("msgstr"),
            now.line,
            _lines_of_text(now.texts["msgstr"]),
            is_fuzzy="fuzzy" in flags,
            is_obsolete=now.is_obsolete,
            previous=None if before is None else "".join(piece for _, piece in before),
            remarks=tuple(_without_fuzzy(now.remarks)),
        )
        self.entries.append(entry)


def read_po(path: str, lines: Iterable[Line], faults: list[Fault]) -> PoFile:
    """Read a PO file; what cannot be read is a fault, and the rest is read on.

    Args:
        path: The file, for the faults.
        lines: Its lines.
        faults: Receives what is wrong.
    """
    return _PoReader(path, faults).read(lines)


def _lines_of_text(pieces: Sequence[tuple[int, str]]) -> tuple[int, ...]:
    """Say for each line of the joined pieces on which line of the file it begins."""
    numbers = [number for number, piece in pieces for _ in piece]
    text = "".join(piece for _, piece in pieces)
    starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    return tuple(numbers[at] for at in starts if at < len(numbers))


def _flags(remark: str) -> list[str]:
    return [flag.strip() for flag in remark[2:].split(",")] if remark.startswith("#,") else []


def _without_fuzzy(remarks: Iterable[str]) -> Iterable[str]:
    for remark in remarks:
        if not remark.startswith("#,"):
            yield remark
        elif others := [flag for flag in _flags(remark) if flag not in {"fuzzy", ""}]:
            yield f"#, {', '.join(others)}"


# -- writing --------------------------------------------------------------------------------------


def write_po(file: PoFile) -> str:
    """Write a PO file; reading it again gives the same."""
    head = Entry("", "", file.header, remarks=file.header_remarks)
    parts = [_entry_text(entry) for entry in (head, *file.entries)]
    tail = "".join(f"{remark}\n" for remark in file.tail)
    return "\n".join([*parts, tail] if tail else parts)


def _entry_text(entry: Entry) -> str:
    flags = [flag for remark in entry.remarks for flag in _flags(remark)]
    if entry.is_fuzzy:
        flags.insert(0, "fuzzy")
    lines = [remark for remark in entry.remarks if not remark.startswith("#,")]
    if flags:
        lines.append(f"#, {', '.join(flags)}")
    mark = "#~" if entry.is_obsolete else ""
    if entry.previous is not None:
        before = f"{mark or '#'}| "
        lines += (before + line for line in _string_lines("msgid", entry.previous))
    texts = {"msgctxt": entry.context, "msgid": entry.source, "msgstr": entry.text}
    for name, text in texts.items():
        if text or name != "msgctxt":
            lines += (f"{mark} {line}".lstrip() for line in _string_lines(name, text))
    return "".join(f"{line}\n" for line in lines)


def _string_lines(name: str, text: str) -> list[str]:
    """Write a text as PO strings, one for each of its lines."""
    pieces = text.split("\n")
    if len(pieces) == 1:
        return [f'{name} "{_escaped(text)}"']
    quoted = [f'"{_escaped(piece)}\\n"' for piece in pieces[:-1]]
    last = [f'"{_escaped(pieces[-1])}"'] if pieces[-1] else []
    return [f'{name} ""', *quoted, *last]


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("\t", "\\t").replace("\r", "\\r")

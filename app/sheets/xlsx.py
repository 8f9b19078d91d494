"""Excel workbooks (.xlsx): the first sheet as text. Pure.

Nothing is computed: of a formula only the value that was saved with it is read. A workbook is a
ZIP of XML from anywhere, so both are read piece by piece and given up at a limit: what it takes
in memory is decided here and not by its author.

Decision (2026-11-29): no library. With openpyxl 3.1 a file of 394 kB takes 793 MB, and the web
process 11 MB more at once; python-calamine 0.9 ends the whole process over a file of 18 kB whose
two cells stand at the sheet's corners.

Source:
    ECMA-376, part 1, 18.3 (worksheets), 18.4 (shared strings), 18.8 (styles).
"""

import re
import zipfile
import zlib
from datetime import date, timedelta
from io import BytesIO
from typing import Final
from xml.parsers import expat

from app.sheets.errors import Unreadable
from app.sheets.limits import Limits

_COMPRESSED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""What Excel writes, and what is unpacked no further than asked."""
_CHUNK: Final = 64 * 1024
_LONGEST_TOKEN: Final = 512 * 1024
"""Bytes of one piece of XML; a cell of Excel has 32,767 characters at most."""
_NOT_EXCEL: Final = (
    "Excelのブック（.xlsx）として読めません。「名前を付けて保存」で「Excel ブック」を選びます。"
)
_TOO_LARGE: Final = "Excelのブックが大きすぎます。要る表だけを、新しいブックに写します。"
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError),
    *(LookupError, ValueError, NotImplementedError),
)
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DATED: Final = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
_QUOTED: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DATE_FORMATS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENT_FORMATS: Final = frozenset({9, 10})
_PERCENT: Final = 100
_DAY_ZERO: Final = date(1899, 12, 30)
_DAY_ZERO_OF_1904: Final = date(1904, 1, 1)
"""Before the first day that a workbook counts; the former from March 1900 on."""


def read_workbook(data: bytes, limits: Limits, *, days: bool = False) -> list[list[str]]:
    """Return the rows of a workbook's first sheet, as text.

    Args:
        data: The file.
        limits: How much of it is read.
        days: Whether a cell that shows a date is read as its day, ``2026-03-31``, whatever it
            says of the hour; else such a workbook is refused.

    Raises:
        Unreadable: It is no workbook, or larger than what is read.
    """
    if len(data) > limits.bytes:
        raise Unreadable(_TOO_LARGE)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _Workbook(archive, limits, days=days).rows()
    except _BROKEN as error:
        raise Unreadable(_NOT_EXCEL) from error
    except RuntimeError as error:  # a password
        raise Unreadable(
            "パスワードの付いたブックは読めません。パスワードを外して保存します。"
        ) from error


class _Workbook:
    """One workbook being read; ``left`` are the bytes that may still be unpacked."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits, *, days: bool) -> None:
        self.archive, self.limits, self.days = archive, limits, days
        self.left = limits.unpacked
        self.names = set(archive.namelist())

    def rows(self) -> list[list[str]]:
        strings = _Strings(self.limits)
        if "xl/sharedStrings.xml" in self.names:
            self._feed("xl/sharedStrings.xml", strings)
        styles = _Styles()
        if "xl/styles.xml" in self.names:
            self._feed("xl/styles.xml", styles)
        book = _Sheets()
        self._feed("xl/workbook.xml", book)
        sheet = _Sheet(strings.found, styles.formats(), self.limits)
        sheet.first_day = book.first_day if self.days else None
        self._feed(self._first_sheet(book), sheet)
        return sheet.rows

    def _first_sheet(self, book: "_Sheets") -> str:
        """Return the part that holds the first sheet in the order of the tabs."""
        links = _Links()
        self._feed("xl/_rels/workbook.xml.rels", links)
        target = links.found[book.found[0]] if book.found else ""
        name = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if name not in self.names:
            raise KeyError(name)
        return name

    def _feed(self, name: str, reader: "_Reader") -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.buffer_text = True
        if self.archive.getinfo(name).compress_type not in _COMPRESSED:
            raise Unreadable(_NOT_EXCEL)
        with self.archive.open(name) as part:
            fed = 0
            while chunk := part.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise Unreadable(_TOO_LARGE)
                parser.Parse(chunk)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:  # it is scanned anew each time
                    raise Unreadable(_TOO_LARGE)
            parser.Parse(b"", True)  # noqa: FBT003  expat takes no names


def _refuse_doctype(*_: object) -> None:
    """No workbook has one; with it come entities that grow, or lead out of the file."""
    raise Unreadable(_NOT_EXCEL)


class _Reader:
    """Hears an XML document; the local names of elements without their namespaces."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.opened(name.rpartition(" ")[2], attributes)

    def end(self, name: str) -> None:
        self.closed(name.rpartition(" ")[2])

    def text(self, text: str) -> None:
        """Hear text; few documents have any that matters."""

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Hear an element's start."""

    def closed(self, name: str) -> None:
        """Hear an element's end."""


class _Texts(_Reader):
    """Gathers the runs of a text; the readings that Excel keeps beside it (``rPh``) are none."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.pieces: list[str] = []
        self.inside = False
        self.reading = 0
        self.size = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002  as heard
        self.reading += name == "rPh"
        self.inside = name in {"t", "v"} and not self.reading

    def closed(self, name: str) -> None:
        self.reading -= name == "rPh"
        if name in {"t", "v"}:
            self.inside = False

    def text(self, text: str) -> None:
        if self.inside:
            self.size += len(text)
            if self.size > self.limits.text:
                raise Unreadable(_TOO_LARGE)
            self.pieces.append(text)

    def taken(self) -> str:
        text = "".join(self.pieces)
        self.pieces.clear()
        return text


class _Strings(_Texts):
    """The texts that cells share."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.found: list[str] = []

    def closed(self, name: str) -> None:
        super().closed(name)
        if name == "si":
            self.found.append(self.taken())


class _Sheets(_Reader):
    """The sheets of a workbook by their relation, in the order of the tabs."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.first_day = _DAY_ZERO

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr" and attributes.get("date1904", "0") in {"1", "true"}:
            self.first_day = _DAY_ZERO_OF_1904
        if name == "sheet":
            self.found += (v for k, v in attributes.items() if k.rpartition(" ")[2] == "id")


class _Links(_Reader):
    """Where the relations of a workbook lead."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self.found[attributes["Id"]] = attributes["Target"]


class _Styles(_Reader):
    """Which styles show a number as a date or as percent."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.used: list[int] = []
        self.inside = False

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            code = _QUOTED.sub("", attributes.get("formatCode", ""))
            self.codes[int(attributes["numFmtId"])] = code
        self.inside = self.inside or name == "cellXfs"
        if self.inside and name == "xf":
            self.used.append(int(attributes.get("numFmtId", "0")))

    def closed(self, name: str) -> None:
        if name == "cellXfs":
            self.inside = False

    def formats(self) -> list[str]:
        """Return ``date``, ``percent`` or nothing for each style."""
        return [self._format(number) for number in self.used]

    def _format(self, number: int) -> str:
        code = self.codes.get(number, "")
        if number in _DATE_FORMATS or _DATED.search(code):
            return "date"
        return "percent" if number in _PERCENT_FORMATS or "%" in code else ""


class _Sheet(_Texts):
    """The cells of a sheet."""

    def __init__(self, strings: list[str], formats: list[str], limits: Limits) -> None:
        super().__init__(limits)
        self.strings, self.formats = strings, formats
        self.rows: list[list[str]] = []
        self.kind = self.style = ""
        self.row = self.column = 0
        self.first_day: date | None = None
        """From which days are counted; None where a date is refused."""

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        super().opened(name, attributes)
        if name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif name == "c":
            self.kind, style = attributes.get("t", "n"), int(attributes.get("s", "0"))
            self.style = self.formats[style] if style < len(self.formats) else ""
            self.column = _column(attributes.get("r", "")) or self.column + 1

    def closed(self, name: str) -> None:
        super().closed(name)
        if name == "c":
            self._keep(self._value(self.taken()))

    def _keep(self, value: str) -> None:
        if not value:
            return
        most = self.limits
        if self.row > most.rows:
            raise Unreadable(f"表が長すぎます（{most.rows:,}行まで）。")
        if self.column > most.columns:
            raise Unreadable(f"{self.row}行目に、{most.columns}列目より右のマスがあります。")
        self.rows += ([] for _ in range(self.row - len(self.rows)))
        cells = self.rows[self.row - 1]
        cells += [""] * (self.column - len(cells))
        cells[self.column - 1] = value

    def _value(self, written: str) -> str:
        if self.kind == "s":
            return self.strings[int(written)] if written else ""
        if self.kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(written, written)
        if self.style == "date" and self.kind != "e" and self.first_day is not None:
            return self._day(written, self.first_day) if self.kind == "n" else written
        if self.kind == "e" or self.style == "date":
            place = f"{self.row}行目の{self.column}列目"
            what = "計算のまちがい" if self.kind == "e" else "日付"
            raise Unreadable(
                f"{place}が{what}になっています。セルを「文字列」にして、書き直します。"
            )
        return self._number(written) if self.kind == "n" and written else written

    def _day(self, written: str, first_day: date) -> str:
        """Return the day that a number counts; what follows its point is the hour."""
        try:
            return (first_day + timedelta(days=int(float(written)))).isoformat() if written else ""
        except OverflowError:
            return written

    def _number(self, written: str) -> str:
        """Write a number as people do: 12 and not 12.0, 0.1 and not 0.1000000000000000056."""
        value = float(written)
        if self.style == "percent":
            return f"{value * _PERCENT:.10g}%"
        return f"{value:.15g}" if "e" not in f"{value:.15g}" else written


def _column(place: str) -> int:
    match = _PLACE.fullmatch(place)
    number = 0
    for letter in match[1] if match else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number

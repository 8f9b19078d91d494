"""Tables → an Excel workbook (.xlsx) of one sheet or several. Pure.

Equal tables are equal bytes: no part of a file says when or by whom it was written.

Source:
    ECMA-376, part 1, 18.3 (worksheets), 18.8 (styles) and 18.2.5 (what is printed on every page);
    part 2 (packages).
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum
from io import BytesIO
from typing import IO, Final, NamedTuple
from xml.sax.saxutils import escape

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_COLUMNS: Final = 60
"""As many have the width and the style of text, where nothing else is said."""
_ALL_COLUMNS: Final = 16_384
_WIDTH: Final = 24.0
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
"""Excel's day 0, for every day after February 1900."""
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME: Final = 31
_FORMATS: Final = 164
"""The first number that a format of one's own may have."""
_SHARES: Final = 200
"""The format of shares; those of signs come before it."""
_ROWS_AT_ONCE: Final = 200


class Look(IntEnum):
    """How a cell looks; the number is that of its style."""

    TEXT = 1
    """Text, whatever it begins with."""
    HEAD = 2
    """The head of a column or a row: bold, on gray."""
    UPRIGHT = 3
    """The head of a narrow column: the characters stand below each other."""
    NUMBER = 4
    DAY = 5
    SHADE_1 = 6
    """A number in the middle of a narrow cell, on the palest of five blues."""
    SHADE_2 = 7
    SHADE_3 = 8
    SHADE_4 = 9
    SHADE_5 = 10
    FALLEN = 11
    """What does not count any more: gray, hatched."""
    TITLE = 12
    SHARE = 13
    """A number between 0 and 1, told as a percentage."""


class Styled(NamedTuple):
    """A value with a look of its own.

    Attributes:
        value: Text, a number or a day; None for an empty cell.
        look: How it looks.
        sign: A character that is shown behind the number and is no part of it. Such a cell has
            a broken line around it.
    """

    value: "str | int | Decimal | date | None"
    look: Look
    sign: str = ""


Value = str | int | Decimal | date | Styled | None
"""A cell. What is not ``Styled`` looks as what it is: text, a number, a share, a day."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook.

    Attributes:
        name: Its tab's; made to fit what Excel allows, and unlike the others.
        rows: Its cells.
        widths: Of the first columns, in characters; the last one is of all the others too.
        frozen: How many rows and columns stay in sight, and are printed on every page.
        heights: Of single rows, in points, counted from 0.
        is_wide: Whether it is printed on A3 and not on A4; always landscape.
        signs: Every ``sign`` that its cells may have.
    """

    name: str
    rows: Iterable[Iterable[Value]]
    widths: Sequence[float] = ()
    frozen: tuple[int, int] = (1, 0)
    heights: Mapping[int, float] = field(default_factory=dict)
    is_wide: bool = False
    signs: Sequence[str] = ()


def written_workbook(name: str, rows: Iterable[Iterable[str]]) -> bytes:
    """Write one sheet of text as a workbook; every cell is text, whatever it begins with."""
    return written_sheets([Sheet(name, rows)])


def written_sheets(sheets: Sequence[Sheet]) -> bytes:
    """Write several sheets as a workbook. Rows are asked for once, sheet after sheet."""
    out, styles = BytesIO(), _Styles(sheets)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in _frame(sheets, styles).items():
            with _entry(archive, path) as part:
                part.write((_HEAD + text).encode())
        for number, sheet in enumerate(sheets, start=1):
            with _entry(archive, f"xl/worksheets/sheet{number}.xml") as part:
                for text in _worksheet(sheet, styles, is_first=number == 1):
                    part.write(text.encode())
    return out.getvalue()


def _entry(archive: zipfile.ZipFile, path: str) -> IO[bytes]:
    told = zipfile.ZipInfo(path, _EARLIEST)
    told.compress_type = zipfile.ZIP_DEFLATED
    return archive.open(told, "w", force_zip64=True)


def _worksheet(sheet: Sheet, styles: "_Styles", *, is_first: bool) -> Iterator[str]:
    rows, columns = sheet.frozen
    split = (f' xSplit="{columns}"' if columns else "") + (f' ySplit="{rows}"' if rows else "")
    corner = f"{_letters(columns)}{rows + 1}"
    pane = "bottomRight" if rows and columns else "bottomLeft" if rows else "topRight"
    chosen = ' tabSelected="1"' if is_first else ""
    frozen = f'<pane{split} topLeftCell="{corner}" activePane="{pane}" state="frozen"/>'
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"{chosen}>'
        f"{frozen if split else ''}</sheetView></sheetViews>"
        f"<cols>{_widths(sheet.widths)}</cols><sheetData>"
    )
    some: list[str] = []
    for number, row in enumerate(sheet.rows):
        height = sheet.heights.get(number)
        tall = f' ht="{height}" customHeight="1"' if height else ""
        some.append(f"<row{tall}>{''.join([_cell(value, styles) for value in row])}</row>")
        if len(some) == _ROWS_AT_ONCE:
            yield "".join(some)
            some.clear()
    yield (
        f"{''.join(some)}</sheetData>"
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="{8 if sheet.is_wide else 9}" orientation="landscape" '
        'fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;A　&amp;P／&amp;N</oddFooter></headerFooter></worksheet>"
    )


def _widths(widths: Sequence[float]) -> str:
    told, most = ([*widths, widths[-1]], _ALL_COLUMNS) if widths else ([_WIDTH], _COLUMNS)
    columns = []
    for number, width in enumerate(told, start=1):
        last = most if number == len(told) else number
        columns.append(
            f'<col min="{number}" max="{last}" width="{width:g}" customWidth="1" style="1"/>'
        )
    return "".join(columns)


def _cell(value: Value, styles: "_Styles") -> str:
    style = 0
    if type(value) is Styled:
        style = styles.number(value)
        value = value.value
    if value is None or value == "":
        return f'<c s="{style or 1}"/>'
    if isinstance(value, str):
        kept = escape(_UNWRITABLE.sub("\ufffd", value))
        return f'<c t="inlineStr" s="{style or 1}"><is><t xml:space="preserve">{kept}</t></is></c>'
    if isinstance(value, date):
        return f'<c s="{style or int(Look.DAY)}"><v>{value.toordinal() - _DAY_ZERO}</v></c>'
    look = Look.SHARE if isinstance(value, Decimal) else Look.NUMBER
    return f'<c s="{style or int(look)}"><v>{value}</v></c>'


def _letters(number: int) -> str:
    """Return the name of a column, counted from 0."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


# --- styles -------------------------------------------------------------------------------------

_BLUES: Final = ("F2F6FC", "C9D9F5", "93B4EC", "3B66CF", "0A2E9C")
_SHADES: Final = (Look.SHADE_1, Look.SHADE_2, Look.SHADE_3, Look.SHADE_4, Look.SHADE_5)
_LIGHT_TEXT: Final = (Look.SHADE_4, Look.SHADE_5)
_MIDDLE: Final = '<alignment horizontal="center" vertical="center"/>'
_WRAPPED: Final = '<alignment vertical="top" wrapText="1"/>'
_STANDING: Final = '<alignment horizontal="center" vertical="top" textRotation="255"/>'
_FIRST_FILL: Final = 4
"""Of the blues; before them are nothing, a pattern nobody asks for, gray, and the hatch."""


class _Styles:
    """The styles of a workbook: one a look, and one more for each sign and shade."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        found = dict.fromkeys(sign for sheet in sheets for sign in sheet.signs)
        self.signs = tuple(found)
        first = max(Look) + 1
        pairs = [(sign, look) for sign in self.signs for look in _SHADES]
        self._numbers = {pair: first + place for place, pair in enumerate(pairs)}

    def number(self, cell: Styled) -> int:
        """Return the style of a cell."""
        return self._numbers[cell.sign, cell.look] if cell.sign else int(cell.look)

    @property
    def xml(self) -> str:
        """The part of the file."""
        own = "".join(
            f'<numFmt numFmtId="{_FORMATS + 1 + place}" formatCode="0&quot;{escape(sign)}&quot;"/>'
            for place, sign in enumerate(self.signs)
        )
        blues = "".join(
            f'<fill><patternFill patternType="solid"><fgColor rgb="FF{blue}"/></patternFill>'
            "</fill>"
            for blue in _BLUES
        )
        cells = [*map(_plain_style, Look)]
        cells += [
            _style(
                *(_FORMATS + 1 + place, 2 if look in _LIGHT_TEXT else 0),
                *(_FIRST_FILL + _SHADES.index(look), _MIDDLE),
                border=2,
            )
            for place, _sign in enumerate(self.signs)
            for look in _SHADES
        ]
        line = '<color rgb="FFB4B4B8"/>'
        sides = ("left", "right", "top", "bottom")
        thin = "".join(f'<{one} style="hair">{line}</{one}>' for one in sides)
        broken = "".join(
            f'<{one} style="mediumDashed"><color rgb="FF1A1A1C"/></{one}>' for one in sides
        )
        plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        return (
            f'<styleSheet xmlns="{_MAIN}"><numFmts count="{2 + len(self.signs)}">'
            f'<numFmt numFmtId="{_FORMATS}" formatCode="yyyy\\-mm\\-dd"/>{own}'
            f'<numFmt numFmtId="{_SHARES}" formatCode="0.0%"/></numFmts>'
            '<fonts count="4"><font><sz val="11"/></font><font><b/><sz val="11"/></font>'
            '<font><sz val="11"/><color rgb="FFFFFFFF"/></font><font><b/><sz val="16"/></font>'
            '</fonts><fills count="9"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill>'
            '<fill><patternFill patternType="solid"><fgColor rgb="FFECECEE"/></patternFill></fill>'
            '<fill><patternFill patternType="lightUp"><fgColor rgb="FFB4B4B8"/></patternFill>'
            f"</fill>{blues}</fills>"
            '<borders count="3"><border><left/><right/><top/><bottom/></border>'
            f"<border>{thin}</border><border>{broken}</border></borders>"
            f'<cellStyleXfs count="1">{plain}</cellStyleXfs>'
            f'<cellXfs count="{1 + len(cells)}">{plain}{"".join(cells)}</cellXfs></styleSheet>'
        )


def _plain_style(look: Look) -> str:
    if look in _SHADES:
        font = 2 if look in _LIGHT_TEXT else 0
        return _style(0, font, _FIRST_FILL + _SHADES.index(look), _MIDDLE, border=1)
    return {
        Look.TEXT: _style(49, 0, 0, _WRAPPED),
        Look.HEAD: _style(49, 1, 2, _WRAPPED, border=1),
        Look.UPRIGHT: _style(49, 1, 2, _STANDING, border=1),
        Look.NUMBER: _style(0, 0, 0, '<alignment vertical="top"/>'),
        Look.DAY: _style(_FORMATS, 0, 0, '<alignment horizontal="left" vertical="top"/>'),
        Look.FALLEN: _style(49, 0, 3, _MIDDLE, border=1),
        Look.TITLE: _style(49, 3, 0, '<alignment vertical="center"/>'),
        Look.SHARE: _style(_SHARES, 0, 0, '<alignment vertical="top"/>'),
    }[look]


def _style(number_format: int, font: int, fill: int, alignment: str, *, border: int = 0) -> str:
    return (
        f'<xf numFmtId="{number_format}" fontId="{font}" fillId="{fill}" borderId="{border}" '
        'xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" '
        f'applyAlignment="1">{alignment}</xf>'
    )


# --- the package --------------------------------------------------------------------------------


def _frame(sheets: Sequence[Sheet], styles: _Styles) -> dict[str, str]:
    """Return what a workbook consists of besides its sheets."""
    part = "application/vnd.openxmlformats-package.relationships+xml"
    names = _names(sheets)
    numbers = range(1, len(sheets) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for n in numbers
    )
    tabs = "".join(
        f'<sheet name="{_quoted(name)}" sheetId="{n}" r:id="r{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    titles = "".join(map(_print_titles, range(len(sheets)), names, sheets))
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{part}"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>{parts}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>',
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(("worksheet", f"worksheets/sheet{n}.xml") for n in numbers),
                ("styles", "styles.xml"),
            ]
        ),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        f"<sheets>{tabs}</sheets><definedNames>{titles}</definedNames></workbook>",
        "xl/styles.xml": styles.xml,
    }


def _names(sheets: Iterable[Sheet]) -> list[str]:
    """Return names that Excel takes: short, without marks, each once."""
    found: list[str] = []
    for number, one in enumerate(sheets, start=1):
        name = _NAME.sub(" ", _UNWRITABLE.sub(" ", one.name)).strip("' ")[:_LONGEST_NAME]
        if not name or name.casefold() in {each.casefold() for each in found}:
            tail = f" {number}"
            name = name[: _LONGEST_NAME - len(tail)] + tail
        found.append(name)
    return found


def _print_titles(place: int, name: str, sheet: Sheet) -> str:
    """Return what is printed on every page of a sheet: the rows and columns that are frozen."""
    rows, columns = sheet.frozen
    tab = "'" + name.replace("'", "''") + "'"
    told = [f"{tab}!$A:${_letters(columns - 1)}"] if columns else []
    told += [f"{tab}!$1:${rows}"] if rows else []
    if not told:
        return ""
    return (
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">'
        f"{escape(','.join(told))}</definedName>"
    )


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;"})


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'

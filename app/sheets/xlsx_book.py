"""Several tables of text and numbers → one Excel workbook (.xlsx), the same bytes each time. Pure.

Source:
    ECMA-376, part 1, 18.3 (worksheets) and 18.8 (styles); part 2 (packages).
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME: Final = 31
_TEXT, _TITLE, _HEADING, _WHOLE, _SHARE = 1, 2, 3, 4, 5

Value = str | int | Decimal
"""Text, a whole number, or a share between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a title and notes above it; every text is text, whatever it begins with.

    Attributes:
        name: Of the sheet; made to fit, and unlike the others.
        title: Above everything.
        notes: Lines below the title.
        heads: The headings of the columns.
        rows: The cells below them.
        widths: Of the columns, in characters; the last one holds for those after it.
    """

    name: str
    title: str
    notes: Sequence[str]
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]
    widths: Sequence[int] = (28, 14)


def written_book(sheets: Sequence[Sheet]) -> bytes:
    """Write sheets as a workbook. There has to be one at least."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in _parts(sheets):
            archive.writestr(zipfile.ZipInfo(path, _EARLIEST), _HEAD + text)
    return out.getvalue()


def _parts(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(sheets) + 1)
    part = "application/vnd.openxmlformats-package.relationships+xml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for n in numbers
    )
    yield (
        "[Content_Types].xml",
        (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="{part}"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
            f'{overrides}<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
            "</Types>"
        ),
    )
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    links = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*links, ("styles", "styles.xml")])
    listed = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{n}" r:id="r{n}"/>'
        for n, name in enumerate(_names(sheets), start=1)
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
    )
    yield "xl/styles.xml", _styles()
    for n, sheet in zip(numbers, sheets, strict=True):
        yield f"xl/worksheets/sheet{n}.xml", _sheet(sheet)


def _names(sheets: Iterable[Sheet]) -> list[str]:
    """Return names that Excel takes: short, without marks, each once."""
    found: list[str] = []
    for n, one in enumerate(sheets, start=1):
        name = _NO_NAME.sub(" ", _UNWRITABLE.sub(" ", one.name)).strip("' ")[:_LONGEST_NAME]
        taken = {each.casefold() for each in found}
        if not name or name.casefold() in taken:
            tail = f" {n}"
            name = name[: _LONGEST_NAME - len(tail)] + tail
        found.append(name)
    return found


def _sheet(sheet: Sheet) -> str:
    above = len(sheet.notes) + 2
    widths = list(sheet.widths)
    columns = max(len(sheet.heads), 1)
    cols = "".join(
        f'<col min="{n}" max="{n}" width="{widths[min(n, len(widths)) - 1]}" customWidth="1"/>'
        for n in range(1, columns + 1)
    )
    rows = [
        _row([sheet.title], _TITLE),
        *(_row([note], 0) for note in sheet.notes),
        _row(sheet.heads, _HEADING),
        *(_row(one, _TEXT) for one in sheet.rows),
    ]
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{above}" '
        f'topLeftCell="A{above + 1}" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{cols}</cols><sheetData>{''.join(rows)}</sheetData>"
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _row(cells: Iterable[Value], style: int) -> str:
    return f"<row>{''.join(_cell(one, style) for one in cells)}</row>"


def _cell(value: Value, style: int) -> str:
    if isinstance(value, Decimal):
        return f'<c s="{_SHARE}"><v>{value}</v></c>'
    if isinstance(value, int):
        return f'<c s="{_WHOLE}"><v>{value}</v></c>'
    kept = escape(_UNWRITABLE.sub("\ufffd", value))
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{kept}</t></is></c>'


def _styles() -> str:
    """Return the styles: 1 text, 2 title, 3 heading, 4 whole number, 5 share."""
    lines = "".join(
        f'<{side} style="hair"><color rgb="FF949494"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    wrap = '<alignment vertical="top" wrapText="1"/>'
    common = 'xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"'
    formats = "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" {common} '
        f'applyAlignment="1">{align}</xf>'
        for number, font, fill, border, align in (
            (0, 0, 0, 0, '<alignment vertical="top"/>'),
            (49, 0, 0, 1, wrap),
            (49, 2, 0, 0, '<alignment vertical="center"/>'),
            (49, 1, 2, 1, wrap),
            (3, 0, 0, 1, '<alignment vertical="top"/>'),
            (164, 0, 0, 1, '<alignment vertical="top"/>'),
        )
    )
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
        '<numFmt numFmtId="164" formatCode="0.0%"/></numFmts><fonts count="3">'
        '<font><sz val="11"/></font><font><b/><sz val="11"/></font><font><b/><sz val="14"/></font>'
        '</fonts><fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
        '<fgColor rgb="FFE8F1FE"/></patternFill></fill></fills><borders count="2">'
        f"<border><left/><right/><top/><bottom/></border><border>{lines}</border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="6">{formats}</cellXfs></styleSheet>'
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'

"""HTML of any kind → blocks of runs. Pure; what it does not know gives its text and no more."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from lxml import etree

from app.authoring.pasting.limits import LONGEST
from app.authoring.pasting.lines import BREAK, SPACE, address_of, fit, tidy
from app.authoring.pasting.shapes import (
    PLAIN,
    Block,
    Code,
    Item,
    LeftOut,
    List,
    Paragraph,
    PastingFault,
    Quote,
    Run,
    Runs,
    Style,
    Table,
    Unpasted,
)
from app.catalog.content import is_safe_url

MOST_COLUMNS: Final = 12
MOST_ROWS: Final = 300
DEEPEST_LIST: Final = 3
MOST_NAMED: Final = 50

_LIST_OF_WORD: Final = re.compile(r"mso-list:\s*l\d+\s+level(\d+)")
_NUMBERED: Final = re.compile(r"\(?(?:[0-9０-９①-⑳]|[a-zA-Z]{1,4}[.)．）])")
_BOLD: Final = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_LIGHT: Final = re.compile(r"font-weight:\s*(?:normal|[1-5]00)")
_ITALIC: Final = re.compile(r"font-style:\s*(?:italic|oblique)")
_HIDDEN: Final = re.compile(r"display:\s*none|mso-hide:\s*all|mso-element:\s*comment")

_GONE: Final[Mapping[str, LeftOut | None]] = {
    **dict.fromkeys(("script", "noscript", "template", "applet"), LeftOut.SCRIPT),
    **dict.fromkeys(("iframe", "frame", "object", "embed", "audio", "video"), LeftOut.FRAME),
    **dict.fromkeys(("svg", "math", "canvas", "map"), LeftOut.DRAWING),
    **dict.fromkeys(("input", "button", "select", "textarea", "option"), LeftOut.FIELD),
    **dict.fromkeys(("del",), LeftOut.DELETED),
    **dict.fromkeys(("style", "title", "meta", "link", "xml", "rp", "col"), None),
}
"""Elements that go with all that is in them → what that is called; None where nobody wrote it."""

_DECORATING: Final = {"u", "s", "strike", "sub", "sup"}
_BOLD_TAGS: Final = {"b", "strong"}
_ITALIC_TAGS: Final = {"i", "em", "cite", "var"}
_CODE_TAGS: Final = {"code", "kbd", "samp", "tt"}
_INLINE: Final = {
    *(*_DECORATING, *_BOLD_TAGS, *_ITALIC_TAGS, *_CODE_TAGS),
    *("span", "a", "font", "small", "big", "ins", "mark", "abbr", "label", "q", "time", "bdi"),
    *("rb", "o:p", "st1:personname", "nobr", "wbr", "dfn", "data"),
}
"""Elements within a line; any other one begins and ends one."""


@dataclass(frozen=True, slots=True)
class Read:
    """HTML as it was read."""

    blocks: tuple[Block, ...]
    left_out: Counter[LeftOut]
    named: tuple[tuple[LeftOut, str], ...]


def read_html(html: str) -> Read:
    """Read HTML, whatever it is.

    Raises:
        Unpasted: Not all of it could be read, or it is too long.
    """
    reader = _Reader()
    root = _parsed(html)
    if root is not None:
        length = sum(map(_length, root.iter()))
        if length > LONGEST:
            raise Unpasted(PastingFault.TOO_LONG, length)
        reader.inside(root, PLAIN)
    reader.end_line()
    return Read(tuple(reader.blocks), reader.left_out, tuple(reader.named))


def _length(element: Any) -> int:  # noqa: ANN401  lxml ships no types
    own = 0 if element.tag in _GONE else len((element.text or "").strip())
    return own + len((element.tail or "").strip())


def _parsed(html: str) -> Any:  # noqa: ANN401
    parser = etree.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, encoding="utf-8"
    )
    try:
        # of a zero the parser would make a sign that nobody typed
        root = etree.fromstring(html.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, TypeError):  # nothing in it at all
        return None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise Unpasted(PastingFault.TOO_DEEP)
    return root


@dataclass(slots=True)
class _Reader:
    blocks: list[Block] = field(default_factory=list)
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    named: list[tuple[LeftOut, str]] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    lists: int = 0
    in_cell: bool = False

    def leave_out(self, what: LeftOut, name: str = "") -> None:
        """Count what is left out, with the words or the address by which it can be found."""
        self.left_out[what] += 1
        if name.strip() and len(self.named) < MOST_NAMED:
            self.named.append((what, name.strip()[:120]))

    # -- lines ------------------------------------------------------------------------------------

    def text(self, text: str | None, style: Style) -> None:
        if text:
            self.runs.append(Run(fit(text), style))

    def end_line(self, level: int = 0) -> None:
        """End the paragraph or heading that is being read, if anything stands in it."""
        runs = tidy(self.runs)
        self.runs = []
        if runs:
            self.blocks.append(Paragraph(runs, level))

    def apart(self, element: Any) -> "_Reader":  # noqa: ANN401
        """Read what is in an element by itself, and count what is left out of it here."""
        other = _Reader(
            left_out=self.left_out, named=self.named, lists=self.lists, in_cell=self.in_cell
        )
        other.inside(element, PLAIN)
        return other

    # -- elements ---------------------------------------------------------------------------------

    def inside(self, element: Any, style: Style) -> None:  # noqa: ANN401
        self.text(element.text, style)
        for child in element:
            self.element(child, style)
            self.text(child.tail, style)

    def element(self, element: Any, style: Style) -> None:  # noqa: ANN401
        tag = element.tag if isinstance(element.tag, str) else "rp"
        if tag in _GONE:
            what = _GONE[tag]
            if what is not None:
                self.leave_out(what)
        elif _HIDDEN.search(element.get("style", "")):
            self.leave_out(LeftOut.NOTE)
        elif tag in _ELEMENTS:
            _ELEMENTS[tag](self, element, style)
        elif tag in _INLINE:
            self.within_line(tag, element, style)
        else:
            self.end_line()
            self.inside(element, style)
            self.end_line()

    def within_line(self, tag: str, element: Any, style: Style) -> None:  # noqa: ANN401
        css = element.get("style", "")
        if "mso-list:ignore" in css.lower().replace(" ", ""):
            return
        if tag in _DECORATING or "text-decoration:line-through" in css.replace(" ", ""):
            self.leave_out(LeftOut.DECORATION)
        bold = style.bold or tag in _BOLD_TAGS or bool(_BOLD.search(css))
        italic = style.italic or tag in _ITALIC_TAGS or bool(_ITALIC.search(css))
        style = replace(
            style,
            bold=bold and not _LIGHT.search(css),
            italic=italic,
            code=style.code or tag in _CODE_TAGS,
        )
        self.inside(element, style)

    def link(self, element: Any, style: Style) -> None:  # noqa: ANN401
        href = address_of(element.get("href", ""))
        if href and not is_safe_url(href):
            self.leave_out(LeftOut.LINK, href)
            href = ""
        self.within_line("a", element, replace(style, href=href or style.href))

    def picture(self, element: Any, _style: Style) -> None:  # noqa: ANN401
        self.leave_out(LeftOut.PICTURE, element.get("alt", ""))

    def line_end(self, _element: Any, style: Style) -> None:  # noqa: ANN401
        self.runs.append(Run(BREAK, style))

    def rule(self, _element: Any, _style: Style) -> None:  # noqa: ANN401
        self.end_line()
        self.leave_out(LeftOut.RULE)

    def ruby(self, element: Any, style: Style) -> None:  # noqa: ANN401
        kana = "".join("".join(rt.itertext()) for rt in element.iter("rt"))
        for aside in list(element.iter("rt", "rp")):
            aside.text, rest = "", list(aside)
            for child in rest:
                aside.remove(child)
        word = SPACE.sub("", fit("".join(element.itertext())))
        self.runs.append(Run(word, style, SPACE.sub("", fit(kana))))

    def heading(self, element: Any, _style: Style) -> None:  # noqa: ANN401
        self.end_line()
        self.inside(element, PLAIN)
        self.end_line(int(element.tag[1]))

    def paragraph(self, element: Any, style: Style) -> None:  # noqa: ANN401
        self.end_line()
        self.inside(element, style)
        found = _LIST_OF_WORD.search(element.get("style", "").lower())
        name = element.get("class", "")
        if found and not self.in_cell:
            runs, self.runs = tidy(self.runs), []
            if runs:
                self.blocks.append(Item(runs, int(found.group(1)), _is_numbered(element)))
        else:
            self.end_line(1 if name.startswith("MsoTitle") else 0)

    def code(self, element: Any, _style: Style) -> None:  # noqa: ANN401
        self.end_line()
        text = fit("".join(element.itertext()))
        if text.strip():
            self.blocks.append(Code(text.strip("\n")))

    def quote(self, element: Any, _style: Style) -> None:  # noqa: ANN401
        self.end_line()
        self.blocks.append(Quote(self._blocks_in(element)))

    def listing(self, element: Any, _style: Style) -> None:  # noqa: ANN401
        self.end_line()
        if self.lists == DEEPEST_LIST:
            self.leave_out(LeftOut.DEEP_LIST)
        self.lists += 1
        items: list[tuple[Block, ...]] = []
        for child in element:
            if child.tag in {"ul", "ol"} and items:  # as Google Docs writes a list in a list
                items[-1] += self._blocks_in_list(child)
            elif isinstance(child.tag, str):
                items.append(self._blocks_in(child))
        self.lists -= 1
        kept = tuple(item for item in items if item)
        if kept and self.lists < DEEPEST_LIST:
            self.blocks.append(List(element.tag == "ol", kept))
        else:
            self.blocks += [block for item in kept for block in item]

    def _blocks_in_list(self, element: Any) -> tuple[Block, ...]:  # noqa: ANN401
        other = _Reader(
            left_out=self.left_out, named=self.named, lists=self.lists, in_cell=self.in_cell
        )
        other.listing(element, PLAIN)
        return tuple(other.blocks)

    def _blocks_in(self, element: Any) -> tuple[Block, ...]:  # noqa: ANN401
        other = self.apart(element)
        other.end_line()
        return tuple(other.blocks)

    # -- tables -----------------------------------------------------------------------------------

    def table(self, element: Any, style: Style) -> None:  # noqa: ANN401
        if self.in_cell:
            self.leave_out(LeftOut.TABLE_IN_TABLE)
            self.inside(element, style)
            return
        self.end_line()
        found = [row for row in element.iter("tr") if _table_of(row) is element][:MOST_ROWS]
        if sum(len(_cells(row)) for row in found) <= 1:  # a frame around text, as Word draws them
            self.inside(element, style)
            self.end_line()
            return
        rows = [row for row in map(self._row, found) if any(row)]
        width = max(map(len, rows), default=0)
        empty: tuple[Runs, ...] = ((),) * width
        if rows:
            self.blocks.append(Table(tuple((row + empty)[:width] for row in rows)))

    def _row(self, row: Any) -> tuple[Runs, ...]:  # noqa: ANN401
        cells: list[Runs] = []
        for cell in _cells(row):
            wide = _count(cell.get("colspan"))
            if wide > 1 or _count(cell.get("rowspan")) > 1:
                self.leave_out(LeftOut.MERGED_CELLS)
            cells += (self._cell(cell), *([()] * (wide - 1)))
        return tuple(cells[:MOST_COLUMNS])

    def _cell(self, cell: Any) -> Runs:  # noqa: ANN401
        other = _Reader(left_out=self.left_out, named=self.named, lists=self.lists, in_cell=True)
        other.inside(cell, PLAIN)
        other.end_line()
        parts = list(_lines_of(other.blocks))
        runs = [run for n, part in enumerate(parts) for run in ([Run(" ")] * bool(n) + [*part])]
        if len(parts) > 1 or any("\n" in run.text for run in runs):
            self.leave_out(LeftOut.BREAKS_IN_CELLS)
        return tidy(replace(run, text=run.text.replace("\n", " ")) for run in runs)


_Take = Callable[[_Reader, Any, Style], None]
_ELEMENTS: Final[Mapping[str, _Take]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _Reader.heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _Reader.listing),
    "a": _Reader.link,
    "img": _Reader.picture,
    "br": _Reader.line_end,
    "hr": _Reader.rule,
    "ruby": _Reader.ruby,
    "p": _Reader.paragraph,
    "pre": _Reader.code,
    "blockquote": _Reader.quote,
    "table": _Reader.table,
}


def _table_of(row: Any) -> Any:  # noqa: ANN401
    return next(row.iterancestors("table"), None)


def _cells(row: Any) -> list[Any]:  # noqa: ANN401
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _count(written: str | None) -> int:
    is_number = written is not None and written.isascii() and written.isdecimal()
    return min(int(written or 1), MOST_COLUMNS) if is_number and len(written or "") < 4 else 1  # noqa: PLR2004


def _lines_of(blocks: Iterable[Block]) -> Iterable[Runs]:
    """Return the lines of what stands in a cell, of whatever it is made."""
    for block in blocks:
        match block:
            case Paragraph(runs) | Item(runs):
                yield runs
            case Code(text):
                yield (Run(text),)
            case Quote(inner):
                yield from _lines_of(inner)
            case List(_, items):
                yield from (line for item in items for line in _lines_of(item))
            case Table(rows):
                yield from (cell for row in rows for cell in row)


def _is_numbered(element: Any) -> bool:  # noqa: ANN401
    """Whether Word writes a number before an item, and no bullet."""
    for span in element.iter("span"):
        if "mso-list:ignore" in span.get("style", "").lower().replace(" ", ""):
            return bool(_NUMBERED.match("".join(span.itertext()).strip()))
    return False

"""Text of which the form knows more: a heading, a picture, a table. Pure."""

import re
from typing import Final

from app.authoring.forms.tree import Listing, Part, Slot, Tree, Values
from app.authoring.forms.writing import UNWANTED, one_line

_HEADING: Final = re.compile(r"(#{2,4})([ \t]+)(\S.*)")
_PICTURE: Final = re.compile(r"(!\[)((?:[^\[\]\\]|\\.)*)(\]\()([^\s()<>]*)(\)[ \t]*)")
RULE: Final = re.compile(r"[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*")
"""The line below the head of a table."""

_LINE: Final = re.compile(r"([ \t]*)\|(.*)\|([ \t]*)")
_BAR: Final = re.compile(r"(\{[^{}|\n\\]*\|[^{}\n\\]*\})|\|")
_READING_OR_BAR: Final = re.compile(r"\{[^{}|\n\\]*\|[^{}\n\\]*\}|(?<!\\)\|")


def heading_tree(text: str) -> Tree | None:
    """Return the pieces of a heading: how large it is, and what it says."""
    match = None if UNWANTED.search(text) else _HEADING.fullmatch(text)
    if match is None:
        return None
    mark, blanks, said = match.groups()
    level = Slot("level", mark, mark, str, one_line)
    return Tree((level, blanks, Slot("text", said, said, str, one_line)))


def picture_tree(text: str) -> Tree | None:
    """Return the pieces of a picture that stands alone: its file, and what is to be seen."""
    match = None if UNWANTED.search(text) else _PICTURE.fullmatch(text)
    if match is None:
        return None
    opening, alt, middle, src, closing = match.groups()
    said = Slot("alt", alt, re.sub(r"\\([\[\]\\])", r"\1", alt), _bracketed, one_line)
    return Tree((opening, said, middle, Slot("src", src, src, str, one_line), closing))


def _bracketed(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", text)


def table_tree(text: str) -> Tree | None:
    """Return the pieces of a table: the cells of its head, and its rows."""
    lines = text.split("\n")
    if len(lines) < 2 or not RULE.fullmatch(lines[1]) or UNWANTED.search(text):  # noqa: PLR2004  its head
        return None
    if "`" in text and "{" in text:  # in code, braces are no reading
        return None
    count = lines[1].count("|") - 1
    rows = [_cells(line, count, "h" if n == 0 else "c") for n, line in enumerate(lines)]
    head, body = rows[0], [row for n, row in enumerate(rows) if n > 1]
    if head is None or any(row is None for row in body):
        return None
    listing = Listing(
        "rows",
        tuple(Tree(row) for row in body if row is not None),
        tuple("\n" for _ in body),
        lambda row: _row(row, count),
        lambda _: "\n",
    )
    tree = Tree((*head, "\n", lines[1], listing))
    return tree if tree.text == text else None


def _row(row: Values, count: int) -> str:
    cells = (_barred(one_line(row.said.get(f"c{n}", ""))) for n in range(count))
    return f"| {' | '.join(cells)} |"


def _cells(line: str, count: int, stem: str) -> tuple[Part, ...] | None:
    """Return the pieces of a line of a table; None when it has not as many cells."""
    if not _LINE.fullmatch(line):
        return None
    before, cells, after = cells_of(line)
    if len(cells) != count:
        return None
    parts: list[Part] = [before]
    for number, cell in enumerate(cells):
        said = cell.strip()
        start = cell.index(said) if said else len(cell[:1])
        value = said.replace("\\|", "|")
        parts += ["|" + cell[:start], Slot(f"{stem}{number}", said, value, _barred, one_line)]
        parts.append(cell[start + len(said) :])
    return (*parts, "|" + after)


def cells_of(line: str) -> tuple[str, list[str], str]:
    """Return what stands before a line of a table, its cells with their blanks, and the rest.

    Raises:
        ValueError: It is no such line.
    """
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(line)
    before, inside, after = match.groups()
    cells, at = [], 0
    for bar in _READING_OR_BAR.finditer(inside):
        if bar.group() == "|":
            cells.append(inside[at : bar.start()])
            at = bar.end()
    cells.append(inside[at:])
    return before, cells, after


def _barred(text: str) -> str:
    """Return a text in which no bar ends a cell; those of readings stay."""
    return _BAR.sub(lambda match: match.group(1) or "\\|", text)


def columns(tree: Tree) -> int:
    """Return how many columns a table has."""
    return sum(name.startswith("h") for name in tree.slots)

"""Text, and the blocks that hold text, as pieces. Pure."""

import re
from collections.abc import Sequence
from typing import Final

from app.authoring.forms.opening import CLOSING, opening_parts
from app.authoring.forms.source import read_block
from app.authoring.forms.tree import Listing, Part, Tree, Values
from app.authoring.forms.writing import (
    PAGE,
    PROSE,
    UNWANTED,
    Guard,
    line_slot,
    one_line,
    prose_slot,
    run_on_slot,
)
from app.catalog.sources.lesson import TEXT_DIRECTIVES

_TURN: Final = re.compile(r"([-*+] +\*\*)([^*]+)(\*\*[ 　]*)(\S.*)")
_BELOW: Final = Guard(re.compile(r"(?!)"))


def text_tree(text: str) -> Tree | None:
    """Return paragraphs, lists and whatever else stands on the page, as one text."""
    if UNWANTED.search(text):
        return None
    slot = prose_slot("text", text.split("\n"), PAGE)
    written = slot.write

    def write(value: str) -> str:
        return written(value).removesuffix("\n")

    return Tree((type(slot)("text", text, slot.value, write, slot.clean),))


def box_tree(text: str, kind: str) -> Tree | None:
    """Return the pieces of a block that holds one text, such as a callout or a video."""
    inside = _inside(text, kind)
    if inside is None:
        return None
    opening, lines, closing = inside
    first = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    after = next((n for n in range(len(lines), first, -1) if lines[n - 1].strip()), first)
    body = prose_slot(
        "text", lines[first:after], PROSE, lead="".join(f"{x}\n" for x in lines[:first])
    )
    return _whole(text, (*opening, body, "".join(f"{x}\n" for x in lines[after:]) + closing))


def turns_tree(text: str, kind: str) -> Tree | None:
    """Return the pieces of a dialogue or timeline: rows of a name and what follows it."""
    inside = _inside(text, kind)
    if inside is None:
        return None
    opening, lines, closing = inside
    trees, gaps, gap, at = [], [], "", 0
    while at < len(lines):
        line = lines[at]
        at += 1
        match = _TURN.fullmatch(line)
        if match is None:
            if line.strip():
                return None
            gap += f"{line}\n"
            continue
        more = []
        while at < len(lines) and lines[at].startswith("  ") and lines[at].strip():
            more.append(lines[at])
            at += 1
        mark, name, middle, first = match.groups()
        said = run_on_slot("text", "\n".join([first, *more]), indent="  ", guard=_BELOW)
        trees.append(Tree((mark, line_slot("name", name, name), middle, said, "\n")))
        gaps.append(gap)
        gap = ""
    rows = Listing("turns", tuple(trees), tuple(gaps), _fresh_turn, lambda _: "")
    return _whole(text, (*opening, rows, gap + closing))


def _fresh_turn(row: Values) -> str:
    said = run_on_slot("text", "", indent="  ", guard=_BELOW)
    return f"- **{one_line(row.said.get('name', ''))}** {said.written(row.said.get('text', ''))}\n"


def _inside(text: str, kind: str) -> tuple[tuple[Part, ...], Sequence[str], str] | None:
    """Return the pieces of the opening line, the lines inside, and the closing line."""
    read = read_block(text)
    if read is None or read.block.kind != kind or not CLOSING.fullmatch(read.lines[-1]):
        return None
    opening = opening_parts(read.lines[0], tuple(TEXT_DIRECTIVES[kind]))
    return None if opening is None else (opening, read.lines[1:-1], read.lines[-1])


def _whole(text: str, parts: tuple[Part, ...]) -> Tree | None:
    tree = Tree(parts)
    return tree if tree.text == text else None

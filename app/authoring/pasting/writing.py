"""Blocks of runs → the Markdown of a course, read once by the compiler that publishes it. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from app.authoring.blanks import QUESTION_STEM
from app.authoring.pasting.escaping import code_span, escaped, fenced, heading_end, line_start
from app.authoring.pasting.shapes import (
    PLAIN,
    Block,
    Code,
    Item,
    LeftOut,
    List,
    Paragraph,
    Question,
    Quote,
    Run,
    Runs,
    Table,
)
from app.catalog.markdown import Compiled, compile_blocks, compile_line
from app.i18n.notation import KANA, read_word
from app.itembanks.interchange.asked import Asked
from app.itembanks.interchange.source import written as question_written

_EDGE: Final = re.compile(r"^[\W_]*|[\W_]*$")
"""What stands at the edge of emphasized words and would keep it from opening or closing."""

_DOT: Final = re.compile(r"[・●○◯■□◆◇▪•·]\s*")
_KANA: Final = re.compile(rf"[{KANA}]+(?:\|[{KANA}]+)*")
_HIGHEST, _LOWEST = 2, 4


def written(blocks: Iterable[Block]) -> tuple[str, Counter[LeftOut]]:
    """Write blocks as Markdown.

    Returns:
        The Markdown, and what else had to be left out of it.
    """
    writer = _Writer()
    found = _leveled(_with_dots(_listed(blocks)))
    return "\n\n".join(writer.block(block) for block in found), writer.left_out


@dataclass(slots=True)
class _Writer:
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    depth: int = 0
    questions: int = 0

    def block(self, block: Block) -> str:  # noqa: C901  one case for each kind of block
        match block:
            case Paragraph(runs, level) if level and not self.depth:
                text = "#" * level + " " + heading_end(self.line(_of_heading(runs)))
            case Paragraph(runs) | Item(runs):
                text = self.paragraph(runs)
            case Code(code) if not self.depth:
                text = fenced(code)
            case Code(code):  # a fence that is set in would not keep the notation of readings out
                text = self.paragraph((Run(code.strip()),))
            case List(ordered, items):
                self.depth += 1
                text = self.list(items, ordered=ordered)
                self.depth -= 1
            case Quote(inner):
                self.depth += 1
                text = _quoted("\n\n".join(self.block(one) for one in inner))
                self.depth -= 1
            case Table(rows):
                text = self.table(rows)
            case Question(asked):
                text = self.question(asked)
        return text

    def question(self, asked: Asked) -> str:
        self.questions += 1
        return question_written(asked, f"{QUESTION_STEM}-{self.questions}").rstrip()

    def paragraph(self, runs: Runs) -> str:
        return self._proved(runs, _lines, compile_blocks)

    def line(self, runs: Runs) -> str:
        return self._proved(runs, _line, compile_line)

    def list(self, items: tuple[tuple[Block, ...], ...], *, ordered: bool) -> str:
        written_items = []
        for number, item in enumerate(items, start=1):
            mark = f"{number}. " if ordered else "- "
            inner = "\n".join(self._in_item(item))
            first, *rest = inner.split("\n")
            pad = " " * len(mark)
            written_items.append(
                "\n".join([mark + first, *(pad + line if line else "" for line in rest)])
            )
        return "\n".join(written_items)

    def _in_item(self, item: tuple[Block, ...]) -> Iterator[str]:
        for n, block in enumerate(item):
            if n and not isinstance(block, List):
                yield ""
            yield self.block(block)

    def table(self, rows: tuple[tuple[Runs, ...], ...]) -> str:
        lines = ["| " + " | ".join(self.line(cell) for cell in row) + " |" for row in rows]
        return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])

    def _proved(
        self, runs: Runs, write: Callable[[Runs], str], read: Callable[[str], Compiled]
    ) -> str:
        """Write runs so that they read as what they are: with emphasis, or else without it."""
        text = write(runs)
        if _reads_as(read(text), runs):
            return text
        self.left_out[LeftOut.EMPHASIS] += 1
        return write(tuple(replace(run, style=PLAIN) for run in runs))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _reads_as(compiled: Compiled, runs: Runs) -> bool:
    said = "".join(run.text for run in runs)
    is_whole = "".join(compiled.prose.plain.split()) == "".join(said.split())
    return is_whole and not compiled.problems


# -- lines ----------------------------------------------------------------------------------------


def _lines(runs: Runs) -> str:
    """Write a paragraph; a line end that was meant is one."""
    lines = _line(runs).split("\n")
    return "\\\n".join(line_start(line) for line in lines if line.strip())


def _of_heading(runs: Runs) -> Runs:
    """Return the text of a heading: one line, and not bold once more."""
    return tuple(
        replace(run, text=run.text.replace("\n", " "), style=replace(run.style, bold=False))
        for run in runs
    )


def _line(runs: Runs) -> str:
    linked = groupby(runs, key=lambda run: run.style.href)
    return "".join(_link(href, tuple(group)) for href, group in linked)


def _link(href: str, runs: Runs) -> str:
    text = "".join(_run(run) for run in runs)
    if not href or not text.strip():
        return text
    address = href.replace("&", "&amp;") if re.search(r"&#?\w+;", href) else href
    return f"[{text}](<{address}>)" if re.search(r"[()]", address) else f"[{text}]({address})"


def _run(run: Run) -> str:
    if run.kana and _is_reading(run):
        return f"{{{run.text}|{run.kana}}}"
    if "\n" in run.text:
        parts = run.text.split("\n")
        return "\n".join(_run(replace(run, text=part)) if part else "" for part in parts)
    style = run.style
    if style.code:
        return code_span(run.text)
    mark = "**" if style.bold else "*" if style.italic else ""
    if not mark:
        return escaped(run.text)
    words = _EDGE.sub("", run.text)
    if not words:
        return escaped(run.text)
    before, after = run.text.split(words, 1)
    return escaped(before) + mark + escaped(words) + mark + escaped(after)


def _is_reading(run: Run) -> bool:
    if re.search(r"[{}|\\\n]", run.text) or not _KANA.fullmatch(run.kana):
        return False
    return not isinstance(read_word(run.text, run.kana), str)


# -- blocks ---------------------------------------------------------------------------------------


def _listed(blocks: Iterable[Block]) -> Iterator[Block]:
    """Make lists of items that are written as paragraphs."""
    for is_item, group in groupby(blocks, key=lambda block: isinstance(block, Item)):
        found = list(group)
        if is_item:
            yield from _lists_of([one for one in found if isinstance(one, Item)], 1)
        else:
            yield from found


def _lists_of(items: list[Item], depth: int) -> Iterator[Block]:
    """Nest items by their depth; one that begins deeper than any before it stands where it can."""
    at = 0
    while at < len(items):
        ordered, own = items[at].ordered, list[tuple[Block, ...]]()
        while at < len(items) and (items[at].depth > depth or items[at].ordered == ordered):
            first, at = at, at + 1
            while at < len(items) and items[at].depth > max(depth, items[first].depth):
                at += 1
            below = items[first + 1 : at]
            inner = tuple(_lists_of(below, depth + 1)) if depth < _LOWEST - 1 else ()
            flat = () if inner or not below else tuple(Paragraph(one.runs) for one in below)
            own.append((Paragraph(items[first].runs), *inner, *flat))
        yield List(ordered, tuple(own))


def _with_dots(blocks: Iterable[Block]) -> Iterator[Block]:
    """Make a list of paragraphs that begin with a dot, as people type them."""
    for is_dotted, group in groupby(blocks, key=_is_dotted):
        found = list(group)
        if is_dotted:
            runs = [one.runs for one in found if isinstance(one, Paragraph)]
            yield List(ordered=False, items=tuple((Paragraph(_undotted(one)),) for one in runs))
        else:
            yield from found


def _is_dotted(block: Block) -> bool:
    if not isinstance(block, Paragraph) or block.level or not block.runs:
        return False
    match = _DOT.match(block.runs[0].text)
    return match is not None and len(match.group()) < len(block.runs[0].text)


def _undotted(runs: Runs) -> Runs:
    return (replace(runs[0], text=_DOT.sub("", runs[0].text, count=1)), *runs[1:])


def _leveled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Bring headings to the levels that a lesson has: the highest one found becomes ``##``."""
    found = list(blocks)
    levels = sorted({b.level for b in found if isinstance(b, Paragraph) and b.level})
    for block in found:
        if isinstance(block, Paragraph) and block.level:
            level = min(_HIGHEST + levels.index(block.level), _LOWEST)
            yield replace(block, level=level)
        else:
            yield block

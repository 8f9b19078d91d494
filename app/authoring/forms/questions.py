"""A question's text as pieces. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.authoring.forms.opening import CLOSING, opening_parts
from app.authoring.forms.source import Read, read_block
from app.authoring.forms.texts import picture_tree
from app.authoring.forms.tree import KEY_NAME, Listing, Part, Slot, Tree, Values
from app.authoring.forms.writing import (
    PROSE,
    Guard,
    flush_lines,
    indented_slot,
    line_slot,
    one_line,
    prose_slot,
    quote_slot,
    run_on_slot,
    ticked,
)
from app.catalog.sources.course import OptionSource, Passage, QuestionSource
from app.catalog.sources.lesson import attributes_of
from app.items.item import Writing
from app.items.kinds import KINDS

SWITCHED: Final = ("choice", "multiple-response")
"""Kinds that are written alike, so that an author may turn one into the other."""

_ASKED: Final = "::: likert #q\n:::\n\n"
"""A question to stand before an ``easy`` block, which is read as saying that one anew."""

_BULLET: Final = r"[-*+](?:[ \t]|\Z)"
_NEARLY_TASK: Final = r"[-*+]\s*\[[^\]]{0,2}\](?!\()"
_HINT: Final = r"> ?\[!TIP\]"
_ITEMS: Final = r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]|\Z)"
_PROMPT: Final[dict[Writing | None, str]] = {
    None: rf"{_ITEMS}|{_HINT}",
    Writing.TASKS: rf"{_NEARLY_TASK}|{_HINT}",
    Writing.AREAS: rf"{_NEARLY_TASK}|{_HINT}",
    Writing.STEPS: rf"\d{{1,9}}[.)](?:[ \t]|\Z)|{_HINT}",
    Writing.PLAIN: rf"{_BULLET}|{_HINT}",
    Writing.GROUPS: rf"{_BULLET}|{_HINT}",
    Writing.GAPS: rf"{_BULLET}|{_NEARLY_TASK}|{_HINT}",
}
"""How no line of a prompt may begin; inside of a code fence neither."""

_BELOW: Final = Guard(re.compile(rf">|{_BULLET}|{_NEARLY_TASK}|\d{{1,9}}[.)](?:[ \t]|\Z)"))
"""How no further line of an option may begin."""

_ITEM: Final = re.compile(r"([ \t　]*(?:[-*+]|\d{1,9}[.)])[ \t]+)(.*)", re.DOTALL)
_TICK: Final = re.compile(r"\[([ xX])\]([ \t]+)(.*)", re.DOTALL)
_AREA: Final = re.compile(r"@(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})([ \t]+)(.*)", re.DOTALL)
_TARGET: Final = re.compile(r"([-*+] +\*\*)(.+?)(\*\*)(.*)")
_KEY: Final = re.compile(r"(.*?)((?:\A|[ \t　]+)#([^\s#]+)[ \t]*)", re.DOTALL)
_TIP: Final = re.compile(r"(> ?\[!TIP\][ \t]*)(.*)", re.DOTALL)
_QUOTE: Final = re.compile(r"[ \t]*> ?")
AREA: Final = ("left", "top", "width", "height")


class NotShownError(Exception):
    """A form would lose something of this text."""


@dataclass(slots=True)
class _Builder:
    """Walks down the lines of a block; what stands between two parts may only be blank.

    ``starts`` are the lines, from 0, on which options, places and gaps begin: the reader counts a
    blank line below an empty place to the option before it.
    """

    read: Read
    at: int
    parts: list[Part] = field(default_factory=list)
    starts: tuple[int, ...] = ()

    def gap(self, to: int) -> str:
        """Return the blank lines up to a line, and go there."""
        between = self.read.lines[self.at : to]
        if to < self.at or any(map(str.strip, between)):
            raise NotShownError
        self.at = to
        return "".join(f"{line}\n" for line in between)

    def take(
        self, passage: Passage | None, lead: str = "", after: int | None = None
    ) -> tuple[str, Sequence[str]]:
        """Return what stands before a passage, and its lines without blank ones at its ends.

        Args:
            passage: The passage; where there is none, ``lead`` would stand before it.
            lead: What stands there then.
            after: The line after its last, where the passage does not tell.
        """
        if passage is None:
            return lead, ()
        first, last = self.read.at(passage)
        ends = (start for start in self.starts if start > first)
        lines = self.read.lines[first : min((last if after is None else after, *ends))]
        while lines and not lines[0].strip():
            first, lines = first + 1, lines[1:]
        while lines and not lines[-1].strip():
            lines = lines[:-1]
        lead = self.gap(first)
        self.at += len(lines)
        return lead, lines


def question_tree(text: str, kind: str) -> Tree | None:
    """Return a question's pieces; None when a form could not show all of it."""
    read = read_block(text)
    if read is None or read.block.kind != kind or read.block.question is None:
        return None
    lines = read.lines
    opening = opening_parts(
        lines[0],
        tuple(attributes_of(kind) or ()),
        dict.fromkeys(SWITCHED, "") if kind in SWITCHED else None,
    )
    if opening is None or len(lines) < 2 or not CLOSING.fullmatch(lines[-1]):  # noqa: PLR2004
        return None
    builder = _Builder(read, 1, list(opening))
    try:
        _body(builder, read.block.question, KINDS[kind].written_as)
        builder.parts.append(builder.gap(len(lines) - 1) + lines[-1])
    except NotShownError:
        return None
    tree = Tree(tuple(builder.parts))
    return tree if tree.text == text else None


def wording_tree(text: str) -> Tree | None:
    """Return the pieces of an ``easy`` block that says a question anew; None of any other."""
    read = read_block(_ASKED + text, before=1)
    if read is None or read.block.kind != "easy" or read.block.question is None:
        return None
    said = read.block.question
    first, lines = _ASKED.count("\n"), read.lines
    opening = opening_parts(lines[first], ())
    is_question = said.options or said.hints or said.closing
    if opening is None or not is_question or not CLOSING.fullmatch(lines[-1]):
        return None
    builder = _Builder(read, first + 1, list(opening))
    try:
        _body(builder, said, None)
        builder.parts.append(builder.gap(len(lines) - 1) + lines[-1])
    except NotShownError:
        return None
    tree = Tree(tuple(builder.parts))
    return tree if tree.text == text else None


def _body(builder: _Builder, question: QuestionSource, writing: Writing | None) -> None:
    guard = Guard(PROSE.outside, re.compile(_PROMPT[writing]))
    texts = (*(one.text for one in question.options), *(one.text for one in question.targets))
    builder.starts = tuple(text.line - 1 for text in texts)
    prompt = question.prompt if question.prompt.text.strip() else None
    lead, lines = builder.take(prompt)
    picture = _picture(lines) if writing is Writing.AREAS else None
    builder.parts.append(
        prose_slot(
            "prompt", lines[: len(lines) - (2 if picture else 0)], guard, lead=lead, tail="\n"
        )
    )
    if picture is not None:
        builder.parts += ["\n", *picture.parts, "\n"]
    builder.parts.append(_hints(builder, question.hints))
    if writing in {Writing.GROUPS, Writing.GAPS}:
        builder.parts.append(_targets(builder, question, writing))
    else:
        builder.parts.append(_options(builder, question.options, writing))
    lead, lines = builder.take(question.closing, "\n")
    builder.parts.append(quote_slot("closing", lines, lead=lead))


def _picture(lines: Sequence[str]) -> Tree | None:
    """Return the picture with which a prompt ends, below a blank line."""
    if len(lines) < 3 or lines[-2]:  # noqa: PLR2004  words, a blank line, the picture
        return None
    return picture_tree(lines[-1])


def _rows(
    name: str, trees: Sequence[Tree], gaps: Sequence[str], fresh: Callable[[Values], str]
) -> Listing:
    """Return a list whose rows stand close together, below a blank line."""

    def further(number: int) -> str:
        if number == 0:
            return "\n"
        return gaps[-1] if len(gaps) > 1 else ""

    return Listing(name, tuple(trees), tuple(gaps), fresh, further)


def _hints(builder: _Builder, hints: Sequence[Passage]) -> Listing:
    trees, gaps = [], []
    for hint in hints:
        lead, lines = builder.take(hint)
        match = _TIP.fullmatch("\n".join(lines))
        if match is None:
            raise NotShownError
        mark, rest = match.groups()
        first, *more = rest.split("\n")
        said = "\n".join([first, *(_QUOTE.sub("", line, count=1) for line in more)])
        slot = Slot("text", rest, said, _tip, flush_lines)
        trees.append(Tree((mark, slot, "\n")))
        gaps.append(lead)

    def fresh(row: Values) -> str:
        return f"> [!TIP] {_tip(flush_lines(row.said.get('text', '')))}\n"

    return Listing("hints", tuple(trees), tuple(gaps), fresh, lambda _: "\n")


def _tip(value: str) -> str:
    return value.replace("\n", "\n> ")


# -- options --------------------------------------------------------------------------------------


def _options(
    builder: _Builder, options: Sequence[OptionSource], writing: Writing | None
) -> Listing:
    trees, gaps = [], []
    for option in options:
        lead = builder.gap(option.text.line - 1)
        mark, tree = _option(builder, option, writing)
        trees.append(tree)
        gaps.append(lead + mark)
    if writing is not Writing.STEPS:
        return _rows("options", trees, gaps, _fresh(writing))

    def further(number: int) -> str:
        return f"{'' if number else chr(10)}{number + 1}. "

    return Listing("options", tuple(trees), tuple(gaps), _fresh(writing), further)


def _targets(builder: _Builder, question: QuestionSource, writing: Writing | None) -> Listing:
    trees, gaps = [], []
    for target in question.targets:
        gaps.append(builder.gap(target.text.line - 1))
        below = [option for option in question.options if option.target == target.key]
        trees.append(_target(builder, below, writing))

    def fresh(row: Values) -> str:
        head = f"- **{one_line(row.said.get('text', ''))}** #{row.said.get(KEY_NAME, '')}\n"
        return head + "".join(map(_fresh(writing), row.rows.get("options", ())))

    return _rows("targets", _pooled(trees) if writing is Writing.GROUPS else trees, gaps, fresh)


def _pooled(targets: Sequence[Tree]) -> list[Tree]:
    """Let a thing of one place go to another one, and be there as it was written here."""
    pool = tuple(tree for target in targets for tree in target.lists["options"].trees)
    found, first = list[Tree](), 0
    for target in targets:
        *before, options = target.parts
        if not isinstance(options, Listing):
            raise TypeError("the things of a place come last")
        found.append(Tree((*before, replace(options, pool=pool, first=first))))
        first += len(options.trees)
    return found


def _target(builder: _Builder, below: Sequence[OptionSource], writing: Writing | None) -> Tree:
    match = _TARGET.fullmatch(builder.read.lines[builder.at])
    key = _KEY.fullmatch(match.group(4)) if match else None
    if match is None or key is None or key.group(1):
        raise NotShownError
    builder.at += 1
    options = _options(builder, below, writing)
    listing = Listing(
        "options",
        options.trees,
        options.gaps,
        options.fresh,
        lambda n: options.further(n) if n else "",
    )
    name = line_slot("text", match.group(2), match.group(2))
    return Tree((match.group(1), name, match.group(3), _key_slot(key), "\n", listing))


def _key_slot(match: re.Match[str]) -> Slot:
    return Slot(KEY_NAME, match.group(2), match.group(3), lambda key: f" #{key}", one_line)


def _option(builder: _Builder, option: OptionSource, writing: Writing | None) -> tuple[str, Tree]:
    """Return what numbers an option, and its pieces."""
    inside = [p.line for p in (option.detail, option.explanation) if p is not None]
    _, lines = builder.take(option.text, "", min(inside) - 1 if inside else _end(builder, option))
    match = _ITEM.fullmatch("\n".join(lines))
    if match is None:
        raise NotShownError
    mark, rest = match.groups()
    parts: list[Part] = [] if writing is Writing.STEPS else [mark]
    indent = " " * len(mark) if writing is Writing.STEPS else _indent(mark)
    if writing in {Writing.TASKS, Writing.AREAS, Writing.GAPS}:
        rest = _ticked(parts, rest)
    if writing is Writing.AREAS:
        rest = _placed(parts, rest)
    key = _KEY.fullmatch(rest)
    if key is None:
        raise NotShownError
    parts += [run_on_slot("text", key.group(1), indent=indent, guard=_BELOW), _key_slot(key), "\n"]
    parts += _below(builder, option, indent)
    return mark if writing is Writing.STEPS else "", Tree(tuple(parts))


def _indent(mark: str) -> str:
    return mark[: len(mark) - len(mark.lstrip())] + "  "


def _end(builder: _Builder, option: OptionSource) -> int:
    data = "\n".join(builder.read.lines).encode()
    return data.count(b"\n", 0, option.end)


def _ticked(parts: list[Part], rest: str) -> str:
    match = _TICK.fullmatch(rest)
    if match is None:
        raise NotShownError
    mark = match.group(1)
    value = "1" if mark in "xX" else ""
    parts += ["[", Slot("correct", mark, value, lambda v: "x" if v else " ", ticked)]
    parts.append(f"]{match.group(2)}")
    return match.group(3)


def _placed(parts: list[Part], rest: str) -> str:
    match = _AREA.fullmatch(rest)
    if match is None:
        raise NotShownError
    for number, name in enumerate(AREA, start=1):
        parts.append("," if number > 1 else "@")
        parts.append(Slot(name, match.group(number), match.group(number), str, one_line))
    parts.append(match.group(5))
    return match.group(6)


def _below(builder: _Builder, option: OptionSource, indent: str) -> list[Part]:
    """Return what stands below an option's text: its detail and its explanation."""
    parts: list[Part] = []
    why = option.explanation
    lead, lines = builder.take(option.detail, "\n", why.line - 1 if why else None)
    parts.append(indented_slot("detail", lines, lead=lead, indent=indent))
    lead, lines = builder.take(why, "\n" if lines else "")
    parts.append(quote_slot("why", lines, lead=lead, indent=indent))
    return parts


def _fresh(writing: Writing | None) -> Callable[[Values], str]:
    """Return what makes a new option."""
    margin = "  " if writing in {Writing.GROUPS, Writing.GAPS} else ""
    indent = "   " if writing is Writing.STEPS else f"{margin}  "

    def fresh(row: Values) -> str:
        said = row.said
        head = "" if writing is Writing.STEPS else f"{margin}- "
        if writing in {Writing.TASKS, Writing.AREAS, Writing.GAPS}:
            head += "[x] " if ticked(said.get("correct", "")) else "[ ] "
        if writing is Writing.AREAS:
            head += f"@{','.join(one_line(said.get(name, '')) for name in AREA)} "
        text = run_on_slot("text", "", indent=indent, guard=_BELOW)
        detail = indented_slot("detail", (), lead="\n", indent=indent).written(said.get("detail"))
        why = quote_slot("why", (), lead="\n" if detail else "", indent=indent)
        return (
            f"{head}{text.written(said.get('text'))} #{said.get(KEY_NAME, '')}\n"
            f"{detail}{why.written(said.get('why'))}"
        )

    return fresh

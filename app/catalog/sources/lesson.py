"""A lesson file: front matter, and blocks that are slices of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from app.catalog.content import Text
from app.catalog.markdown import blocks_of
from app.catalog.sources.course import (
    Block,
    LessonSource,
    Passage,
    QuestionSource,
    SceneSource,
)
from app.catalog.sources.dilemma import read_dilemma
from app.catalog.sources.faults import Fault
from app.catalog.sources.lines import Line, lines_of
from app.catalog.sources.question import read_question
from app.catalog.sources.tables import KEY, KEY_SHAPE, read_table
from app.items.kinds import KINDS

CALLOUTS: Final[Mapping[str, str]] = {"tip": "ヒント", "caution": "ちゅうい", "help": "こまったら"}

Values = frozenset[str] | re.Pattern[str] | None

TEXT_DIRECTIVES: Final[Mapping[str, Mapping[str, Values]]] = {
    "callout": {"kind": frozenset(CALLOUTS)},
    "easy": {},
    "dialogue": {},
    "timeline": {},
    "extra": {},
    "audio": {"src": None},
    "video": {"src": None, "captions": None, "poster": None},
    "file": {"src": None},
    "embed": {"url": None},
    "dilemma": {},
    "drill": {"from": None, "mastery": None},
}
"""Directive → its attributes → the values they may have; None for any."""

DILEMMA: Final = "dilemma"
DRILL: Final = "drill"
_COUNT: Final = re.compile(r"[1-9]\d{0,3}")
_BANK_ITEM: Final = re.compile(r"[a-z][a-z0-9-]*/[a-z][a-z0-9-]*@[1-9]\d{0,5}")
"""``bank/item@number``: which version of which item of a bank a question was taken from."""
_SHAPES: Final[Mapping[re.Pattern[str], str]] = {
    _COUNT: "1〜9999 の数です。",
    _BANK_ITEM: "「問題集/問題@版」の形です。",
}

_OPENING: Final = re.compile(r":::[ \t]*([A-Za-z][\w-]*)(.*)")
_CLOSING: Final = re.compile(r":{3,}[ \t]*")
_BREAK: Final = re.compile(r"-{3,}[ \t]*")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_FRONT: Final = re.compile(r"\+\+\+[ \t]*")
_ATTRIBUTE: Final = re.compile(r"[ \t]+(?:#([^\s#=]+)|([A-Za-z][\w-]*)=(?:\"([^\"]*)\"|(\S+)))")
_LONGEST_MINUTES: Final = 180
_NO_FRONT: Final = (
    "はじめの「+++」と「+++」の間がありません",
    "1行目を +++ にして、title と minutes を書き、もう一度 +++ の行で閉じます。",
)


def read_lesson(path: str, key: str, data: bytes, faults: list[Fault]) -> LessonSource:
    """Read one lesson file.

    Args:
        path: Relative to the course folder.
        key: The lesson's key, from the file's name.
        data: The file.
        faults: Receives everything wrong with its form.

    Returns:
        The lesson; whatever was wrong, its slices joined are ``data``.
    """
    lines = lines_of(path, data, faults)
    front, rest = _split_front(lines)
    if not front.end and (lines or not data):
        faults.append(Fault(path, 1, *_NO_FRONT))
    known = faults if front.end else []  # without front matter, nothing in it can be missing
    table = read_table(path, front.body.text, known, first_line=front.body.line)
    blocks, references = _read_body(path, rest, (front.end, len(data)), faults)
    lesson = LessonSource(
        path,
        key,
        data,
        title=table.ruby("title"),
        minutes=table.whole("minutes", least=1, most=_LONGEST_MINUTES),
        objectives=table.texts("objectives", need=False),
        front=front,
        blocks=blocks,
        references=references,
        objectives_line=table.line_of("objectives"),
    )
    table.finish()
    return lesson


def read_bank(path: str, key: str, data: bytes, faults: list[Fault]) -> LessonSource:
    """Read a file of questions: a lesson without front matter; arguments as of ``read_lesson``."""
    front, rest = _no_front(), lines_of(path, data, faults)
    blocks, references = _read_body(path, rest, (0, len(data)), faults)
    return LessonSource(path, key, data, Text(()), 0, (), front, blocks, references)


def _read_body(
    path: str, lines: Sequence[Line], where: tuple[int, int], faults: list[Fault]
) -> tuple[tuple[Block, ...], tuple[tuple[str, str, str], ...]]:
    """Return the blocks and link definitions of what stands between two bytes of a file."""
    reader = _Reader(path, lines, faults)
    reader.read()
    blocks = tuple(reader.blocks)
    end = blocks[-1].end if blocks else where[0]
    if end < where[1]:  # not UTF-8: nothing could be read, every byte is kept
        body = Passage("", 1, end, where[1])
        blocks += (Block("unreadable", end, where[1], 1, body),)
    references = tuple(
        (label, str(found.get("href", "")), str(found.get("title", "")))
        for label, found in sorted(reader.references.items())
    )
    return blocks, references


def _no_front() -> Block:
    return Block("front", 0, 0, 1, Passage("", 1, 0, 0))


def _split_front(lines: Sequence[Line]) -> tuple[Block, Sequence[Line]]:
    """Take the front matter off, and the blank lines after it; an empty slice when none is."""
    closing = None
    if lines and _FRONT.fullmatch(lines[0].text):
        closing = next((n for n, x in enumerate(lines) if n and _FRONT.fullmatch(x.text)), None)
    if closing is None:
        return _no_front(), lines
    inner = lines[1:closing]
    after = closing + 1
    while after < len(lines) and lines[after].is_blank:
        after += 1
    body = Passage("\n".join(x.text for x in inner), 2, lines[0].end, lines[closing].start)
    return Block("front", 0, lines[after - 1].end, 1, body), lines[after:]


@dataclass(slots=True)
class _Reader:
    """Walks over the lines once; every line ends up in exactly one block."""

    path: str
    lines: Sequence[Line]
    faults: list[Fault]
    blocks: list[Block] = field(default_factory=list)
    references: dict[str, Any] = field(default_factory=dict)
    at: int = 0

    def report(self, line: int, message: str, mend: str) -> None:
        self.faults.append(Fault(self.path, line, message, mend))

    def read(self) -> None:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if opening := _OPENING.fullmatch(line.text):
                self._directive(line, opening.group(1), opening.group(2))
            elif _CLOSING.fullmatch(line.text):
                self.report(line.number, "対応する始まりのない「:::」です", "この行を消します。")
                self._add("unreadable", self.at, self.at + 1)
            elif line.text.startswith(":::"):
                mend = "「::: choice #キー」のように、「:::」のあとに種類の名前を書きます。"
                self.report(line.number, "「:::」の行が読めません", mend)
                self._add("unreadable", self.at, self.at + 1)
            elif _BREAK.fullmatch(line.text):
                self._check_break(self.at)
                self._add("break", self.at, self.at + 1)
            else:
                self._text()

    def _add(self, kind: str, first: int, after: int, **more: Any) -> None:  # noqa: ANN401
        """Add the block of lines ``first`` to ``after``, with the blank lines that follow."""
        lines = self.lines
        inner = more.pop("inner", (first, after))
        body = _passage(lines[inner[0] : inner[1]], lines[first])
        while after < len(lines) and lines[after].is_blank:
            after += 1
        start, end = lines[first].start, lines[after - 1].end
        self.blocks.append(Block(kind, start, end, lines[first].number, body, **more))
        self.at = after

    # -- text -------------------------------------------------------------------------------------

    def _text(self) -> None:
        """Take the text up to the next directive or break, a block for each of its parts."""
        first = self.at
        after = self._skip_text(first)
        spans = blocks_of("\n".join(x.text for x in self.lines[first:after]), self.references)
        starts = [first + begin for begin, _ in spans[1:]]
        edges = [first, *starts, after]
        for begin, end in pairwise(edges):
            if end > begin:
                self._add("text", begin, end)

    def _skip_text(self, at: int) -> int:
        fence: tuple[str, int] | None = None
        while at < len(self.lines):
            line = self.lines[at]
            fence = _fence_after(line, fence)
            if fence is None and (line.text.startswith(":::") or _BREAK.fullmatch(line.text)):
                break
            at += 1
        if fence is not None:
            self.report(
                fence[1], "``` が閉じていません", "コードの終わりに同じ記号の行を置きます。"
            )
        return at

    def _check_break(self, at: int) -> None:
        if at and not self.lines[at - 1].is_blank:
            self.report(
                self.lines[at].number,
                "区切りの --- のすぐ前が空行ではありません",
                "--- の前に空行を入れます（続けて書くと、ほかのMarkdownでは見出しになります）。",
            )

    # -- directives -------------------------------------------------------------------------------

    def _directive(self, opening: Line, name: str, rest: str) -> None:
        first = self.at
        closing = self._closing_of(first)
        if closing is None:
            after = self._end_of_unclosed(first)
            mend = "終わりに「:::」だけの行を置きます。"
            self.report(opening.number, f"「::: {name}」が閉じていません", mend)
        else:
            after = closing + 1
        inner = (first + 1, after if closing is None else closing)
        key, attributes = self._attributes(opening.number, name, rest)
        if name not in KINDS and name not in TEXT_DIRECTIVES:
            known = "・".join((*KINDS, *TEXT_DIRECTIVES))
            mend = f"使えるのは {known} です。"
            self.report(opening.number, f"「{name}」というブロックはありません", mend)
            self._add("unreadable", first, after)
            return
        question: QuestionSource | None = None
        scenes: tuple[SceneSource, ...] = ()
        if name == DILEMMA:
            scenes = read_dilemma(self.lines[inner[0] : inner[1]], self.report)
        if name in KINDS or (name == "easy" and self._follows_question()):
            kind = KINDS.get(name)
            question = read_question(self.lines[inner[0] : inner[1]], kind, self.report)
        self._add(
            name,
            first,
            after,
            inner=inner,
            key=key,
            attributes=attributes,
            question=question,
            scenes=scenes,
        )

    def _follows_question(self) -> bool:
        return bool(self.blocks) and self.blocks[-1].kind in KINDS

    def _closing_of(self, first: int) -> int | None:
        fence: tuple[str, int] | None = None
        for at in range(first + 1, len(self.lines)):
            line = self.lines[at]
            fence = _fence_after(line, fence)
            if fence is None and _CLOSING.fullmatch(line.text):
                return at
            if fence is None and _OPENING.fullmatch(line.text):
                return None
        return None

    def _end_of_unclosed(self, first: int) -> int:
        at = first + 1
        while at < len(self.lines) and not self.lines[at].text.startswith(":::"):
            at += 1
        return at

    def _attributes(
        self, line: int, name: str, rest: str
    ) -> tuple[str | None, tuple[tuple[str, str], ...]]:
        allowed = attributes_of(name)
        key: str | None = None
        found: dict[str, str] = {}
        at = 0
        while match := _ATTRIBUTE.match(rest, at):
            at = match.end()
            if match.group(1):
                key = self._key(line, match.group(1))
                continue
            value = match.group(4) if match.group(3) is None else match.group(3)
            found[match.group(2)] = value
            self._check_attribute(line, name, (match.group(2), value), allowed)
        if rest[at:].strip():
            mend = "「#キー」か「名前=値」の形で、空白で分けて書きます。"
            self.report(line, f"「{rest[at:].strip()[:30]}」が読めません", mend)
        self._check_needed(line, name, key, found)
        return key, tuple(found.items())

    def _key(self, line: int, key: str) -> str:
        if not KEY.fullmatch(key):
            self.report(line, f"「#{key}」はキーの形ではありません", KEY_SHAPE)
        return key

    def _check_attribute(
        self,
        line: int,
        name: str,
        pair: tuple[str, str],
        allowed: Mapping[str, Values] | None,
    ) -> None:
        attribute, value = pair
        if allowed is None:  # the block itself is unknown; that is fault enough
            return
        if attribute not in allowed:
            known = "・".join(allowed) or "ありません"
            mend = f"「{name}」で使える属性: {known}"
            self.report(line, f"「{attribute}」という属性はありません", mend)
            return
        values = allowed[attribute]
        if isinstance(values, frozenset) and value not in values:
            mend = f"{attribute} は {'・'.join(sorted(values))} のどれかです。"
            self.report(line, f"「{attribute}={value}」は使えません", mend)
        elif isinstance(values, re.Pattern) and not values.fullmatch(value):
            mend = f"{attribute} は {_SHAPES[values]}"
            self.report(line, f"「{attribute}={value}」は使えません", mend)

    def _check_needed(
        self, line: int, name: str, key: str | None, found: Mapping[str, str]
    ) -> None:
        if (name in KINDS or name in {DILEMMA, DRILL}) and key is None:
            mend = f"「::: {name} #名前」と書きます。名前はあとで変えられません。"
            self.report(line, "キーがありません", mend)
        if name == "callout" and "kind" not in found:
            mend = "「::: callout kind=tip」のように、tip・caution・help のどれかを書きます。"
            self.report(line, "囲みの種類がありません", mend)


def attributes_of(name: str) -> Mapping[str, Values] | None:
    """Return the attributes that a block may have; None when there is no such block."""
    kind = KINDS.get(name)
    if kind is None:
        return TEXT_DIRECTIVES.get(name)
    of_grading: Mapping[str, Values] = {"attempts": _COUNT, "wait": _COUNT}
    of_writing: Mapping[str, Values] = {"share": frozenset({"private", "teacher"})}
    return {
        "objective": None,
        "bank": _BANK_ITEM,
        **(of_grading if kind.is_graded else of_writing),
        **({"shuffle": frozenset({"yes"})} if kind.can_shuffle else {}),
    }


def _fence_after(line: Line, fence: tuple[str, int] | None) -> tuple[str, int] | None:
    """Return the code fence (its mark and line) that is open after this line."""
    match = _FENCE.fullmatch(line.text)
    if match is None:
        return fence
    mark, rest = match.group(1), match.group(2)
    if fence is None:
        return None if mark[0] == "`" and "`" in rest else (mark, line.number)
    closes = mark.startswith(fence[0]) and not rest.strip()
    return None if closes else fence


def _passage(lines: Sequence[Line], otherwise: Line) -> Passage:
    if not lines:
        return Passage("", otherwise.number, otherwise.end, otherwise.end)
    text = "\n".join(x.text for x in lines)
    return Passage(text, lines[0].number, lines[0].start, lines[-1].end)

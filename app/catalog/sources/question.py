"""The inside of a question block: prompt, hints, options with explanations, closing remark."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.catalog.sources.course import OptionSource, Passage, QuestionSource, TargetSource
from app.catalog.sources.lines import Line
from app.catalog.sources.tables import KEY, KEY_SHAPE
from app.items.item import Kind, Writing

Report = Callable[[int, str, str], None]
"""Takes (line, what is wrong, how to mend it)."""

_TASK: Final = re.compile(r"[-*+] +\[([ xX])\](?:[ \t]+(.*))?")
_NEARLY_TASK: Final = re.compile(r"[-*+]\s*\[[^\]]{0,2}\](?!\()")
_STEP: Final = re.compile(r"\d{1,9}[.)](?:[ \t]+(.*))?")
_BULLET: Final = re.compile(r"[-*+](?:[ \t]+(.*))?")
_ITEM: Final = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]+(.*))?")
_QUOTE: Final = re.compile(r"[ \t]*> ?")
_HINT: Final = re.compile(r"> ?\[!TIP\][ \t]*(.*)")
_OPTIONS: Final = {
    Writing.TASKS: _TASK,
    Writing.AREAS: _TASK,
    Writing.GAPS: _TASK,
    Writing.STEPS: _STEP,
    Writing.PLAIN: _BULLET,
    Writing.GROUPS: _BULLET,
    None: _ITEM,
}
_BARE: Final = frozenset({Writing.PLAIN, Writing.GROUPS})
_TICK: Final = re.compile(r"\[[ xX]?\]")
_TICKED: Final = frozenset({Writing.TASKS, Writing.AREAS, Writing.GAPS})
_NESTED: Final = frozenset({Writing.GROUPS, Writing.GAPS})
_TARGET: Final = re.compile(r"[-*+] +\*\*(.+?)\*\*(.*)")
_AREA: Final = re.compile(r"@(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})[ \t]+")
_TRAILING_KEY: Final = re.compile(r"(?:^|[ \t　]+)#([^\s#]+)[ \t]*$")
_INDENT: Final = re.compile(r"(?: {2,}|\t|　)[ \t]*")
_STEP_IN: Final = re.compile(r"(?: {2}|\t|　)")

_EXPLAIN = "選択肢の下の行に、2文字下げて「  > どうしてかの説明」と書きます。"


@dataclass(slots=True)
class _Option:
    correct: bool
    lines: list[Line]
    text: list[str]
    target: str = ""
    detail: list[str] = field(default_factory=list)
    detail_lines: list[Line] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    explanation_lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _Body:
    """What was gathered so far; ``writing`` is None in an ``easy`` block."""

    writing: Writing | None
    report: Report
    prompt: list[Line] = field(default_factory=list)
    hints: list[list[Line]] = field(default_factory=list)
    targets: list[TargetSource] = field(default_factory=list)
    options: list[_Option] = field(default_factory=list)
    closing: list[Line] = field(default_factory=list)

    def take(self, line: Line) -> None:
        """Put one line where it belongs."""
        if self.writing in _NESTED and self._is_nested(line):
            return
        option = self._option_on(line.text if self.writing else _ungrouped(line.text))
        if option is not None:
            option.lines.append(line)
            self._begin(option)
        elif not self._is_nearly_task(line, line.text):
            self._take_text(line)

    def _take_text(self, line: Line) -> None:
        if not self.options and not self.targets:
            self._take_prompt(line)
        elif _HINT.fullmatch(line.text):
            mend = "問いの文のすぐ後ろ、選択肢より前に置きます。"
            self.report(line.number, "ヒントが選択肢より後ろにあります", mend)
        elif self.closing or line.text.startswith(">"):
            self._take_closing(line)
        elif self.options:
            self._take_inside(self.options[-1], line, line.text)
        elif not line.is_blank:
            self._stray(line)

    def _is_nearly_task(self, line: Line, text: str) -> bool:
        is_near = self.writing in _TICKED and _NEARLY_TASK.match(text) is not None
        if is_near:
            mend = "「- [ ] 選択肢 #キー」か「- [x] 正しい選択肢 #キー」の形にします。"
            self.report(line.number, "選択肢の書き方がちがいます", mend)
        return is_near

    def _option_on(self, text: str) -> _Option | None:
        """Return a new option when one starts with this text."""
        match = _OPTIONS[self.writing].fullmatch(text)
        if match is None:
            return None
        *marks, words = match.groups()
        is_correct = not marks or marks[0] in "xX"
        target = self.targets[-1].key if self.targets else ""
        return _Option(is_correct, [], [words or ""], target)

    def _begin(self, option: _Option) -> None:
        if self.closing:
            self._misplaced_closing()
        self.options.append(option)

    # -- places and gaps --------------------------------------------------------------------------

    def _is_nested(self, line: Line) -> bool:
        """Take a line of a place, or one set in below it; others are as in any question."""
        if target := _TARGET.fullmatch(line.text):
            self._begin_target(line, target.group(1), target.group(2))
            return True
        inside = _STEP_IN.match(line.text)
        if not self.targets or self.closing or inside is None:
            return _BULLET.fullmatch(line.text) is not None and self._is_no_target(line)
        text, flat = line.text[inside.end() :], line.text.lstrip()
        option = self._option_on(flat)
        if option is not None:
            option.lines.append(line)
            self._begin(option)
        elif self._is_nearly_task(line, flat):
            return True
        elif self.options and self.options[-1].target == self.targets[-1].key:
            self._take_inside(self.options[-1], line, text)
        elif not line.is_blank:
            self._stray(line)
        return True

    def _begin_target(self, line: Line, text: str, rest: str) -> None:
        if self.closing:
            self._misplaced_closing()
        key = _TRAILING_KEY.fullmatch(rest)
        if key is None:
            mend = "行の終わりに「 #名前」を付けます（例: - **見せてよい** #yoi）。"
            self.report(line.number, "まとまりにキーがありません", mend)
        elif not KEY.fullmatch(key.group(1)):
            self.report(line.number, f"「#{key.group(1)}」はキーの形ではありません", KEY_SHAPE)
        passage = Passage(text, line.number, line.start, line.end)
        self.targets.append(TargetSource(key.group(1) if key else "", passage))

    def _is_no_target(self, line: Line) -> bool:
        mend = "「- **まとまりの名前** #キー」と書き、その下に2文字下げて選択肢を書きます。"
        self.report(line.number, "まとまりの書き方がちがいます", mend)
        return True

    # -- texts ------------------------------------------------------------------------------------

    def _take_prompt(self, line: Line) -> None:
        hint = self.hints[-1] if self.hints else []
        if _HINT.fullmatch(line.text):
            self.hints.append([line])
        elif hint and hint[-1].number == line.number - 1 and line.text.startswith(">"):
            hint.append(line)
        else:
            self.prompt.append(line)

    def finish(self, kind: Kind | None) -> None:
        """Look once more at what only shows at the end."""
        if kind is not None and kind.needs_closing and not self.options:
            self._part_closing()
        if not self.hints:
            return
        for hint in self.hints:
            if not _hint(hint).text.strip():
                mend = "「> [!TIP] ヒントの文」と書きます。"
                self.report(hint[0].number, "ヒントに文がありません", mend)
        while self.prompt and self.prompt[-1].is_blank:
            self.prompt.pop()
        if self.prompt and self.prompt[-1].number > self.hints[0][0].number:
            mend = "ヒントは、問いの文の後ろにまとめます。"
            self.report(self.prompt[-1].number, "ヒントの後ろに問いの文があります", mend)

    def _part_closing(self) -> None:
        """Take the quote that ends a prompt without options for the closing remark."""
        lines = self.prompt
        while lines and lines[-1].is_blank:
            lines.pop()
        at = len(lines)
        while at and (lines[at - 1].is_blank or lines[at - 1].text.startswith(">")):
            at -= 1
        while at < len(lines) and lines[at].is_blank:
            at += 1
        if at and lines[at - 1].is_blank:  # else it belongs to the text above, or is all there is
            self.prompt, self.closing = lines[:at], lines[at:]

    def _misplaced_closing(self) -> None:
        first = self.closing[0].number
        self.closing.clear()
        self.report(first, "説明の「>」が字下げされていません", _EXPLAIN)

    def _take_closing(self, line: Line) -> None:
        if line.is_blank or line.text.lstrip().startswith(">") or not self.closing[-1].is_blank:
            self.closing.append(line)
        else:
            self._stray(line)

    def _take_inside(self, option: _Option, line: Line, text: str) -> None:
        indent = _INDENT.match(text)
        if not line.is_blank and indent is None:
            self._stray(line)
            return
        before = option.lines[-1]
        option.lines.append(line)
        flat = text[indent.end() :] if indent else text
        if flat.startswith(">") or option.explanation:
            option.explanation.append(_QUOTE.sub("", flat, count=1))
            option.explanation_lines.append(line)
        elif option.detail or (before.is_blank and not line.is_blank):
            option.detail.append(_STEP_IN.sub("", text, count=1))
            option.detail_lines.append(line)
        elif not line.is_blank:
            option.text.append(flat)

    def _stray(self, line: Line) -> None:
        self.report(
            line.number,
            "選択肢のあとに、どこにも属さない文があります",
            "説明なら「  > 」、結びの言葉なら「> 」で始めます。問いの文は選択肢より前に置きます。",
        )


def read_question(lines: Sequence[Line], kind: Kind | None, report: Report) -> QuestionSource:
    """Read the lines between a question's fences.

    Args:
        lines: The lines; may be none.
        kind: What is asked; None for what an ``easy`` block says of the question before it:
            any list whose items have keys, with or without explanations.
        report: Receives every fault.
    """
    body = _Body(kind.written_as if kind else None, report)
    for line in lines:
        body.take(line)
    body.finish(kind)
    start = lines[0] if lines else None
    where = (start.number, start.start) if start else (1, 0)
    return QuestionSource(
        _passage([x.text for x in body.prompt], body.prompt, where),
        tuple(_finish(option, body, kind) for option in body.options),
        _closing(body.closing),
        tuple(body.targets),
        tuple(_hint(hint) for hint in body.hints),
    )


def _ungrouped(text: str) -> str:
    """Bring out what is written below a place or gap; in ``easy`` the keys tell what is what."""
    flat = text.lstrip()
    return flat if _ITEM.fullmatch(flat) and _TRAILING_KEY.search(flat) else text


def _closing(lines: list[Line]) -> Passage | None:
    if not lines:
        return None
    return _passage([_QUOTE.sub("", x.text, count=1) for x in lines], lines, (0, 0))


def _hint(lines: list[Line]) -> Passage:
    first = _HINT.fullmatch(lines[0].text)
    text = [first.group(1) if first else ""]
    text += [_QUOTE.sub("", line.text, count=1) for line in lines[1:]]
    return _passage(text, lines, (0, 0))


def _passage(text: list[str], lines: Sequence[Line], where: tuple[int, int]) -> Passage:
    if not lines:
        return Passage("", where[0], where[1], where[1])
    return Passage("\n".join(text), lines[0].number, lines[0].start, lines[-1].end)


def _finish(option: _Option, body: _Body, kind: Kind | None) -> OptionSource:
    first, report = option.lines[0], body.report
    key = _take_key(option, body)
    area = _take_area(option) if body.writing is Writing.AREAS else None
    explanation = _passage(option.explanation, option.explanation_lines, (0, 0))
    if kind is not None and kind.needs_reasons and not explanation.text.strip():
        report(first.number, "選択肢に説明がありません", _EXPLAIN)
    text = Passage("\n".join(option.text), first.number, first.start, first.end)
    if not text.text.strip():
        report(first.number, "選択肢の文がありません", "選択肢の文を書きます。")
    if body.writing in _BARE and _TICK.match(text.text):
        mend = "この種類の選択肢は「- 文 #キー」と書きます。"
        report(first.number, "[ ] と [x] は、ここでは使えません", mend)
    if option.detail and kind is not None and not kind.is_practice:
        mend = "空行をなくして文を続けるか、「  > 」で始めて説明にします。"
        report(option.detail_lines[0].number, "選択肢に段落がいくつもあります", mend)
    return OptionSource(
        key,
        option.correct,
        text,
        explanation if option.explanation_lines else None,
        first.start,
        option.lines[-1].end,
        _passage(option.detail, option.detail_lines, (0, 0)) if option.detail_lines else None,
        option.target,
        area,
    )


def _take_area(option: _Option) -> tuple[int, int, int, int] | None:
    match = _AREA.match(option.text[0])
    if match is None:
        return None
    option.text[0] = option.text[0][match.end() :]
    left, top, width, height = (int(number) for number in match.groups())
    return left, top, width, height


def _take_key(option: _Option, body: _Body) -> str:
    match, line = _TRAILING_KEY.search(option.text[-1]), option.lines[0].number
    if match is None:
        mend = "行の終わりに、前の問題の選択肢のキーを付けます（例: - やさしい文 #koen）。"
        if body.writing is not None:
            mend = (
                "行の終わりに「 #名前」を付けます（例: - [ ] 公園 #koen）。あとで変えられません。"
            )
        body.report(line, "選択肢にキーがありません", mend)
        return ""
    option.text[-1] = option.text[-1][: match.start()]
    if not KEY.fullmatch(match.group(1)):
        body.report(line, f"「#{match.group(1)}」はキーの形ではありません", KEY_SHAPE)
    return match.group(1)

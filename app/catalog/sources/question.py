"""The inside of a question block: prompt, options with explanations, closing remark."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.catalog.sources.course import OptionSource, Passage, QuestionSource
from app.catalog.sources.lines import Line
from app.catalog.sources.tables import KEY, KEY_SHAPE
from app.items.item import Writing

Report = Callable[[int, str, str], None]
"""Takes (line, what is wrong, how to mend it)."""

_TASK: Final = re.compile(r"[-*+] +\[([ xX])\](?:[ \t]+(.*))?")
_NEARLY_TASK: Final = re.compile(r"[-*+]\s*\[[^\]]{0,2}\](?!\()")
_STEP: Final = re.compile(r"\d{1,9}[.)](?:[ \t]+(.*))?")
_ITEM: Final = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]+(.*))?")
_QUOTE: Final = re.compile(r"[ \t]*> ?")
_OPTIONS: Final = {Writing.TASKS: _TASK, Writing.STEPS: _STEP, None: _ITEM}
_TRAILING_KEY: Final = re.compile(r"(?:^|[ \t　]+)#([^\s#]+)[ \t]*$")
_INDENT: Final = re.compile(r"(?: {2,}|\t|　)[ \t]*")

_EXPLAIN = "選択肢の下の行に、2文字下げて「  > どうしてかの説明」と書きます。"


@dataclass(slots=True)
class _Option:
    correct: bool
    lines: list[Line]
    text: list[str]
    explanation: list[str] = field(default_factory=list)
    explanation_lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _Body:
    """What was gathered so far; ``writing`` is None in an ``easy`` block."""

    writing: Writing | None
    report: Report
    prompt: list[Line] = field(default_factory=list)
    options: list[_Option] = field(default_factory=list)
    closing: list[Line] = field(default_factory=list)

    def option_on(self, line: Line) -> _Option | None:
        """Return a new option when one starts on this line."""
        match = _OPTIONS[self.writing].fullmatch(line.text)
        if match is None:
            return None
        *marks, text = match.groups()
        is_correct = not marks or marks[0] in "xX"
        return _Option(is_correct, [line], [text or ""])

    def take(self, line: Line) -> None:
        """Put one line where it belongs."""
        option = self.option_on(line)
        if option is not None:
            if self.closing:
                self._misplaced_closing()
            self.options.append(option)
        elif self.writing is Writing.TASKS and _NEARLY_TASK.match(line.text):
            mend = "「- [ ] 選択肢 #キー」か「- [x] 正しい選択肢 #キー」の形にします。"
            self.report(line.number, "選択肢の書き方がちがいます", mend)
        elif not self.options:
            self.prompt.append(line)
        elif self.closing or line.text.startswith(">"):
            self._take_closing(line)
        else:
            self._take_inside(self.options[-1], line)

    def _misplaced_closing(self) -> None:
        first = self.closing[0].number
        self.closing.clear()
        self.report(first, "説明の「>」が字下げされていません", _EXPLAIN)

    def _take_closing(self, line: Line) -> None:
        if line.is_blank or line.text.lstrip().startswith(">") or not self.closing[-1].is_blank:
            self.closing.append(line)
        else:
            self._stray(line)

    def _take_inside(self, option: _Option, line: Line) -> None:
        inside = line.is_blank or _INDENT.match(line.text)
        if not inside:
            self._stray(line)
            return
        option.lines.append(line)
        text = _INDENT.sub("", line.text, count=1)
        if text.startswith(">") or option.explanation:
            option.explanation.append(_QUOTE.sub("", text, count=1))
            option.explanation_lines.append(line)
        elif not line.is_blank:
            option.text.append(text)

    def _stray(self, line: Line) -> None:
        self.report(
            line.number,
            "選択肢のあとに、どこにも属さない文があります",
            "説明なら「  > 」、結びの言葉なら「> 」で始めます。問いの文は選択肢より前に置きます。",
        )


def read_question(
    lines: Sequence[Line], writing: Writing | None, report: Report
) -> QuestionSource:
    """Read the lines between a question's fences.

    Args:
        lines: The lines; may be none.
        writing: How the kind's options are written; None for what an ``easy`` block says of the
            question before it: any list whose items have keys, with or without explanations.
        report: Receives every fault.
    """
    body = _Body(writing, report)
    for line in lines:
        body.take(line)
    start = lines[0] if lines else None
    where = (start.number, start.start) if start else (1, 0)
    return QuestionSource(
        _passage([x.text for x in body.prompt], body.prompt, where),
        tuple(_finish(option, body) for option in body.options),
        _closing(body.closing),
    )


def _closing(lines: list[Line]) -> Passage | None:
    if not lines:
        return None
    return _passage([_QUOTE.sub("", x.text, count=1) for x in lines], lines, (0, 0))


def _passage(text: list[str], lines: Sequence[Line], where: tuple[int, int]) -> Passage:
    if not lines:
        return Passage("", where[0], where[1], where[1])
    return Passage("\n".join(text), lines[0].number, lines[0].start, lines[-1].end)


def _finish(option: _Option, body: _Body) -> OptionSource:
    first, report = option.lines[0], body.report
    key = _take_key(option, body)
    explanation = _passage(option.explanation, option.explanation_lines, (0, 0))
    if body.writing is not None and not explanation.text.strip():
        report(first.number, "選択肢に説明がありません", _EXPLAIN)
    text = Passage("\n".join(option.text), first.number, first.start, first.end)
    if not text.text.strip():
        report(first.number, "選択肢の文がありません", "選択肢の文を書きます。")
    end = option.lines[-1].end
    found = explanation if option.explanation_lines else None
    return OptionSource(key, option.correct, text, found, first.start, end)


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

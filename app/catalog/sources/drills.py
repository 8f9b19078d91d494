"""A drill's block → what it draws from, and when it is mastered, with every fault in it."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from app.catalog.drills import Drill
from app.catalog.questions import Question
from app.catalog.sources.course import Block

Banks = Mapping[str, tuple[Question, ...]]
"""Key of a bank → its questions."""

Report = Callable[[int, str, str], None]

FEWEST: Final = 2
"""Of one question alone, the same would be asked again and again."""

MOST: Final = 10
"""More answers than that are no longer seen at a glance."""

_MASTERY: Final = re.compile(r"([0-9]{1,3})/([0-9]{1,3})")


def drill_of(block: Block, banks: Banks, report: Report) -> Drill | None:
    """Compile a drill; None when there is nothing that it could draw.

    Args:
        block: A ``drill`` block.
        banks: The banks of the course.
        report: Receives (line, what is wrong, how to mend it).
    """
    if block.body.text.strip():
        mend = "はじめの文は、「::: drill」の前に書きます。問題は、bank/ のファイルに書きます。"
        report(block.body.line, "「drill」の中には書けません", mend)
    needed, last = _mastery(block, report)
    name = block.attribute("from")
    if name is None:
        mend = "「::: drill #名前 from=問題集のキー mastery=3/4」と書きます。"
        report(block.line, "どの問題集から出すか（from）がありません", mend)
        return None
    questions = banks.get(name)
    if questions is None:
        mend = f"bank/{name}.md を作るか、ある問題集のキーにします。"
        report(block.line, f"問題集「{name}」がありません", mend)
        return None
    if len(questions) < last:
        mend = "問題集に問題を足すか、mastery の後ろの数をへらします。"
        message = f"問題集「{name}」の問題は{len(questions)}問で、{last}問に足りません"
        report(block.line, message, mend)
    return Drill(block.key or "", needed, last, questions) if questions else None


def _mastery(block: Block, report: Report) -> tuple[int, int]:
    """Return (m, n) of ``mastery=m/n``; the fewest there are when it cannot be read."""
    written = block.attribute("mastery")
    match = _MASTERY.fullmatch(written or "")
    if match is None:
        mend = "「さいごの4問のうち3問」は mastery=3/4 と書きます。"
        message = (
            "mastery がありません" if written is None else f"「mastery={written}」が読めません"
        )
        report(block.line, message, mend)
        return FEWEST, FEWEST
    needed, last = (int(number) for number in match.groups())
    if not FEWEST <= last <= MOST:
        mend = f"後ろの数は {FEWEST} から {MOST} までです。"
        report(block.line, f"「mastery={written}」は使えません", mend)
    elif not 1 <= needed <= last:
        mend = f"前の数は、1から、後ろの数（{last}）までです。"
        report(block.line, f"「mastery={written}」は使えません", mend)
    else:
        return needed, last
    return FEWEST, FEWEST

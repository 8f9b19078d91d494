"""Whether a lesson can be used by those who hear it, or do not see its colors. Pure."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from app.catalog.checks.empty_words import says_nothing
from app.catalog.checks.finding import Finding, Job, Weight
from app.catalog.checks.lines import Line, lines_in

if TYPE_CHECKING:
    from app.catalog.sources.course import CourseSource, LessonSource

TOP: Final = 2
"""The title of a lesson is the heading above its text."""

_HEADING: Final = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*)")
_BOLD_LINE: Final = re.compile(r"^ {0,3}\*\*[^*]+\*\*[ \t]*$")
_LINK: Final = re.compile(r"(?<!!)\[([^\]]*)\]\(\s*<?([^)\s>]*)")
_TABLE_RULE: Final = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_APART: Final = re.compile(r"(?<![一-龠])[一-龠][ 　][一-龠](?![一-龠])")
_HALF_WIDTH: Final = re.compile(r"[ｦ-ﾟ]+")
_BY_COLOR: Final = re.compile(r"[赤青黄緑](?:い|色の?|の)(?:文字|ところ|部分|線|丸|しるし|印)")

_PRESS: Final = (
    "行き先の名前を、そのままリンクの文にします（例: [消費者ホットライン](https://…)）。"
)
_STEP: Final = "## の次は ###、その次は #### にします。大きさを変えるために、段を飛ばしません。"
_MADE_OF_BOLD: Final = "見出しなら ## や ### にします。声で聞く人は、見出しで飛べます。"
_COLUMNS: Final = "いちばん上の行に、その列が何かを書きます。声で聞く人は、列の名前で分かります。"
_SPACES: Final = "空白を取ります。声では、1字ずつ読まれます。すき間は、見せるときに付きます。"
_FULL: Final = "全角のカタカナにします。"
_COLORS: Final = "色のほかに、形や言葉や場所でも分かるように書きます。"
_CUES: Final = "字幕の文と、出る時間（00:00.000 --> 00:04.000 の形）を書きます。"


def access_findings(source: "CourseSource") -> Iterator[Finding]:
    """Find what keeps people from using the lessons; a missing transcript is a fault already."""
    for lesson in source.with_blocks:
        lines = list(lines_in(lesson))
        yield from _headings(lines)
        yield from _tables(lines)
        for line in lines:
            yield from _line(line)
        yield from _captions(source, lesson)


def _found(line: Line, message: str, mend: str, weight: Weight = Weight.SHOULD) -> Finding:
    return Finding.of(weight, Job.ACCESS, line.place, (message, mend))


def _headings(lines: list[Line]) -> Iterator[Finding]:
    above = TOP - 1
    for line in lines:
        heading = _HEADING.match(line.text)
        if heading is None or line.block.scenes:
            if line.block.kind == "text" and _BOLD_LINE.match(line.text):
                message = f"見出しの代わりの太い字です: {line.text.strip()[:20]}"
                yield _found(line, message, _MADE_OF_BOLD)
            continue
        level = len(heading.group(1))
        if level > above + 1:
            after = f"{'#' * above} のあとに " if above >= TOP else "はじめに "
            yield _found(line, f"見出しの段が飛んでいます（{after}{'#' * level}）", _STEP)
        above = level


def _tables(lines: list[Line]) -> Iterator[Finding]:
    for head, rule in pairwise(lines):
        is_head = head.text.lstrip().startswith("|") and _TABLE_RULE.match(rule.text)
        if not is_head or rule.number != head.number + 1:
            continue
        cells = [cell.strip() for cell in head.text.strip().strip("|").split("|")]
        empty = sum(not cell for cell in cells[1:]) + (not any(cells))
        if empty:
            yield _found(head, "表に、名前のない列があります", _COLUMNS)


def _line(line: Line) -> Iterator[Finding]:
    for text, url in _LINK.findall(line.text):
        if not line.block.scenes and says_nothing(text, "links"):
            yield _found(line, f"行き先の分からないリンクです: {text}", _PRESS)
        elif url and text.strip() == url:
            yield _found(line, f"アドレスがそのままリンクの文です: {url[:40]}", _PRESS)
    if kana := _HALF_WIDTH.search(line.text):
        yield _found(line, f"半角のカタカナがあります: {kana.group()[:20]}", _FULL)
    if apart := _APART.search(line.text):
        yield _found(line, f"言葉の途中に空白があります: {apart.group().strip()}", _SPACES)
    if color := _BY_COLOR.search(line.text):
        message = f"色でしか分からないかもしれません: {color.group()}"
        yield _found(line, message, _COLORS, Weight.KNOW)


def _captions(source: "CourseSource", lesson: "LessonSource") -> Iterator[Finding]:
    files = dict(source.files)
    for block in lesson.blocks:
        captions = block.attribute("captions") if block.kind == "video" else None
        if captions in files and b"-->" not in files[captions]:
            told = f"字幕のファイルに字幕がありません: {captions}", _CUES
            yield Finding.of(Weight.SHOULD, Job.ACCESS, (lesson.path, block.line), told)

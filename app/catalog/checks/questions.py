"""Whether objectives are asked for, and whether answers teach. Pure."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from app.catalog.checks.empty_words import says_nothing
from app.catalog.checks.finding import Finding, Job, Weight
from app.items.kinds import KINDS

if TYPE_CHECKING:
    from app.catalog.sources.course import Block, CourseSource, LessonSource, OptionSource

_WHY: Final = "どうしてちがうのかを書きます。まちがえたときこそ、学ぶところです。"


def objective_findings(source: "CourseSource") -> Iterator[Finding]:
    """Find questions and lessons without an objective, and objectives of no framework.

    An objective that no question asks for is a fault of the course already.
    """
    led_to = {key for lesson in source.lessons for key in lesson.objectives}
    place = "objectives.toml"
    for one in source.objectives:
        if one.key and one.key not in led_to:
            told = (
                f"目標「{one.key}」のレッスンがありません",
                "どれかのレッスンの objectives に書きます。",
            )
            yield Finding.of(Weight.SHOULD, Job.OBJECTIVES, (place, one.line), told)
        if not one.alignments:
            told = (
                f"目標「{one.key}」が、どの枠組みにもつながっていません",
                "「めあて」で、枠組みの項目をさがして付けます。",
            )
            yield Finding.of(Weight.KNOW, Job.OBJECTIVES, (place, one.line), told)
    for lesson in source.with_blocks:
        for block in lesson.blocks:
            if _is_graded(block) and block.attribute("objective") is None:
                told = "目標のない問題です", "何を確かめる問題か、「めあて」でえらびます。"
                yield Finding.of(Weight.SHOULD, Job.OBJECTIVES, (lesson.path, block.line), told)
    for lesson in source.lessons:
        yield from _unasked(lesson)


def _unasked(lesson: "LessonSource") -> Iterator[Finding]:
    """Find objectives that a lesson leads to without asking for them itself."""
    asked = {block.attribute("objective") for block in lesson.blocks if _is_graded(block)}
    drills = any(block.kind == "drill" for block in lesson.blocks)
    for key in lesson.objectives:
        if key not in asked and not drills:
            told = (
                f"このレッスンには、目標「{key}」の問題がありません",
                "ほかのレッスンで確かめるなら、このままでかまいません。",
            )
            yield Finding.of(
                Weight.KNOW, Job.OBJECTIVES, (lesson.path, lesson.objectives_line), told
            )


def feedback_findings(source: "CourseSource") -> Iterator[Finding]:
    """Find explanations that explain nothing, and questions that end without a word.

    An option without any explanation is a fault of the course already.
    """
    for lesson in source.with_blocks:
        for block in lesson.blocks:
            if _is_graded(block) and block.question is not None:
                yield from _explanations(lesson, block, block.question.options)
            elif block.kind == "likert" and block.question and block.question.closing is None:
                told = "答えたあとの一言がありません", "選択肢の後ろに「> 」で書きます。"
                yield Finding.of(Weight.KNOW, Job.FEEDBACK, (lesson.path, block.line), told)


def _explanations(
    lesson: "LessonSource", block: "Block", options: "tuple[OptionSource, ...]"
) -> Iterator[Finding]:
    given = [(option, option.explanation.text.strip()) for option in options if option.explanation]
    often = Counter(text for _option, text in given)
    for option, text in given:
        line = option.explanation.line if option.explanation else block.line
        if not option.correct and says_nothing(text, "explanations"):
            told = f"まちがいの理由がない説明です: {text[:20]}", _WHY
        elif often[text] > 1 and len(given) == often[text] and len(given) > 1:
            told = (
                f"どの選択肢も同じ説明です: {text[:20]}",
                "選択肢ごとに、そう言えるわけを書きます。",
            )
            often[text] = 0
        else:
            continue
        yield Finding.of(Weight.SHOULD, Job.FEEDBACK, (lesson.path, line), told)


def _is_graded(block: "Block") -> bool:
    kind = KINDS.get(block.kind)
    return kind is not None and kind.is_graded

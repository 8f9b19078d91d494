"""A bank's source → its questions, compiled as a lesson's are, with every fault on the way."""

from collections.abc import Mapping

from app.catalog.questions import Question
from app.catalog.sources.course import LessonSource
from app.catalog.sources.faults import Fault
from app.catalog.sources.lesson_compiler import LessonCompiler
from app.catalog.sources.translation.lookup import Translations
from app.items.kinds import KINDS


def compile_bank(
    source: LessonSource,
    assets: Mapping[str, str],
    translations: Translations,
    faults: list[Fault],
) -> tuple[Question, ...]:
    """Compile a bank, whatever its faults.

    Args:
        source: The bank's file.
        assets: The course's files: path → address to show it under.
        translations: The bank in other languages.
        faults: Receives what is wrong in it.
    """
    compiler = LessonCompiler(source, assets, translations)
    lesson = compiler.compile()
    faults += compiler.faults
    faults += _misplaced(source)
    for key, (_, line) in compiler.marks.items():
        mend = "{#see-…} を消します。問題集の問題には、もどる本文がありません。"
        faults.append(Fault(source.path, line, f"#see-{key} は問題集では使えません", mend))
    return tuple(step.question for step in lesson.steps if step.question)


def _misplaced(source: LessonSource) -> list[Fault]:
    """Report what no question of a bank can be, or have."""
    found = []
    for block in source.blocks:
        kind = KINDS.get(block.kind)
        if block.kind not in {"easy", "break", "unreadable"} and kind is None:
            mend = "問題と、問題のすぐ後ろの「::: easy」だけを書きます。文はレッスンに移します。"
            message = "問題集に置けないものがあります"
            found.append(Fault(source.path, block.line, message, mend))
        elif kind is not None and not kind.is_graded:
            mend = "正しい答えのある種類にするか、レッスンに移します。"
            message = f"「{block.kind}」には正しい答えがないので、問題集に置けません"
            found.append(Fault(source.path, block.line, message, mend))
        for name in ("attempts", "wait"):
            if kind is not None and kind.is_graded and block.attribute(name) is not None:
                mend = "消します。くりかえしの練習では、出るたびに、はじめの答えだけを数えます。"
                message = f"「{name}」は問題集では使えません"
                found.append(Fault(source.path, block.line, message, mend))
    return found

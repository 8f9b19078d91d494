"""Every fault of a course at once: of form, of text, and of what belongs together. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from app.catalog.content import is_safe_url
from app.catalog.sources.compile import ASSET_KINDS, Edition
from app.catalog.sources.course import (
    AlignmentSource,
    Block,
    CourseSource,
    LessonSource,
    QuestionSource,
)
from app.catalog.sources.faults import Fault, in_order
from app.catalog.sources.lesson import DRILL
from app.catalog.sources.placeholders import unwritten
from app.items.item import BY_TAPS_UP_TO
from app.items.kinds import KINDS
from app.ui.drawings import picture_faults

_RESERVED: Final = re.compile(r"prompt|closing|hint[1-9][0-9]*")
"""What translations call the other texts of a question."""

LevelsOf = Callable[[str], int]
"""How many levels the framework of an item (``digcomp@3.0/4.2``) has; 0: no such item."""


def check(source: CourseSource, edition: Edition, levels_of: LevelsOf) -> tuple[Fault, ...]:
    """Find everything that keeps a course from being published.

    Args:
        source: The course as read.
        edition: The same, compiled.
        levels_of: Looks up framework items.

    Returns:
        Every fault, by file and line; empty when the course may be published.
    """
    checker = _Checker(source, edition, levels_of)
    return in_order((*source.faults, *edition.faults, *checker.faults_found()))


@dataclass(slots=True)
class _Checker:
    source: CourseSource
    edition: Edition
    levels_of: LevelsOf
    faults: list[Fault] = field(default_factory=list)

    def report(self, path: str, line: int, message: str, mend: str) -> None:
        self.faults.append(Fault(path, line, message, mend))

    def faults_found(self) -> list[Fault]:
        self._keys()
        self._objectives()
        self._completion()
        self._sources()
        self._assets()
        self._taps()
        for lesson in self.source.lessons:
            self._lesson(lesson)
        self._banks()
        self.faults += unwritten(self.source.files)
        return self.faults

    # -- keys -------------------------------------------------------------------------------------

    def _keys(self) -> None:
        seen: dict[str, str] = {}
        for path, line, key in self._places():
            if key in seen:
                mend = "片方の名前を変えます。章・レッスン・問題のキーは講座の中で1回だけです。"
                self.report(path, line, f"キー「{key}」は {seen[key]} でも使われています", mend)
            seen.setdefault(key, f"{path}:{line}")
        for lesson in self.source.with_blocks:
            self._option_keys(lesson)

    def _places(self) -> Iterator[tuple[str, int, str]]:
        for module in self.source.modules:
            yield f"{module.path}/module.toml", 1, module.key
            for lesson in module.lessons:
                yield from _keys_in(lesson)
        for bank in self.source.banks:
            yield from _keys_in(bank)

    def _option_keys(self, lesson: LessonSource) -> None:
        for block in lesson.blocks:
            seen: set[str] = set()
            for key, line in _parts_of(block.question):
                if key and key in seen:
                    mend = "問題の中では、選択肢やまとまりごとにちがう名前にします。"
                    message = f"選択肢のキー「#{key}」が2回あります"
                    self.report(lesson.path, line, message, mend)
                if _RESERVED.fullmatch(key):
                    mend = "問いの文（prompt）、結び（closing）、ヒント（hint1…）の名前です。"
                    message = f"選択肢のキー「#{key}」は使えません"
                    self.report(lesson.path, line, message, mend)
                seen.add(key)

    # -- objectives -------------------------------------------------------------------------------

    def _objectives(self) -> None:
        path = "objectives.toml"
        asked = {
            block.attribute("objective")
            for lesson in self.source.with_blocks
            for block in lesson.blocks
            if block.kind in KINDS and KINDS[block.kind].is_graded
        }
        seen: set[str] = set()
        for objective in self.source.objectives:
            if objective.key in seen:
                mend = "片方の名前を変えます。"
                self.report(path, objective.line, f"目標「{objective.key}」が2回あります", mend)
            elif objective.key and objective.key not in asked:
                mend = f"どれかの問題に objective={objective.key} を付けるか、目標を消します。"
                message = f"目標「{objective.key}」を確かめる問題がありません"
                self.report(path, objective.line, message, mend)
            seen.add(objective.key)
            for alignment in objective.alignments:
                self._alignment(alignment)

    def _alignment(self, alignment: AlignmentSource) -> None:
        if not alignment.item:  # its absence is a fault already
            return
        levels = self.levels_of(alignment.item)
        if not levels:
            mend = "「digcomp@3.0/4.2」「dss-l@1.2/T5」のように、ある項目を書きます。"
            message = f"枠組みの項目「{alignment.item}」がありません"
        elif alignment.level > levels:
            mend = f"{alignment.item} の段階は 1 から {levels} までです。"
            message = f"段階 {alignment.level} は、この枠組みにありません"
        else:
            return
        self.report("objectives.toml", alignment.line, message, mend)

    # -- the youngest -----------------------------------------------------------------------------

    def _taps(self) -> None:
        """Where children learn who do not type yet, every answer can be pressed."""
        if min(self.source.grades, default=BY_TAPS_UP_TO + 1) > BY_TAPS_UP_TO:
            return
        path_of = {key: path for path, _line, key in self._places()}
        asked = {
            question.key: question.item
            for body in self.edition.lessons
            for step in body.steps
            for question in step.questions
        }
        for key, item in asked.items():
            kind = KINDS[item.kind]
            if kind.base_type not in {"string", "float"} or kind.tiles(item):
                continue
            message = f"{BY_TAPS_UP_TO}年生までが、おして答えられるものがありません"
            mend = (
                "まちがいの答えも「- [ ] 答え #キー」と書きます（数は、範囲でなく一つ）。"
                if kind.is_graded
                else "「- 理由 #キー」のカードを2つ以上書きます。"
            )
            self.report(path_of[key], item.line, message, mend)

    # -- completion and sources -------------------------------------------------------------------

    def _completion(self) -> None:
        known = {lesson.key for lesson in self.source.lessons}
        completion = self.source.completion
        for key in completion.lessons or ():
            if key not in known:
                mend = "レッスンのキー（ファイル名の番号の後ろ）を書きます。"
                message = f"修了に要るレッスン「{key}」がありません"
                self.report("completion.toml", completion.lessons_line, message, mend)
        if completion.lessons == ():
            mend = 'lessons = "all" か、1つ以上のレッスンを書きます。'
            message = "修了に要るレッスンが1つもありません"
            self.report("completion.toml", completion.lessons_line, message, mend)

        drills = {block.key for lesson in self.source.lessons for block in _drills_in(lesson)}
        for key in completion.drills or ():
            if key not in drills:
                mend = "レッスンの「::: drill #キー」のキーを書きます。"
                message = f"修了に要るくりかえし「{key}」がありません"
                self.report("completion.toml", completion.drills_line, message, mend)

    def _sources(self) -> None:
        for reference in self.source.sources:
            if reference.url and not is_safe_url(reference.url):
                mend = "https:// で始まるアドレスにします。"
                message = f"このアドレスは使えません: {reference.url[:60]}"
                self.report("course.toml", reference.line, message, mend)

    def _assets(self) -> None:
        for path, data in self.source.files:
            kind = path.rpartition(".")[2].lower()
            if path.startswith("assets/") and kind not in ASSET_KINDS:
                mend = f"使えるのは {'・'.join(sorted(ASSET_KINDS))} です。"
                self.report(path, 1, "この種類のファイルは置けません", mend)
            if path.startswith("assets/") and kind == "svg":
                for fault in picture_faults(data):
                    self.report(path, *fault)

    # -- lessons ----------------------------------------------------------------------------------

    def _lesson(self, lesson: LessonSource) -> None:
        known = {objective.key for objective in self.source.objectives}
        for key in lesson.objectives:
            if key not in known:
                mend = "objectives.toml にある目標のキーにするか、目標を足します。"
                self.report(
                    lesson.path, lesson.objectives_line, f"目標「{key}」がありません", mend
                )
        self._objectives_in(lesson)
        if not any(block.kind not in {"break", "unreadable"} for block in lesson.blocks):
            mend = "本文か問題を書きます。"
            self.report(lesson.path, 1, "レッスンに中身がありません", mend)

    def _objectives_in(self, lesson: LessonSource) -> None:
        known = {objective.key for objective in self.source.objectives}
        for block in lesson.blocks:
            objective = block.attribute("objective") if block.kind in KINDS else None
            if objective is not None and objective not in known:
                mend = "objectives.toml にある目標のキーにするか、目標を足します。"
                self.report(lesson.path, block.line, f"目標「{objective}」がありません", mend)

    def _banks(self) -> None:
        drawn = {
            block.attribute("from")
            for lesson in self.source.lessons
            for block in _drills_in(lesson)
        }
        for bank in self.source.banks:
            self._objectives_in(bank)
            if bank.key not in drawn:
                mend = f"レッスンに「::: drill #名前 from={bank.key} …」を置くか、消します。"
                self.report(bank.path, 1, "この問題集は、どのレッスンからも出ません", mend)


def _drills_in(lesson: LessonSource) -> Iterator[Block]:
    return (block for block in lesson.blocks if block.kind == DRILL)


def _keys_in(lesson: LessonSource) -> Iterator[tuple[str, int, str]]:
    """Return (path, line, key) of a file and of every block in it that has a key."""
    yield lesson.path, 1, lesson.key
    for block in lesson.blocks:
        if block.key and block.kind != "unreadable":
            yield lesson.path, block.line, block.key


def _parts_of(question: QuestionSource | None) -> Iterator[tuple[str, int]]:
    """Return (key, line) of every place, gap and option of a question."""
    if question is not None:
        yield from ((target.key, target.text.line) for target in question.targets)
        yield from ((option.key, option.text.line) for option in question.options)

"""``CourseSource`` → what a version holds, and every fault that only shows on the way."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from app.catalog.content import ASSET_ROOT, EMPTY, Prose
from app.catalog.edition import (
    Alignment,
    Audience,
    Completion,
    Course,
    CredentialPlan,
    Field,
    LessonHead,
    Module,
    Objective,
    QuestionHead,
    Reference,
)
from app.catalog.lessons import Block, LessonContent, OptionText, Question, Step
from app.catalog.markdown import Compiled, References, compile_blocks, compile_line
from app.catalog.rules import file_hash, lesson_hash
from app.catalog.sources.course import (
    Block as SourceBlock,
)
from app.catalog.sources.course import (
    CourseSource,
    LessonSource,
    OptionSource,
    Passage,
    QuestionSource,
)
from app.catalog.sources.faults import Fault
from app.items.item import Item, Option
from app.items.kinds import KINDS

_TURN: Final = re.compile(r"[-*+] +\*\*[^*]+\*\*[ 　]*\S")
ASSET_KINDS: Final = frozenset({"png", "jpg", "jpeg", "gif", "webp", "avif", "pdf"})


@dataclass(frozen=True, slots=True)
class Edition:
    """A course, compiled.

    Attributes:
        course: The outline.
        lessons: The bodies, in order.
        faults: What was found wrong in texts and questions.
    """

    course: Course
    lessons: tuple[LessonContent, ...]
    faults: tuple[Fault, ...]


def compile_course(source: CourseSource) -> Edition:
    """Compile a course, whatever its faults; one with faults must not be published."""
    assets = assets_of(source)
    compilers = [_LessonCompiler(lesson, assets) for lesson in source.lessons]
    lessons = tuple(compiler.compile() for compiler in compilers)
    faults = tuple(fault for compiler in compilers for fault in compiler.faults)
    return Edition(_outline(source, lessons), lessons, faults)


def assets_of(source: CourseSource) -> dict[str, str]:
    """Return the address of each file that a lesson may show: path → ``/course-assets/…``."""
    found: dict[str, str] = {}
    for path, data in source.files:
        kind = path.rpartition(".")[2].lower()
        if path.startswith("assets/") and kind in ASSET_KINDS:
            found[path] = f"{ASSET_ROOT}{file_hash(data)}.{kind}"
    return found


def _outline(source: CourseSource, lessons: Sequence[LessonContent]) -> Course:
    bodies = iter(lessons)
    completion, credential = source.completion, source.completion.credential
    return Course(
        slug=source.slug,
        title=source.title,
        summary=source.summary,
        audience=Audience(source.audience),
        grades=source.grades,
        field=Field(source.field),
        language=source.language,
        license=source.license,
        reviewed_on=source.reviewed_on or date.min,
        review_by=source.review_by or date.max,
        credits=source.credits,
        sources=tuple(Reference(s.title, s.publisher, s.url, s.note) for s in source.sources),
        objectives=tuple(
            Objective(o.key, o.can_do, tuple(Alignment(a.item, a.level) for a in o.alignments))
            for o in source.objectives
        ),
        completion=Completion(
            lessons=tuple(
                x.key
                for x in source.lessons
                if completion.lessons is None or x.key in completion.lessons
            ),
            passing_score=completion.passing_score,
            credential=CredentialPlan(
                credential.key, credential.name, credential.description, credential.criteria
            ),
        ),
        modules=tuple(
            Module(m.key, m.title, tuple(_head(next(bodies)) for _ in m.lessons))
            for m in source.modules
        ),
    )


def _head(lesson: LessonContent) -> LessonHead:
    questions = (
        QuestionHead(s.question.item.key, s.question.item.kind, s.question.item.objective, n)
        for n, s in enumerate(lesson.steps)
        if s.question
    )
    return LessonHead(
        key=lesson.key,
        title=lesson.title,
        minutes=lesson.minutes,
        objectives=lesson.objectives,
        steps=len(lesson.steps),
        questions=tuple(questions),
        content_hash=lesson.content_hash,
    )


@dataclass(slots=True)
class _LessonCompiler:
    """Compiles one lesson, screen by screen."""

    source: LessonSource
    assets: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    marks: dict[str, tuple[int, int]] = field(default_factory=dict)

    def report(self, line: int, message: str, mend: str) -> None:
        self.faults.append(Fault(self.source.path, line, message, mend))

    def compile(self) -> LessonContent:
        for block in self.source.blocks:
            if block.kind == "break":
                self._end_step(None)
            elif block.kind == "easy":
                self._add_easy(block)
            elif block.question is not None:
                self._end_step(self._question(block, block.question))
            elif block.kind != "unreadable":
                self._add_block(block)
        self._end_step(None)
        self._check_marks()
        source = self.source
        lesson = LessonContent(
            key=source.key,
            title=source.title,
            minutes=source.minutes,
            objectives=source.objectives,
            steps=tuple(self._with_marks(step) for step in self.steps),
        )
        return replace(lesson, content_hash=lesson_hash(lesson.to_json()))

    def _end_step(self, question: Question | None) -> None:
        if self.blocks or question:
            self.steps.append(Step(tuple(self.blocks), question))
        self.blocks = []

    def _add_block(self, source: SourceBlock) -> None:
        prose = self._prose(source.body)
        if not prose.plain and "<img" not in "".join(prose.skeleton):
            if source.kind != "text":  # a text without output is a link definition
                self.report(source.line, "ブロックの中身がありません", "文を書くか、消します。")
            return
        if source.kind == "dialogue":
            self._check_dialogue(source.body)
        self.blocks.append(Block(source.kind, prose, source.attribute("kind") or ""))

    def _check_dialogue(self, body: Passage) -> None:
        for number, line in enumerate(body.text.split("\n"), start=body.line):
            if line.strip() and not line.startswith("  ") and not _TURN.match(line):
                mend = "1行ずつ「- **名前** せりふ」と書きます。"
                self.report(number, "会話の行の形がちがいます", mend)

    def _add_easy(self, source: SourceBlock) -> None:
        easy = self._hidden(source.body)
        if not easy.plain:
            self.report(source.line, "ブロックの中身がありません", "文を書くか、消します。")
        elif not self.blocks or self.blocks[-1].easy is not None:
            mend = "言いかえたい文のすぐ後ろに、1つだけ置きます。"
            self.report(source.line, "「easy」の前に、言いかえる文がありません", mend)
        else:
            self.blocks[-1] = replace(self.blocks[-1], easy=easy)

    # -- texts ------------------------------------------------------------------------------------

    @property
    def _references(self) -> References:
        return {
            label: {"href": href, "title": title} for label, href, title in self.source.references
        }

    def _prose(self, passage: Passage) -> Prose:
        compiled = compile_blocks(passage.text, references=self._references, assets=self.assets)
        return self._taken(compiled, passage)

    def _line(self, passage: Passage) -> Prose:
        compiled = compile_line(passage.text, references=self._references, assets=self.assets)
        return self._taken(compiled, passage)

    def _taken(self, compiled: Compiled, passage: Passage) -> Prose:
        for problem in compiled.problems:
            self.report(passage.line + problem.line, problem.message, problem.mend)
        for key, line in compiled.marks:
            if key in self.marks:
                mend = "1つの問題に付けられる「本文のここ」は1か所です。"
                self.report(passage.line + line, f"#see-{key} が2か所にあります", mend)
            self.marks.setdefault(key, (len(self.steps), passage.line + line))
        return compiled.prose

    def _hidden(self, passage: Passage) -> Prose:
        """Compile a text that is not always on the screen, so that no link may lead into it."""
        before = dict(self.marks)
        prose = self._prose(passage)
        for key in self.marks.keys() - before.keys():
            mend = "いつも見えている本文の文に付けます。"
            self.report(passage.line, f"#see-{key} が説明などの中にあります", mend)
        self.marks = before
        return prose

    # -- questions --------------------------------------------------------------------------------

    def _question(self, block: SourceBlock, source: QuestionSource) -> Question:
        texts = {o.key: self._option_text(o) for o in source.options}
        options = tuple(
            Option(o.key, o.correct, texts[o.key].text.plain, o.text.line) for o in source.options
        )
        objective = block.attribute("objective")
        item = Item(block.key or "", block.kind, objective, options, block.line)
        kind = KINDS[block.kind]
        for fault in kind.check(item):
            self.report(*fault)
        prompt = self._prose(source.prompt)
        if not prompt.plain:
            self.report(block.line, "問いの文がありません", "選択肢の前に、問いの文を書きます。")
        if kind.needs_closing and source.closing is None:
            mend = "最後に、字下げのない「> …」で、ほかの答えのときに見せる言葉を書きます。"
            self.report(block.line, "思いつかなかった答えへの説明がありません", mend)
        closing = self._hidden(source.closing) if source.closing else None
        return Question(item, prompt, texts, closing, seen_on=None)

    def _option_text(self, source: OptionSource) -> OptionText:
        explanation = self._hidden(source.explanation) if source.explanation else EMPTY
        return OptionText(self._line(source.text), explanation)

    # -- evidence ---------------------------------------------------------------------------------

    def _check_marks(self) -> None:
        asked = {s.question.key: n for n, s in enumerate(self.steps) if s.question}
        for key, (step, line) in self.marks.items():
            if key in asked and step > asked[key]:
                mend = "問題より前の文に付けます。"
                self.report(line, f"#see-{key} が問題「{key}」より後にあります", mend)
            if key not in asked:
                mend = "同じレッスンの問題のキーにするか、{#see-…} を消します。"
                self.report(line, f"#see-{key} の問題「{key}」がこのレッスンにありません", mend)

    def _with_marks(self, step: Step) -> Step:
        if step.question is None or step.question.key not in self.marks:
            return step
        seen_on, _ = self.marks[step.question.key]
        return replace(step, question=replace(step.question, seen_on=seen_on))

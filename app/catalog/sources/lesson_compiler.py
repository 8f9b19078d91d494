"""A lesson's source → its body: screens of blocks, questions, and every fault on the way."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from app.catalog.content import EMPTY, Prose
from app.catalog.dilemmas import Dilemma, Scene, Way
from app.catalog.drills import Drill
from app.catalog.lessons import Block, LessonContent, Step
from app.catalog.markdown import Compiled, References, compile_blocks, compile_line
from app.catalog.questions import OptionText, Question, Wording, answerable
from app.catalog.rules import lesson_hash
from app.catalog.sources.course import Block as SourceBlock
from app.catalog.sources.course import (
    LessonSource,
    OptionSource,
    Passage,
    QuestionSource,
    SceneSource,
)
from app.catalog.sources.drills import Banks, drill_of
from app.catalog.sources.faults import Fault
from app.catalog.sources.lesson import DILEMMA, DRILL
from app.catalog.sources.media import WITHOUT_TEXT, media_of
from app.catalog.sources.parts import item_of, missing_parts
from app.catalog.sources.translation.lookup import Translations
from app.catalog.sources.translation.originals import TEXT, question_passages, scene_passages
from app.i18n.languages import JAPANESE
from app.items.kinds import KINDS

_TURN: Final = re.compile(r"[-*+] +\*\*[^*]+\*\*[ 　]*\S")
_TURNS: Final[Mapping[str, tuple[str, str]]] = {
    "dialogue": ("会話の行の形がちがいます", "1行ずつ「- **名前** せりふ」と書きます。"),
    "timeline": ("年表の行の形がちがいます", "1行ずつ「- **いつ** できごと」と書きます。"),
}
_EMPTY: Final = ("ブロックの中身がありません", "文を書くか、消します。")
_BOLD: Final = re.compile(r"\*\*(.+)\*\*")

Compile = Callable[[str], Compiled]


@dataclass(slots=True)
class LessonCompiler:
    """Compiles one lesson, screen by screen.

    Attributes:
        source: The lesson.
        assets: The course's files: path → address to show it under.
        translations: The lesson in other languages.
        banks: What its drills may draw from.
        faults: What is wrong in it, once it is compiled.
    """

    source: LessonSource
    assets: Mapping[str, str]
    translations: Translations
    banks: Banks = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    marks: dict[str, tuple[int, int]] = field(default_factory=dict)

    def _report(self, line: int, message: str, mend: str) -> None:
        self.faults.append(Fault(self.source.path, line, message, mend))

    def compile(self) -> LessonContent:
        """Compile the lesson, whatever its faults."""
        for block in self.source.blocks:
            if block.kind == "break":
                self._end_step(None)
            elif block.kind == "easy":
                self._add_easy(block)
            elif block.kind == DILEMMA:
                self._end_step(None, self._dilemma(block))
            elif block.kind == DRILL:
                self._end_step(None, drill=drill_of(block, self.banks, self._report))
            elif block.question is not None:
                self._end_step(self._question(block, block.question))
            elif block.kind != "unreadable":
                self._add_block(block)
        self._end_step(None)
        self._check_marks()
        source = self.source
        lesson = LessonContent(
            key=source.key,
            title=self.translations.text("title", source.title),
            minutes=source.minutes,
            objectives=source.objectives,
            steps=tuple(self._with_marks(step) for step in self.steps),
        )
        self.faults += self.translations.faults
        return replace(lesson, content_hash=lesson_hash(lesson.to_json()))

    def _end_step(
        self,
        question: Question | None,
        dilemma: Dilemma | None = None,
        drill: Drill | None = None,
    ) -> None:
        if self.blocks or question or dilemma or drill:
            self.steps.append(Step(tuple(self.blocks), question, dilemma, drill))
        self.blocks = []

    def _add_block(self, source: SourceBlock) -> None:
        prose = self._taken(self._paragraphs, source.body)
        media, faults = media_of(source, self.assets)
        if source.kind == "extra" and self._has_extra():
            faults.append(("「extra」が2つあります", "1つのレッスンに1つだけにします。"))
        if source.kind in WITHOUT_TEXT and not prose.plain:
            faults.append(WITHOUT_TEXT[source.kind])
        elif prose.is_empty and source.kind != "text":  # a link definition is text without output
            faults.append(_EMPTY)
        for fault in faults:
            self._report(source.line, *fault)
        if prose.is_empty:
            return
        if source.kind in _TURNS:
            self._check_turns(source.body, *_TURNS[source.kind])
        others = self._others(source.key or TEXT, source.body, prose)
        tone = source.attribute("kind") or ""
        self.blocks.append(Block(source.kind, prose, tone, others=others, media=media))

    def _has_extra(self) -> bool:
        before = (block for step in self.steps for block in step.blocks)
        return any(block.kind == "extra" for block in (*before, *self.blocks))

    def _check_turns(self, body: Passage, message: str, mend: str) -> None:
        for number, line in enumerate(body.text.split("\n"), start=body.line):
            if line.strip() and not line.startswith("  ") and not _TURN.match(line):
                self._report(number, message, mend)

    # -- plain Japanese ---------------------------------------------------------------------------

    def _add_easy(self, source: SourceBlock) -> None:
        if source.question is not None:
            self._add_easy_question(source, source.question)
            return
        easy = self._hidden(self._paragraphs, source.body)
        if not easy.plain:
            self._report(source.line, *_EMPTY)
        elif not self.blocks or self.blocks[-1].easy is not None:
            mend = "言いかえたい文か問題のすぐ後ろに、1つだけ置きます。"
            self._report(source.line, "「easy」の前に、言いかえる文がありません", mend)
        else:
            before = self.blocks[-1]
            self.blocks[-1] = replace(before, easy=easy.led_to(before.prose.places))

    def _add_easy_question(self, block: SourceBlock, source: QuestionSource) -> None:
        """Put what is said anew beside the question that ended the step just before."""
        step = self.steps[-1]
        asked = step.question
        if asked is None:
            raise LookupError("the reader gives a question to what stands right after one")
        easy = self._easy_wording(asked, source)
        said = (easy.options, easy.targets, easy.closing, easy.hints)
        if easy.prompt.is_empty and not any(said):
            self._report(block.line, *_EMPTY)
            return
        for _, message, mend in missing_parts(asked.item.kind, easy.over(asked.wording)):
            self._report(block.line, message, mend)
        self.steps[-1] = replace(step, question=replace(asked, easy=easy))

    def _easy_wording(self, asked: Question, source: QuestionSource) -> Wording:
        prompt = self._hidden(self._paragraphs, source.prompt)
        if not prompt.is_empty:
            prompt = prompt.led_to(asked.prompt.places)
        if source.closing and asked.closing is None:
            mend = "前の問題にも結びの言葉を書くか、消します。"
            self._report(source.closing.line, "言いかえる結びの言葉がありません", mend)
        if source.hints and len(source.hints) != len(asked.hints):
            mend = "前の問題のヒントを、同じ順に、ぜんぶ言いかえます。"
            self._report(source.hints[0].line, "ヒントの数が、前の問題とちがいます", mend)
        return Wording(
            prompt,
            {
                option.key: self._easy_option(asked, option)
                for option in source.options
                if option.key not in asked.targets
            },
            self._hidden(self._paragraphs, source.closing) if source.closing else None,
            {
                option.key: self._hidden(self._one_line, _without_bold(option.text))
                for option in source.options
                if option.key in asked.targets
            },
            tuple(self._hidden(self._paragraphs, hint) for hint in source.hints),
        )

    def _easy_option(self, asked: Question, option: OptionSource) -> OptionText:
        easy = self._option_text(option, is_seen=False)
        known = asked.options.get(option.key)
        if known is not None:
            if option.detail and known.detail.is_empty:
                mend = "前の問題の選択肢にも書くか、消します。"
                self._report(option.detail.line, "言いかえる文が、選択肢の下にありません", mend)
            return replace(easy, text=easy.text.led_to(known.text.places))
        if option.key:
            mend = "すぐ前の問題にある選択肢のキーを書きます。"
            message = f"選択肢「#{option.key}」は、前の問題にありません"
            self._report(option.text.line, message, mend)
        return easy

    # -- texts ------------------------------------------------------------------------------------

    @property
    def _references(self) -> References:
        return {
            label: {"href": href, "title": title} for label, href, title in self.source.references
        }

    def _paragraphs(self, text: str) -> Compiled:
        return compile_blocks(text, references=self._references, assets=self.assets)

    def _one_line(self, text: str) -> Compiled:
        return compile_line(text, references=self._references, assets=self.assets)

    def _others(
        self, context: str, passage: Passage, prose: Prose, compiled: Compile | None = None
    ) -> dict[str, Prose]:
        """Return a passage in every other language that has it."""
        by = compiled or self._paragraphs
        return self.translations.prose(context, passage.text, by, prose.places)

    def _taken(self, by: Compile, passage: Passage) -> Prose:
        compiled = by(passage.text)
        for problem in compiled.problems:
            self._report(passage.line + problem.line, problem.message, problem.mend)
        for key, line in compiled.marks:
            if key in self.marks:
                mend = "1つの問題に付けられる「本文のここ」は1か所です。"
                self._report(passage.line + line, f"#see-{key} が2か所にあります", mend)
            self.marks.setdefault(key, (len(self.steps), passage.line + line))
        return compiled.prose

    def _hidden(self, by: Compile, passage: Passage) -> Prose:
        """Compile a text that is not always on the screen, so that no link may lead into it."""
        before = dict(self.marks)
        prose = self._taken(by, passage)
        for key in self.marks.keys() - before.keys():
            mend = "いつも見えている本文の文に付けます。"
            self._report(passage.line, f"#see-{key} が説明などの中にあります", mend)
        self.marks = before
        return prose

    # -- questions --------------------------------------------------------------------------------

    def _question(self, block: SourceBlock, source: QuestionSource) -> Question:
        texts = {o.key: self._option_text(o) for o in source.options}
        targets = {t.key: self._taken(self._one_line, t.text) for t in source.targets}
        item = item_of(block, source, texts, targets)
        kind = KINDS[block.kind]
        for fault in kind.check(item):
            self._report(*fault)
        prompt = self._taken(self._paragraphs, source.prompt)
        if not prompt.plain:
            self._report(block.line, "問いの文がありません", "選択肢の前に、問いの文を書きます。")
        if kind.needs_closing and source.closing is None:
            mend = "最後に、字下げのない「> …」で、ほかの答えのときに見せる言葉を書きます。"
            self._report(block.line, "思いつかなかった答えへの説明がありません", mend)
        closing = self._hidden(self._paragraphs, source.closing) if source.closing else None
        asked = Question(
            item,
            prompt,
            texts,
            closing,
            seen_on=None,
            targets=targets,
            hints=tuple(self._hidden(self._paragraphs, hint) for hint in source.hints),
            is_shared=block.attribute("share") != "private",
        )
        lines = {target.key: target.line for target in item.targets}
        for key, message, mend in missing_parts(block.kind, asked.wording):
            self._report(lines.get(key, block.line), message, mend)
        others = self._wordings(asked, source)
        return replace(asked, item=answerable(item, others), others=others)

    def _option_text(self, source: OptionSource, *, is_seen: bool = True) -> OptionText:
        """Compile an option; ``is_seen`` tells whether its text is always on the screen."""
        taken = self._taken if is_seen else self._hidden
        explanation, detail = (
            self._hidden(self._paragraphs, part) if part else EMPTY
            for part in (source.explanation, source.detail)
        )
        return OptionText(taken(self._one_line, source.text), explanation, detail)

    def _wordings(self, asked: Question, source: QuestionSource) -> dict[str, Wording]:
        """Return the question in every other language that has all of its texts."""
        japanese = {
            f"{asked.key}.prompt": asked.prompt,
            f"{asked.key}.closing": asked.closing,
            **{f"{asked.key}.{key}": text for key, text in asked.targets.items()},
            **{f"{asked.key}.{key}": o.text for key, o in asked.options.items()},
            **{f"{asked.key}.{key}.why": o.explanation for key, o in asked.options.items()},
            **{f"{asked.key}.{key}.detail": o.detail for key, o in asked.options.items()},
            **{f"{asked.key}.hint{n}": hint for n, hint in enumerate(asked.hints, start=1)},
        }
        one_line = {f"{asked.key}.{key}" for key in (*asked.targets, *asked.options)}
        parts = {
            context: self._others(
                context,
                passage,
                japanese[context] or EMPTY,
                self._one_line if context in one_line else self._paragraphs,
            )
            for context, passage in question_passages(asked.key, source)
        }
        whole = set.intersection(*(set(part) for part in parts.values()))
        others = {tag: _in_language(asked, parts, tag) for tag in sorted(whole)}
        for tag, found in self.translations.find(f"{asked.key}.prompt", source.prompt.text):
            if tag in others:
                for _, message, mend in missing_parts(asked.item.kind, others[tag]):
                    self.translations.report(found, 0, message, mend)
        return others

    # -- dilemmas ---------------------------------------------------------------------------------

    def _dilemma(self, block: SourceBlock) -> Dilemma | None:
        """Compile a dilemma; None when it has no scene to begin with."""
        key = block.key or ""
        parts: dict[str, Mapping[str, Prose]] = {}
        for context, passage in scene_passages(key, block.scenes):
            by = self._paragraphs if context.endswith(".text") else self._one_line
            japanese = self._hidden(by, passage)
            parts[context] = {JAPANESE: japanese, **self._others(context, passage, japanese, by)}
        if not parts:
            return None
        whole = set.intersection(*(set(part) for part in parts.values()))
        scenes = {tag: _scenes(key, block.scenes, parts, tag) for tag in sorted(whole)}
        return Dilemma(key, scenes.pop(JAPANESE), scenes)

    # -- evidence ---------------------------------------------------------------------------------

    def _check_marks(self) -> None:
        asked = {s.question.key: n for n, s in enumerate(self.steps) if s.question}
        for key, (step, line) in self.marks.items():
            if key in asked and step > asked[key]:
                mend = "問題より前の文に付けます。"
                self._report(line, f"#see-{key} が問題「{key}」より後にあります", mend)
            if key not in asked:
                mend = "同じレッスンの問題のキーにするか、{#see-…} を消します。"
                self._report(line, f"#see-{key} の問題「{key}」がこのレッスンにありません", mend)

    def _with_marks(self, step: Step) -> Step:
        if step.question is None or step.question.key not in self.marks:
            return step
        seen_on, _ = self.marks[step.question.key]
        return replace(step, question=replace(step.question, seen_on=seen_on))


def _without_bold(passage: Passage) -> Passage:
    """Return the name of a place or gap, which may be written in bold as where it was named."""
    bold = _BOLD.fullmatch(passage.text.strip())
    return replace(passage, text=bold.group(1)) if bold else passage


def _in_language(asked: Question, parts: Mapping[str, Mapping[str, Prose]], tag: str) -> Wording:
    """Put a question together from context → its texts by language."""

    def text(context: str) -> Prose:
        return parts.get(f"{asked.key}.{context}", {}).get(tag, EMPTY)

    return Wording(
        text("prompt"),
        {
            key: OptionText(text(key), text(f"{key}.why"), text(f"{key}.detail"))
            for key in asked.options
        },
        text("closing") if asked.closing else None,
        {key: text(key) for key in asked.targets},
        tuple(text(f"hint{n}") for n in range(1, len(asked.hints) + 1)),
    )


def _scenes(
    key: str,
    sources: tuple[SceneSource, ...],
    parts: Mapping[str, Mapping[str, Prose]],
    tag: str,
) -> tuple[Scene, ...]:
    def text(context: str) -> Prose:
        return parts.get(f"{key}.{context}", {}).get(tag, EMPTY)

    return tuple(
        Scene(
            scene.key,
            text(scene.key),
            text(f"{scene.key}.text"),
            {name: text(f"{scene.key}.{name}") for name, _ in scene.follows},
            tuple(Way(way.to, text(f"{scene.key}.to.{way.to}")) for way in scene.ways),
        )
        for scene in sources
    )

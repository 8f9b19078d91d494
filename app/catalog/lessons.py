"""The body of a lesson as published: steps of blocks and questions; frozen, stored as JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from app.catalog.content import Json, Prose, Text, View, maybe_prose
from app.catalog.dilemmas import Dilemma
from app.catalog.drills import Drill
from app.catalog.questions import Question
from app.i18n.languages import JAPANESE


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text on a screen.

    Attributes:
        kind: "text" or a key of ``sources.lesson.TEXT_DIRECTIVES``.
        prose: Its content; of sound and video the transcript.
        tone: Of a callout: "tip", "caution" or "help"; else "".
        media: Of sound, video, file or embed: ``src``, ``captions``, ``poster``, ``url`` (each an
            address that ``is_safe_url`` lets through), ``name`` and ``size`` (of a file).
        easy: The same in plain Japanese, where the author wrote it.
        others: Language → the same in it.
    """

    kind: str
    prose: Prose
    tone: str = ""
    easy: Prose | None = None
    others: Mapping[str, Prose] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)

    def language(self, view: View) -> str:
        """Return the language in which a reader gets the block."""
        return view.language if view.language in self.others else JAPANESE

    def for_view(self, view: View) -> Prose:
        """Return what a reader gets: their language, or plain Japanese if wanted, or Japanese."""
        easy = self.easy if view.plain else None
        return self.others.get(view.language) or easy or self.prose

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "kind": self.kind,
            "prose": self.prose.to_json(),
            "tone": self.tone,
            "easy": self.easy.to_json() if self.easy else None,
            "others": {tag: prose.to_json() for tag, prose in self.others.items()},
            **({"media": dict(self.media)} if self.media else {}),
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote, in format 1 too."""
        others = {tag: Prose.from_json(prose) for tag, prose in data.get("others", {}).items()}
        prose = Prose.from_json(data["prose"])
        media = data.get("media", {})
        return cls(data["kind"], prose, data["tone"], maybe_prose(data["easy"]), others, media)


@dataclass(frozen=True, slots=True)
class Step:
    """One screen: blocks of text, and at most one question, dilemma or drill after them."""

    blocks: tuple[Block, ...]
    question: Question | None
    dilemma: Dilemma | None = None
    drill: Drill | None = None

    @property
    def questions(self) -> tuple[Question, ...]:
        """What it asks: one question, or all that its drill may draw."""
        if self.drill is not None:
            return self.drill.questions
        return () if self.question is None else (self.question,)

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "blocks": [b.to_json() for b in self.blocks],
            "question": self.question.to_json() if self.question else None,
            **({"dilemma": self.dilemma.to_json()} if self.dilemma else {}),
            **({"drill": self.drill.to_json()} if self.drill else {}),
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        question = Question.from_json(data["question"]) if data["question"] else None
        dilemma = Dilemma.from_json(data["dilemma"]) if "dilemma" in data else None
        drill = Drill.from_json(data["drill"]) if "drill" in data else None
        return cls(tuple(Block.from_json(b) for b in data["blocks"]), question, dilemma, drill)


@dataclass(frozen=True, slots=True)
class LessonContent:
    """A lesson's body.

    Attributes:
        key: Unique in the course, for ever.
        title: With readings.
        minutes: How long it takes.
        objectives: Keys of the objectives it serves.
        steps: Its screens; at least one.
        content_hash: Of all of this; "" until it is computed at publish.
    """

    key: str
    title: Text
    minutes: int
    objectives: tuple[str, ...]
    steps: tuple[Step, ...]
    content_hash: str = ""

    @property
    def languages(self) -> frozenset[str]:
        """The languages, besides Japanese, that at least a part of its screens has."""
        return frozenset(tag for part in self._parts for tag in part.others)

    @property
    def has_plain(self) -> bool:
        """Whether any part of it is there in plain Japanese."""
        return any(part.easy is not None for part in self._parts)

    @property
    def _parts(self) -> Iterator[Block | Question | Dilemma]:
        for step in self.steps:
            yield from step.blocks
            yield from step.questions
            if step.dilemma:
                yield step.dilemma

    def narrowed(self, view: View) -> View:
        """Return ``view`` without what makes no difference here, to keep each screen once."""
        if view.language == JAPANESE and not view.plain:  # nearly every request
            return view
        language = view.language if view.language in self.languages else JAPANESE
        return replace(view, language=language, plain=view.plain and self.has_plain)

    def question(self, key: str) -> Question | None:
        """Return a question by its key, or None."""
        asked = (s.question for s in self.steps if s.question and s.question.key == key)
        return next(asked, None)

    def asking(self, step: int, question: Question) -> Self:
        """Return the lesson as it is while a drawn question stands on the screen of its drill.

        Args:
            step: The screen, from 0.
            question: Of the drill on that screen.

        Returns:
            The same, with a hash of its own, so that this screen's views are kept apart.
        """
        screen = replace(self.steps[step], question=question)
        steps = (*self.steps[:step], screen, *self.steps[step + 1 :])
        return replace(self, steps=steps, content_hash=f"{self.content_hash}/{question.key}")

    def step_of(self, key: str) -> int | None:
        """Return the step (from 0) that asks the question with this key, or None."""
        asked = (n for n, s in enumerate(self.steps) if s.question and s.question.key == key)
        return next(asked, None)

    def to_json(self) -> Json:
        """Encode for the database; the hash stands beside it in a column of its own."""
        return {
            "key": self.key,
            "title": self.title.to_json(),
            "minutes": self.minutes,
            "objectives": list(self.objectives),
            "steps": [s.to_json() for s in self.steps],
        }

    @classmethod
    def from_json(cls, data: Json, content_hash: str) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(
            key=data["key"],
            title=Text.from_json(data["title"]),
            minutes=data["minutes"],
            objectives=tuple(data["objectives"]),
            steps=tuple(Step.from_json(s) for s in data["steps"]),
            content_hash=content_hash,
        )

"""The body of a lesson as published: steps of blocks, and questions; frozen, stored as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from app.catalog.content import Json, Prose, Text
from app.items.item import Item, Option


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text on a screen.

    Attributes:
        kind: "text", "callout" or "dialogue".
        prose: Its content.
        tone: Of a callout: "tip", "caution" or "help"; else "".
        easy: The same in plain Japanese, where the author wrote it.
    """

    kind: str
    prose: Prose
    tone: str = ""
    easy: Prose | None = None

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "kind": self.kind,
            "prose": self.prose.to_json(),
            "tone": self.tone,
            "easy": self.easy.to_json() if self.easy else None,
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(
            data["kind"], Prose.from_json(data["prose"]), data["tone"], _maybe(data["easy"])
        )


@dataclass(frozen=True, slots=True)
class OptionText:
    """How an option reads: one line of text, and why it is right or not."""

    text: Prose
    explanation: Prose


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its texts.

    Attributes:
        item: What is asked, for grading (see ``app.items``); its texts are plain.
        prompt: The question.
        options: Option key → its texts.
        closing: Shown once the question is answered rightly; for a typed answer, shown for
            every answer that was not foreseen.
        seen_on: The step (from 0) whose text holds the evidence, as ``<mark id="see-<key>">``.
    """

    item: Item
    prompt: Prose
    options: Mapping[str, OptionText]
    closing: Prose | None
    seen_on: int | None

    @property
    def key(self) -> str:
        """The item's key."""
        return self.item.key

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "key": self.item.key,
            "kind": self.item.kind,
            "objective": self.item.objective,
            "prompt": self.prompt.to_json(),
            "options": [self._option_json(o) for o in self.item.options],
            "closing": self.closing.to_json() if self.closing else None,
            "seen_on": self.seen_on,
        }

    def _option_json(self, option: Option) -> Json:
        texts = self.options[option.key]
        return {
            "key": option.key,
            "correct": option.correct,
            "text": texts.text.to_json(),
            "explanation": texts.explanation.to_json(),
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        texts = {
            o["key"]: OptionText(Prose.from_json(o["text"]), Prose.from_json(o["explanation"]))
            for o in data["options"]
        }
        options = tuple(
            Option(o["key"], o["correct"], texts[o["key"]].text.plain) for o in data["options"]
        )
        return cls(
            item=Item(data["key"], data["kind"], data["objective"], options),
            prompt=Prose.from_json(data["prompt"]),
            options=texts,
            closing=_maybe(data["closing"]),
            seen_on=data["seen_on"],
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One screen: blocks of text, and at most one question after them."""

    blocks: tuple[Block, ...]
    question: Question | None

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "blocks": [b.to_json() for b in self.blocks],
            "question": self.question.to_json() if self.question else None,
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        question = Question.from_json(data["question"]) if data["question"] else None
        return cls(tuple(Block.from_json(b) for b in data["blocks"]), question)


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

    def question(self, key: str) -> Question | None:
        """Return a question by its key, or None."""
        asked = (s.question for s in self.steps if s.question and s.question.key == key)
        return next(asked, None)

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


def _maybe(data: Any) -> Prose | None:  # noqa: ANN401  JSON
    return None if data is None else Prose.from_json(data)

"""The body of a lesson as published: steps of blocks, and questions; frozen, stored as JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from app.catalog.content import Json, Prose, Text, View
from app.i18n.languages import JAPANESE
from app.items.item import Item, Option, folded
from app.items.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text on a screen.

    Attributes:
        kind: "text", "callout" or "dialogue".
        prose: Its content.
        tone: Of a callout: "tip", "caution" or "help"; else "".
        easy: The same in plain Japanese, where the author wrote it.
        others: Language → the same in it.
    """

    kind: str
    prose: Prose
    tone: str = ""
    easy: Prose | None = None
    others: Mapping[str, Prose] = field(default_factory=dict)

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
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote, in format 1 too."""
        others = {tag: Prose.from_json(prose) for tag, prose in data.get("others", {}).items()}
        prose = Prose.from_json(data["prose"])
        return cls(data["kind"], prose, data["tone"], _maybe(data["easy"]), others)


@dataclass(frozen=True, slots=True)
class OptionText:
    """How an option reads: one line of text, and why it is right or not."""

    text: Prose
    explanation: Prose

    def over(self, other: "OptionText | None") -> "OptionText":
        """Return the same, with what is empty here as it stands in ``other``."""
        if other is None:
            return self
        return OptionText(
            other.text if self.text.is_empty else self.text,
            other.explanation if self.explanation.is_empty else self.explanation,
        )

    def to_json(self) -> Json:
        """Encode for the database."""
        return {"text": self.text.to_json(), "explanation": self.explanation.to_json()}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(Prose.from_json(data["text"]), Prose.from_json(data["explanation"]))


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of a question, in one language.

    Attributes:
        prompt: The question.
        options: Option key → its texts.
        closing: Shown once the question is answered rightly; for a typed answer, shown for
            every answer that was not foreseen.
    """

    prompt: Prose
    options: Mapping[str, OptionText]
    closing: Prose | None

    def over(self, other: "Wording") -> "Wording":
        """Return the same, with what is empty or missing here as it stands in ``other``."""
        options = {key: text.over(other.options.get(key)) for key, text in self.options.items()}
        return Wording(
            other.prompt if self.prompt.is_empty else self.prompt,
            {**other.options, **options},
            self.closing or other.closing,
        )

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "prompt": self.prompt.to_json(),
            "options": {key: text.to_json() for key, text in self.options.items()},
            "closing": self.closing.to_json() if self.closing else None,
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        options = {key: OptionText.from_json(text) for key, text in data["options"].items()}
        return cls(Prose.from_json(data["prompt"]), options, _maybe(data["closing"]))


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its texts.

    Attributes:
        item: What is asked, for grading (see ``app.items``); its texts are plain.
        prompt: The question, like ``options`` and ``closing`` as in ``Wording``.
        seen_on: The step (from 0) whose text holds the evidence, as ``<mark id="see-<key>">``.
        easy: What the author wrote again in plain Japanese; the rest is empty or missing.
        others: Language → how it reads in it, whole: nobody gets options of two languages.
    """

    item: Item
    prompt: Prose
    options: Mapping[str, OptionText]
    closing: Prose | None
    seen_on: int | None
    easy: Wording | None = None
    others: Mapping[str, Wording] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The item's key."""
        return self.item.key

    @property
    def wording(self) -> Wording:
        """How it reads in Japanese."""
        return Wording(self.prompt, self.options, self.closing)

    def language(self, view: View) -> str:
        """Return the language in which a reader gets the question."""
        return view.language if view.language in self.others else JAPANESE

    def for_view(self, view: View) -> Wording:
        """Return what a reader gets: their language, or plain Japanese if wanted, or Japanese."""
        if view.language in self.others:
            return self.others[view.language]
        return self.easy.over(self.wording) if view.plain and self.easy else self.wording

    def to_json(self) -> Json:
        """Encode for the database."""
        right = self.item.correct_keys
        return {
            "key": self.item.key,
            "kind": self.item.kind,
            "objective": self.item.objective,
            "prompt": self.prompt.to_json(),
            "options": [
                {"key": key, "correct": key in right, **texts.to_json()}
                for key, texts in self.options.items()
            ],
            "closing": self.closing.to_json() if self.closing else None,
            "seen_on": self.seen_on,
            "easy": self.easy.to_json() if self.easy else None,
            "others": {tag: wording.to_json() for tag, wording in self.others.items()},
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote, in format 1 too."""
        texts = {o["key"]: OptionText.from_json(o) for o in data["options"]}
        options = tuple(
            Option(o["key"], o["correct"], texts[o["key"]].text.plain) for o in data["options"]
        )
        item = Item(data["key"], data["kind"], data["objective"], options)
        others = {tag: Wording.from_json(one) for tag, one in data.get("others", {}).items()}
        easy = data.get("easy")
        return cls(
            item=answerable(item, others),
            prompt=Prose.from_json(data["prompt"]),
            options=texts,
            closing=_maybe(data["closing"]),
            seen_on=data["seen_on"],
            easy=Wording.from_json(easy) if easy else None,
            others=others,
        )


def answerable(item: Item, others: Mapping[str, Wording]) -> Item:
    """Let a typed answer count in every language of its question.

    Args:
        item: A question with the answers foreseen in Japanese.
        others: Language → how it reads in it.

    Returns:
        The same, with the foreseen answers of the other languages after those in Japanese;
        a question whose answers are keys stays as it is.
    """
    if item.kind not in KINDS or KINDS[item.kind].base_type != "string":
        return item
    options = {folded(option.text): option for option in item.options}
    for wording in others.values():
        for option in item.options:
            text = wording.options[option.key].text.plain
            options.setdefault(folded(text), replace(option, text=text))
    return replace(item, options=tuple(options.values()))


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

    @property
    def languages(self) -> frozenset[str]:
        """The languages, besides Japanese, that at least a part of its screens has."""
        return frozenset(tag for part in self._parts for tag in part.others)

    @property
    def has_plain(self) -> bool:
        """Whether any part of it is there in plain Japanese."""
        return any(part.easy is not None for part in self._parts)

    @property
    def _parts(self) -> Iterator[Block | Question]:
        for step in self.steps:
            yield from step.blocks
            if step.question:
                yield step.question

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

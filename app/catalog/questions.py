"""A question as published: what is asked, and its texts in every language; stored as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from app.catalog.content import EMPTY, Json, Prose, View, maybe_prose
from app.i18n.languages import JAPANESE
from app.items.item import Item, Limits, Option, Target, folded
from app.items.kinds import KINDS
from app.items.text_entry import TextEntry


@dataclass(frozen=True, slots=True)
class OptionText:
    """How an option reads: one line of text, why it is right or not, and what is below it."""

    text: Prose
    explanation: Prose
    detail: Prose = EMPTY

    def over(self, other: "OptionText | None") -> "OptionText":
        """Return the same, with what is empty here as it stands in ``other``."""
        if other is None:
            return self
        return OptionText(
            other.text if self.text.is_empty else self.text,
            other.explanation if self.explanation.is_empty else self.explanation,
            other.detail if self.detail.is_empty else self.detail,
        )

    def to_json(self) -> Json:
        """Encode for the database."""
        detail = {} if self.detail.is_empty else {"detail": self.detail.to_json()}
        return {
            "text": self.text.to_json(),
            "explanation": self.explanation.to_json(),
            **detail,
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        detail = Prose.from_json(data["detail"]) if "detail" in data else EMPTY
        return cls(Prose.from_json(data["text"]), Prose.from_json(data["explanation"]), detail)


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of a question, in one language.

    Attributes:
        prompt: The question.
        options: Option key → its texts.
        closing: Shown once the question is answered rightly; for a typed answer, shown for
            every answer that was not foreseen.
        targets: Key of a place or gap → its name.
        hints: Shown one after another, before the answer, to whoever asks for them.
    """

    prompt: Prose
    options: Mapping[str, OptionText]
    closing: Prose | None
    targets: Mapping[str, Prose] = field(default_factory=dict)
    hints: tuple[Prose, ...] = ()

    def over(self, other: "Wording") -> "Wording":
        """Return the same, with what is empty or missing here as it stands in ``other``."""
        options = {key: text.over(other.options.get(key)) for key, text in self.options.items()}
        return Wording(
            other.prompt if self.prompt.is_empty else self.prompt,
            {**other.options, **options},
            self.closing or other.closing,
            {**other.targets, **self.targets},
            self.hints or other.hints,
        )

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "prompt": self.prompt.to_json(),
            "options": {key: text.to_json() for key, text in self.options.items()},
            "closing": self.closing.to_json() if self.closing else None,
            **_json_of_more(self.targets, self.hints),
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        options = {key: OptionText.from_json(text) for key, text in data["options"].items()}
        prompt, closing = Prose.from_json(data["prompt"]), maybe_prose(data["closing"])
        return cls(prompt, options, closing, *_more_from_json(data))


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its texts.

    Attributes:
        item: What is asked, for grading (see ``app.items``); its texts are plain.
        prompt: The question, like ``options`` and ``closing`` as in ``Wording``.
        seen_on: The step (from 0) whose text holds the evidence, as ``<mark id="see-<key>">``.
        easy: What the author wrote again in plain Japanese; the rest is empty or missing.
        others: Language → how it reads in it, whole: nobody gets options of two languages.
        targets: As in ``Wording``, like ``hints``.
        is_shared: Whether the teacher may read what was written; else nobody but the learner.
    """

    item: Item
    prompt: Prose
    options: Mapping[str, OptionText]
    closing: Prose | None
    seen_on: int | None
    easy: Wording | None = None
    others: Mapping[str, Wording] = field(default_factory=dict)
    targets: Mapping[str, Prose] = field(default_factory=dict)
    hints: tuple[Prose, ...] = ()
    is_shared: bool = True

    @property
    def key(self) -> str:
        """The item's key."""
        return self.item.key

    @property
    def wording(self) -> Wording:
        """How it reads in Japanese."""
        return Wording(self.prompt, self.options, self.closing, self.targets, self.hints)

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
        placed = {option.key: _json_of_place(option) for option in self.item.options}
        return {
            "key": self.item.key,
            "kind": self.item.kind,
            "objective": self.item.objective,
            "prompt": self.prompt.to_json(),
            "options": [
                {"key": key, "correct": key in right, **placed.get(key, {}), **texts.to_json()}
                for key, texts in self.options.items()
            ],
            "closing": self.closing.to_json() if self.closing else None,
            "seen_on": self.seen_on,
            "easy": self.easy.to_json() if self.easy else None,
            "others": {tag: wording.to_json() for tag, wording in self.others.items()},
            **_json_of_more(self.targets, self.hints),
            **_json_of_rules(self.item, is_shared=self.is_shared),
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote, in earlier formats too."""
        texts = {o["key"]: OptionText.from_json(o) for o in data["options"]}
        targets, hints = _more_from_json(data)
        item = Item(
            data["key"],
            data["kind"],
            data["objective"],
            tuple(_option_from_json(o, texts[o["key"]].text.plain) for o in data["options"]),
            tuple(Target(key, text.plain) for key, text in targets.items()),
            Limits(data.get("attempts", 0), data.get("wait", 0)),
            data.get("shuffle", False),
        )
        others = {tag: Wording.from_json(one) for tag, one in data.get("others", {}).items()}
        easy = data.get("easy")
        return cls(
            item=answerable(item, others),
            prompt=Prose.from_json(data["prompt"]),
            options=texts,
            closing=maybe_prose(data["closing"]),
            seen_on=data["seen_on"],
            easy=Wording.from_json(easy) if easy else None,
            others=others,
            targets=targets,
            hints=hints,
            is_shared=data.get("share", True),
        )


def _option_from_json(data: Json, text: str) -> Option:
    area = tuple(data["area"]) if "area" in data else None
    return Option(data["key"], data["correct"], text, data.get("target", ""), area)


def _json_of_place(option: Option) -> Json:
    """Say where an option belongs; where it has no place, nothing: the hash stays as it was."""
    place: Json = {"target": option.target} if option.target else {}
    return {**place, "area": list(option.area)} if option.area else place


def _json_of_more(targets: Mapping[str, Prose], hints: tuple[Prose, ...]) -> Json:
    told: Json = {}
    if targets:
        told["targets"] = {key: text.to_json() for key, text in targets.items()}
    if hints:
        told["hints"] = [hint.to_json() for hint in hints]
    return told


def _more_from_json(data: Json) -> tuple[dict[str, Prose], tuple[Prose, ...]]:
    targets = {key: Prose.from_json(text) for key, text in data.get("targets", {}).items()}
    return targets, tuple(Prose.from_json(hint) for hint in data.get("hints", ()))


def _json_of_rules(item: Item, *, is_shared: bool) -> Json:
    rules: Json = {}
    if item.limits.attempts:
        rules["attempts"] = item.limits.attempts
    if item.limits.wait:
        rules["wait"] = item.limits.wait
    if item.is_shuffled:
        rules["shuffle"] = True
    return rules if is_shared else {**rules, "share": False}


def answerable(item: Item, others: Mapping[str, Wording]) -> Item:
    """Let a typed answer count in every language of its question.

    Args:
        item: A question with the answers foreseen in Japanese.
        others: Language → how it reads in it.

    Returns:
        The same, with the foreseen answers of the other languages after those in Japanese;
        a question whose answers are keys stays as it is.
    """
    if not isinstance(KINDS.get(item.kind), TextEntry):
        return item
    options = {folded(option.text): option for option in item.options}
    for wording in others.values():
        for option in item.options:
            text = wording.options[option.key].text.plain
            options.setdefault(folded(text), replace(option, text=text))
    return replace(item, options=tuple(options.values()))

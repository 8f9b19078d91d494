"""What a question is, whatever its kind."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

Response = tuple[str, ...]
"""What the learner sent: option keys in the order given, or one typed text."""

Fault = tuple[int, str, str]
"""(line, what is wrong, how to mend it); line 1 is the first line of the course file."""

SEPARATOR = "[,]"
"""Stands between the parts of a response in xAPI (Appendix C, correct responses pattern)."""


class ResponseError(ValueError):
    """The response could not have come from this item: an unknown, repeated or missing key."""


class Cardinality(StrEnum):
    """QTI's response cardinality."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    ORDERED = "ordered"


class Writing(StrEnum):
    """How an author writes the options of a kind in a lesson file."""

    TASKS = "tasks"
    """``- [ ] text #key`` and ``- [x] text #key``."""
    STEPS = "steps"
    """``1. text #key``, in the right order."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice, one thing to order, or one foreseen answer.

    Attributes:
        key: Unique in its question, never reused.
        correct: Whether it belongs to the right answer.
        text: Its text without readings; what a typed answer is compared with.
        line: Where it stands in the course file; not part of what it is.
    """

    key: str
    correct: bool
    text: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Item:
    """A question as published.

    Attributes:
        key: Unique in its course, never reused; its activity IRI ends with it.
        kind: A key of ``KINDS``.
        objective: The key of the objective it shows, if it names one.
        options: In the order written; for an ordering that is the right order.
        line: Where it stands in the course file; not part of what it is.
    """

    key: str
    kind: str
    objective: str | None
    options: tuple[Option, ...]
    line: int = field(default=0, compare=False)

    @property
    def keys(self) -> Response:
        """Every option's key, in the order written."""
        return tuple(o.key for o in self.options)

    @property
    def correct_keys(self) -> Response:
        """The keys of the right options, in the order written."""
        return tuple(o.key for o in self.options if o.correct)


@dataclass(frozen=True, slots=True)
class Grade:
    """The outcome of one answer.

    Attributes:
        score: 0.0 to 1.0, as xAPI ``result.score.scaled``; 1.0 exactly when the answer is right.
        option_keys: The options whose explanation the learner should now read.
    """

    score: float
    option_keys: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether nothing is missing."""
        return self.score == 1


class Kind(Protocol):
    """A kind of question. Implementations are stateless modules' single objects."""

    @property
    def name(self) -> str:
        """QTI's name; how the kind is written in course files."""

    @property
    def label(self) -> str:
        """The kind's name for authors, in Japanese."""

    @property
    def cardinality(self) -> Cardinality:
        """QTI's cardinality of the response."""

    @property
    def base_type(self) -> str:
        """QTI's base type: ``identifier`` (option keys) or ``string`` (a typed text)."""

    @property
    def written_as(self) -> Writing:
        """How its options are written."""

    @property
    def needs_closing(self) -> bool:
        """Whether the question must end with a remark (``> …``) of its own."""

    def check(self, item: Item) -> list[Fault]:
        """Say what keeps ``item`` from being asked."""

    def offered(self, item: Item, seed: str) -> tuple[str, ...]:
        """Return the option keys in the order to show them; the same for the same seed."""

    def accepts(self, item: Item, response: Response) -> bool:
        """Whether ``response`` could have come from this item."""

    def grade(self, item: Item, response: Response) -> Grade:
        """Grade one answer.

        Raises:
            ResponseError: ``accepts`` says no.
        """

    def correct_pattern(self, item: Item) -> list[str]:
        """Return xAPI ``correctResponsesPattern``."""

    def response_text(self, response: Response) -> str:
        """Return xAPI ``result.response``."""

    def read_response(self, text: str) -> Response:
        """Return the response that ``response_text`` wrote."""

    def interaction_definition(self, item: Item, plain: str) -> Mapping[str, object]:
        """Return the interaction part of the xAPI activity definition.

        Args:
            item: The question.
            plain: The question's text without readings.

        Returns:
            ``description``, ``interactionType``, ``correctResponsesPattern`` and, where there
            are options to choose from, ``choices``; the caller adds ``type`` and ``name``.
        """


def joined(response: Response) -> str:
    """Write option keys as xAPI does."""
    return SEPARATOR.join(response)


def parted(text: str) -> Response:
    """Read option keys as xAPI writes them; no text is no keys."""
    return tuple(text.split(SEPARATOR)) if text else ()


def described(
    item: Item, plain: str, *, interaction: str, pattern: list[str], choices: bool
) -> dict[str, object]:
    """Build the interaction part of an activity definition, in Japanese."""
    definition: dict[str, object] = {
        "description": {"ja": plain},
        "interactionType": interaction,
        "correctResponsesPattern": pattern,
    }
    if choices:
        definition["choices"] = [
            {"id": o.key, "description": {"ja": o.text}} for o in item.options
        ]
    return definition


def folded(text: str) -> str:
    """Reduce a typed text to what is compared: many spellings, one answer.

    NFKC, lower case, katakana as hiragana; spaces, 「、。」 and every sort of dash and
    long-vowel mark are left out. Applying it twice changes nothing.
    """
    flat = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    hiragana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in flat)
    # a kana and a mark that only now stand side by side (カ + か゛) become one letter here
    kept = "".join(c for c in hiragana if not (c.isspace() or c in _LEFT_OUT))
    return unicodedata.normalize("NFKC", kept)


_LEFT_OUT = frozenset("、。，．,.・ーｰ-‐‑‒–—―−~〜～_\u200b\ufeff")

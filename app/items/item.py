"""What a question is, whatever its kind."""

import hashlib
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

Response = tuple[str, ...]
"""What the learner sent: option keys in the order given, pairs (``slot.value``), or one text."""

Slot = tuple[str, tuple[str, ...]]
"""(key of what must be filled, keys of what may fill it)."""

Fault = tuple[int, str, str]
"""(line, what is wrong, how to mend it); line 1 is the first line of the course file."""

BY_TAPS_UP_TO: Final = 3
"""The last school year in which every answer can be given by presses; the older type."""

SEPARATOR = "[,]"
"""Stands between the parts of a response in xAPI (Appendix C, correct responses pattern)."""

PAIR = "[.]"
"""Stands between the halves of a pair there; no key holds a point, so ours are ``a.b``."""


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
    PLAIN = "plain"
    """``- text #key``: nothing is right or wrong."""
    GROUPS = "groups"
    """``- **place** #key`` and, set in below it, ``- text #key`` of what belongs there."""
    GAPS = "gaps"
    """``- **gap** #key`` and, set in below it, the tasks to choose from for that gap."""
    AREAS = "areas"
    """Tasks whose text begins with the place in the picture: ``@left,top,width,height``."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice, one thing to order, or one foreseen answer.

    Attributes:
        key: Unique in its question, never reused.
        correct: Whether it belongs to the right answer.
        text: Its text without readings; what a typed answer is compared with.
        target: Of a place or gap: its key; else "".
        area: Left, top, width and height in percent of the picture, where it has a place in one.
        line: Where it stands in the course file; not part of what it is.
    """

    key: str
    correct: bool
    text: str = ""
    target: str = ""
    area: tuple[int, int, int, int] | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Target:
    """A place into which options go, or a gap in a text. Attributes as of ``Option``."""

    key: str
    text: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """How often a question may be answered.

    Attributes:
        attempts: Tries until the answer is shown; 0 for no limit.
        wait: Seconds from a wrong answer to the next try.
    """

    attempts: int = 0
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A question as published.

    Attributes:
        key: Unique in its course, never reused; its activity IRI ends with it.
        kind: A key of ``KINDS``.
        objective: The key of the objective it shows, if it names one.
        options: In the order written; for an ordering that is the right order.
        targets: The places or gaps, where the kind has them.
        limits: How often it may be answered.
        is_shuffled: Whether the options come in an order of each learner's own.
        line: Where it stands in the course file; not part of what it is.
    """

    key: str
    kind: str
    objective: str | None
    options: tuple[Option, ...]
    targets: tuple[Target, ...] = ()
    limits: Limits = Limits()
    is_shuffled: bool = False
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


@dataclass(frozen=True, slots=True)
class Kind(ABC):
    """A kind of question. Each is one stateless object in ``KINDS``.

    Attributes:
        name: QTI's name; how the kind is written in course files.
        label: The kind's name for authors, in Japanese.
        cardinality: QTI's cardinality of the response.
        base_type: QTI's base type: ``identifier`` (option keys), ``directedPair``
            (``slot.value``), ``string`` or ``float`` (typed).
        written_as: How its options are written.
        interaction: xAPI's interaction type.
        needs_closing: Whether the question must end with a remark (``> …``) of its own.
        needs_reasons: Whether each option must be explained.
        is_graded: Whether there is a right answer; what has none never counts for a score.
        is_practice: Whether it imitates something real, and stands in the frame of a practice.
        can_shuffle: Whether an author decides if options come in an order of each learner's own;
            what is always mixed, has an order of its own, or shows none leaves no choice.
    """

    name: str = ""
    label: str = ""
    cardinality: Cardinality = Cardinality.SINGLE
    base_type: str = "identifier"
    written_as: Writing = Writing.TASKS
    interaction: str = "choice"
    needs_closing: bool = False
    needs_reasons: bool = True
    is_graded: bool = True
    is_practice: bool = False
    can_shuffle: bool = True

    @abstractmethod
    def check(self, item: Item) -> list[Fault]:
        """Say what keeps ``item`` from being asked."""

    @abstractmethod
    def accepts(self, item: Item, response: Response) -> bool:
        """Whether ``response`` could have come from this item."""

    @abstractmethod
    def grade(self, item: Item, response: Response) -> Grade:
        """Grade one answer.

        Raises:
            ResponseError: ``accepts`` says no.
        """

    def offered(self, item: Item, seed: str) -> tuple[str, ...]:
        """Return the option keys in the order to show them; the same for the same seed."""
        return shuffled(item.keys, seed) if item.is_shuffled else item.keys

    def tiles(self, item: Item) -> Response:  # noqa: ARG002  only what is typed has any
        """Return the keys of what may be pressed instead of typing.

        There is nothing where it would be no question: where something is right at all, something
        of it is right, and something wrong.
        """
        return ()

    def slots(self, item: Item) -> tuple[Slot, ...]:  # noqa: ARG002  few kinds have any
        """Return what must be filled, each with what may fill it; of ``directedPair`` alone."""
        return ()

    def correct_pattern(self, item: Item) -> list[str]:
        """Return xAPI ``correctResponsesPattern``."""
        return [joined(item.correct_keys)]

    def response_text(self, response: Response) -> str:
        """Return xAPI ``result.response``."""
        return joined(response)

    def read_response(self, text: str) -> Response:
        """Return the response that ``response_text`` wrote."""
        return parted(text)

    def interaction_definition(self, item: Item, plain: str) -> Mapping[str, object]:
        """Return the interaction part of the xAPI activity definition, in Japanese.

        Args:
            item: The question.
            plain: The question's text without readings.

        Returns:
            ``description``, ``interactionType``, ``correctResponsesPattern`` where something is
            right, and the lists that the interaction type has; the caller adds ``type`` and
            ``name``.
        """
        definition: dict[str, object] = {
            "description": {"ja": plain},
            "interactionType": self.interaction,
        }
        if self.is_graded:
            definition["correctResponsesPattern"] = self.correct_pattern(item)
        for name, parts in self.components(item).items():
            definition[name] = [{"id": p.key, "description": {"ja": p.text}} for p in parts]
        return definition

    def cards(self, item: Item) -> Mapping[str, str]:  # noqa: ARG002  one kind has any
        """Return what may be chosen instead of written, by key; of ``extended-text`` alone."""
        return {}

    def components(self, item: Item) -> Mapping[str, Sequence[Option | Target]]:
        """Return the interaction components by xAPI's names for their lists."""
        return {"choices": item.options}


def joined(response: Response) -> str:
    """Write option keys as xAPI does."""
    return SEPARATOR.join(response)


def parted(text: str) -> Response:
    """Read option keys as xAPI writes them; no text is no keys."""
    return tuple(text.split(SEPARATOR)) if text else ()


def tiles_among(options: Sequence[Option]) -> Response:
    """Return the keys of ``options``, each once, if both right and wrong ones are among them."""
    is_a_question = {option.correct for option in options} == {True, False}
    return tuple(dict.fromkeys(o.key for o in options)) if is_a_question else ()


def shuffled(keys: Response, seed: str) -> Response:
    """Return the keys in an order that only ``seed`` decides."""
    return tuple(sorted(keys, key=lambda k: hashlib.sha256(f"{seed}/{k}".encode()).digest()))


def mixed(keys: Response, seed: str) -> Response:
    """Return the keys in an order that only ``seed`` decides, and never as they are written."""
    found = shuffled(keys, seed)
    return found if found != keys else found[1:] + found[:1]


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

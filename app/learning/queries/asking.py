"""A question as one learner sees it now: what is offered, chosen, tried, and how often still."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.catalog.aloud import heard
from app.items.item import BY_TAPS_UP_TO, folded, shuffled
from app.items.kinds import kind_of
from app.items.pairs import PairKind, unpaired
from app.learning import rules
from app.ui.reader import reader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from markupsafe import Markup

    from app.catalog.question_html import QuestionHtml
    from app.catalog.questions import Question
    from app.items.item import Item, Kind, Response
    from app.learning.queries.runs import OwnRun
    from app.learning.rules import Leave


ANY_TIME = rules.Leave()


@dataclass(frozen=True, slots=True)
class SlotView:
    """One thing to decide on: a gap to fill, a thing to place, a message to judge.

    Attributes:
        key: The slot's key.
        text: What it is called.
        detail: What stands below that, or None.
        answers: (key, text) of what it may be filled with; of a simulation (key, verdict's key).
        chosen: The key it is filled with, or "".
        tried: The key it was filled with in an earlier try that was not right, or "".
    """

    key: str
    text: "Markup"
    detail: "Markup | None"
    answers: "tuple[tuple[str, Markup | str], ...]"
    chosen: str = ""
    tried: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as one learner sees it now.

    Attributes:
        key: The item's key.
        kind: Which template of ``learning/items/`` draws it.
        prompt: The question, for this reader.
        options: (key, text) in the order to show; nothing tells which is right.
        chosen: The keys to show as chosen.
        tried: Keys chosen in an earlier try that was not right.
        text: A typed answer.
        is_right: Whether it was answered wholly right before.
        attempts: How often it was answered.
        language: In which its texts are.
        slots: What is to be decided on, of kinds that ask for pairs.
        areas: (key, left, top, width, height) in percent of ``picture``.
        picture: The picture of a hotspot.
        hints: In the order in which they are given.
        tiles: (answer, text) to press instead of typing, for those who do not type yet.
        by_taps: Whether its reader does not type yet.
        is_single: Whether one option is all that is right.
        is_private: Whether nobody but the learner reads the answer.
        is_practice: Whether it stands in the frame of a practice.
        leave: Whether it may be answered now.
        solution: (what, where it belongs) of the right answer, once no try is left.
    """

    key: str
    kind: str
    prompt: "Markup"
    options: "tuple[tuple[str, Markup], ...]"
    chosen: tuple[str, ...]
    tried: tuple[str, ...]
    text: str
    is_right: bool
    attempts: int
    language: str
    slots: tuple[SlotView, ...] = ()
    areas: tuple[tuple[str, int, int, int, int], ...] = ()
    picture: "Markup | None" = None
    hints: "tuple[Markup, ...]" = ()
    tiles: "tuple[tuple[str, Markup], ...]" = ()
    by_taps: bool = False
    is_single: bool = True
    is_private: bool = False
    is_practice: bool = False
    leave: "Leave" = ANY_TIME
    solution: "tuple[tuple[Markup, Markup | str], ...]" = ()

    def reordered(self, keys: tuple[str, ...]) -> "QuestionView":
        """Return the question with its options in another order, not yet answered."""
        texts = dict(self.options)
        return replace(self, options=tuple((key, texts[key]) for key in keys), is_right=False)

    def holding(self, sent: "Mapping[str, str]", chosen: tuple[str, ...]) -> "QuestionView":
        """Return the question with what was sent still in it, though it was no answer yet."""
        slots = tuple(replace(s, chosen=sent.get(f"to-{s.key}", "")) for s in self.slots)
        text = sent.get("text", self.text)
        return replace(self, slots=slots, chosen=chosen, text=text, is_right=False)


def question_view(
    own: "OwnRun",
    asked: "Question",
    answered: str,
    texts: "QuestionHtml",
    *,
    now: "datetime",
    is_new: bool = False,
) -> QuestionView:
    """Return a question as the learner of ``own``, who ``answered`` it so, sees it at ``now``.

    ``is_new`` says that it was just drawn: what was answered to it before is of another time.
    """
    item, kind = asked.item, kind_of(asked.item)
    state = None if is_new else own.progress.items.get(asked.key)
    given = () if state is None else kind.read_response(answered)
    given = given if kind.accepts(item, given) else ()
    is_right = state is not None and state.last >= 1
    is_typed = kind.base_type in {"string", "float"} and not set(given) <= set(item.keys)
    seed = f"{own.registration.id}/{asked.key}"
    offered = given if kind.name == "order" and given else kind.offered(item, seed)
    limits = item.limits
    leave = ANY_TIME
    if limits.attempts or limits.wait:
        leave = rules.leave_to_answer(state, attempts=limits.attempts, wait=limits.wait, now=now)
    return QuestionView(
        key=asked.key,
        kind="simulation" if kind.is_practice else kind.name,
        prompt=texts.prompt,
        options=tuple((key, texts.options[key]) for key in offered),
        chosen=given if is_right and not is_typed else (),
        tried=given if given and not is_right and not is_typed else (),
        text=given[0] if is_typed and given else "",
        is_right=is_right,
        attempts=0 if state is None else state.attempts,
        language=texts.language,
        slots=_slots(item, kind, texts, offered, (given, is_right)),
        areas=tuple((option.key, *option.area) for option in item.options if option.area),
        picture=texts.picture,
        hints=texts.hints,
        tiles=_tiles(asked, texts, seed) if _by_taps() else (),
        by_taps=_by_taps(),
        is_single=len(item.correct_keys) == 1,
        is_private=not asked.is_shared,
        is_practice=kind.is_practice,
        leave=leave,
        solution=_solution(item, kind, texts) if leave.left == 0 else (),
    )


def _slots(
    item: "Item",
    kind: "Kind",
    texts: "QuestionHtml",
    offered: tuple[str, ...],
    answered: "tuple[Response, bool]",
) -> tuple[SlotView, ...]:
    given, is_right = unpaired(answered[0]), answered[1]
    names = {**texts.options, **texts.targets}
    slots = dict(kind.slots(item))
    order = offered if slots.keys() == set(offered) else tuple(slots)
    found = []
    for key in order if slots else ():
        filled = given.get(key, "")
        among = slots[key]
        if set(among) <= set(offered):  # words to choose from, which may be shuffled
            among = tuple(value for value in offered if value in among)
        values = tuple((value, names.get(value, value)) for value in among)
        chosen, tried = (filled, "") if is_right else ("", filled)
        found.append(SlotView(key, names[key], texts.details.get(key), values, chosen, tried))
    return tuple(found)


def _by_taps() -> bool:
    """Whether the reader does not type yet: by the school year, whatever furigana they chose."""
    grade = reader().grade
    return grade is not None and grade <= BY_TAPS_UP_TO


def _tiles(
    asked: "Question", texts: "QuestionHtml", seed: str
) -> "tuple[tuple[str, Markup], ...]":
    """Return foreseen answers to press, in an order of the learner's own: each meaning once.

    Two spellings of what is right would stand out among answers that have only one.
    """
    kind, options = kind_of(asked.item), asked.options
    if texts.language in asked.others:
        options = asked.others[texts.language].options
    found: dict[tuple[bool, str], tuple[str, Markup]] = {}
    for key in kind.tiles(asked.item):
        meaning = (key in asked.item.correct_keys, folded(heard(options[key].text)))
        answer = kind.response_text((options[key].text.plain,))
        found.setdefault(meaning, (answer, texts.options[key]))
    by_answer = dict(found.values())
    return tuple((answer, by_answer[answer]) for answer in shuffled(tuple(by_answer), seed))


def _solution(
    item: "Item", kind: "Kind", texts: "QuestionHtml"
) -> "tuple[tuple[Markup, Markup | str], ...]":
    if isinstance(kind, PairKind):
        names = {**texts.options, **texts.targets}
        return tuple(
            (names[slot], names[value])
            for slot, value in kind.right(item).items()
            if value in names  # of a practice, the explanations have told it
        )
    keys = item.keys if kind.name == "order" else item.correct_keys
    # a typed answer is foreseen in several languages, under one key
    return tuple((texts.options[key], "") for key in dict.fromkeys(keys))

"""What first answers say about the questions they are to. Pure.

Counted are first answers alone: who tries again has read the explanation. *Facility* is the share
of people who were right at once. *Discrimination* is the correlation between the score of a
question and the mean score of the others that the same person answered in the same run: the
corrected item–total correlation, for what is right or wrong the point-biserial one. Corrected,
because a question would else be compared with itself, which flatters it where there are few.
A group of the best and one of the weakest (27 % each) was the other way; it throws half of the
answers away, and of 10 to 40 people nearly all.

Nobody is to be recognized: nothing is shown of fewer than ``SHOWN_FROM`` people, and no number of
1 or 2 who chose something; where that alone would follow from the others, one more is kept back.
How many were right at once is told of ten people all the same.

Source:
    Crocker & Algina (1986), Introduction to Classical and Modern Test Theory, ch. 14; Ebel &
    Frisbie (1991), Essentials of Educational Measurement, ch. 13 (the bounds of ``Telling``).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Final

from app.items.item import Cardinality, Item, Response, ResponseError
from app.items.kinds import kind_of
from app.items.pairs import PairKind, unpaired

SHOWN_FROM: Final = 10
LEAST_FOR_EACH: Final = 3
FEWEST_OTHERS: Final = 2
"""Other questions that a run must hold: of one alone, the comparison would say little."""


_NOTHING: Final = 1e-9
"""What is left of no difference at all after it was computed with fractions."""


class Telling(StrEnum):
    """How well a question tells those who know from those who do not."""

    WELL = "well"
    FAIRLY = "fairly"
    HARDLY = "hardly"
    AGAINST = "against"

    @classmethod
    def of(cls, discrimination: float) -> "Telling":
        """Judge a correlation."""
        if discrimination < 0:
            return cls.AGAINST
        if discrimination < 0.2:  # noqa: PLR2004  Ebel's bounds
            return cls.HARDLY
        return cls.FAIRLY if discrimination < 0.4 else cls.WELL  # noqa: PLR2004  as above


@dataclass(frozen=True, slots=True)
class Answered:
    """A first answer.

    Attributes:
        person: Tells people apart.
        run: The registration.
        item: Which question.
        score: 0–1; None where nothing is right or wrong.
        response: As a statement has it.
    """

    person: int
    run: str
    item: str
    score: float | None
    response: str


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many people chose an option first, or put it where it belongs.

    ``persons`` is None where so few did that they might be recognized; ``key`` is "" for every
    answer that was not foreseen.
    """

    key: str
    is_right: bool
    persons: int | None


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """What is known of a question.

    Attributes:
        persons: Who answered; 0 where they are too few to be told.
        facility: Share of them who were right at once; None where nothing is right or wrong.
        discrimination: −1 to 1; None where it cannot be said.
        compared: How many people that was taken from.
        options: In the order written; none for what is written freely.
    """

    persons: int = 0
    facility: float | None = None
    discrimination: float | None = None
    compared: int = 0
    options: tuple[OptionCount, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether enough people answered."""
        return self.persons > 0

    @property
    def telling(self) -> Telling | None:
        """How well it tells people apart, in a word."""
        return None if self.discrimination is None else Telling.of(self.discrimination)


def statistics(
    answers: Iterable[Answered], items: Mapping[str, Item]
) -> dict[str, ItemStatistics]:
    """Say of each question what its first answers tell.

    Args:
        answers: First answers, also to questions that are not asked about; one a person and item.
        items: The questions, as they were when they were answered.

    Returns:
        For each of ``items``; whatever the order of the answers.
    """
    by_item: dict[str, list[Answered]] = defaultdict(list)
    by_run: dict[str, list[float]] = defaultdict(list)
    for one in answers:
        by_item[one.item].append(one)
        if one.score is not None:
            by_run[one.run].append(one.score)
    totals = {run: (sum(sorted(scores)), len(scores)) for run, scores in by_run.items()}
    return {key: _of(item, by_item[key], totals) for key, item in items.items()}


def _of(
    item: Item, answers: Sequence[Answered], totals: Mapping[str, tuple[float, int]]
) -> ItemStatistics:
    persons = len({one.person for one in answers})
    if persons < SHOWN_FROM:
        return ItemStatistics()
    graded = [one.score for one in answers if one.score is not None]
    pairs = sorted(_with_rest(answers, totals))
    return ItemStatistics(
        persons,
        sum(score == 1 for score in graded) / len(graded) if graded else None,
        correlation(pairs) if len(pairs) >= SHOWN_FROM else None,
        len(pairs) if len(pairs) >= SHOWN_FROM else 0,
        _kept_back(_options(item, answers)),
    )


def _with_rest(
    answers: Iterable[Answered], totals: Mapping[str, tuple[float, int]]
) -> Iterable[tuple[float, float]]:
    """Yield (score, mean of the others in the same run) of who answered enough others."""
    for one in answers:
        total, count = totals.get(one.run, (0.0, 0))
        if one.score is not None and count - 1 >= FEWEST_OTHERS:
            yield one.score, (total - one.score) / (count - 1)


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return Pearson's correlation; None where either side is the same for all."""
    count = len(pairs)
    if not count:
        return None
    mean_x, mean_y = (sum(pair[side] for pair in pairs) / count for side in (0, 1))
    over_x = sum((x - mean_x) ** 2 for x, _ in pairs)
    over_y = sum((y - mean_y) ** 2 for _, y in pairs)
    if min(over_x, over_y) < _NOTHING:
        return None
    together = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    return max(-1.0, min(1.0, together / sqrt(over_x * over_y)))


# -- options --------------------------------------------------------------------------------------


def _options(item: Item, answers: Iterable[Answered]) -> list[OptionCount]:
    kind = kind_of(item)
    if not kind.is_graded and kind.base_type == "string":
        return []  # what somebody wrote is theirs
    chosen: Counter[str] = Counter()
    for one in answers:
        chosen.update(set(_chosen(item, kind.read_response(one.response))))
    once = {option.key: option for option in item.options}
    counted = [OptionCount(o.key, o.correct, chosen[o.key]) for o in once.values()]
    if kind.base_type in {"string", "float"}:
        counted.append(OptionCount("", is_right=False, persons=chosen[""]))
    return counted


def _chosen(item: Item, response: Response) -> Iterable[str]:
    """Return the options that an answer chose, or put in their right place; "" for another."""
    kind = kind_of(item)
    if kind.base_type in {"string", "float"}:
        try:
            return kind.grade(item, response).option_keys or ("",)
        except ResponseError:
            return ("",)
    if isinstance(kind, PairKind):
        given, right = unpaired(response), kind.right(item)
        if set(right) <= set(item.keys):
            return [key for key, place in right.items() if given.get(key) == place]
        return given.values()
    if kind.cardinality is Cardinality.ORDERED:
        return [key for key, place in zip(item.keys, response, strict=False) if key == place]
    return response


def _kept_back(counted: Sequence[OptionCount]) -> tuple[OptionCount, ...]:
    """Leave out numbers by which somebody might be recognized, and what would give them away."""
    few = [n for n, one in enumerate(counted) if one.persons and one.persons < LEAST_FOR_EACH]
    others = [n for n, one in enumerate(counted) if one.persons and n not in few]
    if len(few) == 1 and others:
        few.append(min(others, key=lambda n: (counted[n].persons or 0, n)))
    return tuple(
        OptionCount(one.key, one.is_right, None if n in few else one.persons)
        for n, one in enumerate(counted)
    )

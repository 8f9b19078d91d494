"""What is said of questions from first answers, and what is not, lest somebody be recognized."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.itembanks.statistics import (
    LEAST_FOR_EACH,
    SHOWN_FROM,
    Answered,
    Telling,
    correlation,
    statistics,
)
from app.items.item import Item, Option, Target


def option(key: str, *, right: bool = True, text: str = "", target: str = "") -> Option:
    return Option(key, right, text or key, target)


CHOICE = Item(
    "q", "choice", None, (option("a"), option("b", right=False), option("c", right=False))
)
TYPED = Item(
    *("t", "text-entry", None),
    (option("a", text="188"), option("b", right=False, text="110")),
)
SORTED = Item(
    *("s", "categorize", None),
    (option("x", target="p"), option("y", target="r")),
    (Target("p"), Target("r")),
)
ORDER = Item("o", "order", None, (option("a"), option("b"), option("c")))


def answers(item: str, responses: list[str], right: str = "a") -> list[Answered]:
    return [
        Answered(person, str(person), item, float(response == right), response)
        for person, response in enumerate(responses)
    ]


def test_a_question_is_judged_by_the_share_who_were_right_at_once() -> None:
    found = statistics(answers("q", ["a"] * 6 + ["b"] * 4), {"q": CHOICE})["q"]
    assert (found.persons, found.facility) == (10, 0.6)
    assert [(one.key, one.persons) for one in found.options] == [("a", 6), ("b", 4), ("c", 0)]


def test_nothing_is_said_of_nine() -> None:
    found = statistics(answers("q", ["a"] * 9), {"q": CHOICE})["q"]
    assert (found.is_shown, found.persons, found.options) == (False, 0, ())


def test_who_knows_the_others_and_this_one_makes_it_discriminate() -> None:
    given = [
        Answered(person, str(person), item, float(person < 6), "a" if person < 6 else "b")
        for person in range(12)
        for item in ("q", "r", "s")
    ]
    found = statistics(given, {"q": CHOICE})["q"]
    assert found.discrimination == pytest.approx(1)
    assert (found.compared, found.telling) == (12, Telling.WELL)
    alone = statistics([one for one in given if one.item == "q"], {"q": CHOICE})["q"]
    assert (alone.discrimination, alone.compared) == (None, 0)


def test_what_is_typed_is_counted_by_what_was_foreseen_and_never_told() -> None:
    typed = ["188"] * 5 + ["１１０"] * 4 + ["わたしのなまえ"] * 3
    found = statistics(answers("t", typed, "188"), {"t": TYPED})["t"]
    assert [(one.key, one.persons) for one in found.options] == [("a", 5), ("b", 4), ("", 3)]


def test_things_are_counted_where_they_belong() -> None:
    given = answers("s", ["x[.]p[,]y[.]r"] * 7 + ["x[.]r[,]y[.]r"] * 5)
    found = statistics(given, {"s": SORTED})["s"]
    assert [(one.key, one.persons) for one in found.options] == [("x", 7), ("y", 12)]
    given = answers("o", ["a[,]b[,]c"] * 6 + ["a[,]c[,]b"] * 6)
    found = statistics(given, {"o": ORDER})["o"]
    assert [(one.key, one.persons) for one in found.options] == [("a", 12), ("b", 6), ("c", 6)]


@given(st.lists(st.sampled_from("abcd"), max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing_and_no_small_number_is_told(
    responses: list[str], chance: random.Random
) -> None:
    given_ = answers("q", responses)
    mixed = chance.sample(given_, len(given_))
    found = statistics(given_, {"q": CHOICE})["q"]
    assert statistics(mixed, {"q": CHOICE})["q"] == found
    assert found.is_shown == (len(responses) >= SHOWN_FROM)
    told = [one.persons for one in found.options]
    assert not any(count and count < LEAST_FOR_EACH for count in told)
    hidden = [n for n in told if n is None]
    if "d" not in responses and any(told):  # with all options told, the rest would follow
        assert len(hidden) != 1


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=30))
def test_a_correlation_stays_in_its_bounds(pairs: list[tuple[float, float]]) -> None:
    found = correlation(pairs)
    assert found is None or -1 <= found <= 1

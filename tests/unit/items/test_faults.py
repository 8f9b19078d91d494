"""What keeps a question from being asked: found, placed, and told how to mend."""

import pytest

from app.items.item import Item, Option, Target
from app.items.kinds import KINDS
from tests.unit.items.drawn import SIMULATIONS

A = Option("a", correct=True, text="あ", line=11)
B = Option("b", correct=False, text="い", line=12)
TWO = (Target("p", "ひとつめ", 20), Target("q", "ふたつめ", 21))


def faults_of(kind: str, *options: Option, targets: tuple[Target, ...] = ()) -> list[str]:
    faults = KINDS[kind].check(Item("x", kind, None, options, targets, line=1))
    assert all(mend for _, _, mend in faults)
    return [f"{line} {message}" for line, message, _ in faults]


@pytest.mark.parametrize("kind", ["choice", "multiple-response", "order"])
def test_with_one_option_there_is_nothing_to_decide(kind: str) -> None:
    assert [line[:2] for line in faults_of(kind, A)] == ["1 "]


@pytest.mark.parametrize("steps", [0, 2, 8])
def test_a_scale_has_three_to_seven_steps(steps: int) -> None:
    options = tuple(Option(f"o{n}", correct=True) for n in range(steps))
    assert faults_of("likert", *options) == [f"1 段階が{steps}個あります"]


@pytest.mark.parametrize(
    "area",
    [None, (0, 0, 3, 50), (0, 0, 50, 3), (60, 0, 41, 50), (0, 60, 50, 41), (999, 999, 4, 4)],
)
def test_a_place_lies_in_its_picture_and_is_large_enough(
    area: tuple[int, int, int, int] | None,
) -> None:
    sound = Option("a", correct=True, area=(0, 0, 100, 100), line=11)
    other = Option("b", correct=False, area=area, line=12)
    assert faults_of("hotspot", sound, other) == ["12 絵の中の場所が読めません"]


def test_a_place_may_touch_the_edges() -> None:
    corner = Option("b", correct=False, area=(96, 96, 4, 4))
    assert faults_of("hotspot", Option("a", correct=True, area=(0, 0, 4, 4)), corner) == []


@pytest.mark.parametrize("kind", SIMULATIONS)
def test_a_practice_needs_both_verdicts(kind: str) -> None:
    for options in ((A,), (B,), (A, Option("c", correct=True)), (B, Option("c", correct=False))):
        (fault,) = faults_of(kind, *options)
        assert fault.startswith(f"1 {len(options)}個のうち")
    assert faults_of(kind, A, B) == []


@pytest.mark.parametrize("kind", SIMULATIONS)
def test_a_thing_is_not_called_like_a_verdict(kind: str) -> None:
    first, second = (v.key for v in KINDS[kind].components(Item("x", kind, None, ()))["target"])
    things = (Option(first, correct=True, line=11), Option(second, correct=False, line=12))
    assert [fault[:2] for fault in faults_of(kind, *things)] == ["11", "12"]


def test_things_are_sorted_into_two_places_at_least() -> None:
    inside = (Option("a", correct=True, target="p"), Option("b", correct=True, target="p"))
    assert faults_of("categorize", *inside, targets=TWO[:1]) == ["1 分ける先が2つ以上ありません"]
    assert faults_of("categorize", *inside, targets=TWO) == [], "a place may stay empty"


def test_every_place_of_a_match_holds_one_thing() -> None:
    inside = (Option("a", correct=True, target="p"), Option("b", correct=True, target="p"))
    assert faults_of("match", *inside, targets=TWO) == [
        "20 「ひとつめ」に組み合わせるものが2個あります",
        "21 「ふたつめ」に組み合わせるものが0個あります",
    ]


def _word(key: str, target: str, *, correct: bool) -> Option:
    return Option(key, correct, key, target)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "言葉は0個、正しいものは0個"),
        ([("a", True)], "言葉は1個、正しいものは1個"),
        ([("a", False), ("b", False)], "言葉は2個、正しいものは0個"),
        ([("a", True), ("b", True)], "言葉は2個、正しいものは2個"),
    ],
)
def test_every_gap_has_words_of_which_one_is_right(
    words: list[tuple[str, bool]], told: str
) -> None:
    sound = (_word("c", "q", correct=True), _word("d", "q", correct=False))
    options = (*(_word(key, "p", correct=right) for key, right in words), *sound)
    assert faults_of("inline-choice", *options, targets=TWO) == [
        f"20 空らん「ひとつめ」の{told}です"
    ]


def test_two_gaps_of_one_name_cannot_be_told_apart() -> None:
    gaps = (Target("p", "ア", 20), Target("q", "ア", 21))
    options = [_word(f"{gap.key}{n}", gap.key, correct=n == 0) for gap in gaps for n in range(2)]
    assert faults_of("inline-choice", *options, targets=gaps) == ["21 空らん「ア」が2つあります"]

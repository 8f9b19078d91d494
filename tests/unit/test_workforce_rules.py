"""What is missing, which courses raise it, who is meant, which letter it is."""

import uuid
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workforce import rules
from app.workforce.rules import GRADES, Membership, Raise, Step

REFS = st.sampled_from(["a@1/A", "a@1/B", "b@1/A", "b@1/C"])
LEVELS = st.dictionaries(REFS, st.integers(1, 4))
ALIGNED = st.lists(st.tuples(REFS, st.integers(1, 4)))


@given(LEVELS, LEVELS)
def test_who_has_what_is_missing_misses_nothing(needs: rules.Levels, levels: rules.Levels) -> None:
    lacking = rules.missing(needs, levels)
    assert set(lacking) <= set(needs)
    raised = dict(levels) | {ref: needs[ref] for ref in lacking}
    assert rules.missing(needs, raised) == {}
    assert all(n >= 1 for n in lacking.values())


@given(ALIGNED, LEVELS, LEVELS)
def test_a_course_raises_only_what_is_missing_and_only_up(
    aligned: list[tuple[str, int]], needs: rules.Levels, levels: rules.Levels
) -> None:
    for one in rules.raises(aligned, needs, levels):
        assert one.item_ref in rules.missing(needs, levels)
        assert one.before == levels.get(one.item_ref, 0) < one.after
        assert (one.item_ref, one.after) in aligned


def test_a_course_is_told_from_where_to_where() -> None:
    aligned = [("a@1/A", 1), ("a@1/A", 2), ("a@1/B", 1)]
    raised = rules.raises(aligned, {"a@1/A": 3, "a@1/B": 1}, {"a@1/A": 1, "a@1/B": 1})
    assert raised == (Raise("a@1/A", 1, 2),)


BUREAU, SECTION, OTHER = (uuid.UUID(int=n) for n in range(3))


@pytest.mark.parametrize(
    ("membership", "fits"),
    [
        (Membership(), False),
        (Membership(everyone=True), True),
        (Membership(departments=(BUREAU,)), True),
        (Membership(departments=(OTHER,)), False),
        (Membership(everyone=True, departments=(OTHER,)), False),
        (Membership(titles=("部長", "課長")), True),
        (Membership(titles=("係長",), departments=(BUREAU,)), False),
        (Membership(role_level="city-roles@1/leader"), False),
        (Membership(role_level="city-roles@1/general"), True),
    ],
)
def test_who_is_meant(membership: Membership, *, fits: bool) -> None:
    levels = {"city-roles@1/general": 1}
    assert membership.fits([SECTION, BUREAU], "税務課長", levels) is fits
    assert Membership.from_json(membership.to_json()) == membership


@given(st.floats(0, 10_000), st.integers(1, 1000))
def test_more_is_never_a_worse_letter(reached: float, goal: int) -> None:
    letter = rules.grade(reached, goal)
    assert letter in dict(GRADES)
    assert rules.grade(reached + 1, goal) <= letter
    assert rules.grade(goal, goal) == "A"


def test_letters_begin_where_their_rule_says() -> None:
    assert [rules.grade(n, 100) for n in (100, 99, 80, 79, 50, 49, 0)] == list("ABBCCDD")
    assert rules.grade(60, 100, (("A", 60), ("D", 0))) == "A"
    with pytest.raises(ValueError, match="goal"):
        rules.grade(1, 0)


def test_the_step_of_a_day_is_the_next_to_come_or_the_last() -> None:
    first, last = Step(date(2027, 3, 31), 60), Step(date(2028, 3, 31), 120)
    assert rules.step_on([last, first], date(2026, 4, 1)) == first
    assert rules.step_on([last, first], first.by) == first
    assert rules.step_on([last, first], date(2027, 4, 1)) == last
    assert rules.step_on([last, first], date(2029, 4, 1)) == last
    with pytest.raises(ValueError, match="step"):
        rules.step_on([], date(2026, 4, 1))


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("2027-03-31 60", Step(date(2027, 3, 31), 60)),
        ("　2027-03-31　６０", Step(date(2027, 3, 31), 60)),
        ("2027-03-31 0", None),
        ("2027-02-31 5", None),
        ("2027-03-31", None),
        ("あした 5", None),
        ("2027-03-31 -5", None),
    ],
)
def test_a_step_is_read(line: str, step: Step | None) -> None:
    assert rules.read_step(line) == step


def test_a_department_and_its_number_are_read() -> None:
    assert rules.read_share("総務局　税務課　５") == ("総務局 税務課", 5)
    assert [rules.read_share(one) for one in ("5", "税務課", "税務課 0", "税務課 x", "")] == [
        None
    ] * 5


def test_letters_are_read_and_fall_to_nothing() -> None:
    assert rules.read_grade("A 100") == ("A", 100)
    assert rules.read_grade("Ａ　８０") == ("A", 80)
    assert [rules.read_grade(one) for one in ("AA 1", "a 1", "A", "A x", "")] == [None] * 5
    assert rules.are_grades(GRADES)
    assert not rules.are_grades([("A", 100), ("B", 50)])
    assert not rules.are_grades([("A", 50), ("B", 100), ("C", 0)])
    assert not rules.are_grades([("A", 100), ("A", 0)])
    assert not rules.are_grades([("A", 0)])

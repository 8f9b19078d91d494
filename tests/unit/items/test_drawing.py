"""Drawing from a bank is repeatable and never dull; mastery is a window over the answers."""

from hypothesis import given
from hypothesis import strategies as st

from app.items.drawing import RIGHT, WRONG, drawn, is_mastered

banks = st.lists(st.text("abc-", min_size=1), min_size=2, max_size=8, unique=True)
histories = st.text(RIGHT + WRONG, max_size=40)


@given(banks, st.text(), st.data())
def test_the_same_seed_draws_the_same_question_and_never_the_one_before(
    keys: list[str], seed: str, data: st.DataObject
) -> None:
    after = data.draw(st.one_of(st.none(), st.sampled_from(keys)))
    found = drawn(keys, seed, after=after)
    assert found in keys
    assert found != after
    assert found == drawn(keys, seed, after=after)


def test_a_question_alone_is_asked_again() -> None:
    assert drawn(["doko"], "seed", after="doko") == "doko"


def test_every_question_is_drawn_about_as_often_as_any_other() -> None:
    keys = ["doko", "dore", "itsu", "dare"]
    found = [drawn(keys, f"seed/{n}", after=None) for n in range(400)]
    assert all(70 < found.count(key) < 130 for key in keys)


@given(histories, histories, st.integers(2, 10), st.data())
def test_what_was_once_mastered_stays_so(
    before: str, after: str, last: int, data: st.DataObject
) -> None:
    needed = data.draw(st.integers(1, last))
    if is_mastered(before, needed=needed, last=last):
        assert is_mastered(before + after, needed=needed, last=last)


@given(histories, st.integers(2, 10), st.data())
def test_mastery_is_so_many_right_answers_among_so_many_in_a_row(
    results: str, last: int, data: st.DataObject
) -> None:
    needed = data.draw(st.integers(1, last))
    rows = [results[start : start + last] for start in range(len(results))]
    expected = any(row.count(RIGHT) >= needed for row in rows)
    assert is_mastered(results, needed=needed, last=last) == expected


def test_three_right_answers_are_three_of_the_last_four() -> None:
    assert is_mastered("111", needed=3, last=4)
    assert is_mastered("0111", needed=3, last=4)
    assert not is_mastered("11001", needed=3, last=4)
    assert not is_mastered("", needed=1, last=2)

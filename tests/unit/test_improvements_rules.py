"""What a memo saves."""

from hypothesis import given
from hypothesis import strategies as st

from app.improvements.rules import (
    MOST_MINUTES,
    MOST_OFTEN,
    OPEN,
    Effort,
    State,
    can_change,
    hours,
)

minutes = st.integers(0, MOST_MINUTES)
often = st.integers(1, MOST_OFTEN)
efforts = st.builds(Effort, minutes, minutes, often, often)


@given(efforts)
def test_what_is_turned_around_costs_what_it_saved(one: Effort) -> None:
    turned = Effort(one.after, one.before, one.times, one.people)
    assert turned.saved == -one.saved
    assert hours(turned.saved) == -hours(one.saved)


@given(efforts, often)
def test_more_people_save_in_proportion(one: Effort, people: int) -> None:
    alone = Effort(one.before, one.after, one.times, 1)
    assert Effort(one.before, one.after, one.times, people).saved == people * alone.saved


@given(st.integers(-(10**9), 10**9))
def test_hours_are_within_three_minutes(total: int) -> None:
    assert abs(hours(total) * 60 - total) <= 3


def test_hours_a_year_as_a_page_tells_them() -> None:
    assert hours(Effort(30, 10, 4, 2).saved) == 32.0
    assert hours(Effort(0, 5, 1, 1).saved) == -1.0
    assert [hours(one) for one in (0, 2, 3, 57, 60)] == [0.0, 0.0, 0.1, 1.0, 1.0]


def test_only_what_waits_can_be_changed() -> None:
    assert {one for one in State if can_change(one)} == set(OPEN)

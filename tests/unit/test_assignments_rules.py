"""When an assignment is done, and when people are written to."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assignments.rules import (
    MOST_DAYS,
    State,
    counts_before,
    is_reminded,
    read_days,
    state_of,
)

days = st.dates(min_value=date(2024, 1, 1), max_value=date(2032, 12, 31))
slugs = st.sets(st.sampled_from("abcdef"), min_size=1)


@given(days, days)
def test_nothing_counts_where_a_renewal_is_asked_for(completed: date, assigned: date) -> None:
    assert not counts_before(completed, assigned_on=assigned, months=0, holds=True)


@given(days, days)
def test_the_credential_decides_where_no_age_is_set(completed: date, assigned: date) -> None:
    for holds in (True, False):
        assert counts_before(completed, assigned_on=assigned, months=None, holds=holds) is holds


@given(days, st.integers(1, 120))
def test_a_younger_completion_counts_if_an_older_one_does(assigned: date, months: int) -> None:
    ages = [assigned - timedelta(days=30 * n) for n in range(0, 150, 3)]
    counted = [
        counts_before(day, assigned_on=assigned, months=months, holds=False) for day in ages
    ]
    assert counted == sorted(counted, reverse=True)
    assert counted[0]


@given(slugs, slugs, slugs)
def test_all_courses_make_it_done_and_any_makes_it_begun(
    courses: set[str], done: set[str], begun: set[str]
) -> None:
    state = state_of(courses, done & courses, begun & courses)
    assert (state is State.DONE) == (courses <= done)
    assert (state is State.NOT_STARTED) == (not (done | begun) & courses)


@given(days, st.integers(-30, 90))
def test_people_are_written_to_on_the_days_that_were_set(due: date, before: int) -> None:
    today = due - timedelta(days=before)
    assert is_reminded(due, [before], today=today)
    assert not is_reminded(due, [before], today=today + timedelta(days=1))


@given(st.sets(st.integers(0, MOST_DAYS), max_size=5), st.sampled_from(["、", ", ", " ", "・"]))
def test_days_are_read_as_people_write_them(days: set[int], between: str) -> None:
    text = between.join(map(str, days))
    assert read_days(text) == tuple(sorted(days, reverse=True))


@pytest.mark.parametrize("text", ["あした", "14、91", "1 2 3 4 5 6", "-3"])
def test_what_is_no_list_of_days_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        read_days(text)

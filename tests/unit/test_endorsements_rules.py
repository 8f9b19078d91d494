"""How long an endorsement holds, how a contest may end, what of a claim may count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.endorsements import rules
from app.endorsements.rules import Outcome

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
REFS = st.sampled_from(["a@1/A1", "a@1/A2", "b@2/B1", "b@2/B2"])
LEVELS = st.dictionaries(REFS, st.integers(1, 4), min_size=1)


@given(DAYS)
def test_what_says_nothing_else_holds_for_three_years(day: date) -> None:
    end = rules.last_good_day(day)
    assert rules.may_last(day, end)
    assert end.year == day.year + 3
    assert (end.month, end.day) in {(day.month, day.day), (2, 28)}


@given(DAYS)
def test_nothing_holds_longer_than_five_years_or_ends_before_it_begins(day: date) -> None:
    longest = rules.years_later(day, 5)
    assert rules.may_last(day, longest)
    assert not rules.may_last(day, longest + timedelta(days=1))
    assert not rules.may_last(day, day - timedelta(days=1))


def test_a_leap_day_ends_on_the_day_before() -> None:
    assert rules.last_good_day(date(2028, 2, 29)) == date(2031, 2, 28)


@given(DAYS, st.integers(-10, 400))
def test_somebody_is_asked_for_half_a_year_at_most(today: date, days: int) -> None:
    assert rules.may_invite(today, today + timedelta(days=days)) == (0 <= days <= 180)


@given(DAYS, st.integers(0, 100), st.integers(-5, 200))
def test_an_invitation_lasts_to_the_end_of_its_day(asked: date, days: int, later: int) -> None:
    ends, today = asked + timedelta(days=days), asked + timedelta(days=later)
    assert rules.is_invited(ends, None, today=today) == (later <= days)
    assert not rules.is_invited(ends, asked, today=today)


@given(is_signed=st.booleans(), is_own=st.booleans(), is_mended=st.booleans())
def test_a_contest_always_has_a_way_to_end(
    *, is_signed: bool, is_own: bool, is_mended: bool
) -> None:
    found = rules.outcomes(is_signed=is_signed, is_own=is_own, is_mended=is_mended)
    assert found
    assert not {Outcome.OPEN, Outcome.DROPPED} & set(found)
    if is_signed and is_own:
        assert (Outcome.UPHELD in found) is not is_mended
    if is_signed and not is_own:
        assert Outcome.CORRECTED not in found


@given(LEVELS, st.data())
def test_never_more_counts_than_was_claimed(asked: dict[str, int], data: st.DataObject) -> None:
    given_ = {ref: data.draw(st.integers(0, level)) for ref, level in asked.items()}
    counted = rules.granted(asked, given_)
    assert counted == {ref: level for ref, level in given_.items() if level}
    with pytest.raises(ValueError, match="more"):
        rules.granted(asked, {**given_, next(iter(asked)): 9})


def test_what_was_not_claimed_does_not_count() -> None:
    with pytest.raises(ValueError, match="more"):
        rules.granted({"a@1/A1": 2}, {"b@2/B1": 1})


@given(DAYS, st.integers(-3, 500))
def test_days_of_waiting_are_never_negative(since: date, days: int) -> None:
    assert rules.days_waited(since, since + timedelta(days=days)) == max(0, days)

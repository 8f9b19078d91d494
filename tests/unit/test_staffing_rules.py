"""Days that count, days that are forgotten, and what a group lacks together."""

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.staffing.rules import (
    Share,
    counts_on,
    is_forgotten,
    is_shown,
    months_before,
    shares,
    together,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
PEOPLE = [uuid.UUID(int=number) for number in range(1, 5)]
REFS = ["dss-l@1.2/T5", "dss-l@1.2/H3", "dss-l@1.2/M1"]
LEVELS = st.dictionaries(
    st.sampled_from(PEOPLE),
    st.dictionaries(st.sampled_from(REFS), st.integers(1, 4)),
)
NEEDS = st.dictionaries(st.sampled_from(REFS), st.integers(1, 4))
GROUPS = st.lists(st.sampled_from(PEOPLE), unique=True)


@given(DAYS, st.integers(0, 120))
def test_months_lead_back_to_the_same_day_or_the_end_of_a_shorter_month(
    day: date, months: int
) -> None:
    before = months_before(day, months)
    assert before <= day
    assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == months
    assert before.day <= day.day
    assert before.day == day.day or (before + timedelta(days=1)).day == 1


def test_months_are_counted_back_only() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
    with pytest.raises(ValueError, match="back"):
        months_before(date(2026, 1, 1), -1)


@given(DAYS, DAYS)
def test_a_closed_list_is_kept_for_a_year_and_no_longer(closed: date, on: date) -> None:
    if on - closed < timedelta(days=365):
        assert not is_forgotten(closed, on)
    if on - closed > timedelta(days=366):
        assert is_forgotten(closed, on)
    assert not is_forgotten(None, on)


@given(DAYS, st.integers(0, 40))
def test_room_counts_from_its_first_to_its_last_day(starts: date, days: int) -> None:
    until = starts + timedelta(days=days)
    around = [starts + timedelta(days=n) for n in range(-3, days + 4)]
    assert [one for one in around if counts_on(starts, until, one)] == around[3:-3]


@given(DAYS, st.none() | DAYS, st.none() | DAYS, DAYS)
def test_a_role_is_shown_within_its_days_until_it_is_withdrawn(
    starts: date, until: date | None, withdrawn: date | None, on: date
) -> None:
    if is_shown(starts, until, withdrawn, on):
        assert starts <= on
        assert until is None or on <= until
        assert withdrawn is None or on < withdrawn
    assert is_shown(on, on, None, on)
    assert not is_shown(on, None, on, on)


@given(NEEDS, GROUPS, LEVELS)
def test_a_group_has_what_its_best_person_has(
    needs: dict[str, int], group: list[uuid.UUID], levels: dict[uuid.UUID, dict[str, int]]
) -> None:
    found = shares(needs, group, levels)
    best = together(group, levels)
    assert [(one.item_ref, one.level) for one in found] == list(needs.items())
    for one in found:
        assert one.best == best.get(one.item_ref, 0)
        assert bool(one.having) == (one.missing == 0)
        assert set(one.having) <= set(group)
        assert one.missing == max(one.level - one.best, 0)


@given(NEEDS, GROUPS, LEVELS, st.sampled_from(PEOPLE))
def test_nobody_makes_a_group_lack_more(
    needs: dict[str, int],
    group: list[uuid.UUID],
    levels: dict[uuid.UUID, dict[str, int]],
    another: uuid.UUID,
) -> None:
    before = shares(needs, group, levels)
    after = shares(needs, [*group, another], levels)
    assert all(one.missing >= two.missing for one, two in zip(before, after, strict=True))


def test_an_empty_group_lacks_all_of_it() -> None:
    assert shares({REFS[0]: 2}, [], {}) == (Share(REFS[0], 2, (), 0),)
    assert shares({REFS[0]: 2}, [], {})[0].missing == 2

"""What becomes of somebody's employment by what is told of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.personnel.rules import (
    DaysDiffer,
    EmploymentKind,
    KindNeeded,
    Stretch,
    Told,
    ended,
    holds,
    is_number,
    number_key,
    number_of,
    settled,
)

FULL, YEARLY = EmploymentKind.FULL_TIME, EmploymentKind.FISCAL_YEAR
APRIL = date(2026, 4, 1)
A_DAY = timedelta(days=1)

days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
told = st.builds(
    Told,
    kind=st.sampled_from(EmploymentKind),
    grade=st.none() | st.sampled_from(["", "1級", "2級"]),
    rank=st.none() | st.sampled_from(["主事", "係長"]),
    hired_on=st.none() | days,
    left_on=st.none() | days,
)


def _since(day: date, *, until: date | None = None, grade: str = "1級") -> list[Stretch]:
    return [Stretch("a", FULL, grade, "主事", day, day, until)]


@given(st.lists(st.tuples(told, days), max_size=8))
def test_whatever_is_told_nobody_is_employed_twice_at_once(
    stories: list[tuple[Told, date]],
) -> None:
    rows: list[Stretch] = []
    for number, (one, on) in enumerate(stories):
        try:
            rows = settled(rows, one, on=on)
        except (DaysDiffer, KindNeeded):
            continue
        rows = [replace(row, id=f"{number}-{place}") for place, row in enumerate(rows)]
        bounds = {d for r in rows for d in (r.starts_on, r.ends_on) if d}
        assert all(sum(holds(r.starts_on, r.ends_on, d) for r in rows) <= 1 for d in bounds)
        assert all(r.hired_on <= r.starts_on for r in rows)


@given(told, days)
def test_the_same_told_twice_changes_nothing(one: Told, on: date) -> None:
    try:
        once = settled([], one, on=on)
    except DaysDiffer:
        return
    assert settled(once, one, on=on) == once


def test_a_new_employment_needs_its_kind() -> None:
    with pytest.raises(KindNeeded):
        settled([], Told(grade="1級"), on=APRIL)
    assert settled([], Told(), on=APRIL) == []


def test_a_promotion_keeps_what_was_before() -> None:
    hired = date(2020, 4, 1)
    before, after = settled(_since(hired), Told(grade="2級", rank="係長"), on=APRIL)
    assert (before.id, before.grade, before.ends_on) == ("a", "1級", date(2026, 3, 31))
    assert (after.grade, after.rank, after.starts_on) == ("2級", "係長", APRIL)
    assert after.hired_on == hired
    assert after.ends_on is None


def test_what_was_not_known_is_filled_in() -> None:
    (row,) = settled(_since(date(2020, 4, 1), grade=""), Told(grade="2級"), on=APRIL)
    assert (row.id, row.grade, row.starts_on) == ("a", "2級", date(2020, 4, 1))


def test_somebody_who_comes_back_has_another_employment() -> None:
    left = _since(date(2020, 4, 1), until=date(2024, 3, 31))
    first, second = settled(left, Told(kind=YEARLY), on=APRIL)
    assert first == left[0]
    assert (second.kind, second.hired_on, second.grade) == (YEARLY, APRIL, "")
    with pytest.raises(KindNeeded):
        settled(left, Told(grade="1級"), on=APRIL)


def test_a_row_of_who_left_changes_nothing() -> None:
    left = _since(date(2020, 4, 1), until=date(2024, 3, 31))
    said = Told(kind=FULL, hired_on=date(2020, 4, 1), left_on=date(2024, 3, 31))
    assert settled(left, said, on=APRIL) == left
    assert settled(left, Told(left_on=date(2024, 3, 31)), on=APRIL) == left


def test_a_day_of_hiring_is_corrected_for_the_whole_employment() -> None:
    rows = settled(_since(date(2020, 4, 1)), Told(grade="2級"), on=APRIL)
    rows = settled(rows, Told(hired_on=date(2019, 4, 1)), on=APRIL)
    assert {one.hired_on for one in rows} == {date(2019, 4, 1)}
    assert [one.starts_on for one in rows] == [date(2019, 4, 1), APRIL]


def test_employments_do_not_overlap() -> None:
    left = _since(date(2020, 4, 1), until=date(2024, 3, 31))
    with pytest.raises(DaysDiffer):
        settled(_since(APRIL), Told(left_on=APRIL - A_DAY), on=APRIL)
    two = settled(left, Told(kind=FULL, hired_on=APRIL), on=APRIL)
    with pytest.raises(DaysDiffer):
        settled(two, Told(hired_on=date(2023, 1, 1)), on=APRIL)


@given(days, days)
def test_who_leaves_is_employed_no_longer(hired: date, last: date) -> None:
    (row,) = ended(_since(hired), last=last)
    assert row.ends_on == max(hired, last)
    assert ended([row], last=last) == [row]


def test_numbers_are_kept_as_they_are_and_met_without_their_zeros() -> None:
    assert number_of(" ００１２ａ ") == "0012A"
    assert number_key("0012") == number_key("12")
    assert number_key("000") == "0"
    assert is_number("A-12")
    assert not is_number("12 34")
    assert not is_number("")

"""Lines that people type, and days on which something ends."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.achievements import rules

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


@given(days, st.integers(min_value=1, max_value=240))
def test_months_later_is_that_many_months_on_the_same_day_or_the_months_last(
    day: date, months: int
) -> None:
    later = rules.months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    last = calendar.monthrange(later.year, later.month)[1]
    assert later.day == min(day.day, last)


@given(days, st.integers(min_value=-400, max_value=400))
def test_what_ends_within_the_window_may_be_renewed(day: date, left: int) -> None:
    assert rules.is_due_again(day + timedelta(days=left), on=day) == (left <= 60)
    assert not rules.is_due_again(None, on=day)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("dss-l@1.2/T5 2", ("dss-l@1.2/T5", 2)),
        ("  dss-l@1.2/T5　２ ", ("dss-l@1.2/T5", 2)),
        ("dss-l@1.2/T5,3", ("dss-l@1.2/T5", 3)),
        ("dss-l@1.2/T5, 3", ("dss-l@1.2/T5", 3)),
        ("dss-l@1.2/T5", None),
        ("2", None),
        ("dss-l@1.2/T5 -1", None),
    ],
)
def test_a_skill_is_a_ref_and_a_level(line: str, wanted: tuple[str, int] | None) -> None:
    assert rules.read_skill(line) == wanted


@given(st.text())
def test_no_line_upsets_the_reader(text: str) -> None:
    for line in rules.lines_of(text):
        found = rules.read_skill(line)
        assert found is None or found[1] >= 0

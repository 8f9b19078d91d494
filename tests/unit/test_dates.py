"""Days as people here write them."""

from datetime import date

import pytest

from app.i18n.dates import (
    child_date,
    days_left,
    era_year,
    fiscal_year,
    jdate,
    month_day,
    plain_date,
)

NOVEMBER = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 10, 1), "令和8年10月1日（2026年）"),
        (date(2019, 5, 1), "令和元年5月1日（2019年）"),
        (date(2019, 4, 30), "平成31年4月30日（2019年）"),
        (date(1989, 1, 8), "平成元年1月8日（1989年）"),
    ],
)
def test_staff_read_the_era_with_the_western_year_beside_it(day: date, written: str) -> None:
    assert jdate(day) == written


def test_citizens_read_the_western_year_and_children_the_weekday() -> None:
    assert plain_date(NOVEMBER) == "2026年11月24日"
    assert month_day(NOVEMBER) == "11月24日"
    assert child_date(NOVEMBER) == "11月24日（火曜日）"
    assert child_date(date(2026, 11, 22)) == "11月22日（日曜日）"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 11, 26), "きょうを入れてあと3日"),
        (date(2026, 11, 25), "きょうを入れてあと2日"),
        (NOVEMBER, "きょうまで"),
        (date(2026, 11, 23), "すぎました"),
        (date(2026, 12, 1), "きょうを入れてあと8日"),
    ],
)
def test_the_days_that_are_left_count_today(day: date, told: str) -> None:
    assert days_left(day, today=NOVEMBER) == told


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2027, 1, 1), 2026)],
)
def test_a_fiscal_year_begins_in_april(day: date, year: int) -> None:
    assert fiscal_year(day) == year


def test_no_era_is_invented_for_what_lies_before() -> None:
    with pytest.raises(ValueError, match="1989-01-07"):
        era_year(date(1989, 1, 7))

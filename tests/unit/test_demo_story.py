"""The days of the demo's story."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.demo.calendar import Calendar, at_work
from app.demo.story import story

days = st.dates(date(2026, 4, 1), date(2031, 3, 31))


@given(days)
def test_the_story_goes_by_days_and_ends_today(today: date) -> None:
    scenes = story(Calendar(today))
    assert [one.day for one in scenes] == sorted(one.day for one in scenes)
    assert all(one.day <= today for one in scenes)
    assert (scenes[0].title, scenes[0].day.month) == ("市役所の名簿", 4)
    assert scenes[0].day.year in {today.year - 2, today.year - 3}


@given(days)
def test_a_scene_acts_or_brings_a_table(today: date) -> None:
    assert all((one.act is None) != (one.table is None) for one in story(Calendar(today)))


@given(days, st.integers(0, 6))
def test_last_week_is_the_week_before_this_one(today: date, weekday: int) -> None:
    found = Calendar(today).last_week(weekday)
    monday = today - timedelta(days=today.weekday())
    assert monday - timedelta(days=7) <= found < monday
    assert found.weekday() == weekday


@given(days, st.integers(0, 400))
def test_days_ago_is_a_working_day(today: date, days: int) -> None:
    found = Calendar(today).days_ago(days)
    assert found.weekday() < 5
    assert 0 <= (today - timedelta(days=days) - found).days <= 2


def test_time_stands_only_where_it_is_told_to() -> None:
    then = at_work(date(2024, 4, 1))
    with clock.standing_at(then):
        assert clock.now() == datetime(2024, 4, 1, 1, tzinfo=UTC)
        with clock.standing_at(at_work(date(2025, 4, 1), minutes=5)):
            assert clock.now() == datetime(2025, 4, 1, 1, 5, tzinfo=UTC)
        assert clock.now() == then
    assert datetime.now(UTC) - clock.now() < timedelta(minutes=1)

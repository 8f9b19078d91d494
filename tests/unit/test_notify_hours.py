"""When letters to staff may leave."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.clock import JST
from app.notify.hours import LUNCH, wait_for_office

days = st.dates(min_value=date(2024, 1, 1), max_value=date(2032, 12, 31))
instants = st.builds(datetime.combine, days, st.times(), st.just(JST))


@given(instants)
def test_a_letter_leaves_in_office_hours_never_at_noon_and_never_on_a_free_day(
    now: datetime,
) -> None:
    sent = now + wait_for_office(now)
    clock = sent.time()
    assert (8, 30) <= (clock.hour, clock.minute) < (17, 15)
    assert not LUNCH[0] <= clock < LUNCH[1]
    assert sent.weekday() < 5
    assert (1, 3) < (sent.month, sent.day) < (12, 29)


@given(instants)
def test_it_waits_no_longer_than_over_the_turn_of_the_year(now: datetime) -> None:
    wait = wait_for_office(now)
    assert timedelta() <= wait <= timedelta(days=10)
    assert wait_for_office(now + wait) == timedelta()

"""The hours of a door, its code, and the pictures."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.classes.cards import rules
from app.clock import JST, day_of

instants = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001  made UTC
    lambda moment: moment.replace(tzinfo=UTC)
)


@given(instants)
def test_a_door_opened_in_school_time_closes_with_the_day_at_the_latest(now: datetime) -> None:
    if not rules.is_school_time(now):
        return
    closes = rules.closes_at(now, is_outside=False)
    assert now < closes <= now + rules.OPEN_FOR
    assert closes <= rules.day_ends(day_of(now)) == rules.session_ends(now, closes)


@given(instants)
def test_a_session_by_card_never_outlives_the_day_by_more_than_an_hour(now: datetime) -> None:
    closes = rules.closes_at(now, is_outside=not rules.is_school_time(now))
    ends = rules.session_ends(now, closes)
    assert closes <= ends
    assert ends.astimezone(JST) <= max(rules.day_ends(day_of(now)), now + timedelta(hours=1))


@given(st.integers(0, 999_999))
def test_a_code_is_read_as_it_is_said_and_written(number: int) -> None:
    code = f"{number:06}"
    wide = rules.spoken(code).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert rules.code_key(rules.spoken(code)) == rules.code_key(f" {wide}-") == code


@given(st.lists(st.sampled_from(rules.EMBLEMS), max_size=40))
def test_nobody_gets_an_emblem_that_another_has_while_there_are_others(taken: list[str]) -> None:
    free = rules.free_emblems(taken)
    given_out = [next(free) for _ in range(len(rules.EMBLEMS) - len(set(taken)))]
    assert len(set(given_out)) == len(given_out)
    assert not set(given_out) & set(taken)


@given(st.text())
def test_any_kana_is_read_in_hiragana(kana: str) -> None:
    assert rules.card_name("由衣", "ユイ") == "ゆい"
    assert rules.card_name("由衣", "") == "由衣"
    assert len(rules.card_name("x", kana)) == len(kana or "x")


def test_weekends_and_nights_are_no_school_time() -> None:
    monday = datetime(2026, 11, 30, tzinfo=JST)
    for hours, is_time in (
        (7.9, False),
        (8, True),
        (16.9, True),
        (17, False),
        (24 * 5 + 10, False),
    ):
        assert rules.is_school_time(monday + timedelta(hours=hours)) is is_time


def test_a_class_of_several_years_is_read_by_the_youngest() -> None:
    assert rules.grade_of(["P4", "P3"]) == 3
    assert rules.grade_of(["J1"]) == 7
    assert rules.grade_of(["?", ""]) == 1

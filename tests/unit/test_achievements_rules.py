"""Lines that people type, and days on which something ends."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.achievements import rules
from app.credentials.results import ResultFacts, ResultKind

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


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("作品の題", ResultFacts("作品の題", ResultKind.WORDS)),
        ("演習：％", ResultFacts("演習", ResultKind.PERCENT)),
        ("演習: ７０％", ResultFacts("演習", ResultKind.PERCENT, required="70")),
        ("発表: もう少し／よい", ResultFacts("発表", ResultKind.STEP, ("もう少し", "よい"))),
        (
            "発表: もう少し／よい＊/とても よい",
            ResultFacts("発表", ResultKind.STEP, ("もう少し", "よい", "とても よい"), "よい"),
        ),
        ("発表:", None),
        (": よい／もう少し", None),
        ("発表: よい", None),
        ("発表: よい／よい", None),
        ("発表: よい*／もっとよい*", None),
        ("発表: よ*い／もっとよい", None),
        ("演習: 101%", None),
        ("{演習|えんしゅう}", None),
        ("あ" * 41, None),
    ],
)
def test_a_result_is_a_name_and_how_it_is_told(line: str, wanted: ResultFacts | None) -> None:
    assert rules.read_result(line) == wanted


@given(st.text())
def test_a_result_that_was_read_is_read_again_from_its_line(text: str) -> None:
    for line in rules.lines_of(text):
        found = rules.read_result(line)
        assert found is None or rules.read_result(rules.result_line(found)) == found

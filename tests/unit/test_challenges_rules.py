"""What a challenge has to say, and what the question check finds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.challenges import rules
from app.challenges.rules import Hint, Lines
from tests.factories.challenges import LINES

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
WORDS = st.text("雪道人町学校水山川木本", min_size=5, max_size=20)


def hints(question: str) -> list[Hint]:
    return [one.hint for one in rules.look_at_question(question)]


def test_a_complete_challenge_lacks_nothing_and_has_no_hints() -> None:
    assert rules.missing(LINES) == ()
    assert rules.look_at(LINES) == {}


@given(st.sets(st.sampled_from([*rules.LINES, *rules.DAYS])))
def test_exactly_what_is_empty_is_missing_in_the_order_of_the_lines(empty: set[str]) -> None:
    blank = {name: None if name in ("answer_by", *rules.DAYS) else " " for name in sorted(empty)}
    told = rules.missing(replace(LINES, **blank))  # type: ignore[arg-type]
    assert set(told) == empty
    assert list(told) == [name for name in (*rules.LINES, *rules.DAYS) if name in empty]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("除雪の順番を変えるには、何から始めればよいでしょうか。", []),
        ("雪の朝、通学路のどの角から雪をどければよいですか？", []),
        ("除雪の順番を、通学の時間に合わせて変えたいです。", [Hint.NOT_ASKING]),
        ("雪をどうするか。", [Hint.SHORT]),
        ("雪が多いです。通学路の雪は、どこからどければよいでしょうか。", [Hint.SENTENCES]),
        (
            "通学路の雪はどこからどければよいか、また、だれが決めればよいでしょうか。",
            [Hint.TWO],
        ),
        ("まちを元気にするには、どうすればよいでしょうか。", [Hint.WIDE]),
        ("みんなのまちづくりを進めるには、どうすればよいでしょうか。", [Hint.WIDE]),
        ("", []),
        ("  ", []),
    ],
)
def test_the_question_check_finds(question: str, found: list[Hint]) -> None:
    assert hints(question) == found


def test_a_wide_word_is_named() -> None:
    (found,) = rules.look_at_question("みんなで活性化を進めるには、何をすればよいでしょうか。")
    assert (found.hint, found.words) == (Hint.WIDE, "みんな、活性化")


@given(WORDS, st.integers(0, 120))
def test_length_is_told_on_one_side_at_most(words: str, more: int) -> None:
    question = words + "雪" * more + "ですか。"
    found = hints(question)
    assert (Hint.SHORT in found) == (len(question) < rules.SHORTEST)
    assert (Hint.LONG in found) == (len(question) > rules.LONGEST)


@given(st.text(max_size=250))
def test_no_text_breaks_the_check(text: str) -> None:
    lines = replace(LINES, question=text, decider=text)
    assert set(rules.look_at(lines)) <= {"question", "decider"}


@pytest.mark.parametrize("decider", ["道路管理課長", "土木局長", "市議会", "道路管理課", "総務部"])
def test_a_post_decides(decider: str) -> None:
    assert "decider" not in rules.look_at(replace(LINES, decider=decider))


@pytest.mark.parametrize("decider", ["山田太郎", "森 さくらさん", "高橋"])
def test_a_name_is_hinted_at(decider: str) -> None:
    (found,) = rules.look_at(replace(LINES, decider=decider))["decider"]
    assert found.hint is Hint.PERSON


@given(DAYS, st.integers(-400, 800))
def test_the_answer_comes_after_the_call_and_not_too_late(closes: date, days: int) -> None:
    answer = closes + timedelta(days=days)
    lines = replace(LINES, closes_on=closes, answer_by=answer)
    found = {one.hint for one in rules.look_at(lines).get("answer_by", ())}
    assert (Hint.ANSWER_EARLY in found) == (days <= 0)
    assert (Hint.ANSWER_LATE in found) == (answer > rules.months_after(closes, 6))
    assert (Hint.NEXT_YEAR in found) == (answer > rules.fiscal_year_end(closes))


@given(DAYS, st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_months_last(day: date, months: int) -> None:
    later = rules.months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(DAYS)
def test_a_fiscal_year_ends_on_the_next_31st_of_march(day: date) -> None:
    end = rules.fiscal_year_end(day)
    assert (end.month, end.day) == (3, 31)
    assert timedelta(0) <= end - day < timedelta(days=366)


def test_days_agree_where_one_is_not_said() -> None:
    day = date(2026, 4, 1)
    assert rules.days_agree(None, day)
    assert rules.days_agree(day, None)
    assert rules.days_agree(day, day)
    assert not rules.days_agree(day, day - timedelta(days=1))


def test_names_for_addresses_are_typed_easily() -> None:
    found = {rules.new_slug() for _ in range(50)}
    assert len(found) == 50
    assert all(set(one) <= set(rules.SLUG_LETTERS) for one in found)
    assert Lines() != LINES

"""Terms, minutes, and what makes a question hard to answer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mentoring import rules
from app.mentoring.rules import Hint

DAYS = st.dates(date(2020, 1, 1), date(2060, 1, 1))


@given(DAYS)
def test_every_day_lies_in_one_term_and_terms_follow_each_other(day: date) -> None:
    first, last = rules.term_of(day)
    assert first <= day <= last
    assert rules.term_of(first) == rules.term_of(last) == (first, last)
    assert rules.next_term(day) == last + timedelta(days=1)
    assert rules.term_of(rules.next_term(day)) != (first, last)
    assert 181 <= (last - first).days + 1 <= 183


@given(st.integers(1, 999), st.integers(0, 2000), st.integers(1, 999))
def test_a_ticket_never_overdraws_an_account(agreed: int, counted: int, estimate: int) -> None:
    left = rules.left(agreed, counted)
    assert 0 <= left <= agreed
    if rules.is_enough(agreed, counted, estimate):
        assert counted + estimate <= agreed


@given(DAYS, st.integers(0, 800))
def test_a_vetting_lasts_a_year_at_most(day: date, days: int) -> None:
    assert rules.lasts_too_long(day, day + timedelta(days=days)) == (days >= 366)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("", ()),
        ("朝7時までに積もる量を知るには、どの観測点の数字を使えばよいですか。", ()),
        ("除雪の順番は、だれが、いつ決めているのでしょうか？", ()),
        (
            "わたしたちの提案について何でもアドバイスをお願いします。",
            (Hint.NO_QUESTION, Hint.WIDE),
        ),
        ("雪についてどう思いますか", (Hint.WIDE, Hint.SHORT)),
        (
            "観測点は市内にいくつありますか。だれが見ているのですか。",
            (Hint.SEVERAL,),
        ),
    ],
)
def test_hints_tell_what_is_hard_to_answer(question: str, found: tuple[Hint, ...]) -> None:
    assert rules.hints(question) == found


@given(st.text(max_size=rules.QUESTION))
def test_whatever_is_asked_gets_each_hint_once(question: str) -> None:
    found = rules.hints(question)
    assert len(found) == len(set(found))

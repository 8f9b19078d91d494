"""How far a proposal is, what may follow, what is no answer, and what changed in a sentence."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adoption.rules import (
    ENOUGH,
    ONLY_AFTER_YES,
    SOON_DAYS,
    TRANSITIONS,
    AdoptionState,
    Answer,
    Cue,
    Move,
    Standing,
    Told,
    can,
    cue,
    days_over,
    figures,
    lands,
    next_move,
    pieces,
    says_nothing,
    squeezed,
)

DAY = date(2026, 11, 22)
days = st.integers(-400, 400).map(lambda n: DAY + timedelta(days=n))
standings = st.builds(
    Standing,
    st.sampled_from(AdoptionState),
    st.none() | st.sampled_from(Answer),
    st.none() | days,
    st.none() | days,
    is_requested=st.booleans(),
    is_decided=st.booleans(),
)
moves = st.sampled_from(Move)
HOLLOW = (
    *("検討します", "検討いたします", "検討してまいります", "検討していきます", "検討中です"),
    *("前向きに検討させていただきます", "今後の参考にします", "参考にさせていただきます"),
    *("関係各課と連携しながら検討してまいります", "引き続き研究してまいります", "検討を進めます"),
    *("貴重なご意見ありがとうございます", "ご提案について検討したいと考えております"),
    *("実現に向けて努めてまいります", "十分に検討", "検討課題とします"),
)
ENDS = ("。", "、", " ", "　", "！", "\n", "．")
letters = st.text("雪道路町学校年度費用計画除優先", min_size=ENOUGH, max_size=40)


# --- moves


@given(standings, moves)
def test_a_move_leads_where_the_table_says_or_nowhere(now: Standing, move: Move) -> None:
    if not can(now, move):
        with pytest.raises(ValueError, match="not open"):
            lands(now, move, yen=1)
        return
    assert lands(now, move, yen=1) is TRANSITIONS[now.state, move]


@given(standings, moves)
def test_nothing_goes_back(now: Standing, move: Move) -> None:
    order = list(AdoptionState)
    if can(now, move):
        assert order.index(lands(now, move, yen=1)) >= order.index(now.state)


@given(standings)
def test_only_yes_opens_money_work_and_use(now: Standing) -> None:
    if now.answer is not Answer.ADOPT:
        assert not any(can(now, move) for move in ONLY_AFTER_YES)


@given(standings)
def test_what_is_to_be_done_next_can_be_done(now: Standing) -> None:
    move = next_move(now)
    if now.state is AdoptionState.BUDGETED and now.answer is not Answer.ADOPT:
        return  # no such row: money is decided after 反映します alone
    if now.state is AdoptionState.IN_PROGRESS and now.answer is not Answer.ADOPT:
        return
    if move is Move.ANSWER and now.state is AdoptionState.ANSWERED and now.is_requested:
        return
    assert move is None or can(now, move)


def test_asking_and_deciding_are_two_facts() -> None:
    yes = Standing(AdoptionState.ANSWERED, Answer.ADOPT)
    asked = Standing(AdoptionState.ANSWERED, Answer.ADOPT, is_requested=True)
    assert can(yes, Move.REQUEST)
    assert not can(yes, Move.DECIDE)
    assert lands(asked, Move.DECIDE, yen=0) is AdoptionState.ANSWERED
    assert lands(asked, Move.DECIDE, yen=1) is AdoptionState.BUDGETED
    assert not can(asked, Move.REQUEST)
    assert not can(asked, Move.ANSWER)


def test_a_later_answer_waits_for_another_one() -> None:
    later = Standing(AdoptionState.ANSWERED, Answer.LATER, DAY)
    assert next_move(later) is Move.ANSWER
    assert cue(later, today=DAY, request_on=None) is Cue.DUE
    assert cue(later, today=DAY + timedelta(days=1), request_on=None) is Cue.OVERDUE


@given(standings, days, st.none() | days)
def test_what_is_late_stands_in_the_inbox(
    now: Standing, today: date, request_on: date | None
) -> None:
    found = cue(now, today=today, request_on=request_on)
    if next_move(now) is Move.ANSWER:
        late = now.due_on is not None and now.due_on < today
        assert found is (Cue.OVERDUE if late else Cue.DUE)
    if found is Cue.REQUEST_SOON:
        assert request_on is not None
        assert 0 <= (request_on - today).days <= SOON_DAYS
    if now.state is AdoptionState.DRAFT:
        assert found in {None, Cue.NEWS_DUE}


@given(st.none() | days, days)
def test_days_late_are_never_below_nothing(day: date | None, today: date) -> None:
    late = days_over(day, today=today)
    assert late >= 0
    assert (late > 0) == (day is not None and day < today)


# --- what is no answer


@given(st.lists(st.tuples(st.sampled_from(HOLLOW), st.sampled_from(ENDS)), min_size=1))
def test_what_says_nothing_says_nothing_however_often(parts: list[tuple[str, str]]) -> None:
    text = "".join(words + end for words, end in parts)
    if any("検討" in words or "参考" in words for words, _end in parts):
        assert says_nothing(text)


@given(st.sampled_from(HOLLOW), letters, st.booleans())
def test_an_answer_may_say_so_besides(hollow: str, said: str, is_first: bool) -> None:  # noqa: FBT001  a strategy
    assert not says_nothing(f"{hollow}。{said}。" if is_first else f"{said}。{hollow}。")


@given(letters)
def test_what_does_not_say_so_is_left_alone(said: str) -> None:
    assert not says_nothing(said)


@given(st.sampled_from(HOLLOW), st.sampled_from(ENDS), st.integers(0, 5))
def test_spaces_and_points_change_nothing(words: str, end: str, times: int) -> None:
    assert says_nothing(end.join(words) + end * times) == says_nothing(words)


@pytest.mark.parametrize(
    "text",
    [
        *("けんとうします。", "ｹﾝﾄｳｼﾏｽ", "前向きに考えてまいります。", "持ち帰ります。"),
        *(
            "今後の課題とさせていただきます。",
            "関係各課と協議してまいります。",
            "お預かりします。",
        ),
        *("ご意見ありがとうございます。", "貴重なご提案をいただき、ありがとうございました。"),
    ],
)
def test_its_kin_says_nothing_either(text: str) -> None:
    assert says_nothing(text)


def test_nothing_at_all_says_nothing() -> None:
    assert says_nothing("")
    assert says_nothing(" 。、")
    assert squeezed("ﾊﾝ 映、します。") == "ハン映します"


@pytest.mark.parametrize(
    "said",
    [
        "来年度の除雪計画の第3章に、通学路の項目を加えます。",
        "12月20日に教育委員会と話し、結果を1月15日に知らせます。金額は検討します。",
        "道路管理課が令和7年度から3つの校区で同じことをしています。",
        "はい、4月から変えます。",
    ],
)
def test_a_real_answer_passes(said: str) -> None:
    assert not says_nothing(said)


# --- which words changed

sentences = st.text("幹線道路から順に行う登校の始まる時分", max_size=40)


@given(sentences, sentences)
def test_the_pieces_are_the_sentence(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(one.text for one in found) == after
    assert all(one.text for one in found)
    assert all(a.is_new != b.is_new for a, b in pairwise(found))


@given(sentences, sentences)
def test_what_is_not_new_was_there_in_that_order(before: str, after: str) -> None:
    rest = iter(before)
    kept = "".join(one.text for one in pieces(before, after) if not one.is_new)
    assert all(letter in rest for letter in kept)


@given(sentences.filter(bool))
def test_what_did_not_change_is_not_marked(same: str) -> None:
    assert [one.is_new for one in pieces(same, same)] == [False]
    assert [one.is_new for one in pieces("", same)] == [True]


# --- figures

told = st.builds(
    Told,
    st.sampled_from(AdoptionState),
    st.none() | st.sampled_from(Answer),
    days,
    st.none() | days,
    st.none() | days,
    st.integers(0, 10**9),
)


@given(st.lists(told), st.lists(told))
def test_figures_add_up(some: list[Told], others: list[Told]) -> None:
    one, other, both = figures(some), figures(others), figures(some + others)
    for name in ("submitted", "settled", "in_time", "budgeted", "yen", "used", "measured"):
        assert getattr(both, name) == getattr(one, name) + getattr(other, name)
    for kind in Answer:
        assert both.answers[kind] == one.answers[kind] + other.answers[kind]


@given(st.lists(told))
def test_figures_never_say_more_than_there_is(rows: list[Told]) -> None:
    found = figures(rows)
    assert found.in_time <= found.settled <= found.submitted
    assert found.measured <= found.used <= found.submitted
    lengths = sorted((one.settled_on - one.submitted_on).days for one in rows if one.settled_on)
    assert found.days == (lengths[(len(lengths) - 1) // 2] if lengths else None)

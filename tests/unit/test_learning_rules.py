from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from app.learning import rules
from app.learning.rules import Act, CompletionRule, Progress

LESSONS = ["hajime", "tsugi", "owari"]
ITEMS = ["doko", "dare", "itsu"]
RULE = CompletionRule(LESSONS, ITEMS, passing_score=0.8)

scores = st.sampled_from([0.0, 0.25, 0.5, 1.0])
acts = st.one_of(
    st.builds(
        Act,
        verb=st.just("answered"),
        key=st.sampled_from(ITEMS),
        at=st.just("2026-11-01T00:00:00.000Z"),
        score=scores,
        response=st.sampled_from(["a", "b[,]c", ""]),
        lesson=st.sampled_from(LESSONS),
    ),
    st.builds(
        Act,
        verb=st.sampled_from(["initialized", "progressed", "completed"]),
        key=st.sampled_from([*LESSONS, None]),
        at=st.just("2026-11-02T00:00:00.000Z"),
        steps=st.integers(0, 5),
    ),
)


def answered(key: str, score: float) -> Act:
    return Act("answered", key, "2026-11-01T00:00:00.000Z", score=score, response="a")


def finished(key: str) -> Act:
    return Act("completed", key, "2026-11-01T00:00:00.000Z")


@given(st.lists(acts))
def test_the_kept_document_says_all_that_the_fold_knows(history: list[Act]) -> None:
    progress = rules.fold(history)
    kept: dict[str, Any] = orjson.loads(orjson.dumps(progress.as_json()))
    assert Progress.from_json(kept) == progress


@given(st.lists(acts), st.integers(0, 30))
def test_a_fold_may_be_interrupted_anywhere_and_continued_from_what_was_kept(
    history: list[Act], cut: int
) -> None:
    progress = Progress.from_json(rules.fold(history[:cut]).as_json())
    for act in history[cut:]:
        progress = rules.step(progress, act)
    assert progress == rules.fold(history)


@given(st.lists(acts))
def test_nothing_that_happens_later_lowers_what_was_reached(history: list[Act]) -> None:
    before = rules.judge(Progress(), RULE)
    progress = Progress()
    for act in history:
        progress = rules.step(progress, act)
        now = rules.judge(progress, RULE)
        assert now.score >= before.score
        assert set(now.lessons_missing) <= set(before.lessons_missing)
        before = now


@given(st.lists(acts))
def test_the_judgement_names_every_question_exactly_once(history: list[Act]) -> None:
    told = rules.judge(rules.fold(history), RULE)
    assert len(told.items_missing) + len(told.items_to_mend) + told.items_right == len(ITEMS)
    assert told.is_complete == (not told.lessons_missing and told.score >= RULE.passing_score)


def test_a_course_is_complete_when_its_lessons_are_done_and_the_score_is_reached() -> None:
    progress = rules.fold([finished(k) for k in LESSONS] + [answered(k, 1.0) for k in ITEMS])
    assert rules.judge(progress, RULE).is_complete


def test_a_second_worse_answer_keeps_the_best_and_counts_the_try() -> None:
    state = rules.fold([answered("doko", 1.0), answered("doko", 0.0)]).items["doko"]
    assert (state.best, state.last, state.attempts) == (1.0, 0.0, 2)


def test_the_number_of_right_answers_needed_is_not_spoiled_by_binary_fractions() -> None:
    rule = CompletionRule([], [f"q{i}" for i in range(10)], passing_score=0.7)
    assert rules.judge(Progress(), rule).items_needed == 7


def test_completion_is_dated_by_the_first_statement_that_says_so() -> None:
    first = Act("completed", None, "2026-11-01T00:00:00.000Z")
    again = Act("completed", None, "2026-11-05T00:00:00.000Z")
    assert rules.fold([first, again]).completed_at == first.at

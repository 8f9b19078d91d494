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
        verb=st.just("answered"),
        key=st.sampled_from(["yon", "go", "roku"]),
        at=st.just("2026-11-01T00:00:00.000Z"),
        score=scores,
        response=st.just("a"),
        lesson=st.sampled_from(LESSONS),
        drill=st.sampled_from(["renshu", "mata"]),
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


def drilled(key: str, score: float, drill: str = "renshu") -> Act:
    at = "2026-11-01T00:00:00.000Z"
    return Act("answered", key, at, score=score, response="a", drill=drill)


def test_only_the_first_answer_to_each_drawn_question_counts_in_a_drill() -> None:
    history = [drilled("yon", 0.5), drilled("yon", 1), drilled("go", 1), drilled("yon", 1)]
    state = rules.fold(history).drills["renshu"]
    assert (state.results, state.asked) == ("011", "yon")
    assert rules.fold(history).items["yon"].attempts == 3


@given(st.lists(acts))
def test_each_drill_counts_by_itself(history: list[Act]) -> None:
    whole = rules.fold(history)
    for drill in ("renshu", "mata"):
        own = rules.fold(act for act in history if act.drill == drill)
        assert own.drills.get(drill) == whole.drills.get(drill)


@given(st.lists(acts))
def test_questions_of_a_drill_count_for_no_score(history: list[Act]) -> None:
    without = [act for act in history if act.drill is None]
    told, plain = (rules.judge(rules.fold(one), RULE) for one in (history, without))
    assert told == plain


@given(st.lists(acts))
def test_a_drill_that_is_asked_for_keeps_a_course_open_until_it_is_mastered(
    history: list[Act],
) -> None:
    drill = rules.DrillRule("renshu", needed=2, last=3)
    rule = CompletionRule(LESSONS, ITEMS, passing_score=0.8, drills=(drill,))
    progress = rules.fold(history)
    told, plain = rules.judge(progress, rule), rules.judge(progress, RULE)
    assert (told.drills_missing == ()) == drill.is_met(progress)
    assert told.is_complete == (plain.is_complete and drill.is_met(progress))
    assert told.is_tried == (plain.is_tried and drill.is_met(progress))


def test_progress_kept_by_an_older_release_knows_of_no_drill() -> None:
    kept = {name: v for name, v in Progress().as_json().items() if name != "drills"}
    assert Progress.from_json(kept).drills == {}
    assert "drills" not in Progress().as_json()

"""Why a course is not complete: what the rule says, and every button leads to less of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.edition import Course
from app.catalog.sources.compile import compile_course
from app.learning import rules
from app.learning.queries import Place, Why, completion_rule, resume_place, why
from app.learning.rules import Act, Judgement, Progress
from tests.factories.catalog import COMPLETION, a_source, course_files

AT = "2026-11-22T03:00:00.000Z"


def a_course(*, lessons: str = '"all"', passing_score: float = 0.5) -> Course:
    """Return the little course: ``nani`` with four questions on four steps, then ``matome``."""
    completion = COMPLETION.replace('"all"', lessons).replace("= 0.5", f"= {passing_score}")
    return compile_course(a_source(course_files(completion=completion))).course


COURSES = {
    (lessons, score): a_course(lessons=lessons, passing_score=score)
    for lessons in ('"all"', '["nani"]', '["matome"]')
    for score in (0.0, 0.3, 0.5, 0.6667, 0.75, 0.9, 1.0)
}
THE_COURSE = COURSES['"all"', 0.5]
STEPS = {head.key: head.steps for head in THE_COURSE.lessons}
ITEMS = [question.key for question in THE_COURSE.questions]

courses = st.sampled_from(list(COURSES.values()))
scores = st.sampled_from([0.0, 1 / 3, 0.5, 2 / 3, 0.8333, 1.0])
lesson_acts = st.sampled_from(list(STEPS)).flatmap(
    lambda key: st.builds(
        Act,
        verb=st.sampled_from(["initialized", "progressed", "progressed", "completed"]),
        key=st.just(key),
        at=st.just(AT),
        steps=st.integers(0, STEPS[key] + 1),  # another tool may count otherwise
    )
)
answers = st.builds(
    Act,
    verb=st.just("answered"),
    key=st.sampled_from(ITEMS),
    at=st.just(AT),
    score=scores,
    response=st.just("a"),
    lesson=st.just("nani"),
)
histories = st.lists(st.one_of(lesson_acts, answers), max_size=20)


def judged(course: Course, progress: Progress) -> Judgement:
    return rules.judge(progress, completion_rule(course))


def told(course: Course, progress: Progress) -> Why:
    found = why(course, progress)
    assert found is not None
    return found


def left_at(course: Course, progress: Progress, place: Place) -> Progress:
    """Return the progress after pressing 「つぎへ」 at a place, as the service does it."""
    head = course.lesson_head(place.lesson)
    assert head is not None
    assert 1 <= place.step <= head.steps
    progress = rules.step(progress, Act("progressed", head.key, AT, steps=place.step))
    if place.step == head.steps:
        progress = rules.step(progress, Act("completed", head.key, AT))
    return progress


def answered_at(course: Course, progress: Progress, place: Place, score: float) -> Progress:
    head = course.lesson_head(place.lesson)
    assert head is not None
    (asked,) = (question for question in head.questions if question.step + 1 == place.step)
    act = Act("answered", asked.key, AT, score=score, response="a", lesson=head.key)
    return rules.step(progress, act)


@given(courses, histories)
def test_what_is_told_is_what_the_rule_says(course: Course, history: list[Act]) -> None:
    progress = rules.fold(history)
    rule, found = judged(course, progress), told(course, progress)
    assert tuple(left.head.key for left in found.lessons) == rule.lessons_missing
    assert found.lessons_done + len(found.lessons) == len(course.completion.lessons)
    assert (found.items is None) == (rule.score >= course.completion.passing_score)
    assert (found.ending is not None) == rule.is_complete
    assert found.count > 0, "something is always told as long as the course is not complete"
    assert (found.lessons, found.items) != ((), None) or found.ending is not None
    for left in found.lessons:
        state = progress.lessons.get(left.head.key)
        assert left.state == ("todo" if state is None else "part")
        assert left.steps == (0 if state is None else state.steps)
    if found.items is not None:
        assert found.items.right == rule.items_right == found.items_right
        assert found.items.total == len(course.questions)
        assert found.items.short <= len(rule.items_missing) + len(rule.items_to_mend)


@given(courses, histories)
def test_a_lessons_button_leads_to_its_end_step_by_step(
    course: Course, history: list[Act]
) -> None:
    progress = rules.fold(history)
    for left in told(course, progress).lessons:
        place, moved = left.place, progress
        for _ in range(left.head.steps):
            before = told(course, moved)
            (now,) = (one for one in before.lessons if one.head == left.head)
            place = now.place
            moved = left_at(course, moved, place)
            after = told(course, moved)
            same = [one for one in after.lessons if one.head == left.head]
            assert not same or same[0].steps > now.steps
            if not same:
                assert len(after.lessons) == len(before.lessons) - 1
                break
        else:
            pytest.fail("the lesson never ends")


@given(courses, histories)
def test_each_right_answer_at_the_questions_button_lowers_the_count_by_one(
    course: Course, history: list[Act]
) -> None:
    progress = rules.fold(history)
    items = told(course, progress).items
    while items is not None:
        progress = answered_at(course, progress, items.place, 1.0)
        after = told(course, progress).items
        assert (0 if after is None else after.short) == items.short - 1
        items = after
    assert judged(course, progress).score >= course.completion.passing_score


@given(courses, histories, answers)
def test_no_answer_and_no_step_makes_more_missing(
    course: Course, history: list[Act], act: Act
) -> None:
    progress = rules.fold(history)
    before, after = told(course, progress), told(course, rules.step(progress, act))
    assert after.items_short <= before.items_short
    assert len(after.lessons) <= len(before.lessons)


@given(courses, histories)
def test_fewer_right_answers_than_told_never_reach_the_score(
    course: Course, history: list[Act]
) -> None:
    progress = rules.fold(history)
    items = told(course, progress).items
    if items is None:
        return
    best = {key: progress.items[key].best if key in progress.items else 0.0 for key in ITEMS}
    gains = sorted((1 - value for value in best.values()), reverse=True)
    most = (sum(best.values()) + sum(gains[: items.short - 1])) / len(ITEMS)
    assert most < course.completion.passing_score + 0.0001
    needed = items.needed
    assert round(needed / len(ITEMS), 4) >= course.completion.passing_score
    assert needed == 0 or round((needed - 1) / len(ITEMS), 4) < course.completion.passing_score


@given(courses, histories)
def test_going_on_where_one_was_always_ends_the_course(course: Course, history: list[Act]) -> None:
    progress = rules.fold(history)
    for _ in range(len(ITEMS) + sum(STEPS.values()) + 1):
        if judged(course, progress).is_complete:
            break
        place = resume_place(course, progress)
        head = course.lesson_head(place.lesson)
        assert head is not None
        if any(question.step + 1 == place.step for question in head.questions):
            progress = answered_at(course, progress, place, 1.0)
        progress = left_at(course, progress, place)
    assert judged(course, progress).is_complete


@given(courses, histories)
def test_of_a_complete_course_nothing_is_told(course: Course, history: list[Act]) -> None:
    progress = replace(rules.fold(history), completed_at=AT)
    assert why(course, progress) is None


def test_half_right_answers_are_told_as_points_not_as_a_sum_that_does_not_add_up() -> None:
    course = COURSES['"all"', 0.75]
    halves = [Act("answered", k, AT, score=0.5, response="a", lesson="nani") for k in ITEMS]
    items = told(course, rules.fold(halves)).items
    assert items is not None
    assert (items.needed, items.right, items.short) == (3, 0, 2)
    assert items.counts_parts
    assert not items.is_new


def test_a_lesson_that_the_rule_does_not_ask_for_is_not_counted_as_finished() -> None:
    found = told(COURSES['["nani"]', 0.5], Progress())
    assert [left.head.key for left in found.lessons] == ["nani"]
    assert found.lessons_done == 0


def test_when_all_is_there_and_only_the_end_was_not_said_one_press_is_told() -> None:
    acts = [Act("completed", key, AT) for key in STEPS]
    acts += [Act("answered", k, AT, score=1.0, response="a", lesson="nani") for k in ITEMS]
    found = told(THE_COURSE, rules.fold(acts))
    assert (found.lessons, found.items, found.ending) == ((), None, Place("matome", 1))
    assert found.count == 1

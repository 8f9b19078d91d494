"""What carries over from one version to another, and what a release proposes to tell."""

from hypothesis import given
from hypothesis import strategies as st

from app.editorial import rules
from app.editorial.rules import CarryOver, Contents, Part
from app.learning.rules import CompletionRule, ItemState, LessonState, Progress, judge
from tests.factories.catalog import LESSON, a_source, course_files

KEYS = st.sampled_from("abcdef")
PARTS = st.dictionaries(KEYS, st.sampled_from("xy"), max_size=5).map(
    lambda found: {key: Part(key, digest) for key, digest in found.items()}
)
CONTENTS = st.builds(Contents, PARTS, PARTS)


@given(CONTENTS, CONTENTS)
def test_every_part_of_both_versions_is_told_once(old: Contents, new: Contents) -> None:
    for before, after, told in _sides(old, new):
        assert sorted((*told.kept, *told.changed, *told.gone)) == sorted(before)
        assert sorted((*told.kept, *told.changed, *told.new)) == sorted(after)
        assert all(before[key] == after[key] for key in told.kept)
        assert all(before[key] != after[key] for key in told.changed)
        assert told.is_whole == (set(before) == set(after))


@given(CONTENTS)
def test_between_equal_versions_everything_is_kept(same: Contents) -> None:
    for before, _, told in _sides(same, same):
        assert told.kept == tuple(before)


@given(CONTENTS, CONTENTS)
def test_the_way_back_takes_away_what_the_way_there_added(old: Contents, new: Contents) -> None:
    there, back = rules.carry_over(old, new), rules.carry_over(new, old)
    for one, other in ((there.lessons, back.lessons), (there.questions, back.questions)):
        assert sorted(one.new) == sorted(other.gone)
        assert sorted(one.changed) == sorted(other.changed)


@given(CONTENTS, CONTENTS, st.frozensets(KEYS), st.frozensets(KEYS))
def test_it_is_what_the_rule_of_the_later_version_makes_of_the_same_progress(
    old: Contents, new: Contents, done: frozenset[str], right: frozenset[str]
) -> None:
    """Whoever did in the old version what they could misses in the new one what is new in it."""
    progress = Progress(
        lessons={key: LessonState(1, done=True) for key in done & set(old.lessons)},
        items={key: ItemState(1, 1, 1, "") for key in right & set(old.questions)},
    )
    told = judge(progress, CompletionRule(tuple(new.lessons), tuple(new.questions), 1.0))
    carried = rules.carry_over(old, new)
    left_before = set(old.lessons) - done
    assert set(told.lessons_missing) == {*carried.lessons.new, *(left_before & set(new.lessons))}
    unanswered = set(old.questions) - right
    assert set(told.items_missing) == {
        *carried.questions.new,
        *(unanswered & set(new.questions)),
    }


def _sides(
    old: Contents, new: Contents
) -> list[tuple[dict[str, Part], dict[str, Part], rules.Carried]]:
    told = rules.carry_over(old, new)
    return [
        (dict(old.lessons), dict(new.lessons), told.lessons),
        (dict(old.questions), dict(new.questions), told.questions),
    ]


def a_carry_over(**changes: str | bytes | None) -> CarryOver:
    changed = rules.contents(a_source(course_files(**changes)))
    return rules.carry_over(rules.contents(a_source()), changed)


def test_the_contents_of_a_course_are_its_lessons_and_questions_as_they_are_written() -> None:
    found = rules.contents(a_source())
    assert [part.name for part in found.lessons.values()] == ["個人情報ってなに？", "まとめ"]
    assert list(found.questions) == ["doko", "junban", "dore", "bango"]
    assert found.questions["doko"].name == "教えてはいけないのは？"


def test_a_question_moved_within_its_lesson_is_the_same_question() -> None:
    start, end = LESSON.index("::: multiple-response"), LESSON.index("::: text-entry")
    question = LESSON[start:end]
    moved = LESSON[:start] + LESSON[end:].rstrip() + "\n\n" + question
    carried = a_carry_over(lesson=moved)
    assert carried.questions.is_whole
    assert carried.questions.changed == ()
    assert carried.lessons.changed == ("個人情報ってなに？",)


def test_the_notes_propose_what_changed_for_learners_and_for_teachers() -> None:
    lesson = LESSON[: LESSON.index("::: text-entry")].replace("キャラクター", "アニメ")
    carried = a_carry_over(lesson=lesson, **{"010-jibun/020-matome.md": None})
    notes = rules.proposed_notes(
        carried, ["010-jibun/010-nani.md", "plan.md", "assets/a.png"], is_first=False
    )
    assert notes.for_learners.splitlines() == [
        "レッスン「まとめ」がなくなりました。",
        "「個人情報ってなに？」を直しました。",
    ]
    assert notes.for_teachers.splitlines() == [
        "問題がなくなりました：相談する電話の番号は？",
        "問題を直しました：教えてはいけないのは？",
        "指導案を直しました。",
    ]
    assert rules.proposed_notes(carried, [], is_first=True).for_learners

"""Narrowing the list of courses: counts that hold, no way into emptiness unwarned."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.catalog.edition import Course, Field
from app.catalog.finding import MINUTES, Facts, Wanted, facets, similar
from app.catalog.sources.compile import compile_course
from tests.factories.catalog import a_source, course_files

ITEMS = ["digcomp@3.0/2.3", "digcomp@3.0/4.2", "dss-l@1.2/T5"]
WORDS = ["めーる", "ai", "写真"]

facts = st.builds(
    Facts,
    field=st.sampled_from(Field),
    shortest=st.integers(1, 40),
    text=st.lists(st.sampled_from(WORDS)).map(" ".join),
    items=st.frozensets(st.sampled_from(ITEMS)),
)
wanted = st.builds(
    Wanted,
    words=st.sampled_from(["", "ＡＩ", "写真　AI", "めーる", "編み物"]),
    minutes=st.none() | st.sampled_from(MINUTES),
    field=st.none() | st.sampled_from(Field),
    item=st.none() | st.sampled_from(ITEMS),
)
lists = st.lists(facts, max_size=12)


@given(lists, wanted)
def test_the_count_beside_an_option_is_what_one_finds_with_it(
    courses: list[Facts], asked: Wanted
) -> None:
    found = facets(courses, asked)
    for option in found.field:
        there = replace(asked, field=Field(option.value))
        assert option.count == len([one for one in courses if there.fits(one)])
    for option in found.minutes:
        there = replace(asked, minutes=int(option.value))
        assert option.count == len([one for one in courses if there.fits(one)])
    for option in found.item:
        there = replace(asked, item=option.value)
        assert option.count == len([one for one in courses if there.fits(one)])


@given(lists, wanted)
def test_what_was_chosen_is_always_there_to_be_taken_back(
    courses: list[Facts], asked: Wanted
) -> None:
    found = facets(courses, asked)
    for options, chosen in (
        (found.field, asked.field),
        (found.minutes, asked.minutes),
        (found.item, asked.item),
    ):
        ticked = [option.value for option in options if option.is_chosen]
        assert ticked == ([] if chosen is None else [str(chosen)])


@given(facts, wanted)
def test_taking_something_back_never_loses_a_course(one: Facts, asked: Wanted) -> None:
    if asked.fits(one):
        for wider in (
            replace(asked, words=""),
            replace(asked, minutes=None),
            replace(asked, field=None),
            replace(asked, item=None),
        ):
            assert wider.fits(one)


def test_width_and_case_do_not_matter_and_every_word_must_be_there() -> None:
    course = Facts(Field.LIVE, 8, "aiと写真", frozenset())
    assert Wanted(words="ＡＩ　写真").fits(course)
    assert not Wanted(words="ＡＩ　手紙").fits(course)


def a_course(slug: str, *, field: str = "protect", item: str = ITEMS[1]) -> Course:
    files = course_files()
    for name, old, new in (
        ("course.toml", '"protect"', f'"{field}"'),
        ("objectives.toml", "digcomp@3.0/4.2", item),
    ):
        files[name] = files[name].replace(old.encode(), new.encode())
    return compile_course(a_source(files, slug=slug)).course


def with_audience(course: Course, audience: str) -> Course:
    return replace(course, audience=type(course.audience)(audience))


def test_near_is_what_shares_a_skill_then_the_field_then_the_audience() -> None:
    course = a_course("own")
    near = {
        "audience": a_course("audience", field="live", item=ITEMS[0]),
        "field": with_audience(a_course("field", item=ITEMS[0]), "staff"),
        "skill": with_audience(a_course("skill", field="live"), "staff"),
        "nothing": with_audience(a_course("nothing", field="live", item=ITEMS[0]), "staff"),
        "own": course,
    }
    assert similar(course, near, most=9) == ("skill", "field", "audience")
    assert similar(course, near, most=1) == ("skill",)
    assert similar(course, {}) == ()

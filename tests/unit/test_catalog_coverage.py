"""A framework held against the courses: what is served, for whom, and what is a gap."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.catalog.content import Text
from app.catalog.coverage import coverage
from app.catalog.edition import Alignment, Audience, Course, Objective
from app.catalog.sources.compile import compile_course
from app.frameworks.queries import framework
from tests.factories.catalog import a_source, course_files

DIGCOMP = framework("digcomp@3.0")
REFS = [item.ref for item in DIGCOMP.items]


def a_course(slug: str, audience: Audience, *served: tuple[str, int]) -> Course:
    """Return a course whose every objective serves one item at one level."""
    course = compile_course(a_source(course_files())).course
    objectives = tuple(
        Objective(f"o{n}", Text.of(f"{item}ができる"), (Alignment(item, level),))
        for n, (item, level) in enumerate(served)
    )
    return replace(course, slug=slug, audience=audience, objectives=objectives)


courses = st.lists(
    st.builds(
        lambda n, audience, served: a_course(f"c{n}", audience, *served),
        st.integers(0, 9),
        st.sampled_from(Audience),
        st.lists(st.tuples(st.sampled_from(REFS[:4]), st.integers(0, 5)), max_size=3),
    ),
    max_size=4,
)


@given(courses)
def test_every_item_stands_once_and_is_a_gap_or_is_served(offered: list[Course]) -> None:
    found = coverage(DIGCOMP, offered)
    rows = [row for group in found.groups for row in group.items]
    assert [row.item.ref for row in rows] == REFS
    assert found.served + len(found.gaps) == len(REFS)
    assert [row for group in found.only_gaps() for row in group.items] == list(found.gaps)
    for row in rows:
        there = {
            (one.audience, one.slug)
            for one in offered
            for objective in one.objectives
            for alignment in objective.alignments
            if alignment.item == row.item.ref and row.item.level(alignment.level)
        }
        listed = {(who, one.slug) for who, them in row.courses.items() for one in them}
        assert listed == there
        assert row.is_gap == (not there)


def test_a_course_stands_there_once_with_its_highest_level_and_what_leads_there() -> None:
    course = a_course("mail", Audience.CITIZEN, (REFS[0], 1), (REFS[0], 2), ("dss-l@1.2/T5", 1))
    found = coverage(DIGCOMP, [course])
    (one,) = found.groups[0].items[0].courses[Audience.CITIZEN]
    assert (one.slug, one.level.number) == ("mail", 2)
    assert [text.plain for text in one.can_do] == [f"{REFS[0]}ができる"]
    assert found.served == 1


def test_what_a_course_says_of_no_level_of_the_scale_is_no_serving() -> None:
    assert coverage(DIGCOMP, [a_course("mail", Audience.CHILD, (REFS[0], 99))]).served == 0

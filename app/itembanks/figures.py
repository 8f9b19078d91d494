"""The figures of a course's questions and of an item, counted from statements when asked for."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.catalog import queries as catalog
from app.catalog.edition import LessonHead
from app.catalog.kept import Kept
from app.catalog.lessons import LessonContent
from app.catalog.models import CourseVersion, Lesson
from app.catalog.questions import Question
from app.identity.queries import installation
from app.itembanks.interchange.source import read_item
from app.itembanks.policy import may_see_figures
from app.itembanks.statistics import Answered, ItemStatistics, statistics
from app.lrs.queries import first_answers
from app.xapi.iri import activity_iri

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sqlalchemy.orm import Session

    from app.catalog.queries import CourseVersionView
    from app.identity.person import Person
    from app.itembanks.queries import ItemPage
    from app.itembanks.uses import Use
    from app.lrs.queries import FirstAnswer


Asked = tuple[tuple[LessonHead, Question], ...]

_ASKED: Final[Kept[uuid.UUID, Asked]] = Kept(50)
"""Id of a version → what it asks: versions never change."""


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """A question with its figures, and its lesson where it is one of a course."""

    lesson: LessonHead | None
    question: Question
    figures: ItemStatistics


@dataclass(frozen=True, slots=True)
class CourseFigures:
    """The questions of a version of a course, in their order.

    Attributes:
        version: The version.
        numbers: Of every version there is, the newest first.
        rows: Its questions.
    """

    version: "CourseVersionView"
    numbers: tuple[int, ...]
    rows: tuple[QuestionFigures, ...]


def course_figures(session: "Session", slug: str, number: int | None) -> CourseFigures:
    """Return the figures of a version of a course; five queries at most.

    Counted are people who met a question for the first time in this very version.

    Args:
        session: Any.
        slug: The course.
        number: Of the version; None for the current one.

    Raises:
        NotInCatalog: There is no such course or version.
    """
    current = catalog.course_by_slug(session, slug).version
    numbers = _versions(session, current.course_id)
    version = current
    if number is not None and number != current.number:
        version = catalog.version(session, numbers.get(number, uuid.UUID(int=0)))
    asked = asked_in(session, version)
    base = installation(session).iri_base
    iris = {activity_iri(base, slug, one.key): one.key for _, one in asked}
    answers = (
        _answered(one, iris[one.activity])
        for one in first_answers(session, list(iris))
        if _number_of(one.revision) == version.number
    )
    found = statistics(answers, {one.key: one.item for _, one in asked})
    rows = tuple(QuestionFigures(lesson, one, found[one.key]) for lesson, one in asked)
    return CourseFigures(version, tuple(sorted(numbers, reverse=True)), rows)


def item_figures(
    session: "Session", page: "ItemPage", number: int, uses: "Collection[Use]"
) -> QuestionFigures | None:
    """Return the figures of a version of an item, over all courses that use it.

    A person counts once, in whichever course they met the question first. Compared are the other
    questions of the versions that use it; one query, and one more for each version that is cold.

    Args:
        session: Any.
        page: The item.
        number: The version's.
        uses: Where the item is used.

    Returns:
        The item as it was in that version, with its figures; None where no course has used it.
    """
    source = next((one.source for one in page.versions if one.number == number), page.source)
    question, _ = read_item(source)
    if question is None or not any(one.reference.number == number for one in uses):
        return None
    places = {(one.slug, one.number): one.key for one in uses if one.reference.number == number}
    base = installation(session).iri_base
    newest = {
        one.slug: one.version_id
        for one in sorted(uses, key=lambda one: one.number)
        if one.reference.number == number
    }
    iris = {
        activity_iri(base, slug, one.key): (slug, one.key)
        for slug, version_id in sorted(newest.items())
        for _, one in asked_in(session, catalog.version(session, version_id))
    }
    iris |= {activity_iri(base, slug, key): (slug, key) for (slug, _), key in places.items()}
    answers = list[Answered]()
    seen = set[int]()
    for one in first_answers(session, list(iris)):
        slug, key = iris[one.activity]
        is_mine = key in {k for (s, _), k in places.items() if s == slug}
        if not is_mine:
            answers.append(_answered(one, f"{slug}/{key}"))
        elif one.person not in seen:
            seen.add(one.person)
            if places.get((slug, _number_of(one.revision))) == key:
                answers.append(_answered(one, question.key))
    found = statistics(answers, {question.key: question.item})[question.key]
    return QuestionFigures(None, question, found)


def courses_with_figures(uses: "Iterable[Use]", who: "Person") -> frozenset[str]:
    """Return of which of the courses that use an item somebody sees the figures."""
    return frozenset(one.slug for one in uses if may_see_figures(who, [one.library]))


def asked_in(session: "Session", version: "CourseVersionView") -> Asked:
    """Return every question of a version once, with its lesson; one query, none when warm."""
    return _ASKED.get(version.id, lambda: tuple(_asked(session, version)))


def _asked(
    session: "Session", version: "CourseVersionView"
) -> "Iterator[tuple[LessonHead, Question]]":
    rows = session.execute(
        sa.select(Lesson.key, Lesson.content, Lesson.content_hash)
        .where(Lesson.course_version_id == version.id)
        .order_by(Lesson.position)
    )
    seen = set[str]()
    for key, content, content_hash in rows:
        head = version.outline.lesson_head(key)
        for step in LessonContent.from_json(content, content_hash).steps:
            for question in step.questions:
                if head is not None and question.key not in seen:
                    seen.add(question.key)
                    yield head, question


def _versions(session: "Session", course_id: uuid.UUID) -> dict[int, uuid.UUID]:
    rows = session.execute(
        sa.select(CourseVersion.number, CourseVersion.id).where(
            CourseVersion.course_id == course_id
        )
    )
    return {number: version_id for number, version_id in rows}  # noqa: C416  rows are no pairs


def _answered(one: "FirstAnswer", item: str) -> Answered:
    return Answered(one.person, str(one.registration), item, one.score, one.response)


def _number_of(revision: str) -> int:
    """Return the number of a version from how statements write it: ``3-4f1c…``."""
    number = revision.partition("-")[0]
    return int(number) if number.isascii() and number.isdecimal() else 0

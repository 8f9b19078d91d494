"""Publishing: one door, immutable versions, the same bytes back."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.catalog import queries
from app.catalog.errors import CourseFaulty, Immutable
from app.catalog.models import Course, CourseFile, CourseVersion, Lesson
from app.catalog.service import publish_course, read_course
from app.catalog.sources.files import course_folders, read_folder
from tests.conftest import COURSES
from tests.factories.catalog import COURSE, LESSON, NOW, a_source, a_version, course_files
from tests.factories.furigana import the_engine

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session


def count(session: "Session", model: type[Course | CourseVersion | Lesson | CourseFile]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_published_course_becomes_its_first_version(session: "Session") -> None:
    version = a_version(session)
    assert (version.number, version.title, version.minutes) == (1, "試しの講座", 11)
    assert version.published_at == NOW
    assert version.lesson_count == count(session, Lesson) == 2
    course = session.scalars(sa.select(Course)).one()
    assert course.current_version_id == version.id


def test_the_same_bytes_make_no_second_version(session: "Session") -> None:
    first = a_version(session)
    again = a_version(session, now=NOW + timedelta(days=1))
    assert again is first
    assert count(session, CourseVersion) == 1


def test_a_comment_is_a_new_version_and_its_lessons_keep_their_hash(session: "Session") -> None:
    first = a_version(session)
    second = a_version(session, course_files(course="# 覚え書き\n" + COURSE))
    assert second.number == 2
    hashes = [
        [x.content_hash for x in queries.version(session, v.id).outline.lessons]
        for v in (first, second)
    ]
    assert hashes[0] == hashes[1]


def test_going_back_to_an_earlier_content_takes_up_that_version_again(session: "Session") -> None:
    first = a_version(session)
    a_version(session, course_files(course="# 2\n" + COURSE))
    assert a_version(session).id == first.id
    assert queries.course_by_slug(session, "tameshi").version.number == 1
    assert count(session, CourseVersion) == 2


def test_a_faulty_course_changes_nothing(session: "Session") -> None:
    version = a_version(session)
    with pytest.raises(CourseFaulty) as refused:
        a_version(session, course_files(lesson=LESSON.replace("#kyara", "")))
    assert [f.path for f in refused.value.faults] == ["010-jibun/010-nani.md"]
    assert queries.course_by_slug(session, "tameshi").version.id == version.id
    assert count(session, CourseVersion) == 1


def test_a_key_never_becomes_something_else(session: "Session") -> None:
    a_version(session)
    other = LESSON.replace("::: multiple-response #dore", "::: choice #dore").replace(
        "- [x] {住所|じゅうしょ}", "- [ ] {住所|じゅうしょ}"
    )
    with pytest.raises(CourseFaulty) as refused:
        a_version(session, course_files(lesson=other))
    (fault,) = refused.value.faults
    assert "「dore」" in fault.message
    assert other.split("\n")[fault.line - 1].startswith("::: choice #dore")


def test_a_question_may_move_to_another_lesson(session: "Session") -> None:
    a_version(session)
    start = LESSON.index("::: multiple-response")
    end = LESSON.index("::: text-entry")
    question = LESSON[start:end]
    second = f'+++\ntitle = "まとめ"\nminutes = 3\n+++\n\n{question}'
    files = course_files(
        lesson=LESSON.replace(question, ""), **{"010-jibun/020-matome.md": second}
    )
    moved = queries.version(session, a_version(session, files).id).outline
    head = moved.lesson_of_question("dore")
    assert head is not None
    assert head.key == "matome"


@pytest.mark.parametrize("model", [CourseVersion, Lesson, CourseFile])
def test_what_was_published_never_changes(
    session: "Session", model: type[CourseVersion | Lesson | CourseFile]
) -> None:
    a_version(session)
    row = session.scalars(sa.select(model).limit(1)).one()
    if isinstance(row, CourseVersion):
        row.title = "書きかえ"
    elif isinstance(row, Lesson | CourseFile):
        row.course_version_id = uuid.uuid4()
    with pytest.raises(Immutable):
        session.flush()
    session.rollback()
    with pytest.raises(Immutable):
        session.execute(sa.update(model).values(id=uuid.uuid4()))


def test_a_course_cannot_point_to_a_version_that_is_not_there(session: "Session") -> None:
    a_version(session)
    session.commit()
    session.scalars(sa.select(Course)).one().current_version_id = uuid.uuid4()
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_what_was_published_is_exported_byte_for_byte(session: "Session") -> None:
    files = course_files(
        lesson=("\ufeff" + LESSON).replace("\n", "\r\n"), **{"assets/e.png": b"\x89PNG\x00"}
    )
    version = a_version(session, files)
    assert dict(queries.files(session, version.id)) == files


@pytest.mark.parametrize("folder", course_folders(COURSES), ids=lambda p: p.name)
def test_our_own_courses_are_sound_and_come_back_unchanged(
    session: "Session", folder: "Path"
) -> None:
    source = read_folder(folder)
    version = publish_course(session, read_course(source, the_engine(), {}), now=NOW).version
    on_disk = {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }
    assert dict(queries.files(session, version.id)) == on_disk


def test_courses_stand_in_the_order_of_their_first_publication(session: "Session") -> None:
    for slug in ("futatsume", "hitotsume"):
        a_version(session, slug=slug)
    a_version(session, course_files(course="# 2\n" + COURSE), slug="futatsume")
    cards = queries.courses_for(session, "citizen")
    assert [card.slug for card in cards] == ["futatsume", "hitotsume"]
    assert queries.courses_for(session, "staff") == []


def test_a_source_with_faults_of_form_is_refused_even_when_checked_alone(
    session: "Session",
) -> None:
    with pytest.raises(CourseFaulty):
        read_course(a_source({}), the_engine(), {})
    assert count(session, Course) == 0

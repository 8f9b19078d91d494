"""Courses begun from a starter and as copies: files, addresses, credits and license."""

import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.authoring import queries
from app.authoring import service as authoring
from app.authoring.models import Draft
from app.authoring.starting import service
from app.authoring.starting.course_file import Head, Unreadable
from app.authoring.starting.errors import AddressTaken, WithoutLicense
from app.authoring.starting.service import Wanted
from app.catalog.service import check_course
from app.catalog.sources.files import read_folder
from app.catalog.sources.package import pack
from tests.conftest import COURSES
from tests.factories.catalog import COURSE, NOW, a_version, course_files
from tests.factories.identity import an_administrator

HEAD = Head("ためし", "citizen", (), "live")


@pytest.fixture
def author(session: Session) -> uuid.UUID:
    return an_administrator(session).id


def test_a_course_begins_from_a_starter_with_files_of_its_own(
    session: Session, author: uuid.UUID
) -> None:
    draft = service.start_from(session, "lesson", "kurashi", HEAD, by=author, now=NOW)
    source = queries.source_of(session, draft)
    assert (draft.slug, draft.base_version_id, source.title.plain) == ("kurashi", None, "ためし")
    assert [lesson.key for lesson in source.lessons] == ["shiru", "suru"]
    assert queries.titles(session, [draft.id]) == {draft.id: "ためし"}


def test_no_address_is_given_out_twice(session: Session, author: uuid.UUID) -> None:
    a_version(session)
    with pytest.raises(AddressTaken):
        service.start_from(session, "empty", "tameshi", HEAD, by=author, now=NOW)
    assert service.free_address(session, "tameshi") == "tameshi-2"
    service.start_from(session, "empty", "tameshi-2", HEAD, by=author, now=NOW)
    assert service.free_address(session, "tameshi") == "tameshi-3"
    with pytest.raises(AddressTaken):
        service.copy_course(session, "tameshi", Wanted("tameshi-2", "ふ"), by=author, now=NOW)
    assert len(session.scalars(sa.select(Draft)).all()) == 1


def test_a_copy_is_the_same_course_but_for_its_title_and_whom_it_thanks(
    session: Session, author: uuid.UUID
) -> None:
    source = read_folder(COURSES / "kinpaku")
    a_version(session, dict(source.files), slug="kinpaku")
    wanted = Wanted("haku", "{箔|はく}の話")
    draft = service.copy_course(session, "kinpaku", wanted, by=author, now=NOW)
    copy = queries.source_of(session, draft)
    assert {path: data for path, data in copy.files if path != "course.toml"} == {
        path: data for path, data in source.files if path != "course.toml"
    }
    assert (copy.title.plain, copy.license) == ("箔の話", source.license)
    assert source.author is not None
    thanks = f"もとの講座：「{source.title.plain}」、{source.author.name.plain}、CC-BY-4.0"
    assert copy.credits == (*source.credits, thanks)
    assert check_course(copy) == ()


def test_a_draft_is_copied_with_its_faults_but_never_without_a_license(
    session: Session, author: uuid.UUID
) -> None:
    def copied(course: str) -> Draft:
        packed = pack("moto", course_files(course=course, lesson="::: nani\n").items())
        draft = authoring.take_package(session, packed, by=author, now=NOW)
        wanted = Wanted(service.free_address(session, "utsushi"), "うつし")
        return service.copy_draft(session, draft.id, wanted, by=author, now=NOW)

    made = queries.source_of(session, copied(COURSE))
    assert made.credits[-1] == "もとの講座：「試しの講座」、CC-BY-4.0"
    assert made.faults
    with pytest.raises(WithoutLicense):
        copied(COURSE.replace('license = "CC-BY-4.0"\n', ""))
    with pytest.raises(Unreadable):
        copied("title = ")

"""The words of a course, of its organization and of the city: kept, and who wins."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.authoring import queries
from app.authoring import service as authoring
from app.authoring.checking import service
from app.authoring.checking.queries import words_of_draft, words_page
from app.authoring.errors import Overtaken
from app.authoring.models import Draft
from app.catalog.checks.settling import OwnWord
from app.catalog.models import LibraryCourse
from app.catalog.service import read_course, words_of
from app.furigana.errors import WordRefused
from app.furigana.models import WordKind
from app.furigana.queries import organization_words
from app.furigana.service import add_word, drop_organization_word, keep_organization_word
from app.identity.models import Organization, OrganizationKind
from tests.factories.catalog import LESSON, NOW, a_source, a_version, course_files
from tests.factories.furigana import the_engine
from tests.factories.identity import an_administrator

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def author(session: "Session") -> uuid.UUID:
    return an_administrator(session).id


@pytest.fixture
def draft(session: "Session", author: uuid.UUID) -> Draft:
    a_version(session)
    return authoring.start_draft(session, "tameshi", by=author, now=NOW)


@pytest.fixture
def school(session: "Session") -> uuid.UUID:
    found = Organization(name="さいがわ小学校", kind=OrganizationKind.SCHOOL)
    session.add(found)
    session.flush()
    return found.id


def keep(
    session: "Session", draft: Draft, by: uuid.UUID, word: OwnWord, seen: str | None = None
) -> None:
    service.keep_word(session, draft.id, word, seen, by=by, now=LATER)


def test_a_word_of_the_course_is_kept_changed_and_taken_out(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    keep(session, draft, author, OwnWord("", "香林坊", "こう|りん|ぼう"))
    keep(session, draft, author, OwnWord("nani", "一日", "いち|にち"))
    assert words_page(session, draft.id).words == (
        OwnWord("", "香林坊", "こう|りん|ぼう"),
        OwnWord("nani", "一日", "いち|にち"),
    )
    keep(session, draft, author, OwnWord("", "香林坊", ""), seen="こう|りん|ぼう")
    assert words_page(session, draft.id).words == (OwnWord("nani", "一日", "いち|にち"),)
    assert queries.source_of(session, draft).faults == ()


def test_who_comes_second_changes_nothing(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    keep(session, draft, author, OwnWord("", "一日", "ついたち"))
    number = draft.number
    for seen in (None, "いちにち"):
        with pytest.raises(Overtaken):
            keep(session, draft, author, OwnWord("", "一日", "いち|にち"), seen=seen)
    keep(session, draft, author, OwnWord("", "一日", "ついたち"))
    assert draft.number == number


def test_an_organizations_word_wins_over_the_citys_and_the_courses_over_both(
    session: "Session", draft: Draft, school: uuid.UUID
) -> None:
    add_word(session, "人気", "じん|き", WordKind.OTHER, now=NOW)
    keep_organization_word(session, school, "人気", "ひと|け", now=NOW)
    assert words_of_draft(session, draft)["人気"] == "じん|き"
    session.add(LibraryCourse(slug="tameshi", organization_id=school))
    session.flush()
    assert words_of_draft(session, draft)["人気"] == "ひと|け"
    words = words_of(session, "tameshi")
    lesson = LESSON.replace("## はじめに", "人気があります。\n\n## はじめに")
    for readings, heard in (("", "ひとけ"), ('[words]\n"人気" = "にん|き"\n', "にんき")):
        source = a_source(course_files(lesson=lesson, **{"readings.toml": readings}))
        (first, *_) = read_course(source, the_engine(), words).edition.lessons
        segments = first.steps[0].blocks[0].prose.runs[0]
        assert "".join(one.kana or "" for one in segments).startswith(heard)


def test_an_organizations_words_are_its_own(session: "Session", school: uuid.UUID) -> None:
    word = keep_organization_word(session, school, " 校歌 ", "コウ|カ", now=NOW)
    assert (word.surface, word.reading) == ("校歌", "こう|か")
    again = keep_organization_word(session, school, "校歌", "こうか", now=LATER)
    assert again.id == word.id
    assert [one.reading for one in organization_words(session, school)] == ["こうか"]
    with pytest.raises(WordRefused):
        keep_organization_word(session, school, "校歌", "school song", now=NOW)
    with pytest.raises(sa.exc.NoResultFound):
        drop_organization_word(session, uuid.uuid4(), word.id, now=NOW)
    drop_organization_word(session, school, word.id, now=NOW)
    assert organization_words(session, school) == []

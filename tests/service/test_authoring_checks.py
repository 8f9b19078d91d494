"""Looking through drafts: what the worker sees, what authors say of it, what holds back."""

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app import clock
from app.authoring import queries
from app.authoring import service as authoring
from app.authoring.checking import service
from app.authoring.checking.models import DraftReadings, OpenedPage
from app.authoring.checking.queries import (
    checks_page,
    left_before_publishing,
    words_of_draft,
)
from app.authoring.errors import NotReadable
from app.authoring.events import DraftChanged, DraftSubmitted
from app.authoring.handlers import on_draft_changed, on_draft_submitted, on_words_changed
from app.authoring.models import Draft, DraftChange, DraftState
from app.authoring.rules import Span
from app.catalog.checks.looks import Look, look_at
from app.catalog.checks.settling import Settled
from app.catalog.service import read_course
from app.catalog.service.reading import words_of
from app.catalog.sources.compile import compile_course
from app.furigana.events import DictionaryChanged
from app.furigana.models import WordKind
from app.furigana.service import add_word, keep_organization_word
from app.identity.models import Role
from app.outbox import relay
from tests.factories.catalog import COURSE, LESSON, NOW, a_source, a_version, course_files
from tests.factories.furigana import the_engine
from tests.factories.identity import a_post, a_school, a_user, an_administrator

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from app.authoring.checking.queries import ChecksPage
    from app.outbox.relay import Subscribers

TODAY = date(2026, 11, 29)
LATER = NOW + timedelta(hours=1)
PATH = "010-jibun/010-nani.md"
CHILD = COURSE.replace('"citizen"', '"child"\ngrades = [4]')
DOUBTFUL = LESSON.replace("## はじめに", "係の方に聞きます。人気のゲームです。\n\n## はじめに")
SUBSCRIBERS: "Subscribers" = {
    DraftChanged: [on_draft_changed],
    DraftSubmitted: [on_draft_submitted],
    DictionaryChanged: [on_words_changed],
}


@pytest.fixture
def author(session: "Session") -> uuid.UUID:
    return an_administrator(session).id


@pytest.fixture
def draft(session: "Session", author: uuid.UUID) -> Draft:
    """Return a draft of a children's course with two words that want a look."""
    a_version(session, course_files(course=CHILD, lesson=DOUBTFUL))
    return authoring.start_draft(session, "tameshi", by=author, now=NOW)


def look(session: "Session", draft: Draft) -> None:
    """Look at a draft as the worker does, with the analyzer of the tests."""
    source = queries.source_of(session, draft)
    found = look_at(source, compile_course(source), the_engine(), {})
    service.keep_look(session, draft.id, service.Seen(draft.number, "tests", found), now=NOW)


def page(session: "Session", draft: Draft) -> "ChecksPage":
    return checks_page(session, draft.id, today=TODAY)


def words(session: "Session", draft: Draft) -> set[str]:
    return {one.surface for one in page(session, draft).course.doubts}


def state_of(session: "Session", draft: Draft) -> DraftState:
    session.refresh(draft)
    return draft.state


def settle(session: "Session", draft: Draft, by: uuid.UUID, *told: Settled) -> None:
    service.settle_readings(session, draft.id, told, by=by, now=LATER)


def readings_of(session: "Session", draft: Draft) -> str:
    return dict(queries.files(session, draft.id)).get("readings.toml", b"").decode()


def change(session: "Session", draft: Draft, says: str, text: str, by: uuid.UUID) -> None:
    lesson = next(x for x in queries.source_of(session, draft).lessons if x.path == PATH)
    block = next(b for b in lesson.blocks if says.encode() in lesson.data[b.start : b.end])
    edit = authoring.Edit(PATH, Span(block.start, block.end), draft.number, text)
    authoring.change_block(session, draft.id, edit, by=by, now=LATER)


# -- what the worker sees


def test_until_the_worker_has_looked_the_page_says_so(session: "Session", draft: Draft) -> None:
    found = page(session, draft)
    assert not found.was_read
    assert not found.is_read
    assert found.course.doubts == ()
    look(session, draft)
    found = page(session, draft)
    assert found.is_read
    assert {"方", "人気"} <= words(session, draft)
    (row,) = (one for one in found.course.doubts if one.surface == "人気")
    assert (row.path, row.where, row.sentences) == (PATH, "nani", (("", "のゲームです。"),))
    assert "ひとけ" in row.others


def test_what_was_seen_holds_by_text_and_goes_with_it(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    look(session, draft)
    change(session, draft, "ゆっくり", "::: callout kind=tip\nいそがないでね。\n:::", author)
    found = page(session, draft)
    assert not found.is_read
    assert {"方", "人気"} <= words(session, draft)
    change(session, draft, "係の方", "係に聞きます。人気のゲームです。", author)
    assert "方" not in words(session, draft)
    change(session, draft, "係に聞", "係に聞きます。{人気|にんき}のゲームです。", author)
    assert "人気" not in words(session, draft)


def test_a_look_that_comes_late_puts_nothing_back(session: "Session", draft: Draft) -> None:
    look(session, draft)
    early = service.Seen(-1, "late", Look((), {}))
    service.keep_look(session, draft.id, early, now=LATER)
    assert session.scalars(sa.select(DraftReadings)).one().label == "tests"


# -- what an author says


def test_a_right_reading_is_confirmed_another_one_written_down_as_one_change(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    look(session, draft)
    before = left_before_publishing(session, draft.id)
    told = Settled("nani", "方", "かた", "かた"), Settled("nani", "人気", "にんき", "ひと|け")
    settle(session, draft, author, *told)
    text = readings_of(session, draft)
    assert '"{方|かた}"' in text
    assert '[lessons.nani.words]\n"人気" = "ひと|け"' in text
    assert session.scalar(sa.select(sa.func.count()).select_from(DraftChange)) == 1
    assert left_before_publishing(session, draft.id) == before - 2
    source = queries.source_of(session, draft)
    assert source.faults == ()
    authoring.undo(session, draft.id, 1, by=author, now=LATER)
    assert readings_of(session, draft) == ""
    assert left_before_publishing(session, draft.id) == before


def test_a_file_that_cannot_be_read_stays_as_it_is(session: "Session", author: uuid.UUID) -> None:
    a_version(session)
    draft = authoring.start_draft(session, "tameshi", by=author, now=NOW)
    settle(session, draft, author, Settled("", "方", "かた", "かた"))
    data = readings_of(session, draft)
    edit = authoring.Edit("readings.toml", Span(0, len(data.encode())), 1, "[confirmed\n")
    authoring.change_block(session, draft.id, edit, by=author, now=LATER)
    with pytest.raises(NotReadable):
        settle(session, draft, author, Settled("", "方", "かた", "かた"))
    assert readings_of(session, draft).startswith("[confirmed\n")


# -- publishing


def test_a_childrens_course_is_held_back_until_its_readings_are_confirmed(
    app: "Flask", session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    authoring.ask_to_publish(session, draft.id, now=LATER)
    session.commit()
    relay.drain(SUBSCRIBERS, now=clock.now)
    assert state_of(session, draft) is DraftState.FAILED
    assert any("読みをたしかめます" in one.message for one in queries.kept_faults(draft))
    assert page(session, draft).is_read
    told = [Settled(d.where, d.surface, d.kana, d.kana) for d in page(session, draft).doubts]
    settle(session, draft, author, *told)
    assert left_before_publishing(session, draft.id) == 0
    authoring.ask_to_publish(session, draft.id, now=LATER)
    session.commit()
    relay.drain(SUBSCRIBERS, now=clock.now)
    assert state_of(session, draft) is DraftState.PUBLISHED


def test_a_burst_of_changes_is_looked_at_once_and_a_new_word_of_the_city_again(
    app: "Flask", session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    for text in ("あ。", "い。", "う。"):
        change(session, draft, "callout" if text == "あ。" else "。", text, author)
    event = DraftChanged(draft.id, 1, NOW)
    errand = on_draft_changed(session, event)
    assert errand is not None
    note = errand()
    note(session)
    assert session.scalars(sa.select(DraftReadings)).one().number == draft.number == 3
    assert on_draft_changed(session, DraftChanged(draft.id, 2, NOW)) is None
    add_word(session, "係", "かかり", WordKind.OTHER, now=LATER)
    assert on_draft_changed(session, DraftChanged(draft.id, 3, NOW)) is not None


# -- pages elsewhere


def test_a_page_that_somebody_opened_is_not_told_of(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    late = TODAY + timedelta(days=300)
    assert len(checks_page(session, draft.id, today=late).stale) == 1
    url = "https://example.jp/tebiki"
    then = NOW + timedelta(days=290)
    for _ in range(2):
        service.note_opened(session, [url, "https://x.jp/" + "a" * 3000], by=author, now=then)
    assert session.scalars(sa.select(OpenedPage.url)).all() == [url]
    assert checks_page(session, draft.id, today=late).stale == ()


def test_a_course_is_read_with_the_words_of_its_authors_school_also_once_it_is_published(
    session: "Session",
) -> None:
    school, teacher = a_school(session), a_user(session)
    a_post(session, teacher, school, Role.TEACHER)
    keep_organization_word(session, school.id, "校庭", "にわ", now=NOW)
    draft = authoring.begun(
        session, "uchi", course_files().items(), base=None, by=teacher.id, now=NOW
    )
    assert words_of_draft(session, draft)["校庭"]
    read = read_course(a_source(slug="uchi"), the_engine(), words_of_draft(session, draft))
    authoring.ask_to_publish(session, draft.id, now=NOW)
    authoring.publish_draft(session, draft.id, read, number=0, now=NOW)
    assert draft.state is DraftState.PUBLISHED
    assert words_of(session, "uchi") == words_of_draft(session, draft)
    assert "校庭" not in words_of(session, "tameshi")

"""Drafts: the files of a course, changed slice by slice, and published by the worker."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app import clock
from app.authoring import queries, service
from app.authoring.errors import CannotUndo, DraftClosed, NoSuchSlice, NotAPackage
from app.authoring.events import DraftSubmitted
from app.authoring.handlers import on_draft_submitted
from app.authoring.models import Draft, DraftChange, DraftFile, DraftState
from app.authoring.rules import BlockConflict, Span
from app.catalog import queries as catalog
from app.catalog.errors import NotInCatalog
from app.catalog.models import CourseVersion
from app.catalog.sources.files import read_folder
from app.catalog.sources.package import pack, unpack
from app.outbox import relay
from tests.conftest import COURSES
from tests.factories.catalog import NOW, a_version, course_files
from tests.factories.identity import an_administrator

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from app.outbox.relay import Subscribers

LATER = NOW + timedelta(hours=1)
LESSON = "010-jibun/010-nani.md"
SUBSCRIBERS: "Subscribers" = {DraftSubmitted: [on_draft_submitted]}


@pytest.fixture
def author(session: "Session") -> uuid.UUID:
    return an_administrator(session).id


@pytest.fixture
def draft(session: "Session", author: uuid.UUID) -> Draft:
    a_version(session)
    return service.start_draft(session, "tameshi", by=author, now=NOW)


def text_of(session: "Session", draft: Draft, path: str = LESSON) -> bytes:
    """Return a file of a draft as it is now."""
    return dict(queries.files(session, draft.id))[path]


def edit_of(session: "Session", draft: Draft, says: str, text: str) -> service.Edit:
    """Return what a form sends that gives another text to the block which says something."""
    lessons = queries.source_of(session, draft).lessons
    lesson = next(one for one in lessons if one.path == LESSON)
    block = next(b for b in lesson.blocks if says.encode() in lesson.data[b.start : b.end])
    return service.Edit(LESSON, Span(block.start, block.end), draft.number, text)


def change(session: "Session", draft: Draft, edit: service.Edit, by: uuid.UUID) -> None:
    service.change_block(session, draft.id, edit, by=by, now=LATER)


# -- beginning


@pytest.mark.parametrize("slug", ["kojin-joho", "kinpaku"])
def test_a_published_course_begun_and_packed_again_is_the_same_folder_byte_for_byte(
    session: "Session", author: uuid.UUID, slug: str
) -> None:
    source = read_folder(COURSES / slug)
    a_version(session, dict(source.files), slug=slug)
    draft = service.start_draft(session, slug, by=author, now=NOW)
    packed = pack(slug, queries.files(session, draft.id))
    assert unpack(packed).files == source.files
    assert packed == pack(slug, source.files)


def test_two_people_meet_in_the_one_open_draft(session: "Session", draft: Draft) -> None:
    other = an_administrator(session)
    assert service.start_draft(session, "tameshi", by=other.id, now=LATER) is draft


def test_there_is_no_draft_of_a_course_that_is_not_there(
    session: "Session", author: uuid.UUID
) -> None:
    with pytest.raises(NotInCatalog):
        service.start_draft(session, "nai", by=author, now=NOW)


def test_a_package_becomes_a_draft_even_of_a_course_with_faults(
    session: "Session", author: uuid.UUID
) -> None:
    files = course_files(lesson="::: nani\n") | {"assets/x.exe": b"\x00"}
    packed = pack("atarashii", files.items())
    draft = service.take_package(session, packed, by=author, now=NOW)
    assert (draft.slug, draft.base_version_id, draft.number) == ("atarashii", None, 0)
    assert pack("atarashii", queries.files(session, draft.id)) == packed
    assert queries.source_of(session, draft).faults


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 no",
        pack("tameshi", []),
        pack("Tameshi", course_files().items()),
        pack("a" * 65, course_files().items()),
        pack("tameshi", [*course_files().items(), ("../out.md", b"")]),
        pack("tameshi", [*course_files().items(), ("assets/" + "a" * 300, b"")]),
        pack("tameshi", [*course_files().items(), ("assets/big.png", bytes(5_000_001))]),
    ],
    ids=["nothing", "no-zip", "empty", "slug", "long-slug", "outside", "long-path", "large"],
)
def test_a_package_of_which_a_part_is_lost_changes_nothing(
    session: "Session", author: uuid.UUID, data: bytes
) -> None:
    with pytest.raises(NotAPackage) as refused:
        service.take_package(session, data, by=author, now=NOW)
    assert refused.value.faults
    assert session.scalars(sa.select(Draft)).all() == []
    assert session.scalars(sa.select(DraftFile)).all() == []


# -- changing


def test_a_change_of_one_block_is_a_diff_of_that_block_only(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    before = dict(queries.files(session, draft.id))
    edit = edit_of(session, draft, "おわりに", "おわりに、よく考えます。\r\n")
    change(session, draft, edit, author)
    after = dict(queries.files(session, draft.id))
    assert [path for path in after if after[path] != before[path]] == [LESSON]
    old = "おわりに、{順番|じゅんばん}を{考|かんが}えます。".encode()
    assert before[LESSON].count(old) == 1
    assert after[LESSON] == before[LESSON].replace(old, "おわりに、よく考えます。".encode())
    assert (draft.number, draft.changed_at) == (1, LATER)


def test_what_says_the_same_is_no_change(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    same = "おわりに、{順番|じゅんばん}を{考|かんが}えます。\r\n"
    change(session, draft, edit_of(session, draft, "おわりに", same), author)
    assert draft.number == 0
    assert session.scalars(sa.select(DraftChange)).all() == []


def test_an_older_number_is_no_matter_when_another_block_was_changed(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    first = edit_of(session, draft, "## はじめに", "## いちばん、いちばんはじめに")
    second = edit_of(session, draft, "おわりに", "おわり。")
    change(session, draft, first, author)
    change(session, draft, second, author)
    text = text_of(session, draft).decode()
    assert "## いちばん、いちばんはじめに\n\n" in text
    assert "おわり。\n\n::: callout" in text


def test_the_same_block_changed_by_two_people_is_a_conflict_with_both_texts(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    first = edit_of(session, draft, "おわりに", "ひとつめ。")
    second = edit_of(session, draft, "おわりに", "ふたつめ。")
    change(session, draft, first, author)
    was = text_of(session, draft)
    with pytest.raises(BlockConflict) as refused:
        change(session, draft, second, author)
    theirs, mine = refused.value.theirs, refused.value.mine
    assert (theirs.data.decode().strip(), mine) == ("ひとつめ。", "ふたつめ。")
    assert text_of(session, draft) == was
    change(session, draft, service.Edit(LESSON, theirs.span, theirs.number, mine), author)
    assert text_of(session, draft) == was.replace("ひとつめ".encode(), "ふたつめ".encode())


def test_two_people_who_write_the_same_are_of_one_mind(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    edit = edit_of(session, draft, "おわりに", "おなじ。")
    change(session, draft, edit, author)
    change(session, draft, edit, author)
    assert draft.number == 1


@pytest.mark.parametrize(
    ("path", "span"),
    [("nai.md", Span(0, 1)), (LESSON, Span(0, 99_999)), (LESSON, Span(5, 2))],
)
def test_what_never_was_cannot_be_changed(
    session: "Session", draft: Draft, author: uuid.UUID, path: str, span: Span
) -> None:
    with pytest.raises(NoSuchSlice):
        change(session, draft, service.Edit(path, span, 0, "x"), author)


def test_an_undo_brings_the_bytes_back_one_change_after_the_other(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    states = [text_of(session, draft)]
    for says, text in (("おわりに", "おわり"), ("## はじめに", ""), ("おわり\n", "おしまい")):
        change(session, draft, edit_of(session, draft, says, text), author)
        states.append(text_of(session, draft))
    with pytest.raises(CannotUndo):  # the third stands on it
        service.undo(session, draft.id, 1, by=author, now=LATER)
    for number in (3, 2, 1):
        service.undo(session, draft.id, number, by=author, now=LATER)
        assert text_of(session, draft) == states[number - 1]
    assert draft.number == 6
    service.undo(session, draft.id, 6, by=author, now=LATER)
    assert text_of(session, draft) == states[1]
    with pytest.raises(CannotUndo):
        service.undo(session, draft.id, 99, by=author, now=LATER)


# -- publishing


def drain(session: "Session") -> None:
    session.commit()
    relay.drain(SUBSCRIBERS, now=clock.now)
    session.expire_all()


def test_the_worker_publishes_what_was_asked_for(
    app: "Flask", session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    change(session, draft, edit_of(session, draft, "おわりに", "おわりに、考える。"), author)
    service.ask_to_publish(session, draft.id, now=LATER)
    service.ask_to_publish(session, draft.id, now=LATER)
    drain(session)
    version = catalog.course_by_slug(session, "tameshi").version
    assert (draft.state, draft.published_version_id) == (DraftState.PUBLISHED, version.id)
    assert version.number == 2
    assert catalog.files(session, version.id) == queries.files(session, draft.id)
    with pytest.raises(DraftClosed):
        change(session, draft, edit_of(session, draft, "おわりに", "もう一度"), author)
    another = service.start_draft(session, "tameshi", by=author, now=LATER)
    assert (another.base_version_id, another.number) == (version.id, 0)


def test_faults_stay_with_the_draft_and_nothing_is_published(
    app: "Flask", session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    change(session, draft, edit_of(session, draft, "::: callout", "::: callout kind=no"), author)
    service.ask_to_publish(session, draft.id, now=LATER)
    drain(session)
    assert draft.state is DraftState.FAILED
    assert {fault.path for fault in queries.kept_faults(draft)} == {LESSON}
    assert session.scalar(sa.select(sa.func.count()).select_from(CourseVersion)) == 1
    service.undo(session, draft.id, 1, by=author, now=LATER)
    assert (draft.state, queries.kept_faults(draft)) == (DraftState.DRAFT, ())


def test_a_change_takes_the_request_back(
    app: "Flask", session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    service.ask_to_publish(session, draft.id, now=LATER)
    change(session, draft, edit_of(session, draft, "おわりに", "おわりに、考える。"), author)
    drain(session)
    assert draft.state is DraftState.DRAFT
    assert catalog.course_by_slug(session, "tameshi").version.number == 1


def test_what_was_published_meanwhile_is_never_lost_without_a_word(
    app: "Flask", session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    change(session, draft, edit_of(session, draft, "おわりに", "おわりに、考える。"), author)
    files = course_files()
    files["course.toml"] = files["course.toml"].replace("ぜんぶ".encode(), "みんな".encode())
    version = a_version(session, files, now=LATER)
    service.ask_to_publish(session, draft.id, now=LATER)
    drain(session)
    assert draft.state is DraftState.FAILED
    assert "第2版が公開されました" in queries.kept_faults(draft)[0].message
    assert catalog.course_by_slug(session, "tameshi").version.id == version.id


def test_a_key_that_was_another_thing_before_is_told_on_the_draft(
    app: "Flask", session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    edit = edit_of(
        session,
        draft,
        "::: text-entry",
        "::: choice #bango objective=mitsukeru\nどれ？\n\n- [x] 1 #ichi\n- [ ] 2 #ni\n:::",
    )
    change(session, draft, edit, author)
    service.ask_to_publish(session, draft.id, now=LATER)
    drain(session)
    assert draft.state is DraftState.FAILED
    assert queries.kept_faults(draft)

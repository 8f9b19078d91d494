"""A draft brought up to a version that was published while it was under way."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app.authoring import queries, service
from app.authoring.errors import CannotUndo, ChangedMeanwhile
from app.authoring.history import history
from app.authoring.merging.errors import NotChosen, NothingNewer
from app.authoring.merging.folders import unseen
from app.authoring.merging.rules import ConflictKind, Side
from app.authoring.merging.service import Choice, beside, bring_in
from app.authoring.models import ChangeKind, Draft, DraftState
from app.authoring.rules import Span
from app.catalog.service import read_course
from tests.factories.catalog import COMPLETION, LESSON, NOW, a_source, a_version, course_files
from tests.factories.furigana import the_engine
from tests.factories.identity import an_administrator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

LATER = NOW + timedelta(hours=1)
PATH = "010-jibun/010-nani.md"
SECOND = "010-jibun/020-matome.md"


@pytest.fixture
def author(session: "Session") -> uuid.UUID:
    return an_administrator(session).id


@pytest.fixture
def draft(session: "Session", author: uuid.UUID) -> Draft:
    a_version(session)
    return service.start_draft(session, "tameshi", by=author, now=NOW)


def say(session: "Session", draft: Draft, old: str, new: str, path: str = PATH) -> None:
    """Change a block of a draft."""
    lesson = next(x for x in queries.source_of(session, draft).lessons if x.path == path)
    block = next(b for b in lesson.blocks if old.encode() in lesson.data[b.start : b.end])
    text = lesson.data[block.start : block.end].decode().replace(old, new)
    edit = service.Edit(path, Span(block.start, block.end), draft.number, text)
    service.change_block(session, draft.id, edit, by=draft.created_by_id, now=LATER)


def take(session: "Session", draft: Draft, sides: "Mapping[str, Side] | None" = None) -> None:
    found = beside(session, draft)
    choice = Choice(draft.number, found.version.id, sides or {})
    bring_in(session, draft.id, choice, by=draft.created_by_id, now=LATER)


def test_what_was_published_meanwhile_comes_in_and_the_draft_can_be_published(
    session: "Session", draft: Draft
) -> None:
    say(session, draft, "おわりに、", "さいごに、")
    theirs = course_files(lesson=LESSON.replace("ゆっくりでいい", "いそがないでいい"))
    newer = a_version(session, theirs)
    before, base = dict(queries.files(session, draft.id)), draft.base_version_id
    take(session, draft)
    after = dict(queries.files(session, draft.id))
    assert after == before | {
        PATH: LESSON.replace("ゆっくりでいい", "いそがないでいい")
        .replace("おわりに、", "さいごに、")
        .encode()
    }
    assert (draft.base_version_id, draft.number) == (newer.id, 2)
    (merge, _edit) = history(session, draft).changes
    assert (merge.kind, merge.version, merge.can_undo) == (ChangeKind.MERGE, 2, True)
    assert [row.path for row in merge.files] == [PATH]
    with pytest.raises(NothingNewer):
        beside(session, draft)

    service.ask_to_publish(session, draft.id, now=LATER)
    read = read_course(a_source(after), the_engine(), {})
    service.publish_draft(session, draft.id, read, number=2, now=LATER)
    assert draft.state is DraftState.PUBLISHED
    assert base != draft.base_version_id


def test_an_undo_brings_all_back_and_holds_the_publication_back_again(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    say(session, draft, "おわりに、", "さいごに、")
    base, before = draft.base_version_id, queries.files(session, draft.id)
    a_version(session, course_files(lesson=LESSON.replace("ゆっくりで", "ゆるりで")))
    take(session, draft)
    merged = queries.files(session, draft.id)
    service.undo(session, draft.id, 2, by=author, now=LATER)
    assert (draft.base_version_id, queries.files(session, draft.id)) == (base, before)
    assert queries.newer_version(session, draft) is not None
    service.undo(session, draft.id, 3, by=author, now=LATER)
    assert queries.files(session, draft.id) == merged
    assert queries.newer_version(session, draft) is None
    service.restore(session, draft.id, 0, by=author, now=LATER)
    assert draft.base_version_id == base
    numbers = [one.version for one in history(session, draft).changes]
    assert numbers == [None, None, None, 2, None]


def test_a_merge_under_another_one_is_not_taken_back_alone(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    a_version(session, course_files(lesson=LESSON.replace("ゆっくりで", "ゆるりで")))
    take(session, draft)
    third = LESSON.replace("ゆっくりで", "ゆるりで").replace("おわりに、", "さいごに、")
    a_version(session, course_files(lesson=third))
    take(session, draft)
    with pytest.raises(CannotUndo):
        service.undo(session, draft.id, 1, by=author, now=LATER)


@pytest.mark.parametrize(
    ("side", "wanted"),
    [
        (Side.THEIRS, ["まとめに、"]),
        (Side.OURS, ["さいごに、"]),
        (Side.BOTH, ["まとめに、", "さいごに、"]),
    ],
)
def test_what_both_changed_is_asked_and_done_as_it_was_chosen(
    session: "Session", draft: Draft, side: Side, wanted: list[str]
) -> None:
    say(session, draft, "おわりに、", "さいごに、")
    a_version(session, course_files(lesson=LESSON.replace("おわりに、", "まとめに、")))
    (conflict,) = beside(session, draft).course.conflicts
    assert (conflict.kind, conflict.path) == (ConflictKind.TEXT, PATH)
    with pytest.raises(NotChosen) as left:
        take(session, draft)
    assert left.value.ids == (conflict.id,)
    assert draft.number == 1
    take(session, draft, {conflict.id: side})
    text = dict(queries.files(session, draft.id))[PATH].decode()
    assert [line[:5] for line in text.splitlines() if "{順番" in line] == wanted
    assert not queries.source_of(session, draft).faults


def test_nothing_comes_in_that_somebody_did_not_see(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    newer = a_version(session, course_files(lesson=LESSON.replace("ゆっくりで", "ゆるりで")))
    say(session, draft, "おわりに、", "さいごに、")
    for choice in (Choice(0, newer.id, {}), Choice(1, draft.base_version_id, {})):
        with pytest.raises(ChangedMeanwhile):
            bring_in(session, draft.id, choice, by=author, now=LATER)
    assert draft.number == 1


def test_two_new_questions_with_one_key_become_two_keys(session: "Session", draft: Draft) -> None:
    new = "::: choice #toi-1\n{}？\n\n- [x] a #a\n  > a\n- [ ] b #b\n  > b\n:::\n"
    lesson = next(x for x in queries.source_of(session, draft).lessons if x.path == PATH)
    seen = service.Seen(PATH, Span(lesson.blocks[3].start, lesson.blocks[3].end), 0)
    service.put_blocks(
        session, draft.id, new.format("ここ"), seen, by=draft.created_by_id, now=LATER
    )
    theirs = LESSON + "\n" + new.format("むこう")
    a_version(session, course_files(lesson=theirs))
    assert beside(session, draft).keys == {"toi-1": "toi-2"}
    take(session, draft)
    source = queries.source_of(session, draft)
    keys = [block.key for block in source.lessons[0].blocks if block.key]
    assert sorted(keys) == sorted({*keys})
    assert {"toi-1", "toi-2"} < {*keys}


# -- folders


def edited_and_published(session: "Session", draft: Draft, old: str, new: str) -> None:
    """Have a draft published as the worker does it."""
    say(session, draft, old, new)
    service.ask_to_publish(session, draft.id, now=LATER)
    files = dict(queries.files(session, draft.id))
    read = read_course(a_source(files), the_engine(), {})
    service.publish_draft(session, draft.id, read, number=draft.number, now=LATER)


def lost(session: "Session", lesson: str = LESSON, **files: str) -> list[tuple[str, bool]]:
    """Return what a folder would take back: the file, and whether the folder changed it too."""
    found = unseen(session, a_source(course_files(lesson=lesson, **files)))
    return [(one.path, "ゆるりで" in one.published) for one in found.losses]


def test_a_folder_takes_nothing_back_that_the_workshop_published_unseen(
    session: "Session", draft: Draft
) -> None:
    assert unseen(session, a_source()).has_draft
    edited_and_published(session, draft, "ゆっくりで", "ゆるりで")
    seen = LESSON.replace("ゆっくりで", "ゆるりで")
    assert lost(session) == [(PATH, True)], "written before the publication"
    assert lost(session, LESSON.replace("おわりに", "さいごに")) == [(PATH, True)]
    assert lost(session, LESSON.replace("ゆっくりで", "のんびり")) == [(PATH, True)]
    assert lost(session, seen) == []
    assert lost(session, seen.replace("おわりに", "さいごに")) == []
    assert lost(session, seen, completion=COMPLETION.replace("0.5", "0.4")) == []


def test_what_came_from_folders_is_left_to_git(session: "Session", draft: Draft) -> None:
    a_version(session, course_files(lesson=LESSON.replace("ゆっくりで", "ゆるりで")))
    assert lost(session) == []
    assert draft.number == 0


# -- the history


def test_saves_of_one_block_in_a_row_are_one_line_with_one_difference(
    session: "Session", draft: Draft
) -> None:
    for old, new in (("おわりに、", "さいごに、"), ("さいご", "まとめ"), ("まとめ", "しめ")):
        say(session, draft, old, new)
    say(session, draft, "ゆっくりで", "ゆるりで")
    other, line = history(session, draft).changes
    assert (other.number, line.first, line.number, line.can_undo) == (4, 1, 3, False)
    assert [(x.number, x.can_undo) for x in line.saves] == [(3, True), (2, False), (1, False)]
    (file,) = line.files
    before, after = ("".join(x.text for x in side) for side in (file.before, file.after))
    assert "おわりに、" in before
    assert "しめに、" in after
    assert "まとめに、" not in before + after

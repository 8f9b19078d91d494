"""Blocks, lessons and modules put in order: what changes, what does not, and the way back."""

import random
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

import pytest

from app.authoring import queries, service
from app.authoring.blanks import ASSETS, BLANKS
from app.authoring.blocks import ADD_NAMES
from app.authoring.errors import CannotUndo, ChangedMeanwhile, FileGone, NoSuchSlice
from app.authoring.history import history
from app.authoring.models import Draft
from app.authoring.rules import BlockConflict, Span
from app.catalog.service import check_course
from app.catalog.sources.files import read_folder
from app.catalog.sources.read import read
from tests.factories.catalog import COMPLETION, NOW, a_version, course_files
from tests.factories.identity import an_administrator
from tests.factories.subete import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from app.catalog.sources.course import Block, LessonSource

LATER = NOW + timedelta(hours=1)
LESSON = "010-jibun/010-nani.md"
SECOND = "010-jibun/020-matome.md"
MODULE = {
    "020-aite/module.toml": b'title = "\xe3\x81\x82\xe3\x81\x84\xe3\x81\xa6"\r\n',
    "020-aite/010-dare.md": b"+++\r\ntitle = 'x'\r\nminutes = 3\r\n+++\r\n\r\ny",
}


class Who(TypedDict):
    """Who does something, and when."""

    by: uuid.UUID
    now: datetime


@pytest.fixture
def author(session: "Session") -> uuid.UUID:
    return an_administrator(session).id


@pytest.fixture
def draft(session: "Session", author: uuid.UUID) -> Draft:
    a_version(session, course_files(**MODULE))
    return service.start_draft(session, "tameshi", by=author, now=NOW)


def files_of(session: "Session", draft: Draft) -> dict[str, bytes]:
    return dict(queries.files(session, draft.id))


def lesson_of(session: "Session", draft: Draft, path: str = LESSON) -> "LessonSource":
    lessons = queries.source_of(session, draft).lessons
    return next(one for one in lessons if one.path == path)


def block_of(session: "Session", draft: Draft, says: str, path: str = LESSON) -> "Block":
    lesson = lesson_of(session, draft, path)
    return next(b for b in lesson.blocks if says.encode() in lesson.data[b.start : b.end])


def seen(session: "Session", draft: Draft, says: str, path: str = LESSON) -> service.Seen:
    """Return what a form says of the block that says something."""
    block = block_of(session, draft, says, path)
    return service.Seen(path, Span(block.start, block.end), draft.number)


def kinds_of(session: "Session", draft: Draft, path: str = LESSON) -> list[str]:
    return [block.key or block.kind for block in lesson_of(session, draft, path).blocks]


def test_a_question_is_moved_with_what_says_it_again_and_nothing_else_changes(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    before = files_of(session, draft)
    again = "::: easy\nいいかえ。\n:::\n"
    easy = service.add_block(
        session, draft.id, "easy", seen(session, draft, "#doko "), by=author, now=LATER
    )
    mended = service.Edit(LESSON, seen(session, draft, "［書く").span, draft.number, again)
    service.change_block(session, draft.id, mended, by=author, now=LATER)
    kinds = kinds_of(session, draft)
    at = kinds.index("doko")
    done = service.move_block(
        session, draft.id, seen(session, draft, "#doko "), down=True, by=author, now=LATER
    )
    moved = kinds_of(session, draft)
    assert moved == [*kinds[:at], "break", "doko", "easy", *kinds[at + 3 :]]
    assert done.line == block_of(session, draft, "#doko ").line
    assert done.path == easy.path == LESSON
    for number in (3, 2, 1):
        service.undo(session, draft.id, number, by=author, now=LATER)
    assert files_of(session, draft) == before


def test_at_an_edge_a_block_stays(session: "Session", draft: Draft, author: uuid.UUID) -> None:
    for says, down in (("はじめに", False), ("#bango", True)):
        service.move_block(
            session, draft.id, seen(session, draft, says), down=down, by=author, now=LATER
        )
    assert draft.number == 0


def test_the_last_block_moved_up_leaves_the_end_of_the_file_as_it_was(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    before = files_of(session, draft)[LESSON]
    service.move_block(
        session, draft.id, seen(session, draft, "#bango"), down=False, by=author, now=LATER
    )
    after = files_of(session, draft)[LESSON]
    assert sorted(after.split(b"\n")) == sorted(before.split(b"\n"))
    assert kinds_of(session, draft)[-2:] == ["bango", "dore"]
    assert after.endswith(b":::\n")


def test_a_question_goes_to_another_module_with_its_key(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    before = files_of(session, draft)
    done = service.move_block_to(
        session,
        draft.id,
        seen(session, draft, "#junban"),
        "020-aite/010-dare.md",
        by=author,
        now=LATER,
    )
    assert "junban" not in kinds_of(session, draft)
    assert kinds_of(session, draft, done.path) == ["text", "junban"]
    service.undo(session, draft.id, 1, by=author, now=LATER)
    assert files_of(session, draft) == before
    with pytest.raises(NoSuchSlice):
        service.move_block_to(
            session, draft.id, seen(session, draft, "#junban"), "nai.md", by=author, now=LATER
        )


def test_whoever_writes_in_a_block_that_was_moved_meanwhile_writes_where_it_is(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    place = seen(session, draft, "おわりに")
    service.move_block_to(session, draft.id, place, SECOND, by=author, now=LATER)
    edit = service.Edit(LESSON, place.span, place.number, "おわりに、考える。")
    service.change_block(session, draft.id, edit, by=author, now=LATER)
    assert files_of(session, draft)[SECOND].endswith(
        "おわりです。\n\nおわりに、考える。\n".encode()
    )
    again = service.Edit(LESSON, place.span, place.number, "べつの文。")
    with pytest.raises(BlockConflict) as refused:
        service.change_block(session, draft.id, again, by=author, now=LATER)
    assert refused.value.theirs.path == SECOND


def test_a_copy_has_a_new_key_and_leads_nowhere_back(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    service.duplicate_block(
        session, draft.id, seen(session, draft, "#doko "), by=author, now=LATER
    )
    kinds = kinds_of(session, draft)
    assert kinds[kinds.index("doko") + 1] == "doko-1"
    service.duplicate_block(
        session, draft.id, seen(session, draft, "{#see-doko}"), by=author, now=LATER
    )
    assert files_of(session, draft)[LESSON].count(b"{#see-doko}") == 1
    assert check_course(queries.source_of(session, draft)) == ()


def test_what_is_deleted_comes_back_where_it_was_whatever_was_done_since(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    kinds = kinds_of(session, draft)
    service.delete_block(session, draft.id, seen(session, draft, "#doko "), by=author, now=LATER)
    assert "doko" not in kinds_of(session, draft)
    service.add_block(
        session, draft.id, "callout", seen(session, draft, "ことがらです。"), by=author, now=LATER
    )
    service.move_lesson(session, draft.id, LESSON, down=True, by=author, now=LATER)
    service.undo(session, draft.id, 1, by=author, now=LATER)
    path = "010-jibun/020-nani.md"
    at = kinds.index("doko")
    assert kinds_of(session, draft, path) == [*kinds[:at], "doko", "callout", *kinds[at + 1 :]]
    with pytest.raises(CannotUndo):
        service.undo(session, draft.id, 1, by=author, now=LATER)


@pytest.mark.parametrize("kind", BLANKS)
def test_a_new_block_of_every_kind_is_valid_and_tells_what_is_to_be_written(kind: str) -> None:
    said = {name: f"assets/a.{ends[0]}" for name, ends in ASSETS.items()}
    said |= {"key": "atarashii", "objective": " objective=mitsukeru", "bank": "renshu-mondai"}
    text = BLANKS[kind]
    for name, value in said.items():
        text = text.replace(f"{{{name}}}", value)
    assets = {FOLDER / "assets" / name for name in ("koe.mp3", "shashin.png", "yakusoku.pdf")}
    files = course_files() | {"assets/a." + one.suffix[1:]: one.read_bytes() for one in assets}
    files |= {
        "assets/a.mp4": b"\x00\x00\x00\x18ftypmp42",
        "assets/a.vtt": (FOLDER / "assets/ugoki.ja.vtt").read_bytes(),
        "bank/renshu-mondai.md": (FOLDER / "bank/renshu-mondai.md").read_bytes(),
    }
    before = set(check_course(read("tameshi", files)))
    files[SECOND] += f"\n{text}".encode()
    lines = files[SECOND].decode().split("\n")
    assert [
        fault
        for fault in set(check_course(read("tameshi", files))) - before
        if "［書く" not in lines[fault.line - 1]
    ] == []


def test_every_kind_that_is_offered_can_be_added_in_order(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    offered = [kind for named in ADD_NAMES.values() for kind in named]
    assert set(offered) == set(BLANKS)
    for kind in ("text", "choice", "easy", "dilemma"):
        last = lesson_of(session, draft, SECOND).blocks[-1]
        place = service.Seen(SECOND, Span(last.start, last.end), draft.number)
        done = service.add_block(session, draft.id, kind, place, by=author, now=LATER)
        assert done.line == lesson_of(session, draft, SECOND).blocks[-1].line
    assert kinds_of(session, draft, SECOND) == ["text", "text", "toi-1", "easy", "hanashi-1"]
    front = lesson_of(session, draft, SECOND).front
    place = service.Seen(SECOND, Span(front.start, front.end), draft.number)
    service.add_block(session, draft.id, "choice", place, by=author, now=LATER)
    assert kinds_of(session, draft, SECOND)[:2] == ["toi-2", "text"]


def test_a_key_that_was_published_once_is_not_given_again(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    lesson = course_files()["010-jibun/010-nani.md"].replace(b"#doko ", b"#toi-1 ")
    a_version(session, course_files(lesson=lesson.replace(b"see-doko", b"see-toi-1")), now=LATER)
    service.add_block(
        session, draft.id, "choice", seen(session, draft, "おわりに"), by=author, now=LATER
    )
    assert "toi-2" in kinds_of(session, draft)


# -- lessons and modules


def test_lessons_change_places_by_their_numbers_alone(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    before = files_of(session, draft)
    service.move_lesson(session, draft.id, SECOND, down=False, by=author, now=LATER)
    after = files_of(session, draft)
    assert after["010-jibun/010-matome.md"] == before[SECOND]
    assert after["010-jibun/020-nani.md"] == before[LESSON]
    service.move_lesson(session, draft.id, LESSON, down=True, by=author, now=LATER)
    assert draft.number == 1, "by its key it is found, and is the last already"
    service.undo(session, draft.id, 1, by=author, now=LATER)
    assert files_of(session, draft) == before


def test_a_lesson_goes_to_another_module_and_a_module_past_another(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    before = files_of(session, draft)
    service.move_lesson_to(session, draft.id, LESSON, "020-aite", by=author, now=LATER)
    assert files_of(session, draft)["020-aite/020-nani.md"] == before[LESSON]
    service.move_module(session, draft.id, "020-aite", down=False, by=author, now=LATER)
    modules = queries.source_of(session, draft).modules
    assert [module.path for module in modules] == ["010-aite", "020-jibun"]
    assert [lesson.key for lesson in modules[0].lessons] == ["dare", "nani"]
    for number in (2, 1):
        service.undo(session, draft.id, number, by=author, now=LATER)
    assert files_of(session, draft) == before


def test_a_lesson_and_a_module_are_added_named_and_deleted(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    before = files_of(session, draft)
    path = service.add_lesson(
        session, draft.id, "020-aite", 'あたらしい "題"', by=author, now=LATER
    )
    assert path == "020-aite/020-lesson-1.md"
    assert lesson_of(session, draft, path).title.plain == 'あたらしい "題"'
    first = service.add_module(session, draft.id, "", by=author, now=LATER)
    assert first == "030-sho-1/010-lesson-2.md"
    service.name_file(
        session, draft.id, "020-aite/module.toml", "いっしょに", by=author, now=LATER
    )
    assert files_of(session, draft)["020-aite/module.toml"] == 'title = "いっしょに"\r\n'.encode()
    faults = check_course(queries.source_of(session, draft))
    lines = {path: data.decode().split("\n") for path, data in files_of(session, draft).items()}
    assert [one for one in faults if "［書く" not in lines[one.path][one.line - 1]] == []
    service.delete_module(session, draft.id, "030-sho-1", by=author, now=LATER)
    service.delete_lesson(session, draft.id, path, by=author, now=LATER)
    with pytest.raises(NoSuchSlice):
        service.delete_lesson(session, draft.id, path, by=author, now=LATER)
    edit = service.Edit(path, Span(0, 3), draft.number - 1, "文")
    with pytest.raises(FileGone):
        service.change_block(session, draft.id, edit, by=author, now=LATER)
    service.undo(session, draft.id, 3, by=author, now=LATER)
    assert files_of(session, draft) == before


def test_a_copy_of_a_lesson_has_new_keys_all_over_and_is_sound(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    before = files_of(session, draft)
    path = service.duplicate_lesson(session, draft.id, LESSON, by=author, now=LATER)
    assert path == "010-jibun/030-nani-1.md"
    assert [key for key in kinds_of(session, draft, path) if key.endswith("-1")] == [
        *("doko-1", "junban-1", "dore-1", "bango-1")
    ]
    assert b"{#see-doko-1}" in files_of(session, draft)[path]
    assert check_course(queries.source_of(session, draft)) == ()
    service.undo(session, draft.id, 1, by=author, now=LATER)
    assert files_of(session, draft) == before


def test_all_files_go_back_to_a_number_and_forth_again(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    before = files_of(session, draft)
    service.move_module(session, draft.id, "020-aite", down=False, by=author, now=LATER)
    service.delete_block(
        session,
        draft.id,
        seen(session, draft, "#doko ", "020-jibun/010-nani.md"),
        by=author,
        now=LATER,
    )
    after = files_of(session, draft)
    service.delete_module(session, draft.id, "020-jibun", by=author, now=LATER)
    service.restore(session, draft.id, 2, by=author, now=LATER)
    assert files_of(session, draft) == after
    service.restore(session, draft.id, 0, by=author, now=LATER)
    assert files_of(session, draft) == before
    service.undo(session, draft.id, 5, by=author, now=LATER)
    assert files_of(session, draft) == after
    fates = [{row.fate for row in change.files} for change in history(session, draft).changes]
    assert fates[::-1][:3] == [{"renamed"}, {"edited"}, {"removed"}]
    for number in (-1, 99):
        with pytest.raises(CannotUndo):
            service.restore(session, draft.id, number, by=author, now=LATER)


def test_words_are_replaced_where_they_were_chosen_in_one_change(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    before = files_of(session, draft)
    wanted = service.Replacement("個人情報", "大事なこと")
    hits = list(service.hits_of(before, wanted))
    assert [(hit.path, hit.line) for hit in hits] == [(LESSON, 2), (LESSON, 46)]
    who: Who = {"by": author, "now": LATER}
    chosen = [hit.name for hit in hits]
    _, count = service.replace(session, draft.id, wanted, chosen, number=0, **who)
    after = files_of(session, draft)
    assert (count, draft.number) == (2, 1)
    assert after[LESSON].decode() == before[LESSON].decode().replace(
        "{個人情報|こじんじょうほう}", "大事なこと"
    )
    with pytest.raises(ChangedMeanwhile):
        service.replace(session, draft.id, wanted, chosen, number=0, **who)
    service.undo(session, draft.id, 1, **who)
    assert files_of(session, draft) == before


def press(session: "Session", draft: Draft, chance: random.Random, by: uuid.UUID) -> None:
    """Do one thing of all those that there are, with something of the draft."""
    source = queries.source_of(session, draft)
    lesson = chance.choice([one for one in source.lessons if one.blocks])
    block, down = chance.choice(lesson.blocks), chance.random() < 1 / 2
    place = service.Seen(lesson.path, Span(block.start, block.end), draft.number)
    other = chance.choice(lesson.blocks)
    before = service.Seen(lesson.path, Span(other.start, other.end), draft.number)
    kind = chance.choice(sorted(BLANKS))
    to = chance.choice([one.path for one in source.lessons if one is not lesson])
    who: Who = {"by": by, "now": LATER}
    ways: list[Callable[[], object]] = [
        lambda: service.add_block(session, draft.id, kind, place, **who),
        lambda: service.delete_block(session, draft.id, place, **who),
        lambda: service.duplicate_block(session, draft.id, place, **who),
        lambda: service.move_block(session, draft.id, place, down=down, **who),
        lambda: service.move_block_to(session, draft.id, place, to, **who),
        lambda: service.place_block(session, draft.id, place, before, **who),
        lambda: service.place_block(session, draft.id, place, None, **who),
        lambda: service.move_lesson(session, draft.id, lesson.path, down=down, **who),
        lambda: service.move_module(session, draft.id, "010-jibun", down=down, **who),
    ]
    chance.choice(ways)()


def test_any_chain_of_presses_undone_from_the_end_gives_the_first_bytes(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    before = files_of(session, draft)
    chance = random.Random(7)  # noqa: S311  no secret is made of it
    for _ in range(30):
        press(session, draft, chance, author)
    done = draft.number
    assert done > 15, "most of them do something"
    assert history(session, draft).changes[0].can_undo
    for number in range(done, 0, -1):
        service.undo(session, draft.id, number, by=author, now=LATER)
    assert files_of(session, draft) == before


# -- what else names it


def told(files: dict[str, bytes], path: str) -> str:
    return files[path].decode()


def test_a_question_that_goes_leaves_no_mark_in_the_sentence_it_led_back_to(
    session: "Session", author: uuid.UUID
) -> None:
    po = 'msgctxt "text"\nmsgid "[だれ]{#see-doko}"\nmsgstr "[Who]{#see-doko}"\n'
    a_version(session, course_files(**{"locale/en/010-jibun/010-nani.po": po}), slug="yaku")
    draft = service.start_draft(session, "yaku", by=author, now=NOW)
    before = files_of(session, draft)
    who = Who(by=author, now=LATER)
    for number, to in enumerate((None, SECOND)):
        place = seen(session, draft, "#doko ")
        if to is None:
            service.delete_block(session, draft.id, place, **who)
        else:
            service.move_block_to(session, draft.id, place, to, **who)
        after = files_of(session, draft)
        assert "だれか{分|わ}かることがらです。 {名前" in told(after, LESSON)
        assert "{#see-" not in told(after, LESSON) + told(after, "locale/en/010-jibun/010-nani.po")
        assert not check_course(queries.source_of(session, draft))
        service.undo(session, draft.id, 2 * number + 1, **who)
        assert files_of(session, draft) == before


def test_a_text_that_goes_elsewhere_leads_no_question_back_to_it(
    session: "Session", draft: Draft, author: uuid.UUID
) -> None:
    place = seen(session, draft, "{#see-doko}")
    service.move_block_to(session, draft.id, place, SECOND, by=author, now=LATER)
    assert "{#see-" not in told(files_of(session, draft), SECOND)
    assert not check_course(queries.source_of(session, draft))


def test_a_lesson_that_goes_takes_along_what_names_it(
    session: "Session", author: uuid.UUID
) -> None:
    files = {
        "completion.toml": 'lessons = ["nani", "matome"] # つ\n' + COMPLETION.partition("\n")[2],
        "readings.toml": '[words]\n"市場" = "いち|ば"\n\n'
        '[lessons.matome.words]\n"一日" = "ついたち"\n\n'
        '[confirmed]\nmatome = ["{方|かた}"]\nnani = ["{市|し}"]\n',
        "locale/en/010-jibun/020-matome.po": 'msgctxt "text"\nmsgid "おわりです。"\nmsgstr "x"\n',
    }
    a_version(session, course_files(**files), slug="yaku")
    draft = service.start_draft(session, "yaku", by=author, now=NOW)
    before = files_of(session, draft)
    service.delete_lesson(session, draft.id, SECOND, by=author, now=LATER)
    after = files_of(session, draft)
    assert before.keys() - after.keys() == {SECOND, "locale/en/010-jibun/020-matome.po"}
    assert told(after, "completion.toml").startswith('lessons = ["nani"] # つ\npassing')
    assert told(after, "readings.toml") == (
        '[words]\n"市場" = "いち|ば"\n\n[confirmed]\nnani = ["{市|し}"]\n'
    )
    assert not check_course(queries.source_of(session, draft))
    service.undo(session, draft.id, 1, by=author, now=LATER)
    assert files_of(session, draft) == before


def test_a_drill_that_goes_is_not_needed_for_completion(
    session: "Session", author: uuid.UUID
) -> None:
    files = dict(read_folder(FOLDER).files)
    files["completion.toml"] = b'drills = ["renshu"]\n' + files["completion.toml"]
    a_version(session, files, slug="subete")
    draft = service.start_draft(session, "subete", by=author, now=NOW)
    source = queries.source_of(session, draft)
    lesson, drill = next(
        (one, block) for one in source.lessons for block in one.blocks if block.kind == "drill"
    )
    assert drill.key in (source.completion.drills or ())
    place = service.Seen(lesson.path, Span(drill.start, drill.end), 0)
    service.delete_block(session, draft.id, place, by=author, now=LATER)
    assert drill.key not in (queries.source_of(session, draft).completion.drills or ())

"""Blocks of a published course in a draft: keys, marks, files, credits, and one step to undo."""

import uuid

import pytest
from sqlalchemy.orm import Session

from app.authoring import places, queries
from app.authoring import service as authoring
from app.authoring.borrowing import service
from app.authoring.borrowing.company import Kind
from app.authoring.borrowing.errors import NothingChosen
from app.authoring.borrowing.service import Choice
from app.authoring.models import Draft
from app.catalog.service import check_course
from app.catalog.sources.translation.lookup import Translations
from app.catalog.sources.translation.originals import sheets
from tests.factories.catalog import AUTHOR, COURSE, LESSON, NOW, PICTURE, a_version, course_files
from tests.factories.identity import an_administrator
from tests.factories.translation import translated

PATH = "010-jibun/010-nani.md"
RED, BLUE = (
    PICTURE.format(f'<path d="M0 0h9v9z" fill="{color}"/>').encode()
    for color in ("#9b2335", "#165e83")
)
LENT = LESSON.replace(
    "## はじめに\n",
    "## はじめに\n\n![赤](assets/e.svg) [国][kuni]\n\n[kuni]: https://example.jp/\n",
)


@pytest.fixture
def author(session: Session) -> uuid.UUID:
    return an_administrator(session).id


@pytest.fixture
def draft(session: Session, author: uuid.UUID) -> Draft:
    """Begin to mend a course that has a key and a file of the same names as another one."""
    lent = course_files(lesson=LENT, course=COURSE + AUTHOR)
    a_version(session, {**lent, "assets/e.svg": RED}, slug="moto")
    own = course_files(lesson=LENT.replace("赤", "青"), objectives=None)
    own["objectives.toml"] = course_files()["objectives.toml"]
    a_version(session, {**own, "assets/e.svg": BLUE})
    return authoring.start_draft(session, "tameshi", by=author, now=NOW)


def borrow(session: Session, draft: Draft, units: set[int], by: uuid.UUID) -> str:
    """Borrow into the end of the first lesson; return what came."""
    target = places.target(session, draft.id, PATH)
    before = dict(queries.files(session, draft.id))[PATH]
    after = places.seen(PATH, target.last, target.number)
    choice = Choice("moto", "nani", units)
    service.borrow(session, draft.id, choice, after, by=by, now=NOW)
    now = dict(queries.files(session, draft.id))[PATH]
    assert now.startswith(before), "nothing else in the lesson became another"
    return now[len(before) :].decode().strip()


def test_all_that_belongs_to_a_block_comes_with_it_and_goes_in_one_step(
    session: Session, draft: Draft, author: uuid.UUID
) -> None:
    files = queries.files(session, draft.id)
    lesson = queries.source_of(session, draft).lessons[0]
    every = set(range(len(places.units_of(lesson))))
    text = borrow(session, draft, every, author)
    source = queries.source_of(session, draft)
    assert check_course(source) == ()
    assert "[だれか{分|わ}かることがらです。]{#see-doko-1}" in text
    assert "::: choice #doko-1 objective=mitsukeru" in text
    assert "![赤](assets/e-2.svg)" in text
    assert dict(source.files)["assets/e-2.svg"] == RED
    assert source.credits == ("寺子屋", "一部のもと：「試しの講座」、雪つり箔店、CC-BY-4.0")
    assert draft.number == 1
    authoring.undo(session, draft.id, 1, by=author, now=NOW)
    assert queries.files(session, draft.id) == files


def test_a_mark_without_its_question_is_text_and_a_link_brings_where_it_leads(
    session: Session, draft: Draft, author: uuid.UUID
) -> None:
    text = borrow(session, draft, {1, 2}, author)
    assert "{#see-" not in text
    assert "[kuni]: <https://example.jp/>" in text or "[kuni]: https://example.jp/" in text
    assert check_course(queries.source_of(session, draft)) == ()


def test_a_file_that_is_there_already_is_not_brought_twice(
    session: Session, draft: Draft, author: uuid.UUID
) -> None:
    assert "assets/e-2.svg" in borrow(session, draft, {1}, author)
    assert "assets/e-2.svg" in borrow(session, draft, {1}, author)
    names = [
        path for path, _data in queries.files(session, draft.id) if path.startswith("assets/")
    ]
    assert names == ["assets/e-2.svg", "assets/e.svg"]
    assert len(queries.source_of(session, draft).credits) == 2


def test_nothing_chosen_changes_nothing(session: Session, draft: Draft, author: uuid.UUID) -> None:
    for units in (set[int](), {99}):
        with pytest.raises(NothingChosen):
            borrow(session, draft, units, author)
    assert draft.number == 0


# -- what comes along beside the lesson -----------------------------------------------------------

BANK = LESSON.split("\n---\n")[0].partition("::: easy")[2].partition(":::\n\n")[2]
"""Its one question, and a second one like it."""
DRILLED = LENT + "\n{人気|にんき}の市場です。\n\n::: drill #renshu from=kurabe mastery=2/2\n:::\n"


def a_rich_course(session: Session) -> None:
    """Publish a course that has something of everything beside its lesson."""
    second = BANK.replace("#doko", "#soko").replace("assets/e.svg", "assets/f.svg")
    files = course_files(
        lesson=DRILLED,
        course=(COURSE + AUTHOR).replace('["寺子屋"]', '["寺子屋", "「赤」（雪、CC-BY-4.0）"]'),
    )
    files |= {
        "assets/e.svg": RED,
        "bank/kurabe.md": (BANK.replace("#doko", "#koko") + second).encode(),
        "readings.toml": '[words]\n"市場" = "いち|ば"\n"遠方" = "えん|ぽう"\n\n'
        '[lessons.nani.words]\n"人気" = "ひと|け"\n'.encode(),
        "glossary.toml": "".join(
            f'[[terms]]\nkey = "{key}"\nterm = "{term}"\nmeaning = "{meaning}です。"\n'
            for key, term, meaning in [
                ("ichiba", "{市場|いちば}", "物を売る所"),
                ("namae", "名前", "呼び名"),
                ("sora", "空", "上"),
            ]
        ).encode(),
    }
    a_version(session, translated(translated(files), language="fr"), slug="moto")


def test_what_belongs_to_a_lesson_comes_along_and_the_rest_is_told(
    session: Session, author: uuid.UUID
) -> None:
    a_rich_course(session)
    own = course_files(lesson=LENT.replace("赤", "青")) | {"assets/e.svg": BLUE}
    own |= {
        "glossary.toml": (
            '[[terms]]\nkey = "ichiba"\nterm = "名前"\nmeaning = "ちがいます。"\n'.encode()
        )
    }
    a_version(session, translated(own))
    draft = authoring.start_draft(session, "tameshi", by=author, now=NOW)
    before = dict(queries.files(session, draft.id))
    lesson = service.lesson_of(session, "moto", "nani")[1]
    target = places.target(session, draft.id, PATH)
    lent = service.borrow(
        session,
        draft.id,
        Choice("moto", "nani", set(range(len(places.units_of(lesson))))),
        places.seen(PATH, target.last, target.number),
        by=author,
        now=NOW,
    )
    source = queries.source_of(session, draft)
    assert check_course(source) == ()
    assert lent.came == (
        (Kind.PICTURE, "assets/e-2.svg"),
        (Kind.DRILL, "bank/kurabe.md"),
        (Kind.TRANSLATION, "en"),
        (Kind.TRANSLATION, "en"),
        (Kind.READING, "市場"),
        (Kind.READING, "人気"),
        (Kind.TERM, "市場"),
    )
    assert lent.left == (
        (Kind.TRANSLATION, "fr"),
        (Kind.TRANSLATION, "fr"),
        (Kind.TERM, "名前"),
    )
    assert [bank.key for bank in source.banks] == ["kurabe"]
    assert dict(source.readings.lessons)["nani"] == (("市場", "いち|ば"), ("人気", "ひと|け"))
    assert [(one.key, one.term.plain) for one in source.glossary] == [
        ("ichiba", "名前"),
        ("ichiba-2", "市場"),
    ]
    assert source.credits[1:] == (
        "「赤」（雪、CC-BY-4.0）",
        "一部のもと：「試しの講座」、雪つり箔店、CC-BY-4.0",
    )
    for sheet in sheets(source)[1:]:
        if sheet.lesson in {"nani", "kurabe"}:
            english = Translations.of(source, sheet.lesson)
            assert all(list(english.find(one.context, one.text)) for one in sheet.originals)
    changed = dict(queries.files(session, draft.id))
    for path, data in before.items():
        if path.endswith((".po", ".md", "glossary.toml")):
            assert changed[path].startswith(data.rstrip()), path
    assert draft.number == 1
    authoring.undo(session, draft.id, 1, by=author, now=NOW)
    assert dict(queries.files(session, draft.id)) == before

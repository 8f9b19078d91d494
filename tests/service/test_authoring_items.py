"""Questions between drafts and banks: put in, drawn, brought up to date, taken out."""

import uuid
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.authoring import queries, service
from app.authoring.errors import NoSuchSlice
from app.authoring.items import pages
from app.authoring.items.errors import CannotDraw, NothingNewer
from app.authoring.items.service import Draw, draw_items, insert_items, renew_item, take_item
from app.catalog.service import check_course
from app.catalog.sources.read import read
from app.identity.queries import person
from app.itembanks import service as keeping
from app.itembanks.item_text import item_text
from app.itembanks.models import ItemFile
from app.itembanks.sources import kept_source
from tests.factories.catalog import NOW, PICTURE, a_version, course_files
from tests.factories.identity import TODAY, a_clerk, an_administrator
from tests.factories.itembanks import CHOICE, a_bank, an_item

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.authoring.models import Draft
    from app.itembanks.models import ItemBank

LESSON = "010-jibun/020-matome.md"
PLAIN = """\
+++
title = "まとめ"
minutes = 4
objectives = ["mitsukeru"]
+++

本文です。
"""
WITH_EASY = f"{CHOICE}\n::: easy\n教えないのは？\n:::\n"


@pytest.fixture
def author(session: "Session") -> uuid.UUID:
    return an_administrator(session).id


@pytest.fixture
def bank(session: "Session", author: uuid.UUID) -> "ItemBank":
    return a_bank(session, author, key="mamoru")


@pytest.fixture
def draft(session: "Session", author: uuid.UUID) -> "Draft":
    a_version(session)
    return service.start_draft(session, "tameshi", by=author, now=NOW)


def files(session: "Session", draft: "Draft") -> dict[str, bytes]:
    return dict(queries.files(session, draft.id))


def test_what_is_put_in_is_a_copy_that_says_where_it_is_from(
    session: "Session", author: uuid.UUID, bank: "ItemBank", draft: "Draft"
) -> None:
    items = [an_item(session, bank, WITH_EASY), an_item(session, bank)]
    before = files(session, draft)
    ids = [item.id for item in items]
    keys = insert_items(session, draft.id, LESSON, ids, objective="mitsukeru", by=author, now=NOW)
    assert keys == ["doko-2", "doko-2-2"]  # the course asks #doko already
    after = files(session, draft)
    added = after[LESSON].removeprefix(before[LESSON].rstrip(b"\n")).decode()
    assert "::: choice #doko-2 objective=mitsukeru bank=mamoru/doko@1" in added
    assert added.count("::: easy") == 1
    assert after[LESSON].startswith(before[LESSON].rstrip(b"\n"))
    assert {path for path in after if after[path] != before[path]} == {LESSON}
    assert check_course(queries.source_of(session, draft)) == ()
    service.undo(session, draft.id, draft.number, by=author, now=NOW)
    assert files(session, draft) == before
    with pytest.raises(NoSuchSlice):
        insert_items(session, draft.id, "x.md", ids, objective=None, by=author, now=NOW)


def test_a_newer_version_is_shown_with_its_difference_and_taken_when_wanted(
    session: "Session", author: uuid.UUID, bank: "ItemBank", draft: "Draft"
) -> None:
    item = an_item(session, bank)
    insert_items(session, draft.id, LESSON, [item.id], objective="mitsukeru", by=author, now=NOW)
    who, stranger = (person(session, one, on=TODAY) for one in (author, a_clerk(session).id))
    with pytest.raises(NothingNewer):
        renew_item(session, draft.id, "doko-2", who, now=NOW)
    newer = item_text(CHOICE.replace("会いに", "家に会いに"))
    keeping.change_item(session, item.id, newer, number=1, by=author, now=NOW)
    shown = {
        one.key: one
        for one in pages.questions_page(
            session, draft.id, person(session, author, on=TODAY)
        ).questions
    }
    assert not shown["doko"].is_behind
    assert shown["doko-2"].is_behind
    told = [line for line in shown["doko-2"].changes if line.sign]
    assert [line.sign for line in told] == ["-", "+"]
    with pytest.raises(NothingNewer):  # from a bank that they may not draw from
        renew_item(session, draft.id, "doko-2", stranger, now=NOW)
    renew_item(session, draft.id, "doko-2", who, now=NOW)
    text = files(session, draft)[LESSON].decode()
    assert "#doko-2 objective=mitsukeru bank=mamoru/doko@2" in text
    assert "家に会いに" in text
    assert check_course(queries.source_of(session, draft)) == ()


def test_a_practice_is_drawn_by_lot_from_what_can_be_practised(
    session: "Session", author: uuid.UUID, bank: "ItemBank", draft: "Draft"
) -> None:
    ids = [
        an_item(session, bank, CHOICE.replace("#doko", "#doko attempts=3")).id for _ in range(4)
    ]
    likert = "::: likert #kimochi\nどう？\n\n- あ #a\n- い #b\n- う #c\n:::\n"
    ids.append(an_item(session, bank, likert).id)

    def draw(key: str, count: int, needed: int, last: int) -> str:
        wanted = Draw(key, count, needed, last)
        return draw_items(
            *(session, draft.id, LESSON, ids, wanted), objective="mitsukeru", by=author, now=NOW
        )

    for key, count, needed, last, why in [
        ("doko", 3, 2, 3, "key"),
        ("Renshu", 3, 2, 3, "key"),
        ("renshu", 3, 4, 3, "mastery"),
        ("renshu", 2, 2, 3, "count"),
        ("renshu", 5, 2, 3, "few"),
    ]:
        with pytest.raises(CannotDraw, match=why):
            draw(key, count, needed, last)
    assert draw("renshu", 3, 2, 3) == "bank/renshu.md"
    source = queries.source_of(session, draft)
    assert check_course(source) == ()
    assert len(source.banks[0].blocks) == 3
    assert b"attempts" not in source.banks[0].data
    assert draft.number == 1  # one change, taken back as one


def test_a_question_of_a_draft_goes_into_a_bank_and_says_so(
    session: "Session", author: uuid.UUID, bank: "ItemBank", draft: "Draft"
) -> None:
    item = take_item(session, draft.id, "doko", bank.id, by=author, now=NOW)
    assert (item.key, item.faults) == ("doko", 0)
    shown = pages.questions_page(session, draft.id, person(session, author, on=TODAY)).questions[0]
    assert str(shown.reference) == "mamoru/doko@1"
    assert shown.changes == ()
    assert check_course(queries.source_of(session, draft)) == ()
    with pytest.raises(NothingNewer):
        take_item(session, draft.id, "nothing", bank.id, by=author, now=NOW)


# -- pictures -------------------------------------------------------------------------------------

RED, BLUE = (
    PICTURE.format(f'<path d="M0 0h9v9z" fill="{color}"/>').encode()
    for color in ("#9b2335", "#165e83")
)
SPOTS = """\
::: hotspot #basho objective=mitsukeru
名札はどこですか。

![名札のある机](assets/e.svg)

- [x] @10,20,30,30 机の上 #tsukue
  > そこです。
- [ ] @60,10,30,30 まど #mado
  > 外です。
:::
"""
IN_AN_OPTION = CHOICE.replace("学校の名前", "![校章](assets/e.svg) 学校の名前").replace(
    "#doko", "#kosho objective=mitsukeru"
)


@pytest.mark.parametrize(("text", "key"), [(SPOTS, "basho"), (IN_AN_OPTION, "kosho")])
def test_a_picture_goes_with_its_question_into_a_bank_and_into_another_course(
    session: "Session", author: uuid.UUID, bank: "ItemBank", text: str, key: str
) -> None:
    lesson = f"{PLAIN}\n{text}"
    a_version(session, course_files(lesson=lesson) | {"assets/e.svg": RED}, slug="moto")
    other = course_files() | {
        "assets/e.svg": BLUE,
        LESSON: f"{PLAIN}\n![青](assets/e.svg)\n".encode(),
    }
    a_version(session, other)
    lent = service.start_draft(session, "moto", by=author, now=NOW)
    item = take_item(session, lent.id, key, bank.id, by=author, now=NOW)
    assert item.faults == 0
    assert check_course(queries.source_of(session, lent)) == ()
    draft = service.start_draft(session, "tameshi", by=author, now=NOW)
    before = files(session, draft)
    for _ in range(2):  # the same picture comes once
        insert_items(
            *(session, draft.id, LESSON, [item.id]), objective="mitsukeru", by=author, now=NOW
        )
    after = files(session, draft)
    assert {path for path in after if after[path] != before.get(path)} == {
        LESSON,
        "assets/e-2.svg",
    }
    assert after["assets/e-2.svg"] == RED
    assert after[LESSON].count(b"(assets/e-2.svg)") == 2
    assert check_course(queries.source_of(session, draft)) == ()
    assert dict(read("tameshi", after).files) == after
    newer = item_text(
        kept_source(text).replace("#" + key, "#q").replace("。", "！"), {"assets/e.svg": b""}
    )
    keeping.change_item(
        *(session, item.id, newer), number=1, files={"assets/e.svg": BLUE}, by=author, now=NOW
    )
    renew_item(session, draft.id, key, person(session, author, on=TODAY), now=NOW)
    renewed = files(session, draft)
    assert renewed[LESSON].count(b"(assets/e.svg)") == 2, "the blue one is there already"
    assert check_course(queries.source_of(session, draft)) == ()
    kept = session.scalars(sa.select(ItemFile.digest)).all()
    assert len(kept) == 2

"""Banks: items with versions and tags, where they are used, and what their answers say."""

import uuid
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.catalog.errors import NotInCatalog
from app.itembanks import figures, queries, service
from app.itembanks.errors import BankTaken, ItemChanged, ItemFaulty, NoSuchItem, UnknownTag
from app.itembanks.interchange.files import read_list
from app.itembanks.item_text import NewItem, item_of_course, item_text
from app.itembanks.listing import Listing, listing_of
from app.itembanks.models import BankItem, ItemImport, ItemVersion
from app.itembanks.sources import Reference, kept_source, placed_source
from app.itembanks.uses import uses_of
from app.learning import queries as learning
from tests.factories.catalog import LESSON, NOW, a_source, a_version, course_files
from tests.factories.identity import a_citizen, an_administrator
from tests.factories.itembanks import CHOICE, a_bank, an_item
from tests.factories.learning import RIGHT, WRONG, a_run, answer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.itembanks.models import ItemBank
    from app.learning.queries import OwnRun


@pytest.fixture
def keeper(session: "Session") -> uuid.UUID:
    return an_administrator(session).id


@pytest.fixture
def bank(session: "Session", keeper: uuid.UUID) -> "ItemBank":
    return a_bank(session, keeper, key="mamoru")


def row_of(session: "Session", item: BankItem) -> queries.BankRow:
    return queries.bank(session, item.bank_id)


# -- banks and items


def test_a_bank_finds_a_key_of_its_own_and_none_is_given_twice(
    session: "Session", keeper: uuid.UUID
) -> None:
    assert [a_bank(session, keeper).key for _ in range(2)] == ["mondai-1", "mondai-2"]
    with pytest.raises(BankTaken):
        a_bank(session, keeper, key="mondai-1")


def test_an_item_has_every_version_of_itself_and_the_same_text_makes_none(
    session: "Session", bank: "ItemBank", keeper: uuid.UUID
) -> None:
    item = an_item(session, bank)
    newer = item_text(CHOICE.replace("会いに", "家に会いに"))
    for text in (newer, newer):
        service.change_item(session, item.id, text, number=1, by=keeper, now=NOW)
    page = queries.item_page(session, item.id, row_of(session, item))
    assert [one.number for one in page.versions] == [2, 1]
    assert [line.sign for line in page.versions[0].changes if line.sign] == ["-", "+"]
    with pytest.raises(ItemChanged):
        service.change_item(*(session, item.id, item_text(CHOICE)), number=1, by=keeper, now=NOW)


def test_the_same_key_is_given_once_in_a_bank(session: "Session", bank: "ItemBank") -> None:
    assert [an_item(session, bank).key for _ in range(3)] == ["doko", "doko-2", "doko-3"]
    sources = session.scalars(sa.select(ItemVersion.source)).all()
    assert sorted(source.split("\n")[0] for source in sources) == [
        "::: choice #doko",
        "::: choice #doko-2",
        "::: choice #doko-3",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "ただの文",
        CHOICE + CHOICE.replace("#doko", "#soko"),
        CHOICE.removesuffix(":::\n"),
        CHOICE + "\nあとの文",
        CHOICE.replace("#kyara", "#gakko"),
        CHOICE.replace("教えては", "![絵](assets/e.png) 教えては"),
        CHOICE.replace(" #doko", ""),
        "::: nothing #a\n:::\n",
    ],
)
def test_what_is_not_one_whole_question_does_not_get_in(source: str) -> None:
    with pytest.raises(ItemFaulty):
        item_text(source)


def test_a_tag_must_be_on_file(session: "Session", bank: "ItemBank") -> None:
    item = an_item(session, bank, grades=(4, 3), refs=("digcomp@3.0/4.2",))
    with pytest.raises(UnknownTag):
        service.tag_item(session, item.id, grades=(), refs=["digcomp@3.0/9.9"])
    row = queries.item_page(session, item.id, row_of(session, item)).row
    assert (row.grades, row.refs) == ((3, 4), ("digcomp@3.0/4.2",))


def test_a_question_goes_into_a_bank_and_back_without_its_course(
    session: "Session", bank: "ItemBank"
) -> None:
    wanted = item_of_course(a_source(), "doko")
    assert wanted is not None
    assert "objective" not in wanted.text.source
    assert wanted.refs == ("digcomp@3.0/4.2",)
    reference = Reference("mamoru", "doko", 1)
    back = placed_source(
        wanted.text.source, key="doko", reference=reference, objective="mitsukeru"
    )
    assert back.startswith("::: choice #doko objective=mitsukeru bank=mamoru/doko@1\n")
    assert kept_source(back) == wanted.text.source
    lesson = LESSON.replace("::: choice #doko objective=mitsukeru\n", back.split("\n")[0] + "\n")
    assert a_source(course_files(lesson=lesson)).faults == ()


# -- lists


def listing(text: str) -> Listing:
    return listing_of(read_list("a.csv", text.encode()), lambda ref: ref == "digcomp@3.0/4.2")


LIST = "種類,問い,選択肢1,選択肢2,正解,枠組み\n"
ROW = "1つ選ぶ,どれ？,あ,い,1,digcomp@3.0/4.2 digcomp@3.0/0.0\n"


def test_a_list_is_taken_in_whole_by_whoever_brought_it(
    session: "Session", bank: "ItemBank", keeper: uuid.UUID
) -> None:
    kept = service.keep_list(session, "a.csv", listing(LIST + ROW * 3), by=keeper, now=NOW)
    assert list(kept.found["found"][0][3]) == [
        "「digcomp@3.0/0.0」という枠組みの項目は、ありません。"
    ]
    with pytest.raises(NoSuchItem):
        service.take_list(session, kept.id, bank.id, {2}, by=uuid.uuid4(), now=NOW)
    items = service.take_list(session, kept.id, bank.id, {2, 4}, by=keeper, now=NOW)
    assert [item.key for item in items] == ["mamoru-1", "mamoru-2"]
    assert session.scalars(sa.select(ItemImport)).all() == []
    page = queries.bank_page(
        session, queries.bank(session, bank.id), queries.Sieve(ref="digcomp@3.0/4.2")
    )
    assert (page.total, page.shelf.kinds) == (2, (("choice", 2),))


def test_nothing_is_taken_when_one_of_a_list_cannot_be(
    session: "Session", bank: "ItemBank", keeper: uuid.UUID
) -> None:
    good = NewItem(item_text(CHOICE))
    bad = NewItem(item_text(CHOICE), refs=("nothing@1/1",))
    with pytest.raises(UnknownTag), session.begin_nested():
        service.add_items(session, bank.id, [good, bad], by=keeper, now=NOW)
    assert session.scalars(sa.select(BankItem)).all() == []


# -- uses and figures


def with_bank_item(*, number: int = 1) -> dict[str, bytes]:
    line = f"::: choice #doko objective=mitsukeru bank=mamoru/doko@{number}"
    return course_files(lesson=LESSON.replace("::: choice #doko objective=mitsukeru", line))


def test_where_an_item_is_used_is_read_out_of_the_courses(
    session: "Session", bank: "ItemBank"
) -> None:
    a_version(session)
    an_item(session, bank)
    assert uses_of(session, "mamoru", "doko") == ()
    a_version(session, with_bank_item())
    a_version(session, with_bank_item(number=2))
    uses = uses_of(session, "mamoru", "doko")
    assert [(one.number, one.reference.number, one.is_current) for one in uses] == [
        (3, 2, True),
        (2, 1, False),
    ]
    assert uses[0].lesson is not None
    assert (uses[0].slug, uses[0].lesson.plain) == ("tameshi", "個人情報ってなに？")


def test_figures_come_from_first_answers_and_name_nobody(
    session: "Session", bank: "ItemBank"
) -> None:
    item = an_item(session, bank)
    for number in range(12):
        own = a_run(session, learner=a_citizen(session), files=with_bank_item())
        knows = RIGHT if number < 6 else WRONG
        for minutes, key in enumerate(RIGHT, start=1):
            own = as_it_is_now(session, own)
            answer(session, own, key, knows[key], minutes=minutes)
        own = as_it_is_now(session, own)
        answer(session, own, "doko", RIGHT["doko"], minutes=9)  # a second try counts for nothing
        if number == 8:
            early = figures.course_figures(session, "tameshi", None).rows[0].figures
            assert not early.is_shown
    found = figures.course_figures(session, "tameshi", None)
    doko = found.rows[0]
    assert doko.question.key == "doko"
    assert (doko.figures.persons, doko.figures.facility) == (12, 0.5)
    assert doko.figures.discrimination == pytest.approx(1)
    assert [(o.key, o.persons) for o in doko.figures.options] == [("kyara", 6), ("gakko", 6)]
    page, uses = (
        queries.item_page(session, item.id, row_of(session, item)),
        uses_of(session, "mamoru", "doko"),
    )
    mine = figures.item_figures(session, page, 1, uses)
    assert mine is not None
    assert mine.figures == doko.figures
    assert figures.item_figures(session, page, 2, uses) is None
    a_version(session, with_bank_item(number=2))
    assert not figures.course_figures(session, "tameshi", None).rows[0].figures.is_shown
    assert figures.course_figures(session, "tameshi", 1).rows[0].figures == doko.figures


def as_it_is_now(session: "Session", own: "OwnRun") -> "OwnRun":
    registration = own.registration
    return learning.own_run(session, registration.id, learner_id=registration.learner_id)


def test_a_course_that_is_not_there_has_no_figures(session: "Session") -> None:
    with pytest.raises(NotInCatalog):
        figures.course_figures(session, "nothing", None)

"""Cells of the matrix: nothing in a name comes out as HTML, and what they say is told apart."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.frameworks import queries as frameworks
from app.talent.board import of_one_standard
from app.talent.cells import Cells
from app.talent.printing import told
from app.talent.queries.rollup import Share
from app.talent.queries.standings import Cell
from app.talent.rules import Source, State
from app.talent.words import MARKS, UNSIGNED, mark_of
from tests.page import Page

ITEMS = {one.ref: one for one in frameworks.framework("dss-l@1.2").items}
KEYS = {ref: one.code for ref, one in ITEMS.items()}
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"]), min_size=1, max_size=20)
CELLS = st.builds(
    Cell,
    item_ref=st.sampled_from(sorted(ITEMS)),
    level=st.integers(1, 3),
    step=st.integers(2, 5),
    attested_on=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    expires_on=st.none(),
    source=st.sampled_from(Source),
    state=st.sampled_from(State),
    reason=st.one_of(st.none(), NAMES),
)


@given(name=NAMES, cells=st.lists(st.one_of(st.none(), CELLS), max_size=6))
def test_a_row_has_a_cell_for_each_column_and_says_it_whole(
    name: str, cells: list[Cell | None]
) -> None:
    html = Cells(ITEMS, KEYS).of_person(name, "/talent/matrix?page=1&x=2", cells, chosen=None)
    page = Page(f"<!doctype html><table><tr>{html}</tr></table>")
    assert len(page.all("td")) == len(cells)
    links = page.all("a")
    standing = [one for one in cells if one is not None]
    assert len(links) == len(standing)
    for link, cell in zip(links, standing, strict=True):
        told, look = link.get("aria-label"), link.get("class").split()
        assert told.startswith(name)
        assert link.get("href") == f"/talent/matrix?page=1&x=2&item={cell.code}"
        assert ("lv--said" in look) == (cell.source is not Source.SIGNED_CREDENTIAL)
        assert ("署名なし" in told) >= ("lv--said" in look)
        assert ("lv--none" in look) == (not cell.is_standing)
        if not cell.is_standing and cell.reason:
            assert cell.reason in told


@given(place=NAMES, reached=st.integers(0, 60), people=st.integers(0, 60))
def test_a_department_of_few_has_no_share_and_no_way_to_one(
    place: str, reached: int, people: int
) -> None:
    share = Share("dss-l@1.2/T5", min(reached, people), people)
    html = Cells(ITEMS, KEYS).of_department(place, "/talent/matrix?page=1", [share], chosen=None)
    page = Page(f"<!doctype html><table><tr>{html}</tr></table>")
    assert bool(page.all("a")) == (not share.is_few)
    if share.is_few:
        assert "割合は出しません" in page.text
    else:
        told = page.all("a")[0].get("aria-label")
        assert f"{people}人のうち{share.reached}人" in told
        assert told.startswith(f"{place}、AI。")


def test_every_source_has_words_and_every_weaker_one_a_mark_of_its_own() -> None:
    assert set(Source) <= set(MARKS)
    assert mark_of(Source.SIGNED_CREDENTIAL).sign is None
    signs = [str(one.sign) for one in UNSIGNED]
    assert len(set(signs)) == len(signs) == len(Source) - 1
    assert [(str(one.sign), str(one.name)) for one in UNSIGNED] == list(told.UNSIGNED)


def test_frameworks_of_one_standard_are_offered_together() -> None:
    every = frameworks.frameworks()
    for some in of_one_standard(every):
        assert len({one.id.partition("-")[0] for one in some}) == 1
        assert len({one.id for one in some}) == len(some) > 1

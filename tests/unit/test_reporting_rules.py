"""Who is counted where, what is too few, why a figure differs; every figure has a definition."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.frameworks.wording import Label
from app.reporting import paper
from app.reporting.contents import MAIN, content_of, main_columns
from app.reporting.defined import Kind, definitions, headings, label, newest
from app.reporting.finding import find, scales
from app.reporting.frozen import canonical
from app.reporting.rules import (
    FEW,
    Duty,
    Facts,
    Goal,
    Place,
    Why,
    below,
    fiscal_year_begins,
    hidden,
    last_quarter,
    reasons,
    roll_up,
    share,
)
from app.sheets.limits import Limits
from app.sheets.xlsx import read_workbook
from app.sheets.xlsx_writing import Sheet, written_sheets
from app.workforce.rules import GRADES, are_grades

DAY = date(2026, 3, 31)


@st.composite
def cities(draw: st.DrawFn) -> tuple[Place, ...]:
    """Draw a city with departments, each after what it belongs to."""
    found = [Place("0", "市", "市", 0, None)]
    for n in range(1, draw(st.integers(1, 9))):
        above = draw(st.sampled_from(found[max(0, n - 3) :]))
        found.append(Place(str(n), f"課{n}", f"課{n}", above.depth + 1, above.id))
    return tuple(found)


HEADS = st.lists(st.integers(0, 9), min_size=9, max_size=9)


@given(cities(), HEADS, st.integers(0, 9))
def test_nobody_stands_in_too_small_a_group_whatever_is_subtracted(
    places: tuple[Place, ...], heads: list[int], nowhere: int
) -> None:
    own = {one.id: heads[n] for n, one in enumerate(places)}
    total, out = roll_up(places, own), hidden(places, own, nowhere=nowhere)
    for one in places:
        more = nowhere if one.parent is None else 0
        if one.id in out:
            assert below(places, one.id) - {one.id} <= out
            continue
        assert total[one.id] + more >= FEW or total[one.id] == 0
        children = [each for each in places if each.parent == one.id]
        shown = sum(total[each.id] for each in children if each.id not in out)
        left = total[one.id] + more - shown
        assert left == 0 or left >= FEW


@given(cities(), HEADS)
def test_where_everybody_is_many_nothing_is_left_out(
    places: tuple[Place, ...], heads: list[int]
) -> None:
    own = {one.id: FEW + heads[n] for n, one in enumerate(places)}
    assert hidden(places, own) == frozenset()


@given(cities(), HEADS)
def test_the_whole_is_the_sum_of_what_is_listed_in_it(
    places: tuple[Place, ...], heads: list[int]
) -> None:
    own = {one.id: heads[n] for n, one in enumerate(places)}
    totals = roll_up(places, own)
    assert totals["0"] == sum(own.values())
    for one in places:
        assert totals[one.id] == sum(own[each] for each in below(places, one.id))


@given(st.integers(0, 5_000), st.integers(1, 5_000))
def test_a_share_is_rounded_to_one_place_half_up(n: int, of: int) -> None:
    told = share(n, of)
    assert told is not None
    assert abs(Fraction(told) - Fraction(100 * n, of)) <= Fraction(1, 20)
    assert len(told.partition(".")[2]) == 1
    assert share(of, of) == "100.0"


def test_a_share_of_nobody_is_none_and_halves_go_up() -> None:
    assert share(0, 0) is None
    assert share(1, 2000) == "0.1"
    assert share(2, 3) == "66.7"


PEOPLE = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 3))
KNOWN = st.sets(st.sampled_from("abcdef"))


@given(PEOPLE, PEOPLE, KNOWN, KNOWN, st.integers(0, 4))
def test_reasons_add_up_to_the_difference(
    before: dict[str, int],
    after: dict[str, int],
    known_before: set[str],
    known_after: set[str],
    gone: int,
) -> None:
    printed = sum(before.values()) + gone
    why = reasons(printed, before, after, known_before=known_before, known_after=known_after)
    assert printed + sum(n for _, n in why) == sum(after.values())
    assert all(n for _, n in why)
    told = dict(why)
    assert told.get(Why.FORGOTTEN, 0) == -gone
    assert told.get(Why.FACT_IN, 1) > 0
    assert told.get(Why.FACT_OUT, -1) < 0


@given(PEOPLE, KNOWN)
def test_where_nothing_was_corrected_there_is_no_reason(
    people: dict[str, int], known: set[str]
) -> None:
    printed = sum(people.values())
    assert reasons(printed, people, people, known_before=known, known_after=known) == ()


@st.composite
def bounds(draw: st.DrawFn) -> list[tuple[str, int]]:
    """Draw letters with their least percentages, best first."""
    least = draw(st.lists(st.integers(1, 150), min_size=1, max_size=4, unique=True))
    return list(zip("ABCDE", [*sorted(least, reverse=True), 0], strict=False))


@given(bounds(), st.booleans(), st.integers(1, 90), st.integers(0, 60), st.integers(1, 60))
def test_more_reached_is_never_a_worse_letter(
    grades: list[tuple[str, int]],
    is_rate: bool,  # noqa: FBT001  as it is drawn
    goal: int,
    reached: int,
    people: int,
) -> None:
    assert are_grades(grades)
    one = Goal("x", "x", is_rate=is_rate, goal=goal, by=DAY, grades=tuple(grades))
    letters = [one.letter(n, people) for n in range(min(reached, people) + 1)]
    order = [letter for letter, _ in grades]
    places = [order.index(letter) for letter in letters if letter]
    assert places == sorted(places, reverse=True)
    assert len(places) == len(letters)
    assert one.letter(0, 0) is None


def test_a_number_is_held_against_the_goal_and_a_rate_against_those_who_are_meant() -> None:
    people = Goal("x", "x", is_rate=False, goal=4, by=DAY, grades=GRADES)
    rate = Goal("x", "x", is_rate=True, goal=50, by=DAY, grades=GRADES)
    assert [people.letter(n, 9) for n in range(5)] == ["D", "D", "C", "C", "A"]
    assert [rate.letter(n, 10) for n in (0, 2, 3, 4, 5)] == ["D", "D", "C", "B", "A"]


@given(st.dates(date(2000, 4, 1), date(2100, 1, 1)))
def test_a_quarter_ends_before_the_day_and_a_fiscal_year_has_begun(day: date) -> None:
    end = last_quarter(day)
    assert end < day
    assert (day - end).days <= 92
    assert (end + timedelta(days=1)).day == 1
    assert (end.month, end.day) in {(3, 31), (6, 30), (9, 30), (12, 31)}
    first = fiscal_year_begins(day)
    assert first <= day
    assert (first.month, first.day) == (4, 1)
    assert (day - first).days <= 365


def everything(people: int = 12) -> Facts:
    """Return facts in which every table has something to tell."""
    ids = [str(n) for n in range(people)]
    once = dict.fromkeys(ids, 1)
    codes = (
        *("staff", "eligible", "leave", "kind:full_time", "attested", "framework:f", "group:f:g"),
        *("role:leader", "target:t:people", "target:t:reached", "course:c:people"),
        *("course:c:done", "course:c:exempt", "duties", "duties_done", "completed", "ever"),
        *("source:signed_credential", "source:endorsement", "source:external_training"),
    )
    return Facts(
        as_of=DAY,
        since=date(2025, 4, 1),
        places=(Place("p", "市", "市", 0, None), Place("q", "課", "課", 1, "p")),
        home=dict.fromkeys(ids, "q"),
        lists=dict.fromkeys(codes, once),
        kinds=("full_time",),
        frameworks=(("f", ("g",)),),
        roles=("leader",),
        goals=(Goal("t", "目標", is_rate=True, goal=50, by=DAY, grades=GRADES, role="leader"),),
        duties=(Duty("c", "研修", DAY),),
        labels={
            code: Label("ことば", "words") for code in ("framework:f", "group:f:g", "role:leader")
        },
    )


def test_every_figure_of_every_table_has_a_definition_and_every_definition_is_used() -> None:
    content, _ = content_of(everything())
    used = {one["figure"] for table in content["tables"] for one in table["columns"]}
    used |= {one["figure"] for one in content["main"]}
    assert used == set(newest())
    assert set(content["definitions"]) == used
    assert {one["code"] for one in content["tables"]} == set(headings())


@pytest.mark.parametrize("one", definitions(), ids=lambda one: one.anchor)
def test_a_definition_says_all_of_it_in_both_languages(one: object) -> None:
    for name in ("name", "counts", "of", "leaves_out", "source"):
        words = getattr(one, name)
        assert words.ja.strip()
        assert words.en.strip()
        assert words.en.isascii() or "«" in words.en


def test_versions_of_a_definition_count_from_one_and_stand_once() -> None:
    found: dict[str, list[int]] = {}
    for one in definitions():
        found.setdefault(one.code, []).append(one.version)
    assert all(versions == list(range(1, len(versions) + 1)) for versions in found.values())
    assert {one.kind for one in definitions()} == set(Kind)
    assert all(label("kinds_of_figures", one).ja for one in Kind)
    assert all(label("why", one).ja for one in (*Why, "definition"))


def test_a_share_is_of_a_figure_that_is_told_beside_it() -> None:
    content, _ = content_of(everything())
    shares = [
        cell
        for table in content["tables"]
        for row in table["rows"]
        for cell in row["cells"]
        if "of" in cell
    ]
    assert shares
    assert all(cell["n"] <= cell["of"] for cell in shares)


@given(st.integers(0, 30))
def test_who_is_behind_a_figure_is_as_many_as_it_says(people: int) -> None:
    content, counted = content_of(everything(people))
    for place, one in enumerate(content["main"]):
        if "list" not in one["cell"]:
            assert people < FEW
            continue
        told = find(content, (place,))
        key = str(told.cell["list"])
        assert told.cell["n"] == sum(each.get(key, 0) for each in counted.values())


@pytest.mark.parametrize("at", [(), (99,), (-1,), (0, 0, 99), (0, 99, 0), (99, 0, 0)])
def test_a_figure_that_is_not_there_is_not_found(at: Sequence[int]) -> None:
    content, _ = content_of(everything())
    with pytest.raises(LookupError):
        find(content, at)


def test_equal_facts_are_equal_bytes_in_content_and_workbook() -> None:
    first, second = (content_of(everything())[0] for _ in range(2))
    assert canonical(first) == canonical(second)
    edition = paper.Edition(1, "0" * 64, "")
    books = [paper.workbook(one, edition) for one in (first, second)]
    assert books[0] == books[1]
    with zipfile.ZipFile(io.BytesIO(books[0])) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_first_figures_are_counted_from_lists_that_are_kept() -> None:
    facts = everything()
    content, _ = content_of(facts)
    assert {one.code for one in main_columns(facts)} <= set(content["lists"])
    assert {one.figure for one in MAIN} <= set(content["definitions"])


@pytest.mark.parametrize(("targets", "rules"), [(1, 1), (3, 3), (4, 1), (9, 1)])
def test_many_targets_with_one_rule_have_it_once(targets: int, rules: int) -> None:
    row = {
        "name": {"ja": "目標", "en": "goal"},
        "cells": [{"letter": "B"}],
        "grades": [["A", 100], ["B", 0]],
    }
    found = scales({"rows": [row] * targets})
    assert len(found) == rules
    assert sum(len(one.names) for one in found) == targets
    assert {one.letter for one in found} == ({"B"} if rules == targets else {""})


def test_why_a_figure_differs_is_said_with_its_number() -> None:
    row = {"definition": True, "why": [["fact_in", 3], ["fact_out", -2]]}
    first, second, third = paper.whys(row)
    assert "定義" in first
    assert second.endswith("（+3）")
    assert third.endswith("（−2）")


def test_a_workbook_of_several_sheets_is_read_again() -> None:
    head = ("名", "数", "割合")
    sheets = [
        Sheet("課/係", [("題",), ("注",), head, ("=1+1", 3, Decimal("0.5"))]),
        Sheet("課/係", [("題",), ("名",), ("あ\x00",)]),
    ]
    data = written_sheets(sheets)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.read("xl/workbook.xml").decode()
        first = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'name="課 係"' in names
    assert 'name="課 係 2"' in names
    assert "<v>3</v>" in first
    assert "<v>0.5</v>" in first
    rows = read_workbook(data, Limits(100_000, 100, 100, 1_000_000, 100_000))
    assert rows[0] == ["題"]
    assert rows[3][0] == "=1+1"

"""What may be shown: nothing of fewer than five can be worked out of it, by any sums."""

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.surveys import board, rules
from app.surveys.rules import FEW, Cell, Node, Phase

CITY = "city"
Row = list[Fraction]


def basis(rows: Iterable[Sequence[int]]) -> list[Row]:
    """Return rows that span the same, each with a leading one where no other has anything."""
    found: list[Row] = []
    for row in rows:
        left = reduced([Fraction(n) for n in row], found)
        lead = next((n for n, value in enumerate(left) if value), None)
        if lead is not None:
            left = [value / left[lead] for value in left]
            found = [[a - one[lead] * b for a, b in zip(one, left, strict=True)] for one in found]
            found.append(left)
    return found


def reduced(row: Row, spanned: list[Row]) -> Row:
    for one in spanned:
        lead = next(n for n, value in enumerate(one) if value)
        row = [a - row[lead] * b for a, b in zip(row, one, strict=True)]
    return row


def told(rows: Iterable[Sequence[int]], counts: Sequence[Cell]) -> list[tuple[int, ...]]:
    """Return the sets of people with few answers whose sum follows from these sums."""
    spanned = basis(rows)
    found = []
    for chosen in itertools.product((0, 1), repeat=len(counts)):
        of = [one for one, is_in in zip(counts, chosen, strict=True) if is_in]
        is_few = sum(one.answered for one in of) < FEW and sum(one.invited for one in of) > 0
        if is_few and not any(reduced([Fraction(n) for n in chosen], spanned)):
            found.append(chosen)
    return found


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    answered = draw(st.integers(0, 9))
    return Cell(answered + draw(st.integers(0, 3)), answered)


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[tuple[str, str | None]], dict[str, Cell]]:
    """A city with bureaus and sections, each with people of its own, or nobody."""
    places: list[tuple[str, str | None]] = [(CITY, None)]
    for number in range(draw(st.integers(0, 6))):
        above = draw(st.sampled_from([name for name, _ in places]))
        places.append((f"p{number}", above))
    ordered = [places[0]]
    for name, _above in ordered:
        ordered += [one for one in places if one[1] == name]
    return ordered, {name: draw(cells()) for name, _ in ordered}


def below(places: list[tuple[str, str | None]], top: str) -> set[str]:
    inside = {top}
    for name, above in places:
        if above in inside:
            inside.add(name)
    return inside


def nodes(places: list[tuple[str, str | None]], own: dict[str, Cell]) -> list[Node]:
    def total(name: str) -> Cell:
        parts = [own[one] for one in below(places, name)]
        return Cell(sum(one.invited for one in parts), sum(one.answered for one in parts))

    return [Node(name, above, total(name).invited, total(name).answered) for name, above in places]


@given(trees())
def test_no_sum_of_shown_sections_tells_of_fewer_than_five(
    made: tuple[list[tuple[str, str | None]], dict[str, Cell]],
) -> None:
    places, own = made
    tree = nodes(places, own)
    seen = rules.shown(tree)
    names = [name for name, _ in places]
    rows = [[int(name in below(places, str(one))) for name in names] for one in seen]
    assert told(rows, [own[name] for name in names]) == []
    answered = {one.key: one.answered for one in tree}
    assert all(answered[one] >= FEW for one in seen)
    assert (CITY in seen) == (answered[CITY] >= FEW)


@given(trees())
def test_what_stands_below_something_hidden_is_hidden(
    made: tuple[list[tuple[str, str | None]], dict[str, Cell]],
) -> None:
    places, own = made
    seen = rules.shown(nodes(places, own))
    assert all(above in seen for name, above in places if name in seen and above)


SECTIONS, GRADES = ("a", "b", "c"), ("1", "2", "3")


@st.composite
def tables(draw: st.DrawFn) -> dict[tuple[str, str], Cell]:
    """Three sections by three grades; many places have nobody, as in a real city hall."""
    few = st.one_of(st.just(Cell(0, 0)), st.builds(Cell, st.just(4), st.integers(0, 4)), cells())
    found = {place: draw(few) for place in itertools.product(SECTIONS, GRADES)}
    return {place: cell for place, cell in found.items() if cell.invited}


@given(tables())
def test_sections_and_grades_together_tell_of_no_fewer_than_five(
    table: dict[tuple[str, str], Cell],
) -> None:
    sections = [("city", None), *((name, "city") for name in SECTIONS)]
    own = {name: _sum(table, 0, name) for name in SECTIONS} | {"city": Cell(0, 0)}
    grades = [("city", None), *((name, "city") for name in GRADES)]
    of_grades = {name: _sum(table, 1, name) for name in GRADES} | {"city": Cell(0, 0)}
    found = rules.pattern(nodes(sections, own), nodes(grades, of_grades), table)  # type: ignore[arg-type]
    rows = [
        *([int(one in ("city", place[0])) for place in table] for one in found.sections),
        *([int(one == place[1]) for place in table] for one in found.grades),
    ]
    assert told(rows, list(table.values())) == []
    assert found.sections == rules.shown(nodes(sections, own))


@given(tables())
def test_a_table_is_safe_exactly_where_its_sums_tell_of_no_few(
    table: dict[tuple[str, str], Cell],
) -> None:
    rows = [[int(name == place[axis]) for place in table] for axis, name in _lines(table)]
    assert rules.is_safe(table) == (told(rows, list(table.values())) == [])  # type: ignore[arg-type]


def _lines(table: dict[tuple[str, str], Cell]) -> list[tuple[int, str]]:
    return [(axis, name) for axis in (0, 1) for name in sorted({place[axis] for place in table})]


def _sum(table: dict[tuple[str, str], Cell], axis: int, name: str) -> Cell:
    of = [cell for place, cell in table.items() if place[axis] == name]
    return Cell(sum(one.invited for one in of), sum(one.answered for one in of))


def test_one_small_section_takes_the_next_smallest_with_it() -> None:
    tree = [Node(CITY, None, 40, 30), Node("a", CITY, 20, 17), Node("b", CITY, 14, 10)]
    assert rules.shown([*tree, Node("c", CITY, 6, 3)]) == {CITY, "a"}
    assert rules.shown([*tree[:2], Node("b", CITY, 20, 13)]) == {CITY, "a", "b"}


def test_people_of_the_bureau_itself_are_not_what_is_left_of_its_sections() -> None:
    tree = [Node(CITY, None, 30, 30), Node("bureau", CITY, 30, 30)]
    sections = [Node("a", "bureau", 14, 14), Node("b", "bureau", 15, 15)]
    assert rules.shown([*tree, *sections]) == {CITY, "bureau", "b"}


def test_a_grade_that_lies_within_a_section_is_not_taken_from_it() -> None:
    """All of grade 5 sit in one section with one person of another grade."""
    table = {("a", "5"): Cell(6, 6), ("a", "1"): Cell(1, 1), ("b", "1"): Cell(20, 20)}
    sections = [Node(CITY, None, 27, 27), Node("a", CITY, 7, 7), Node("b", CITY, 20, 20)]
    grades = [Node(CITY, None, 27, 27), Node("5", CITY, 6, 6), Node("1", CITY, 21, 21)]
    assert not rules.is_safe(table)  # type: ignore[arg-type]
    found = rules.pattern(sections, grades, table)  # type: ignore[arg-type]
    assert found.sections == {CITY, "a", "b"}
    assert found.grades == frozenset()


def test_a_city_of_few_answers_shows_nothing() -> None:
    assert rules.shown([Node(CITY, None, 300, 4)]) == frozenset()
    none = rules.pattern([Node(CITY, None, 300, 4)], [Node(CITY, None, 300, 4)], {})
    assert none == rules.Pattern(frozenset(), frozenset())


counts = st.lists(st.integers(0, 60), min_size=5, max_size=5)


@given(counts)
def test_a_share_falls_with_its_bound(told_counts: list[int]) -> None:
    shares = [rules.share(told_counts, bound) for bound in rules.BOUNDS]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= one <= 100 for one in shares)
    assert all(1 <= rules.step(one) <= 5 for one in shares)


@given(counts.filter(any))
def test_the_pieces_of_a_bar_fill_it_without_a_gap(told_counts: list[int]) -> None:
    pieces = board.pieces(told_counts)
    assert pieces[0].x == board.LEFT
    assert pieces[-1].x + pieces[-1].width == board.RIGHT
    assert all(a.x + a.width == b.x for a, b in itertools.pairwise(pieces))
    assert [one.level for one in pieces] == [n for n in range(5) if told_counts[n]]


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 90))
def test_who_is_reminded_has_some_days_before_and_after(opens: date, days: int) -> None:
    closes = opens + timedelta(days=days)
    day = rules.reminder_day(opens, closes)
    assert (day is None) == (days < 6)
    if day is not None:
        assert opens + timedelta(days=3) <= day <= closes - timedelta(days=3)


def test_a_round_takes_answers_until_its_last_day() -> None:
    day, next_day = date(2026, 5, 1), date(2026, 5, 2)
    assert rules.takes_answers(day, None, day, today=day)
    assert not rules.takes_answers(day, None, day, today=next_day)
    assert not rules.takes_answers(None, None, next_day, today=day)
    assert not rules.takes_answers(day, day, next_day, today=day)
    assert rules.phase(None, None) is Phase.PLANNED
    assert rules.phase(day, None) is Phase.OPEN
    assert rules.phase(day, day) is Phase.CLOSED


def test_every_item_wants_an_answer_and_no_other_does() -> None:
    assert rules.is_answer_to(["a", "b"], {"a": 0, "b": 4})
    assert not rules.is_answer_to(["a", "b"], {"a": 0})
    assert not rules.is_answer_to(["a"], {"a": 0, "b": 1})
    assert not rules.is_answer_to(["a"], {"a": 5})


def test_courses_are_sought_for_what_is_known_least() -> None:
    assert rules.weakest({"a": 2, "b": 0, "c": 3, "d": 4, "e": 1}, 2) == ("b", "e")
    assert [rules.framework_level(n) for n in rules.LEVELS] == [0, 0, 1, 2, 3]


def test_grades_stand_by_their_number() -> None:
    names = ["10級", "", "2級", "再任用", "1級"]
    assert sorted(names, key=rules.by_grade_name) == ["1級", "2級", "10級", "再任用", ""]


def test_a_city_of_three_thousand_is_looked_at_whole() -> None:
    """120 sections by 10 grades of few people each; then one grade that lies in one section."""
    table: dict[tuple[rules.Key, rules.Key], Cell] = {
        (row, column): Cell(3, 2) for row in range(120) for column in range(10)
    }
    assert rules.is_safe(table)
    assert not rules.is_safe({**table, (0, "alone"): Cell(8, 8), (1, "with"): Cell(4, 4)})


@given(trees())
def test_nobody_is_counted_where_there_are_few_and_everybody_somewhere(
    made: tuple[list[tuple[str, str | None]], dict[str, Cell]],
) -> None:
    places, cells_of = made
    own = {name: cell.invited for name, cell in cells_of.items()}
    at = rules.counted_at(places, own)
    heads: dict[str, int] = {}
    for name, number in own.items():
        heads[at[name]] = heads.get(at[name], 0) + number
    assert sum(heads.values()) == sum(own.values())
    assert all(number >= FEW or not number for number in heads.values()) or sum(own.values()) < FEW


@given(st.dictionaries(st.sampled_from(["", "1級", "2級", "3級", "10級"]), st.integers(1, 9)))
def test_few_of_a_grade_are_counted_with_their_neighbors(grades: dict[str, int]) -> None:
    at = rules.counted_as(grades)
    assert set(at) == set(grades)
    heads: dict[str, int] = {}
    for name, number in grades.items():
        heads[at[name]] = heads.get(at[name], 0) + number
    named = {name: number for name, number in heads.items() if name}
    assert all(number >= FEW for number in named.values()) or len(named) == 1


def test_where_few_are_counted() -> None:
    tree = [("city", None), ("b", "city"), ("s1", "b"), ("s2", "b"), ("s3", "b"), ("c", "city")]
    own = {"city": 2, "b": 1, "s1": 8, "s2": 3, "s3": 9, "c": 7}
    at = rules.counted_at(tree, own)
    assert at == {"city": "s1", "b": "s1", "s1": "s1", "s2": "s1", "s3": "s3", "c": "c"}
    assert rules.counted_at([("city", None)], {"city": 3}) == {"city": "city"}
    told = rules.counted_as({"1級": 9, "6級": 6, "7級": 3, "8級": 1})
    assert told == {
        "1級": "1級",
        "6級": "6級・7級・8級",
        "7級": "6級・7級・8級",
        "8級": "6級・7級・8級",
    }


def test_a_step_of_a_grade_is_left_out() -> None:
    assert [rules.grade_of(one) for one in ("2級13号給", "2級", "再任用", "")] == [
        *("2級", "2級", "再任用", ""),
    ]

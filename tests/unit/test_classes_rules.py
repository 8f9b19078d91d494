"""The new school year as a rule: titles, grades, and a place for everybody."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from app.classes import rules
from app.classes.rules import Pupil, Room, Step

LEVELS = st.sampled_from(["P", "J", "H", "PJ", "JH", "PJH", None])


@st.composite
def schools(draw: st.DrawFn) -> tuple[str | None, list[Room], list[Pupil]]:
    """A school: its levels, homerooms of its grades and perhaps one of all, and their pupils."""
    levels = draw(LEVELS)
    grades = list(rules.grades_of(levels))[:9]  # a title counts to nine
    rooms = [
        Room(f"{n}年{k}組", (grade,))
        for n, grade in enumerate(grades, start=1)
        for k in range(1, draw(st.integers(0, 3)) + 1)
    ]
    rooms += [Room("ひまわり学級")] * draw(st.integers(0, 1))
    pupils = [
        Pupil(
            uuid.uuid4(), room.grades[0] if room.grades else draw(st.sampled_from(grades)), room, n
        )
        for room in rooms
        for n in range(1, draw(st.integers(0, 3)) + 1)
    ]
    return levels, rooms, pupils


@given(st.integers(1, 12))
def test_a_grade_and_its_code_say_the_same(grade: int) -> None:
    assert rules.grade_of(rules.code_of(grade)) == grade


def test_codes_of_other_kinds_are_no_grade() -> None:
    assert [rules.grade_of(code) for code in ("P7", "J4", "H0", "X1", "", "P1 ")] == [None] * 6


@given(schools())
def test_everybody_has_one_place_in_the_new_year(
    school: tuple[str | None, list[Room], list[Pupil]],
) -> None:
    levels, old, pupils = school
    rooms = rules.next_rooms(old, levels)
    moves = rules.propose(pupils, rooms, levels)
    assert [move.pupil_id for move in moves] == [pupil.id for pupil in pupils]
    there = {room.title: room for room in rooms}
    assert len(there) == len(rooms), "no two classes of one name"
    for pupil, move in zip(pupils, moves, strict=True):
        assert pupil.grade is not None
        leaves = rules.leaves_after(pupil.grade, levels)
        assert (move.step is Step.LEAVE) is leaves
        if leaves:
            assert (move.title, move.number) == (None, None)
            continue
        assert move.title is not None
        assert there[move.title].takes(pupil.grade + 1)
        assert move.number == pupil.number
        if not pupil.room.grades:
            assert move.title == pupil.room.title


@given(schools())
def test_classes_stay_together_and_their_numbers_with_them(
    school: tuple[str | None, list[Room], list[Pupil]],
) -> None:
    levels, old, pupils = school
    moves = rules.propose(pupils, rules.next_rooms(old, levels), levels)
    assert rules.numbers_twice(moves) == set()
    led: dict[Room, set[str | None]] = {}
    for pupil, move in zip(pupils, moves, strict=True):
        if move.step is Step.UP and pupil.room.grades:
            led.setdefault(pupil.room, set()).add(move.title)
    assert all(len(titles) == 1 for titles in led.values())


@given(schools())
def test_the_classes_as_printed_are_read_as_they_were(
    school: tuple[str | None, list[Room], list[Pupil]],
) -> None:
    levels, old, _ = school
    rooms = rules.next_rooms(old, levels)
    assert rules.read_rooms("\n".join(room.title for room in rooms), rooms, levels) == rooms


@given(st.integers(1, 12), st.sampled_from(Step))
def test_a_grade_rises_by_one_or_stays_or_is_over(grade: int, step: Step) -> None:
    after = rules.grade_after(grade, step)
    if step is Step.STAY:
        assert after == grade
    elif grade == 12:
        assert after is None
    else:
        assert after == grade + 1


def test_a_small_school_by_hand() -> None:
    old = [Room("1年1組", (1,)), Room("3年2組", (3,)), Room("6年1組", (6,)), Room("ひまわり")]
    rooms = rules.next_rooms(old, "P")
    assert [room.title for room in rooms] == ["1年1組", "2年1組", "4年2組", "ひまわり"]
    typed = rules.read_rooms("2年1組\n 2年2組 \n\nたけのこ\n2年2組", rooms, "P")
    assert typed == [Room("2年1組", (2,)), Room("2年2組", (2,)), Room("たけのこ")]
    assert rules.read_rooms("2年5組", rules.next_rooms([Room("1年1組", (7,))], "J"), "J") == [
        Room("2年5組", (8,))
    ]


def test_two_with_one_number_in_one_class_are_told() -> None:
    one, two, three = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    moves = [
        rules.Move(one, Step.UP, "4年1組", 3),
        rules.Move(two, Step.STAY, "4年1組", 3),
        rules.Move(three, Step.UP, "4年2組", 3),
    ]
    assert rules.numbers_twice(moves) == {one, two}

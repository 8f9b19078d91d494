"""School years, school grades, and what a class of the next year is called. Pure."""

import enum
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

APRIL = 4
LEVELS = {"P": 6, "J": 3, "H": 3}
"""How many years each level of school has, by the letter of its grade codes."""
_FIRST = {"P": 1, "J": 7, "H": 10}
LAST_GRADES = (6, 9, 12)
"""After which pupils leave a school whose levels nobody has told."""


def school_year_of(day: date) -> int:
    """Return the year in whose April the school year of ``day`` began; 2026 for 2027-03-31."""
    return day.year if day.month >= APRIL else day.year - 1


def school_year(year: int) -> tuple[str, date, date]:
    """Return title, first and last day of a school year, as the Japan Profile wants them."""
    return f"{year}年度", date(year, APRIL, 1), date(year + 1, APRIL - 1, 31)


def code_of(grade: int) -> str:
    """Return the Japan Profile's code of a grade, 1–12: P1–P6, J1–J3, H1–H3."""
    level = "P" if grade < _FIRST["J"] else "J" if grade < _FIRST["H"] else "H"
    return f"{level}{grade - _FIRST[level] + 1}"


def grade_of(code: str) -> int | None:
    """Return the grade of a code, 1–12; None for a code of another kind."""
    found = re.fullmatch(r"([PJH])([1-9])", code)
    if found is None or int(found[2]) > LEVELS[found[1]]:
        return None
    return _FIRST[found[1]] + int(found[2]) - 1


def grades_of(levels: str | None) -> range:
    """Return the grades of a school by the letters of its levels; all twelve where untold."""
    if not levels:
        return range(1, 13)
    return range(_FIRST[levels[0]], _FIRST[levels[-1]] + LEVELS[levels[-1]])


def leaves_after(grade: int, levels: str | None) -> bool:
    """Say whether pupils leave a school after this grade."""
    return grade in LAST_GRADES if not levels else grade >= grades_of(levels)[-1]


# --- 年度更新 -----------------------------------------------------------------------------------

UNDO_DAYS = 60
"""From the first day of the new year: until then a rollover can be taken back, if nobody has built
on it. After that the new year is what is so."""

_YEAR_IN_TITLE = re.compile(r"([1-9１-９])(年)")


class Step(enum.StrEnum):
    """What the new year is for a pupil."""

    UP = "up"
    STAY = "stay"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Room:
    """A homeroom by its title and grades, 1–12; no grades for one that takes any."""

    title: str
    grades: tuple[int, ...] = ()

    def takes(self, grade: int | None) -> bool:
        """Say whether pupils of a grade learn in it."""
        return not self.grades or grade is None or grade in self.grades


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil of the old year: id, grade, homeroom, 出席番号."""

    id: uuid.UUID
    grade: int | None
    room: Room
    number: int | None


@dataclass(frozen=True, slots=True)
class Move:
    """A pupil's new year: the step, and the homeroom and number; neither for who leaves."""

    pupil_id: uuid.UUID
    step: Step
    title: str | None
    number: int | None


def next_title(title: str) -> str:
    """Return what a class is called a year later: 3年2組 → 4年2組; without a year, the same."""
    return _YEAR_IN_TITLE.sub(lambda found: f"{int(found[1]) + 1}{found[2]}", title, count=1)


def next_rooms(old: Sequence[Room], levels: str | None) -> list[Room]:
    """Return the homerooms of the new year: those of the old a year on, and first ones anew.

    A class of one grade goes up with its pupils, as long as the school has the next grade; the
    classes of its first grade are there again for those who come. A class of several grades, or
    of any, such as ひまわり学級, stays what it is.
    """
    rooms = [room for room in old if _stays(room)]
    first = grades_of(levels)[0] if levels else min(_single_grades(old), default=1)
    rooms += [room for room in old if room.grades == (first,) and not _stays(room)]
    for room in old:
        if not _stays(room) and not leaves_after(room.grades[0], levels):
            rooms.append(Room(next_title(room.title), (room.grades[0] + 1,)))
    unique = {room.title: room for room in rooms}
    return sorted(unique.values(), key=lambda room: (room.grades[:1] or (99,), room.title))


def propose(pupils: Sequence[Pupil], rooms: Sequence[Room], levels: str | None) -> list[Move]:
    """Return a new year for each pupil: a grade up with the class, or out after the last grade.

    Where the class that follows is not there, the first one that takes the grade; numbers stay.
    """
    return [_proposed(pupil, rooms, levels) for pupil in pupils]


def _proposed(pupil: Pupil, rooms: Sequence[Room], levels: str | None) -> Move:
    if pupil.grade is not None and leaves_after(pupil.grade, levels):
        return Move(pupil.id, Step.LEAVE, None, None)
    grade = None if pupil.grade is None else pupil.grade + 1
    wanted = pupil.room.title if _stays(pupil.room) else next_title(pupil.room.title)
    fitting = [room.title for room in rooms if room.takes(grade)]
    title = wanted if wanted in fitting else next(iter(fitting), None)
    return Move(pupil.id, Step.UP, title, pupil.number)


def grade_after(grade: int | None, step: Step) -> int | None:
    """Return a pupil's grade in the new year.

    Who leaves a school goes up as well: the next school takes them as what they are. After grade
    12 there is none: whoever finishes it is 18 by the first of April.
    """
    if grade is None or step is Step.STAY:
        return grade
    return None if grade == 12 else grade + 1  # noqa: PLR2004  高校3年


def read_rooms(lines: str, proposed: Sequence[Room], levels: str | None) -> list[Room]:
    """Read homerooms as typed, a title a line; the grade of a new one follows from its title."""
    known = {room.title: room for room in proposed}
    titles = dict.fromkeys(line.strip()[:60] for line in lines.splitlines() if line.strip())
    return [
        known.get(title) or Room(title, _grades_in(title, proposed, levels)) for title in titles
    ]


def numbers_twice(moves: Iterable[Move]) -> set[uuid.UUID]:
    """Return the pupils whose number somebody else has in the same new class."""
    holders: dict[tuple[str | None, int], list[uuid.UUID]] = {}
    for move in moves:
        if move.number is not None and move.step is not Step.LEAVE:
            holders.setdefault((move.title, move.number), []).append(move.pupil_id)
    return {one for group in holders.values() if len(group) > 1 for one in group}


def _stays(room: Room) -> bool:
    """Say whether a class keeps its title over the years: of several grades, or no year in it."""
    return len(room.grades) != 1 or _YEAR_IN_TITLE.search(room.title) is None


def _single_grades(rooms: Iterable[Room]) -> list[int]:
    return [room.grades[0] for room in rooms if not _stays(room)]


def _grades_in(title: str, known: Sequence[Room], levels: str | None) -> tuple[int, ...]:
    """Return the grade that a title names, counted as the school counts; none for no year."""
    found = _YEAR_IN_TITLE.search(title)
    if found is None:
        return ()
    offsets = [
        room.grades[0] - int(named[1])
        for room in known
        if len(room.grades) == 1 and (named := _YEAR_IN_TITLE.search(room.title))
    ]
    offset = offsets[0] if offsets else grades_of(levels)[0] - 1
    grade = int(found[1]) + offset
    return (grade,) if grade in grades_of(levels) else ()

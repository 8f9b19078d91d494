"""Facts → what a report says: tables of figures, each with the list behind it. Pure.

The content is JSON alone, so that it can be frozen. A cell is one of

    {"n": 12, "list": 3, "place": "…"}   so many people, or so many times; the list behind it
    {"n": 12, "of": 40}                  a share
    {"few": true}                        too few people to tell
    {"letter": "B"}, {"day": "…"}, {"goal": 60, "unit": "people"}
    {}                                   nothing to tell

``list`` is a place in ``lists``; without ``place`` it is the whole city.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.frameworks.wording import Label
from app.reporting.defined import label, newest
from app.reporting.rules import Duty, Facts, Goal, Place

FORMAT: Final = 1
NOWHERE: Final = "nowhere"
"""In place of a department: those who are listed in none."""
A_TABLE: Final = 5
"""So many courses stand beside each other; more go into a table of their own."""

Cell = dict[str, Any]
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column counts: the people of a list, how many times they do, or its share ``of``.

    ``base``: the list whose number decides whether too few are meant; that of its table where
    there is none.
    """

    figure: str
    code: str
    of: str = ""
    name: Label | None = None
    base: str = ""

    @property
    def times(self) -> bool:
        """Whether it adds up how many times people count."""
        return newest()[self.figure].is_times


MAIN: Final = (
    Column("staff", "staff"),
    Column("eligible", "eligible"),
    Column("attested", "attested", base="eligible"),
    Column("completed_people", "completed"),
    Column("completed_times", "completed"),
    Column("completed_ever", "ever"),
    Column("duties", "duties"),
    Column("duties_done", "duties_done", base="duties"),
)
"""The figures that are told first and compared with the report before; role levels and targets
besides."""


def content_of(facts: Facts) -> tuple[Content, dict[str, dict[str, int]]]:
    """Return what a report of these facts says, and who is behind it.

    Returns:
        The content without its comparisons, and person → {place in ``lists``: times}.
    """
    made = _Making(facts)
    tables = [one for one in made.tables() if one["rows"]]
    content: Content = {
        "format": FORMAT,
        "as_of": facts.as_of.isoformat(),
        "since": facts.since.isoformat(),
        "city": facts.places[0].name if facts.places else "",
        "places": [_place(one) for one in facts.places],
        "tables": tables,
        "main": made.main(),
        "lists": made.lists,
        "compared": [],
    }
    used = {one["figure"] for table in tables for one in table["columns"]}
    used |= {one["figure"] for one in content["main"]}
    content["definitions"] = {code: newest()[code].version for code in sorted(used)}
    return content, made.counted()


def main_columns(facts: Facts) -> tuple[Column, ...]:
    """Return the figures that are told first."""
    roles = (
        Column("role", f"role:{one}", name=facts.labels[f"role:{one}"]) for one in facts.roles
    )
    goals = [
        Column(
            "target_reached",
            f"target:{one.id}:reached",
            name=Label(one.name, one.name),
            base=f"target:{one.id}:people",
        )
        for one in facts.goals
        if one.is_of_all
    ]
    return (*MAIN[:3], *roles, *goals, *MAIN[3:])


def key_of(told: Mapping[str, Any]) -> tuple[str, str]:
    """Return by what a figure that is told first is found in another content."""
    return told["figure"], (told.get("name") or {}).get("ja", "")


def said(name: Label) -> dict[str, str]:
    """Return a label as JSON."""
    return {"ja": name.ja, "en": name.en}


def plain(text: str) -> dict[str, str]:
    """Return a name of the city's own, which is the same in every language, as JSON."""
    return {"ja": text, "en": text}


def _place(one: Place) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "path": one.path, "depth": one.depth}


@dataclass(slots=True)
class _Making:
    """The tables under way, with the lists they have named so far."""

    facts: Facts
    lists: list[str] = field(default_factory=list)
    _few: dict[str, frozenset[str]] = field(default_factory=dict)
    _rolled: dict[tuple[str, bool], Mapping[str, int]] = field(default_factory=dict)

    def counted(self) -> dict[str, dict[str, int]]:
        """Return person → {place in ``lists``: times}."""
        found: dict[str, dict[str, int]] = {}
        for place, code in enumerate(self.lists):
            for person, times in self.facts.people(code).items():
                found.setdefault(person, {})[str(place)] = times
        return found

    def main(self) -> list[dict[str, Any]]:
        """Return the figures that are told first."""
        return [
            _head(one) | {"cell": self._whole(one, base="staff")}
            for one in main_columns(self.facts)
        ]

    def tables(self) -> "Iterable[dict[str, Any]]":
        """Yield every table; one without rows has nothing to tell."""
        facts = self.facts
        kinds = [Column("kind", f"kind:{one}", name=label("kind", one)) for one in facts.kinds]
        staff = (Column("staff", "staff"), *kinds, Column("leave", "leave"))
        yield self._by_place("staff", "staff", (*staff, Column("eligible", "eligible")))
        yield self._skills()
        yield self._by_place("skills_by_place", "eligible", self._skill_columns())
        yield self._roles()
        yield self._targets()
        for goal in facts.goals:
            if goal.is_of_all:
                yield self._target(goal)
        yield self._courses()
        for start in range(0, len(facts.duties), A_TABLE):
            some = facts.duties[start : start + A_TABLE]
            yield self._by_place("courses_by_place", "staff", self._duty_columns(some))
        columns = (
            Column("completed_people", "completed"),
            Column("completed_times", "completed"),
            Column("completed_ever", "ever"),
        )
        yield self._by_place("completions", "staff", columns)
        yield self._sources()

    def _by_place(self, code: str, base: str, columns: Sequence[Column]) -> dict[str, Any]:
        """Make a table of departments. ``base``: whose place is told of."""
        heads = self.facts.heads(base)
        rows = [_row(label("city"), [self._whole(one, base=base) for one in columns], kind="sum")]
        rows += [
            _row(
                Label(one.name, one.name),
                [self._cell(column, one.id, base=base) for column in columns],
                depth=max(one.depth - 1, 0),
            )
            for one in self.facts.places
            if one.depth > 0 and heads[one.id]
        ]
        is_told = bool(self.facts.people(base)) and bool(columns)
        if code == "staff" and len(self.facts.people(base)) > sum(self._tops(base)):
            rows.append(_row(label("nowhere"), [self._nowhere(one) for one in columns]))
        return _table(code, columns, rows if is_told else [])

    def _skills(self) -> dict[str, Any]:
        facts = self.facts

        def cells(code: str) -> list[Cell]:
            shown = Column("attested", code), Column("attested_share", code, of="eligible")
            return [self._whole(one, base="eligible") for one in shown]

        rows = [_row(label("all_skills"), cells("attested"), kind="sum")]
        for ref, keys in facts.frameworks:
            framework = f"framework:{ref}"
            rows.append(_row(facts.labels[framework], cells(framework), kind="head"))
            groups = [f"group:{ref}:{key}" for key in keys]
            rows += [_row(facts.labels[one], cells(one), depth=1) for one in groups]
        columns = Column("attested", ""), Column("attested_share", "")
        return _table("skills", columns, rows if facts.frameworks else [])

    def _skill_columns(self) -> tuple[Column, ...]:
        frameworks = (
            Column("attested", f"framework:{ref}", name=self.facts.labels[f"framework:{ref}"])
            for ref, _keys in self.facts.frameworks
        )
        return (
            Column("eligible", "eligible"),
            Column("attested", "attested"),
            Column("attested_share", "attested", of="eligible"),
            *frameworks,
        )

    def _roles(self) -> dict[str, Any]:
        rows = []
        for role in self.facts.roles:
            goal = next((one for one in self.facts.goals if one.role == role), None)
            reached = Column("role", f"role:{role}")
            cells = [self._whole(reached, base="staff"), *_wanted(goal)]
            rows.append(_row(self.facts.labels[f"role:{role}"], cells))
        return _table("roles", _columns("role", "goal", "goal_by"), rows)

    def _targets(self) -> dict[str, Any]:
        rows = []
        for goal in self.facts.goals:
            people = f"target:{goal.id}:people"
            columns = self._goal_columns(goal)
            cells = [self._whole(one, base=people) for one in columns]
            rows.append(
                _row(
                    Label(goal.name, goal.name),
                    [*_wanted(goal), *cells, self._letter(goal, None)],
                    grades=goal.grades,
                )
            )
        codes = "goal", "goal_by", "target_people", "target_reached", "target_share", "letter"
        return _table("targets", _columns(*codes), rows)

    def _target(self, goal: Goal) -> dict[str, Any]:
        people = f"target:{goal.id}:people"
        found = self._by_place("target", people, self._goal_columns(goal))
        found["name"] = plain(goal.name)
        if goal.is_rate and found["rows"]:
            found["columns"].append(_head(Column("letter", "")))
            shown = [one for one in self.facts.places if one.depth > 0]
            heads = self.facts.heads(people)
            places = [None, *(one.id for one in shown if heads[one.id])]
            for row, place in zip(found["rows"], places, strict=True):
                row["cells"].append(self._letter(goal, place))
        return found

    def _goal_columns(self, goal: Goal) -> tuple[Column, ...]:
        people, reached = f"target:{goal.id}:people", f"target:{goal.id}:reached"
        return (
            Column("target_people", people),
            Column("target_reached", reached),
            Column("target_share", reached, of=people),
        )

    def _letter(self, goal: Goal, place: str | None) -> Cell:
        people, reached = f"target:{goal.id}:people", f"target:{goal.id}:reached"
        if self._is_few(people, place):
            return {"few": True}
        letter = goal.letter(self._count(reached, place), self._count(people, place))
        return {"letter": letter} if letter else {}

    def _courses(self) -> dict[str, Any]:
        rows = []
        for duty in self.facts.duties:
            base = f"course:{duty.id}:people"
            columns = (
                Column("course_people", base),
                Column("course_done", f"course:{duty.id}:done"),
                Column("course_share", f"course:{duty.id}:done", of=base),
                Column("course_exempt", f"course:{duty.id}:exempt"),
            )
            cells = [self._whole(one, base=base) for one in columns]
            due = {"day": duty.due_on.isoformat()}
            rows.append(_row(Label(duty.title, duty.title), [due, *cells]))
        codes = "course_due", "course_people", "course_done", "course_share", "course_exempt"
        return _table("courses", _columns(*codes), rows)

    def _duty_columns(self, duties: Sequence[Duty]) -> tuple[Column, ...]:
        each = (
            Column(
                "course_share",
                f"course:{one.id}:done",
                of=f"course:{one.id}:people",
                name=Label(one.title, one.title),
            )
            for one in duties
        )
        return (
            Column("duties", "duties"),
            Column("duties_done", "duties_done", base="duties"),
            *each,
        )

    def _sources(self) -> dict[str, Any]:
        sources = [one.removeprefix("source:") for one in self.facts.lists if _is_source(one)]
        rows = [
            _row(
                label("source", one),
                [
                    self._whole(Column("source_people", f"source:{one}"), base="staff"),
                    self._whole(Column("source_times", f"source:{one}"), base="staff"),
                ],
            )
            for one in sources
        ]
        return _table("sources", _columns("source_people", "source_times"), rows)

    def _whole(self, column: Column, *, base: str) -> Cell:
        return self._cell(column, None, base=base)

    def _cell(self, column: Column, place: str | None, *, base: str) -> Cell:
        """Return a figure of a place, or of all; ``base``: whose number decides what is few."""
        asked = column.of or column.base or base
        if newest()[column.figure].few and self._is_few(asked, place):
            return {"few": True} if self._count(asked, place) else {}
        n = self._count(column.code, place, times=column.times)
        if column.of:
            return {"n": n, "of": self._count(column.of, place)}
        if column.code not in self.lists:
            self.lists.append(column.code)
        found: Cell = {"n": n, "list": self.lists.index(column.code)}
        return found | ({"place": place} if place else {})

    def _tops(self, code: str) -> list[int]:
        heads = self.facts.heads(code)
        return [heads[one.id] for one in self.facts.places if one.depth == 0]

    def _nowhere(self, column: Column) -> Cell:
        """Return how many of a list stand in no department."""
        n = len(self.facts.people(column.code)) - sum(self._tops(column.code))
        return {"n": n, "list": self.lists.index(column.code), "place": NOWHERE}

    def _is_few(self, base: str, place: str | None) -> bool:
        if base not in self._few:
            self._few[base] = self.facts.hidden(base)
        if place is None:
            return any(one.depth == 0 and one.id in self._few[base] for one in self.facts.places)
        return place in self._few[base]

    def _count(self, code: str, place: str | None, *, times: bool = False) -> int:
        people = self.facts.people(code)
        if place is None:
            return sum(people.values()) if times else len(people)
        if (code, times) not in self._rolled:
            found = self.facts.times(code) if times else self.facts.heads(code)
            self._rolled[code, times] = found
        return self._rolled[code, times][place]


def _is_source(code: str) -> bool:
    return code.startswith("source:")


def _wanted(goal: Goal | None) -> list[Cell]:
    if goal is None:
        return [{}, {}]
    unit = "rate" if goal.is_rate else "people"
    return [{"goal": goal.goal, "unit": unit}, {"day": goal.by.isoformat()}]


def _columns(*figures: str) -> tuple[Column, ...]:
    return tuple(Column(one, "") for one in figures)


def _head(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"figure": column.figure}
    return found | ({"name": said(column.name)} if column.name else {})


def _row(
    name: Label,
    cells: list[Cell],
    *,
    kind: str = "",
    depth: int = 0,
    grades: Sequence[tuple[str, int]] = (),
) -> dict[str, Any]:
    """Return a row. ``kind``: ``sum`` for all of a table, ``head`` for what holds those below."""
    found: dict[str, Any] = {"name": said(name), "cells": cells, "kind": kind, "depth": depth}
    return found | ({"grades": [list(one) for one in grades]} if grades else {})


def _table(code: str, columns: Sequence[Column], rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"code": code, "columns": [_head(one) for one in columns], "rows": rows}

"""A list held against what is known: what is new, changed, the same, or not taken in. Pure."""

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from app.training.faults import Fault, Flaw
from app.training.reading import Entry, Reading
from app.training.rules import Claims, Meaning, Rule, is_same_name, key_of, rule_for

STEPS: Final = 4
"""Read, looked up, compared, written."""

Key = tuple[uuid.UUID, str, date]
"""(person, key of the title, day): what a record of one source is, once."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a record says beside what it is of."""

    minutes: int | None
    claims: Claims
    expires_on: date | None

    def to_json(self) -> dict[str, Any]:
        """Encode for the database."""
        return {
            "minutes": self.minutes,
            "claims": [list(one) for one in self.claims],
            "expires_on": self.expires_on.isoformat() if self.expires_on else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Content":
        """Decode what ``to_json`` wrote."""
        ends = data["expires_on"]
        claims = tuple((ref, level) for ref, level in data["claims"])
        return cls(data["minutes"], claims, date.fromisoformat(ends) if ends else None)


@dataclass(frozen=True, slots=True)
class Known:
    """A record that is there."""

    id: uuid.UUID
    content: Content


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whom a row may mean.

    Attributes:
        id: Of the account.
        name: As it is known.
        is_staff: Whether they work here today; else they did before.
    """

    id: uuid.UUID
    name: str
    is_staff: bool


@dataclass(frozen=True, slots=True)
class People:
    """Whom numbers and logins lead to, as they were typed; who never worked here is absent."""

    by_number: Mapping[str, Somebody]
    by_login: Mapping[str, Somebody]


@dataclass(frozen=True, slots=True)
class Made:
    """A record to be made."""

    person_id: uuid.UUID
    title: str
    completed_on: date
    content: Content

    @property
    def key(self) -> Key:
        """What it is."""
        return self.person_id, key_of(self.title), self.completed_on


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that says something else from now on."""

    record_id: uuid.UUID
    person_id: uuid.UUID
    title: str
    completed_on: date
    before: Content
    after: Content


@dataclass(slots=True)
class Plan:
    """What an import does, and what is told of it.

    Attributes:
        made: Records to be made.
        changed: Records to be changed.
        findings: By kind (``models.FindingKind``), as a page shows them.
        counts: How many rows of each kind; of titles for ``unmapped``.
        aside: Rows that somebody left out.
    """

    made: list[Made] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    findings: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    aside: int = 0

    @property
    def digest(self) -> str:
        """What tells two plans apart, hexadecimal."""
        told = [
            *((str(one.key), one.content.to_json()) for one in self.made),
            *(
                (str(one.record_id), one.before.to_json(), one.after.to_json())
                for one in self.changed
            ),
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def content_of(
    title: str, completed_on: date, minutes: int | None, rules: Sequence[Rule]
) -> Content:
    """Return what a record says, by the rules of its source."""
    rule = rule_for(title, rules)
    if rule is None or not rule.claims:
        return Content(minutes, (), None)
    return Content(minutes, rule.claims, rule.last_good_day(completed_on))


class Comparison:
    """Holds the rows of one list against what is known."""

    def __init__(
        self,
        reading: Reading,
        people: People,
        rules: Sequence[Rule],
        headings: Mapping[Meaning, str],
    ) -> None:
        """Take what was read, whom it may mean, and what titles attest."""
        self.reading, self.people, self.headings = reading, people, headings
        self.rules = tuple(rules)
        self._decided: dict[str, Rule | None] = {}
        self.plan = Plan(aside=reading.aside)
        self.faults: list[Fault] = list(reading.faults)
        self.unknown: list[Fault] = []
        self.whose = self._whose()

    def person_ids(self) -> set[uuid.UUID]:
        """Return whose records have to be known."""
        return {person.id for _, person in self.whose}

    def against(self, known: Mapping[Key, Known]) -> Plan:
        """Return what the list does to the records that are there."""
        seen: dict[Key, tuple[Entry, Content]] = {}
        for entry, person in self.whose:
            self._hold(entry, person, known, seen)
        self._tell("fault", [one.to_json() for one in self._in_order(self.faults)])
        self._tell("unknown", [one.to_json() for one in self._in_order(self.unknown)])
        lines = [{"line": line, "title": title} for line, title in self.reading.unfinished]
        self._tell("unfinished", lines)
        self._tell_unmapped(entry for entry, _ in seen.values())
        for kind in ("new", "changed", "same", "left"):
            self.plan.findings.setdefault(kind, [])
            self.plan.counts[kind] = len(self.plan.findings[kind])
        for kind in ("fault", "unknown"):
            rows = {one["line"] for one in self.plan.findings[kind]}
            self.plan.counts[kind] = len(rows)
        return self.plan

    def _whose(self) -> list[tuple[Entry, Somebody]]:
        found = []
        for entry in self.reading.entries:
            person = self._person(entry)
            if person is None:
                continue
            if person.is_staff:
                found.append((entry, person))
            else:
                self._add("left", entry, person)
        return found

    def _person(self, entry: Entry) -> Somebody | None:
        number = self.people.by_number.get(entry.number) if entry.number else None
        login = self.people.by_login.get(entry.login) if entry.login else None
        person = number or login
        who = Meaning.NUMBER if entry.number else Meaning.LOGIN
        written = entry.number or entry.login
        if person is None:
            self.unknown.append(self._fault(entry, who, Flaw.UNKNOWN, written))
            return None
        if number and login and number.id != login.id:
            self.faults.append(self._fault(entry, Meaning.LOGIN, Flaw.TWO_PEOPLE, entry.login))
            return None
        if entry.name and not is_same_name(entry.name, person.name):
            known = {"known": person.name}
            self.faults += [
                self._fault(entry, who, Flaw.NAME, written, values=known),
                self._fault(
                    entry, Meaning.NAME, Flaw.NAME, entry.name, proposal=person.name, values=known
                ),
            ]
            return None
        return person

    def _fault(
        self,
        entry: Entry,
        meaning: Meaning,
        flaw: Flaw,
        value: str,
        *,
        proposal: str | None = None,
        values: Mapping[str, str] | None = None,
    ) -> Fault:
        about = (entry.name or entry.title)[:80]
        heading = self.headings[meaning]
        return Fault(entry.line, heading, flaw, value, proposal, values or {}, about)

    def _hold(
        self,
        entry: Entry,
        person: Somebody,
        known: Mapping[Key, Known],
        seen: dict[Key, tuple[Entry, Content]],
    ) -> None:
        key = (person.id, key_of(entry.title), entry.completed_on)
        content = self._content(entry)
        if key in seen:
            first, before = seen[key]
            if before == content:
                self._add("same", entry, person)
            else:
                unit = next(
                    one for one in (Meaning.HOURS, Meaning.MINUTES) if one in self.headings
                )
                other = {"other": str(first.line)}
                written = "" if entry.minutes is None else str(entry.minutes)
                self.faults.append(self._fault(entry, unit, Flaw.TWICE, written, values=other))
            return
        seen[key] = (entry, content)
        there = known.get(key)
        if there is None:
            made = Made(person.id, entry.title, entry.completed_on, content)
            self.plan.made.append(made)
            self._add("new", entry, person, content)
            return
        if content.minutes is None:  # a list without hours takes none away
            content = Content(there.content.minutes, content.claims, content.expires_on)
        if content == there.content:
            self._add("same", entry, person)
            return
        self.plan.changed.append(
            Changed(there.id, person.id, entry.title, entry.completed_on, there.content, content)
        )
        self._add("changed", entry, person, content, before=there.content)

    def _content(self, entry: Entry) -> Content:
        rule = self._rule(entry.title)
        if rule is None or not rule.claims:
            return Content(entry.minutes, (), None)
        return Content(entry.minutes, rule.claims, rule.last_good_day(entry.completed_on))

    def _rule(self, title: str) -> Rule | None:
        key = key_of(title)
        if key not in self._decided:
            self._decided[key] = rule_for(title, self.rules)
        return self._decided[key]

    def _add(
        self,
        kind: str,
        entry: Entry,
        person: Somebody,
        content: Content | None = None,
        *,
        before: Content | None = None,
    ) -> None:
        told: dict[str, Any] = {
            "line": entry.line,
            "name": person.name,
            "title": entry.title,
            "day": entry.completed_on.isoformat(),
            "minutes": content.minutes if content else entry.minutes,
            "claims": [list(one) for one in content.claims] if content else [],
            "before": before.to_json() if before else None,
        }
        self.plan.findings.setdefault(kind, []).append(told)

    def _tell(self, kind: str, lines: list[dict[str, Any]]) -> None:
        self.plan.findings[kind], self.plan.counts[kind] = lines, len(lines)

    def _tell_unmapped(self, entries: Iterable[Entry]) -> None:
        """List the titles for which no rule says anything, the most frequent first."""
        times: Counter[str] = Counter()
        written: dict[str, str] = {}
        for entry in entries:
            if self._rule(entry.title) is None:
                key = key_of(entry.title)
                times[key] += 1
                written.setdefault(key, entry.title)
        ordered = sorted(times.items(), key=lambda pair: (-pair[1], pair[0]))
        self._tell("unmapped", [{"title": written[key], "rows": n} for key, n in ordered])

    @staticmethod
    def _in_order(faults: list[Fault]) -> list[Fault]:
        return sorted(faults, key=lambda one: one.line)

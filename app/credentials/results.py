"""Results: what an achievement can tell of how it was done, and what a credential tells. Pure.

Three kinds of the standard's list, because each says something that a reader understands without
the issuer: a step out of some, a share in percent, a few words. Points and grades need a scale
that nobody else knows; a status says nothing, for whoever has the credential has completed it.

A value is opt-in twice: the achievement names it, and whoever awards fills it in. It is signed,
and whoever sees the credential sees it; nothing is worked out from anybody's answers.

Source: 1EdTech Open Badges 3.0, ResultDescription, Result, RubricCriterionLevel.
"""

import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Values = tuple[tuple[str, str], ...]
"""Pairs of a result's name and its value: a step's name, 0 to 100 as digits, or words."""

LONGEST_WORDS = 100
MOST_PERCENT = 100
PLAIN = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff{}|]+")
"""Words that can be signed: no control characters, and no notation of readings."""

_PERCENT = re.compile(r"0|[1-9][0-9]?|100")


class ResultKind(enum.StrEnum):
    """What a value is, as ``resultType`` names it."""

    STEP = "RubricCriterionLevel"
    PERCENT = "Percent"
    WORDS = "Result"


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """What an achievement can tell.

    Attributes:
        name: Once in an achievement.
        steps: From the lowest to the highest; empty for the other kinds.
        required: The step or the percentage that is needed; empty where none is.
    """

    name: str
    kind: ResultKind
    steps: tuple[str, ...] = ()
    required: str = ""

    def takes(self, value: str) -> bool:
        """Say whether something is a value of it."""
        if self.kind is ResultKind.STEP:
            return value in self.steps
        if self.kind is ResultKind.PERCENT:
            return _PERCENT.fullmatch(value) is not None
        return len(value) <= LONGEST_WORDS and PLAIN.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class ResultClaim:
    """What a credential tells; ``steps`` are those out of which ``value`` is one."""

    name: str
    value: str
    steps: tuple[str, ...] = ()


def describe(facts: Iterable[ResultFacts]) -> list[Json]:
    """Return ``resultDescription`` without ids, which are made from the achievement's address."""
    return [_description(one) for one in facts]


def addressed(descriptions: Sequence[Json], address: str) -> list[Json]:
    """Return descriptions with their ids, and those of their steps."""
    return [
        {"id": f"{address}#result-{n}", **_with_steps(one, f"{address}#result-{n}")}
        for n, one in enumerate(descriptions, start=1)
    ]


def given(achievement: Json, values: Values) -> list[Json]:
    """Return ``result`` for the values; one that this edition does not describe is left out."""
    described = {one["name"]: one for one in achievement.get("resultDescription", ())}
    pairs = ((described[name], value) for name, value in values if name in described)
    return [found for one, value in pairs if (found := _result(one, value)) is not None]


def results_of(credential: Json) -> tuple[ResultClaim, ...]:
    """Read results back from a credential that was verified; nothing is checked here."""
    subject = credential.get("credentialSubject", {})
    described = {
        one["id"]: one for one in subject.get("achievement", {}).get("resultDescription", ())
    }
    return tuple(
        _claim(described[one["resultDescription"]], one)
        for one in subject.get("result", ())
        if one.get("resultDescription") in described
    )


def kept(facts: Sequence[ResultFacts]) -> Json | None:
    """Return facts as a column keeps them; None for none."""
    told = [
        {"name": one.name, "kind": one.kind.value, "steps": list(one.steps), "need": one.required}
        for one in facts
    ]
    return {"results": told} if told else None


def read(column: Mapping[str, Any] | None) -> tuple[ResultFacts, ...]:
    """Return the facts that a column keeps."""
    return tuple(
        ResultFacts(one["name"], ResultKind(one["kind"]), tuple(one["steps"]), one["need"])
        for one in (column or {}).get("results", ())
    )


def kept_values(values: Values) -> Json | None:
    """Return values as a column keeps them; None for none."""
    return {"values": [list(pair) for pair in values]} if values else None


def read_values(column: Mapping[str, Any] | None) -> Values:
    """Return the values that a column keeps."""
    return tuple((name, value) for name, value in (column or {}).get("values", ()))


def _description(facts: ResultFacts) -> Json:
    found: Json = {
        "type": ["ResultDescription"],
        "name": facts.name,
        "resultType": facts.kind.value,
    }
    if facts.kind is ResultKind.STEP:
        found["rubricCriterionLevel"] = [
            {"type": ["RubricCriterionLevel"], "name": step, "level": str(n)}
            for n, step in enumerate(facts.steps, start=1)
        ]
    if facts.kind is ResultKind.PERCENT:
        found |= {"valueMin": "0", "valueMax": str(MOST_PERCENT)}
    if facts.required:
        key = "requiredLevel" if facts.kind is ResultKind.STEP else "requiredValue"
        found[key] = facts.required
    return found


def _with_steps(description: Json, address: str) -> Json:
    steps = description.get("rubricCriterionLevel")
    if steps is None:
        return description
    ids = {one["name"]: f"{address}-{one['level']}" for one in steps}
    found = {
        **description,
        "rubricCriterionLevel": [{"id": ids[one["name"]], **one} for one in steps],
    }
    if "requiredLevel" in description:
        found["requiredLevel"] = ids[description["requiredLevel"]]
    return found


def _result(description: Json, value: str) -> Json | None:
    found: Json = {"type": ["Result"], "resultDescription": description["id"]}
    steps = {one["name"]: one["id"] for one in description.get("rubricCriterionLevel", ())}
    if not steps:
        return {**found, "value": value}
    return {**found, "achievedLevel": steps[value]} if value in steps else None


def _claim(description: Json, result: Json) -> ResultClaim:
    steps = description.get("rubricCriterionLevel", ())
    step = next((one["name"] for one in steps if one["id"] == result.get("achievedLevel")), None)
    value = step or str(result.get("value", result.get("status", "")))
    is_percent = description.get("resultType") == ResultKind.PERCENT
    shown = f"{value}%" if is_percent and not value.endswith("%") else value
    names = tuple(one["name"] for one in steps) if step else ()
    return ResultClaim(str(description.get("name", "")), shown, names)

"""Formatting, ids, timestamps, versions, and what came with 2.0 (Data 2.2, 2.4, 4; 2.0: 4.2)."""

import copy
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.xapi.compare import is_same
from app.xapi.validate import Version, faults
from app.xapi.validate.shapes import join
from tests.factories.lrs import HOME, a_full_statement, a_statement, an_actor
from tests.requirements import requirement
from tests.xapi_rules import (
    BOTH,
    GONE,
    GROUP,
    IRI,
    LANGUAGE_MAP,
    NO_ARRAY,
    NO_EXTENSIONS,
    NO_LANGUAGE_MAP,
    NO_OBJECT,
    NO_TEXT,
    NO_UUID,
    UUID,
    Rule,
    each_rule,
)

INSTANTS = (
    *("2026-10-01T09:00:00Z", "2026-10-01T09:00:00.123Z", "2026-10-01T09:00:00.123456789Z"),
    *("2026-10-01T18:00:00+09:00", "2026-10-01T00:00:00-09:00", "2026-10-01T09:00:00+00:00"),
    *("2026-10-01T09:00:00.5+0900", "2099-12-31T23:59:59Z", "2024-02-29T00:00:00Z"),
)
ONLY_ISO = ("20261001T090000Z", "2026-10-01T09:00:00", "20261001T0900+0900")
NO_INSTANT: tuple[object, ...] = (
    *("", "now", "2026-10-01", "09:00:00Z", "2026-13-01T09:00:00Z", "2026-02-30T09:00:00Z"),
    *("2026-10-01T25:00:00Z", "2026-10-01T09:61:00Z", "01/10/2026 09:00", "2026-10-01T09:00:00ZZ"),
    *("2026-10-01T09:00:00-00:00", "2026-10-01T09:00:00-0000", "2026-10-01T09:00:00-00"),
    *("2026-10-01T09:00:00+25:00", *NO_TEXT),
)
CONTEXT_AGENT = {"objectType": "contextAgent", "agent": an_actor()}
CONTEXT_GROUP = {"objectType": "contextGroup", "group": GROUP}
NO_TYPES: tuple[object, ...] = ([], ["x"], [1], [None], ["", IRI], *NO_ARRAY)


def instants(path: str, number: str, section: str, *, only_outside: bool) -> tuple[Rule, ...]:
    def rule(good: tuple[str, ...], bad: tuple[object, ...], version: Version) -> Rule:
        return Rule(
            (number, "XAPI-00123"),
            section,
            path,
            good,
            bad,
            only_outside=only_outside,
            versions=(version,),
        )

    return (
        rule((*INSTANTS, *ONLY_ISO), NO_INSTANT, "1.0.3"),
        rule(INSTANTS, (*ONLY_ISO, *NO_INSTANT), "2.0"),
    )


def of_2_0(path: str, good: tuple[object, ...], bad: tuple[object, ...], **beside: object) -> Rule:
    told = {key.replace("__", "."): value for key, value in beside.items()}
    return Rule((), "4.2.2.5", path, good, bad, beside=told, versions=("2.0",))


RULES = (
    Rule(
        ("XAPI-00027", "XAPI-00028", "XAPI-00029", "XAPI-00030", "XAPI-00007"),
        "4.2.4.2",
        "id",
        good=(GONE, UUID, UUID.upper(), "8f87ccde-bb56-1c2e-9b83-44982ef22df0"),
        bad=NO_UUID,
        only_outside=True,
    ),
    *instants("timestamp", "XAPI-00022", "4.2.7", only_outside=False),
    *instants("stored", "XAPI-00023", "4.2.4.2", only_outside=True),
    Rule(
        ("XAPI-00101",),
        "4.2.4.3",
        "version",
        good=(GONE, "1.0", "1.0.0", "1.0.3", "1.0.9"),
        bad=("", "1", "0.9", "0.95", "1.1", "1.1.0", "2", "3.0.0", "1.0.x", "v1.0.0", *NO_TEXT),
        only_outside=True,
    ),
    Rule(
        (),
        "4.2.4.3",
        "version",
        good=("2.0.0", "2.0.1", "2.0"),
        bad=("2.1.0", "2.0.x"),
        only_outside=True,
        versions=("2.0",),
    ),
    Rule(
        ("XAPI-00101",),
        "4.2.4.3",
        "version",
        bad=("2.0.0", "2.0"),
        only_outside=True,
        versions=("1.0.3",),
    ),
    Rule(("XAPI-00013", "XAPI-00121"), "4.2.7", "verb.display", LANGUAGE_MAP, NO_LANGUAGE_MAP),
    Rule(("XAPI-00118",), "4.2.7", "result.extensions", bad=NO_EXTENSIONS),
    of_2_0(
        "context.contextAgents",
        ([], [CONTEXT_AGENT], [CONTEXT_AGENT, CONTEXT_AGENT | {"relevantTypes": [IRI]}]),
        (*NO_ARRAY, ["x"], [None], [{}], [an_actor()], [CONTEXT_GROUP], CONTEXT_AGENT),
    ),
    of_2_0(
        "context.contextGroups",
        ([], [CONTEXT_GROUP], [CONTEXT_GROUP | {"relevantTypes": [IRI, "urn:x"]}]),
        (*NO_ARRAY, ["x"], [None], [{}], [GROUP], [CONTEXT_AGENT], CONTEXT_GROUP),
    ),
    of_2_0(
        "context.contextAgents.0.objectType",
        ("contextAgent",),
        (GONE, "ContextAgent", "Agent", "contextGroup", *NO_TEXT),
        context__contextAgents=[CONTEXT_AGENT],
    ),
    of_2_0(
        "context.contextAgents.0.agent",
        (an_actor(),),
        (GONE, {}, {"name": "a"}, GROUP, *NO_OBJECT),
        context__contextAgents=[CONTEXT_AGENT],
    ),
    of_2_0(
        "context.contextGroups.0.objectType",
        ("contextGroup",),
        (GONE, "ContextGroup", "Group", "contextAgent", *NO_TEXT),
        context__contextGroups=[CONTEXT_GROUP],
    ),
    of_2_0(
        "context.contextGroups.0.group",
        (GROUP,),
        (GONE, {}, {"objectType": "Group"}, an_actor(), *NO_OBJECT),
        context__contextGroups=[CONTEXT_GROUP],
    ),
    of_2_0(
        "context.contextAgents.0.relevantTypes",
        (GONE, [IRI]),
        NO_TYPES,
        context__contextAgents=[CONTEXT_AGENT],
    ),
    of_2_0(
        "context.contextGroups.0.relevantTypes",
        (GONE, [IRI]),
        NO_TYPES,
        context__contextGroups=[CONTEXT_GROUP],
    ),
    *(
        Rule(("XAPI-00010",), "", f"context.{name}", bad=([], [one]), versions=("1.0.3",))
        for name, one in (("contextAgents", CONTEXT_AGENT), ("contextGroups", CONTEXT_GROUP))
    ),
)


@each_rule(RULES)
def test_what_fits_is_accepted(rule: Rule, version: Version) -> None:
    assert rule.refused(version) == []


@each_rule(RULES)
def test_what_does_not_fit_is_refused_at_its_place(rule: Rule, version: Version) -> None:
    assert rule.accepted(version) == []


@each_rule(RULES, inside=True)
def test_the_same_holds_inside_a_sub_statement(rule: Rule, version: Version) -> None:
    assert rule.refused(version, inside=True) == []
    assert rule.accepted(version, inside=True) == []


# --- every place of a statement -----------------------------------------------------------------


def places(value: Any, at: str = "$") -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401  JSON
    """Yield every place outside extensions: its path, what holds it, and its name there."""
    keys = enumerate(value) if isinstance(value, list) else value.items()
    for key, inner in keys:
        if key == "extensions":
            continue
        path = f"{at}[{key}]" if isinstance(value, list) else join(at, key)
        yield path, value, key
        if isinstance(inner, dict | list):
            yield from places(inner, path)


PLACES = [path for path, _, _ in places(a_full_statement())]


def changed_at(path: str, change: Any) -> dict[str, Any]:  # noqa: ANN401  a function
    statement: dict[str, Any] = copy.deepcopy(a_full_statement())
    for found, holder, key in list(places(statement)):
        if found == path:
            change(holder, key)
    return statement


@requirement("XAPI-00001", "2.0 4.2.1")
@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize("path", PLACES)
def test_null_is_refused_at_every_place(version: Version, path: str) -> None:
    statement = changed_at(path, lambda holder, key: holder.__setitem__(key, None))
    assert path in [fault.path for fault in faults(statement, version)]


@requirement("XAPI-00006", "2.0 4.2.1")
@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize("path", PLACES)
def test_another_type_is_refused_at_every_place(version: Version, path: str) -> None:
    def other(holder: Any, key: Any) -> None:  # noqa: ANN401  JSON
        holder[key] = 1 if isinstance(holder[key], str) else "1"

    found = [fault.path for fault in faults(changed_at(path, other), version)]
    assert any(one.startswith(path) for one in found)


IN_MAPS = re.compile(r"\.(display|description|name)[.\[]")
NAMED = [path for path in PLACES if not path.endswith("]") and not IN_MAPS.search(path)]
"""Language tags aside: they may be written either way."""


@requirement("XAPI-00008", "XAPI-00010", "2.0 4.2.1")
@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize("path", NAMED)
def test_keys_in_another_case_are_refused_at_every_place(version: Version, path: str) -> None:
    def spell(holder: Any, key: str) -> None:  # noqa: ANN401  JSON
        holder[key.upper()] = holder.pop(key)

    folder, _, name = path.rpartition(".")
    found = faults(changed_at(path, spell), version)
    assert f"{folder}.{name.upper()}" in [fault.path for fault in found]


@requirement("XAPI-00010", "2.0 4.2.1")
@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize("key", ["more", "_", "Id", "", "extensions ", HOME])
def test_unknown_keys_are_refused_everywhere(version: Version, key: str) -> None:
    objects = [
        (path, holder[name])
        for path, holder, name in places(a_full_statement())
        if isinstance(holder[name], dict) and name not in {"name", "description", "display"}
    ]
    for path, _ in [("$", None), *objects]:
        statement: dict[str, Any] = copy.deepcopy(a_full_statement())
        found = {at: holder[name] for at, holder, name in places(statement)}
        found.get(path, statement)[key] = "x"
        assert any(fault.path.startswith(path) for fault in faults(statement, version)), path


# --- data types ---------------------------------------------------------------------------------


@requirement("XAPI-00124", "XAPI-00077", "2.0 4.2.7")
def test_beyond_a_hundredth_of_a_second_durations_are_one() -> None:
    def lasting(text: str) -> dict[str, Any]:
        return a_statement(result={"duration": text})

    assert is_same(lasting("PT12.34S"), lasting("PT12.3456S"))
    assert not is_same(lasting("PT12.34S"), lasting("PT12.35S"))
    assert not is_same(lasting("PT1M"), lasting("PT60S")), "a duration is text (Data 2.3.1)"


@requirement("XAPI-00142", "2.0 4.2.7")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{HOME}/a", f"{HOME}/A"),
        (f"{HOME}/a", f"{HOME}/a/"),
        (f"{HOME}/a", f"{HOME}:443/a"),
        (f"{HOME}/%61", f"{HOME}/a"),
        (f"{HOME}/a/../b", f"{HOME}/b"),
    ],
)
def test_iris_are_compared_letter_by_letter(one: str, other: str) -> None:
    assert not is_same(a_statement(object={"id": one}), a_statement(object={"id": other}))

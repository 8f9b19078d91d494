"""The parts that the check of a profile is made of: runs, paths, values."""

import contextlib
import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.xapi.profile import build_profile, fault_of_run, faults_of_profile, read_profile
from app.xapi.profile.jsonpath import PathInvalid, find, parse
from app.xapi.profile.names import template_iri
from app.xapi.profile.values import SchemaUnknown, fits, read_schema, same

Json = dict[str, Any]

BASE = "https://city.example.jp/courses"
DOCUMENT = build_profile(BASE)
PROFILE = read_profile(DOCUMENT)


def run_of(*names: str) -> list[str]:
    return [template_iri(BASE, name) for name in names]


# Runs

ENDING = ("course-passed", "course-completed", "course-satisfied")
ACTS = (
    "lesson-initialized",
    "lesson-progressed",
    "lesson-completed",
    "question-answered",
    "question-responded",
)


@given(
    before=st.lists(st.sampled_from((*ACTS, "course-failed")), max_size=30),
    ending=st.sampled_from([(), ENDING]),
    after=st.lists(st.sampled_from(ACTS), max_size=10),
)
def test_a_run_is_begun_learnt_in_any_order_and_perhaps_ended(
    before: list[str], ending: tuple[str, ...], after: list[str]
) -> None:
    run = run_of("course-initialized", *before, *ending, *after)
    assert fault_of_run(PROFILE, run) is None


@pytest.mark.parametrize(
    ("names", "path"),
    [
        ((), "$"),
        (("lesson-initialized",), "$[0]"),
        (("course-initialized", "course-initialized"), "$[1]"),
        (("course-initialized", "course-passed"), "$"),
        (("course-initialized", "course-passed", "course-satisfied"), "$[2]"),
        (("course-initialized", *ENDING, "course-failed", *ENDING), "$[5]"),
    ],
)
def test_a_run_in_another_order_is_told_where_it_leaves_the_pattern(
    names: tuple[str, ...], path: str
) -> None:
    fault = fault_of_run(PROFILE, run_of(*names))
    assert fault is not None
    assert fault.path == path


def test_a_statement_without_a_template_breaks_its_run() -> None:
    fault = fault_of_run(PROFILE, [*run_of("course-initialized"), None])
    assert fault is not None
    assert "no template" in fault.message


def test_one_or_more_takes_at_least_one_and_a_broken_off_sequence_is_told() -> None:
    document = copy.deepcopy(DOCUMENT)
    pair = {"id": f"{BASE}/pair", "type": "Pattern", "sequence": run_of(*ENDING[:2])}
    words = {"prefLabel": {"en": "x"}, "definition": {"en": "x"}, "primary": True}
    many = {"id": f"{BASE}/many", "type": "Pattern", "oneOrMore": pair["id"], **words}
    document["patterns"] = [pair, many]
    assert faults_of_profile(document) == []
    profile = read_profile(document)
    assert fault_of_run(profile, run_of(*ENDING[:2] * 3)) is None
    assert fault_of_run(profile, []) is not None
    assert fault_of_run(profile, run_of(*ENDING[:2], ENDING[0])) is not None
    document["patterns"][1]["zeroOrMore"] = document["patterns"][1].pop("oneOrMore")
    profile = read_profile(document)
    assert fault_of_run(profile, []) is None
    assert fault_of_run(profile, run_of(*ENDING[:2], ENDING[0])) is not None


# Paths and values

TREE = {"a": [{"b": 1, "c d": 2}, {"b": 3}], "it's": {"*": 4}, "e": {"b": 5}}


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("$", [TREE]),
        ("$.a[0].b", [1]),
        ("a[0].b", [1]),
        ("$.a[*].b", [1, 3]),
        ("$.a[0,1].b", [1, 3]),
        ("$.a[0]['b', \"c d\"]", [1, 2]),
        (r"$['it\'s']['*']", [4]),
        ("$.e.*", [5]),
        ("$..b", [1, 3, 5]),
        ("$..['c d']", [2]),
        ("$.e.b | $.a[1].b|$.gone", [5, 3]),
        ("$.gone.b", []),
        ("$.a.b", []),
        ("$.e[0]", []),
        ("$.a[7]", []),
        ("$.a[99999999999999999999]", []),
    ],
)
def test_a_path_finds_its_values(path: str, values: list[object]) -> None:
    assert [it.value for it in find(parse(path), TREE)] == values


@pytest.mark.parametrize(
    "path",
    ["", ".a", "$.", "$.a[", "$.a[-1]", "$.a[1:2]", "$.a[?(@.b)]", "$.a[(@.length)]", "$.a |"],
)
def test_a_script_a_slice_and_a_stump_are_no_paths(path: str) -> None:
    with pytest.raises(PathInvalid):
        parse(path)


@given(st.text(alphabet="$.a[]'*,0|\" \\", max_size=30))
def test_any_text_is_a_path_or_refused(text: str) -> None:
    with contextlib.suppress(PathInvalid):
        find(parse(text), TREE)


def test_a_value_is_found_with_its_own_path() -> None:
    found = find(parse("$.e.b | $['it\\'s'].*"), TREE)
    assert [it.at for it in found] == ["$.e.b", '$["it\'s"]["*"]']


def test_values_are_equal_as_in_json() -> None:
    assert same({"a": [1, 2.0]}, {"a": [1.0, 2]})
    assert not same([1], [True])
    assert not same([0], [False])
    assert not same([1], [1, 1])
    assert not same({"a": 1}, {"b": 1})


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "integer", "minimum": 1}, [1, 2.0, 10**400], [0, 1.5, "1", True, None]),
        ({"type": "number", "maximum": 1}, [1, 0.5], [1.1, "x", False]),
        ({"enum": ["a", 1]}, ["a", 1, 1.0], ["b", True]),
        ({"type": "string", "title": "x"}, [""], [1]),
        ({"type": "array"}, [[]], [{}]),
        ({"type": "object"}, [{}], [[]]),
        ({"type": "null"}, [None], [0]),
        ({"type": "boolean"}, [True], [1]),
    ],
)
def test_a_value_fits_its_schema_or_not(
    schema: Json, good: list[object], bad: list[object]
) -> None:
    read = read_schema(json.dumps(schema))
    assert [fits(value, read) for value in (*good, *bad)] == [True] * len(good) + [False] * len(
        bad
    )


@pytest.mark.parametrize(
    "text", ["", "[]", '{"properties": {}}', '{"type": ["string"]}', '{"minimum": "1"}']
)
def test_a_schema_that_says_more_than_is_checked_is_refused(text: str) -> None:
    with pytest.raises(SchemaUnknown):
        read_schema(text)

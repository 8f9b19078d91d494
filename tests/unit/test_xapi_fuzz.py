"""Whatever arrives is judged the same way every time, and only what is good gets ready to store.

The target is the one that ``python -m benchmarks.fuzz`` drives for as long as one likes.
"""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.xapi.statement import Json
from app.xapi.validate import Version, faults
from benchmarks.fuzz import broken, check_faults, corpus, leads_somewhere, target
from tests.factories.lrs import a_full_statement, a_statement
from tests.unit.test_xapi_properties import json_values, mutations, versions

CORPUS = corpus()


@given(json_values, versions)
def test_every_fault_of_any_json_names_a_place_that_is_there(
    value: object, version: Version
) -> None:
    check_faults(value, version)


@given(mutations(), versions)
def test_every_fault_of_a_changed_statement_names_a_place_that_is_there(
    statement: Json, version: Version
) -> None:
    check_faults(statement, version)


@given(st.binary())
@example(b"")
@example(b"\xef\xbb\xbf{}")
@example(b"[" * 100_000)
@example(b'{"actor":' * 10_000)
@example(b'{"id":' + b"9" * 100_000 + b"}")
@example(b'{"id":-1e99999}')
@example(b'{"id":NaN}')
@example(b'"\\ud800"')
@example(b'{"verb":1,"\\u0076erb":2}')
def test_any_bytes_at_all_are_read_or_refused(data: bytes) -> None:
    target(data)


@given(st.integers(0, 2**32))
def test_a_broken_statement_is_refused_or_good_when_it_is_stored(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret
    target(broken(chance.choice(CORPUS), chance, CORPUS))


def test_what_is_not_broken_is_good() -> None:
    assert {target(text) for text in CORPUS} == {"valid"}


@pytest.mark.parametrize(
    "path",
    [
        "$",
        "$.actor.account.name",
        "$.object.definition.choices[1].id",
        "$.result.score.best",
        '$.result.extensions["https://learn.example.jp/y"]',
    ],
)
def test_a_path_leads_to_a_value_or_to_a_missing_property_of_an_object(path: str) -> None:
    assert leads_somewhere(a_full_statement(), path)


@pytest.mark.parametrize(
    "path",
    ["actor", "$.actor..name", "$.object.definition.choices[2].id", "$.result.grade.best"],
)
def test_other_paths_lead_nowhere(path: str) -> None:
    assert not leads_somewhere(a_full_statement(), path)


def test_a_long_name_is_found_though_the_message_cuts_it() -> None:
    statement = a_statement(result={"extensions": {"x" * 500: 1}})
    assert [fault.path for fault in check_faults(statement, "2.0")] != []
    assert len(str(faults(statement, "2.0")[0])) < 300

"""Properties that hold for any JSON: nothing raises, and what we make is always good."""

import copy
import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.xapi.compare import comparable, is_same
from app.xapi.instants import (
    is_duration,
    is_rfc3339,
    is_timestamp,
    read_timestamp,
    write_duration,
    write_timestamp,
)
from app.xapi.statement import (
    Activity,
    Agent,
    Component,
    Context,
    Interaction,
    Json,
    Result,
    Score,
    Statement,
)
from app.xapi.validate import Fault, Version, faults
from app.xapi.vocabulary import VERBS, VOIDED
from tests.factories.lrs import HOME, a_full_statement, a_statement

versions: st.SearchStrategy[Version] = st.sampled_from(["1.0.3", "2.0"])
NAMES = """
id actor verb object result context timestamp stored authority version attachments
objectType name mbox mbox_sha1sum openid account member homePage display definition type
moreInfo extensions interactionType choices scale source target steps
correctResponsesPattern score scaled raw min max success completion response duration
registration instructor team contextActivities contextAgents contextGroups agent group
relevantTypes parent category usageType contentType length sha2 fileUrl description
language statement platform
"""
words = st.sampled_from(
    [
        *("Agent", "Group", "Activity", "SubStatement", "StatementRef", "choice", "ja", "urn:x"),
        *("http://adlnet.gov/expapi/verbs/voided", "2026-10-01T00:00:00Z", "PT1S"),
    ]
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None, categories=None))
    | words
)
keys = st.sampled_from(NAMES.split()) | st.text(max_size=5)
json_values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6)
)


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of every value inside ``value``."""
    if isinstance(value, dict | list):
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        return [path, *(deep for key, item in steps for deep in places(item, (*path, key)))]
    return [path]


@st.composite
def mutations(draw: st.DrawFn) -> Json:
    """Return a good statement with up to three values replaced, added or taken away."""
    statement = copy.deepcopy(a_full_statement())
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(statement)))
        if not path:
            continue
        *folders, last = path
        place: Any = statement
        for folder in folders:
            place = place[folder]
        match draw(st.integers(0, 2)):
            case 0:
                place[last] = draw(json_values)
            case 1 if isinstance(place, dict):
                place[draw(keys)] = draw(json_values)
            case _:
                del place[last]
    return statement


@given(json_values, versions)
def test_no_json_value_makes_the_validator_raise(value: object, version: Version) -> None:
    found = faults(value, version)
    assert all(isinstance(fault, Fault) and fault.path and fault.message for fault in found)
    orjson.dumps([str(fault) for fault in found])


@given(mutations(), versions)
def test_no_mutation_of_a_good_statement_makes_anything_raise(
    statement: Json, version: Version
) -> None:
    if not faults(statement, version):
        try:
            orjson.dumps(statement)
        except TypeError:
            return  # numbers and characters that cannot be sent at all
        assert is_same(statement, orjson.loads(orjson.dumps(statement)))


@given(st.dictionaries(st.just(f"{HOME}/x"), json_values), versions)
def test_extensions_never_make_a_statement_invalid(
    extensions: dict[str, Any], version: Version
) -> None:
    assert faults(a_statement(result={"extensions": extensions}), version) == []


def test_a_value_of_any_depth_is_judged() -> None:
    deep: Any = json.loads("[" * 900 + "]" * 900)
    assert faults(deep)
    assert faults(a_statement(object=deep))
    assert faults(a_statement(context={"extensions": {"urn:x": deep}})) == []


@given(st.text())
def test_what_is_called_a_timestamp_can_be_read(text: str) -> None:
    if is_timestamp(text) or is_rfc3339(text):
        assert read_timestamp(text).tzinfo is UTC


@given(
    st.from_regex(
        r"\A[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9](:[0-6][0-9](\.[0-9]{1,9})?)?"
        r"([Zz]|[+-][0-2][0-9](:?[0-6][0-9])?)?\Z"
    )
)
def test_what_looks_like_a_timestamp_never_raises(text: str) -> None:
    for is_one in (is_timestamp, is_rfc3339):
        if is_one(text):
            assert read_timestamp(text).utcoffset() == timedelta(0)


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_we_write_as_a_timestamp_reads_the_same(instant: datetime) -> None:
    text = write_timestamp(instant)
    assert is_timestamp(text)
    assert is_rfc3339(text)
    assert abs(read_timestamp(text) - instant) < timedelta(milliseconds=1)


@given(st.timedeltas(min_value=timedelta(0)))
def test_what_we_write_as_a_duration_is_one(length: timedelta) -> None:
    assert is_duration(write_duration(length))


plain = st.text(max_size=20)
maps = st.dictionaries(st.sampled_from(["ja", "en", "ja-Hira"]), plain, min_size=1, max_size=3)
activities = st.builds(
    Activity,
    id=st.sampled_from([f"{HOME}/id/a", f"{HOME}/id/a/b"]),
    type=st.none() | st.just("http://adlnet.gov/expapi/activities/lesson"),
    name=st.none() | maps,
    interaction=st.none()
    | st.builds(
        Interaction,
        type=st.sampled_from(["choice", "sequencing"]),
        correct_responses=st.none() | st.lists(plain, max_size=2).map(tuple),
        choices=st.lists(
            st.builds(Component, plain, st.none() | maps), unique_by=lambda c: c.id
        ).map(tuple),
    ),
)
statements = st.builds(
    Statement,
    actor=st.builds(Agent, st.just(HOME), plain),
    verb=st.sampled_from([verb for verb in VERBS if verb is not VOIDED]),
    object=activities,
    timestamp=st.datetimes(timezones=st.just(UTC)),
    id=st.none() | st.uuids(),
    result=st.none()
    | st.builds(
        Result,
        success=st.none() | st.booleans(),
        score=st.none() | st.builds(Score, st.none() | st.floats(-1, 1)),
        response=st.none() | plain,
        duration=st.none() | st.timedeltas(min_value=timedelta(0)),
    ),
    context=st.none()
    | st.builds(
        Context,
        registration=st.none() | st.uuids(),
        parent=st.lists(activities, max_size=2).map(tuple),
        category=st.lists(activities, max_size=2).map(tuple),
        language=st.none() | st.just("ja"),
        platform=st.none() | plain,
    ),
)


@given(statements)
def test_every_statement_that_we_build_is_valid_in_both_versions(statement: Statement) -> None:
    made = statement.as_json()
    assert faults(made, "1.0.3") == []
    assert faults(made, "2.0") == []
    assert orjson.dumps(made) == orjson.dumps(statement.as_json())


@given(statements)
def test_a_statement_is_the_same_after_the_store_has_added_its_own(statement: Statement) -> None:
    made = statement.as_json()
    added = {"id": str(uuid.uuid4()), "stored": "2026-10-01T09:00:00Z", "version": "2.0.0"}
    assert is_same(added | made | {"authority": {"mbox": "mailto:lrs@example.jp"}}, made)
    assert comparable(made) == comparable(copy.deepcopy(made))


@pytest.mark.parametrize("length", [100_000])
@pytest.mark.parametrize(
    "text", ["P{0}", "P0.{0}", "x:%{0}", "mailto:{0}", "text/{0}", "en-{0}", "1.0.{0}", "{0}-"]
)
def test_long_hostile_text_takes_no_time(text: str, length: int) -> None:
    hostile = text.format("1" * length)
    statement = a_full_statement()
    statement["result"]["duration"] = statement["version"] = statement["id"] = hostile
    statement["timestamp"] = statement["context"]["language"] = hostile
    statement["actor"] = {"mbox": hostile, "openid": hostile}
    statement["attachments"][0]["contentType"] = hostile
    assert faults(statement)

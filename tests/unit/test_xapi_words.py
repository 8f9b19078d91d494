"""Instants, names, our own statements, and when two statements are one."""

import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest
import tincan

from app.xapi import iri, vocabulary
from app.xapi.compare import identifier, is_same
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
    voiding,
)
from app.xapi.validate import faults
from tests.factories.lrs import HOME, NOW, a_full_statement, a_statement, an_actor
from tests.requirements import requirement

RUN = uuid.UUID("ec531277-b57b-4c15-8d91-d292c5b2b8f7")


def a_built_statement() -> Statement:
    return Statement(
        actor=Agent(HOME, "1b7f"),
        verb=vocabulary.ANSWERED,
        object=Activity(
            iri.activity_iri(f"{HOME}/id", "kurashi", "q-1"),
            vocabulary.QUESTION,
            name={"ja": "問い", "en": "A question"},
            interaction=Interaction(
                "choice", ("a",), choices=(Component("a", {"ja": "ア"}), Component("b"))
            ),
        ),
        timestamp=NOW,
        id=uuid.UUID("8f87ccde-bb56-4c2e-ab83-44982ef22df0"),
        result=Result(
            success=True, score=Score(1.0), response="a", duration=timedelta(seconds=83.5)
        ),
        context=Context(
            registration=RUN,
            parent=(Activity(iri.activity_iri(f"{HOME}/id", "kurashi", "l-1")),),
            grouping=(Activity(iri.course_iri(f"{HOME}/id/", "kurashi")),),
            category=(Activity(vocabulary.CMI5_CATEGORY),),
            language="ja",
            extensions={iri.extension_iri(f"{HOME}/id", vocabulary.Extension.ATTEMPT): 2},
        ),
    )


def test_a_built_statement_has_its_keys_in_one_order() -> None:
    made = a_built_statement().as_json()
    assert list(made) == ["id", "actor", "verb", "object", "result", "context", "timestamp"]
    assert made["timestamp"] == "2026-10-01T09:00:00.123Z"
    assert made["result"] == {
        "score": {"scaled": 1.0},
        "success": True,
        "response": "a",
        "duration": "PT83.5S",
    }
    assert made["context"]["extensions"] == {f"{HOME}/id/_vocabulary/extensions/attempt": 2}
    assert made["object"]["definition"]["correctResponsesPattern"] == ["a"]
    assert faults(made, "1.0.3") == faults(made, "2.0") == []


def test_an_interaction_may_come_as_json() -> None:
    given = {"interactionType": "fill-in", "correctResponsesPattern": ["x"]}
    made = Activity("urn:x", interaction=given).as_json()
    assert made["definition"] == given


def test_what_is_empty_is_left_out() -> None:
    statement = Statement(
        Agent(HOME, "x"),
        vocabulary.COMPLETED,
        Activity("urn:x"),
        NOW,
        result=Result(),
        context=Context(),
    )
    assert list(statement.as_json()) == ["actor", "verb", "object", "timestamp"]
    assert statement.as_json()["object"] == {"objectType": "Activity", "id": "urn:x"}


def test_tincan_reads_what_we_build() -> None:
    made = a_built_statement().as_json()
    read = tincan.Statement.from_json(tincan.Statement(made).to_json())
    assert str(read.id) == made["id"]
    assert read.actor.account.name == "1b7f"
    assert read.verb.id == made["verb"]["id"]
    assert read.object.id == made["object"]["id"]
    assert read.result.score.scaled == 1.0
    assert str(read.context.registration) == str(RUN)


def test_a_voiding_names_its_target() -> None:
    made = voiding(RUN, actor=Agent(HOME, "x"), timestamp=NOW).as_json()
    assert made["object"] == {"objectType": "StatementRef", "id": str(RUN)}
    assert faults(made) == []


@pytest.mark.parametrize(
    "score", [{"scaled": 1.1}, {"raw": 3, "maximum": 2}, {"minimum": 1, "maximum": 1}]
)
def test_an_impossible_score_is_refused_where_it_is_made(score: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="out of range"):
        Score(**score)


def test_a_naive_time_is_refused_where_it_is_written() -> None:
    with pytest.raises(ValueError, match="naive"):
        write_timestamp(datetime(2026, 10, 1))  # noqa: DTZ001  that is the point


@requirement("XAPI-00123", "2.0 4.2.7")
@pytest.mark.parametrize(
    ("text", "in_1", "in_2"),
    [
        ("2026-10-01T09:00:00.123Z", True, True),
        ("2026-10-01T09:00:00.123456789+09:00", True, True),
        ("2026-10-01t09:00:00z", True, True),
        ("2026-10-01 09:00:00+00:00", True, True),
        ("2026-10-01T09:00-05:00", True, True),
        ("2026-10-01T09:00:00+0900", True, True),
        ("2016-12-31T23:59:60Z", True, True),
        ("2026-10-01T09:00:00", True, False),
        ("2026-10-01T09:00:00,5Z", True, False),
        ("20261001T090000Z", True, False),
        ("20261001T090000.5+0900", True, False),
        ("2026-10-01T09:00:00-00:00", False, False),
        ("2026-10-01T09:00:00-0000", False, False),
        ("2026-10-01T09:00:00-00", False, False),
        ("2026-02-30T09:00:00Z", False, False),
        ("2026-10-01T24:00:00Z", False, False),
        ("2026-10-01T09:00:61Z", False, False),
        ("2026-10-01T09:00:00+25:00", False, False),
        ("0000-10-01T09:00:00Z", False, False),
        ("0001-01-01T00:00:00+09:00", False, False),
        ("9999-12-31T23:59:60Z", False, False),
        ("2026-10-01", False, False),
        ("2026-10-01T09:00:00Z\n", False, False),
        ("２０２６-10-01T09:00:00Z", False, False),
        ("01/011/2015", False, False),
        ("", False, False),
    ],
)
def test_xapi_00123_timestamps(text: str, *, in_1: bool, in_2: bool) -> None:
    assert is_timestamp(text) is in_1
    assert is_rfc3339(text) is in_2


def test_timestamps_are_read_as_instants() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert read_timestamp("2026-10-01T18:00:00+09:00") == datetime(2026, 10, 1, 18, tzinfo=tokyo)
    assert read_timestamp("2026-10-01T09:00:00") == datetime(2026, 10, 1, 9, tzinfo=UTC)
    assert read_timestamp("2016-12-31T23:59:60.5Z") == datetime(2017, 1, 1, tzinfo=UTC)


@requirement("XAPI-00124", "2.0 4.2.7")
@pytest.mark.parametrize(
    "text",
    ["PT4H35M59.14S", "PT16559.14S", "P3Y1M29DT4H35M59.14S", "P3Y", "P4W", "PT0,5S", "P0.5Y"],
)
def test_xapi_00124_durations_are_accepted(text: str) -> None:
    assert is_duration(text)


@requirement("XAPI-00124", "2.0 4.2.7")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1",
        "P1DT",
        "P4W1D",
        "P1YT",
        "PT1.5H3M",
        "-P1D",
        "PA1H",
        "P1S",
        "PT1S\n",
        5,
        "P0003-06",
    ],
)
def test_xapi_00124_other_durations_are_refused(text: object) -> None:
    assert not is_duration(text)


def test_durations_are_written_to_the_hundredth() -> None:
    assert write_duration(timedelta(0)) == "PT0S"
    assert write_duration(timedelta(seconds=10)) == "PT10S"
    assert write_duration(timedelta(minutes=1, milliseconds=129)) == "PT60.12S"
    with pytest.raises(ValueError, match="negative"):
        write_duration(timedelta(seconds=-1))


SAME: list[tuple[str, Json, Json]] = [
    (
        "the verb's display",
        {"verb": {"id": "urn:v", "display": {"en": "a"}}},
        {"verb": {"id": "urn:v"}},
    ),
    ("the definition", {"object": {"id": "urn:x", "definition": {}}}, {"object": {"id": "urn:x"}}),
    (
        "a timestamp's offset",
        {"timestamp": "2026-10-01T09:00:00Z"},
        {"timestamp": "2026-10-01T18:00:00+09:00"},
    ),
    ("a missing timestamp", {"timestamp": "2026-10-01T09:00:00Z"}, {}),
    (
        "case of ids",
        {"context": {"registration": str(RUN)}},
        {"context": {"registration": str(RUN).upper()}},
    ),
    (
        "case of mail domains",
        {"actor": {"mbox": "mailto:a@x.jp"}},
        {"actor": {"mbox": "mailto:a@X.jp"}},
    ),
    (
        "hundredths of seconds",
        {"result": {"duration": "PT0.129S"}},
        {"result": {"duration": "PT0.12S"}},
    ),
    (
        "a number's spelling",
        {"result": {"score": {"raw": 1}}},
        {"result": {"score": {"raw": 1.0}}},
    ),
    (
        "the order of members",
        {"actor": {"objectType": "Group", "member": [an_actor("a"), an_actor("b")]}},
        {"actor": {"objectType": "Group", "member": [an_actor("b"), an_actor("a")]}},
    ),
    (
        "an array around one context activity",
        {"context": {"contextActivities": {"parent": {"id": "urn:x"}}}},
        {"context": {"contextActivities": {"parent": [{"id": "urn:x"}]}}},
    ),
]


@pytest.mark.parametrize(("left", "right"), [it[1:] for it in SAME], ids=[it[0] for it in SAME])
def test_what_a_store_may_change_does_not_count(left: Json, right: Json) -> None:
    assert is_same(a_statement(**left), a_statement(**right))
    assert is_same(a_statement(**right), a_statement(**left))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"actor": an_actor("a")}, {"actor": an_actor("b")}),
        ({"result": {"success": True}}, {"result": {"success": False}}),
        ({"result": {"extensions": {"urn:x": True}}}, {"result": {"extensions": {"urn:x": 1}}}),
        ({"timestamp": "2026-10-01T09:00:00Z"}, {"timestamp": "2026-10-01T09:00:01Z"}),
        ({"result": {"duration": "PT60S"}}, {"result": {"duration": "PT1M"}}),
        ({"context": {"contextActivities": {"parent": []}}}, {}),
        ({"object": {"id": "urn:x"}}, {"object": {"id": "urn:X"}}),
    ],
)
def test_everything_else_counts(left: Json, right: Json) -> None:
    assert not is_same(a_statement(**left), a_statement(**right))


@requirement("XAPI-00142")
def test_a_statement_with_everything_is_the_same_as_itself() -> None:
    sub = {"objectType": "SubStatement"} | {
        key: value
        for key, value in a_full_statement().items()
        if key not in {"id", "stored", "authority", "version"}
    }
    for statement in (a_full_statement(), a_statement(object=sub)):
        assert faults(statement) == []
        assert is_same(statement, statement)
    assert not is_same(
        a_statement(object=sub), a_statement(object=sub | {"timestamp": "2026-10-02T00:00:00Z"})
    )


def test_identifiers_are_canonical() -> None:
    assert identifier({"mbox": "mailto:A@EXAMPLE.jp"}) == '["mbox","mailto:A@example.jp"]'
    assert identifier({"mbox_sha1sum": "AB"}) == '["mbox_sha1sum","ab"]'
    assert identifier({"openid": "https://x"}) == '["openid","https://x"]'
    assert identifier(an_actor("\0")) == f'["account","{HOME}","\\u0000"]'
    assert identifier({"objectType": "Group", "member": []}) is None


def test_verbs_and_categories_have_the_iris_of_their_specifications() -> None:
    assert vocabulary.SATISFIED.id == "https://w3id.org/xapi/adl/verbs/satisfied"
    assert vocabulary.WAIVED.id == "https://w3id.org/xapi/adl/verbs/waived"
    assert vocabulary.COMPLETED.id == "http://adlnet.gov/expapi/verbs/completed"
    assert vocabulary.CMI5_MOVE_ON == "https://w3id.org/xapi/cmi5/context/categories/moveon"
    assert len({verb.id for verb in vocabulary.VERBS}) == len(vocabulary.VERBS)
    assert all(set(verb.display) == {"ja", "en"} for verb in vocabulary.VERBS)

"""Voiding, and statements that point at statements."""

import json

import pytest
from sqlalchemy.orm import Session

from app.lrs import service
from app.xapi.instants import write_timestamp
from tests.client import PageClient
from tests.factories.clients import a_client, basic_of
from tests.factories.lrs import HOME, NOW, a_statement, an_actor
from tests.requirements import requirement
from tests.xapi import Api, refused
from tests.xapi_statements import (
    Statement,
    a_named_statement,
    an_id,
    faulty,
    follow,
    found,
    get,
    read,
    result,
    send,
    store,
)

VERB = f"{HOME}/verbs/read"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
RUN = "ec531277-b57b-4c15-8d91-d292c5b2b8f7"
READER = an_actor("reader")
ASKED = {
    "verb": VERB,
    "activity": f"{HOME}/book",
    "agent": json.dumps(READER),
    "registration": RUN,
}


def a_reading() -> Statement:
    return a_named_statement(
        actor=READER,
        verb={"id": VERB},
        object={"id": f"{HOME}/book"},
        context={"registration": RUN},
    )


def to(target: str, verb: str = f"{HOME}/verbs/confirmed") -> Statement:
    return a_named_statement(
        actor=an_actor("teacher"),
        verb={"id": verb},
        object={"objectType": "StatementRef", "id": target},
    )


def is_voided(api: Api, statement_id: str) -> bool:
    """Tell whether a statement is; it must be shown in one way, and in no other."""
    plain = get(api, statementId=statement_id).status_code
    voided = get(api, voidedStatementId=statement_id).status_code
    assert {plain, voided} == {200, 404}
    return voided == 200


# --- voiding ------------------------------------------------------------------------------------


@requirement("XAPI-00018", "XAPI-00155", "XAPI-00157", "XAPI-00163", "2.0 4.2.5")
def test_a_voided_statement_is_shown_by_its_own_parameter_alone(api: Api) -> None:
    reading = a_reading()
    store(api, reading)
    before = read(api, reading["id"])
    voiding = to(reading["id"], VOIDED)
    store(api, voiding)
    assert "statement" in refused(get(api, statementId=reading["id"]), 404)
    assert get(api, voidedStatementId=reading["id"]).get_json() == before
    assert found(api) == [voiding["id"]]
    for name, value in ASKED.items():
        assert found(api, **{name: value}) == [voiding["id"]], name


@requirement("XAPI-00163", "2.0 4.2.5")
def test_what_is_not_voided_is_not_shown_as_voided(api: Api) -> None:
    (one,) = store(api, a_reading())
    assert "voided" in refused(get(api, voidedStatementId=one), 404)
    refused(get(api, voidedStatementId=an_id()), 404)


@requirement("XAPI-00018", "2.0 4.2.5")
@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_voiding_may_come_before_or_with_its_target(
    api: Api, order: int, *, at_once: bool
) -> None:
    reading = a_reading()
    both = [reading, to(reading["id"].upper(), VOIDED)][::order]
    if at_once:
        store(api, *both)
    else:
        for one in both:
            store(api, one)
    assert is_voided(api, reading["id"])
    assert found(api, verb=VERB) == [both[1 if order == 1 else 0]["id"]]


@requirement("XAPI-00016", "XAPI-00018", "2.0 4.2.5")
@pytest.mark.parametrize("order", [1, -1])
def test_a_voiding_statement_cannot_be_voided(api: Api, order: int) -> None:
    reading = a_reading()
    voiding = to(reading["id"], VOIDED)
    store(api, reading)
    for one in [voiding, to(voiding["id"], VOIDED)][::order]:
        assert send(api, one).status_code == 200
    assert is_voided(api, reading["id"])
    assert not is_voided(api, voiding["id"])


@requirement("XAPI-00018", "2.0 4.2.5")
def test_a_second_voiding_changes_nothing(api: Api) -> None:
    (one,) = store(api, a_reading())
    store(api, to(one, VOIDED))
    store(api, to(one, VOIDED))
    assert is_voided(api, one)
    assert len(found(api, verb=VOIDED)) == 2


@requirement("XAPI-00018", "XAPI-00019", "2.0 4.2.5")
def test_only_the_verb_of_voiding_voids(api: Api) -> None:
    (one,) = store(api, a_reading())
    for verb in (f"{HOME}/verbs/voided", VOIDED + "/", VOIDED.upper().replace("HTTP", "http")):
        store(api, to(one, verb))
    context = {"statement": {"objectType": "StatementRef", "id": one}}
    store(api, a_statement(verb={"id": VERB}, context=context))
    assert not is_voided(api, one)


@requirement("XAPI-00017", "XAPI-00020", "2.0 4.2.5")
def test_a_voiding_without_a_reference_is_refused(api: Api) -> None:
    for target in (
        {"id": f"{HOME}/book"},
        READER,
        {"objectType": "SubStatement", **a_statement()},
    ):
        assert "$.object" in faulty(send(api, a_statement(verb={"id": VOIDED}, object=target)))
    wrong = {"objectType": "statementRef", "id": an_id()}
    faulty(send(api, a_statement(verb={"id": VOIDED}, object=wrong)))
    assert found(api) == []


@requirement("XAPI-00142", "2.0 4.2.5")
def test_a_voided_statement_keeps_its_id(api: Api) -> None:
    reading = a_reading()
    store(api, reading, to(reading["id"], VOIDED))
    assert send(api, reading).get_json() == [reading["id"]]
    refused(send(api, reading | {"actor": an_actor("x")}), 409)
    assert is_voided(api, reading["id"])


@requirement("XAPI-00327", "2.0 4.2.5")
def test_who_did_not_send_a_statement_may_not_void_it(
    client: PageClient, session: Session, api: Api
) -> None:
    stranger = Api(client, api.version, basic_of(a_client(session, "all")))
    (one,) = store(api, a_reading())
    refused(send(stranger, [a_statement(), to(one, VOIDED)]), 403)
    assert not is_voided(api, one)
    assert found(api) == [one]


# --- references ---------------------------------------------------------------------------------


@requirement("XAPI-00162", "XAPI-00163", "2.0 4.1.6.1")
@pytest.mark.parametrize("name", list(ASKED))
def test_a_chain_of_references_is_found_by_what_its_end_says(api: Api, name: str) -> None:
    asked = {name: ASKED[name]}
    end = a_reading()
    middle = to(end["id"])
    first = to(middle["id"])
    store(api, end)
    store(api, middle)
    store(api, first)
    store(api, to(an_id()), a_statement())
    assert found(api, **asked) == [first["id"], middle["id"], end["id"]]
    store(api, voiding := to(end["id"], VOIDED))
    assert found(api, **asked) == [voiding["id"], first["id"], middle["id"]]


@requirement("XAPI-00162", "2.0 4.1.6.1")
@pytest.mark.parametrize("turn", range(3))
def test_a_chain_is_found_in_whichever_order_it_came(api: Api, turn: int) -> None:
    end = a_reading()
    middle = to(end["id"])
    first = to(middle["id"])
    chain = [end, middle, first]
    order = chain[turn:] + chain[:turn]
    for one in order:
        store(api, one)
    assert found(api, verb=VERB, ascending="true") == [one["id"] for one in order]


@requirement("XAPI-00162", "2.0 4.1.6.1")
@pytest.mark.parametrize("order", [1, -1])
def test_a_chain_is_found_when_it_came_in_one_batch(api: Api, order: int) -> None:
    end = a_reading()
    middle = to(end["id"])
    batch = [end, middle, to(middle["id"]), to(end["id"], VOIDED)][::order]
    ids = store(api, *batch)
    visible = [one for one in ids if one != end["id"]]
    assert found(api, verb=VERB, ascending="true") == visible
    assert found(api, agent=json.dumps(READER), ascending="true") == visible


@requirement("XAPI-00162", "2.0 4.1.6.1")
def test_a_voided_statement_in_the_middle_does_not_break_the_chain(api: Api) -> None:
    end = a_reading()
    middle = to(end["id"])
    first = to(middle["id"])
    voiding = to(middle["id"], VOIDED)
    store(api, end, middle, first, voiding)
    assert set(found(api, verb=VERB)) == {end["id"], first["id"], voiding["id"]}


@requirement("XAPI-00162", "2.0 4.1.6.1")
def test_statements_that_point_at_each_other_are_found_once(api: Api) -> None:
    one, other = an_id(), an_id()
    store(api, to(other) | {"id": one})
    store(api, to(one) | {"id": other})
    store(api, to(reflexive := an_id()) | {"id": reflexive})
    assert found(api, verb=f"{HOME}/verbs/confirmed") == [reflexive, other, one]
    assert found(api, verb=VERB) == []


@requirement("XAPI-00162", "XAPI-00164", "2.0 4.1.6.1")
def test_a_reference_in_the_context_counts_for_nothing(api: Api) -> None:
    reading = a_reading()
    store(api, reading)
    reference = {"objectType": "StatementRef", "id": reading["id"]}
    store(api, a_statement(context={"statement": reference}))
    assert found(api, verb=VERB) == [reading["id"]]


@requirement("XAPI-00162", "XAPI-00174", "XAPI-00175", "2.0 4.1.6.1")
def test_times_are_those_of_who_points(api: Api, session: Session) -> None:
    reading = a_reading()
    service.record(session, reading, now=NOW)
    pointing = to(reading["id"])
    store(api, pointing)
    now = write_timestamp(NOW)
    assert found(api, verb=VERB, until=now) == [reading["id"]]
    session.expire_all()
    later = read(api, pointing["id"])["stored"]
    if later > now:
        assert found(api, verb=VERB, since=now) == [pointing["id"]]
    else:
        assert found(api, verb=VERB, until=later) == [pointing["id"]]


@requirement("XAPI-00162", "XAPI-00173", "XAPI-00111", "2.0 4.1.6.1")
def test_references_are_paged_like_everything(api: Api) -> None:
    reading = a_reading()
    pointing = [to(reading["id"]) for _ in range(4)]
    ids = store(api, reading, *pointing)[::-1]
    page = result(api, verb=VERB, limit="2")
    seen = [one["id"] for one in page["statements"]]
    while page["more"]:
        page = follow(api, page["more"])
        seen += [one["id"] for one in page["statements"]]
    assert seen == ids


def test_a_stranger_does_not_see_what_points_at_his_own(
    client: PageClient, session: Session, api: Api
) -> None:
    scopes = ("statements/write", "statements/read/mine")
    mine = Api(client, api.version, basic_of(a_client(session, *scopes)))
    reading = a_reading()
    store(mine, reading)
    store(api, to(reading["id"]))
    assert found(mine, verb=VERB) == [reading["id"]]

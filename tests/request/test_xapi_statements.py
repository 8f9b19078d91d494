"""Statements are stored as they come, once, whole batches or nothing."""

import json
import uuid

import pytest
from sqlalchemy.orm import Session

from app.identity import queries as identity
from app.xapi.instants import is_rfc3339
from tests.client import PageClient
from tests.factories.clients import a_client, basic_of
from tests.factories.lrs import HOME, a_full_statement, a_statement, an_activity, an_actor
from tests.requirements import requirement
from tests.xapi import Api, refused
from tests.xapi_statements import (
    a_named_statement,
    an_id,
    faulty,
    found,
    get,
    put,
    read,
    send,
    store,
    store_one,
)

# --- PUT and POST -------------------------------------------------------------------------------


@requirement("XAPI-00139", "XAPI-00143", "XAPI-00144", "2.0 4.1.6.1")
def test_a_put_stores_under_the_id_of_the_address(api: Api) -> None:
    for statement in (a_statement(), a_named_statement(an_id())):
        statement_id = statement.get("id", an_id())
        response = put(api, statement_id, statement)
        assert (response.status_code, response.data) == (204, b"")
        assert read(api, statement_id)["id"] == statement_id


@requirement("XAPI-00145", "2.0 4.1.6.1")
def test_a_put_without_an_id_is_refused(api: Api) -> None:
    response = api.send("PUT", "statements", None, a_named_statement())
    assert "statementId" in refused(response, 400)
    assert found(api) == []


@requirement("XAPI-00144", "XAPI-00012", "2.0 4.1.6.1")
@pytest.mark.parametrize("statement_id", ["", "1", "true", "{}", "not-a-uuid"])
def test_a_put_under_what_is_no_uuid_is_refused(api: Api, statement_id: str) -> None:
    assert "statementId" in refused(put(api, statement_id, a_statement()), 400)


@requirement("XAPI-00144", "2.0 4.1.6.1")
def test_a_put_stores_one_statement_of_that_id(api: Api) -> None:
    refused(put(api, an_id(), a_named_statement()), 400)
    refused(put(api, an_id(), [a_statement(), a_statement()]), 400)
    assert found(api) == []


@requirement("XAPI-00146", "XAPI-00147", "XAPI-00139", "XAPI-00026", "2.0 4.1.6.1")
def test_a_post_tells_the_ids_in_their_order(api: Api) -> None:
    batch = [a_named_statement(), a_statement(), a_named_statement()]
    response = send(api, batch)
    assert (response.status_code, response.mimetype) == (200, "application/json")
    first, second, third = response.get_json()
    assert (first, third) == (batch[0]["id"], batch[2]["id"])
    assert uuid.UUID(second).variant == uuid.RFC_4122
    assert send(api, [a_statement()]).get_json()[0] in found(api)
    assert send(api, []).get_json() == []


@requirement("XAPI-00026", "2.0 4.2.4.2")
def test_a_statement_without_an_id_gets_one_of_its_own(api: Api) -> None:
    ids = store(api, *[a_statement()] * 20)
    assert len(set(ids)) == 20
    assert read(api, ids[7])["id"] == ids[7]


@requirement("XAPI-00027", "2.0 4.2.4.2")
def test_an_id_is_the_same_in_either_case(api: Api) -> None:
    statement_id = an_id()
    store(api, a_named_statement(statement_id.upper()))
    assert read(api, statement_id)["id"] == statement_id.upper(), "as it came"
    assert read(api, statement_id.upper())["id"] == statement_id.upper()


# --- what the store sets ------------------------------------------------------------------------


@requirement("XAPI-00023", "XAPI-00097", "XAPI-00099", "2.0 4.2.4.2")
def test_stored_and_authority_are_set_by_the_store(
    client: PageClient, session: Session, api: Api
) -> None:
    sender = a_client(session, "statements/write", name="さくら教材")
    writer = Api(client, api.version, basic_of(sender))
    lie = {"stored": "2001-01-01T00:00:00Z", "authority": an_actor("somebody")}
    for changes in ({}, lie):
        seen = read(api, store_one(writer, **changes))
        assert is_rfc3339(seen["stored"])
        assert seen["stored"] > "2026"
        assert seen["authority"] == {
            "objectType": "Agent",
            "name": "さくら教材",
            "account": {
                "homePage": identity.installation(session).actor_home_page,
                "name": f"client:{sender.key}",
            },
        }


@requirement("XAPI-00023", "2.0 4.2.4.2")
def test_what_is_overwritten_must_be_valid_all_the_same(api: Api) -> None:
    assert faulty(send(api, a_statement(stored="soon"))) == ["$.stored"]
    assert faulty(send(api, a_statement(authority={"name": "x"}))) == ["$.authority"]


@requirement("2.0 4.2.4.2")
def test_a_missing_timestamp_is_when_it_was_stored(api: Api) -> None:
    seen = read(api, store_one(api))
    assert seen["timestamp"] == seen["stored"]


@requirement("XAPI-00022", "2.0 4.2.4.2")
def test_a_timestamp_may_lie_in_the_future(api: Api) -> None:
    seen = read(api, store_one(api, timestamp="2099-01-01T00:00:00Z"))
    assert seen["timestamp"] == "2099-01-01T00:00:00Z"


@requirement("XAPI-00122", "2.0 4.2.7")
def test_a_timestamp_keeps_its_milliseconds(api: Api) -> None:
    told = "2026-10-01T09:00:00.123456789Z"
    assert read(api, store_one(api, timestamp=told))["timestamp"][:23] == told[:23]
    offset = "2026-10-01T18:00:00.120+09:00"
    assert read(api, store_one(api, timestamp=offset))["timestamp"] == offset


@requirement("XAPI-00101", "XAPI-00332", "XAPI-00330", "2.0 4.2.4.3")
def test_a_statement_keeps_its_version(api: Api) -> None:
    default = "1.0.0" if api.version == "1.0.3" else "2.0.0"
    assert read(api, store_one(api))["version"] == default
    for version in ("1.0.0", "1.0", "1.0.9"):
        assert read(api, store_one(api, version=version))["version"] == version


@requirement("XAPI-00330", "XAPI-00332", "2.0 4.2.4.3")
def test_a_statement_looks_the_same_to_readers_of_either_edition(
    api_1_0: Api, api_2_0: Api
) -> None:
    old, new = store_one(api_1_0), store_one(api_2_0)
    assert read(api_1_0, old) == read(api_2_0, old)
    assert read(api_1_0, new) == read(api_2_0, new)
    assert (read(api_2_0, old)["version"], read(api_1_0, new)["version"]) == ("1.0.0", "2.0.0")


@requirement("XAPI-00096", "2.0 4.2.2.5")
@pytest.mark.parametrize("kind", ["parent", "grouping", "category", "other"])
def test_a_single_context_activity_comes_back_in_an_array(api: Api, kind: str) -> None:
    context = {"contextActivities": {kind: an_activity()}, "platform": "web"}
    seen = read(api, store_one(api, context=context))
    assert seen["context"] == {"contextActivities": {kind: [an_activity()]}, "platform": "web"}
    inner = {"objectType": "SubStatement", **a_statement(context=context)}
    seen = read(api, store_one(api, object=inner))
    assert seen["object"]["context"]["contextActivities"] == {kind: [an_activity()]}


# --- to the letter ------------------------------------------------------------------------------


@requirement("XAPI-00002", "XAPI-00170", "2.0 4.2.1")
def test_a_statement_comes_back_to_the_letter(api: Api) -> None:
    statement_id = an_id()
    extensions = (
        f'{{"{HOME}/n": [1.10, 1.0, 100e-2, 1E+2, -0.0, 1234567890123456789012345, 0.1e1],'
        f' "{HOME}/t" : "\\u3042\\/あ\\u0041",  "{HOME}/o": {{"z":1 ,"a":2, "":[ ]}}}}'
    )
    actor = json.dumps(an_actor())
    text = (
        f'{{ "object" : {{"id":"{HOME}/x"}} ,"result": {{"extensions": {extensions},'
        f' "score": {{"raw": 1.10, "scaled":1.0}}}}, "verb":{{"id":"{HOME}/v"}},'
        f' "actor": {actor},"id":"{statement_id}" , "timestamp":"2026-10-01T09:00:00.000Z"}}'
    )
    assert send(api, text.encode()).status_code == 200
    seen = get(api, statementId=statement_id).text
    for kept in (extensions, '{"raw": 1.10, "scaled":1.0}', actor, f'{{"id":"{HOME}/x"}}'):
        assert kept in seen
    order = [seen.index(f'"{name}"') for name in ("object", "result", "verb", "actor")]
    assert order == sorted(order)
    batch = f"[ {text.replace(statement_id, an_id())} ,\n{text.replace(statement_id, an_id())}]"
    assert send(api, batch.encode()).status_code == 200
    assert get(api).text.count(extensions) == 3


@requirement("XAPI-00170", "XAPI-00015", "2.0 4.2.1")
def test_every_property_comes_back_as_it_was(api: Api) -> None:
    sent = a_full_statement() | {"id": an_id()}
    if api.version == "2.0.0":
        sent["context"]["contextAgents"] = [{"objectType": "contextAgent", "agent": an_actor()}]
    store(api, sent)
    seen = read(api, sent["id"])
    category = sent["context"]["contextActivities"]["category"]
    sent["context"]["contextActivities"]["category"] = [category]
    for name in ("stored", "authority"):
        del seen[name], sent[name]
    assert seen == sent


@requirement("XAPI-00015", "2.0 4.2.1")
@pytest.mark.parametrize("escaped", [True, False])
def test_text_is_utf_8_both_ways(api: Api, *, escaped: bool) -> None:
    words = "寺子屋 \U0001f3eb é \0 \u202e ﷽"
    statement = a_named_statement(result={"response": words})
    send(api, json.dumps(statement, ensure_ascii=escaped).encode())
    response = get(api, statementId=statement["id"])
    assert json.loads(response.data.decode("utf-8"))["result"]["response"] == words


@requirement("XAPI-00015", "2.0 4.2.1")
@pytest.mark.parametrize("encoding", ["utf-16", "shift_jis", "euc_jp"])
def test_text_in_other_encodings_is_refused(api: Api, encoding: str) -> None:
    text = json.dumps(a_statement(result={"response": "寺子屋"}), ensure_ascii=False)
    refused(send(api, text.encode(encoding)), 400)


# --- once ---------------------------------------------------------------------------------------


@requirement("XAPI-00142", "2.0 4.1.6.1")
def test_the_same_statement_again_is_taken_and_changes_nothing(api: Api) -> None:
    statement = a_named_statement(timestamp="2026-10-01T09:00:00Z")
    store(api, statement)
    before = get(api, statementId=statement["id"]).data
    again = [
        statement,
        statement | {"timestamp": "2026-10-01T18:00:00.000+09:00"},
        statement | {"verb": {"id": statement["verb"]["id"], "display": {"fr": "x"}}},
        statement | {"object": {"objectType": "Activity", "id": statement["object"]["id"]}},
        statement | {"authority": an_actor("x"), "stored": "2026-10-01T09:00:00Z"},
        {key: value for key, value in statement.items() if key != "timestamp"},
    ]
    for one in again:
        assert send(api, one).get_json() == [statement["id"]]
        assert put(api, statement["id"], one).status_code == 204
    assert get(api, statementId=statement["id"]).data == before
    assert found(api) == [statement["id"]]


@requirement("XAPI-00142", "2.0 4.1.6.1")
@pytest.mark.parametrize(
    "change",
    [
        {"actor": an_actor("other")},
        {"verb": {"id": f"{HOME}/other"}},
        {"object": {"id": f"{HOME}/other"}},
        {"result": {"success": True}},
        {"result": {"duration": "PT60S"}},
        {"timestamp": "2026-10-01T09:00:01Z"},
        {"context": {"platform": "web"}},
    ],
    ids=str,
)
def test_another_statement_under_a_known_id_changes_nothing(
    api: Api, change: dict[str, object]
) -> None:
    statement = a_named_statement(
        timestamp="2026-10-01T09:00:00Z", result={"duration": "PT1M"}, actor=an_actor("a")
    )
    store(api, statement)
    before = get(api, statementId=statement["id"]).data
    assert statement["id"] in refused(send(api, statement | change), 409)
    assert statement["id"] in refused(put(api, statement["id"], statement | change), 409)
    refused(send(api, [a_statement(), statement | change]), 409)
    assert get(api, statementId=statement["id"]).data == before
    assert found(api) == [statement["id"]]


# --- all or nothing -----------------------------------------------------------------------------


@requirement("XAPI-00326", "XAPI-00182", "2.0 4.1.5")
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_batch_with_a_faulty_statement_leaves_nothing(api: Api, place: int) -> None:
    batch = [a_named_statement() for _ in range(3)]
    batch[place] = a_named_statement(verb={"id": "no iri"})
    assert faulty(send(api, batch)) == [f"$[{place}].verb.id"]
    assert found(api) == []
    for one in batch:
        refused(get(api, statementId=one["id"]), 404)


@requirement("XAPI-00326", "2.0 4.1.6.1")
def test_a_batch_with_one_id_twice_leaves_nothing(api: Api) -> None:
    statement = a_named_statement()
    assert faulty(send(api, [statement, a_statement(), statement])) == ["$[0].id", "$[2].id"]
    assert found(api) == []


@requirement("XAPI-00326", "2.0 4.1.6.1")
@pytest.mark.parametrize("other", [None, 1, "x", [], [a_statement()]])
def test_a_batch_holds_statements_alone(api: Api, other: object) -> None:
    assert "$[1]" in faulty(send(api, [a_statement(), other]))
    assert found(api) == []


@requirement("XAPI-00142", "2.0 4.1.6.1")
def test_a_batch_may_repeat_what_is_stored(api: Api) -> None:
    statement = a_named_statement()
    store(api, statement)
    assert store(api, statement, a_statement())[0] == statement["id"]
    assert len(found(api)) == 2

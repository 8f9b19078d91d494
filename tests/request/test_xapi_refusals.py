"""Who may not, gets a fitting status and a reason; what is wrong is named by its place."""

import json

import pytest
from sqlalchemy.orm import Session

from app.lrs.views import dispatch
from tests.client import PageClient
from tests.factories.clients import a_client, basic, basic_of
from tests.factories.lrs import HOME, a_statement, an_actor
from tests.requirements import requirement
from tests.xapi import AGENT, DOCUMENT, LESSON, NEW, PERSON, STATE, Api, refused
from tests.xapi_statements import (
    a_named_statement,
    an_id,
    faulty,
    found,
    get,
    put,
    send,
    store,
    store_one,
)

READERS = ("statements/read", "all/read", "all")

# --- who ----------------------------------------------------------------------------------------


@requirement("XAPI-00335", "2.0 4.1.5")
def test_basic_authentication_opens_the_store(api: Api) -> None:
    assert get(api, statementId=store_one(api)).status_code == 200


@requirement("XAPI-00334", "XAPI-00323", "2.0 4.1.5")
@pytest.mark.parametrize(
    "credentials",
    [
        *("", "Basic", "Basic x", "Basic !!!", "Bearer x", "Digest x", "nonsense"),
        *(basic("somebody", "else"), basic("", "")),
    ],
)
def test_strangers_get_401(client: PageClient, api: Api, credentials: str) -> None:
    stranger = Api(client, api.version, credentials)
    statement = a_named_statement()
    for response in (
        get(stranger),
        send(stranger, statement),
        put(stranger, an_id(), a_statement()),
        stranger.send("GET", "agents", {"agent": AGENT}),
        stranger.send("GET", "activities", {"activityId": LESSON}),
        stranger.put(STATE, DOCUMENT),
        stranger.get(PERSON),
    ):
        assert refused(response, 401)
        assert "Basic" in response.headers["WWW-Authenticate"]
    assert found(api) == []


@requirement("XAPI-00334", "2.0 4.1.5")
def test_a_wrong_secret_gets_401(client: PageClient, session: Session, api: Api) -> None:
    known = a_client(session)
    wrong = Api(client, api.version, basic(known.key, known.secret[:-1] + "!"))
    refused(get(wrong), 401)


@requirement("XAPI-00327", "XAPI-00323", "2.0 4.1.5")
@pytest.mark.parametrize(
    ("scope", "may"),
    [
        ("statements/write", {"write"}),
        ("statements/read", {"read", "look"}),
        ("statements/read/mine", {"read", "look"}),
        ("state", {"state", "read state", "look"}),
        ("profile", {"profile", "read profile", "look"}),
        ("all/read", {"read", "look", "read state", "read profile"}),
        ("all", {"write", "read", "look", "state", "profile", "read state", "read profile"}),
    ],
)
def test_a_scope_opens_what_it_names_and_nothing_else(
    client: PageClient, session: Session, api: Api, scope: str, may: set[str]
) -> None:
    caller = Api(client, api.version, basic_of(a_client(session, scope)))
    tried = {
        "write": (send(caller, a_statement()), put(caller, an_id(), a_statement())),
        "read": (get(caller), get(caller, limit="1", format="ids")),
        "look": (
            caller.send("GET", "agents", {"agent": AGENT}),
            caller.send("GET", "activities", {"activityId": LESSON}),
        ),
        "state": (caller.put(STATE, DOCUMENT), caller.post(STATE, DOCUMENT)),
        "profile": (caller.put(PERSON, DOCUMENT, headers=NEW), caller.post(PERSON, DOCUMENT)),
        "read state": (caller.get(STATE, STATE.shelf),),
        "read profile": (caller.get(PERSON, PERSON.shelf),),
    }
    for what, responses in tried.items():
        for response in responses:
            if what in may:
                assert response.status_code in {200, 204}, what
            else:
                assert "scope" in refused(response, 403)
    assert caller.send("GET", "about").status_code == 200


@requirement("XAPI-00327", "2.0 4.1.6.1")
def test_who_may_read_his_own_sees_his_own(client: PageClient, session: Session, api: Api) -> None:
    scopes = ("statements/write", "statements/read/mine")
    mine = Api(client, api.version, basic_of(a_client(session, *scopes)))
    others = [Api(client, api.version, basic_of(a_client(session, one))) for one in READERS]
    own, foreign = store_one(mine), store_one(api)
    assert found(mine) == found(mine, agent=AGENT) == [own]
    assert get(mine, statementId=own).status_code == 200
    refused(get(mine, statementId=foreign), 404)
    for other in others:
        assert found(other) == [foreign, own]


@requirement("XAPI-00327", "2.0 4.1.5")
def test_a_refused_caller_changes_nothing(client: PageClient, session: Session, api: Api) -> None:
    reader = Api(client, api.version, basic_of(a_client(session, "all/read")))
    refused(send(reader, [a_statement(), a_statement()]), 403)
    refused(send(reader, b"no json"), 403)
    assert found(api) == []


@requirement("XAPI-00323", "2.0 4.1.5")
def test_too_many_requests_get_429(client: PageClient, session: Session, api: Api) -> None:
    slow = Api(client, api.version, basic_of(a_client(session, per_minute=1)))
    responses = [get(slow) for _ in range(20)]
    assert responses[0].status_code == 200
    assert refused(responses[-1], 429)
    assert int(responses[-1].headers["Retry-After"]) > 0


# --- what ---------------------------------------------------------------------------------------


@requirement("XAPI-00156", "XAPI-00323", "2.0 4.1.5")
def test_what_is_not_there_gets_404(api: Api) -> None:
    assert "statement" in refused(get(api, statementId=an_id()), 404)
    assert "nowhere" in refused(api.send("GET", "nowhere"), 404)
    refused(api.send("GET", "statements/x"), 404)


@requirement("XAPI-00323", "2.0 4.1.5")
@pytest.mark.parametrize("method", ["DELETE", "PATCH"])
def test_other_methods_get_405(api: Api, method: str) -> None:
    response = api.send(method, "statements", {"statementId": an_id()})
    assert refused(response, 405)
    assert set(response.headers["Allow"].split(", ")) >= {"GET", "HEAD", "PUT", "POST"}


@requirement("XAPI-00328", "XAPI-00323", "2.0 4.1.5")
def test_what_is_too_large_gets_413(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "LARGEST_BODY", 100_000)
    large = a_named_statement(result={"response": "x" * 100_000})
    refused(send(api, large), 413)
    refused(put(api, large["id"], large), 413)
    refused(api.put(STATE, b"x" * 100_001, content_type="text/plain"), 413)
    small = a_named_statement(result={"response": "x" * 90_000})
    assert send(api, small).status_code == 200
    assert found(api) == [small["id"]]


@requirement("XAPI-00328", "2.0 4.1.5")
def test_a_statement_of_a_reasonable_size_is_taken(api: Api) -> None:
    statement = a_named_statement(result={"response": "あ" * 1_000_000})
    assert send(api, statement).status_code == 200


@requirement("XAPI-00329", "2.0 4.1.5")
def test_a_fault_of_ours_gets_500_and_tells_no_secrets(
    client: PageClient, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("a detail of the inside")

    one = store_one(api)
    client.checks_words = False
    monkeypatch.setitem(client.application.config, "PROPAGATE_EXCEPTIONS", 0)
    monkeypatch.setattr("app.lrs.service.store", breaks)
    response = send(api, a_statement())
    assert response.status_code == 500
    assert "detail" not in response.text
    assert found(api) == [one]


@requirement("XAPI-00014", "2.0 4.2.1", "2.0 4.1.5")
@pytest.mark.parametrize(
    "body",
    [
        *(b"", b" ", b"{", b"}", b"[", b"x", b"null", b"true", b"1", b'"x"', b"[1]", b"[[]]"),
        *(b"{'actor': 1}", b'{"actor": NaN}', b"\xff\xfe", b'{"a":1,}', b'{"a":1}{"b":2}'),
    ],
)
def test_what_is_no_statement_is_refused(api: Api, body: bytes) -> None:
    assert refused(send(api, body), 400)
    assert refused(put(api, an_id(), body), 400)
    assert found(api) == []


@requirement("XAPI-00021", "2.0 4.2.1")
def test_a_property_that_comes_twice_is_refused(api: Api) -> None:
    text = json.dumps(a_statement())
    for old, new in (
        ('"verb":', '"verb": {"id": "urn:x"}, "verb":'),
        ('"id":', '"id": "urn:x", "id":'),
        ('"name":', '"\\u006eame": "x", "name":'),
    ):
        assert "twice" in refused(send(api, text.replace(old, new, 1).encode()), 400)
    assert found(api) == []


@requirement("XAPI-00010", "XAPI-00006", "2.0 4.1.5")
def test_every_fault_is_named_by_its_place(api: Api) -> None:
    faults = {
        "actor": {"mbox": "a@example.jp"},
        "verb": {"id": "read", "display": {"ja_JP": "x"}},
        "result": {"score": {"scaled": 2}, "success": "yes"},
        "more": 1,
    }
    places = [
        "$.actor.mbox",
        "$.verb.id",
        "$.verb.display.ja_JP",
        "$.more",
        "$.result.score.scaled",
        "$.result.success",
    ]
    assert sorted(faulty(send(api, a_statement(**faults)))) == sorted(places)
    second = [place.replace("$", "$[1]", 1) for place in places]
    assert sorted(faulty(send(api, [a_statement(), a_statement(**faults)]))) == sorted(second)
    assert sorted(faulty(put(api, an_id(), a_statement(**faults)))) == sorted(places)


@requirement("XAPI-00323", "XAPI-00182", "2.0 4.1.5")
def test_every_refusal_is_json_that_says_why(api: Api) -> None:
    known = a_named_statement()
    store(api, known)
    for response, status in (
        (get(api, unknown="1"), 400),
        (get(api, statementId=an_id()), 404),
        (send(api, known | {"actor": an_actor("other")}), 409),
        (api.send("DELETE", "statements"), 405),
        (api.get(STATE), 404),
        (api.put(PERSON, DOCUMENT, headers={"If-Match": '"x"'}), 412),
    ):
        assert refused(response, status)
        assert response.mimetype == "application/json"
        assert response.headers["X-Experience-API-Version"] == api.version
    assert found(api) == [known["id"]]


@requirement("XAPI-00007", "XAPI-00011", "2.0 4.2.1")
@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"id": ""}, "$.id"),
        ({"verb": {"id": ""}}, "$.verb.id"),
        ({"object": {"id": "example.org"}}, "$.object.id"),
        ({"actor": {"openid": "example.org"}}, "$.actor.openid"),
        ({"actor": {"account": {"homePage": "x", "name": "a"}}}, "$.actor.account.homePage"),
        ({"context": {"registration": "1"}}, "$.context.registration"),
        ({"context": {"extensions": {"x": 1}}}, "$.context.extensions.x"),
        ({"timestamp": "2026-10-01"}, "$.timestamp"),
        (
            {"object": {"id": HOME, "definition": {"moreInfo": "/x"}}},
            "$.object.definition.moreInfo",
        ),
    ],
    ids=str,
)
def test_formats_are_looked_at_on_the_way_in(
    api: Api, changes: dict[str, object], place: str
) -> None:
    assert faulty(send(api, a_statement(**changes))) == [place]
    assert found(api) == []

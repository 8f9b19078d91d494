"""Versions, HEAD, and the alternate request syntax."""

import json

import pytest
from werkzeug.test import TestResponse

from tests.client import PageClient
from tests.factories.lrs import a_statement, an_actor
from tests.requirements import requirement
from tests.xapi import AGENT, DOCUMENT, LESSON, NEW, PERSON, STATE, Api, Params, refused
from tests.xapi_statements import THROUGH, a_named_statement, an_id, found, get, put, read, store

VERSION = "X-Experience-API-Version"
FORM = "application/x-www-form-urlencoded"
RESOURCES: tuple[tuple[str, Params], ...] = (
    ("statements", {}),
    ("statements", {"statementId": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"}),
    ("agents", {"agent": AGENT}),
    ("activities", {"activityId": LESSON}),
    ("activities/state", {"activityId": LESSON, "agent": AGENT}),
    ("activities/state", {"activityId": LESSON, "agent": AGENT, "stateId": "bookmark"}),
    ("activities/profile", {"activityId": LESSON}),
    ("agents/profile", {"agent": AGENT}),
    ("agents/profile", {"agent": AGENT, "profileId": "bookmark"}),
    ("about", {}),
)
each_resource = pytest.mark.parametrize(("path", "params"), RESOURCES, ids=str)


# --- versions -----------------------------------------------------------------------------------


@requirement("XAPI-00140", "XAPI-00333", "2.0 4.1.2")
@each_resource
def test_every_answer_tells_the_latest_patch(api: Api, path: str, params: Params) -> None:
    response = api.send("GET", path, params)
    assert response.status_code in {200, 404}
    assert response.headers[VERSION] == api.version


@requirement("XAPI-00333", "XAPI-00331", "2.0 4.1.2")
@pytest.mark.parametrize(
    ("told", "spoken"),
    [
        *(("1.0", "1.0.3"), ("1.0.0", "1.0.3"), ("1.0.2", "1.0.3"), ("1.0.99", "1.0.3")),
        *(("2.0", "2.0.0"), ("2.0.0", "2.0.0"), ("2.0.7", "2.0.0")),
    ],
)
def test_every_patch_of_an_edition_is_spoken(
    client: PageClient, authorization: str, told: str, spoken: str
) -> None:
    api = Api(client, told, authorization)
    (one,) = store(api, a_named_statement())
    assert get(api, statementId=one).headers[VERSION] == spoken
    assert get(api, statementId="x").headers[VERSION] == spoken


@requirement("XAPI-00331", "2.0 4.1.2")
@pytest.mark.parametrize(
    "told",
    [
        "",
        "0.9",
        "0.95",
        "1",
        "1.1",
        "1.1.0",
        "1.0.x",
        "2.1.0",
        "3.0",
        "1.00",
        "v1.0.3",
        "1.0.3, 2.0.0",
    ],
)
def test_other_versions_are_refused(client: PageClient, authorization: str, told: str) -> None:
    api = Api(client, told, authorization)
    for response in (get(api), put(api, an_id(), a_statement()), api.send("GET", *RESOURCES[2])):
        assert VERSION in refused(response, 400)
        assert response.headers[VERSION]


@requirement("XAPI-00321", "2.0 4.1.2")
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "HEAD"])
def test_a_request_that_tells_no_version_is_refused(
    client: PageClient, authorization: str, method: str
) -> None:
    params = {"statementId": an_id()} if method == "PUT" else {}
    body = json.dumps(a_statement()) if method in {"PUT", "POST"} else None
    response = client.open(
        "/xapi/statements",
        method=method,
        query_string=params,
        data=body,
        content_type="application/json",
        headers={"Authorization": authorization},
    )
    assert response.status_code == 400
    assert response.headers[VERSION]


# --- HEAD ---------------------------------------------------------------------------------------


@requirement("XAPI-00125", "XAPI-00126", "2.0 4.1.1")
@each_resource
def test_head_is_get_without_the_content(api: Api, path: str, params: Params) -> None:
    api.put(STATE, DOCUMENT)
    api.put(PERSON, DOCUMENT, headers=NEW)
    store(api, a_named_statement("8f87ccde-bb56-4c2e-ab83-44982ef22df0"))
    got, head = api.send("GET", path, params), api.send("HEAD", path, params)
    assert (head.status_code, head.data) == (got.status_code, b"")
    assert got.status_code == 200
    passing = {"Date", "Last-Modified", "Content-Security-Policy", THROUGH}
    names = {name for name, _ in got.headers} - passing
    assert {name: head.headers.get(name) for name in names} == {
        name: got.headers.get(name) for name in names
    }
    assert (THROUGH in head.headers) == (THROUGH in got.headers)


@requirement("XAPI-00125", "XAPI-00153", "2.0 4.1.1")
@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"statementId": "6f0d4a3e-0000-4000-8000-00000000beef"}, 404),
        ({"limit": "x"}, 400),
        ({"unknown": "1"}, 400),
    ],
    ids=str,
)
def test_head_is_refused_as_get_is(api: Api, params: Params, status: int) -> None:
    head = api.send("HEAD", "statements", params)
    assert (head.status_code, head.data) == (status, b"")
    assert THROUGH in head.headers


# --- the alternate syntax -----------------------------------------------------------------------


def alternately(
    api: Api, method: str, form: dict[str, str], *, path: str = "statements", **query: str
) -> TestResponse:
    """Send a form that stands for a request."""
    params = {"method": method, **query}
    body = "&".join(f"{key}={quoted(value)}" for key, value in form.items()).encode()
    return api.send("POST", path, params, body, content_type=FORM)


def quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


@requirement("XAPI-00336", "XAPI-00144")
def test_a_form_may_stand_for_a_put(api_1_0: Api) -> None:
    statement = a_named_statement(result={"response": "寺子屋 & ?=+%"})
    form = {"statementId": statement["id"], "content": json.dumps(statement, ensure_ascii=False)}
    response = alternately(api_1_0, "PUT", {**form, "Content-Type": "application/json"})
    assert response.status_code == 204, response.text
    assert read(api_1_0, statement["id"])["result"] == statement["result"]


@requirement("XAPI-00336", "XAPI-00146")
def test_a_form_may_stand_for_a_post(api_1_0: Api) -> None:
    batch = [a_named_statement(), a_named_statement()]
    response = alternately(api_1_0, "POST", {"content": json.dumps(batch)})
    assert response.get_json() == [one["id"] for one in batch]


@requirement("XAPI-00148", "XAPI-00336")
def test_a_form_may_stand_for_a_get(api_1_0: Api) -> None:
    ids = store(api_1_0, a_statement(), a_statement(actor=an_actor("other")), a_statement())
    response = alternately(api_1_0, "GET", {})
    assert response.status_code == 200
    assert [one["id"] for one in response.get_json()["statements"]] == ids[::-1]
    form = {"agent": json.dumps(an_actor("other")), "format": "ids"}
    response = alternately(api_1_0, "GET", form)
    assert [one["id"] for one in response.get_json()["statements"]] == [ids[1]]
    assert THROUGH in response.headers
    assert alternately(api_1_0, "get", {"statementId": ids[0]}).get_json()["id"] == ids[0]


@requirement("XAPI-00336")
def test_a_form_may_carry_the_headers(
    client: PageClient, api_1_0: Api, authorization: str
) -> None:
    told = {"Authorization": authorization, VERSION: "1.0.3", "Content-Length": "1000"}
    statement = a_named_statement()
    form = told | {"statementId": statement["id"], "content": json.dumps(statement)}
    response = client.post("/xapi/statements?method=PUT", data=form)
    assert response.status_code == 204, response.text
    assert read(api_1_0, statement["id"])
    wrong = form | {"Authorization": "Basic eDp5"}
    refused(client.post("/xapi/statements?method=PUT", data=wrong), 401)
    form.pop(VERSION)
    refused(client.post("/xapi/statements?method=PUT", data=form), 400)


@requirement("XAPI-00336", "XAPI-00322")
def test_a_form_may_stand_for_requests_to_documents(api_1_0: Api) -> None:
    place = {"activityId": LESSON, "profileId": "p"}
    path = "activities/profile"
    refused(alternately(api_1_0, "PUT", place | {"content": "{}"}, path=path), 400)
    new = place | {"content": '{"n":"あ"}', "If-None-Match": "*"}
    assert alternately(api_1_0, "PUT", new, path=path).status_code == 204
    refused(alternately(api_1_0, "PUT", new, path=path), 412)
    got = alternately(api_1_0, "GET", place, path=path)
    assert got.get_json() == {"n": "あ"}
    gone = place | {"If-Match": got.headers["ETag"]}
    assert alternately(api_1_0, "DELETE", gone, path=path).status_code == 204
    refused(alternately(api_1_0, "GET", place, path=path), 404)


@requirement("XAPI-00336")
def test_a_form_keeps_to_its_rules(api_1_0: Api) -> None:
    statement = a_named_statement()
    content = {"content": json.dumps(statement)}
    one = {"statementId": statement["id"]}
    refused(alternately(api_1_0, "PUT", content, **one), 400)
    refused(alternately(api_1_0, "PUT", one), 400)
    refused(alternately(api_1_0, "POST", {}), 400)
    refused(alternately(api_1_0, "PUT", one | content | {"unknown": "1"}), 400)
    refused(alternately(api_1_0, "PATCH", one | content), 405)
    refused(api_1_0.send("POST", "statements", {"method": "POST"}, statement), 400)
    params = one | {"method": "PUT"}
    refused(api_1_0.send("PUT", "statements", params, statement), 400)
    assert found(api_1_0) == []


@requirement("XAPI-00324", "XAPI-00336")
def test_a_form_without_a_method_is_no_request(api_1_0: Api) -> None:
    body = b"content=" + quoted(json.dumps(a_statement())).encode()
    refused(api_1_0.send("POST", "statements", None, body, content_type=FORM), 400)
    assert found(api_1_0) == []


@requirement("2.0 4.1.1")
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_2_0_has_no_alternate_syntax(api_2_0: Api, method: str) -> None:
    statement = a_named_statement()
    form = {"statementId": statement["id"], "content": json.dumps(statement)}
    refused(alternately(api_2_0, method, form), 400)
    refused(alternately(api_2_0, method, {}), 400)
    assert found(api_2_0) == []

"""The document resources over HTTP: states, profiles of activities, profiles of agents."""

import hashlib
import json
import uuid

import pytest
from sqlalchemy.orm import Session

from tests.client import PageClient
from tests.factories.clients import a_client, basic_of
from tests.factories.lrs import an_actor
from tests.requirements import requirement
from tests.xapi import (
    ACTIVITY,
    DOCUMENT,
    JSON,
    LESSON,
    NEW,
    PERSON,
    RUN,
    STATE,
    WRONG,
    Api,
    Kind,
    each,
    refused,
)

BYTES = "application/octet-stream"

# --- storing and reading ------------------------------------------------------------------------


@each(
    state=("XAPI-00188", "XAPI-00190", "XAPI-00192", "XAPI-00217", "XAPI-00230"),
    activity=("XAPI-00287", "XAPI-00288", "XAPI-00290", "XAPI-00293", "XAPI-00311", "2.0 4.1.6.6"),
    agent=("XAPI-00259", "XAPI-00269", "XAPI-00273", "XAPI-00274", "XAPI-00282"),
)
def test_what_was_put_is_got(api: Api, kind: Kind) -> None:
    body = b'{ "b": 1.10, "a": "\\u3042" }\n'
    put = api.put(kind, body, headers=NEW)
    assert (put.status_code, put.data) == (204, b"")
    got = api.get(kind)
    assert (got.status_code, got.data) == (200, body)
    assert got.headers["Content-Type"] == JSON


@each(both=("2.0 4.1.6",), state=("XAPI-00188",))
@pytest.mark.parametrize(
    "content_type",
    ["text/plain; charset=shift_jis", "image/png", "application/json;charset=UTF-8"],
)
def test_any_content_keeps_its_bytes_and_its_type(api: Api, kind: Kind, content_type: str) -> None:
    body = b"{}" if "json" in content_type else bytes(range(256))
    api.stored(kind, body, content_type=content_type)
    got = api.get(kind)
    assert (got.data, got.headers["Content-Type"]) == (body, content_type)


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_document_that_looks_like_a_form_keeps_its_bytes(
    api: Api, method: str, content_type: str
) -> None:
    params = STATE.params_of()
    api.send(method, STATE, params, b"a=1&b=2", content_type=content_type)
    got = api.get(STATE)
    assert (got.data, got.headers["Content-Type"]) == (b"a=1&b=2", content_type)


def test_a_document_without_a_type_is_bytes(api: Api) -> None:
    assert api.put(STATE, b"\x00\x01", content_type=None).status_code == 204
    assert api.get(STATE).headers["Content-Type"] == BYTES


def test_an_empty_document_is_a_document(api: Api) -> None:
    assert api.put(STATE, b"", content_type="text/plain").status_code == 204
    assert (api.get(STATE).status_code, api.get(STATE).data) == (200, b"")


def test_what_is_no_media_type_is_refused(api: Api) -> None:
    assert "Content-Type" in refused(api.put(STATE, b"x", content_type="no type"), 400)


def test_a_browser_that_shows_a_document_does_not_run_it(api: Api) -> None:
    api.stored(STATE, b"<svg><script>alert(1)</script></svg>", content_type="image/svg+xml")
    headers = api.get(STATE).headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"


@each(
    state=("XAPI-00189", "XAPI-00231", "XAPI-00233"),
    activity=("XAPI-00286", "XAPI-00292", "XAPI-00310", "XAPI-00312"),
    agent=("XAPI-00272", "XAPI-00280", "XAPI-00283"),
)
def test_a_post_where_nothing_is_stores_a_document(api: Api, kind: Kind) -> None:
    response = api.post(kind, DOCUMENT)
    assert (response.status_code, response.data) == (204, b"")
    assert api.get(kind).get_json() == DOCUMENT


@each(
    state=("XAPI-00234", "XAPI-00183", "XAPI-00184"),
    activity=("XAPI-00308", "XAPI-00183", "XAPI-00184"),
    agent=("XAPI-00279", "XAPI-00183", "XAPI-00184"),
)
def test_a_post_merges_into_what_is_there(api: Api, kind: Kind) -> None:
    api.post(kind, b'{"car": {"make": "Ford", "model": "Escape"}, "kept": 1.10}')
    assert api.post(kind, {"car": {"make": "Dodge"}, "new": None}).status_code == 204
    assert api.get(kind).data == b'{"car":{"make": "Dodge"},"kept":1.10,"new":null}'


@each(
    state=("XAPI-00229", "XAPI-00232", "XAPI-00182"),
    activity=("XAPI-00309", "XAPI-00313", "XAPI-00182"),
    agent=("XAPI-00278", "XAPI-00281", "XAPI-00182"),
)
@pytest.mark.parametrize(
    ("stored", "posted"),
    [
        ((JSON, b'{"a":1}'), (BYTES, b"abcdefg")),
        ((JSON, b'{"a":1}'), ("not/json", b"abcdefg")),
        ((BYTES, b"/ asdf / undefined"), (JSON, b'{"a":1}')),
        ((JSON, b'{"a":1}'), (JSON, b'{"a":2}{')),
        ((JSON, b'{"a":1}'), (JSON, b"[1]")),
        ((JSON, b"[1]"), (JSON, b'{"a":2}')),
    ],
    ids=["bytes", "other type", "into bytes", "no json", "array", "into array"],
)
def test_what_cannot_be_merged_is_refused_and_changes_nothing(
    api: Api, kind: Kind, stored: tuple[str, bytes], posted: tuple[str, bytes]
) -> None:
    api.stored(kind, stored[1], content_type=stored[0])
    before = api.get(kind)
    refused(api.post(kind, posted[1], content_type=posted[0]), 400)
    after = api.get(kind)
    assert (after.data, after.headers["ETag"]) == (before.data, before.headers["ETag"])


@each(state=("XAPI-00235",), activity=("XAPI-00314",), agent=("XAPI-00284",))
@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize("body", [b'{"a":1}[', b'{"a":NaN}', b'{"a":1,"a":2}', b'"\xff"', b""])
def test_what_says_it_is_json_must_be_json(api: Api, kind: Kind, method: str, body: bytes) -> None:
    refused(api.send(method, kind, kind.params_of(), body, headers=NEW), 400)
    assert api.get(kind).status_code == 404


@requirement("2.0 4.1.6.2", "XAPI-00188")
def test_what_is_not_there_is_not_found(api: Api) -> None:
    assert "stateId" in refused(api.get(STATE), 404)
    api.stored(STATE, params=STATE.params_of(registration=RUN))
    refused(api.get(STATE), 404)


@each(
    state=("XAPI-00187", "XAPI-00191", "XAPI-00216"),
    activity=("XAPI-00285", "XAPI-00291"),
    agent=("XAPI-00271",),
)
def test_a_deleted_document_is_gone(api: Api, kind: Kind) -> None:
    api.stored(kind)
    api.stored(kind, params=kind.params_of("another"))
    response = api.delete(kind)
    assert (response.status_code, response.data) == (204, b"")
    refused(api.get(kind), 404)
    assert api.get(kind, kind.params_of("another")).status_code == 200


@each(both=("XAPI-00285",))
def test_deleting_what_is_not_there_is_done_already(api: Api, kind: Kind) -> None:
    assert api.delete(kind).status_code == 204


@each(both=("XAPI-00125", "XAPI-00126"))
def test_head_is_get_without_the_content(api: Api, kind: Kind) -> None:
    api.stored(kind)
    for params in (kind.params_of(), kind.shelf):
        got, head = api.get(kind, params), api.send("HEAD", kind, params)
        assert (head.status_code, head.data) == (200, b"")
        names = ("ETag", "Last-Modified", "Content-Type", "X-Experience-API-Version")
        assert [head.headers[it] for it in names] == [got.headers[it] for it in names]
    assert api.send("HEAD", kind, kind.params_of("none")).status_code == 404


@requirement("XAPI-00218", "XAPI-00219", "XAPI-00220", "XAPI-00227")
def test_a_state_may_belong_to_a_registration(api: Api) -> None:
    of_run = STATE.params_of(registration=RUN)
    assert api.put(STATE, {"n": 1}, params=of_run).status_code == 204
    assert api.post(STATE, {"m": 2}, params=of_run).status_code == 204
    assert api.get(STATE, of_run).get_json() == {"n": 1, "m": 2}
    assert api.get(STATE, of_run | {"registration": RUN.upper()}).status_code == 200
    assert api.delete(STATE, params=of_run).status_code == 204
    refused(api.get(STATE, of_run), 404)


@requirement("2.0 4.1.6.2", "2.0 4.1.6.5")
@pytest.mark.parametrize("kind", [STATE, PERSON], ids=["state", "agent"])
def test_documents_of_2_may_be_about_a_group_that_has_an_identifier(
    api_2_0: Api, api_1_0: Api, kind: Kind
) -> None:
    group = json.dumps({"objectType": "Group", "account": an_actor("class")["account"]})
    anonymous = json.dumps({"objectType": "Group", "member": [an_actor()]})
    api_2_0.stored(kind, params=kind.params_of(agent=group))
    refused(api_1_0.get(kind, kind.params_of(agent=group)), 400)
    refused(api_2_0.get(kind, kind.params_of(agent=anonymous)), 400)


# --- several documents --------------------------------------------------------------------------


@each(
    state=("XAPI-00193", "XAPI-00195", "XAPI-00221"),
    activity=("XAPI-00289", "XAPI-00294", "XAPI-00303"),
    agent=("XAPI-00268", "XAPI-00270", "XAPI-00275"),
)
def test_without_an_id_the_ids_are_told(api: Api, kind: Kind) -> None:
    empty = api.get(kind, kind.shelf)
    assert (empty.status_code, empty.get_json()) == (200, [])
    for name in ("あ", "b"):
        api.stored(kind, params=kind.params_of(name))
    answer = api.get(kind, kind.shelf)
    assert answer.get_json() == ["あ", "b"]
    assert answer.headers["Content-Type"] == JSON
    assert answer.headers["ETag"] == f'"{hashlib.sha1(answer.data).hexdigest()}"'  # noqa: S324
    assert api.get(kind, kind.shelf | {"since": "2001-01-01T00:00:00Z"}).get_json() == ["あ", "b"]
    assert api.get(kind, kind.shelf | {"since": "2999-01-01T00:00:00Z"}).get_json() == []


@each(state=("XAPI-00204",), activity=("XAPI-00295",), agent=("XAPI-00260",))
@pytest.mark.parametrize("since", ["true", "not a timestamp", "", "2026-13-01T00:00:00Z"])
def test_since_must_be_a_timestamp(api: Api, kind: Kind, since: str) -> None:
    assert "since" in refused(api.get(kind, kind.shelf | {"since": since}), 400)


@requirement("XAPI-00194", "XAPI-00219")
def test_without_an_id_all_states_of_a_person_and_activity_are_deleted(api: Api) -> None:
    other = STATE.params_of(activityId=LESSON + "/x")
    for params in (STATE.params_of("a"), STATE.params_of("b", registration=RUN), other):
        api.stored(STATE, params=params)
    assert api.delete(STATE, params=STATE.shelf | {"registration": RUN}).status_code == 204
    assert api.get(STATE, STATE.shelf).get_json() == ["a"]
    assert api.delete(STATE, params=STATE.shelf).status_code == 204
    assert api.get(STATE, STATE.shelf).get_json() == []
    assert api.get(STATE, other).status_code == 200


def test_all_states_are_not_deleted_on_a_condition_that_names_one(api: Api) -> None:
    etag = api.stored(STATE)
    for headers in (WRONG, {"If-Match": etag}, NEW):
        refused(api.delete(STATE, params=STATE.shelf, headers=headers), 400)
    assert api.get(STATE).status_code == 200


# --- who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "states", "profiles"),
    [
        ("state", {"GET", "PUT", "POST", "DELETE"}, set()),
        ("profile", set(), {"GET", "PUT", "POST", "DELETE"}),
        ("all/read", {"GET"}, {"GET"}),
        ("statements/write", set(), set()),
        ("statements/read", set(), set()),
    ],
)
def test_a_scope_opens_what_it_says(
    session: Session, client: PageClient, scope: str, states: set[str], profiles: set[str]
) -> None:
    api = Api(client, "2.0.0", basic_of(a_client(session, scope)))
    for kind, may in ((STATE, states), (ACTIVITY, profiles), (PERSON, profiles)):
        for method in ("GET", "PUT", "POST", "DELETE"):
            body = DOCUMENT if method in {"PUT", "POST"} else None
            answer = api.send(method, kind, kind.params_of(str(uuid.uuid4())), body)
            assert (answer.status_code != 403) is (method in may), f"{method} {kind.path}"

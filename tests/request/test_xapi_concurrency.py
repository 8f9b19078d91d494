"""ETags: nobody overwrites over HTTP what he has not seen."""

import hashlib
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

import pytest
from werkzeug.test import TestResponse

from tests.client import PageClient
from tests.requirements import requirement
from tests.xapi import (
    ACTIVITY,
    DOCUMENT,
    NEW,
    PERSON,
    STATE,
    WRONG,
    Api,
    Kind,
    each,
    refused,
)


@each(both=("XAPI-00322", "2.0 4.1.4"))
def test_every_answer_has_a_quoted_sha1_as_etag(api: Api, kind: Kind) -> None:
    put = api.put(kind, b'{"n":1}', headers=NEW)
    quoted = '"' + hashlib.sha1(b'{"n":1}').hexdigest() + '"'  # noqa: S324  as the rule says
    assert put.headers["ETag"] == quoted
    assert api.get(kind).headers["ETag"] == quoted
    posted = api.post(kind, b'{"n":2}')
    assert posted.headers["ETag"] == api.get(kind).headers["ETag"] != quoted


@each(both=("2.0 4.1.6",), state=("2.0 4.1.6.2",))
def test_last_modified_is_when_it_was_written(api: Api, kind: Kind) -> None:
    api.stored(kind)
    one = parsedate_to_datetime(api.get(kind).headers["Last-Modified"])
    several = parsedate_to_datetime(api.get(kind, kind.shelf).headers["Last-Modified"])
    assert one == several


@each(both=("XAPI-00322", "2.0 4.1.4"))
@pytest.mark.parametrize("spelled", ["{0}", "W/{0}", '"x", {0}', "*"])
def test_a_put_with_the_present_etag_replaces(api: Api, kind: Kind, spelled: str) -> None:
    etag = api.stored(kind)
    answer = api.put(kind, {"n": 2}, headers={"If-Match": spelled.format(etag)})
    assert answer.status_code == 204
    assert api.get(kind).get_json() == {"n": 2}


@each(both=("XAPI-00322", "XAPI-00182", "2.0 4.1.4"))
@pytest.mark.parametrize("headers", [WRONG, NEW, {"If-Match": '"1234"'}])
def test_a_put_whose_condition_fails_changes_nothing(
    api: Api, kind: Kind, headers: Mapping[str, str]
) -> None:
    api.stored(kind)
    refused(api.put(kind, {"n": 2}, headers=headers), 412)
    assert api.get(kind).get_json() == DOCUMENT


@each(both=("XAPI-00322", "2.0 4.1.4"))
def test_posts_and_deletes_heed_conditions_too(api: Api, kind: Kind) -> None:
    etag = api.stored(kind)
    refused(api.post(kind, {"n": 2}, headers=WRONG), 412)
    refused(api.post(kind, {"n": 2}, headers=NEW), 412)
    refused(api.delete(kind, headers=WRONG), 412)
    assert api.get(kind).get_json() == DOCUMENT
    posted = api.post(kind, {"n": 2}, headers={"If-Match": etag})
    assert posted.status_code == 204
    assert api.get(kind).get_json() == {**DOCUMENT, "n": 2}
    refused(api.delete(kind, headers={"If-Match": etag}), 412)
    gone = api.delete(kind, headers={"If-Match": posted.headers["ETag"]})
    assert gone.status_code == 204
    refused(api.delete(kind, headers={"If-Match": etag}), 412)
    refused(api.put(kind, {"n": 2}, headers={"If-Match": "*"}), 412)


@pytest.mark.parametrize("name", ["If-Match", "If-None-Match"])
@pytest.mark.parametrize("value", ["abc", '"abc', "'abc'"])
def test_a_condition_that_cannot_be_read_is_not_overlooked(
    api: Api, name: str, value: str
) -> None:
    assert name in refused(api.put(STATE, DOCUMENT, headers={name: value}), 400)
    refused(api.get(STATE), 404)


@each(both=("XAPI-00322", "2.0 4.1.4"))
def test_who_has_the_document_is_told_so(api: Api, kind: Kind) -> None:
    etag = api.stored(kind)
    answer = api.get(kind, headers={"If-None-Match": f'"x", {etag}'})
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", etag)
    assert api.get(kind, headers={"If-None-Match": '"x"'}).status_code == 200


def explains(response: TestResponse) -> None:
    """Expect what 3.1 wants to be said: look at the present state, and send its ETag."""
    message = refused(response, 409)
    assert "GET" in message
    assert "If-Match" in message


@requirement("XAPI-00190", "XAPI-00322")
def test_in_1_0_a_state_needs_no_condition(api_1_0: Api) -> None:
    for document in (DOCUMENT, {"n": 2}):
        assert api_1_0.put(STATE, document).status_code == 204
    assert api_1_0.get(STATE).get_json() == {"n": 2}


@pytest.mark.parametrize("kind", [ACTIVITY, PERSON], ids=["activity", "agent"])
@requirement("XAPI-00273", "XAPI-00287", "XAPI-00322")
def test_in_1_0_a_put_of_a_profile_without_condition_is_refused(api_1_0: Api, kind: Kind) -> None:
    """400 where a new profile would come to be, 409 where one would be replaced."""
    assert "If-None-Match" in refused(api_1_0.put(kind, DOCUMENT), 400)
    refused(api_1_0.get(kind), 404)
    api_1_0.stored(kind)
    explains(api_1_0.put(kind, {"n": 2}))
    assert api_1_0.get(kind).get_json() == DOCUMENT


@each(both=("2.0 4.1.4",))
def test_in_2_0_a_put_without_condition_replaces_nothing(api_2_0: Api, kind: Kind) -> None:
    assert api_2_0.put(kind, DOCUMENT).status_code == 204
    explains(api_2_0.put(kind, {"n": 2}))
    assert api_2_0.get(kind).get_json() == DOCUMENT


@requirement("XAPI-00322")
def test_conditions_may_come_by_alternate_syntax(
    client: PageClient, api_1_0: Api, authorization: str
) -> None:
    form = {
        **PERSON.params_of(),
        "Authorization": authorization,
        "X-Experience-API-Version": "1.0.3",
        "If-None-Match": "*",
        "Content-Type": "text/plain",
        "content": "しおり",
    }
    told = [client.post("/xapi/agents/profile?method=PUT", data=form).status_code for _ in "12"]
    assert told == [204, 412]
    assert api_1_0.get(PERSON).data == "しおり".encode()

"""What names a document must be said, and said rightly."""

import pytest

from tests.requirements import requirement
from tests.xapi import ACTIVITY, DOCUMENT, NEW, PERSON, RUN, STATE, Api, Kind, each, refused

WRITES = pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "GET"])


@WRITES
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        pytest.param(
            *(STATE, "activityId"),
            marks=requirement("XAPI-00207", "XAPI-00208", "XAPI-00209", "XAPI-00210"),
        ),
        pytest.param(
            *(STATE, "agent"),
            marks=requirement("XAPI-00212", "XAPI-00213", "XAPI-00214", "XAPI-00215"),
        ),
        pytest.param(
            *(ACTIVITY, "activityId"),
            marks=requirement("XAPI-00296", "XAPI-00297", "XAPI-00298", "XAPI-00299"),
        ),
        pytest.param(
            *(PERSON, "agent"),
            marks=requirement("XAPI-00261", "XAPI-00262", "XAPI-00263", "XAPI-00264"),
        ),
    ],
    ids=["state-activity", "state-agent", "activity", "agent"],
)
def test_what_a_document_is_about_must_be_said(
    api: Api, kind: Kind, name: str, method: str
) -> None:
    body = None if method in {"GET", "DELETE"} else DOCUMENT
    conditions = NEW if method == "PUT" else {}
    assert name in refused(
        api.send(method, kind, kind.without(name), body, headers=conditions), 400
    )


@each(
    state=("XAPI-00206", "XAPI-00211"),
    activity=("XAPI-00300", "XAPI-00301", "XAPI-00302"),
    agent=("XAPI-00265", "XAPI-00266", "XAPI-00267"),
)
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_who_writes_must_name_the_document(api: Api, kind: Kind, method: str) -> None:
    if kind is STATE and method == "DELETE":
        return  # deletes all states
    body = None if method == "DELETE" else DOCUMENT
    conditions = NEW if method == "PUT" else {}
    assert kind.id_name in refused(
        api.send(method, kind, kind.shelf, body, headers=conditions), 400
    )


@WRITES
@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(
            STATE, marks=requirement("XAPI-00196", "XAPI-00197", "XAPI-00198", "XAPI-00199")
        ),
        pytest.param(
            PERSON, marks=requirement("XAPI-00255", "XAPI-00256", "XAPI-00257", "XAPI-00258")
        ),
    ],
    ids=["state", "agent"],
)
@pytest.mark.parametrize(
    "agent",
    [
        *("true", "not JSON", "", "{}", "[]", '{"name":"A"}', '{"mbox":"a@example.jp"}'),
        '{"objectType":"Agent","account":{"homePage"":"http://x.example/","name":"A"}}',
        '{"mbox":"mailto:a@example.jp","openid":"http://a.example/"}',
    ],
)
def test_an_agent_must_be_one(api: Api, kind: Kind, method: str, agent: str) -> None:
    body = None if method in {"GET", "DELETE"} else DOCUMENT
    conditions = NEW if method == "PUT" else {}
    answer = api.send(method, kind, kind.params_of(agent=agent), body, headers=conditions)
    assert "agent" in refused(answer, 400)


@WRITES
@requirement("XAPI-00200", "XAPI-00201", "XAPI-00202", "XAPI-00203")
@pytest.mark.parametrize("registration", ["true", "", RUN[:-1], f"{{{RUN}}}"])
def test_a_registration_must_be_a_uuid(api: Api, method: str, registration: str) -> None:
    body = None if method in {"GET", "DELETE"} else DOCUMENT
    params = STATE.params_of(registration=registration)
    assert "registration" in refused(api.send(method, STATE, params, body), 400)


@pytest.mark.parametrize("kind", [STATE, ACTIVITY], ids=["state", "activity"])
@pytest.mark.parametrize("iri", ["", "true", "lesson", "https://learn.example.jp/a b"])
@requirement("XAPI-00207", "XAPI-00296")
def test_an_activity_must_be_an_iri(api: Api, kind: Kind, iri: str) -> None:
    assert "activityId" in refused(api.get(kind, kind.params_of(activityId=iri)), 400)


@each(both=("XAPI-00324", "XAPI-00325", "2.0 4.1.5"))
def test_other_parameters_are_refused(api: Api, kind: Kind) -> None:
    for name in ("unknown", kind.id_name.lower(), "Agent", "since"):
        refused(api.get(kind, kind.params_of() | {name: "2026-01-01T00:00:00Z"}), 400)
    refused(api.delete(kind, params=kind.shelf | {"since": "2026-01-01T00:00:00Z"}), 400)
    if kind is not STATE:
        refused(api.get(kind, kind.params_of(registration=RUN)), 400)


@pytest.mark.parametrize("document_id", ["", "a\x00b"])
def test_an_id_must_be_a_text_that_can_be_kept(api: Api, document_id: str) -> None:
    assert api.put(STATE, DOCUMENT, params=STATE.params_of(document_id)).status_code == 400

"""The small resources: agents, activities, about."""

import hashlib
import json

import pytest
from sqlalchemy.orm import Session

from app.lrs import service
from tests.client import PageClient
from tests.factories.clients import a_client, basic_of
from tests.factories.lrs import HOME, NOW, a_statement, an_activity, an_actor
from tests.requirements import requirement
from tests.xapi import Api, refused

SHA1 = "cd9b00a5611f94eaa7b1661edab976068e364975"
IRI = str(an_activity()["id"])


def the_etag_of(body: bytes) -> str:
    return '"' + hashlib.sha1(body).hexdigest() + '"'  # noqa: S324  as the specification says


@requirement("XAPI-00236", "XAPI-00245", "XAPI-00246", "XAPI-00247", "XAPI-00248", "2.0 4.1.6.3")
@pytest.mark.parametrize(
    "identity",
    [
        pytest.param({"mbox": "mailto:a@example.jp"}, marks=requirement("XAPI-00239")),
        pytest.param({"mbox_sha1sum": SHA1}, marks=requirement("XAPI-00240")),
        pytest.param({"openid": "https://a.example.jp/"}, marks=requirement("XAPI-00241")),
        pytest.param(
            {"account": {"homePage": HOME, "name": "a"}}, marks=requirement("XAPI-00242")
        ),
    ],
    ids=["mbox", "mbox_sha1sum", "openid", "account"],
)
def test_an_unknown_agent_is_a_person_of_what_was_asked(
    api: Api, identity: dict[str, object]
) -> None:
    answer = api.send("GET", "agents", {"agent": json.dumps({**identity, "name": "青木"})})
    assert answer.status_code == 200
    arrays = {key: [value] for key, value in identity.items()}
    assert answer.get_json() == {"objectType": "Person", "name": ["青木"], **arrays}
    assert answer.headers["ETag"] == the_etag_of(answer.data)
    bare = api.send("GET", "agents", {"agent": json.dumps(identity)})
    assert bare.get_json() == {"objectType": "Person", **arrays}


@requirement("XAPI-00237", "XAPI-00238", "XAPI-00244")
def test_a_person_has_the_names_that_statements_gave(api: Api, session: Session) -> None:
    asked = {"mbox": "mailto:a@example.jp"}
    crowd = {
        "objectType": "Group",
        "member": [{**asked, "name": "B"}, {**an_actor(), "name": "C"}],
    }
    for actor in ({**asked, "name": "A"}, crowd, {**asked, "name": "A"}, asked):
        service.record(session, a_statement(actor=actor), now=NOW, authority=an_actor())
    answer = api.send("GET", "agents", {"agent": json.dumps(asked | {"name": "Z"})})
    assert answer.get_json() == {
        "objectType": "Person",
        "name": ["Z", "A", "B"],
        "mbox": ["mailto:a@example.jp"],
    }


def test_who_may_not_read_statements_learns_no_names(client: PageClient, session: Session) -> None:
    actor = {"mbox": "mailto:a@example.jp", "name": "A"}
    service.record(session, a_statement(actor=actor), now=NOW, authority=an_actor())
    asked = {"agent": json.dumps({"mbox": "mailto:a@example.jp"})}
    scopes = ("state", "statements/read/mine", "statements/read", "all/read")
    apis = [Api(client, "2.0.0", basic_of(a_client(session, scope))) for scope in scopes]
    answers = [api.send("GET", "agents", asked).get_json() for api in apis]
    assert [it["objectType"] for it in answers] == ["Person"] * 4
    assert [it.get("name") for it in answers] == [None, None, ["A"], ["A"]]


@requirement("XAPI-00243", "XAPI-00249")
@pytest.mark.parametrize(
    "agent",
    [
        *(None, "", "true", "{}", '{"name":"A","objectType":"Agent"}', '{"mbox":"a@example.jp"}'),
        '{"objectType":"Group","mbox":"mailto:class@example.jp"}',
        '{"objectType":"Group","member":[{"mbox":"mailto:a@example.jp"}]}',
    ],
)
def test_agents_needs_an_agent(api: Api, agent: str | None) -> None:
    params = {} if agent is None else {"agent": agent}
    assert "agent" in refused(api.send("GET", "agents", params), 400)


@requirement("XAPI-00251", "XAPI-00252", "XAPI-00253")
def test_an_activity_comes_with_its_definition(api: Api, session: Session) -> None:
    service.record(session, a_statement(), now=NOW)
    answer = api.send("GET", "activities", {"activityId": IRI})
    assert (answer.status_code, answer.get_json()) == (200, an_activity())
    assert answer.headers["ETag"] == the_etag_of(answer.data)


@requirement("XAPI-00254")
def test_an_activity_tells_what_all_statements_said_of_it(api: Api, session: Session) -> None:
    for name in ({"ja": "講座", "en": "Course"}, {"fr": "Cours"}):
        activity = {"id": IRI, "definition": {"name": name}}
        service.record(session, a_statement(object=activity), now=NOW)
    answer = api.send("GET", "activities", {"activityId": IRI})
    assert answer.get_json()["definition"]["name"] == {"ja": "講座", "en": "Course", "fr": "Cours"}


@requirement("2.0 4.1.6.4")
def test_an_unknown_activity_is_its_id(api: Api) -> None:
    answer = api.send("GET", "activities", {"activityId": f"{HOME}/nowhere"})
    assert answer.get_json() == {"objectType": "Activity", "id": f"{HOME}/nowhere"}


@requirement("XAPI-00250")
@pytest.mark.parametrize("iri", [None, "", "true", "no iri"])
def test_activities_needs_an_iri(api: Api, iri: str | None) -> None:
    params = {} if iri is None else {"activityId": iri}
    assert "activityId" in refused(api.send("GET", "activities", params), 400)


@requirement("XAPI-00315", "XAPI-00316", "XAPI-00317", "XAPI-00318", "XAPI-00319", "2.0 4.1.6.7")
@pytest.mark.parametrize("version", [None, "1.0.3", "2.0.0", "0.95", "3.0"])
def test_about_tells_everybody_the_versions(client: PageClient, version: str | None) -> None:
    headers = {} if version is None else {"X-Experience-API-Version": version}
    answer = client.get("/xapi/about", headers=headers)
    assert answer.status_code == 200
    assert answer.get_json() == {"version": ["2.0.0", "1.0.3", "1.0.2", "1.0.1", "1.0.0"]}


@requirement("XAPI-00324")
@pytest.mark.parametrize("path", ["agents", "activities", "about"])
def test_other_parameters_are_refused(api: Api, path: str) -> None:
    params = {"agent": json.dumps(an_actor()), "activityId": IRI, "unknown": "1"}
    assert "unknown parameter" in refused(api.send("GET", path, params), 400)


@requirement("XAPI-00321")
@pytest.mark.parametrize(
    "path",
    ["agents", "activities", "activities/state", "activities/profile", "agents/profile"],
)
def test_everywhere_else_a_version_is_needed(
    client: PageClient, authorization: str, path: str
) -> None:
    answer = client.get(f"/xapi/{path}", headers={"Authorization": authorization})
    assert "X-Experience-API-Version" in refused(answer, 400)


@requirement("XAPI-00125", "XAPI-00126")
def test_head_is_get_without_the_content(api: Api) -> None:
    for path, params in (
        ("agents", {"agent": json.dumps(an_actor())}),
        ("activities", {"activityId": IRI}),
        ("about", {}),
    ):
        got, head = api.send("GET", path, params), api.send("HEAD", path, params)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers.get("ETag") == got.headers.get("ETag")


@pytest.mark.parametrize("path", ["agents", "activities", "about"])
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_the_small_resources_are_only_read(api: Api, path: str, method: str) -> None:
    assert "GET" in api.send(method, path).headers["Allow"]

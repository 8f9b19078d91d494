"""What is asked for is found, and nothing else; page by page."""

import json
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.lrs import service
from app.lrs.queries.search import MOST
from app.xapi.instants import is_timestamp, write_timestamp
from tests.client import PageClient
from tests.factories.clients import a_client, basic_of
from tests.factories.lrs import HOME, NOW, a_statement, an_activity, an_actor
from tests.requirements import requirement
from tests.xapi import Api, refused
from tests.xapi_statements import (
    THROUGH,
    Statement,
    a_named_statement,
    an_id,
    follow,
    found,
    get,
    result,
    send,
    store,
    store_one,
)

MBOX = {"mbox": "mailto:a@example.jp"}
IDENTITIES = (
    MBOX,
    {"mbox_sha1sum": "cd9b00a5611f94eaa7b1661edab976068e364975"},
    {"openid": "https://openid.example.org/a"},
    {"account": {"homePage": HOME, "name": "a"}},
)
RUN = "ec531277-b57b-4c15-8d91-d292c5b2b8f7"
IRI = f"{HOME}/asked"
ASKED = {"id": IRI}


def a_group(*members: Statement, **more: object) -> Statement:
    return {"objectType": "Group", "member": list(members), **more}


def inside(**changes: object) -> Statement:
    return {"object": {"objectType": "SubStatement", **a_statement(**changes)}}


def several(session: Session, count: int) -> list[str]:
    """Store statements a second apart, the first one at NOW; return their ids, oldest first."""
    return [
        str(service.record(session, a_statement(), now=NOW + timedelta(seconds=second)))
        for second in range(count)
    ]


def at(second: float) -> str:
    return write_timestamp(NOW + timedelta(seconds=second))


@requirement("XAPI-00154", "XAPI-00159", "XAPI-00110", "XAPI-00113", "XAPI-00165", "2.0 4.2.3")
def test_a_result_is_a_list_of_statements_and_a_more(api: Api) -> None:
    ids = store(api, a_statement(), a_statement())
    response = get(api)
    assert (response.status_code, response.mimetype) == (200, "application/json")
    told = response.get_json()
    assert set(told) == {"statements", "more"}
    assert [one["id"] for one in told["statements"]] == ids[::-1]


@requirement("XAPI-00149", "2.0 4.1.6.1")
@pytest.mark.parametrize(
    "params",
    [
        {},
        {"verb": f"{HOME}/never"},
        {"activity": f"{HOME}/never", "related_activities": "true"},
        {"agent": json.dumps(MBOX), "related_agents": "true"},
        {"registration": RUN},
        {"since": "2099-01-01T00:00:00Z"},
        {"until": "2001-01-01T00:00:00Z"},
    ],
    ids=str,
)
def test_where_nothing_fits_the_list_is_empty(api: Api, params: dict[str, str]) -> None:
    if params:
        store_one(api)
    assert result(api, **params) == {"statements": [], "more": ""}


# --- what is said -------------------------------------------------------------------------------


@requirement("XAPI-00181", "XAPI-00164", "2.0 4.1.6.1")
@pytest.mark.parametrize("identity", IDENTITIES, ids=str)
def test_an_agent_is_found_as_actor_object_and_member(api: Api, identity: Statement) -> None:
    other = an_actor("somebody else")
    asked = {"objectType": "Agent", "name": "A", **identity}
    fitting = store(
        api,
        a_statement(actor=asked),
        a_statement(object=asked),
        a_statement(actor=a_group(other, asked)),
        a_statement(object=a_group(asked, mbox="mailto:g@example.jp")),
    )
    store(
        api,
        a_statement(actor=other),
        a_statement(actor=other, context={"instructor": asked}),
        a_statement(actor=other, context={"team": a_group(asked)}),
        a_statement(actor=other, **inside(actor=asked)),
    )
    for spelled in (identity, {"name": "B", **identity}, asked):
        assert found(api, agent=json.dumps(spelled)) == fitting[::-1]


@requirement("XAPI-00181", "2.0 4.1.6.1")
def test_a_group_is_found_by_its_identifier(api: Api) -> None:
    named = {"objectType": "Group", "mbox": "mailto:g@example.jp"}
    fitting = store_one(api, actor=named)
    store_one(api, actor=a_group(an_actor()))
    assert found(api, agent=json.dumps(named)) == [fitting]
    refused(get(api, agent=json.dumps(a_group(an_actor()))), 400)


@requirement("XAPI-00181", "2.0 4.2.2.1")
def test_the_domain_of_an_mbox_has_no_case(api: Api) -> None:
    fitting = store_one(api, actor={"mbox": "mailto:a@Example.JP"})
    store_one(api, actor={"mbox": "mailto:A@example.jp"})
    assert found(api, agent=json.dumps(MBOX)) == [fitting]


@requirement("XAPI-00180", "XAPI-00164", "2.0 4.1.6.1", "2.0 4.2.7")
def test_a_verb_is_found_by_its_iri_to_the_letter(api: Api) -> None:
    fitting = store_one(api, verb={"id": f"{HOME}/verbs/read"})
    for other in ("Read", "read/", "%72ead", "rea"):
        store_one(api, verb={"id": f"{HOME}/verbs/{other}"})
    assert found(api, verb=f"{HOME}/verbs/read") == [fitting]
    store_one(api, **inside(verb={"id": f"{HOME}/verbs/read"}))
    assert found(api, verb=f"{HOME}/verbs/read") == [fitting]


@requirement("XAPI-00179", "XAPI-00164", "2.0 4.1.6.1")
def test_an_activity_is_found_as_the_object(api: Api) -> None:
    fitting = store(
        api, a_statement(object=ASKED), a_statement(object={**ASKED, "definition": {}})
    )
    store(
        api,
        a_statement(),
        a_statement(context={"contextActivities": {"parent": [ASKED]}}),
        a_statement(**inside(object=ASKED)),
        a_statement(verb=ASKED),
    )
    assert found(api, activity=IRI) == fitting[::-1]


@requirement("XAPI-00178", "XAPI-00164", "2.0 4.1.6.1")
def test_a_registration_is_found(api: Api) -> None:
    fitting = store_one(api, context={"registration": RUN})
    store_one(api, context={"registration": an_id()})
    assert found(api, registration=RUN) == found(api, registration=RUN.upper()) == [fitting]


@requirement("XAPI-00177", "2.0 4.1.6.1")
def test_related_activities_are_found_wherever_they_stand(api: Api) -> None:
    kinds = ("parent", "grouping", "category", "other")
    fitting = store(
        api,
        a_statement(object=ASKED),
        a_statement(**inside(object=ASKED)),
        *(a_statement(context={"contextActivities": {kind: [ASKED]}}) for kind in kinds),
        *(a_statement(**inside(context={"contextActivities": {kind: [ASKED]}})) for kind in kinds),
    )
    store(api, a_statement(), a_statement(context={"contextActivities": {"other": []}}))
    assert found(api, activity=IRI, related_activities="true") == fitting[::-1]
    assert found(api, activity=IRI, related_activities="false") == fitting[:1]


@requirement("XAPI-00176", "2.0 4.1.6.1")
@pytest.mark.parametrize("identity", IDENTITIES, ids=str)
def test_related_agents_are_found_wherever_they_stand(api: Api, identity: Statement) -> None:
    agent = {"objectType": "Agent", **identity}
    places: list[Statement] = [
        {"actor": agent},
        {"object": agent},
        {"context": {"instructor": agent}},
        {"context": {"team": a_group(agent)}},
        {"actor": a_group(agent)},
    ]
    if api.version == "2.0.0":
        one = {"objectType": "contextAgent", "agent": agent}
        group = {"objectType": "contextGroup", "group": a_group(agent)}
        places += [{"context": {"contextAgents": [one]}}, {"context": {"contextGroups": [group]}}]
    fitting = store(
        api,
        *(a_statement(**changes) for changes in places),
        *(a_statement(**inside(**changes)) for changes in places),
    )
    store(api, a_statement(), a_statement(actor=an_actor("x")))
    assert found(api, agent=json.dumps(agent), related_agents="true") == fitting[::-1]
    assert len(found(api, agent=json.dumps(agent), related_agents="false")) == 3


@requirement("XAPI-00176", "2.0 4.1.6.1")
def test_a_related_agent_may_be_the_authority(
    client: PageClient, session: Session, api: Api
) -> None:
    writer = Api(client, api.version, basic_of(a_client(session, "statements/write")))
    mine, _ = store_one(writer), store_one(api)
    authority = get(api, statementId=mine).get_json()["authority"]
    assert found(api, agent=json.dumps(authority), related_agents="true") == [mine]
    assert found(api, agent=json.dumps(authority)) == []


@requirement("XAPI-00164", "2.0 4.1.6.1")
def test_filters_narrow_each_other(api: Api) -> None:
    whole = {"actor": MBOX, "object": ASKED, "context": {"registration": RUN}}
    fitting = store_one(api, **whole)
    for name in whole:
        store_one(api, **{key: value for key, value in whole.items() if key != name})
    asked = {"agent": json.dumps(MBOX), "activity": IRI, "registration": RUN}
    assert found(api, **asked) == [fitting]
    assert found(api, **asked, verb=f"{HOME}/never") == []


# --- when ---------------------------------------------------------------------------------------


@requirement("XAPI-00174", "XAPI-00175", "2.0 4.1.6.1")
def test_since_is_exclusive_and_until_inclusive(api: Api, session: Session) -> None:
    ids = several(session, 4)
    assert found(api, since=at(1)) == [ids[3], ids[2]]
    assert found(api, until=at(1)) == [ids[1], ids[0]]
    assert found(api, since=at(0.999)) == [ids[3], ids[2], ids[1]]
    assert found(api, until=at(0.999)) == [ids[0]]
    assert found(api, since=at(0), until=at(2)) == [ids[2], ids[1]]
    assert found(api, since=at(2), until=at(2)) == []
    assert found(api, since=at(3)) == []


@requirement("XAPI-00174", "XAPI-00175", "2.0 4.2.7")
def test_instants_may_be_told_with_an_offset(api: Api, session: Session) -> None:
    ids = several(session, 2)
    there = (NOW + timedelta(hours=9)).isoformat(timespec="milliseconds")[:-6]
    for spelled in (f"{there}+09:00", f"{there}+0900", f"{there} 09:00"):
        assert found(api, since=spelled) == [ids[1]]
        assert found(api, until=spelled) == [ids[0]]


@requirement("XAPI-00174", "XAPI-00175", "2.0 4.1.6.1")
def test_the_time_that_counts_is_that_of_storing(api: Api) -> None:
    store_one(api, timestamp="1999-01-01T00:00:00Z")
    assert found(api, until="2001-01-01T00:00:00Z") == []


# --- how much, and in which order ---------------------------------------------------------------


@requirement("XAPI-00173", "2.0 4.1.6.1")
def test_a_limit_bounds_the_page(api: Api) -> None:
    ids = store(api, *[a_statement()] * 5)[::-1]
    assert found(api, limit="2") == ids[:2]
    assert found(api, limit="5") == found(api, limit="0") == found(api) == ids
    assert result(api, limit="5")["more"] == result(api, limit="0")["more"] == ""


@requirement("XAPI-00173", "XAPI-00114", "2.0 4.1.6.1")
@pytest.mark.parametrize("limit", ["0", "100000", "1" + "0" * 17])
def test_no_page_is_larger_than_the_server_allows(api: Api, limit: str) -> None:
    store(api, *[a_statement()] * (MOST + 1))
    told = result(api, limit=limit)
    assert len(told["statements"]) == MOST
    assert len(follow(api, told["more"])["statements"]) == 1


@requirement("XAPI-00166", "2.0 4.1.6.1")
def test_ascending_gives_the_oldest_first(api: Api, session: Session) -> None:
    ids = several(session, 3)
    assert found(api, ascending="true") == ids
    assert found(api, ascending="false") == found(api) == ids[::-1]
    assert found(api, ascending="true", limit="2", since=at(0)) == ids[1:]


@requirement("XAPI-00108", "XAPI-00109", "XAPI-00111", "XAPI-00113", "XAPI-00114", "2.0 4.2.3")
@pytest.mark.parametrize("ascending", ["true", "false"])
def test_more_leads_through_all_pages(api: Api, ascending: str) -> None:
    ids = store(api, *[a_statement()] * 7)
    pages = [result(api, limit="3", ascending=ascending)]
    while pages[-1]["more"]:
        pages.append(follow(api, pages[-1]["more"]))
        assert set(pages[-1]) == {"statements", "more"}
    assert [len(page["statements"]) for page in pages] == [3, 3, 1]
    seen = [one["id"] for page in pages for one in page["statements"]]
    assert seen == (ids if ascending == "true" else ids[::-1])


@requirement("XAPI-00111", "2.0 4.2.3")
def test_more_keeps_filters_and_format(api: Api) -> None:
    fitting = store(api, *[a_statement(object=ASKED, actor=MBOX | {"name": "A"})] * 4)
    store(api, *[a_statement()] * 3)
    first = result(
        api,
        activity=IRI,
        agent=json.dumps(MBOX),
        limit="2",
        format="ids",
        since="2001-01-01T00:00:00Z",
    )
    second = follow(api, first["more"])
    assert [one["id"] for one in second["statements"]] == fitting[1::-1]
    assert second["statements"][0]["actor"] == {**MBOX}
    assert second["more"] == ""


@requirement("XAPI-00111", "2.0 4.2.3")
@pytest.mark.parametrize("ascending", ["true", "false"])
def test_pages_do_not_shift_when_statements_come_in(api: Api, ascending: str) -> None:
    ids = store(api, *[a_statement()] * 4)
    order = ids if ascending == "true" else ids[::-1]
    first = result(api, limit="2", ascending=ascending)
    later = store(api, a_statement(), a_statement())
    second = follow(api, first["more"])
    assert [one["id"] for one in second["statements"]] == order[2:]
    rest = (
        [one["id"] for one in follow(api, second["more"])["statements"]] if second["more"] else []
    )
    assert rest == (later if ascending == "true" else [])


@requirement("XAPI-00108", "2.0 4.2.3")
def test_a_more_is_short_and_relative(api: Api) -> None:
    store(api, a_statement(object=ASKED), a_statement(object=ASKED))
    more = result(api, activity=IRI, agent=json.dumps(an_actor()), limit="1")["more"]
    assert more.startswith("/xapi/more?")
    assert len(more) < 600


def test_a_more_shows_nobody_what_he_may_not_see(
    client: PageClient, session: Session, api: Api
) -> None:
    stranger = Api(client, api.version, basic_of(a_client(session, "statements/read/mine")))
    store(api, *[a_statement()] * 3)
    more = result(api, limit="1")["more"]
    assert follow(stranger, more)["statements"] == []


# --- what the headers tell ----------------------------------------------------------------------

EVERY_FILTER = {
    "agent": json.dumps(MBOX),
    "verb": f"{HOME}/v",
    "activity": IRI,
    "registration": RUN,
    "related_activities": "true",
    "related_agents": "true",
    "since": "2026-01-01T00:00:00Z",
    "until": "2099-01-01T00:00:00Z",
    "limit": "1",
    "ascending": "true",
    "format": "ids",
    "attachments": "true",
}


@requirement("XAPI-00153", "XAPI-00160", "2.0 4.1.6.1")
def test_consistent_through_is_on_every_answer(api: Api) -> None:
    one = store_one(api)
    asked = [{}, {"statementId": one}, EVERY_FILTER, *({k: v} for k, v in EVERY_FILTER.items())]
    wrong = [{"statementId": an_id()}, {"limit": "x"}, {"unknown": "1"}, {"statementId": "x"}]
    for params in (*asked, *wrong):
        response = get(api, **params)
        assert response.status_code == (
            200 if params in asked else 404 if params is wrong[0] else 400
        )
        assert is_timestamp(response.headers[THROUGH])
        assert response.headers[THROUGH] > "2026"


@requirement("XAPI-00152", "XAPI-00153", "2.0 4.1.6.1")
def test_consistent_through_is_not_before_what_was_stored(api: Api) -> None:
    for _ in range(5):
        store(api, a_statement(), a_statement())
        response = get(api)
        newest = max(one["stored"] for one in response.get_json()["statements"])
        assert response.headers[THROUGH] >= newest
    more = result(api, limit="1")["more"]
    assert THROUGH in api.send("GET", more.removeprefix("/xapi/")).headers


@requirement("2.0 4.1.6.1")
def test_last_modified_is_when_the_newest_was_stored(api: Api, session: Session) -> None:
    ids = several(session, 2)
    told = "Thu, 01 Oct 2026 09:00:0{} GMT"
    assert get(api).headers["Last-Modified"] == told.format(1)
    for second, one in enumerate(ids):
        assert get(api, statementId=one).headers["Last-Modified"] == told.format(second)


# --- parameters ---------------------------------------------------------------------------------


@requirement("XAPI-00012", "2.0 4.1.5")
@pytest.mark.parametrize(
    ("name", "bad"),
    [
        *(("agent", bad) for bad in ("", "x", "{}", "[]", '"x"', '{"mbox":"a@example.jp"}')),
        ("agent", json.dumps(MBOX | {"openid": "https://a.example/"})),
        *(("verb", bad) for bad in ("", "read", "/read")),
        *(("activity", bad) for bad in ("", "lesson", "example.org/x")),
        *(("registration", bad) for bad in ("", "1", RUN[1:], RUN.replace("-", ""))),
        *(("related_agents", bad) for bad in ("", "True", "1", "yes")),
        *(("related_activities", bad) for bad in ("", "TRUE", "0", "no")),
        *(("ascending", bad) for bad in ("", "false ", "2")),
        *(("attachments", bad) for bad in ("", "x", "1")),
        *(("since", bad) for bad in ("", "yesterday", "2026-10-01", "2026-13-01T00:00:00Z")),
        *(("until", bad) for bad in ("", "2026-10-01T00:00:00-00:00", "1")),
        *(("limit", bad) for bad in ("", "-1", "1.5", "x", "１")),
        *(("format", bad) for bad in ("", "IDs", "xml", "exact,ids")),
        *(("statementId", bad) for bad in ("", "1", RUN[1:])),
        *(("voidedStatementId", bad) for bad in ("", "1", f"{{{RUN}}}")),
    ],
)
def test_a_parameter_that_is_none_is_refused_by_its_name(api: Api, name: str, bad: str) -> None:
    assert name in refused(get(api, **{name: bad}), 400)


@requirement("XAPI-00150", "XAPI-00151", "2.0 4.1.6.1")
@pytest.mark.parametrize("single", ["statementId", "voidedStatementId"])
@pytest.mark.parametrize("name", list(EVERY_FILTER))
def test_an_id_stands_alone(api: Api, single: str, name: str) -> None:
    one = store_one(api)
    if single == "voidedStatementId":
        reference = {"objectType": "StatementRef", "id": one}
        store_one(api, verb={"id": "http://adlnet.gov/expapi/verbs/voided"}, object=reference)
    response = get(api, **{single: one, name: EVERY_FILTER[name]})
    if name in {"format", "attachments"}:
        assert response.status_code == 200
    else:
        assert name in refused(response, 400)


@requirement("XAPI-00150", "XAPI-00151", "2.0 4.1.6.1")
def test_a_statement_is_not_asked_for_by_both_ids(api: Api) -> None:
    one = store_one(api)
    refused(get(api, statementId=one, voidedStatementId=one), 400)


@requirement("XAPI-00324", "XAPI-00325", "2.0 4.1.5")
@pytest.mark.parametrize(
    "name",
    [
        *("unknown", "Limit", "statementid", "StatementId", "voidedstatementid", "Agent", "VERB"),
        *("relatedAgents", "related_Agents", "Related_activities", "Since", "UNTIL", "Format"),
        *("Attachments", "Ascending", "Activity", "Registration", "stateId", "after"),
    ],
)
def test_unknown_parameters_are_refused(api: Api, name: str) -> None:
    assert name in refused(get(api, **{name: EVERY_FILTER.get(name.lower(), RUN)}), 400)


@requirement("XAPI-00324", "XAPI-00325", "2.0 4.1.5")
@pytest.mark.parametrize("name", ["statementid", "StatementID", "agent", "format"])
def test_unknown_parameters_are_refused_with_statements_too(api: Api, name: str) -> None:
    statement = a_named_statement(object=an_activity())
    one = {name: statement["id"]}
    refused(api.send("PUT", "statements", {"statementId": statement["id"], **one}, statement), 400)
    refused(api.send("PUT", "statements", one, statement), 400)
    refused(api.send("POST", "statements", one, statement), 400)
    assert found(api) == []
    assert send(api, statement).status_code == 200

"""Statements in the format that is asked for: exact, ids, canonical."""

import pytest

from tests.factories.lrs import HOME, a_statement, an_actor
from tests.requirements import requirement
from tests.xapi import Api
from tests.xapi_statements import Statement, found, read, result, store, store_one

IRI = f"{HOME}/formats/question"
DEFINITION = {
    "name": {"ja": "問い", "en-US": "question"},
    "description": {"en-US": "which one?", "ja": "どれですか"},
    "interactionType": "choice",
    "choices": [{"id": "a", "description": {"ja": "ア", "en-US": "A"}}, {"id": "b"}],
}
VERB = {"id": f"{HOME}/verbs/did", "display": {"en-US": "did", "ja": "した", "fr": "fait"}}
AGENT = {"objectType": "Agent", "name": "森", "mbox": "mailto:mori@example.jp"}
BARE = {"objectType": "Agent", "mbox": "mailto:mori@example.jp"}


def a_rich_statement(**changes: object) -> Statement:
    return a_statement(
        actor=AGENT,
        verb=VERB,
        object={"objectType": "Activity", "id": IRI, "definition": DEFINITION},
        context={"instructor": AGENT, "contextActivities": {"parent": [{"id": IRI}]}},
        **changes,
    )


@requirement("XAPI-00156", "XAPI-00158", "XAPI-00168", "XAPI-00170", "2.0 4.1.6.1")
def test_exact_is_the_statement_as_it_came(api: Api) -> None:
    sent = a_rich_statement()
    (one,) = store(api, sent)
    seen = read(api, one)
    assert {key: seen[key] for key in sent} == sent
    assert seen == read(api, one, format="exact")
    assert result(api) == result(api, format="exact") == {"statements": [seen], "more": ""}


@requirement("XAPI-00170", "2.0 4.1.6.1")
def test_exact_does_not_change_when_a_definition_does(api: Api) -> None:
    old = store_one(api, object={"id": IRI, "definition": {"name": {"ja": "古い"}}})
    before = read(api, old)
    store_one(api, object={"id": IRI, "definition": {"name": {"ja": "新しい"}}})
    assert read(api, old) == before


@requirement("XAPI-00171", "2.0 4.1.6.1")
def test_ids_leave_what_identifies(api: Api) -> None:
    group = {"objectType": "Group", "name": "班", "member": [AGENT, AGENT]}
    one = store_one(
        api,
        actor=group,
        verb=VERB,
        object={"id": IRI, "definition": DEFINITION},
        context={
            "instructor": AGENT,
            "team": {"objectType": "Group", "name": "組", "mbox": "mailto:k@example.jp"},
            "contextActivities": {"parent": [{"id": IRI, "definition": DEFINITION}]},
        },
        result={"success": True},
    )
    seen = read(api, one, format="ids")
    assert seen["actor"] == {"objectType": "Group", "member": [BARE, BARE]}
    assert seen["verb"] == {"id": VERB["id"]}
    assert seen["object"] == {"id": IRI}
    assert seen["context"] == {
        "instructor": BARE,
        "team": {"objectType": "Group", "mbox": "mailto:k@example.jp"},
        "contextActivities": {"parent": [{"id": IRI}]},
    }
    assert seen["result"] == {"success": True}
    assert result(api, format="ids")["statements"] == [seen]


@requirement("XAPI-00169", "2.0 4.1.6.1")
def test_canonical_shows_what_is_known_in_one_language(api: Api) -> None:
    store_one(api, object={"id": IRI, "definition": DEFINITION})
    bare = store_one(api, actor=AGENT, verb=VERB, object={"id": IRI})
    seen = read(api, bare, format="canonical")
    assert seen["actor"] == AGENT
    assert len(seen["verb"]["display"]) == 1
    definition = seen["object"]["definition"]
    assert definition["interactionType"] == "choice"
    assert [choice["id"] for choice in definition["choices"]] == ["a", "b"]
    maps = (definition["name"], definition["description"], definition["choices"][0]["description"])
    assert [len(one) for one in maps] == [1, 1, 1]
    assert found(api, format="canonical")[0] == bare


@requirement("XAPI-00172", "2.0 4.1.6.1")
@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("ja", ("した", "問い", "どれですか", "ア")),
        ("en-US", ("did", "question", "which one?", "A")),
        ("en", ("did", "question", "which one?", "A")),
        ("en;q=0.5, ja;q=0.9", ("した", "問い", "どれですか", "ア")),
        ("fr, ja", ("fait", "問い", "どれですか", "ア")),
        ("JA-jp", ("した", "問い", "どれですか", "ア")),
    ],
)
def test_accept_language_chooses_in_each_map(
    api: Api, wanted: str, shown: tuple[str, ...]
) -> None:
    (one,) = store(api, a_rich_statement())
    params = {"statementId": one, "format": "canonical"}
    response = api.send("GET", "statements", params, headers={"Accept-Language": wanted})
    seen = response.get_json()
    definition = seen["object"]["definition"]
    maps = (
        seen["verb"]["display"],
        definition["name"],
        definition["description"],
        definition["choices"][0]["description"],
    )
    assert [list(one.values()) for one in maps] == [[text] for text in shown]
    assert seen["context"]["contextActivities"]["parent"][0]["definition"] == definition


@requirement("XAPI-00172", "2.0 4.1.6.1")
@pytest.mark.parametrize("shape", ["exact", None])
def test_accept_language_changes_no_exact_statement(api: Api, shape: str | None) -> None:
    (one,) = store(api, a_rich_statement())
    params = {"statementId": one} | ({"format": shape} if shape else {})
    response = api.send("GET", "statements", params, headers={"Accept-Language": "fr"})
    assert response.get_json()["verb"] == VERB


@requirement("XAPI-00169", "XAPI-00171", "2.0 4.1.6.1")
def test_formats_reach_into_sub_statements(api: Api) -> None:
    inner = {"objectType": "SubStatement", **a_rich_statement()}
    one = store_one(api, actor=an_actor(), object=inner)
    ids = read(api, one, format="ids")["object"]
    assert (ids["actor"], ids["verb"], ids["object"]) == (BARE, {"id": VERB["id"]}, {"id": IRI})
    canonical = read(api, one, format="canonical")["object"]
    assert len(canonical["verb"]["display"]) == 1
    assert len(canonical["object"]["definition"]["name"]) == 1

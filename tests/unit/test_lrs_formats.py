"""Statements in the format that a client asks for."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lrs.formats import activities_in, as_canonical, as_ids, in_language
from app.lrs.rules import merged
from tests.requirements import requirement

AGENT = {"objectType": "Agent", "name": "森", "mbox": "mailto:a@example.jp"}
ACTIVITY = {
    "objectType": "Activity",
    "id": "https://x.example/a",
    "definition": {"name": {"ja": "あ"}},
}
STATEMENT: dict[str, Any] = {
    "id": "6f0d4a3e-0000-4000-8000-000000000000",
    "actor": {"objectType": "Group", "name": "班", "member": [AGENT, AGENT]},
    "verb": {"id": "https://x.example/did", "display": {"en": "did", "ja": "した"}},
    "object": {
        "objectType": "SubStatement",
        "actor": {"objectType": "Group", "mbox": "mailto:g@example.jp", "member": [AGENT]},
        "verb": {"id": "https://x.example/did", "display": {"en": "did"}},
        "object": ACTIVITY,
    },
    "context": {
        "instructor": AGENT,
        "contextActivities": {"parent": [ACTIVITY]},
        "contextAgents": [{"objectType": "contextAgent", "agent": AGENT}],
        "language": "ja",
    },
    "authority": AGENT,
}


@requirement("XAPI-00171")
def test_ids_leave_only_what_identifies() -> None:
    bare = {"objectType": "Agent", "mbox": "mailto:a@example.jp"}
    assert as_ids(STATEMENT) == {
        "id": STATEMENT["id"],
        "actor": {"objectType": "Group", "member": [bare, bare]},
        "verb": {"id": "https://x.example/did"},
        "object": {
            "objectType": "SubStatement",
            "actor": {"objectType": "Group", "mbox": "mailto:g@example.jp"},
            "verb": {"id": "https://x.example/did"},
            "object": {"id": "https://x.example/a"},
        },
        "context": {
            "instructor": bare,
            "contextActivities": {"parent": [{"id": "https://x.example/a"}]},
            "contextAgents": [{"objectType": "contextAgent", "agent": bare}],
            "language": "ja",
        },
        "authority": bare,
    }


@requirement("XAPI-00169")
def test_canonical_takes_the_known_definition_in_one_language() -> None:
    known = {
        "https://x.example/a": {
            "name": {"en": "a", "ja": "い"},
            "choices": [{"id": "1", "description": {"en": "one", "ja": "いち"}}, {"id": "2"}],
        }
    }
    shown = as_canonical(STATEMENT, known, ["ja"])
    definition = {
        "name": {"ja": "い"},
        "choices": [{"id": "1", "description": {"ja": "いち"}}, {"id": "2"}],
    }
    assert shown["object"]["object"]["definition"] == definition
    assert shown["context"]["contextActivities"]["parent"][0]["definition"] == definition
    assert shown["verb"]["display"] == {"ja": "した"}
    assert shown["object"]["verb"]["display"] == {"en": "did"}, "what is there, if nothing fits"
    assert shown["actor"] == STATEMENT["actor"], "agents stay as they came"


def test_every_activity_that_is_shown_is_asked_for() -> None:
    assert list(activities_in(STATEMENT)) == ["https://x.example/a"] * 2


@pytest.mark.parametrize(
    ("wanted", "tag"),
    [
        (["en-GB"], "en-GB"),
        (["EN-gb"], "en-GB"),
        (["en-AU"], "en-US"),
        (["fr", "ja-JP"], "ja"),
        (["fr"], "en-US"),
        ([], "en-US"),
    ],
)
@requirement("XAPI-00168")
def test_the_nearest_language_is_chosen(wanted: list[str], tag: str) -> None:
    texts = {"en-US": "1", "ja": "2", "en-GB": "3"}
    assert list(in_language(texts, wanted)) == [tag]


def test_no_text_is_no_text() -> None:
    assert in_language({}, ["ja"]) == {}


definitions = st.fixed_dictionaries(
    {},
    optional={
        "name": st.dictionaries(st.sampled_from(["ja", "en"]), st.text(max_size=3)),
        "extensions": st.dictionaries(st.sampled_from(["x:1", "x:2"]), st.integers()),
        "type": st.sampled_from(["x:a", "x:b"]),
    },
)


@requirement("XAPI-00254")
@given(definitions, definitions)
def test_canonical_definitions_lose_no_language(old: dict[str, Any], new: dict[str, Any]) -> None:
    both = merged(old, new)
    assert set(both) == set(old) | set(new)
    for part in ("name", "extensions"):
        assert set(both.get(part, ())) == set(old.get(part, ())) | set(new.get(part, ()))
        for key, value in new.get(part, {}).items():
            assert both[part][key] == value
    assert merged(both, new) == both

"""Statements for tests, as JSON and small: the test names only what it is about."""

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.db import Json

HOME = "https://learn.example.jp"
NOW = datetime(2026, 10, 1, 9, 0, 0, 123456, tzinfo=UTC)


def an_actor(name: uuid.UUID | str = "someone") -> "Json":
    """Return an Agent known by an account."""
    return {"objectType": "Agent", "account": {"homePage": HOME, "name": str(name)}}


def an_activity(key: str = "lesson-1") -> "Json":
    """Return an Activity with a definition."""
    return {
        "objectType": "Activity",
        "id": f"{HOME}/id/course/{key}",
        "definition": {
            "type": "http://adlnet.gov/expapi/activities/lesson",
            "name": {"ja": "はじめての講座"},
        },
    }


def a_statement(**changes: Any) -> "Json":  # noqa: ANN401  any JSON value
    """Return a valid statement; ``changes`` replace its properties, None takes one away."""
    statement = {
        "actor": an_actor(),
        "verb": {
            "id": "http://adlnet.gov/expapi/verbs/answered",
            "display": {"ja": "答えた", "en": "answered"},
        },
        "object": an_activity(),
    } | changes
    return {key: value for key, value in statement.items() if value is not None}


def a_voiding(target: uuid.UUID, **changes: Any) -> "Json":  # noqa: ANN401  any JSON value
    """Return a statement that takes another one back."""
    return a_statement(
        verb={"id": "http://adlnet.gov/expapi/verbs/voided"},
        object={"objectType": "StatementRef", "id": str(target)},
        **changes,
    )


def a_full_statement() -> "Json":
    """Return a valid statement that uses every property of xAPI 1.0.3."""
    group = {"objectType": "Group", "name": "3年1組", "member": [an_actor("a"), an_actor("b")]}
    return {
        "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0",
        "actor": {
            "objectType": "Group",
            "account": {"homePage": HOME, "name": "class"},
            "member": [{"name": "A", "mbox": "mailto:a@example.jp"}, an_actor()],
        },
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"ja": "答えた"}},
        "object": {
            "objectType": "Activity",
            "id": f"{HOME}/id/course/q-1",
            "definition": {
                "name": {"ja": "問い", "en-US": "question"},
                "description": {"ja": "どれですか"},
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                "moreInfo": f"{HOME}/more",
                "interactionType": "choice",
                "correctResponsesPattern": ["a[,]b"],
                "choices": [{"id": "a", "description": {"ja": "ア"}}, {"id": "b"}],
                "extensions": {f"{HOME}/x": {"deep": [None, 1.5, {"": ""}]}},
            },
        },
        "result": {
            "score": {"scaled": 0.5, "raw": 5, "min": 0, "max": 10},
            "success": True,
            "completion": False,
            "response": "a",
            "duration": "PT12.34S",
            "extensions": {f"{HOME}/y": None},
        },
        "context": {
            "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
            "instructor": {"mbox_sha1sum": "cd9b00a5611f94eaa7b1661edab976068e364975"},
            "team": group,
            "contextActivities": {
                "parent": [{"id": f"{HOME}/id/course/l-1"}],
                "grouping": [{"id": f"{HOME}/id/course"}],
                "category": {"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"},
                "other": [],
            },
            "revision": "2",
            "platform": "web",
            "language": "ja-JP",
            "statement": {
                "objectType": "StatementRef",
                "id": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee",
            },
            "extensions": {f"{HOME}/z": False},
        },
        "timestamp": "2026-10-01T18:00:00.123+09:00",
        "stored": "2026-10-01T09:00:01Z",
        "authority": {"openid": "https://openid.example.org/12345"},
        "version": "1.0.0",
        "attachments": [
            {
                "usageType": "http://example.org/attachment",
                "display": {"ja": "作文"},
                "description": {"en": "an essay"},
                "contentType": "text/plain; charset=ascii",
                "length": 27,
                "sha2": "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a",
                "fileUrl": "https://files.example.org/essay",
            }
        ],
    }

"""A program that speaks xAPI with the store, for request tests; and the document resources."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.client import PageClient
from tests.factories.lrs import HOME, an_actor
from tests.requirements import requirement

Params = dict[str, str]

JSON = "application/json"
DOCUMENT = {"name": "a", "location": {"name": "b"}}
RUN = "ec531277-b57b-4c15-8d91-d292c5b2b8f7"
NEW = {"If-None-Match": "*"}
WRONG = {"If-Match": '"' + "1" * 40 + '"'}


@dataclass(frozen=True)
class Kind:
    """One of the three resources, with parameters that name one document."""

    path: str
    id_name: str
    params: Mapping[str, str]

    def params_of(self, document_id: str = "bookmark", **more: str) -> Params:
        return {**self.params, self.id_name: document_id, **more}

    def without(self, name: str) -> Params:
        return {key: value for key, value in self.params_of().items() if key != name}

    @property
    def shelf(self) -> Params:
        return dict(self.params)


LESSON = f"{HOME}/id/course/lesson-1"
AGENT = json.dumps(an_actor())
STATE = Kind("activities/state", "stateId", {"activityId": LESSON, "agent": AGENT})
ACTIVITY = Kind("activities/profile", "profileId", {"activityId": LESSON})
PERSON = Kind("agents/profile", "profileId", {"agent": AGENT})


def each(
    *,
    state: tuple[str, ...] = (),
    activity: tuple[str, ...] = (),
    agent: tuple[str, ...] = (),
    both: tuple[str, ...] = (),
) -> pytest.MarkDecorator:
    """Run a test for each resource, with the numbers that the requirement has there."""
    kinds = ((STATE, "state", state), (ACTIVITY, "activity", activity), (PERSON, "agent", agent))
    return pytest.mark.parametrize(
        "kind",
        [
            pytest.param(kind, id=name, marks=requirement(*own, *both))
            for kind, name, own in kinds
            if own or both
        ],
    )


class Api:
    """A program that speaks one version of xAPI."""

    def __init__(self, client: PageClient, version: str, authorization: str) -> None:
        self._client = client
        self.version = version
        self._headers = {"X-Experience-API-Version": version, "Authorization": authorization}

    def send(
        self,
        method: str,
        kind: Kind | str,
        params: Params | None = None,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        content_type: str | None = JSON,
    ) -> TestResponse:
        path = kind if isinstance(kind, str) else kind.path
        given: dict[str, Any] = {}
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            given = {"data": data, "content_type": content_type}
        return self._client.open(
            f"/xapi/{path}",
            method=method,
            query_string=params,
            headers={**self._headers, **(headers or {})},
            **given,
        )

    def get(self, kind: Kind, params: Params | None = None, **more: Any) -> TestResponse:  # noqa: ANN401
        asked = kind.params_of() if params is None else params
        return self.send("GET", kind, asked, **more)

    def put(self, kind: Kind, body: object, **more: Any) -> TestResponse:  # noqa: ANN401
        return self.send("PUT", kind, more.pop("params", kind.params_of()), body, **more)

    def post(self, kind: Kind, body: object, **more: Any) -> TestResponse:  # noqa: ANN401
        return self.send("POST", kind, more.pop("params", kind.params_of()), body, **more)

    def delete(self, kind: Kind, **more: Any) -> TestResponse:  # noqa: ANN401
        return self.send("DELETE", kind, more.pop("params", kind.params_of()), **more)

    def stored(self, kind: Kind, body: object = DOCUMENT, **more: Any) -> str:  # noqa: ANN401
        """Store a new document, and return its ETag as it is told to readers."""
        response = self.put(kind, body, headers=NEW, **more)
        assert response.status_code == 204, response.text
        return self.get(kind, more.get("params")).headers["ETag"]


def refused(response: TestResponse, status: int) -> str:
    """Expect a refusal, and return what it says."""
    assert response.status_code == status, response.text
    message = response.get_json()["error"]
    assert isinstance(message, str)
    assert message
    return message

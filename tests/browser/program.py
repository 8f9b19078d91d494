"""A program of somebody else's, which speaks xAPI with the running site: the library's."""

import base64
import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page

Json = dict[str, Any]

PROCESSES_ASKED = 12
"""Calls that agree: which process answers a call is chance, and there are few."""

NAME = "図書館の学習アプリ"
LIBRARY = "https://library.saigawa.example/app"
_ADL = "http://adlnet.gov/expapi"
_STREAMS = "http://activitystrea.ms/schema/1.0"


@dataclass(frozen=True, slots=True)
class Program:
    """What a program has: where the site is, and the key and secret it was given."""

    url: str
    key: str
    secret: str

    def store(self, *statements: Json) -> int:
        """Send statements, and return the status of the answer."""
        return self._ask("POST", {}, json.dumps(statements).encode())[0]

    def read(self, **params: str) -> tuple[int, Json]:
        """Ask for statements; return the status and what came."""
        return self._ask("GET", params, None)

    def wait_until(self, status: int) -> None:
        """Call until the answer has this status: the site's processes hear within 5 seconds."""
        until = time.monotonic() + 15
        in_a_row = 0
        while in_a_row < PROCESSES_ASKED:
            in_a_row = in_a_row + 1 if self.read(limit="1")[0] == status else 0
            assert time.monotonic() < until, f"never {status}"
            time.sleep(0.05)

    def _ask(self, method: str, params: Mapping[str, str], body: bytes | None) -> tuple[int, Any]:
        entry = base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()
        request = urllib.request.Request(  # noqa: S310  our own site
            f"{self.url}/xapi/statements?{urlencode(params)}",
            data=body,
            method=method,
            headers={
                "Authorization": f"Basic {entry}",
                "X-Experience-API-Version": "1.0.3",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


def given(page: Page, url: str) -> Program:
    """Write down what the page shows once: the program that has it."""
    return Program(url, page.locator("#key").input_value(), page.locator("#secret").input_value())


def account_of(page: Page) -> str:
    """Return the number that stands for a reader in statements, from the reader's own page."""
    page.goto("/my/data")
    return page.locator("main .hint code").inner_text()


def of(account: str, url: str) -> Json:
    """Return the actor of somebody whom the site knows."""
    return {"objectType": "Agent", "account": {"homePage": url, "name": account}}


VISITOR: Json = {
    "objectType": "Agent",
    "name": "図書館の端末 4番",
    "account": {"homePage": LIBRARY, "name": "terminal-4"},
}
"""Somebody whom the site does not know."""


def _about(key: str, kind: str, name: str, **definition: object) -> Json:
    return {
        "objectType": "Activity",
        "id": f"{LIBRARY}/{key}",
        "definition": {"type": f"{_ADL}/activities/{kind}", "name": {"ja": name}, **definition},
    }


COURSE = _about("shirabemono", "course", "調べもの入門")
VIDEO = _about("shirabemono/ichinichi", "media", "図書館の一日")
QUESTION = _about(
    "shirabemono/se",
    "cmi.interaction",
    "本の背の数字は、何を表しますか",
    interactionType="choice",
    choices=[
        {"id": "bunya", "description": {"ja": "本の分野"}},
        {"id": "nedan", "description": {"ja": "本の値段"}},
    ],
    correctResponsesPattern=["bunya"],
)


def did(actor: Json, verb: str, activity: Json, **more: Any) -> Json:  # noqa: ANN401  any JSON
    """Return a statement; ``verb`` is the end of an IRI."""
    place = _STREAMS if verb == "play" else f"{_ADL}/verbs"
    return {
        "id": str(uuid.uuid4()),
        "actor": actor,
        "verb": {"id": f"{place}/{verb}", "display": {"en": verb}},
        "object": activity,
        **more,
    }


def an_afternoon(*readers: Json) -> list[Json]:
    """Return what readers did at the library, one after another."""
    found: list[Json] = []
    for number, reader in enumerate(readers):
        is_right = number % 2 == 0
        found += [
            did(reader, "registered", COURSE),
            did(reader, "play", VIDEO),
            did(
                reader,
                "answered",
                QUESTION,
                result={"success": is_right, "response": "bunya" if is_right else "nedan"},
                context={"contextActivities": {"parent": [COURSE]}},
            ),
        ]
        if is_right:
            found.append(
                did(
                    reader,
                    "completed",
                    COURSE,
                    result={"completion": True, "score": {"scaled": 0.9}, "duration": "PT13M"},
                )
            )
    return found


def taken_back(statement: Json) -> Json:
    """Return the statement that voids another of the same program."""
    return {
        "actor": statement["actor"],
        "verb": {"id": f"{_ADL}/verbs/voided", "display": {"en": "voided"}},
        "object": {"objectType": "StatementRef", "id": statement["id"]},
    }

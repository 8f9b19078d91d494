"""A made-up city's statements: few words, many people, some of whom do most of the work.

As JavaScript clients send them: compact UTF-8 JSON with an id and a timestamp. One statement is
about 1.2 kB when it is stored, and makes six reference rows: actor and authority; object, parent,
grouping, category.
"""

import random
import uuid
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

import orjson

HOME = "https://lms.example.org"
CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
VERBS = {
    "answered": 400, "experienced": 200, "progressed": 120, "completed": 80, "passed": 60,
    "initialized": 50, "terminated": 40, "launched": 20, "failed": 15, "interacted": 10,
    "commented": 5, "exited": 0.1,
}  # fmt: skip
"""How often each occurs; the last one is rare, which is hard for a filter of two things."""
AGENTS = 20_000
ACTIVITIES = 2_000
PER_COURSE = 100
BEGIN = datetime(2026, 4, 1, tzinfo=UTC)
DESCRIPTION = "つぎの文を読んで、もっとも近いものを一つ選んでください。"
REFERENCES = 0.004
"""Share of statements that point at another one; VOIDINGS take it back besides."""
VOIDINGS = 0.001


@dataclass(frozen=True, slots=True)
class Sent:
    """One statement, ready to be sent; ``agent`` and ``activity`` are its numbers."""

    id: uuid.UUID
    agent: int
    activity: int
    verb: str
    body: bytes


class World:
    """Makes statements, different ones for every ``seed``, about the same people and things.

    Args:
        seed: Of the random numbers. Ids are random in any case.
        tag: Part of every activity's IRI: another tag, other activities.
        references: Whether some statements point at others or take them back.
    """

    def __init__(self, seed: int, tag: str = "a", *, references: bool = False) -> None:
        """Prepare the shares."""
        self._random = random.Random(seed)  # noqa: S311  nothing is to be secret
        self._tag = tag
        self._references = references
        self._agents = list(accumulate(1 / rank for rank in range(1, AGENTS + 1)))
        self._activities = list(accumulate(rank**-0.5 for rank in range(1, ACTIVITIES + 1)))
        self._verbs = list(accumulate(VERBS.values()))
        self._recent: deque[uuid.UUID] = deque(maxlen=2000)
        self._when = BEGIN

    def statements(self, count: int) -> list[Sent]:
        """Make ``count`` statements."""
        draw = self._random.choices
        agents = draw(range(AGENTS), cum_weights=self._agents, k=count)
        activities = draw(range(ACTIVITIES), cum_weights=self._activities, k=count)
        verbs = draw(list(VERBS), cum_weights=self._verbs, k=count)
        return [self._one(*it) for it in zip(agents, activities, verbs, strict=True)]

    def agent(self, number: int) -> dict[str, Any]:
        """Return somebody."""
        name = str(uuid.UUID(int=(0xA9E27 << 108) | (4 << 76) | (8 << 60) | number))
        return {"objectType": "Agent", "account": {"homePage": HOME, "name": name}}

    def activity(self, number: int) -> str:
        """Return an activity's IRI."""
        return f"{self.course(number)}/question-{number}"

    def course(self, number: int) -> str:
        """Return the IRI of the course of activity ``number``."""
        return f"{HOME}/id/{self._tag}/course-{number // PER_COURSE}"

    def registration(self, agent: int, activity: int) -> str:
        """Return somebody's run of the course of an activity."""
        return str(uuid.UUID(int=(0xE9 << 120) | (agent << 32) | (activity // PER_COURSE)))

    def _one(self, agent: int, activity: int, verb: str) -> Sent:
        chance = self._random.random()
        id_ = uuid.UUID(int=self._random.getrandbits(128), version=4)
        self._when += timedelta(milliseconds=self._random.randrange(20_000))
        statement: dict[str, Any] = {
            "id": str(id_),
            "actor": self.agent(agent),
            "verb": verb_of(verb),
        }
        if self._references and chance < REFERENCES + VOIDINGS and self._recent:
            if chance < VOIDINGS:
                statement["verb"] = {"id": VOIDED}
            target = str(self._random.choice(self._recent))
            statement["object"] = {"objectType": "StatementRef", "id": target}
        else:
            statement |= self._work(agent, activity)
            self._recent.append(id_)
        statement["timestamp"] = self._when.isoformat(timespec="milliseconds")[:-6] + "Z"
        return Sent(id_, agent, activity, verb, orjson.dumps(statement))

    def _work(self, agent: int, activity: int) -> dict[str, Any]:
        score = self._random.randrange(11)
        course = self.course(activity)
        return {
            "object": {
                "objectType": "Activity",
                "id": self.activity(activity),
                "definition": {
                    "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                    "name": {"ja": f"問い {activity}"},
                    "description": {"ja": DESCRIPTION},
                    "interactionType": "choice",
                },
            },
            "result": {
                "score": {"scaled": score / 10, "raw": score, "min": 0, "max": 10},
                "success": score > 5,  # noqa: PLR2004  the middle
                "response": "abcd"[score % 4],
                "duration": f"PT{self._random.randrange(600)}S",
            },
            "context": {
                "registration": self.registration(agent, activity),
                "contextActivities": {
                    "parent": [{"id": f"{course}/lesson-{activity % 10}"}],
                    "grouping": [{"id": course}],
                    "category": [{"id": CATEGORY}],
                },
                "language": "ja",
            },
        }


def verb_of(name: str) -> dict[str, Any]:
    """Return a verb."""
    return {"id": verb_iri(name), "display": {"en": name}}


def verb_iri(name: str) -> str:
    """Return a verb's IRI."""
    return f"http://adlnet.gov/expapi/verbs/{name}"


def batch(statements: Sequence[Sent]) -> bytes:
    """Return the body that sends statements together; one alone is no array."""
    if len(statements) == 1:
        return statements[0].body
    return b"[" + b",".join(it.body for it in statements) + b"]"

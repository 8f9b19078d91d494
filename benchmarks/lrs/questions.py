"""How long each filter takes over HTTP, on one connection, in a large store."""

import contextlib
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

import orjson

from app.xapi.instants import write_timestamp
from benchmarks.lrs.server import Installation
from benchmarks.lrs.stock import Stock
from benchmarks.lrs.wire import Wire
from benchmarks.lrs.world import AGENTS, CATEGORY, Sent, verb_iri

GOAL = 20.0
"""Milliseconds, at the 95th percentile."""
LIMIT = 50
DEEP = 40
"""Pages before the one that counts as deep inside."""
RARE = "exited"

Make = Callable[[], dict[str, str]]


@dataclass
class Times:
    """Milliseconds of each answer, and how many statements it had."""

    milliseconds: list[float] = field(default_factory=list)
    found: list[int] = field(default_factory=list)

    def line(self, name: str) -> str:
        """Return the printed line."""
        p95 = statistics.quantiles(self.milliseconds, n=20)[-1]
        told = f"{name:<34}{statistics.median(self.milliseconds):>8.1f}{p95:>8.1f}"
        told += f"{max(self.milliseconds):>8.1f}{statistics.mean(self.found):>9.1f}"
        return told + ("" if p95 <= GOAL else f"  over {GOAL:.0f}")


class Questions:
    """Asks a store for everything that can be asked of it, with words that occur in it.

    What is asked for is drawn from the statements, so what is done often is asked for often.
    """

    def __init__(self, installation: Installation, stock: Stock) -> None:
        """Draw always the same."""
        self._installation = installation
        self._stock = stock
        self._world = stock.world
        self._random = random.Random(5)  # noqa: S311  nothing is to be secret
        self.times: dict[str, Times] = {}

    def ask(self, times: int) -> None:
        """Ask every question so many times, in an order made by chance.

        Raises:
            SystemExit: An answer was not 200.
        """
        kinds = self._kinds()
        order = [name for name in kinds for _ in range(times)]
        self._random.shuffle(order)
        self.times = {name: Times() for name in kinds}
        with self._wire() as wire:
            for name, make in kinds.items():  # once each, so that nothing is loaded while timed
                self._time(wire, name, _path(make()), counts=False)
            for name in order:
                self._time(wire, name, _path(kinds[name]()))
            self._ask_deep(wire, times)

    def table(self) -> list[str]:
        """Return the printed table."""
        head = f"{'':<34}{'p50 ms':>8}{'p95':>8}{'max':>8}{'found':>9}"
        return [head, *(times.line(name) for name, times in self.times.items())]

    def _ask_deep(self, wire: Wire, times: int) -> None:
        """Follow ``more`` of filters that find much; only pages deep inside are timed."""
        hottest = self._agent(0)
        for name, given in (
            ("more, deep: none", {}),
            ("more, deep: agent", {"agent": hottest}),
            ("more, deep: verb, ascending", {"verb": verb_iri("answered"), "ascending": "true"}),
        ):
            self.times[name] = Times()
            path = _path({"limit": str(LIMIT), **given})
            for page in range(DEEP + times):
                answer = self._time(wire, name, path, counts=page >= DEEP)
                path = orjson.loads(answer).get("more", "")
                if not path:
                    break
            if not self.times[name].milliseconds:
                del self.times[name]  # a small store has no deep inside

    def _time(self, wire: Wire, name: str, path: str, *, counts: bool = True) -> bytes:
        began = time.perf_counter()
        status, answer = wire.get(path)
        spent = time.perf_counter() - began
        if status != 200:  # noqa: PLR2004  OK
            raise SystemExit(f"{name}: {status} {answer[:300].decode()} for {path}")
        if counts:
            value = orjson.loads(answer)
            self.times[name].milliseconds.append(1000 * spent)
            self.times[name].found.append(len(value.get("statements", (value,))))
        return answer

    def _kinds(self) -> dict[str, Make]:
        page = {"limit": str(LIMIT)}
        return {
            "none": dict,
            "limit 50": lambda: page,
            "agent": lambda: page | self._of("agent"),
            "verb": lambda: page | self._of("verb"),
            "verb, rare": lambda: page | {"verb": verb_iri(RARE)},
            "activity": lambda: page | self._of("activity"),
            "agent + verb": lambda: page | self._of("agent", "verb"),
            "agent + verb, both by chance": self._any_agent_any_verb,
            "busiest agent + rare verb": lambda: (
                page | {"agent": self._agent(0), "verb": verb_iri(RARE)}
            ),
            "agent + activity": lambda: page | self._of("agent", "activity"),
            "verb + activity": lambda: page | self._of("verb", "activity"),
            "agent + verb + activity": lambda: page | self._of("agent", "verb", "activity"),
            "registration": lambda: page | self._of("registration"),
            "registration + verb": lambda: page | self._of("registration", "verb"),
            "related_agents": lambda: page | self._of("agent") | {"related_agents": "true"},
            "related_agents: authority": lambda: (
                page | {"agent": self._authority(), "related_agents": "true"}
            ),
            "related_activities": lambda: page | self._course() | {"related_activities": "true"},
            "related_activities: all have it": lambda: (
                page | {"activity": CATEGORY, "related_activities": "true"}
            ),
            "since": lambda: page | {"since": self._instant()},
            "until": lambda: page | {"until": self._instant()},
            "agent + until": lambda: page | self._of("agent") | {"until": self._instant()},
            "verb + since, ascending": lambda: (
                page | self._of("verb") | {"since": self._instant(), "ascending": "true"}
            ),
            "ascending": lambda: page | {"ascending": "true"},
            "agent, ascending": lambda: page | self._of("agent") | {"ascending": "true"},
            "statementId": lambda: {"statementId": str(self._sample().id)},
            "agent, format canonical": lambda: page | self._of("agent") | {"format": "canonical"},
            "agent, format ids": lambda: page | self._of("agent") | {"format": "ids"},
        }

    def _of(self, *names: str) -> dict[str, str]:
        """Return the words of one statement."""
        sample = self._sample()
        words = {
            "agent": self._agent(sample.agent),
            "verb": verb_iri(sample.verb),
            "activity": self._world.activity(sample.activity),
            "registration": self._world.registration(sample.agent, sample.activity),
        }
        return {name: words[name] for name in names}

    def _any_agent_any_verb(self) -> dict[str, str]:
        agent = self._agent(self._random.randrange(AGENTS))
        verb = verb_iri(self._sample().verb)
        return {"limit": str(LIMIT), "agent": agent, "verb": verb}

    def _course(self) -> dict[str, str]:
        return {"activity": self._world.course(self._sample().activity)}

    def _sample(self) -> Sent:
        return self._random.choice(self._stock.samples)

    def _agent(self, number: int) -> str:
        return orjson.dumps(self._world.agent(number)).decode()

    def _authority(self) -> str:
        if not self._asserter:
            with self._wire() as wire:
                _, answer = wire.get("/xapi/statements?limit=1")
            self._asserter = orjson.dumps(
                orjson.loads(answer)["statements"][0]["authority"]
            ).decode()
        return self._asserter

    _asserter = ""

    def _instant(self) -> str:
        first, last = self._stock.first, self._stock.last
        if not isinstance(first, datetime) or not isinstance(last, datetime):
            raise SystemExit("nothing is stored")
        return write_timestamp(first + self._random.random() * (last - first))

    def _wire(self) -> contextlib.closing[Wire]:
        return contextlib.closing(Wire(self._installation.port, self._installation.headers()))


def _path(given: dict[str, str]) -> str:
    return "/xapi/statements?" + urlencode(given)

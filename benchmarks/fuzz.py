"""A fuzz target on reading and judging statements: any bytes at all, and what must hold for them.

    .venv/bin/python -m benchmarks.fuzz SECONDS [--seed N]

``target`` takes bytes and raises when something does not hold; any fuzzer that has such an entry
can drive it (``atheris.Setup(argv, target)``; ``fuzz_one_input`` of hypothesis). The little driver
here breaks good statements at random, on the level of bytes. The text that broke it is printed.
"""

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any, get_args

import orjson

from app.lrs.errors import StatementInvalid
from app.lrs.service import Received, prepare
from app.xapi.reading import JsonFaulty, elements, read_json
from app.xapi.validate import Fault, Version, faults
from benchmarks.lrs.world import World
from tests.factories.lrs import NOW, a_full_statement, a_statement, a_voiding, an_actor

VERSIONS: tuple[Version, ...] = get_args(Version)
AUTHORITY = an_actor("fuzz")
STEP = re.compile(r'\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]')
CUT = "…"
"""What stands at the end of a name that was too long to be repeated."""
PIECES = [
    *(b"null", b"true", b"0", b"-1", b"1e999", b"NaN", b"1" * 5000, b'""', b"[]", b"{}", b"\n"),
    *(b'"\\ud800"', b"\xff", b"\xef\xbb\xbf", b"[" * 2000, b'{"a":' * 60, b"\\u0000", b"'"),
    *(b'"2026-02-30T00:00:00Z"', b'"P1Y2M3DT4H5M6.789S"', b'"urn:x"', b'"mailto:a@b"'),
    *(b'"objectType":"SubStatement"', b'"objectType":"Group"', b'"id":"x",', b",", b":", b"}"),
]
"""What is put somewhere in a text."""


def target(data: bytes) -> str:
    """Read bytes as the store would, and judge what they say.

    Returns:
        What became of them: ``no JSON``, ``invalid`` or ``valid``.

    Raises:
        AssertionError: Something does not hold. Any other exception is a fault as well.
    """
    try:
        value = read_json(data)
        texts = elements(data) if isinstance(value, list) else [data]
    except JsonFaulty:
        return "no JSON"
    values = value if isinstance(value, list) else [value]
    assert len(texts) == len(values), "an array was cut into too many or too few"
    outcome = "valid"
    for version in VERSIONS:
        for one in values:
            check_faults(one, version)
        if not _is_taken([*map(Received, texts, values)], version):
            outcome = "invalid"
    return outcome


def check_faults(value: object, version: Version) -> list[Fault]:
    """Judge a value twice: the same both times, and every path leads somewhere.

    Raises:
        AssertionError: It is otherwise.
    """
    found = faults(value, version)
    assert found == faults(value, version), "judged in two ways"
    for fault in found:
        assert leads_somewhere(value, fault.path), f"{fault.path} leads nowhere"
        assert fault.message, "a fault without a word"
    return found


def leads_somewhere(value: Any, path: str) -> bool:  # noqa: ANN401  any JSON value
    """Whether a path names a place in ``value``, or a property that its object should have."""
    if not path.startswith("$"):
        return False
    place, at = value, 1
    while at < len(path):
        step = STEP.match(path, at)
        if step is None:
            return False
        at = step.end()
        plain, index, quoted = step.groups()
        if index is not None:
            if not isinstance(place, list) or int(index) >= len(place):
                return False
            place = place[int(index)]
            continue
        if not isinstance(place, dict):
            return False
        name = plain if plain is not None else orjson.loads(quoted)
        if name not in place:
            is_cut = name.endswith(CUT) and any(str(it).startswith(name[:-1]) for it in place)
            return at == len(path) or is_cut
        place = place[name]
    return True


def _is_taken(received: Sequence[Received], version: Version) -> bool:
    """Make statements ready for the store; what is ready must be good, and one line."""
    refused = any(faults(one.value, version) for one in received)
    try:
        entries = prepare(received, authority=AUTHORITY, version=version, counts=lambda _: True)
    except StatementInvalid as error:
        if not error.faults:
            raise AssertionError("refused without a reason") from error
        return False
    assert not refused, "prepared though it is invalid"
    for entry, one in zip(entries, received, strict=True):
        entry.stored = NOW
        assert "\n" not in entry.doc, "a stored statement is one line"
        stored = read_json(entry.doc.encode())
        assert faults(stored, version) == [], "no longer valid when it is stored"
        assert stored["verb"] == one.value["verb"], "something else is stored"
    return True


def corpus() -> list[bytes]:
    """Return good statements, alone and in a batch."""
    made = [a_statement(), a_full_statement(), a_voiding(World(1).statements(1)[0].id)]
    made.append(a_statement(object={"objectType": "SubStatement", **a_statement()}))
    single = [orjson.dumps(it) for it in made] + [it.body for it in World(2).statements(3)]
    return [*single, b"[" + b",".join(single[3:6]) + b"]"]


def broken(text: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Break a text in one to four places."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.choice((0, 1, 1, 4, 30)))
        match chance.randrange(12):
            case 0:
                put = chance.choice(PIECES)
            case 1:
                put = bytes([chance.randrange(256)])
            case 2:
                put = b""
            case 3:
                other = chance.choice(others)
                start = chance.randrange(len(other))
                put = other[start : start + chance.randrange(60)]
            case _:
                at, end, put = _a_value(text, chance)
        text = text[:at] + put + text[end:]
    return text


VALUE = re.compile(rb'(?<=:)(?:"(?:[^"\\]|\\.)*"|-?[0-9.]+|true|false|null)')


def _a_value(text: bytes, chance: random.Random) -> tuple[int, int, bytes]:
    """Choose a value of the text and another one to stand there: often it stays JSON."""
    values = list(VALUE.finditer(text))
    if not values:
        return 0, 0, b""
    one, other = chance.choice(values), chance.choice(values)
    return one.start(), one.end(), chance.choice((other[0], chance.choice(PIECES)))


def main() -> int:
    """Break statements until the time is up; return 1 if one of them broke the target."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("seconds", type=float)
    parser.add_argument("--seed", type=int, default=random.getrandbits(32))
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311  no secret
    seeds, outcomes = corpus(), Counter[str]()
    until = time.monotonic() + options.seconds
    while time.monotonic() < until:
        text = broken(chance.choice(seeds), chance, seeds)
        try:
            outcomes[target(text)] += 1
        except Exception as error:
            print(f"{error!r}\n{text!r}\n--seed {options.seed}")
            return 1
    told = ", ".join(f"{count:,} {name}" for name, count in outcomes.most_common())
    print(f"{outcomes.total():,} texts held ({told}); --seed {options.seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

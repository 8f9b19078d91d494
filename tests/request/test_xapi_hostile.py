"""What hostile senders send is refused with a reason, at once, in little memory; nothing is kept.

The server is the real one with one worker, whose memory is looked at from outside.
"""

import contextlib
import gzip
import select
import socket
import sqlite3
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import make_url

from benchmarks.lrs.server import Installation, Server, installed, running
from benchmarks.lrs.stock import peak_megabytes
from tests.factories.lrs import a_statement

MB = 1_000_000
MOST_SECONDS = 10
"""The machine may be busy with other tests; alone, each takes a second at most."""
MOST_MEGABYTES = 150
"""What one request may add to a worker for its time: a few times the largest body it reads."""
JSON = "application/json"
STATEMENTS = "POST /xapi/statements"
MIXED = "multipart/mixed; boundary=b"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    seconds: float

    @property
    def error(self) -> str:
        value = orjson.loads(self.body)
        return str(value["error"])


@dataclass(frozen=True)
class Target:
    """The server, and what its one worker is."""

    installation: Installation
    server: Server

    @property
    def worker(self) -> int:
        (worker,) = self.server.workers()
        return int(worker.pid)

    def send(
        self,
        body: bytes | Iterable[bytes],
        kind: str = JSON,
        *,
        length: int | None = None,
        path: str = STATEMENTS,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send a body, in chunks unless it has a length, until the server has answered."""
        pieces = [body] if isinstance(body, bytes) else body
        length = len(body) if isinstance(body, bytes) else length
        sent = self.installation.headers() | {"Content-Type": kind, "Host": "localhost"}
        sent |= headers or {}
        sent |= {"Transfer-Encoding": "chunked"} if length is None else {}
        sent |= {"Content-Length": str(length)} if length is not None else {}
        head = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        began = time.monotonic()
        address = ("127.0.0.1", self.installation.port)
        with socket.create_connection(address, 2 * MOST_SECONDS) as connection:
            connection.sendall(f"{path} HTTP/1.1\r\n{head}\r\n".encode())
            _pour(connection, pieces if length is not None else _chunked(pieces))
            got = _received(connection)
        head_, _, answer = got.partition(b"\r\n\r\n")
        return Answer(int(head_[9:12]), answer, time.monotonic() - began)

    def stored(self) -> int:
        path = make_url(self.installation.settings.database_url).database or ""
        with contextlib.closing(sqlite3.connect(path)) as connection:
            (count,) = connection.execute("SELECT count(*) FROM statement").fetchone()
            return int(count)


def _pour(connection: socket.socket, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        for start in range(0, len(piece), 65_536):
            if select.select([connection], [], [], 0)[0]:
                return  # it has heard enough
            try:
                connection.sendall(piece[start : start + 65_536])
            except OSError:
                return


def _chunked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def _received(connection: socket.socket) -> bytes:
    got = b""
    while True:
        try:
            piece = connection.recv(65_536)
        except ConnectionResetError:
            return got
        if not piece:
            return got
        got += piece


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    with installed("sqlite", WEB_WORKERS="1") as installation, running(installation) as server:
        yield Target(installation, server)


def refused(
    target: Target,
    body: bytes | Iterable[bytes],
    kind: str = JSON,
    *,
    length: int | None = None,
    path: str = STATEMENTS,
    headers: dict[str, str] | None = None,
) -> Answer:
    """Send something; whatever it is, it is refused well."""
    before, worker = target.stored(), target.worker
    at_rest = _forget_peak(worker)
    answer = target.send(body, kind, length=length, path=path, headers=headers)
    grown = peak_megabytes(worker) - at_rest if at_rest else 0
    assert answer.status in {400, 413}, answer
    assert answer.error
    assert answer.seconds < MOST_SECONDS
    assert grown < MOST_MEGABYTES, f"{grown:.0f} MB"
    assert target.worker == worker, "the worker died of it"
    assert target.stored() == before
    return answer


def _forget_peak(pid: int) -> float:
    """Let a process's peak begin anew; return it in MB, or 0 where there is no such thing."""
    knob = Path(f"/proc/{pid}/clear_refs")
    try:
        knob.write_text("5")
    except OSError:
        return 0
    return peak_megabytes(pid)


def good(**changes: Any) -> bytes:  # noqa: ANN401  any JSON value
    return orjson.dumps(a_statement(id=str(uuid.uuid4()), **changes))


def spoiled(old: bytes, new: bytes) -> bytes:
    """Return a good statement in which something stands instead of something else."""
    text = good(result={"score": {"raw": 5}, "extensions": {"urn:x": {"a": 0}}})
    assert old in text
    return text.replace(old, new, 1)


def parts(*more: bytes) -> bytes:
    first = b"Content-Type: application/json\r\n\r\n" + good()
    return b"".join(b"--b\r\n%b\r\n" % part for part in (first, *more)) + b"--b--\r\n"


def test_what_is_not_hostile_is_taken(target: Target) -> None:
    before = target.stored()
    assert target.send(good()).status == 200
    assert target.send(parts(), MIXED).status == 200
    assert target.send([good()]).status == 200
    assert target.stored() == before + 3


# --- size ---------------------------------------------------------------------------------------


def test_a_hundred_megabytes_are_refused_unread(target: Target) -> None:
    hundred = (b" " * MB for _ in range(100))
    assert refused(target, hundred, length=100 * MB).status == 413


def test_a_hundred_megabytes_that_do_not_say_so_are_refused(target: Target) -> None:
    assert refused(target, (b" " * MB for _ in range(100))).status == 413


def test_a_hundred_megabytes_of_parts_are_refused(target: Target) -> None:
    part = b"--b\r\n\r\n" + b"x" * MB
    assert refused(target, (part for _ in range(100)), MIXED).status == 413


def test_a_document_of_a_hundred_megabytes_is_refused(target: Target) -> None:
    agent = "%7B%22mbox%22%3A%22mailto%3Aa%40example.jp%22%7D"
    path = f"PUT /xapi/agents/profile?profileId=p&agent={agent}"
    hundred = (b" " * MB for _ in range(100))
    assert refused(target, hundred, "text/plain", path=path).status == 413


def test_what_unpacks_to_much_is_not_unpacked(target: Target) -> None:
    packed = gzip.compress(b" " * 50 * MB)
    refused(target, packed, headers={"Content-Encoding": "gzip"})


def test_a_form_that_stands_for_a_request_is_not_large(target: Target) -> None:
    form = b"statementId=%b&content=" % str(uuid.uuid4()).encode() + b"x" * 15 * MB
    path = "POST /xapi/statements?method=PUT"
    version = {"X-Experience-API-Version": "1.0.3"}
    refused(target, form, "application/x-www-form-urlencoded", path=path, headers=version)


# --- shape --------------------------------------------------------------------------------------


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"actor":{"member":[', b"[[[{"])
def test_what_nests_ten_thousand_deep_is_refused(target: Target, opening: bytes) -> None:
    closing = opening.replace(b"[", b"]").replace(b"{", b"}").replace(b'"a":', b"")
    refused(target, opening * 10_000 + b"0" + closing[::-1] * 10_000)
    refused(target, opening * 10_000)


def test_what_nests_deep_inside_of_extensions_is_refused(target: Target) -> None:
    deep = b"[" * 10_000 + b"]" * 10_000
    answer = refused(target, spoiled(b'{"a":0}', deep))
    assert answer.status == 400


@pytest.mark.parametrize("nothing", [b"0,", b"[],", b"{},", b'"",', b"null,"])
def test_a_list_of_millions_of_nothings_is_refused(target: Target, nothing: bytes) -> None:
    nothings = b"[" + nothing * (15 * MB // len(nothing)) + b"0]"
    refused(target, nothings)
    refused(target, spoiled(b'{"a":0}', nothings))


def test_an_object_of_a_million_names_is_refused(target: Target) -> None:
    names = b",".join(b'"%d":0' % number for number in range(1_100_000))
    refused(target, spoiled(b'{"a":0}', b"{" + names + b"}"))


def test_a_million_faults_are_not_all_told(target: Target) -> None:
    wrong = b",".join(b'"%d":0' % number for number in range(490_000))
    assert len(refused(target, b"{" + wrong + b"}").body) < MB
    assert (
        len(
            refused(
                target,
                b"[" + b",".join([b"{%b}" % wrong[: wrong.index(b"100") - 2]] * 5_000) + b"]",
            ).body
        )
        < MB
    )


def test_more_statements_than_a_batch_may_have_are_refused(target: Target) -> None:
    assert refused(target, b"[" + b",".join([good()] * 20_000) + b"]").status == 413


# --- JSON ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        *(b"NaN", b"-NaN", b"Infinity", b"-Infinity", b"nan", b"1e400", b"-1e400", b"0x10"),
        *(b"01", b"1.", b".5", b"+1", b"1_000", b"9" * 5000, b"1" + b"0" * 400, b"\xef\xbc\x91"),
    ],
)
@pytest.mark.parametrize("place", [b'"raw":5', b'"a":0'], ids=["where it counts", "extension"])
def test_what_is_no_number_is_refused(target: Target, number: bytes, place: bytes) -> None:
    refused(target, spoiled(place, place.partition(b":")[0] + b":" + number))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"verb":', b'"verb":1,"verb":'),
        (b'"verb":', b'"\\u0076erb":1,"verb":'),
        (b'"raw":5', b'"raw":5,"raw":5'),
        (b'{"a":0}', b'{"a":0,"a":1}'),
        (b'{"a":0}', b'[[{"b":{"":1,"":1}}]]'),
        (b'"actor":{', b'"actor":{"name":"a","name":"b",'),
    ],
)
def test_a_name_that_is_given_twice_anywhere_is_refused(
    target: Target, old: bytes, new: bytes
) -> None:
    refused(target, spoiled(old, new))
    refused(target, b"[" + good() + b"," + spoiled(old, new) + b"]")


@pytest.mark.parametrize(
    "text",
    [
        *(b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xe3\x81"),
        *(b"\\ud800", b"\\udc00", b"\\ud800\\ud800", b"\\udc00\\ud800", b"\\x41", b"\x00", b"\n"),
    ],
)
def test_what_is_no_text_is_refused(target: Target, text: bytes) -> None:
    refused(target, spoiled(b'"ja":"', b'"ja":"' + text))
    refused(target, spoiled(b'{"a":0}', b'{"' + text + b'":0}'))


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b" ", b"null", b"0", b'"a"', b"[", b"]", b"{", b"[1]", b"[null]", b"[[]]", b"true"),
        b"\xef\xbb\xbf" + good(),
        good() + b"\x00",
        good() + good(),
        good()[:-1],
        b"[" + good() + b",]",
        b"/**/" + good(),
        good().decode().encode("utf-16"),
        good().decode().encode("utf-32-le"),
    ],
    ids=range(20),
)
def test_what_is_no_statement_is_refused(target: Target, body: bytes) -> None:
    refused(target, body)
    refused(target, b"--b\r\nContent-Type: application/json\r\n\r\n%b\r\n--b--\r\n" % body, MIXED)


def test_text_that_is_a_trap_for_patterns_is_judged_at_once(target: Target) -> None:
    for hostile in ("P" + "1" * MB, "a" * MB, "x:" + "%" * MB, "en" + "-a" * MB):
        statement = a_statement(
            actor={"mbox": f"mailto:{hostile}", "openid": hostile},
            timestamp=hostile,
            version=hostile,
            result={"duration": hostile},
            context={"language": hostile, "registration": hostile},
            attachments=[{"contentType": hostile, "sha2": hostile}],
        )
        refused(target, orjson.dumps(statement))


# --- multipart ----------------------------------------------------------------------------------


def test_a_hundred_thousand_parts_are_refused(target: Target) -> None:
    refused(target, parts(*[b"X: y\r\n\r\nz"] * 100_000), MIXED)
    refused(target, b"--b\r\n" * 1_000_000, MIXED)


def test_a_part_with_a_megabyte_of_headers_is_refused(target: Target) -> None:
    refused(target, parts(b"X: " + b"y" * MB + b"\r\n\r\nz"), MIXED)
    refused(target, parts(b"X: y\r\n" * 200_000 + b"\r\nz"), MIXED)
    refused(target, parts(b"X" * MB + b"\r\n\r\nz"), MIXED)


def test_parts_within_parts_are_refused(target: Target) -> None:
    nested = b"--c\r\n\r\nx\r\n--c--"
    for _ in range(1000):
        nested = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + nested
    refused(target, parts(nested), MIXED)
    refused(target, b"--b\r\n" + nested + b"\r\n--b--", MIXED)


@pytest.mark.parametrize(
    "kind",
    [
        *("multipart/mixed", "multipart/mixed; boundary=", 'multipart/mixed; boundary=""'),
        *("multipart/mixed; boundary=" + "b" * 5000, "multipart/mixed; boundary=other"),
        *("multipart/form-data; boundary=b", "multipart/related; boundary=b", "text/plain", ""),
        'multipart/mixed; boundary="b',
    ],
    ids=range(10),
)
def test_a_boundary_that_is_none_is_refused(target: Target, kind: str) -> None:
    refused(target, parts(b"X: y\r\n\r\nz"), kind)


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"--b--\r\n", b"--b", b"--b\r\n", b"--b\r\n\r\n--b--", b"\r\n" * 100_000),
        parts()[:-10],
        parts(b"X-Experience-API-Hash: " + b"0" * 64 + b"\r\n\r\nz"),
        parts(b"X-Experience-API-Hash: " + b"f" * MB + b"\r\n\r\nz"),
        parts(b"no header at all"),
    ],
    ids=range(10),
)
def test_parts_that_are_none_are_refused(target: Target, body: bytes) -> None:
    refused(target, body, MIXED)


# --- parameters ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        *("agent=" + "%5B" * 1000, "agent=%7B%22mbox%22%3ANaN%7D", "agent=%FF", "agent=null"),
        "agent=%7B%22mbox%22%3A%22mailto%3Aa%40b.c%22%2C%22mbox%22%3A%22mailto%3Aa%40b.c%22%7D",
        *("limit=-1", "limit=1e9", "limit=" + "9" * 1000, "limit=%EF%BC%91", "limit=0x1"),
        *("since=0000-00-00T00%3A00Z", "since=" + "1" * 3000, "until=now", "statementId=1"),
        *("verb=a%00b", "verb=%FF", "activity=", "registration=%00", "format=xml", "a=b"),
        *("limit=1&limit=1", "related_agents=yes", "ascending=", "attachments=1%00"),
    ],
    ids=range(24),
)
def test_a_parameter_that_is_none_is_refused(target: Target, query: str) -> None:
    refused(target, b"", path=f"GET /xapi/statements?{query}")


@pytest.mark.parametrize(
    "after", ["", "x", "%FF", "bnVsbA==", "e30=", "eyJxIjp7fX0=", "W1tb" * 999]
)
def test_a_more_that_is_none_of_ours_is_refused(target: Target, after: str) -> None:
    refused(target, b"", path=f"GET /xapi/more?after={after}")

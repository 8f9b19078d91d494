"""A bucket: signatures as Amazon publishes them, and a store that lets in nothing else."""

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from app import clock
from app.config import Bucket
from app.media.errors import StorageAway
from app.media.storage.choosing import storage_of
from app.media.storage.port import Storage
from app.media.storage.s3 import S3Storage
from app.media.storage.signing import Signer
from tests.conftest import settings_for

AT = datetime(2013, 5, 24, tzinfo=UTC)
HOST = "examplebucket.s3.amazonaws.com"
EXAMPLE = Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
KEY, OTHER = f"{'a' * 64}.jpg", f"{'b' * 64}-small.webp"


@dataclass(frozen=True)
class Example:
    """A request of Amazon's documentation, and its signature."""

    method: str
    path: str
    signature: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


EXAMPLES = {
    "get": Example(
        "GET",
        "/test.txt",
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        headers={"Range": "bytes=0-9"},
    ),
    "put": Example(
        "PUT",
        "/test%24file.text",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        headers={
            "Date": "Fri, 24 May 2013 00:00:00 GMT",
            "x-amz-storage-class": "REDUCED_REDUNDANCY",
        },
        body=b"Welcome to Amazon S3.",
    ),
    "lifecycle": Example(
        "GET",
        "/",
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        query={"lifecycle": ""},
    ),
    "list": Example(
        "GET",
        "/",
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        query={"prefix": "J", "max-keys": "2"},
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_signatures_are_those_of_amazons_examples(name: str) -> None:
    asked = EXAMPLES[name]
    signed = EXAMPLE.signed(
        asked.method,
        asked.path,
        query=asked.query,
        headers={"Host": HOST, **asked.headers},
        sha256=hashlib.sha256(asked.body).hexdigest(),
        now=AT,
    )
    assert signed["Authorization"].endswith(f"Signature={asked.signature}")


# -- a store --------------------------------------------------------------------------------------


@dataclass
class Bench:
    """A store on this machine: what it holds, and what it was asked."""

    port: int = 0
    held: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    page: int = 1000
    answer: int | None = None
    cut: bool = False


def is_signed(handler: BaseHTTPRequestHandler, body: bytes, bucket: Bucket) -> bool:
    """Work the signature out again, from what came over the wire."""
    told = handler.headers.get("Authorization", "")
    match = re.fullmatch(
        r"AWS4-HMAC-SHA256 Credential=([^/]+)/([0-9]{8})/([^/]+)/s3/aws4_request,"
        r"SignedHeaders=([a-z0-9;-]+),Signature=([0-9a-f]{64})",
        told,
    )
    if match is None:
        return False
    key_id, day, region, names, signature = match.groups()
    stamp, sha256 = handler.headers["x-amz-date"], handler.headers["x-amz-content-sha256"]
    at = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    parts = urlsplit(handler.path)
    if (
        (key_id, region) != (bucket.key_id, bucket.region)
        or not stamp.startswith(day)
        or abs(at - clock.now()) > timedelta(minutes=15)
        or sha256 != hashlib.sha256(body).hexdigest()
        or not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(names.split(";"))
    ):
        return False
    lines = [handler.command, parts.path, parts.query]
    lines += [f"{name}:{handler.headers[name].strip()}" for name in names.split(";")]
    canonical = hashlib.sha256("\n".join([*lines, "", names, sha256]).encode()).hexdigest()
    key = f"AWS4{bucket.secret}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{day}/{region}/s3/aws4_request\n{canonical}"
    return hmac.compare_digest(hmac.digest(key, text.encode(), "sha256").hex(), signature)


BUCKET = Bucket("", "mise", "kagi", "himitsu", "ap-northeast-1", "tera koya/")


class Handler(BaseHTTPRequestHandler):
    """Answer as a store does; believe no signature before it has been worked out again."""

    state: Bench

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.state.asked.append(self.command)
        name = unquote(urlsplit(self.path).path).removeprefix("/mise/")
        if not is_signed(self, body, BUCKET):
            self.state.refused.append(self.path)
            self.say(403, b"<Error>SignatureDoesNotMatch</Error>")
        elif self.state.answer is not None:
            self.say(self.state.answer, b"<Error>SlowDown</Error>")
        elif not name:
            self.say(200, self.listed())
        elif self.command == "GET":
            self.give(name)
        else:
            self.state.held.pop(name, None)
            if self.command == "PUT":
                self.state.held[name] = body
            self.say(200 if self.command == "PUT" else 204)

    do_GET = do_PUT = do_DELETE = answer  # noqa: N815  names of the library

    def give(self, name: str) -> None:
        if name in self.state.held:
            self.say(200, self.state.held[name], cut=self.state.cut)
        else:
            self.say(404, b"<Error>NoSuchKey</Error>")

    def listed(self) -> bytes:
        query = dict(parse_qsl(urlsplit(self.path).query))
        names = sorted(name for name in self.state.held if name.startswith(query["prefix"]))
        start = int(query.get("continuation-token", "0"))
        end = start + self.state.page
        when = "<LastModified>2026-11-22T01:00:00.000Z</LastModified>"
        told = "".join(
            f"<Contents><Key>{name}</Key>{when}</Contents>" for name in names[start:end]
        )
        if end < len(names):
            told += f"<NextContinuationToken>{end}</NextContinuationToken>"
        space = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
        return f"<ListBucketResult {space}>{told}</ListBucketResult>".encode()

    def say(self, status: int, body: bytes = b"", *, cut: bool = False) -> None:
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:1] if cut else body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def bench() -> Iterator[Bench]:
    """Run a store."""
    state = Bench()
    handler = type("Handler", (Handler,), {"state": state})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        state.port = server.server_address[1]
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield state
        server.shutdown()
        thread.join()


def bucket_at(bench: Bench, secret: str = "himitsu") -> Storage:
    """Return the bucket of a store, or one whose secret is another."""
    place = f"http://127.0.0.1:{bench.port}"
    return S3Storage(Bucket(place, "mise", "kagi", secret, "ap-northeast-1", "tera koya/"))


def test_a_bucket_keeps_gives_lists_and_lets_go(bench: Bench, tmp_path: Path) -> None:
    storage, file = bucket_at(bench), tmp_path / "a"
    file.write_bytes(b"\x00 a picture")
    for key in (KEY, OTHER, KEY):
        storage.put(key, file)
    assert set(bench.held) == {f"tera koya/{KEY}", f"tera koya/{OTHER}"}
    with storage.open(KEY) as opened:
        assert opened.read() == b"\x00 a picture"
    bench.held["tera koya/of somebody else.txt"] = b""
    bench.held["elsewhere/x"] = b""
    bench.page = 1
    found = list(storage.stored())
    assert [one.key for one in found] == [KEY, OTHER]
    assert found[0].at == datetime(2026, 11, 22, 1, tzinfo=UTC)
    storage.delete(KEY)
    storage.delete(KEY)
    with pytest.raises(FileNotFoundError):
        storage.open(KEY)
    assert storage.address(OTHER) == f"s3://mise/tera koya/{OTHER}"
    assert bench.refused == []


def test_a_store_that_does_not_know_the_secret_gives_nothing(bench: Bench, tmp_path: Path) -> None:
    storage, file = bucket_at(bench, secret="another"), tmp_path / "a"
    file.write_bytes(b"a")
    with pytest.raises(StorageAway, match="SignatureDoesNotMatch"):
        storage.put(KEY, file)
    with pytest.raises(StorageAway):
        storage.open(KEY)
    assert bench.held == {}


def test_a_store_that_is_away_or_answers_by_halves_is_told_as_such(
    bench: Bench, tmp_path: Path
) -> None:
    storage, file = bucket_at(bench), tmp_path / "a"
    file.write_bytes(b"a picture")
    storage.put(KEY, file)
    bench.cut = True
    with pytest.raises(StorageAway):
        storage.open(KEY)
    bench.answer = 503
    for ask in (lambda: storage.delete(KEY), lambda: list(storage.stored())):
        with pytest.raises(StorageAway, match="503"):
            ask()
    nobody = S3Storage(Bucket("http://127.0.0.1:1", "mise", "kagi", "x", "r", ""))
    with pytest.raises(StorageAway):
        nobody.open(KEY)


@pytest.mark.parametrize("key", ["", "..", "a.jpg", f"../{KEY}", f"{KEY}/x", KEY.upper()])
def test_only_keys_are_asked_for(bench: Bench, key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        bucket_at(bench).open(key)
    assert bench.asked == []


def test_the_settings_say_where_the_files_lie(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, "sqlite://")
    assert storage_of(settings).address(KEY) == str(tmp_path / "media" / "aa" / KEY)
    bucket = Bucket("https://s3.example.jp", "mise", "kagi", "himitsu", "us-east-1", "")
    settings = settings_for(tmp_path, "sqlite://", media_bucket=bucket)
    assert storage_of(settings).address(KEY) == f"s3://mise/{KEY}"

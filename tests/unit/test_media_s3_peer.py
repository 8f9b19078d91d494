"""A bucket's requests, worked out once more by Amazon's own client library."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.session import Session
from hypothesis import given, settings
from hypothesis import strategies as st

from app.config import Bucket
from app.media.storage.s3 import S3Storage
from app.media.storage.signing import Signer, query_text

KEY = f"{'a' * 64}.jpg"
ODD = st.text("aZ09 +~-_.!*'()&=?#%@:;,/\\\"<>|^`[]{}$絵とギ̆é\U0001f3ef", max_size=24)
TIMES = st.datetimes(datetime(2013, 5, 24), datetime(2050, 1, 1))  # noqa: DTZ001  hypothesis wants it bare


def judged(
    method: str, url: str, headers: dict[str, str], *, secret: str, region: str
) -> tuple[str, str, str]:
    """Work out a signed request anew; return its signed headers, canonical form and signature.

    Args:
        method: As it came.
        url: As it came.
        headers: Those that were signed, with the date and the hash of the body among them.
        secret: Of the key.
        region: Of the bucket.
    """
    signer = S3SigV4Auth(Credentials("kagi", secret), "s3", region)
    request = AWSRequest(method=method, url=url, headers=headers)
    request.context["timestamp"] = headers["x-amz-date"]
    canonical = signer.canonical_request(request)
    names = signer.signed_headers(signer.headers_to_sign(request))
    return names, canonical, signer.signature(signer.string_to_sign(request, canonical), request)


def told(authorization: str) -> dict[str, str]:
    """Return the parts of an Authorization header by name."""
    parts = authorization.removeprefix("AWS4-HMAC-SHA256 ").split(",")
    return dict(part.strip().split("=", 1) for part in parts)


@given(
    method=st.sampled_from(["GET", "PUT", "DELETE", "HEAD"]),
    name=ODD,
    query=st.dictionaries(ODD.filter(bool), ODD, max_size=4),
    body=st.binary(max_size=20),
    host=st.sampled_from(["s3.example.jp", "s3.example.jp:9000", "127.0.0.1:80"]),
    secret=st.text("abcXYZ019+/", min_size=1, max_size=40),
    region=st.sampled_from(["us-east-1", "ap-northeast-1", "garage"]),
    at=TIMES,
)
@settings(max_examples=80)
def test_whatever_is_asked_is_signed_as_amazons_client_signs_it(
    *,
    method: str,
    name: str,
    query: dict[str, str],
    body: bytes,
    host: str,
    secret: str,
    region: str,
    at: datetime,
) -> None:
    path = quote(f"/mise/{name}")
    signed = Signer("kagi", secret, region).signed(
        method,
        path,
        query=query,
        headers={"Host": host, "Content-Length": str(len(body))},
        sha256=hashlib.sha256(body).hexdigest(),
        now=at.replace(tzinfo=UTC),
    )
    ours = told(signed.pop("Authorization"))
    url = f"https://{host}{path}" + (f"?{query_text(query)}" if query else "")
    names, canonical, signature = judged(method, url, signed, secret=secret, region=region)
    assert (ours["SignedHeaders"], ours["Signature"]) == (names, signature), canonical
    assert ours["Credential"] == f"kagi/{at:%Y%m%d}/{region}/s3/aws4_request"


# -- over the wire --------------------------------------------------------------------------------

PREFIXES = ["", "絵と 音/", "a+b~c/", "100%/&=?#;:@/", "é\U0001f3ef/(1)'*!$,/"]


class Judge(BaseHTTPRequestHandler):
    """Take whatever is signed well, and remember what was asked."""

    asked: list[tuple[str, str]]

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        ours = told(self.headers["Authorization"])
        signed = {name: self.headers[name] for name in ours["SignedHeaders"].split(";")}
        found = judged(
            *(self.command, f"http://{self.headers['Host']}{self.path}", signed),
            secret="himitsu",
            region="ap-northeast-1",
        )
        is_good = (found[0], found[2]) == (ours["SignedHeaders"], ours["Signature"])
        is_whole = signed["x-amz-content-sha256"] == hashlib.sha256(body).hexdigest()
        self.asked.append((self.command, self.path))
        self.send_response(200 if is_good and is_whole else 403)
        listed = b'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>'
        self.send_header("Content-Length", str(len(listed)))
        self.end_headers()
        self.wfile.write(listed)

    do_GET = do_PUT = do_DELETE = answer  # noqa: N815  names of the library

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def judge() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Run a store that judges signatures; return its address and what it was asked."""
    asked: list[tuple[str, str]] = []
    handler = type("Judge", (Judge,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()
        thread.join()


def test_odd_names_go_over_the_wire_as_amazons_client_sends_them(
    judge: tuple[str, list[tuple[str, str]]], tmp_path: Path
) -> None:
    place, asked = judge
    file = tmp_path / "a"
    file.write_bytes(b"\x00 a picture")
    theirs = list[tuple[str, str]]()
    client = a_client(place, theirs)
    for prefix in PREFIXES:
        storage = S3Storage(Bucket(place, "mise", "kagi", "himitsu", "ap-northeast-1", prefix))
        storage.put(KEY, file)
        storage.open(KEY).close()
        storage.delete(KEY)
        list(storage.stored())
        which = {"Bucket": "mise", "Key": f"{prefix}{KEY}"}
        client.put_object(**which, Body=b"a")
        client.get_object(**which)
        client.delete_object(**which)
        client.list_objects_v2(Bucket="mise", Prefix=prefix)
    assert len(asked) == 4 * len(PREFIXES)
    assert [plain(*one) for one in asked] == [plain(*one) for one in theirs]


def plain(method: str, address: str) -> tuple[str, str, frozenset[str]]:
    """Return what a request asks for, but for what the other client says besides."""
    parts = urlsplit(address)
    pairs = {one for one in parts.query.split("&") if one not in {"", "prefix="}}
    own = {one for one in pairs if one.startswith(("list-type=", "prefix="))}
    return method, parts.path.rstrip("/"), frozenset(own)


def a_client(place: str, asked: list[tuple[str, str]]) -> Any:  # noqa: ANN401  made of a model at run time
    """Make Amazon's client; it asks nobody, and leaves here what it would have asked."""
    session = Session()
    session.set_credentials("kagi", "himitsu")
    client = session.create_client(
        "s3",
        region_name="ap-northeast-1",
        endpoint_url=place,
        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}),
    )

    def instead(request: Any, **_: object) -> AWSResponse:  # noqa: ANN401  as above
        asked.append((request.method, request.url))
        return AWSResponse(request.url, 200, {}, Raw())

    client.meta.events.register("before-send.s3", instead)
    return client


class Raw:
    """An answer without a word."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield b""

    def read(self, *_: object) -> bytes:
        return b""

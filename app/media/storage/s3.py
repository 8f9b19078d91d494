"""Files in a bucket: Amazon's S3, or one of the many stores that speak as it does."""

import hashlib
import http.client
import io
import ssl
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Final
from urllib.parse import quote, urlsplit

from app import clock
from app.media.errors import StorageAway
from app.media.rules import LARGEST_KEPT
from app.media.storage.port import KEY, Stored, checked
from app.media.storage.signing import EMPTY_SHA256, Signer, query_text

if TYPE_CHECKING:
    from app.config import Bucket

SECONDS: Final = 20.0
"""How long the store may be silent."""
MOST_ANSWER: Final = LARGEST_KEPT
"""Bytes that are read of an answer; a list of 1,000 names has about 300,000."""
OK, EMPTY, NOT_FOUND = 200, 204, 404
_XML: Final = "{http://s3.amazonaws.com/doc/2006-03-01/}"


@dataclass(frozen=True, slots=True)
class S3Storage:
    """A bucket, addressed by path (``https://host/bucket/key``), which every such store knows."""

    bucket: "Bucket"

    def put(self, key: str, file: Path) -> None:
        """Send the file in one request: the store keeps it whole or not at all."""
        with file.open("rb") as body:
            digest = hashlib.file_digest(body, "sha256").hexdigest()
            body.seek(0)
            size = {"Content-Length": str(file.stat().st_size)}
            with self._answer("PUT", checked(key), headers=size, body=body, sha256=digest) as got:
                _expect(got, OK)

    def open(self, key: str) -> BinaryIO:
        """Fetch the file; none of the library is larger than a web worker may hold."""
        with self._answer("GET", checked(key)) as got:
            if got.status == NOT_FOUND:
                raise FileNotFoundError(key)
            _expect(got, OK)
            size = int(got.getheader("Content-Length", "0"))
            data = got.read(min(size, MOST_ANSWER))
        if len(data) != size:
            raise StorageAway(f"{key} has {size} bytes, and {len(data)} came")
        return io.BytesIO(data)

    def delete(self, key: str) -> None:
        """Remove the file."""
        with self._answer("DELETE", checked(key)) as got:
            _expect(got, OK, EMPTY, NOT_FOUND)

    def address(self, key: str) -> str:
        """Return what the store's tools call it."""
        return f"s3://{self.bucket.name}/{self.bucket.prefix}{checked(key)}"

    def stored(self) -> Iterator[Stored]:
        """Ask for the list, up to 1,000 files at a time."""
        more: dict[str, str] = {}
        while True:
            query = {"list-type": "2", "prefix": self.bucket.prefix, **more}
            with self._answer("GET", "", query=query) as got:
                body = got.read(MOST_ANSWER)
                _expect(got, OK)
            root = _list(body)
            for entry in root.iter(f"{_XML}Contents"):
                key = entry.findtext(f"{_XML}Key", "").removeprefix(self.bucket.prefix)
                if KEY.fullmatch(key):
                    at = datetime.fromisoformat(entry.findtext(f"{_XML}LastModified", ""))
                    yield Stored(key, at)
            token = root.findtext(f"{_XML}NextContinuationToken")
            if not token:
                return
            more = {"continuation-token": token}

    @contextmanager
    def _answer(
        self,
        method: str,
        key: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: IO[bytes] | None = None,
        sha256: str = EMPTY_SHA256,
    ) -> Iterator[http.client.HTTPResponse]:
        parts = urlsplit(self.bucket.endpoint)
        path = quote(
            f"{parts.path}/{self.bucket.name}/" + (self.bucket.prefix + key if key else "")
        )
        signer = Signer(self.bucket.key_id, self.bucket.secret, self.bucket.region)
        signed = signer.signed(
            method,
            path,
            query=query or {},
            headers={"Host": parts.netloc, **(headers or {})},
            sha256=sha256,
            now=clock.now(),
        )
        target = f"{path}?{query_text(query)}" if query else path
        connection = _connection(parts.scheme, parts.hostname or "", parts.port)
        try:
            connection.request(method, target, body=body, headers=signed)
            yield connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, FileNotFoundError):
                raise
            raise StorageAway(str(error)) from error
        finally:
            connection.close()


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=_trusted())
    return http.client.HTTPConnection(host, port, timeout=SECONDS)


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def _expect(got: http.client.HTTPResponse, *wanted: int) -> None:
    if got.status not in wanted:
        told = " ".join(got.read(300).decode(errors="replace").split())
        raise StorageAway(f"{got.status} {got.reason} {told}")


def _list(body: bytes) -> ET.Element:
    if b"<!" in body:  # no such answer declares anything; what would could be a bomb of entities
        raise StorageAway("the list is no list")
    try:
        return ET.fromstring(body)  # noqa: S314  refused above: declarations are what harms
    except ET.ParseError as error:
        raise StorageAway("the list is no list") from error

"""Signatures of requests to S3. Pure.

Source: Amazon S3 API Reference, "Authenticating Requests: Using the Authorization Header (AWS
Signature Version 4)"; its examples are our tests, and so is Amazon's own client library.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

EMPTY_SHA256: Final = hashlib.sha256(b"").hexdigest()
_ALGORITHM: Final = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose signature, and for which region. ``secret`` never leaves this machine."""

    key_id: str
    secret: str
    region: str

    def signed(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        sha256: str,
        now: datetime,
    ) -> dict[str, str]:
        """Return a request's headers with its signature.

        Args:
            method: GET, PUT, DELETE …
            path: Quoted, as it is sent.
            query: Unquoted.
            headers: All that are to be signed, ``Host`` among them.
            sha256: Of the body.
            now: The present instant.
        """
        stamp = now.strftime("%Y%m%dT%H%M%SZ")
        every = {**headers, "x-amz-content-sha256": sha256, "x-amz-date": stamp}
        lower = {name.lower(): " ".join(value.split()) for name, value in every.items()}
        names = ";".join(sorted(lower))
        canonical = "\n".join(
            (
                method,
                path,
                query_text(query),
                *(f"{name}:{lower[name]}" for name in sorted(lower)),
                "",
                names,
                sha256,
            )
        )
        scope = f"{stamp[:8]}/{self.region}/s3/aws4_request"
        hashed = hashlib.sha256(canonical.encode()).hexdigest()
        signature = _hmac(self._key(stamp[:8]), f"{_ALGORITHM}\n{stamp}\n{scope}\n{hashed}").hex()
        every["Authorization"] = (
            f"{_ALGORITHM} Credential={self.key_id}/{scope},"
            f"SignedHeaders={names},Signature={signature}"
        )
        return every

    def _key(self, day: str) -> bytes:
        key = f"AWS4{self.secret}".encode()
        for part in (day, self.region, "s3", "aws4_request"):
            key = _hmac(key, part)
        return key


def query_text(query: Mapping[str, str]) -> str:
    """Return a query as it is signed and sent: quoted but for unreserved characters, in order.

    The order is that of the quoted names: 「:」 comes before 「0」, as ``%3A``.
    """
    quoted = ((quote(k, safe="-_.~"), quote(v, safe="-_.~")) for k, v in query.items())
    return "&".join(f"{name}={value}" for name, value in sorted(quoted))


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()

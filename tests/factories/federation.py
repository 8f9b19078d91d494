"""A provider of sign-in on this machine that does as a test says, well or badly."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from app.federation.service import NewProvider, ProviderTerms, add_provider
from tests.factories.identity import NOW

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from app.federation.models import Provider
    from app.identity.models import Organization

SECRET_KEY = "a secret for tests only, long enough"
CLIENT, CLIENT_SECRET = "terakoya", "ひみつ & more"


@lru_cache
def a_key(kid: str = "first") -> RSAKey:
    """Return a key that signs; the same for the same name."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


def an_ec_key(kid: str) -> ECKey:
    """Return a key of another kind."""
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig"})


@dataclass
class There:
    """A provider: what it says of itself, whom it vouches for, and what it was asked.

    ``token`` makes the answer of the token endpoint from the nonce; by default a good one.
    """

    issuer: str
    keys: list[Any] = field(default_factory=lambda: [a_key()])
    metadata: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "first"})
    signs_with: Any = field(default_factory=a_key)
    nonce: str = ""
    token: Callable[[], Mapping[str, Any]] | None = None
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        """Return what it says of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            **self.metadata,
        }

    def good_claims(self) -> dict[str, Any]:
        """Return the claims of a token that is believed, with what the test says of them."""
        now = int(datetime.now(UTC).timestamp())
        return {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "subject-1",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "email": "haru@school.example.jp",
            "email_verified": True,
            **self.claims,
        }

    def answer(self) -> Mapping[str, Any]:
        """Return what the token endpoint says."""
        if self.token is not None:
            return self.token()
        claims = {name: told for name, told in self.good_claims().items() if told is not None}
        signed = jwt.encode(self.header, claims, self.signs_with)
        return {"access_token": "at", "token_type": "Bearer", "id_token": signed}

    def jwks(self) -> dict[str, Any]:
        """Return its public keys."""
        return {"keys": [key.as_dict(private=False) for key in self.keys]}

    def asked_for(self, path: str) -> list[dict[str, str]]:
        """Return the bodies of the requests to one address."""
        return [body for where, body in self.asked if where == path]


def unsigned(claims: Mapping[str, Any]) -> str:
    """Return a token that nobody signed."""
    return ".".join((_part({"alg": "none"}), _part(claims), ""))


def shared(claims: Mapping[str, Any], secret: bytes) -> str:
    """Return a token signed with what both sides know (HS256)."""
    text = ".".join((_part({"alg": "HS256", "kid": "first"}), _part(claims)))
    made = hmac.new(secret, text.encode(), hashlib.sha256).digest()
    return f"{text}.{_encoded(made)}"


def at_hash(access_token: str) -> str:
    """Return the hash of an access token for an algorithm with SHA-256."""
    digest = hashlib.sha256(access_token.encode()).digest()
    return _encoded(digest[:16])


def _part(told: Mapping[str, Any]) -> str:
    return _encoded(json.dumps(told).encode())


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@contextmanager
def a_provider_there() -> Iterator[There]:
    """Serve a provider on loopback until the test is over."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there.asked.append((self.path, {}))
            pages = {
                "/.well-known/openid-configuration": there.discovery,
                "/jwks": there.jwks,
            }
            self._say(pages[self.path]())

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = parse_qs(self.rfile.read(length).decode())
            told = {name: values[0] for name, values in body.items()}
            told["authorization"] = self.headers.get("Authorization", "")
            there.asked.append((self.path, told))
            self._say(there.answer())

        def _say(self, told: Mapping[str, Any]) -> None:
            data = json.dumps(told).encode()
            self.send_response(400 if "error" in told else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there = There(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def a_provider(
    session: "Session",
    there: There | str,
    organization: "Organization",
    *,
    slug: str = "school",
    by: "uuid.UUID",
    mail_domains: tuple[str, ...] = (),
    tenant: str = "",
    roster_claim: str = "",
    is_listed: bool = True,
) -> "Provider":
    """Let a provider vouch for the people of an organization."""
    terms = ProviderTerms(
        name=f"{slug} のIDで入る",
        client_id=CLIENT,
        client_secret=CLIENT_SECRET,
        mail_domains=mail_domains,
        tenant=tenant,
        roster_claim=roster_claim,
        is_listed=is_listed,
    )
    issuer = there if isinstance(there, str) else there.issuer
    new = NewProvider(slug, issuer, organization.id, terms)
    return add_provider(session, new, by=by, secret_key=SECRET_KEY, now=NOW)


def query_of(url: str) -> dict[str, str]:
    """Return the parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}

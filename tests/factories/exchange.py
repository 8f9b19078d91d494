"""Issuers and registries elsewhere for tests: real servers on this machine."""

import functools
import hashlib
import json
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.credentials import did, jwt, openbadges, proofs, status
from app.credentials.keys import FileSigner, KeyFolder
from app.exchange.documents import Found
from app.exchange.service import issuers, registries
from app.exchange.service.registries import NewRegistry
from app.talent.models import Agreed, SubjectAgreement
from tests.factories.credentials import some_facts
from tests.factories.forwarding import Answer, Asked, RemoteStore, a_remote_store
from tests.factories.identity import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.config import Settings
    from app.exchange.models import Registry, TrustedIssuer
    from app.identity.models import User

Json = dict[str, Any]

SECRET = "tks-hitotsu-no-aikotoba"
OWN = "did:web:localhost"


@functools.cache
def _folder(name: str) -> KeyFolder:
    """Return a folder with keys for all tests of a run: RSA keys take their time."""
    folder = KeyFolder(Path(tempfile.mkdtemp(prefix="exchange-keys-")))
    for alg in ("RS256", "Ed25519"):
        folder.make(f"did:web:{name}", alg)
    if name != "first":  # another key has another name
        (folder.path / "rs-1.pem").rename(folder.path / "rs-2.pem")
    return folder


@dataclass
class Elsewhere:
    """An issuer on a port of this machine, with what it publishes.

    ``lists_lost`` lets its status list be gone; ``keys`` are those that its document lists.
    """

    url: str = ""
    name: str = "となり市"
    revoked: set[int] = field(default_factory=set)
    lists_lost: bool = False
    keys: str = "first"
    asked: list[Asked] = field(default_factory=list)
    server: RemoteStore | None = None

    @property
    def did(self) -> str:
        return did.did_of_url(self.url)

    @property
    def rsa(self) -> FileSigner:
        folder = _folder(self.keys)
        return folder.adopt(self.did, folder.fragments(self.did, "RS256")[-1])

    @property
    def ed25519(self) -> FileSigner:
        folder = _folder(self.keys)
        return folder.adopt(self.did, folder.fragments(self.did, "Ed25519")[-1])

    @property
    def list_url(self) -> str:
        return f"{self.url}/ob/status/1"

    @property
    def document(self) -> Json:
        return did.issuer_document(self.did, [self.rsa.public, self.ed25519.public])

    def credential(
        self,
        subject: uuid.UUID,
        *,
        index: int = 77,
        again: Json | None = None,
        **more: Any,  # noqa: ANN401  as AwardFacts
    ) -> Json:
        """Return a credential, unsigned; ``again`` corrects an earlier one a second later."""
        facts = replace(
            some_facts(),
            issuer=openbadges.IssuerFacts(self.did, self.name, f"{self.url}/"),
            subject=subject,
            status=openbadges.StatusFacts(self.list_url, index),
            **more,
        )
        made = openbadges.build_credential(facts)
        if again is None:
            return made
        return {**made, "id": again["id"], "validFrom": _a_second_later(again["validFrom"])}

    def token(self, credential: Json) -> bytes:
        """Return the compact form, the JSON form's proof inside."""
        return jwt.sign(self.signed(credential), self.rsa).encode()

    def signed(self, credential: Json) -> Json:
        """Return the JSON form."""
        return proofs.sign(credential, self.ed25519, created="2026-11-22T01:00:00Z")

    def status_list(self) -> bytes:
        """Return its status list, signed."""
        made = status.list_credential(
            url=self.list_url,
            issuer=self.did,
            indexes=self.revoked,
            valid_from="2026-11-22T01:00:00Z",
        )
        return json.dumps(self.signed(made)).encode()

    def paths(self) -> list[str]:
        """Return what it was asked for."""
        return [one.path for one in self.asked]

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        match asked.path:
            case "/.well-known/did.json":
                return 200, {}, json.dumps(self.document).encode()
            case "/ob/issuer":
                return 200, {}, json.dumps({"id": self.did, "name": self.name}).encode()
            case "/ob/status/1" if not self.lists_lost:
                body = self.status_list()
                etag = f'"{hashlib.sha256(repr(sorted(self.revoked)).encode()).hexdigest()[:16]}"'
                if asked.headers.get("If-None-Match") == etag:
                    return 304, {"ETag": etag}, b""
                return 200, {"ETag": etag, "Cache-Control": "max-age=300"}, body
        return 404, {}, b"{}"


@contextmanager
def an_issuer_elsewhere(name: str = "となり市") -> Iterator[Elsewhere]:
    """Run an issuer on a port of its own."""
    made = Elsewhere(name=name)
    with a_remote_store(made.answer) as server:
        made.url = server.endpoint.removesuffix("/xapi/")
        made.server = server
        yield made


def trusted(session: "Session", issuer: Elsewhere, *, now: datetime = NOW) -> "TrustedIssuer":
    """Let the city trust an issuer, as its document is now."""
    found = Found(issuer.did, issuer.name, issuer.document)
    return issuers.trust(session, found, name=issuer.name, own=OWN, by=None, now=now)


def an_agreement(
    session: "Session", issuer: Elsewhere, subject: uuid.UUID, user: "User", *, by: "User"
) -> SubjectAgreement:
    """Make a confirmed agreement on whose an id is."""
    made = SubjectAgreement(
        issuer=issuer.did,
        subject=f"urn:uuid:{subject}",
        person_id=user.id,
        how=Agreed.PAGE,
        agreed_at=NOW,
        confirmed_at=NOW,
        confirmed_by_id=by.id,
    )
    session.add(made)
    session.flush()
    return made


@dataclass
class StubRegistry:
    """A registry that keeps what it is brought, and fails as it is told.

    ``script`` is what happens at the next calls of upsert, in their order: a status, or
    ``"timeout"`` (it keeps the credential and drops the connection). After it, all goes well.
    """

    url: str = ""
    script: list[int | str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    brought: list[str] = field(default_factory=list)
    tokens: int = 0
    described: int = 0
    retry_after: str = "120"
    discovery_age: int = 3600
    echoes: bool = True
    """Whether it answers with what it was brought."""

    @property
    def address(self) -> str:
        return f"{self.url}/ims/ob/v3p0/"

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/ims/ob/v3p0/discovery":
            return self._describe(asked)
        if asked.path == "/oauth/token":
            return self._give_token(asked)
        return self._take(asked)

    def _describe(self, asked: Asked) -> Answer:
        self.described += 1
        headers = {"ETag": '"1"', "Cache-Control": f"max-age={self.discovery_age}"}
        if asked.headers.get("If-None-Match") == '"1"':
            return 304, headers, b""
        flow = {
            "tokenUrl": f"{self.url}/oauth/token",
            "scopes": {"https://purl.imsglobal.org/spec/ob/v3p0/scope/credential.upsert": "…"},
        }
        schemes = {"OAuth2CC": {"type": "oauth2", "flows": {"clientCredentials": flow}}}
        described = {
            "openapi": "3.0.1",
            "servers": [{"url": f"{self.url}/ims/ob/v3p0"}],
            "paths": {"/credentials": {"post": {"operationId": "upsertCredential"}}},
            "components": {"securitySchemes": schemes},
        }
        return 200, headers, json.dumps(described).encode()

    def _give_token(self, asked: Asked) -> Answer:
        if b"grant_type=client_credentials" not in asked.body:
            return 400, {}, b'{"error": "unsupported_grant_type"}'
        self.tokens += 1
        told = {"access_token": f"himitsu-{self.tokens}", "expires_in": 3600}
        return 200, {}, json.dumps({**told, "token_type": "Bearer"}).encode()

    def _take(self, asked: Asked) -> Answer:
        token = asked.body.decode()
        self.brought.append(token)
        if asked.headers.get("Authorization") != f"Bearer himitsu-{self.tokens}":
            return 401, {}, b"{}"
        what = self.script.pop(0) if self.script else None
        if isinstance(what, int) and what >= 400:
            told = {"imsx_codeMajor": "failure", "imsx_description": f"said {what}"}
            headers = {"Retry-After": self.retry_after} if what == 429 else {}
            return what, headers, json.dumps(told).encode()
        parts = jwt.take_apart(token)
        assert parts is not None
        key = f"{parts.credential['issuer']['id']} {parts.credential['id']}"
        before, self.kept[key] = self.kept.get(key), token
        if what == "timeout":
            return 0, {}, b""
        if what == 304 or (what is None and before == token):
            return 304, {}, b""
        status = what if isinstance(what, int) else (201 if before is None else 200)
        return status, {}, asked.body if self.echoes else b"a.b.c"


@contextmanager
def a_stub_registry() -> Iterator[StubRegistry]:
    """Run a registry on a port of its own."""
    made = StubRegistry()
    with a_remote_store(made.answer) as server:
        made.url = server.endpoint.removesuffix("/xapi/")
        yield made


def a_registry(
    session: "Session",
    settings: "Settings",
    *,
    address: str = "https://jinzai.example.jp/ims/ob/v3p0/",
    name: str = "県の人材登録簿",
    per_minute: int = 60_000,
    now: datetime = NOW,
) -> "Registry":
    """Begin to bring credentials to a registry."""
    new = NewRegistry(name, address, "tk-hokkaido", SECRET, per_minute)
    return registries.start(session, new, by=None, secret_key=settings.secret_key, now=now)


def _a_second_later(text: str) -> str:
    seconds = datetime.fromisoformat(text).timestamp() + 1
    return openbadges.timestamp(datetime.fromtimestamp(seconds, NOW.tzinfo))

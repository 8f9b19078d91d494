"""A credential in both forms with all that verifiers read, made by our own code but for a page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.clock import day_of
from app.credentials import did, jwt, openbadges, proofs, status
from app.credentials.did import base64url
from app.credentials.keys import KeyFolder
from app.credentials.service.keys import Signers
from app.credentials.verify import verify
from tests.factories.credentials import as_text, some_facts

Json = dict[str, Any]

HOME = "https://kaizan.saigawa.example"
DID = did.did_of_url(HOME)
LIST = f"{HOME}/ob/status/1"
PLACE, REVOKED_PLACE = 77, 78
NAME = "髙橋﨑𠮷が学んだ「ガイド」"
"""Has letters that have a second spelling in Unicode."""


@dataclass(frozen=True)
class Served:
    """What is served by address; it reads as a receiver would that holds this issuer for good."""

    documents: Mapping[str, str]

    def issuer(self, issuer_id: str) -> Json | None:
        if issuer_id != DID:
            return None
        found: Json = json.loads(self.documents[HOME + did.document_path(DID)])
        return found

    def status_list(self, url: str) -> status.StatusList | None:
        """Return the list if one of its issuer's own keys signed it."""
        if url not in self.documents:
            return None
        document = json.loads(self.documents[url])
        issuer = self.issuer(document["issuer"])
        if issuer is None or "proof" not in document:
            return None
        name = document["proof"][0]["verificationMethod"]
        key = did.listed_key(issuer, name, issuer=document["issuer"])
        if key is None or not proofs.is_intact(document, key):
            return None
        return status.read_list(document)


@dataclass(frozen=True)
class World:
    """One issuer, a stranger that calls itself the same, and two credentials of the issuer."""

    ours: Signers
    strangers: Signers
    signed: Json
    other: Json
    served: Mapping[str, str]
    now: datetime

    @property
    def token(self) -> str:
        return jwt.sign(self.signed, self.ours.jwt)

    @property
    def payload(self) -> Json:
        return {**self.signed, **jwt.claims_of(self.signed)}

    def token_of(
        self, header: Json, payload: Json | None = None, *, by: Signers | None = None
    ) -> str:
        """Sign any payload under any header; a member that is None is left out."""
        whole = {"alg": "RS256", "kid": self.ours.jwt.kid, "typ": "JWT", **header}
        parts = (
            {key: value for key, value in part.items() if value is not None}
            for part in (whole, payload or self.payload)
        )
        text = ".".join(base64url(as_text(part).encode()) for part in parts)
        return f"{text}.{base64url((by or self.ours).jwt.sign(text.encode()))}"

    def with_list(self, text: str | None) -> "World":
        """Return this world with another document at the list's address; None takes it away."""
        rest = {url: body for url, body in self.served.items() if url != LIST}
        return replace(self, served=rest if text is None else {**rest, LIST: text})

    def is_valid(self, text: str) -> bool:
        """Whether our own verifier takes a document; nothing of a refused one is ever shown."""
        found = verify(text, Served(self.served), now=self.now, check_proof=proofs.is_intact)
        return found.is_valid


def a_world(folder: Path, now: datetime) -> World:
    """Make an issuer, a stranger and two credentials that hold for a year."""
    ours, strangers = (_signers(folder / name) for name in ("ours", "strangers"))
    signed, other = (_credential(ours, now, place) for place in (PLACE, PLACE + 2))
    keys = [ours.jwt.public, ours.di.public]
    served = {
        HOME + did.document_path(DID): as_text(did.issuer_document(DID, keys)),
        LIST: as_text(a_list(ours, now)),
    }
    return World(ours, strangers, signed, other, served, now)


def a_list(signers: Signers, now: datetime, **more: Any) -> Json:  # noqa: ANN401  as list_credential
    """Return a signed list in which one place is revoked."""
    instant = openbadges.timestamp(now.replace(microsecond=0))
    facts = {"url": LIST, "issuer": DID, "indexes": [REVOKED_PLACE], "valid_from": instant}
    return proofs.sign(status.list_credential(**{**facts, **more}), signers.di, created=instant)


def _credential(signers: Signers, now: datetime, place: int) -> Json:
    day = day_of(now - timedelta(days=1))
    facts = some_facts(
        issuer=openbadges.IssuerFacts(DID, "犀川市", f"{HOME}/"),
        awarded_on=day,
        valid_from=openbadges.start_of_day(day),
        valid_until=openbadges.start_of_day(day + timedelta(days=365)),
        evidence=NAME,
        status=openbadges.StatusFacts(LIST, place),
    )
    created = openbadges.timestamp(openbadges.start_of_day(day))
    return proofs.sign(openbadges.build_credential(facts), signers.di, created=created)


def _signers(folder: Path) -> Signers:
    files = KeyFolder(folder)
    return Signers(files.make(DID, "RS256"), files.make(DID, "Ed25519"))

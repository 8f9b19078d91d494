"""Second factors for tests: an app, and a device that answers as WebAuthn has it."""

import hashlib
import json
import struct
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from app.identity.factors import rules, service
from tests.factories.identity import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User

SECRET_KEY = "a secret for tests only, long enough"
"""What ``tests.conftest.settings_for`` gives."""
APP = b"twenty bytes or more"


def code_of(now: datetime, *, steps: int = 0) -> str:
    """Return what the app shows, so many steps later."""
    return rules.code_at(APP, rules.step_of(now) + steps)


def an_app(session: "Session", user: "User", *, now: datetime = NOW) -> None:
    """Give somebody an app, set up some minutes before ``now``."""
    before = datetime.fromtimestamp(now.timestamp() - 600, tz=now.tzinfo)
    service.add_app(session, user.id, APP, code_of(before), secret_key=SECRET_KEY, now=before)


@dataclass
class Device:
    """A device with one passkey: it makes it, and answers with it.

    ``verifies`` is whether it looks at finger, face or PIN; ``counts``, whether it counts.
    """

    origin: str = "http://localhost"
    verifies: bool = True
    counts: bool = True
    is_synced: bool = False
    counter: int = 0
    owner: bytes = b""
    id: bytes = field(default_factory=lambda: uuid.uuid4().bytes)
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: Mapping[str, Any]) -> str:
        """Answer the question of a registration with a new passkey."""
        self.owner = base64url_to_bytes(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        )
        credential = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        told = self._told(options["rp"]["id"], made=credential)
        statement = {"fmt": "none", "attStmt": {}, "authData": told}
        client_data = self._client_data("webauthn.create", options["challenge"])
        return self._answer(clientDataJSON=client_data, attestationObject=cbor2.dumps(statement))

    def answer(self, options: Mapping[str, Any]) -> str:
        """Answer the question of a sign-in."""
        self.counter += 1 if self.counts else 0
        told = self._told(options["rpId"])
        client_data = self._client_data("webauthn.get", options["challenge"])
        signed = told + hashlib.sha256(client_data).digest()
        return self._answer(
            clientDataJSON=client_data,
            authenticatorData=told,
            signature=self.key.sign(signed, ec.ECDSA(hashes.SHA256())),
            userHandle=self.owner,
        )

    def _told(self, site: str, made: bytes = b"") -> bytes:
        flags = 0x01 | 0x04 * self.verifies | 0x18 * self.is_synced | 0x40 * bool(made)
        return (
            hashlib.sha256(site.encode()).digest()
            + bytes([flags])
            + struct.pack(">I", self.counter)
            + made
        )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(told).encode()

    def _answer(self, **parts: bytes) -> str:
        response = {name: bytes_to_base64url(part) for name, part in parts.items()}
        own = bytes_to_base64url(self.id)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": response})

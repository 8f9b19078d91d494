"""VC-JWT: the credential's members and five claims, in one compact RS256 signature.

Source: Open Badges 3.0 §8.2 (JSON Web Token proof); RFC 7515. The header holds ``alg``, ``kid``
and ``typ`` and nothing else: a header that brings its own key proves only that it has one.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from app.credentials.did import PublicKey, base64url, read_base64url
from app.credentials.openbadges import JWT_CLAIMS

if TYPE_CHECKING:
    from app.credentials.keys import Signer

Json = dict[str, Any]

ALG = "RS256"
TYPES = frozenset({"JWT", "vc+jwt"})
"""We write the first, as Open Badges says; VC-JOSE-COSE writes the second."""

COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
MIN_RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class Token:
    """A compact JWS taken apart; nothing about it is proven yet."""

    text: str
    header: Json
    payload: Json

    @property
    def kid(self) -> str:
        """The key's name, or nothing."""
        kid = self.header.get("kid")
        return kid if isinstance(kid, str) else ""

    @property
    def has_plain_header(self) -> bool:
        """Whether the header is exactly ours: no key of its own, no other algorithm."""
        return (
            set(self.header) == {"alg", "kid", "typ"}
            and self.header["alg"] == ALG
            and self.header["typ"] in TYPES
        )

    @property
    def credential(self) -> Json:
        """The members without the JWT's own claims."""
        return {key: value for key, value in self.payload.items() if key not in JWT_CLAIMS}


def claims_of(credential: Json) -> Json:
    """Return the claims that repeat members of ``credential``."""
    claims = {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["id"],
        "nbf": _seconds(credential["validFrom"]),
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    return claims


def sign(credential: Json, signer: "Signer") -> str:
    """Return the compact JWS over ``credential`` and its claims."""
    header = {"alg": ALG, "kid": signer.kid, "typ": "JWT"}
    payload = {**credential, **claims_of(credential)}
    signing_input = f"{base64url(orjson.dumps(header))}.{base64url(orjson.dumps(payload))}"
    return f"{signing_input}.{base64url(signer.sign(signing_input.encode()))}"


def take_apart(text: str) -> Token | None:
    """Return the parts of a compact JWS, or None where it is none.

    Each part must be the one spelling of its bytes: the last letter of a part has bits to spare,
    and a decoder that ignores them would take an altered token for the signed one.
    """
    if not COMPACT.fullmatch(text):
        return None
    parts = [read_base64url(part) for part in text.split(".")]
    if None in parts:
        return None
    header, payload = (read_object(part or b"") for part in parts[:2])
    if header is None or payload is None:
        return None
    return Token(text, header, payload)


def is_intact(token: Token, key: PublicKey) -> bool:
    """Whether ``key`` signed exactly this token."""
    if key.alg != ALG:
        return False
    try:
        public = RSAKey.import_key(dict(key.jwk))
        if public.public_key.key_size < MIN_RSA_BITS:
            return False
        registry = jws.JWSRegistry(algorithms=[ALG])
        jws.deserialize_compact(token.text, public, registry=registry)
    except (JoseError, ValueError):
        return False
    return True


def claims_agree(token: Token) -> bool:
    """Whether every claim is there and equals its member, and no other claim is."""
    try:
        expected = claims_of(token.credential)
    except (KeyError, TypeError, ValueError):
        return False
    found = {name: token.payload[name] for name in JWT_CLAIMS if name in token.payload}
    return found == expected and all(type(found[k]) is type(expected[k]) for k in found)


def read_object(data: bytes) -> Json | None:
    """Return the JSON object in ``data``, read strictly, or None.

    A name that stands twice is refused (readers differ on which one counts), as are NaN and
    nesting that exhausts the parser.
    """
    try:
        value = json.loads(
            data.decode(), object_pairs_hook=_once_each, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _once_each(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _seconds(text: str) -> int:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None or instant.microsecond:
        raise ValueError("a signed time is aware and has whole seconds")
    return int(instant.timestamp())

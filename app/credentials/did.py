"""``did:web`` names, the issuer's document, and public keys in their two spellings. Pure.

Source: W3C did:web method; W3C Controlled Identifiers 1.0 (Multikey, JsonWebKey); RFC 7517.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

Json = dict[str, Any]

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1"})
ED25519_PREFIX = bytes((0xED, 0x01))
ED25519_LENGTH = 32
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
ISSUERS = "issuers"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
DOCUMENT_CONTEXT = [
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/jwk/v1",
]
"""The DID context comes first: verifiers that see another one re-frame the document, and fail."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key of an issuer, as its document lists it.

    Attributes:
        kid: The whole name: ``did:web:…#rs-1`` or ``did:web:…#z6Mk…``.
        alg: ``RS256`` or ``Ed25519``.
        jwk: The key as a JWK without ``kid``.
    """

    kid: str
    alg: str
    jwk: Json

    @property
    def fragment(self) -> str:
        """What follows the ``#``."""
        return self.kid.partition("#")[2]


def base_url(did: str) -> str:
    """Return the origin that ``did`` names, without a trailing slash.

    Plain http is for this very machine only; every other host is https, as did:web demands.

    Raises:
        ValueError: ``did`` is not a did:web name.
    """
    host, _ = _parts(did)
    scheme = "http" if host.partition(":")[0] in LOCAL_HOSTS else "https"
    return f"{scheme}://{host}"


def document_path(did: str) -> str:
    """Return the path at which ``did``'s document is served, with its leading slash."""
    _, path = _parts(did)
    return "/" + "/".join((*path, "did.json")) if path else "/.well-known/did.json"


def below(did: str, slug: str) -> str:
    """Return the name of an issuer beside the city's own: ``did:web:…:issuers:<slug>``.

    Raises:
        ValueError: ``slug`` is not 1 to 40 small letters, digits and hyphens.
    """
    if not SLUG.fullmatch(slug):
        raise ValueError(f"not an issuer's address: {slug!r}")
    return f"{did}:{ISSUERS}:{slug}"


def slug_of(did: str) -> str | None:
    """Return the slug of an issuer beside the city's own; None for the city's own."""
    _, path = _parts(did)
    if path[-2:-1] != (ISSUERS,) or not SLUG.fullmatch(path[-1]):
        return None
    return path[-1]


def did_of_url(url: str) -> str:
    """Return the did:web name of an origin: ``did:web:localhost%3A8000``."""
    host, *path = url.partition("://")[2].rstrip("/").split("/")
    return ":".join(("did:web", quote(host, safe=""), *path))


def issuer_document(did: str, keys: list[PublicKey]) -> Json:
    """Return the issuer's document with every key it answers for, in the given order."""
    return {
        "@context": list(DOCUMENT_CONTEXT),
        "id": did,
        "verificationMethod": [_method(did, key) for key in keys],
        "assertionMethod": [key.kid for key in keys],
    }


def listed_key(document: Json, kid: str, *, issuer: str) -> PublicKey | None:
    """Return the key named ``kid`` if ``document`` lists it for assertions, else None.

    The name proves nothing by itself: the key comes from the issuer's own document, never from
    the fragment of its name or from the header of what it signed.
    """
    asserted = document.get("assertionMethod", ())
    if document.get("id") != issuer or kid not in asserted:
        return None
    for method in document.get("verificationMethod", ()):
        if method.get("id") == kid and method.get("controller") == issuer:
            return _read_method(kid, method)
    return None


def bare_jwk(key: PublicKey) -> Json:
    """Return one JWK with its name, as served at ``/ob/keys/<fragment>``."""
    alg = "EdDSA" if key.alg == "Ed25519" else key.alg
    return {**key.jwk, "kid": key.kid, "alg": alg, "use": "sig"}


def multikey(raw: bytes) -> str:
    """Return an Ed25519 public key as ``z6Mk…``."""
    return "z" + base58_encode(ED25519_PREFIX + raw)


def read_multikey(text: str) -> bytes | None:
    """Return the 32 bytes of an Ed25519 ``z6Mk…``, or None for anything else."""
    raw = base58_decode(text[1:]) if text.startswith("z") else None
    if raw is None or raw[:2] != ED25519_PREFIX or len(raw) != 2 + ED25519_LENGTH:
        return None
    return raw[2:]


def base58_encode(data: bytes) -> str:
    """Return ``data`` in base58, Bitcoin's alphabet."""
    number, digits = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        digits = BASE58[rest] + digits
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


def base58_decode(text: str) -> bytes | None:
    """Return the bytes of a base58 text, or None where it is not one."""
    if len(text) > 256:  # noqa: PLR2004  the longest we read is a signature of 64 bytes
        return None
    number = 0
    for digit in text:
        value = BASE58.find(digit)
        if value < 0:
            return None
        number = number * 58 + value
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def base64url(data: bytes) -> str:
    """Return ``data`` in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def read_base64url(text: str) -> bytes | None:
    """Return the bytes, or None unless ``text`` is their one unpadded spelling."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    return data if base64url(data) == text else None


def _parts(did: str) -> tuple[str, tuple[str, ...]]:
    method, _, rest = did.partition("did:web:")
    if method or not rest:
        raise ValueError(f"not a did:web name: {did!r}")
    host, *path = rest.split(":")
    return unquote(host), tuple(unquote(part) for part in path)


def _method(did: str, key: PublicKey) -> Json:
    """Multikey for Ed25519, JsonWebKey for RSA: the forms that every verifier reads."""
    if key.alg == "Ed25519":
        raw = read_base64url(key.jwk["x"]) or b""
        shown: Json = {"type": "Multikey", "publicKeyMultibase": multikey(raw)}
    else:
        shown = {"type": "JsonWebKey", "publicKeyJwk": {**key.jwk, "alg": key.alg}}
    return {"id": key.kid, "controller": did, **shown}


def _read_method(kid: str, method: Json) -> PublicKey | None:
    jwk = method.get("publicKeyJwk")
    if method.get("type") == "JsonWebKey" and isinstance(jwk, dict) and jwk.get("kty") == "RSA":
        public = {name: jwk[name] for name in ("kty", "n", "e") if name in jwk}
        return PublicKey(kid, "RS256", public)
    raw = read_multikey(str(method.get("publicKeyMultibase", "")))
    if method.get("type") != "Multikey" or raw is None:
        return None
    return PublicKey(kid, "Ed25519", {"kty": "OKP", "crv": "Ed25519", "x": base64url(raw)})

"""Signed statements: the signature belongs to the statement that carries it.

Source:
    xAPI 1.0.3, Data 2.6; 2.0: 4.2.6. RFC 7515 (JWS), compact serialization.
"""

import base64
import binascii
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm

from app.xapi.compare import is_same
from app.xapi.reading import JsonFaulty, read_json
from app.xapi.validate import faults

if TYPE_CHECKING:
    from app.db import Json
    from app.xapi.validate import Version

USAGE = "http://adlnet.gov/expapi/attachments/signature"
CONTENT_TYPE = "application/octet-stream"
ALGORITHMS: Final[Mapping[str, type[HashAlgorithm]]] = MappingProxyType(
    {"RS256": SHA256, "RS384": SHA384, "RS512": SHA512}
)
_PARTS = 3


class SignatureFaulty(ValueError):
    """A signature is none of this statement; the message says why."""


def signatures_of(statement: "Json") -> "list[Json]":
    """Return the attachments of a valid statement that are signatures."""
    return [one for one in statement.get("attachments", ()) if one["usageType"] == USAGE]


def check_signature(
    statement: "Json", attachment: "Json", content: bytes, version: "Version"
) -> None:
    """Check one signature of a valid statement.

    A signature with a certificate (``x5c``) is verified with its key; whom the certificate
    belongs to is for the reader to judge. Without one there is no key to verify it with.

    Args:
        statement: The statement that carries the signature.
        attachment: The attachment's description in it.
        content: The attachment's bytes.
        version: The edition of xAPI it follows.

    Raises:
        SignatureFaulty: It is not made as it must be, says something else, or is wrong.
    """
    if attachment["contentType"].partition(";")[0].strip().lower() != CONTENT_TYPE:
        raise SignatureFaulty(f"the contentType of a signature must be {CONTENT_TYPE}")
    parts = content.strip().split(b".")
    if len(parts) != _PARTS:
        raise SignatureFaulty("not a JWS in compact serialization")
    header, payload, signature = map(_decoded, parts)
    told = _object(header, "header")
    algorithm = ALGORITHMS.get(str(told.get("alg")))
    if algorithm is None:
        raise SignatureFaulty("the algorithm must be RS256, RS384 or RS512")
    signed = _object(payload, "payload")
    if faults(signed, version) or not _is_what_was_signed(statement, signed):
        raise SignatureFaulty("the payload is not this statement")
    if "x5c" in told:
        _verify(told["x5c"], signature, parts[0] + b"." + parts[1], algorithm())


def _verify(chain: object, signature: bytes, signed: bytes, algorithm: HashAlgorithm) -> None:
    try:
        first = chain[0] if isinstance(chain, list) and chain else None
        if not isinstance(first, str):
            raise SignatureFaulty("x5c is not a list of certificates")
        key = x509.load_der_x509_certificate(base64.b64decode(first)).public_key()
    except (ValueError, x509.InvalidVersion, UnsupportedAlgorithm) as error:
        raise SignatureFaulty("the certificate in x5c cannot be read") from error
    if not isinstance(key, RSAPublicKey):
        raise SignatureFaulty("the certificate in x5c has no RSA key")
    try:
        key.verify(signature, signed, PKCS1v15(), algorithm)
    except InvalidSignature as error:
        raise SignatureFaulty("the signature does not belong to its payload") from error


def _is_what_was_signed(statement: "Json", signed: "Json") -> bool:
    """Whether a valid statement, its signature aside, is the one that was signed.

    Here the id counts, too: a signature must not be moved to another statement.
    """
    ids = {it["id"].lower() for it in (statement, signed) if "id" in it}
    return len(ids) < 2 and is_same(_unsigned(statement), signed)  # noqa: PLR2004  two that differ


def _unsigned(statement: "Json") -> "Json":
    """Return the statement as it was before the signature was added."""
    others = [one for one in statement["attachments"] if one["usageType"] != USAGE]
    before = {name: value for name, value in statement.items() if name != "attachments"}
    return before | ({"attachments": others} if others else {})


def _decoded(part: bytes) -> bytes:
    try:
        return base64.b64decode(part + b"=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise SignatureFaulty("a part of the JWS is not base64url") from error


def _object(text: bytes, name: str) -> dict[str, Any]:
    try:
        value = read_json(text)
    except JsonFaulty as error:
        raise SignatureFaulty(f"the {name} of the JWS is {error}") from error
    if not isinstance(value, dict):
        raise SignatureFaulty(f"the {name} of the JWS is no JSON object")
    return value

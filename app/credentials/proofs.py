"""The ``eddsa-rdfc-2022`` proof inside a JSON document.

For the worker, the CLI and the checking process only: it canonicalizes.

Signed bytes: SHA-256 of the canonical proof configuration, then SHA-256 of the canonical
document. The configuration carries the document's ``@context`` and no ``proofValue``.

Source: W3C Data Integrity EdDSA Cryptosuites v1.0 §3.2.
"""

import functools
import hashlib
from typing import TYPE_CHECKING, Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.credentials.canonical import canonical
from app.credentials.did import PublicKey, base58_decode, base58_encode, read_base64url

if TYPE_CHECKING:
    from app.credentials.keys import Signer

Json = dict[str, Any]

CRYPTOSUITE = "eddsa-rdfc-2022"
SIGNATURE_LENGTH = 64


def sign(document: Json, signer: "Signer", *, created: str) -> Json:
    """Return ``document`` with its proof, in a list of one.

    Args:
        document: Without a proof.
        signer: An Ed25519 key.
        created: When, as a timestamp with whole seconds.

    Raises:
        UnsignedTerm: A member is in no context; nothing is signed.
    """
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": created,
        "verificationMethod": signer.kid,
        "proofPurpose": "assertionMethod",
    }
    signature = signer.sign(_signed_bytes(document, proof))
    return {**document, "proof": [{**proof, "proofValue": "z" + base58_encode(signature)}]}


def is_intact(document: Json, key: PublicKey) -> bool:
    """Whether ``key`` made the one proof of ``document``, over exactly its members.

    Raises:
        UnsignedTerm: The document has a member that no signature can cover.
        ContextMissing: It names a context that is not bundled.
    """
    proof = dict(document["proof"][0])
    text = proof.pop("proofValue")
    signature = base58_decode(text[1:]) if text.startswith("z") else None
    if key.alg != "Ed25519" or signature is None or len(signature) != SIGNATURE_LENGTH:
        return False
    bare = {name: value for name, value in document.items() if name != "proof"}
    signed = _signed_bytes(bare, proof)
    try:
        raw = read_base64url(key.jwk["x"]) or b""
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed_bytes(document: Json, proof: Json) -> bytes:
    config = {"@context": document["@context"], **proof}
    spelled = orjson.dumps(config, option=orjson.OPT_SORT_KEYS)
    return _config_hash(spelled) + hashlib.sha256(canonical(document)).digest()


@functools.lru_cache(maxsize=64)
def _config_hash(config: bytes) -> bytes:
    """Hash a proof configuration; one batch shares it, and so does our check of our own work."""
    return hashlib.sha256(canonical(orjson.loads(config))).digest()

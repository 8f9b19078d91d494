"""Bitstring status lists: one bit per credential, the first bit first. Pure.

Source: W3C Bitstring Status List v1.0. Bits are counted from the most significant one of the
first byte; a reader that counts from the other end takes revoked credentials for good ones.
"""

import gzip
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.credentials.did import base64url, read_base64url
from app.credentials.openbadges import VC_CONTEXT

Json = dict[str, Any]

LENGTH = 131_072
"""Entries in one list: the least that the standard allows, so that one hides among many."""

PURPOSE = "revocation"


@dataclass(frozen=True, slots=True)
class StatusList:
    """A status list as read: whose it is, what for, and its bits (MSB first)."""

    issuer: str
    purpose: str
    bits: bytes

    def is_set(self, index: int) -> bool | None:
        """Return the bit at ``index``; None beyond the list's end."""
        if not 0 <= index < len(self.bits) * 8:
            return None
        return bool(self.bits[index // 8] & 0x80 >> index % 8)


def bits_of(indexes: Iterable[int]) -> bytes:
    """Return 131,072 bits with those at ``indexes`` set.

    Raises:
        IndexError: An index lies outside the list.
    """
    bits = bytearray(LENGTH // 8)
    for index in indexes:
        if not 0 <= index < LENGTH:
            raise IndexError(index)
        bits[index // 8] |= 0x80 >> index % 8
    return bytes(bits)


def encode(bits: bytes) -> str:
    """Return ``u`` + base64url of the gzipped bits; the same bits give the same text."""
    return "u" + base64url(gzip.compress(bits, mtime=0))


def decode(text: str) -> bytes | None:
    """Return the bits of an ``encodedList``, or None where it is not one.

    At most 16 times the standard's least length is unpacked: a small text can hold gigabytes.
    """
    packed = read_base64url(text[1:]) if text.startswith("u") else None
    if packed is None:
        return None
    reader = zlib.decompressobj(wbits=31)
    try:
        bits = reader.decompress(packed, LENGTH * 2)
    except zlib.error:
        return None
    return bits if reader.eof and len(bits) * 8 >= LENGTH else None


def list_credential(*, url: str, issuer: str, indexes: Iterable[int], valid_from: str) -> Json:
    """Return the ``BitstringStatusListCredential``, not yet signed.

    Args:
        url: Where it is served; its ``id``.
        issuer: The issuer's DID.
        indexes: Those that are revoked.
        valid_from: When this edition was made, as a timestamp with whole seconds.
    """
    return {
        "@context": [VC_CONTEXT],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": valid_from,
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "encodedList": encode(bits_of(indexes)),
        },
    }


def read_list(document: Json) -> StatusList | None:
    """Return the list inside a status list credential whose proof was checked, or None."""
    subject = document.get("credentialSubject")
    if not isinstance(subject, dict) or subject.get("type") != "BitstringStatusList":
        return None
    bits = decode(str(subject.get("encodedList", "")))
    issuer = document.get("issuer")
    if bits is None or not isinstance(issuer, str):
        return None
    return StatusList(issuer, str(subject.get("statusPurpose")), bits)

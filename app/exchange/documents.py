"""Read what an issuer elsewhere publishes: its document, its name, a status list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from app.credentials import did, status
from app.credentials.errors import ContextMissing, UnsignedTerm
from app.credentials.jwt import read_object
from app.credentials.openbadges import VC_CONTEXT
from app.credentials.schema import read_instant
from app.exchange import rules
from app.exchange.errors import NotAnIssuer
from app.ui.strings import gettext as _
from app.wire.errors import NotReached
from app.wire.exchange import Wire
from app.wire.reach import endpoint_fault

Json = dict[str, Any]
CheckProof = Callable[[Json, did.PublicKey], bool]

LONGEST_NAME = 120
MOST_OBJECTS = 40
"""In a status list with its proof; ours have four."""
_OK, _UNCHANGED = 200, 304
_PROOF = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "proofPurpose": "assertionMethod",
}


@dataclass(frozen=True, slots=True)
class Found:
    """An issuer as it shows itself; ``issuer`` is its did:web."""

    issuer: str
    name: str
    document: Json

    @property
    def url(self) -> str:
        """Where its document is."""
        return rules.document_url(self.issuer)

    @property
    def keys(self) -> list[did.PublicKey]:
        """The keys it answers for."""
        return rules.keys_in(self.document, self.issuer)


@dataclass(frozen=True, slots=True)
class FetchedList:
    """A status list whose proof held; ``encoded`` is None where nothing changed since."""

    encoded: str | None
    etag: str | None


def look_up(name: str, wire: Wire) -> Found:
    """Fetch an issuer's document, and what it calls itself if it says so.

    Args:
        name: A did:web, as ``rules.issuer_named`` returns it.
        wire: How near it may be.

    Raises:
        NotReached: No answer came.
        NotAnIssuer: What came will not do; the message says why.
    """
    document = _json(_get(rules.document_url(name), wire))
    fault = rules.document_fault(document, name)
    if fault is not None or document is None:
        raise NotAnIssuer(_told(fault or "unreadable"))
    return Found(name, _name_of(name, wire), document)


def _name_of(name: str, wire: Wire) -> str:
    """Return the name in the issuer's profile, where ours and others like us keep it."""
    try:
        profile = _json(_get(f"{did.base_url(name)}/ob/issuer", wire))
    except (NotReached, NotAnIssuer):
        return ""
    if profile is None or profile.get("id") != name:
        return ""
    return " ".join(str(profile.get("name", "")).split())[:LONGEST_NAME]


def _get(url: str, wire: Wire) -> bytes:
    if endpoint_fault(url, wire.reach) is not None:
        raise NotAnIssuer(_told("address"))
    answer = wire.ask("GET", url, {"Accept": "application/json, application/did+ld+json"})
    if answer.status != _OK:
        raise NotAnIssuer(_("発行者の文書がありません（%(status)s）。", status=answer.status))
    return answer.body


def _json(body: bytes) -> Json | None:
    return read_object(body)


def _told(fault: str) -> str:
    match fault:
        case "another":
            return _("そこにある文書は、ほかの発行者のものです。名前を確かめてください。")
        case "no_keys":
            return _("発行者の文書に、寺子屋で使える鍵がありません（RS256 か Ed25519）。")
        case "address":
            return _(
                "そのアドレスには、ここから取りに行けません。"
                "https の、外から見えるアドレスか確かめてください。"
            )
        case _:
            return _("発行者の文書を読み取れません。")


def fetch_list(
    url: str,
    *,
    issuer: str,
    document: Json,
    etag: str | None,
    wire: Wire,
    check_proof: CheckProof,
    now: datetime,
) -> FetchedList:
    """Fetch a status list and check its own proof.

    Args:
        url: Where it is; its ``id`` as well.
        issuer: Whose it must be.
        document: The issuer's document, whose keys count.
        etag: Of the edition that is held; None for none.
        wire: How near it may be.
        check_proof: ``credentials.proofs.is_intact``.
        now: The present instant; a list that has ended tells nothing.

    Raises:
        NotReached: It could not be had, or does not hold: nothing is known then.
    """
    if endpoint_fault(url, wire.reach) is not None:
        raise NotReached(_told("address"))
    headers = {"Accept": "application/vc, application/json"}
    answer = wire.ask("GET", url, headers | ({"If-None-Match": etag} if etag else {}))
    if answer.status == _UNCHANGED and etag:
        return FetchedList(None, etag)
    if answer.status != _OK:
        raise NotReached(_("取り消しの一覧がありません（%(status)s）。", status=answer.status))
    found = _json(answer.body)
    if found is None or not _is_right(found, url, issuer, now):
        raise NotReached(_("取り消しの一覧が、発行者のものだと確かめられません。"))
    if not _is_proven(found, issuer, document, check_proof):
        raise NotReached(_("取り消しの一覧が、発行者のものだと確かめられません。"))
    return FetchedList(
        found["credentialSubject"]["encodedList"], answer.response.getheader("ETag")
    )


def _is_right(found: Json, url: str, issuer: str, now: datetime) -> bool:
    """Whether it is the list that was asked for, and small enough to canonicalize."""
    ends = read_instant(found.get("validUntil"))
    read = status.read_list(found)
    return (
        found.get("id") == url
        and found.get("issuer") == issuer
        and found.get("@context") == [VC_CONTEXT]
        and orjson.dumps(found).count(b"{") <= MOST_OBJECTS
        and (ends is None or ends > now)
        and read is not None
        and read.purpose == status.PURPOSE
    )


def _is_proven(found: Json, issuer: str, document: Json, check_proof: CheckProof) -> bool:
    proof = found.get("proof")
    one = proof[0] if isinstance(proof, list) and len(proof) == 1 else proof
    if not isinstance(one, dict) or any(one.get(key) != value for key, value in _PROOF.items()):
        return False
    key = did.listed_key(document, str(one.get("verificationMethod")), issuer=issuer)
    try:
        return key is not None and check_proof({**found, "proof": [one]}, key)
    except (UnsignedTerm, ContextMissing, KeyError, TypeError, AttributeError):
        return False

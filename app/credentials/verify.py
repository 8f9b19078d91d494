"""Verify a credential: eight named checks, in order, fail closed.

Light enough for the web process: the RS256 form needs no JSON-LD. For the JSON form the caller
passes ``check_proof`` (``proofs.is_intact``); without it that signature is *unknown*, never good.

The key that counts is the one in the issuer's own document, for an issuer that the resolver
allows. Keys in headers and in the fragment of a name prove nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.credentials import jwt, verdict
from app.credentials.did import PublicKey, listed_key
from app.credentials.errors import ContextMissing, UnsignedTerm
from app.credentials.schema import faults, read_instant
from app.credentials.status import PURPOSE
from app.credentials.verdict import Check, CheckName, Verdict

Json = dict[str, Any]
CheckProof = Callable[[Json, PublicKey], bool]

MAX_BYTES = 256 * 1024
MEDIA_JWT, MEDIA_DI = "jwt", "di"
PROOF_MEMBERS = frozenset(
    {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"}
)


class Statuses(Protocol):
    """What a verification asks of a status list: ``status.StatusList``, or our own rows."""

    @property
    def issuer(self) -> str:
        """Whose it is."""

    @property
    def purpose(self) -> str:
        """What a set bit means."""

    def is_set(self, index: int) -> bool | None:
        """Return the bit at ``index``; None beyond the list's end."""


class Resolver(Protocol):
    """Where a verification learns what it may trust. It answers from its own records."""

    def issuer(self, issuer_id: str) -> Json | None:
        """Return the issuer's own document; None for an issuer that is not allow-listed."""

    def status_list(self, url: str) -> Statuses | None:
        """Return a status list whose own proof holds; None while it cannot be had."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A document that could be read: its members, and how it is signed."""

    credential: Json
    token: jwt.Token | None

    @property
    def form(self) -> str:
        return MEDIA_DI if self.token is None else MEDIA_JWT


class _Stop(Exception):
    """A check that makes the later ones meaningless."""

    def __init__(self, check: Check) -> None:
        super().__init__(check.name)
        self.check = check


def verify(
    document: bytes | str,
    resolver: Resolver,
    *,
    now: datetime,
    check_proof: CheckProof | None = None,
) -> Verdict:
    """Check a credential in either form.

    Args:
        document: A compact JWS, or the JSON form; at most 256 KB.
        resolver: Whom to trust, and the status lists.
        now: The instant to compare the dates with.
        check_proof: Checks an embedded proof; may raise ``UnsignedTerm``.

    Returns:
        One result per check. It never raises for anything in ``document``.
    """
    done: list[Check] = []
    read: _Read | None = None
    proven = False
    try:
        read = _parse(document, done)
        _check_shape(read, done)
        key = _check_key(read, resolver, done)
        _check_signature(read, key, check_proof, done)
        _check_claims(read, done)
        proven = True
        done += (_dates(read.credential, now), _status(read.credential, resolver))
    except _Stop as stop:
        done.append(stop.check)
    reached = {check.name for check in done}
    done += (verdict.not_reached(name) for name in CheckName if name not in reached)
    return Verdict(
        tuple(done),
        read.credential if read is not None and proven else None,
        None if read is None else read.form,
    )


def _parse(document: bytes | str, done: list[Check]) -> _Read:
    if len(document) > MAX_BYTES:
        raise _Stop(verdict.failed("too_large"))
    data = document.encode(errors="surrogatepass") if isinstance(document, str) else document
    data = data.removeprefix(b"\xef\xbb\xbf").strip()
    if len(data) > MAX_BYTES:
        raise _Stop(verdict.failed("too_large"))
    if data.startswith(b"{"):
        credential = jwt.read_object(data)
        read = None if credential is None else _Read(credential, None)
    else:
        token = jwt.take_apart(data.decode("ascii", errors="replace"))
        read = None if token is None else _Read(token.credential, token)
    if read is None:
        raise _Stop(verdict.failed("unreadable"))
    done.append(verdict.passed(CheckName.PARSE))
    return read


def _check_shape(read: _Read, done: list[Check]) -> None:
    if faults(read.credential) or (read.token is None and not _has_one_proof(read.credential)):
        raise _Stop(verdict.failed("shape"))
    done.append(verdict.passed(CheckName.SCHEMA))


def _has_one_proof(credential: Json) -> bool:
    proof = credential.get("proof")
    return (
        isinstance(proof, list)
        and len(proof) == 1
        and set(proof[0]) <= PROOF_MEMBERS
        and proof[0]["type"] == "DataIntegrityProof"
        and proof[0]["cryptosuite"] == "eddsa-rdfc-2022"
        and proof[0]["proofPurpose"] == "assertionMethod"
    )


def _check_key(read: _Read, resolver: Resolver, done: list[Check]) -> PublicKey:
    issuer: str = read.credential["issuer"]["id"]
    document = resolver.issuer(issuer)
    if document is None:
        raise _Stop(verdict.failed("issuer"))
    done.append(verdict.passed(CheckName.ISSUER))
    if read.token is not None and not read.token.has_plain_header:
        raise _Stop(verdict.failed("header"))
    name: str = read.token.kid if read.token else read.credential["proof"][0]["verificationMethod"]
    key = listed_key(document, name, issuer=issuer)
    if key is None:
        raise _Stop(verdict.failed("key"))
    done.append(verdict.passed(CheckName.KEY))
    return key


def _check_signature(
    read: _Read, key: PublicKey, check_proof: CheckProof | None, done: list[Check]
) -> None:
    if read.token is None and check_proof is None:
        raise _Stop(verdict.unknown("no_proof_check"))
    try:
        intact = (
            jwt.is_intact(read.token, key)
            if read.token is not None
            else check_proof is not None and check_proof(read.credential, key)
        )
    except (UnsignedTerm, ContextMissing) as error:
        raise _Stop(verdict.failed("unsigned_term")) from error
    if not intact:
        raise _Stop(verdict.failed("signature"))
    done.append(verdict.passed(CheckName.SIGNATURE))


def _check_claims(read: _Read, done: list[Check]) -> None:
    if read.token is not None and not jwt.claims_agree(read.token):
        raise _Stop(verdict.failed("claims"))
    done.append(verdict.passed(CheckName.CLAIMS))


def _dates(credential: Json, now: datetime) -> Check:
    starts, ends = (read_instant(credential.get(name)) for name in ("validFrom", "validUntil"))
    if starts is None or starts > now:
        return verdict.failed("not_yet")
    if ends is not None and ends <= now:
        return verdict.failed("expired")
    return verdict.passed(CheckName.DATES)


def _status(credential: Json, resolver: Resolver) -> Check:
    entry = credential.get("credentialStatus")
    if entry is None:
        return verdict.unknown("no_status")
    found = resolver.status_list(entry["statusListCredential"])
    if found is None:
        return verdict.unknown("status_unreachable")
    bit = found.is_set(int(entry["statusListIndex"]))
    if found.issuer != credential["issuer"]["id"] or found.purpose != PURPOSE or bit is None:
        return verdict.failed("status_list")
    return verdict.failed("revoked") if bit else verdict.passed(CheckName.STATUS)

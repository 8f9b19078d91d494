"""The part of the registry's door for what comes from elsewhere: by the API, or in a file.

Size → parse → schema → issuer on the list → key listed → signature → claims → dates → status
(``credentials.verify``), then equality with what is here, then whose it is. Bytes and verdict are
kept whatever comes of it, but for what is too large.

Nothing is fetched here. What cannot be settled from the documents at hand (a status list that is
not here or not fresh, a key that a newer document may list, a proof that needs a JSON-LD
processor) *waits*: it attests nothing until the worker has settled it.
"""

import enum
import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.clock import day_of
from app.credentials import jwt, sandbox, verdict
from app.credentials.errors import TooBusy
from app.credentials.models import Credential
from app.credentials.schema import read_instant
from app.credentials.verify import MAX_BYTES, verify
from app.db import alone
from app.exchange.queries import trust
from app.exchange.service import issuers
from app.i18n.marks import N_
from app.identity import queries as identity
from app.outbox import service as outbox
from app.talent import ingest
from app.talent.events import ArrivalDue
from app.talent.models import ReceiptState, ReceivedCredential, SubjectAgreement, Way

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.credentials.verdict import Verdict

Json = dict[str, Any]

HELD = (
    *(ReceiptState.ACCEPTED, ReceiptState.UNMATCHED),
    *(ReceiptState.WAITING, ReceiptState.REVOKED),
)
"""States of what counts as being here: of these, one revision of each credential."""

UNKNOWN_PERSON = N_("だれの証明か、まだ決まっていません。本人の同意を待っています。")
STILL_OUT = N_("発行者に確かめているところです。確かめおわるまで、数えません。")
NEWER = N_("新しい版が届きました。")
NEWER_HERE = N_("これより新しい版が、もう届いています。")
OTHER_ISSUER = N_("同じ番号の証明が、ほかの発行者から出ています。")
NOT_STAFF = N_("本人が、いまは市の職員ではありません。")

_TURN = 0x0B03
"""Arrivals are taken in one at a time, so that two of one credential do not pass each other."""


class Outcome(enum.StrEnum):
    """What an arrival did to what is here."""

    CREATED = "created"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    OLDER = "older"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of something that came from elsewhere.

    Attributes:
        id: The row that keeps it; None for what was not kept.
        outcome: What it did to what is here.
        state: Where it stands; None for what was not kept.
        reason: Why it does not count, or not yet; None where it counts.
        title: Of a proven one.
    """

    id: uuid.UUID | None
    outcome: Outcome
    state: ReceiptState | None
    reason: str | None
    title: str = ""


def take_in(
    session: "Session",
    document: bytes,
    *,
    way: Way,
    client_id: uuid.UUID | None = None,
    now: datetime,
) -> Arrival:
    """Take in one credential from elsewhere, in either form.

    The same bytes again change nothing; those that did not pass are looked at anew.

    Args:
        session: The unit of work.
        document: A compact JWS, or the JSON form.
        way: How it came.
        client_id: The program that brought it.
        now: The instant of arrival.
    """
    document = document.strip()
    if len(document) > MAX_BYTES:
        check = verdict.failed("too_large")
        return Arrival(None, Outcome.REFUSED, None, f"{check.title}。{check.detail}")
    alone(session, _TURN)
    sha256 = hashlib.sha256(document).hexdigest()
    row = session.scalar(
        sa.select(ReceivedCredential).where(
            ReceivedCredential.sha256 == sha256, ReceivedCredential.way != Way.EMBEDDED
        )
    )
    if row is not None and row.state is not ReceiptState.QUARANTINED:
        return _again(row)
    resolver = trust.TrustedResolver(session, read_since=now - trust.FRESH)
    found = verify(document, resolver, now=now)
    known = _equal_or_newer(session, found)
    if known is not None:
        return known
    if row is None:
        is_json = document.startswith(b"{")
        row = ReceivedCredential(
            id=uuid.uuid4(),
            way=way,
            client_id=client_id,
            sha256=sha256,
            jwt=b"" if is_json else document,
            di=document if is_json else b"",
        )
        session.add(row)
    return _settle(session, row, found, may_wait=True, now=now)


def settle(
    session: "Session", row: ReceivedCredential, found: "Verdict", *, now: datetime
) -> Arrival:
    """Settle what waited, with a verdict on everything that could be had."""
    alone(session, _TURN)
    known = _equal_or_newer(session, found, besides=row.id)
    if known is not None:
        row.state, row.reason = ReceiptState.REPLACED, NEWER_HERE
        return known
    return _settle(session, row, found, may_wait=False, now=now)


def names_in(row: ReceivedCredential) -> tuple[str, str]:
    """Return (issuer, status list) as the bytes say, unproven; empty texts for neither."""
    if row.jwt:
        token = jwt.take_apart(row.jwt.decode("ascii", errors="replace"))
        said = {} if token is None else token.credential
    else:
        said = jwt.read_object(row.di) or {}
    issuer, status = said.get("issuer"), said.get("credentialStatus")
    return (
        str(issuer.get("id", "")) if isinstance(issuer, dict) else "",
        str(status.get("statusListCredential", ""))[:500] if isinstance(status, dict) else "",
    )


def verdict_now(session: "Session", row: ReceivedCredential, *, now: datetime) -> "Verdict":
    """Verify what was received once more, in the form it came in.

    The JSON form alone is checked in a process apart; while all its places are taken, whether its
    proof holds stays open.
    """
    resolver = trust.TrustedResolver(session)
    if row.jwt:
        return verify(row.jwt, resolver, now=now)
    try:
        return sandbox.check_document(row.di, resolver.snapshot(*names_in(row)), now=now)
    except TooBusy:
        return verify(row.di, resolver, now=now)


def look_again(session: "Session", rows: "list[ReceivedCredential]", *, now: datetime) -> None:
    """Have rows settled anew, by the worker."""
    for row in rows:
        row.state, row.reason = ReceiptState.WAITING, STILL_OUT
        session.flush()
        outbox.publish(session, ArrivalDue(row.id, now))


def _again(row: ReceivedCredential) -> Arrival:
    is_past = row.state is ReceiptState.REPLACED
    outcome = Outcome.OLDER if is_past else Outcome.UNCHANGED
    return Arrival(row.id, outcome, row.state, NEWER_HERE if is_past else row.reason, row.title)


def _equal_or_newer(
    session: "Session", found: "Verdict", *, besides: uuid.UUID | None = None
) -> Arrival | None:
    """Compare a proven credential with what is here, by (issuer.id, id) and ``validFrom``."""
    if found.credential is None:
        return None
    valid_from = read_instant(found.credential["validFrom"])
    for one in _held(session, found.credential):
        if one.id == besides or one.valid_from is None or valid_from is None:
            continue
        if one.valid_from == valid_from:
            return Arrival(one.id, Outcome.UNCHANGED, one.state, one.reason, one.title)
        if one.valid_from > valid_from:
            return Arrival(one.id, Outcome.OLDER, one.state, NEWER_HERE, one.title)
    return None


def _held(session: "Session", credential: Json) -> list[ReceivedCredential]:
    asked = sa.select(ReceivedCredential).where(
        ReceivedCredential.credential_uri == credential["id"],
        ReceivedCredential.issuer_did == credential["issuer"]["id"],
        ReceivedCredential.state.in_(HELD),
    )
    return list(session.scalars(asked))


def _settle(
    session: "Session",
    row: ReceivedCredential,
    found: "Verdict",
    *,
    may_wait: bool,
    now: datetime,
) -> Arrival:
    state, reason = _judged(session, row, found, may_wait=may_wait, now=now)
    ingest.tell(row, found, reason, now=now)
    row.state, credential = state, found.credential
    before = [] if credential is None else _held(session, credential)
    if credential is not None:
        _keep_place(session, row, credential)
    if state is ReceiptState.ACCEPTED:
        _find_person(session, row, found, now=now)
    session.flush()
    if row.state is ReceiptState.QUARANTINED:
        return Arrival(row.id, Outcome.REFUSED, row.state, row.reason, row.title)
    earlier = [one for one in before if one.id != row.id]
    if row.state is ReceiptState.WAITING:
        outbox.publish(session, ArrivalDue(row.id, now))
    else:
        _count(session, row, credential or {}, instead_of=earlier, now=now)
    outcome = Outcome.REPLACED if earlier else Outcome.CREATED
    return Arrival(row.id, outcome, row.state, row.reason, row.title)


def _judged(
    session: "Session",
    row: ReceivedCredential,
    found: "Verdict",
    *,
    may_wait: bool,
    now: datetime,
) -> tuple[ReceiptState, str | None]:
    """Return where something stands as far as the verdict goes, and why."""
    reason = ingest.fault(found)
    if reason is not None and may_wait and _may_pass_later(session, row, found, now=now):
        return ReceiptState.WAITING, STILL_OUT
    if reason is None and found.credential is not None:
        reason = _fault_of_name(session, found.credential)
    return (ReceiptState.QUARANTINED if reason else ReceiptState.ACCEPTED), reason


def _count(
    session: "Session",
    row: ReceivedCredential,
    credential: Json,
    *,
    instead_of: list[ReceivedCredential],
    now: datetime,
) -> None:
    """Let a revision be the current one, and attest what it says if it is somebody's."""
    for one in instead_of:
        one.state, one.reason = ReceiptState.REPLACED, NEWER
    if row.state is ReceiptState.ACCEPTED:
        ingest.attest(session, row, credential, today=day_of(now))
    session.flush()


def _may_pass_later(
    session: "Session", row: ReceivedCredential, found: "Verdict", *, now: datetime
) -> bool:
    """Say whether the only thing amiss is what the worker can fetch, or has a processor for."""
    if found.failing is not None:
        issuer = trust.living_issuer(session, names_in(row)[0])
        is_old = issuer is not None and now >= issuer.fetched_at + trust.FRESH
        return found.failing == verdict.failed("key") and is_old
    open_questions = [verdict.unknown("status_unreachable"), verdict.unknown("no_proof_check")]
    return any(check in found.checks for check in open_questions)


def _fault_of_name(session: "Session", credential: Json) -> str | None:
    """Refuse an id that another issuer's credential has: everything here goes by it."""
    issuer = credential["issuer"]["id"]
    taken = sa.select(ReceivedCredential.id).where(
        ReceivedCredential.credential_uri == credential["id"],
        ReceivedCredential.issuer_did != issuer,
        ReceivedCredential.state.in_(HELD),
    )
    if session.scalar(taken.limit(1)) is not None:
        return OTHER_ISSUER
    try:
        own = session.get(Credential, uuid.UUID(credential["id"].removeprefix("urn:uuid:")))
    except ValueError:
        return None
    return OTHER_ISSUER if own is not None and own.issuer != issuer else None


def _keep_place(session: "Session", row: ReceivedCredential, credential: Json) -> None:
    """Remember where its status stands, for the daily look at the lists of issuers elsewhere."""
    entry, issuer = credential.get("credentialStatus"), credential["issuer"]["id"]
    if entry is not None and trust.living_issuer(session, issuer) is not None:
        row.status_list_url = entry["statusListCredential"]
        row.status_index = int(entry["statusListIndex"])
        issuers.list_at(session, entry["statusListCredential"], issuer=issuer)


def _find_person(
    session: "Session", row: ReceivedCredential, found: "Verdict", *, now: datetime
) -> None:
    """Give a credential to whom its pairwise id was agreed on; without that it waits for HR."""
    agreement = session.scalar(
        sa.select(SubjectAgreement).where(
            SubjectAgreement.issuer == row.issuer_did,
            SubjectAgreement.subject == row.subject,
            SubjectAgreement.confirmed_at.is_not(None),
            SubjectAgreement.ended_at.is_(None),
        )
    )
    if agreement is None:
        row.state, row.reason = ReceiptState.UNMATCHED, UNKNOWN_PERSON
        return
    if identity.person(session, agreement.person_id, on=day_of(now)).audience != "staff":
        row.state, row.reason = ReceiptState.UNMATCHED, NOT_STAFF
        return
    fault = ingest.fault_of_recipient(session, found, agreement.person_id)
    if fault is not None:
        row.state, row.reason = ReceiptState.QUARANTINED, fault
        return
    row.person_id = agreement.person_id

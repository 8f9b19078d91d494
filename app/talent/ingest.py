"""The one door through which credentials enter the registry, whichever adapter brought them.

What this installation issued comes by ``receive``; ``arrivals`` is the part of the door for what
comes from elsewhere, where it is not known beforehand whose it is.

Size and shape, issuer, key, signature, claims, dates, status list (``credentials.verify``), then
the two forms against each other, then the recipient. What passes becomes attestations; what does
not is kept in quarantine with its reason. Every arrival leaves its bytes and its verdict.

Signatures take long to check, and on SQLite nobody else can write meanwhile: ``look_at`` does that
beforehand, and ``receive`` looks only at what may have changed since. Where anything has, it
verifies anew.
"""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from app.clock import day_of
from app.credentials.claims import skill_claims
from app.credentials.schema import read_instant
from app.credentials.verdict import Result
from app.credentials.verify import verify
from app.frameworks import queries as frameworks
from app.i18n.marks import N_
from app.identity import queries as identity
from app.talent import rules, standings
from app.talent.errors import NotStaffError
from app.talent.models import ReceiptState, ReceivedCredential, SkillAttestation, Way
from app.talent.rules import Source, State

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.credentials.verdict import Verdict
    from app.credentials.verify import CheckProof, Resolver

Json = dict[str, Any]
Skills = tuple[tuple[str, int], ...]
"""(item ref, level) pairs."""

VERIFIER = "terakoya verify 1"
"""Kept with every verdict; raised when a check is added or changed."""

OTHER_FORM = N_("2つの形（JWTとJSON）の中身が合いません。")
OTHER_PERSON = N_("証明に書かれた本人の番号が、この職員のものと違います。")
CORRECTED = N_("訂正された証明で、この項目はなくなりました。")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a delivery.

    Attributes:
        id: The row that keeps the bytes.
        state: Accepted or quarantined.
        reason: Why it was not accepted; None if it was.
        skills: What it attests now; empty in quarantine.
        is_new: False when the very same bytes had been accepted before.
    """

    id: uuid.UUID
    state: ReceiptState
    reason: str | None
    skills: Skills
    is_new: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What a verification saw, and what it went by.

    Attributes:
        forms: The bytes that were looked at: the compact form, and the JSON form.
        verdict: On the compact form.
        fault: What is wrong with either form, or with both together; None for good ones.
        told: What the resolver had told of issuer and status.
    """

    forms: tuple[str, bytes]
    verdict: "Verdict"
    fault: str | None
    told: "Told | None"

    def still_holds(self, jwt: str, di: bytes, resolver: "Resolver", *, now: "datetime") -> bool:
        """Say whether a verification of these bytes would end well now, as it did then.

        The bytes, the issuer's keys and the place in the status list are the same, and it has
        not expired. What did not end well is never taken over.
        """
        credential = self.verdict.credential
        if self.fault is not None or credential is None or self.forms != (jwt, di):
            return False
        ends = read_instant(credential.get("validUntil"))
        return (ends is None or now < ends) and self.told == _told(credential, resolver)


Told = tuple[Json | None, tuple[str, str, bool | None] | None]
"""An issuer's document; of a status list whose it is, what for, and the one bit."""


def look_at(
    jwt: str, di: bytes, resolver: "Resolver", check_proof: "CheckProof | None", *, now: "datetime"
) -> Seen:
    """Verify a credential in both forms; nothing is written. The arguments are ``receive``'s."""
    verdict = verify(jwt, resolver, now=now)
    found = fault(verdict) or _fault_of_json(verdict, di, resolver, check_proof, now)
    credential = verdict.credential
    told = None if credential is None else _told(credential, resolver)
    return Seen((jwt, di), verdict, found, told)


def _told(credential: Json, resolver: "Resolver") -> Told:
    issuer, entry = resolver.issuer(credential["issuer"]["id"]), credential.get("credentialStatus")
    found = None if entry is None else resolver.status_list(entry["statusListCredential"])
    if entry is None or found is None:
        return issuer, None
    return issuer, (found.issuer, found.purpose, found.is_set(int(entry["statusListIndex"])))


def receive(
    session: "Session",
    jwt: str,
    di: bytes,
    *,
    person_id: uuid.UUID,
    resolver: "Resolver",
    check_proof: "CheckProof | None" = None,
    seen: Seen | None = None,
    now: "datetime",
) -> Receipt:
    """Take in one credential of one member of staff.

    Idempotent: the same bytes again change nothing. Bytes in quarantine are verified anew, since
    a status list that could not be reached may be there now.

    Args:
        session: The unit of work.
        jwt: The compact form.
        di: The JSON form with its embedded proof; empty if there is none.
        person_id: Whose it is said to be.
        resolver: Which issuers are on the list, and their status lists.
        check_proof: Also checks the JSON form's own proof; needs a JSON-LD processor, so only
            the worker has it.
        seen: What ``look_at`` saw of these bytes shortly before.
        now: The instant of arrival.

    Raises:
        NotStaffError: The person has no current post at the city. Nothing was stored.
    """
    today = day_of(now)
    if identity.person(session, person_id, on=today).audience != "staff":
        raise NotStaffError
    sha256 = hashlib.sha256(jwt.encode()).hexdigest()
    row = session.scalar(
        sa.select(ReceivedCredential).filter_by(person_id=person_id, sha256=sha256)
    )
    if row is not None and row.state is ReceiptState.ACCEPTED:
        return Receipt(row.id, row.state, None, attested_by(session, row), is_new=False)
    if seen is None or not seen.still_holds(jwt, di, resolver, now=now):
        seen = look_at(jwt, di, resolver, check_proof, now=now)
    verdict = seen.verdict
    reason = seen.fault or fault_of_recipient(session, verdict, person_id)
    if row is None:
        row = ReceivedCredential(
            id=uuid.uuid4(), person_id=person_id, way=Way.EMBEDDED, sha256=sha256
        )
        session.add(row)
    tell(row, verdict, reason, now=now)
    row.state = ReceiptState.ACCEPTED if reason is None else ReceiptState.QUARANTINED
    row.jwt, row.di = jwt.encode(), di
    skills: Skills = ()
    if reason is None and verdict.credential is not None:
        skills = attest(session, row, verdict.credential, today=today)
    session.flush()
    return Receipt(row.id, row.state, reason, skills, is_new=True)


def fault(verdict: "Verdict") -> str | None:
    """Return why a verdict is not good, in two sentences; None for a good one."""
    if verdict.is_valid:
        return None
    check = verdict.failing or next(one for one in verdict.checks if one.result is not Result.OK)
    return f"{check.title}。{check.detail}"


def _fault_of_json(
    verdict: "Verdict",
    di: bytes,
    resolver: "Resolver",
    check_proof: "CheckProof | None",
    now: "datetime",
) -> str | None:
    """The JSON form must say the same, and its own proof must hold where it can be checked."""
    if not di:
        return None
    try:
        same = orjson.loads(di) == verdict.credential
    except orjson.JSONDecodeError:
        same = False
    if not same:
        return OTHER_FORM
    return fault(verify(di, resolver, now=now, check_proof=check_proof)) if check_proof else None


def fault_of_recipient(session: "Session", verdict: "Verdict", person_id: uuid.UUID) -> str | None:
    """Say why a credential cannot be this person's; None where it can.

    One pairwise id stands for one person, and one person has one id with an issuer.
    """
    credential = verdict.credential or {}
    subject, issuer = _subject(credential), _issuer(credential)
    if subject is None:
        return OTHER_PERSON
    strangers = session.scalar(
        sa.select(sa.func.count()).where(
            ReceivedCredential.state == ReceiptState.ACCEPTED,
            ReceivedCredential.issuer_did == issuer,
            sa.or_(
                sa.and_(
                    ReceivedCredential.subject == subject,
                    ReceivedCredential.person_id != person_id,
                ),
                sa.and_(
                    ReceivedCredential.subject != subject,
                    ReceivedCredential.person_id == person_id,
                ),
            ),
        )
    )
    return OTHER_PERSON if strangers else None


def tell(
    row: ReceivedCredential, verdict: "Verdict", reason: str | None, *, now: "datetime"
) -> None:
    """Write into a row what was found, and of the credential only what is proven."""
    credential = verdict.credential or {}
    row.credential_uri = credential.get("id")
    row.subject = _subject(credential)
    row.issuer_did = _issuer(credential)
    row.issuer_name = str(credential.get("issuer", {}).get("name", ""))[:200]
    row.title = str(_achievement(credential).get("name", ""))[:200]
    row.valid_from = read_instant(credential.get("validFrom"))
    row.verdict = verdict.as_json() | {"recipient": reason != OTHER_PERSON}
    row.verifier = VERIFIER
    row.received_at = row.received_at or now
    row.reason = reason[:400] if reason else None


def attest(
    session: "Session", row: ReceivedCredential, credential: Json, *, today: date
) -> Skills:
    """Turn the claims into attestations, unless a later revision was here first.

    Returns:
        What the row attests now.
    """
    before = {
        one.item_ref: one
        for one in session.scalars(
            sa.select(SkillAttestation).filter_by(credential_uri=row.credential_uri)
        )
    }
    if any(_is_later(one, row) for one in before.values()):
        return ()
    people = {row.person_id, *(one.person_id for one in before.values())}
    attested_on, expires_on = _days(credential)
    skills = rules.skills_of(_known_claims(credential))
    for item_ref, level in skills:
        one = before.pop(item_ref, None)
        if one is None:
            one = SkillAttestation(
                person_id=row.person_id,
                framework_ref=item_ref.partition("/")[0],
                item_ref=item_ref,
                source=Source.SIGNED_CREDENTIAL,
                credential_uri=row.credential_uri,
            )
            session.add(one)
        elif one.state_reason == CORRECTED:  # an earlier correction had dropped it
            one.state, one.state_reason, one.state_changed_on = State.ACTIVE, None, None
        one.level = level
        one.received_credential_id = row.id
        one.attested_on, one.expires_on = attested_on, expires_on
    for gone in before.values():  # the correction no longer claims these
        gone.state, gone.state_reason, gone.state_changed_on = State.REVOKED, CORRECTED, today
    standings.refold(session, people, today=today)
    return skills


def _is_later(one: SkillAttestation, row: ReceivedCredential) -> bool:
    known = one.received.valid_from if one.received else None
    return known is not None and row.valid_from is not None and known > row.valid_from


def _known_claims(credential: Json) -> list[tuple[str, int]]:
    """Return the claims on items and levels that our frameworks know; the rest stay unattested."""
    return [
        (claim.item, claim.level)
        for claim in skill_claims(credential)
        if (item := frameworks.find_item(claim.item)) is not None
        and item.level(claim.level) is not None
    ]


def _days(credential: Json) -> tuple[date, date | None]:
    """Return the day of the award and the last good day, both in Japan."""
    awarded = read_instant(credential.get("awardedDate")) or read_instant(credential["validFrom"])
    if awarded is None:
        raise ValueError("a verified credential has a validFrom")
    ends = read_instant(credential.get("validUntil"))
    last = day_of(ends - timedelta(microseconds=1)) if ends else None
    return day_of(awarded), last


def attested_by(session: "Session", row: ReceivedCredential) -> Skills:
    """Return the (item ref, level) pairs that a row attests now."""
    found = session.execute(
        sa.select(SkillAttestation.item_ref, SkillAttestation.level)
        .where(SkillAttestation.received_credential_id == row.id)
        .order_by(SkillAttestation.item_ref)
    )
    return tuple((item_ref, level) for item_ref, level in found)


def _achievement(credential: Json) -> Json:
    achievement: Json = credential.get("credentialSubject", {}).get("achievement", {})
    return achievement


def _subject(credential: Json) -> str | None:
    subject: str | None = credential.get("credentialSubject", {}).get("id")
    return subject


def _issuer(credential: Json) -> str | None:
    issuer: str | None = credential.get("issuer", {}).get("id")
    return issuer

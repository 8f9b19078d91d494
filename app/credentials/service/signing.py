"""Sign what was awarded, and the status lists. For the worker and the CLI: it canonicalizes."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from app.credentials import did, jwt, openbadges, proofs, schema, status
from app.credentials.errors import FaultyCredential, SelfCheckFailed
from app.credentials.events import CredentialIssued
from app.credentials.models import AuditEvent, Credential, CredentialAudit, CredentialState
from app.credentials.models import StatusList as StatusListRow
from app.credentials.queries import trust
from app.credentials.service.keys import Signers
from app.credentials.verify import verify
from app.outbox import service as outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.credentials.verdict import Verdict
    from app.credentials.verify import Resolver


@dataclass(frozen=True, slots=True)
class Signed:
    """A credential in both forms, and what our own verification said of the JSON form."""

    token: str
    di: str
    kid: str
    verdict: "Verdict"


def sign_credential(
    session: "Session",
    credential: Credential,
    signers: Signers,
    *,
    issuer_name: str,
    now: "datetime",
) -> None:
    """Sign a pending credential, check our own work, store it and announce it.

    Does nothing for a credential that is signed already. The worker takes the three steps one by
    one, so that nobody waits for its signatures: ``prepare``, ``sign``, ``keep``.

    Raises:
        FaultyCredential: What was awarded breaks a rule of Open Badges 3.0.
        UnsignedTerm: A member is in no context; the error names it.
        SelfCheckFailed: Our own verification refuses what was signed.
    """
    if credential.state is not CredentialState.PENDING:
        return
    facts = prepare(session, credential, signers, issuer_name=issuer_name, now=now)
    signed = sign(facts, signers, trust.OwnResolver(session), now=now)
    keep(session, credential, signed, now=now)


def prepare(
    session: "Session",
    credential: Credential,
    signers: Signers,
    *,
    issuer_name: str,
    now: "datetime",
) -> openbadges.AwardFacts:
    """Return all that is to be signed, and see that the status list it names is published."""
    row = session.get_one(StatusListRow, credential.status_list_number)
    if row.document is None:
        publish_list(session, row, signers, now=now)
    return _facts(credential, issuer_name)


def sign(
    facts: openbadges.AwardFacts, signers: Signers, resolver: "Resolver", *, now: "datetime"
) -> Signed:
    """Sign in both forms, and verify both as a stranger would. Writes nothing.

    Raises:
        FaultyCredential, UnsignedTerm, SelfCheckFailed: As ``sign_credential``.
    """
    document = openbadges.build_credential(facts)
    if found := schema.faults(document):
        raise FaultyCredential(found)
    # the day, never the hour: when in the day somebody learned is nobody's business
    created = openbadges.start_of_day(facts.awarded_on)
    signed = proofs.sign(document, signers.di, created=openbadges.timestamp(created))
    di, token = orjson.dumps(signed).decode(), jwt.sign(signed, signers.jwt)
    return Signed(token, di, signers.jwt.kid, _check_own_work(resolver, token, di, now=now))


def keep(session: "Session", credential: Credential, signed: Signed, *, now: "datetime") -> None:
    """Store a signed credential and announce it, unless that was done meanwhile."""
    if credential.state is not CredentialState.PENDING:
        return
    credential.jwt, credential.di = signed.token, signed.di
    credential.sha256 = hashlib.sha256(signed.token.encode()).hexdigest()
    credential.self_check, credential.self_checked_at = signed.verdict.as_json(), now
    credential.state, credential.issued_at = CredentialState.ISSUED, now
    session.add(
        CredentialAudit(
            credential_id=credential.id,
            what=AuditEvent.ISSUED,
            note=signed.kid,
            sha256=credential.sha256,
            at=now,
        )
    )
    outbox.publish(session, CredentialIssued(credential.id, credential.user_id, now))


def publish_list(
    session: "Session", row: StatusListRow, signers: Signers, *, now: "datetime"
) -> None:
    """Sign a new edition of a status list from the credentials that are revoked now."""
    instant = openbadges.timestamp(_whole(now))
    document = status.list_credential(
        url=trust.list_url(row.issuer, row.number),
        issuer=row.issuer,
        indexes=trust.revoked_indexes(session, row.number),
        valid_from=instant,
    )
    signed = orjson.dumps(proofs.sign(document, signers.di, created=instant))
    row.document, row.etag = signed.decode(), hashlib.sha256(signed).hexdigest()
    row.edition, row.signed_at = row.edition + 1, now
    session.flush()


def _facts(credential: Credential, issuer_name: str) -> openbadges.AwardFacts:
    base = did.base_url(credential.issuer)
    return openbadges.AwardFacts(
        id=credential.id,
        issuer=openbadges.IssuerFacts(credential.issuer, issuer_name, f"{base}/"),
        subject=credential.subject,
        achievement=credential.achievement.content,
        awarded_on=credential.awarded_on,
        valid_from=credential.valid_from,
        valid_until=credential.valid_until,
        evidence_name="修了の記録",
        evidence=credential.evidence,
        status=openbadges.StatusFacts(
            trust.list_url(credential.issuer, credential.status_list_number),
            credential.status_index,
        ),
    )


def _check_own_work(resolver: "Resolver", token: str, di: str, *, now: "datetime") -> "Verdict":
    """Verify both forms as a stranger would; return the verdict on the JSON form."""
    verdicts = [
        verify(form, resolver, now=now, check_proof=proofs.is_intact) for form in (token, di)
    ]
    for verdict in verdicts:
        if not verdict.is_valid:
            reasons = [f"{check.name}: {check.result}" for check in verdict.checks]
            raise SelfCheckFailed(f"{verdict.form} does not verify: {', '.join(reasons)}")
    return verdicts[1]


def _whole(instant: "datetime") -> "datetime":
    return instant.replace(microsecond=0)

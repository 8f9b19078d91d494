"""Sign what was awarded, and the status lists. For the worker and the CLI: it canonicalizes."""

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import orjson

from app.clock import day_of
from app.credentials import jwt, openbadges, proofs, results, schema, status
from app.credentials.errors import FaultyCredential, SelfCheckFailed, SigningBlocked
from app.credentials.events import CredentialIssued
from app.credentials.models import (
    AchievementVersion,
    AuditEvent,
    Correction,
    Credential,
    CredentialAudit,
    CredentialState,
)
from app.credentials.models import StatusList as StatusListRow
from app.credentials.queries import trust
from app.credentials.service.keys import Signers
from app.credentials.verify import verify
from app.outbox import service as outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.credentials.openbadges import IssuerFacts
    from app.credentials.verdict import Verdict
    from app.credentials.verify import Resolver


@dataclass(frozen=True, slots=True)
class Signed:
    """A credential in both forms, and what our own verification said of the JSON form.

    ``kids`` are the keys of the JWT and of the proof; ``issuer_name`` is how both name the issuer.
    """

    token: str
    di: str
    kids: tuple[str, str]
    issuer_name: str
    verdict: "Verdict"


def sign_credential(
    session: "Session",
    credential: Credential,
    signers: Signers,
    *,
    issuer: "IssuerFacts",
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
    facts = prepare(session, credential, signers, issuer=issuer, now=now)
    signed = sign(facts, signers, trust.OwnResolver(session), now=now)
    keep(session, credential, signed, now=now)


def prepare(
    session: "Session",
    credential: Credential,
    signers: Signers,
    *,
    issuer: "IssuerFacts",
    now: "datetime",
) -> openbadges.AwardFacts:
    """Return all that is to be signed, and see that the status list it names is published."""
    row = session.get_one(StatusListRow, credential.status_list_number)
    if row.document is None:
        publish_list(session, row, signers, now=now)
    return _facts(credential, issuer)


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
    created = openbadges.timestamp(openbadges.start_of_day(day_of(facts.valid_from)))
    signed = proofs.sign(document, signers.di, created=created)
    di, token = orjson.dumps(signed).decode(), jwt.sign(signed, signers.jwt)
    verdict = _check_own_work(resolver, token, di, now=now)
    return Signed(token, di, (signers.jwt.kid, signers.di.kid), facts.issuer.name, verdict)


def keep(session: "Session", credential: Credential, signed: Signed, *, now: "datetime") -> None:
    """Store a signed credential and announce it, unless that was done meanwhile.

    Raises:
        SigningBlocked: A key was withdrawn while it signed; another one has to.
    """
    if credential.state is not CredentialState.PENDING:
        return
    credential.state, credential.issued_at = CredentialState.ISSUED, now
    _store(session, credential, signed, now=now)
    _announce(session, credential, AuditEvent.ISSUED, signed, now=now)


def sign_correction(
    session: "Session",
    correction: Correction,
    signers: Signers,
    *,
    issuer: "IssuerFacts",
    now: "datetime",
) -> None:
    """Sign a credential anew as a correction says, and keep what it replaces beside it.

    Does nothing for one that is done, or whose credential was revoked meanwhile.

    Raises:
        As ``sign_credential``; the credential stays as it was.
    """
    credential = session.get_one(Credential, correction.credential_id)
    if correction.done_at is not None or credential.state is not CredentialState.ISSUED:
        return
    achievement = session.get_one(AchievementVersion, correction.achievement_version_id)
    facts = replace(
        _facts(credential, issuer),
        achievement=achievement.content,
        evidence=correction.evidence,
        valid_from=correction.valid_from,
        valid_until=correction.valid_until,
    )
    signed = sign(facts, signers, trust.OwnResolver(session), now=now)
    correction.former_jwt, correction.former_di = credential.jwt, credential.di
    correction.former_valid_from, correction.done_at = credential.valid_from, now
    credential.achievement = achievement
    credential.evidence = correction.evidence
    credential.valid_from, credential.valid_until = correction.valid_from, correction.valid_until
    credential.edition += 1
    _store(session, credential, signed, now=now)
    _announce(session, credential, AuditEvent.CORRECTED, signed, now=now)


def _store(session: "Session", credential: Credential, signed: Signed, *, now: "datetime") -> None:
    if trust.is_withdrawn(session, signed.kids):
        raise SigningBlocked("a key was withdrawn while it signed")
    credential.issuer_name = signed.issuer_name
    credential.jwt, credential.di = signed.token, signed.di
    credential.sha256 = hashlib.sha256(signed.token.encode()).hexdigest()
    credential.jwt_kid, credential.di_kid = signed.kids
    credential.self_check, credential.self_checked_at = signed.verdict.as_json(), now


def _announce(
    session: "Session",
    credential: Credential,
    what: AuditEvent,
    signed: Signed,
    *,
    now: "datetime",
) -> None:
    session.add(
        CredentialAudit(
            credential_id=credential.id,
            what=what,
            note=signed.kids[0],
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


def _facts(credential: Credential, issuer: "IssuerFacts") -> openbadges.AwardFacts:
    salt, hashed = credential.identity_salt, credential.identity_hash
    return openbadges.AwardFacts(
        id=credential.id,
        issuer=issuer,
        subject=credential.subject,
        achievement=credential.achievement.content,
        awarded_on=credential.awarded_on,
        valid_from=credential.valid_from,
        valid_until=credential.valid_until,
        evidence_name=credential.evidence_name,
        evidence=credential.evidence,
        status=openbadges.StatusFacts(
            trust.list_url(credential.issuer, credential.status_list_number),
            credential.status_index,
        ),
        identity=None if salt is None or hashed is None else (salt, hashed),
        values=results.read_values(credential.results),
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

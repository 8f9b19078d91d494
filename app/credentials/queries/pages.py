"""What pages show of credentials, scoped to who asks; "not yours" is "not there"."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.clock import day_of
from app.config import CONSENT_AGE
from app.consents import queries as consents
from app.consents.queries import Missing, Purpose
from app.credentials.claims import can_do_of
from app.credentials.models import Correction, Credential, CredentialState, Visibility
from app.credentials.queries.trust import OwnResolver
from app.credentials.results import ResultClaim, given, read_values, results_of
from app.credentials.verify import verify
from app.identity import queries as identity
from app.learning import queries as learning
from app.learning.models import Registration

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.catalog.content import Text
    from app.credentials.verdict import State, Verdict
    from app.identity.person import Person

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CredentialView:
    """A credential as its holder's pages show it.

    Attributes:
        issuer: How the signed document names the issuer; empty until it is signed.
        field: The color family of its mark.
        share_token: The last part of its public address; None while it is private.
        revoked_on: The day it was taken back; None while it holds.
        alignments: Pairs of a skill's name and what level of it is vouched for.
        results: How it was done, where whoever awarded it told.
    """

    id: "uuid.UUID"
    number: str
    name: str
    description: str
    can_do: tuple[str, ...]
    alignments: tuple[tuple[str, str], ...]
    results: tuple[ResultClaim, ...]
    evidence: str
    issuer: str
    field: str
    awarded_on: "date"
    expires_on: "date | None"
    is_pending: bool
    share_token: str | None
    revoked_on: "date | None"
    revoked_reason: str


@dataclass(frozen=True, slots=True)
class CheckedCredential:
    """A credential with a verification that was made for this very answer.

    Attributes:
        verdict: Of the stored JWT; the status is read live.
        holder: The name of the holder, which the signed document does not hold; empty for who is
            under age.
        self_checked_on: The day the worker verified the JSON form, when it was signed.
        self_check_ok: What it found.
    """

    view: CredentialView
    verdict: "Verdict"
    holder: str
    self_checked_on: "date | None"
    self_check_ok: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """What a 確認番号 opens.

    Attributes:
        state: Whether it holds.
        found: What the paper must say, word for word; None for a child's: nothing is told of it.
    """

    state: "State"
    found: CheckedCredential | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A completed course whose credential is not there, or not signed yet.

    Attributes:
        title: Of the course, for any reader.
        is_late: Whether it has waited for longer than the worker ever takes when all is well.
    """

    title: "Text"
    completed_on: "date"
    is_late: bool


PATIENCE = timedelta(days=1)


def waiting(session: "Session", user_id: "uuid.UUID", *, on: "date") -> list[Waiting]:
    """Return a person's completed courses that earned what has not arrived, newest first."""
    arrived = set(
        session.scalars(
            sa.select(sa.func.coalesce(Registration.merged_into_id, Registration.id))
            .join(Credential, Credential.registration_id == Registration.id)
            .where(Credential.user_id == user_id, Credential.state != CredentialState.PENDING)
        )
    )
    return [
        Waiting(card.course.title, card.completed_on, on - card.completed_on > PATIENCE)
        for card in learning.own_cards(session, user_id)
        if card.completed_on is not None and card.registration_id not in arrived
    ]


def own_credentials(session: "Session", user_id: "uuid.UUID") -> list[CredentialView]:
    """Return a person's credentials, newest first."""
    rows = session.scalars(
        sa.select(Credential)
        .where(Credential.user_id == user_id)
        .order_by(Credential.awarded_on.desc(), Credential.created_at.desc())
    )
    return [view_of(row) for row in rows]


def own_credential(
    session: "Session", credential_id: "uuid.UUID", *, user_id: "uuid.UUID"
) -> Credential:
    """Return a person's own credential.

    Raises:
        NoResultFound: There is none, or it is somebody else's.
    """
    return session.scalars(
        sa.select(Credential).where(Credential.id == credential_id, Credential.user_id == user_id)
    ).one()


def own_document(
    session: "Session", credential_id: "uuid.UUID", *, user_id: "uuid.UUID", on: "date"
) -> Credential:
    """Return a person's own credential whose signed forms may be downloaded.

    Raises:
        NoResultFound: There is none, it is not signed yet, or the holder is under age: a copy
            cannot be called back, so consent comes first.
    """
    row = signed_credential(session, credential_id, user_id=user_id)
    if identity.person(session, user_id, on=on).is_minor:
        raise NoResultFound
    return row


def corrections_told(session: "Session", credential_id: "uuid.UUID") -> "list[tuple[date, str]]":
    """Return when a credential was signed anew with words for its holder, and the words."""
    rows = session.execute(
        sa.select(Correction.done_at, Correction.note)
        .where(
            Correction.credential_id == credential_id,
            Correction.done_at.is_not(None),
            Correction.note != "",
        )
        .order_by(Correction.done_at.desc())
    )
    return [(day_of(done_at), note) for done_at, note in rows if done_at is not None]


def signed_credential(
    session: "Session", credential_id: "uuid.UUID", *, user_id: "uuid.UUID"
) -> Credential:
    """Return a person's own credential once it is signed.

    Raises:
        NoResultFound: There is none, or it is not signed yet.
    """
    row = own_credential(session, credential_id, user_id=user_id)
    if row.jwt is None or row.di is None:
        raise NoResultFound
    return row


def missing_consent(
    session: "Session", holder: "Person", *, on: "date", consent_age: int = CONSENT_AGE
) -> Missing | None:
    """Return what keeps a holder from showing credentials; None for adults, who decide by doing.

    Args:
        session: The unit of work.
        holder: Whose credentials.
        on: The day.
        consent_age: The installation's setting.
    """
    if not holder.is_minor:
        return None
    decided = consents.decisions(session, [holder], on=on, consent_age=consent_age)
    return decided[holder.id][Purpose.CREDENTIALS].missing


def shared_page(
    session: "Session", token: str, *, now: "datetime", consent_age: int
) -> CheckedCredential:
    """Return the credential that its holder shows under this token, verified now.

    Raises:
        NoResultFound: As with ``shared_credential``.
    """
    row, holder = _shared(session, token, on=day_of(now), consent_age=consent_age)
    return _checked(session, row, holder, now=now)


def shared_credential(
    session: "Session", token: str, *, on: "date", consent_age: int = CONSENT_AGE
) -> Credential:
    """Return the credential that its holder shows under this token.

    Raises:
        NoResultFound: There is none, the link was ended, or the holder is under age and consent
            is missing, has run out or was withdrawn.
    """
    return _shared(session, token, on=on, consent_age=consent_age)[0]


def _shared(
    session: "Session", token: str, *, on: "date", consent_age: int
) -> "tuple[Credential, Person]":
    row = session.scalars(
        sa.select(Credential).where(
            Credential.share_token == token,
            Credential.visibility == Visibility.LINK,
            Credential.state != CredentialState.PENDING,
        )
    ).one()
    holder = identity.person(session, row.user_id, on=on)
    if row.jwt is None or missing_consent(session, holder, on=on, consent_age=consent_age):
        raise NoResultFound
    return row, holder


def paper_by_code(session: "Session", code: str, *, now: "datetime") -> Paper | None:
    """Return what the records say of the paper of a 確認番号, verified now; None for no paper.

    Whoever has an adult's number has the paper, so it may be compared with the records word by
    word. A child's number is printed nowhere; should one be found all the same, the answer is
    whether it holds, and nothing else.
    """
    row = session.scalars(
        sa.select(Credential).where(
            Credential.check_code == code, Credential.state != CredentialState.PENDING
        )
    ).one_or_none()
    if row is None or row.jwt is None:
        return None
    holder = identity.person(session, row.user_id, on=day_of(now))
    found = _checked(session, row, holder, now=now)
    return Paper(found.verdict.state, None if holder.is_minor else found)


def shared_document(session: "Session", token: str, *, on: "date") -> Credential:
    """Return the credential under this token whose signed forms a stranger may take along.

    Raises:
        NoResultFound: As above, or the holder is under age: a copy cannot be called back.
    """
    row, holder = _shared(session, token, on=on, consent_age=CONSENT_AGE)
    if holder.is_minor:
        raise NoResultFound
    return row


def _checked(
    session: "Session", row: Credential, holder: "Person", *, now: "datetime"
) -> CheckedCredential:
    """Verify a stored credential now, and return it with what was found."""
    return CheckedCredential(
        view=view_of(row),
        verdict=verify(row.jwt or "", OwnResolver(session), now=now),
        holder="" if holder.is_minor else holder.name,
        self_checked_on=day_of(row.self_checked_at) if row.self_checked_at else None,
        self_check_ok=bool((row.self_check or {}).get("ok")),
    )


def view_of(row: Credential) -> CredentialView:
    """Return a row as pages see it."""
    content: Json = row.achievement.content
    return CredentialView(
        id=row.id,
        number=row.number,
        name=content["name"],
        description=content["description"],
        can_do=can_do_of(content),
        alignments=tuple(
            (one["targetName"], one.get("targetDescription", ""))
            for one in content.get("alignment", ())
        ),
        results=results_in(row),
        evidence=row.evidence,
        issuer=row.issuer_name or "",
        field=row.achievement.field,
        awarded_on=row.awarded_on,
        expires_on=day_of(row.valid_until) if row.valid_until else None,
        is_pending=row.state is CredentialState.PENDING,
        share_token=row.share_token,
        revoked_on=day_of(row.revoked_at) if row.revoked_at else None,
        revoked_reason=row.revoked_reason or "",
    )


def results_in(row: Credential) -> tuple[ResultClaim, ...]:
    """Return what a credential tells of how it was done."""
    content: Json = row.achievement.content
    told = given(content, read_values(row.results))
    return results_of({"credentialSubject": {"achievement": content, "result": told}})

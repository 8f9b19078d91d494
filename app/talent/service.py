"""What the registry writes besides what arrives."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.exchange.queries.trust import TrustedResolver
from app.i18n.marks import N_
from app.talent import arrivals, standings
from app.talent.errors import IdTaken, OwnConfirmation
from app.talent.models import (
    AccessLog,
    Agreed,
    Look,
    ReceiptState,
    ReceivedCredential,
    SkillAttestation,
    SkillStanding,
    SubjectAgreement,
    Way,
)
from app.talent.rules import State

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.exchange.models import HeldList

TAKEN_BACK = N_("発行者が取り消しました。")


def forget(session: "Session", person_id: "uuid.UUID") -> None:
    """Delete all that the registry keeps of somebody who left long ago; idempotent.

    What they learned and the credentials they hold are theirs, and no part of the registry. What
    they looked at of others stays: it tells those people who looked.

    Args:
        session: The unit of work.
        person_id: Whose.
    """
    for table, column in (
        (SkillAttestation, SkillAttestation.person_id),
        (SkillStanding, SkillStanding.person_id),
        (ReceivedCredential, ReceivedCredential.person_id),
        (SubjectAgreement, SubjectAgreement.person_id),
        (AccessLog, AccessLog.person_id),
    ):
        session.execute(
            sa.delete(table)
            .where(column == person_id)
            .execution_options(synchronize_session=False)
        )


def merge_standings(
    session: "Session", remaining_id: "uuid.UUID", other_id: "uuid.UUID", *, today: "date"
) -> None:
    """Sum up two accounts of one person anew, once the attestations have moved from one."""
    standings.refold(session, [remaining_id, other_id], today=today)


def note_look(
    session: "Session",
    viewer_id: "uuid.UUID",
    person_id: "uuid.UUID",
    what: Look,
    *,
    item_ref: str | None = None,
    now: "datetime",
) -> None:
    """Write down that somebody looked at a person's evidence; one's own is not noted."""
    if viewer_id == person_id:
        return
    session.add(
        AccessLog(
            viewer_id=viewer_id,
            person_id=person_id,
            what=what,
            item_ref=item_ref,
            looked_on=day_of(now),
        )
    )
    session.flush()
    place = "skill" if what is Look.CELL else "skills"
    audit.record_look(session, place, now=now, by=viewer_id, subject=person_id)


def note_matrix_export(
    session: "Session",
    *,
    by: "uuid.UUID",
    form: str,
    filters: "Mapping[str, str]",
    people: int,
    now: "datetime",
) -> None:
    """Add to the log that the matrix went out as a file: who took it, and under which filters.

    Args:
        session: The unit of work.
        by: Who took it.
        form: ``xlsx``, ``pdf`` or ``csv``.
        filters: As the address had them: codes and ids.
        people: How many people stand in it.
        now: When.
    """
    details = {"form": form, "people": people, "filters": dict(filters)}
    audit.record(session, "talent.matrix_exported", now=now, by=by, details=details)


def note_sheet_export(
    session: "Session", person_id: "uuid.UUID", *, by: "uuid.UUID", form: str, now: "datetime"
) -> None:
    """Write down that somebody took a person's sheet as a file; one's own is not noted.

    It is a look at the sheet as well, which the person is told of.
    """
    if by == person_id:
        return
    note_look(session, by, person_id, Look.SHEET, now=now)
    details = {"form": form}
    audit.record(
        session, "talent.sheet_exported", now=now, by=by, subject=person_id, details=details
    )


def revoke(session: "Session", credential_uri: str, *, reason: str, now: "datetime") -> int:
    """Take back everything a credential attests, and keep why.

    Args:
        session: The unit of work.
        credential_uri: The credential's ``urn:uuid:…``; one we never received changes nothing.
        reason: A sentence for HR and for the person.
        now: When it became known here.

    Returns:
        How many attestations changed; 0 the second time.
    """
    return _revoke(session, [credential_uri], reason=reason, today=day_of(now))


def _revoke(session: "Session", uris: list[str], *, reason: str, today: "date") -> int:
    rows = session.scalars(
        sa.select(SkillAttestation).where(
            SkillAttestation.credential_uri.in_(uris),
            SkillAttestation.state != State.REVOKED,
        )
    ).all()
    for row in rows:
        row.state, row.state_reason, row.state_changed_on = State.REVOKED, reason, today
    standings.refold(session, {row.person_id for row in rows}, today=today)
    return len(rows)


def fall(session: "Session", held: "HeldList", *, now: "datetime") -> int:
    """Grey what an issuer elsewhere has taken back since; return how many credentials that is.

    Args:
        session: The unit of work.
        held: A status list that was just read.
        now: When it was.
    """
    read = TrustedResolver(session).status_list(held.url)
    rows = session.scalars(
        sa.select(ReceivedCredential).where(
            ReceivedCredential.status_list_url == held.url,
            ReceivedCredential.issuer_did == held.issuer,
            ReceivedCredential.state.in_((ReceiptState.ACCEPTED, ReceiptState.UNMATCHED)),
        )
    ).all()
    fallen = [
        one
        for one in rows
        if read is not None and one.status_index is not None and read.is_set(one.status_index)
    ]
    for one in fallen:
        one.state, one.reason = ReceiptState.REVOKED, TAKEN_BACK
    uris = [one.credential_uri for one in fallen if one.credential_uri]
    _revoke(session, uris, reason=TAKEN_BACK, today=day_of(now))
    return len(fallen)


# --- whose a pairwise id is ---------------------------------------------------------------------


def agree(
    session: "Session", *, issuer: str, subject: str, person_id: "uuid.UUID", now: "datetime"
) -> SubjectAgreement:
    """Write down that a person says an id is theirs. It counts once HR has confirmed it.

    Raises:
        IdTaken: The person has an id of this issuer already.
    """
    living = sa.select(SubjectAgreement.id).where(
        SubjectAgreement.issuer == issuer,
        SubjectAgreement.person_id == person_id,
        SubjectAgreement.ended_at.is_(None),
    )
    if session.scalar(living.limit(1)) is not None:
        raise IdTaken
    agreement = SubjectAgreement(
        issuer=issuer, subject=subject, person_id=person_id, how=Agreed.PAGE, agreed_at=now
    )
    session.add(agreement)
    session.flush()
    return agreement


def confirm(
    session: "Session", agreement: SubjectAgreement, *, by: "uuid.UUID", now: "datetime"
) -> None:
    """Let an agreement count, and what waited for it be settled.

    Raises:
        IdTaken: The id was confirmed for another person.
        OwnConfirmation: It is of the one who confirms.
    """
    if agreement.person_id == by:
        raise OwnConfirmation
    taken = sa.select(SubjectAgreement.id).where(
        SubjectAgreement.issuer == agreement.issuer,
        SubjectAgreement.subject == agreement.subject,
        SubjectAgreement.confirmed_at.is_not(None),
        SubjectAgreement.ended_at.is_(None),
        SubjectAgreement.id != agreement.id,
    )
    if session.scalar(taken.limit(1)) is not None:
        raise IdTaken
    agreement.confirmed_by_id, agreement.confirmed_at = by, now
    session.flush()
    audit.record(session, "subject.confirmed", now=now, by=by, subject=agreement.person_id)
    arrivals.look_again(session, _of(session, agreement, ReceiptState.UNMATCHED), now=now)


def agree_on_paper(
    session: "Session",
    *,
    issuer: str,
    subject: str,
    person_id: "uuid.UUID",
    by: "uuid.UUID",
    now: "datetime",
) -> SubjectAgreement:
    """Write down what a person signed on paper, which HR holds; it counts at once.

    Raises:
        IdTaken: The person has an id of this issuer, or the id is another person's.
        OwnConfirmation: It is of the one who writes it down.
    """
    agreement = agree(session, issuer=issuer, subject=subject, person_id=person_id, now=now)
    agreement.how = Agreed.PAPER
    confirm(session, agreement, by=by, now=now)
    return agreement


def end_agreement(
    session: "Session", agreement: SubjectAgreement, *, by: "uuid.UUID", now: "datetime"
) -> None:
    """End an agreement: what came by it is nobody's again, and attests nothing."""
    agreement.ended_at = now
    rows = _of(session, agreement, ReceiptState.ACCEPTED, ReceiptState.REVOKED)
    ids = [one.id for one in rows]
    session.execute(
        sa.delete(SkillAttestation).where(SkillAttestation.received_credential_id.in_(ids))
    )
    standings.refold(session, [agreement.person_id], today=day_of(now))
    for one in rows:
        one.person_id = None
        if one.state is ReceiptState.ACCEPTED:
            one.state, one.reason = ReceiptState.UNMATCHED, arrivals.UNKNOWN_PERSON
    session.flush()
    audit.record(session, "subject.ended", now=now, by=by, subject=agreement.person_id)


def _of(
    session: "Session", agreement: SubjectAgreement, *states: ReceiptState
) -> list[ReceivedCredential]:
    asked = sa.select(ReceivedCredential).where(
        ReceivedCredential.issuer_did == agreement.issuer,
        ReceivedCredential.subject == agreement.subject,
        ReceivedCredential.way != Way.EMBEDDED,
        ReceivedCredential.state.in_(states),
    )
    return list(session.scalars(asked))

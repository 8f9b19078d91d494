"""Award an achievement: to a cohort by somebody, or a path by itself."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.achievements import rules
from app.achievements.errors import AwardRefused
from app.achievements.events import BatchDue
from app.achievements.models import Achievement, Batch, BatchMember
from app.audit import service as audit
from app.credentials import openbadges, results
from app.credentials.queries import issuers
from app.credentials.service.award import award
from app.identity import queries as identity
from app.outbox import service as outbox

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.credentials.models import Credential
    from app.identity.person import Person
    from app.ui.theme import Theme

SLICE = 50
"""People awarded in one transaction."""

EVIDENCE_NAME = "授与の記録"
PATH_EVIDENCE = "「{name}」の{count}つの講座を、すべて修了しました。"


def begin_batch(
    session: "Session",
    row: Achievement,
    people: Iterable[uuid.UUID],
    *,
    awarded_on: "date",
    evidence: str,
    values: results.Values = (),
    reason: str,
    by: uuid.UUID,
    now: "datetime",
) -> Batch:
    """Write down who is awarded what; the worker awards.

    Args:
        session: The caller's transaction.
        row: What is awarded.
        people: To whom; the caller knows that they may be awarded to.
        awarded_on: The day on the credentials.
        evidence: How it was earned, in a sentence that is signed.
        values: How it was done, for each result that is told; signed.
        reason: Why it is awarded by hand; not signed.
        by: Who awards.
        now: The present instant.

    Raises:
        AwardRefused: The achievement is closed, or nobody is left.
    """
    members = list(dict.fromkeys(people))
    if row.closed_on is not None:
        raise AwardRefused("closed")
    if not members:
        raise AwardRefused("nobody")
    batch = Batch(
        achievement=row,
        awarded_on=awarded_on,
        evidence=evidence,
        results=results.kept_values(values),
        reason=reason,
        by_id=by,
        created_at=now,
    )
    session.add(batch)
    session.flush()
    session.execute(
        sa.insert(BatchMember), [{"batch_id": batch.id, "user_id": one} for one in members]
    )
    audit.record(
        session,
        "achievements.awarded",
        now=now,
        by=by,
        details={"achievement": str(row.id), "batch": str(batch.id), "people": len(members)},
    )
    outbox.publish(session, BatchDue(batch.id, now))
    return batch


def award_some(
    session: "Session", batch_id: uuid.UUID, *, theme: "Theme | None" = None, now: "datetime"
) -> int:
    """Award the next ``SLICE`` members of a batch; return how many that were.

    ``theme`` is the city's, in which the achievement's picture is drawn; without it there is none.
    """
    batch = session.get(Batch, batch_id)
    if batch is None:
        return 0
    members = session.scalars(
        sa.select(BatchMember)
        .where(BatchMember.batch_id == batch_id, BatchMember.credential_id.is_(None))
        .order_by(BatchMember.user_id)
        .limit(SLICE)
        .with_for_update()
    ).all()
    people = identity.people_of(
        session, [member.user_id for member in members], on=batch.awarded_on
    )
    for member in members:
        member.credential_id = award_one(
            session,
            batch.achievement,
            people[member.user_id],
            occasion=f"batch:{batch.id}:{member.user_id}",
            awarded_on=batch.awarded_on,
            evidence=batch.evidence,
            values=results.read_values(batch.results),
            theme=theme,
            now=now,
        ).id
    session.flush()
    return len(members)


def award_path(
    session: "Session",
    row: Achievement,
    person: "Person",
    *,
    awarded_on: "date",
    theme: "Theme | None" = None,
    now: "datetime",
) -> "Credential":
    """Award a path whose courses somebody has completed, once."""
    return award_one(
        session,
        row,
        person,
        occasion=f"path:{row.id}:{person.id}",
        awarded_on=awarded_on,
        evidence=PATH_EVIDENCE.format(name=row.name, count=len(row.courses)),
        theme=theme,
        now=now,
    )


def award_one(
    session: "Session",
    row: Achievement,
    person: "Person",
    *,
    occasion: str,
    awarded_on: "date",
    evidence: str,
    values: results.Values = (),
    theme: "Theme | None" = None,
    now: "datetime",
) -> "Credential":
    """Award to one person; the same occasion gives the credential that is there.

    Nothing is told of how somebody under age did.
    """
    ends = row.valid_months and rules.months_later(awarded_on, row.valid_months)
    facts = openbadges.Award(
        user_id=person.id,
        occasion=occasion,
        registration_id=None,
        key=f"achievements/{row.id}",
        kind=row.kind,
        name=row.name,
        description=row.description,
        criteria=row.criteria,
        can_do=tuple(row.can_do),
        skills=tuple((ref, level) for ref, level in row.skills["skills"]),
        version=str(row.edition),
        audience=row.audience,
        field=row.field,
        awarded_on=awarded_on,
        evidence_name=EVIDENCE_NAME,
        evidence=evidence,
        mail=None if person.is_minor else identity.mail_address(session, person.id),
        valid_until=openbadges.start_of_day(ends) if ends else None,
        results=results.read(row.results),
        values=() if person.is_minor else values,
    )
    issuer = issuers.issuer_for(session, row.organization_id)
    return award(session, facts, issuer=issuer, now=now, theme=theme)

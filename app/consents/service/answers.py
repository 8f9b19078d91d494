"""Answers: given, changed, withdrawn, and taken from paper. Each is a new record."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.consents import rules
from app.consents.errors import NothingToAnswer
from app.consents.events import AnswersChanged
from app.consents.models import ConsentRecord, Guardianship, NoticeReading
from app.consents.queries import current_texts
from app.consents.rules import How, Notice, Purpose, Relation, Said
from app.consents.texts import Text
from app.outbox import service as outbox

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What one returned form says.

    Attributes:
        tie_id: The guardian who signed; None where nobody is chosen.
        said: For each purpose that was answered.
        has_read: It came back, and says that the notice on its front was read.
    """

    child_id: uuid.UUID
    tie_id: uuid.UUID | None
    said: dict[Purpose, Said]
    has_read: bool = False


def answer(
    session: "Session",
    person_id: uuid.UUID,
    purpose: Purpose,
    said: Said,
    *,
    tie_id: uuid.UUID | None,
    how: How,
    seen: int,
    now: "datetime",
) -> bool:
    """Keep what a guardian, or the person, says to the text they have before them.

    Args:
        session: The unit of work.
        person_id: For whom.
        purpose: For what.
        said: Their answer.
        tie_id: The guardianship through which they answer; None for oneself.
        how: How it is known who they are.
        seen: The number of the text that was shown.
        now: The present instant.

    Returns:
        Whether it was kept; not if another text was published in between.
    """
    text = current_texts(session)[purpose].text
    if said is not Said.WITHDRAWN and text.number != seen:
        return False
    _add(session, person_id, text, said, tie_id=tie_id, how=how, now=now)
    session.flush()
    outbox.publish(session, AnswersChanged(person_id, now))
    return True


def record_paper(
    session: "Session",
    forms: Iterable[OnPaper],
    *,
    received_on: "date",
    by: uuid.UUID,
    now: "datetime",
) -> int:
    """Keep what returned forms say, as 紙・受領日・受領者.

    Whoever signs one says on it that they read the notice on its front: each is a reading, too.

    Args:
        session: The unit of work.
        forms: One for each child.
        received_on: 受領日, of all of them.
        by: 受領者.
        now: The present instant.

    Returns:
        How many answers were kept.

    Raises:
        NothingToAnswer: A form names a guardian who does not answer for the child.
    """
    forms = [one for one in forms if one.said or one.has_read]
    current = current_texts(session)
    ties = _ties(session, [one.child_id for one in forms], on=day_of(now))
    kept = 0
    for form in forms:
        tie_id = _signer(session, form, ties.get(form.child_id, []), received_on, by)
        for purpose, said in form.said.items():
            text = current[purpose].text
            _add(
                session,
                form.child_id,
                text,
                said,
                tie_id=tie_id,
                how=How.PAPER,
                now=now,
                received_on=received_on,
                by=by,
            )
            kept += 1
        if form.said:
            outbox.publish(session, AnswersChanged(form.child_id, now))
        confirm_reading(session, tie_id, Notice.LESSONS, how=How.PAPER, on=received_on)
    session.flush()
    if forms:
        details = {"forms": len(forms), "answers": kept}
        audit.record(session, "consent.paper_recorded", now=now, by=by, details=details)
    return kept


def confirm_reading(
    session: "Session", tie_id: uuid.UUID, notice: Notice, *, how: How, on: "date"
) -> None:
    """Keep that a guardian says they read a notice, on which day and how; once a version."""
    number = current_texts(session)[notice].text.number
    there = sa.exists().where(
        NoticeReading.guardianship_id == tie_id,
        NoticeReading.notice == notice,
        NoticeReading.text_version == number,
    )
    if not session.scalar(sa.select(there)):
        session.add(
            NoticeReading(
                guardianship_id=tie_id,
                notice=notice,
                text_version=number,
                confirmed_on=on,
                how=how,
            )
        )
        session.flush()


def _add(
    session: "Session",
    person_id: uuid.UUID,
    text: Text,
    said: Said,
    *,
    tie_id: uuid.UUID | None,
    how: How,
    now: "datetime",
    received_on: "date | None" = None,
    by: uuid.UUID | None = None,
) -> None:
    day = received_on or day_of(now)
    session.add(
        ConsentRecord(
            person_id=person_id,
            guardianship_id=tie_id,
            purpose=Purpose(text.key),
            said=said,
            text_version=text.number,
            text_sha256=text.digest,
            how=how,
            answered_at=now,
            expires_on=rules.expires_on(day) if said is Said.AGREED else None,
            received_on=received_on,
            recorded_by_id=by,
        )
    )


def _ties(
    session: "Session", child_ids: list[uuid.UUID], *, on: "date"
) -> dict[uuid.UUID, list[Guardianship]]:
    found: dict[uuid.UUID, list[Guardianship]] = {}
    for tie in session.scalars(
        sa.select(Guardianship).where(Guardianship.child_id.in_(child_ids))
    ):
        if tie.has_authority and tie.has_view and tie.holds(on):
            found.setdefault(tie.child_id, []).append(tie)
    return found


def _signer(
    session: "Session",
    form: OnPaper,
    ties: list[Guardianship],
    received_on: "date",
    by: uuid.UUID,
) -> uuid.UUID:
    """Return whose answers those of a form are; see the package's docstring."""
    if form.tie_id is not None:
        if form.tie_id not in [tie.id for tie in ties]:
            raise NothingToAnswer
        return form.tie_id
    unsaid = [tie for tie in ties if tie.relation is Relation.UNSAID]
    if unsaid or len(ties) == 1:
        return (unsaid or ties)[0].id
    tie = Guardianship(
        child_id=form.child_id,
        relation=Relation.UNSAID,
        has_authority=True,
        how=How.PAPER,
        starts_on=received_on,
        established_by_id=by,
    )
    session.add(tie)
    session.flush()
    return tie.id

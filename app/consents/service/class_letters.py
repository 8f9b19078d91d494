"""One address for the families of a class: made, opened with a letter's code, closed at once."""

import secrets
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.classes.models import Enrollment, EnrollmentRole
from app.classes.queries import is_current
from app.clock import day_of
from app.consents.errors import LetterUnusable, WrongCode
from app.consents.models import ClassLetter, GuardianLetter
from app.consents.service.letters import (
    TOKEN_BYTES,
    TRIES_FROM_NETWORK,
    count_from_network,
    letter_by_code,
)
from app.identity import service as identity

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.identity.person import Person


def make_class_letter(
    session: "Session", class_id: uuid.UUID, *, ends_on: "date", by: "Person", now: "datetime"
) -> ClassLetter:
    """Make the address of a class; an earlier one is closed.

    Args:
        session: The unit of work.
        class_id: Whose families.
        ends_on: The last day on which it is answered.
        by: Who makes it.
        now: The present instant.
    """
    close_class_letter(session, class_id, by=by, now=now)
    made = ClassLetter(
        class_id=class_id,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        created_at=now,
        created_by_id=by.id,
        ends_on=ends_on,
    )
    session.add(made)
    session.flush()
    _note(session, "guardian.class_letter_made", class_id, by=by, now=now)
    return made


def close_class_letter(
    session: "Session", class_id: uuid.UUID, *, by: "Person", now: "datetime"
) -> None:
    """Close the address of a class, from this moment on; without one nothing happens."""
    there = session.scalars(
        sa.select(ClassLetter).filter_by(class_id=class_id, closed_at=None)
    ).one_or_none()
    if there is not None:
        there.closed_at = now
        session.flush()
        _note(session, "guardian.class_letter_closed", class_id, by=by, now=now)


def class_letter_of(session: "Session", token: str, *, now: "datetime") -> ClassLetter:
    """Return the class's address that has a token.

    Raises:
        LetterUnusable: Unknown, closed or ended.
    """
    found = session.scalars(
        sa.select(ClassLetter).filter_by(token=token, closed_at=None)
    ).one_or_none()
    if found is None or found.ends_on < day_of(now):
        raise LetterUnusable
    return found


def count_class_try(
    session: "Session",
    class_letter_id: uuid.UUID,
    *,
    secret: str,
    address: str | None,
    now: "datetime",
) -> None:
    """Count a try of a code before it is looked at; in a transaction of its own.

    Raises:
        TooManyAttempts: From this network this address, or all letters, had too many in 15
            minutes. A parents' evening has one network; what is typed is one of 10^10.
    """
    count_from_network(session, secret=secret, address=address, now=now)
    what = f"class letter:{class_letter_id}"
    identity.take_turn(session, what, address=address, limit=TRIES_FROM_NETWORK, now=now)


def letter_in_class(
    session: "Session", class_id: uuid.UUID, typed: str, *, secret: str, now: "datetime"
) -> uuid.UUID:
    """Return the letter of a code, if its child learns in the class today.

    Raises:
        WrongCode: No usable letter of a pupil of the class has it.
    """
    found = letter_by_code(session, typed, secret=secret, now=now)
    is_pupil = (
        sa.exists()
        .where(Enrollment.class_id == class_id, Enrollment.role == EnrollmentRole.STUDENT)
        .where(Enrollment.user_id == GuardianLetter.child_id, is_current(day_of(now)))
    )
    if not session.scalar(sa.select(is_pupil).where(GuardianLetter.id == found)):
        raise WrongCode
    return found


def _note(
    session: "Session", action: str, class_id: uuid.UUID, *, by: "Person", now: "datetime"
) -> None:
    audit.record(session, action, now=now, by=by.id, acting_as=by.acting_id, subject=class_id)

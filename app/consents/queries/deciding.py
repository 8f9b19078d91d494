"""Whether a purpose is allowed: the one question that other packages ask."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.config import CONSENT_AGE
from app.consents import rules
from app.consents.models import ConsentRecord, Guardianship
from app.consents.queries.texts import current_texts
from app.consents.rules import Answer, Decision, Purpose
from app.identity import queries as identity

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.identity.person import Person


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What one person answered last, and what it lacks today; None lacks nothing."""

    said: rules.Said
    on: "date"
    expires_on: "date | None"
    text_version: int
    missing: rules.Missing | None


def decision(
    session: "Session",
    person_id: uuid.UUID,
    purpose: Purpose,
    *,
    on: "date",
    consent_age: int = CONSENT_AGE,
) -> Decision:
    """Say whether a purpose is allowed for a person on a day, or what is missing.

    Args:
        session: The unit of work.
        person_id: For whom: a pupil, or an adult, who decides alone.
        purpose: For what.
        on: The day.
        consent_age: The installation's setting of that name, in years: whoever has the settings
            at hand says it.

    Raises:
        NoResultFound: There is no such person.
    """
    who = identity.person(session, person_id, on=on)
    return decisions(session, [who], on=on, consent_age=consent_age)[who.id][purpose]


def answers_alone(who: "Person", *, consent_age: int) -> bool:
    """Say whether somebody answers for themselves; see the package's docstring."""
    return rules.answers_alone(who.grade, is_minor=who.is_minor, consent_age=consent_age)


def decisions(
    session: "Session", people: "Iterable[Person]", *, on: "date", consent_age: int
) -> dict[uuid.UUID, Mapping[Purpose, Decision]]:
    """Decide every purpose for several people, in two queries."""
    people = list(people)
    since = {key: one.asked_since for key, one in current_texts(session).items()}
    answers = _answers(session, people, on=on, consent_age=consent_age)
    return {
        one.id: {
            purpose: rules.decide(
                answers.get((one.id, purpose), ()), asked_since=since[purpose], on=on
            )
            for purpose in Purpose
        }
        for one in people
    }


def _answers(
    session: "Session", people: "list[Person]", *, on: "date", consent_age: int
) -> Mapping[tuple[uuid.UUID, Purpose], list[Answer]]:
    """Return the answers that count for each person and purpose, voiceless refusals included."""
    alone = {one.id for one in people if answers_alone(one, consent_age=consent_age)}
    rows = session.execute(
        sa.select(ConsentRecord, Guardianship)
        .outerjoin(Guardianship, Guardianship.id == ConsentRecord.guardianship_id)
        .where(ConsentRecord.person_id.in_([one.id for one in people]))
        .order_by(ConsentRecord.answered_at)
    )
    found: dict[tuple[uuid.UUID, Purpose], list[Answer]] = defaultdict(list)
    for record, tie in rows:
        if (record.guardianship_id is None) != (record.person_id in alone):
            continue  # what guardians said before the child was old enough, or a child too young
        if tie is not None and not (tie.has_authority and tie.holds(on)):
            continue
        found[record.person_id, record.purpose].append(_answer(record, tie))
    return found


def _answer(record: ConsentRecord, tie: Guardianship | None) -> Answer:
    return Answer(
        by=record.guardianship_id or record.person_id,
        said=record.said,
        text_version=record.text_version,
        answered_at=record.answered_at,
        expires_on=record.expires_on,
        is_voiceless=tie is not None and not tie.has_view,
    )

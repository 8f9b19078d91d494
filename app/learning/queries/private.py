"""What a learner answered for nobody else to read, for that learner."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.catalog import queries as catalog
from app.clock import day_of
from app.items.kinds import kind_of
from app.learning.models import PrivateAnswer, Registration
from app.learning.queries.places import Place, place_of_question

if TYPE_CHECKING:
    from markupsafe import Markup
    from sqlalchemy.orm import Session

    from app.catalog.content import Text, View
    from app.catalog.questions import Question
    from app.learning.queries.runs import OwnRun


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A private answer as its learner reads it: what was asked, and the texts of the answer."""

    prompt: "Markup"
    texts: "tuple[Markup | str, ...]"
    day: date
    place: Place
    language: str


def last_answer(session: "Session", own: "OwnRun", asked: "Question") -> str:
    """Return what a question was answered last, as xAPI has it; empty for no answer."""
    state = own.progress.items.get(asked.key)
    if state is None or asked.is_shared:
        return "" if state is None else state.response
    wanted = sa.select(PrivateAnswer.text).filter_by(
        registration_id=own.registration.id, item=asked.key
    )
    return session.scalar(wanted) or state.response


def own_words(session: "Session", own: "OwnRun", view: "View") -> tuple[OwnWords, ...]:
    """Return the private answers of a run, the newest first."""
    rows = session.scalars(
        sa.select(PrivateAnswer)
        .filter_by(registration_id=own.registration.id)
        .order_by(PrivateAnswer.answered_at.desc(), PrivateAnswer.item)
    )
    return tuple(_told(session, own, row, view) for row in rows)


def runs_with_own_words(
    session: "Session", learner_id: uuid.UUID
) -> "list[tuple[uuid.UUID, Text]]":
    """Return (id, title of the course) of this learner's runs in which something is private."""
    rows = session.execute(
        sa.select(Registration.id, Registration.course_version_id)
        .where(
            Registration.learner_id == learner_id,
            sa.exists().where(PrivateAnswer.registration_id == Registration.id),
        )
        .order_by(Registration.last_active_at.desc(), Registration.id)
    ).all()
    versions = catalog.versions(session, (version_id for _, version_id in rows))
    return [(run_id, versions[version_id].outline.title) for run_id, version_id in rows]


def _told(session: "Session", own: "OwnRun", row: PrivateAnswer, view: "View") -> OwnWords:
    version_id = own.registration.course_version_id
    content, asked = catalog.question(session, version_id, row.item)
    place = place_of_question(own.course, row.item)
    texts = catalog.question_html(content, place.step - 1, view)
    given = kind_of(asked.item).read_response(row.text)
    return OwnWords(
        prompt=texts.prompt,
        texts=tuple(texts.options.get(one, one) for one in given),
        day=day_of(row.answered_at),
        place=place,
        language=texts.language,
    )

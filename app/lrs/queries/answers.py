"""What each person answered first, question by question."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson
import sqlalchemy as sa

from app.lrs.models import StatementActivity, StoredStatement
from app.lrs.queries.responses import ANSWERS
from app.lrs.rules import Role, key_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST_ANSWERS = 200_000
"""That are read for one page; the latest, where there are more."""

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """The first answer of a person to a question.

    Attributes:
        person: Tells people apart, and nothing else about them.
        registration: The run in which it was given.
        activity: The IRI of the question.
        score: ``result.score.scaled``, or 1 or 0 by ``result.success``; None where neither is.
        response: ``result.response``; empty where there is none.
        revision: ``context.revision``: the version of the course, as its statements write it.
    """

    person: int
    registration: uuid.UUID | None
    activity: str
    score: float | None
    response: str
    revision: str


def first_answers(session: "Session", activities: Sequence[str]) -> Iterator[FirstAnswer]:
    """Yield each person's first answer to each of some questions, in the order they came.

    One query, read in pieces: an index range for each question finds the answers, and a group for
    each person and question leaves the first; what was voided or does not count is left out.

    Args:
        session: Any.
        activities: IRIs of questions.
    """
    if not activities:
        return
    link, table = StatementActivity, StoredStatement
    iris = {key_of(iri): iri for iri in activities}
    firsts = (
        sa.select(sa.func.min(link.seq).label("seq"), link.activity_key, table.actor_key)
        .join(table, table.seq == link.seq)
        .where(
            link.activity_key.in_(sorted(iris)),
            link.role == Role.OBJECT,
            table.actor_key.is_not(None),
            table.verb_key.in_(ANSWERS),
            table.voided.is_(False),
            table.counts.is_(True),
        )
        .group_by(link.activity_key, table.actor_key)
        .order_by(sa.desc("seq"))
        .limit(MOST_ANSWERS)
        .subquery()
    )
    rows = session.execute(
        sa.select(firsts.c.activity_key, firsts.c.actor_key, table.registration, table.doc)
        .join(firsts, firsts.c.seq == table.seq)
        .order_by(table.seq)
        .execution_options(yield_per=_AT_ONCE)
    )
    for activity_key, actor_key, registration, doc in rows:
        said = orjson.loads(doc)
        result = said.get("result", {})
        scaled, success = result.get("score", {}).get("scaled"), result.get("success")
        score = scaled if scaled is not None else success
        yield FirstAnswer(
            actor_key,
            registration,
            iris[activity_key],
            None if score is None else min(1.0, max(0.0, float(score))),
            result.get("response", ""),
            said.get("context", {}).get("revision", ""),
        )

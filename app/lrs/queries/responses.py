"""What people answered to one question, counted."""

from collections import Counter
from typing import TYPE_CHECKING

import orjson
import sqlalchemy as sa

from app.classes.queries import pupils_taught_by
from app.identity.models import User
from app.identity.queries import Account, is_account_of_user
from app.lrs.models import KnownAgent, StatementActivity, StoredStatement
from app.lrs.rules import Role, key_of
from app.xapi.vocabulary import ANSWERED, RESPONDED

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.identity.person import Person

ANSWERS = (key_of(ANSWERED.id), key_of(RESPONDED.id))
MOST_PEOPLE = 5_000
"""Whose statements are looked at: more would say the same."""


def first_responses_in_classes(
    session: "Session", activity: str, teacher: "Person", *, on: "date"
) -> Counter[str]:
    """Count what each pupil of somebody's own classes answered first, as enrolled that day.

    Whoever teaches no class is told of nobody. The rest is as of ``first_responses``.
    """
    pupils = (
        sa.select(KnownAgent.key)
        .join(Account, Account.actor_name == KnownAgent.account_id)
        .join(User, is_account_of_user())
        .where(User.id.in_(pupils_taught_by(teacher.id, on=on)))
    )
    return first_responses(session, activity, among=pupils)


def first_responses(
    session: "Session", activity: str, *, among: "sa.Select[int] | None" = None
) -> Counter[str]:
    """Count what each person answered first to one question.

    However often one person answers, one statement of theirs is read, and nobody is pushed out.

    Args:
        session: Any.
        activity: The IRI of a question or scene.
        among: The keys of those who are counted; None for everybody.

    Returns:
        ``result.response`` → people, of those who came to it last, where they are very many;
        what was voided or does not count is left out.
    """
    link, table = StatementActivity, StoredStatement
    firsts = (
        sa.select(sa.func.min(link.seq).label("seq"))
        .join(table, table.seq == link.seq)
        .where(
            link.activity_key == key_of(activity),
            link.role == Role.OBJECT,
            table.actor_key.is_not(None),
            table.verb_key.in_(ANSWERS),
            table.voided.is_(False),
            table.counts.is_(True),
            *([] if among is None else [table.actor_key.in_(among)]),
        )
        .group_by(table.actor_key)
        .order_by(sa.desc("seq"))
        .limit(MOST_PEOPLE)
        .subquery()
    )
    docs = session.scalars(sa.select(table.doc).join(firsts, firsts.c.seq == table.seq))
    said = (orjson.loads(doc).get("result", {}).get("response") for doc in docs)
    return Counter(response for response in said if response is not None)

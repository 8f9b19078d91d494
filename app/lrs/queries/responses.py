"""What people answered to one question, counted."""

from collections import Counter
from typing import TYPE_CHECKING

import orjson
import sqlalchemy as sa

from app.lrs.models import StatementActivity, StoredStatement
from app.lrs.rules import Role, key_of
from app.xapi.compare import identifier

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LATEST = 5_000
"""Statements that are looked at: more would say the same."""


def first_responses(session: "Session", activity: str) -> Counter[str]:
    """Count what each person answered first, among the latest statements about an activity.

    Args:
        session: Any.
        activity: The IRI of a question or scene.

    Returns:
        ``result.response`` → people; what was voided or does not count is left out.
    """
    link, table = StatementActivity, StoredStatement
    docs = session.scalars(
        sa.select(table.doc)
        .join(link, link.seq == table.seq)
        .where(
            link.activity_key == key_of(activity),
            link.role == Role.OBJECT,
            table.voided.is_(False),
            table.counts.is_(True),
        )
        .order_by(link.seq.desc())
        .limit(LATEST)
    )
    first: dict[str, str] = {}
    for doc in docs:  # from the latest to the first, which is what stays
        said = orjson.loads(doc)
        response = said.get("result", {}).get("response")
        if response is not None:
            first[identifier(said["actor"]) or ""] = response
    return Counter(first.values())

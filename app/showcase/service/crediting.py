"""Keep who was named, so that a day's beginning can tell what ended."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.showcase.models import ShowcaseCredit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def credits_of(session: "Session", project_id: uuid.UUID) -> list[ShowcaseCredit]:
    """Return how the members of a project want to be credited, as far as they said."""
    return list(
        session.scalars(sa.select(ShowcaseCredit).where(ShowcaseCredit.project_id == project_id))
    )


def note_named(rows: Iterable[ShowcaseCredit], named: frozenset[uuid.UUID]) -> int:
    """Keep who is named today; return how many were at the last look, and are not any more."""
    dropped = 0
    for row in rows:
        is_named = row.user_id in named
        dropped += row.was_named and not is_named
        row.was_named = is_named
    return dropped

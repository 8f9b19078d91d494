"""What people have of some items, from the kept summary of their attestations."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.talent.models import SkillStanding
from app.talent.rules import Source, State

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Held:
    """Where somebody stands at an item, and since when we know it."""

    item_ref: str
    level: int
    attested_on: date
    source: Source
    expires_on: date | None

    @property
    def code(self) -> str:
        """The item's code inside its framework."""
        return self.item_ref.partition("/")[2]

    @property
    def framework(self) -> str:
        """The framework's ref."""
        return self.item_ref.partition("/")[0]

    @property
    def is_signed(self) -> bool:
        """Whether a signed credential proves it."""
        return self.source is Source.SIGNED_CREDENTIAL


Holdings = dict[uuid.UUID, dict[str, Held]]
"""Person → item ref → where they stand."""


def held_by(
    session: "Session",
    person_ids: Iterable[uuid.UUID],
    refs: Iterable[str],
    *,
    today: date,
    signed: bool = False,
) -> Holdings:
    """Return what people have of some items today; one query.

    Args:
        session: The reading session.
        person_ids: Whose.
        refs: Of which items.
        today: What has expired before counts no more.
        signed: Only what a signed credential proves.
    """
    one = SkillStanding
    level, since, until = standing_columns(signed=signed)
    rows = session.execute(
        sa.select(one.person_id, one.item_ref, level, since, one.source, until).where(
            one.person_id.in_(list(person_ids)),
            one.item_ref.in_(list(refs)),
            stands(today, signed=signed),
        )
    )
    found: Holdings = defaultdict(dict)
    for person_id, ref, number, day, source, end in rows:
        by = Source.SIGNED_CREDENTIAL if signed else source
        found[person_id][ref] = Held(ref, number, day, by, end)
    return found


Columns = tuple[sa.ColumnElement[Any], sa.ColumnElement[Any], sa.ColumnElement[Any]]
"""Of a level, of its day, and of its last good day."""


def standing_columns(*, signed: bool) -> Columns:
    """Return level, day and last good day: of the best, or of the best signed credential."""
    one = SkillStanding
    if signed:
        return (
            one.signed_level.expression,
            one.signed_on.expression,
            one.signed_expires_on.expression,
        )
    return one.level.expression, one.attested_on.expression, one.expires_on.expression


def stands(today: date, *, signed: bool) -> sa.ColumnElement[bool]:
    """Return the condition that something stands today."""
    one = SkillStanding
    state = one.signed_level.is_not(None) if signed else one.state == State.ACTIVE
    _level, _since, until = standing_columns(signed=signed)
    return sa.and_(state, sa.or_(until.is_(None), until >= today))

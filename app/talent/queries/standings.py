"""Cells: what each person's attestations amount to on one day."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.talent import rules
from app.talent.models import SkillAttestation, SkillStanding
from app.talent.rules import Attested, Source, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one person stands at one item. ``step`` is the shade, 2–5.

    ``state`` other than active: nothing stands; ``level`` is what it was, to be shown grey.
    ``contested_since``: what decides the cell is being looked into, at its person's word.
    """

    item_ref: str
    level: int
    step: int
    attested_on: date
    expires_on: date | None
    source: Source
    state: State
    reason: str | None
    contested_since: date | None = None

    @property
    def code(self) -> str:
        """The item's code inside its framework."""
        return self.item_ref.partition("/")[2]

    @property
    def is_standing(self) -> bool:
        """Whether it counts."""
        return self.state is State.ACTIVE

    @classmethod
    def of(cls, attested: "Iterable[Attested]", *, top: int, today: date) -> "Cell | None":
        """Decide a cell from all attestations of one person for one item; None for none."""
        best = rules.best(attested, today)
        if best is None:
            return None
        level = min(best.level, top)  # a scale may have shrunk since; never draw beyond it
        return cls(
            item_ref=best.item_ref,
            level=level,
            step=rules.step(level, top),
            attested_on=best.attested_on,
            expires_on=best.expires_on,
            source=best.source,
            state=rules.state_on(best, today),
            reason=best.reason,
            contested_since=best.contested_since,
        )


Cells = dict[tuple[uuid.UUID, str], Cell]


def cells_of(
    session: "Session",
    person_ids: "Iterable[uuid.UUID]",
    framework_ref: str,
    *,
    top: int,
    today: date,
) -> Cells:
    """Return the cells of these people, by (person, item ref); one query, by index."""
    one = SkillStanding
    rows = session.execute(
        sa.select(
            *(one.person_id, one.item_ref, one.level, one.attested_on),
            *(one.source, one.state, one.expires_on, one.reason, one.contested_since),
        ).where(one.person_id.in_(list(person_ids)), one.framework_ref == framework_ref)
    )
    found: Cells = {}
    for row in rows:
        kept = Attested(
            row.item_ref,
            row.level,
            row.attested_on,
            row.source,
            row.state,
            row.expires_on,
            row.reason,
            row.contested_since,
        )
        cell = Cell.of([kept], top=top, today=today)
        if cell is not None:
            found[row.person_id, row.item_ref] = cell
    return found


def current(today: date, *, signed: bool = False) -> sa.Subquery:
    """Return what each person stands at today, one row a person and item, for joins.

    Args:
        today: The day it is asked for.
        signed: Count only what a signed credential proves.

    Returns:
        Columns ``person_id``, ``item_ref``, ``framework_ref``, ``level``, ``source``,
        ``expires_on``.
    """
    one = SkillStanding
    source: sa.ColumnElement[Source]
    stands: sa.ColumnElement[bool]
    if signed:
        level, expires_on = one.signed_level, one.signed_expires_on
        source = sa.literal(Source.SIGNED_CREDENTIAL, one.source.type).label("source")
        stands = one.signed_level.is_not(None)
    else:
        level, expires_on, source = one.level, one.expires_on, one.source.label("source")
        stands = one.state == State.ACTIVE
    lasts = sa.or_(expires_on.is_(None), expires_on >= today)
    return (
        sa.select(
            one.person_id,
            one.item_ref,
            one.framework_ref,
            level.label("level"),
            source,
            expires_on.label("expires_on"),
        )
        .where(stands, lasts)
        .subquery("standing")
    )


def stands_on(today: date) -> sa.ColumnElement[bool]:
    """Return the condition that an attestation counts on ``today``; ``rules.state_on`` in SQL."""
    return sa.and_(
        SkillAttestation.state == State.ACTIVE,
        sa.or_(SkillAttestation.expires_on.is_(None), SkillAttestation.expires_on >= today),
    )

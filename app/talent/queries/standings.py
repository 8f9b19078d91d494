"""Cells: what each person's attestations amount to on one day."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.talent import rules
from app.talent.models import SkillAttestation
from app.talent.rules import Attested, Source, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one person stands at one item. ``step`` is the shade, 2–5.

    ``state`` other than active: nothing stands; ``level`` is what it was, to be shown grey.
    """

    item_ref: str
    level: int
    step: int
    attested_on: date
    expires_on: date | None
    source: Source
    state: State
    reason: str | None

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
    rows = session.execute(
        sa.select(
            SkillAttestation.person_id,
            SkillAttestation.item_ref,
            SkillAttestation.level,
            SkillAttestation.attested_on,
            SkillAttestation.source,
            SkillAttestation.state,
            SkillAttestation.expires_on,
            SkillAttestation.state_reason,
        ).where(
            SkillAttestation.person_id.in_(list(person_ids)),
            SkillAttestation.framework_ref == framework_ref,
        )
    )
    found: dict[tuple[uuid.UUID, str], list[Attested]] = defaultdict(list)
    for person_id, item_ref, level, attested_on, source, state, expires_on, reason in rows:
        found[person_id, item_ref].append(
            Attested(item_ref, level, attested_on, source, state, expires_on, reason)
        )
    return {
        key: cell
        for key, attested in found.items()
        if (cell := Cell.of(attested, top=top, today=today)) is not None
    }


def stands_on(today: date) -> sa.ColumnElement[bool]:
    """Return the condition that an attestation counts on ``today``; ``rules.state_on`` in SQL."""
    return sa.and_(
        SkillAttestation.state == State.ACTIVE,
        sa.or_(SkillAttestation.expires_on.is_(None), SkillAttestation.expires_on >= today),
    )

"""Cells: what each person's attestations amount to on one day."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.talent import rules
from app.talent.models import SkillAttestation, SkillStanding
from app.talent.rules import Attested, Source, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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

    @property
    def is_contested(self) -> bool:
        """Whether its person says that it is wrong, and nobody has settled that."""
        return self.contested_since is not None

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


@dataclass(frozen=True, slots=True)
class Proofs:
    """Which proofs count.

    Attributes:
        signed: Only what a signed credential proves.
        since: Only what was attested on that day or later. What is kept of an item is its best
            proof, so a weaker one that is newer does not bring an item back in.
    """

    signed: bool = False
    since: date | None = None


EVERY = Proofs()
"""Whatever attests."""

Cells = dict[tuple[uuid.UUID, str], Cell]


def cells_of(
    session: "Session",
    person_ids: "Iterable[uuid.UUID]",
    tops: "Mapping[str, int]",
    *,
    today: date,
    proofs: Proofs = EVERY,
) -> Cells:
    """Return the cells of these people, by (person, item ref); one query, by index.

    Args:
        session: The reading session.
        person_ids: Whose.
        tops: The highest level of each framework that is asked for, by its ref.
        today: The day it is asked for.
        proofs: Which count. What fell is there to be greyed, where it was of the kind asked for.
    """
    one, kept = SkillStanding, _kept(proofs)
    rows: Any = session.execute(  # nine columns are more than the types tell
        sa.select(
            *(one.person_id, one.item_ref, one.framework_ref, one.reason, one.contested_since),
            *(kept.level, kept.attested_on, kept.source, kept.state, kept.expires_on),
        ).where(
            one.person_id.in_(list(person_ids)),
            one.framework_ref.in_(list(tops)),
            sa.or_(kept.stands, kept.fell),
            *kept.in_time,
        )
    )
    steps = {
        ref: [rules.step(level, top) for level in range(1, top + 1)] for ref, top in tops.items()
    }
    found: Cells = {}
    for person_id, ref, framework, reason, asked, level, on, source, state, expires_on in rows:
        drawn = min(level, tops[framework])  # a scale may have shrunk since
        is_over = state is State.ACTIVE and expires_on is not None and expires_on < today
        found[person_id, ref] = Cell(
            item_ref=ref,
            level=drawn,
            step=steps[framework][drawn - 1],
            attested_on=on,
            expires_on=expires_on,
            source=source,
            state=State.EXPIRED if is_over else state,
            reason=reason,
            contested_since=asked,
        )
    return found


def current(today: date, *, signed: bool = False, since: date | None = None) -> sa.Subquery:
    """Return what each person stands at today, one row a person and item, for joins.

    Args:
        today: The day it is asked for.
        signed: Count only what a signed credential proves.
        since: Count only what was attested on that day or later.

    Returns:
        Columns ``person_id``, ``item_ref``, ``framework_ref``, ``level``, ``source``,
        ``expires_on``.
    """
    one, kept = SkillStanding, _kept(Proofs(signed, since))
    lasts = sa.or_(kept.expires_on.is_(None), kept.expires_on >= today)
    return (
        sa.select(
            one.person_id,
            one.item_ref,
            one.framework_ref,
            kept.level.label("level"),
            kept.source.label("source"),
            kept.expires_on.label("expires_on"),
        )
        .where(kept.stands, lasts, *kept.in_time)
        .subquery("standing")
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """The columns of the summary that answer for some proofs, and what holds for them."""

    level: sa.ColumnElement[int]
    attested_on: sa.ColumnElement[date]
    expires_on: sa.ColumnElement[date | None]
    source: sa.ColumnElement[Source]
    state: sa.ColumnElement[State]
    stands: sa.ColumnElement[bool]
    fell: sa.ColumnElement[bool]
    in_time: tuple[sa.ColumnElement[bool], ...]


def _kept(proofs: Proofs) -> _Kept:
    one = SkillStanding
    fell = one.state != State.ACTIVE
    if not proofs.signed:
        in_time = () if proofs.since is None else (one.attested_on >= proofs.since,)
        return _Kept(
            level=one.level.expression,
            attested_on=one.attested_on.expression,
            expires_on=one.expires_on.expression,
            source=one.source.expression,
            state=one.state.expression,
            stands=~fell,
            fell=fell,
            in_time=in_time,
        )
    stands = one.signed_level.is_not(None)
    day = sa.func.coalesce(one.signed_on, one.attested_on)
    return _Kept(
        level=sa.func.coalesce(one.signed_level, one.level),
        attested_on=day,
        expires_on=sa.case((stands, one.signed_expires_on), else_=one.expires_on),
        source=sa.literal(Source.SIGNED_CREDENTIAL, one.source.type),
        state=sa.case((stands, sa.literal(State.ACTIVE, one.state.type)), else_=one.state),
        stands=stands,
        fell=sa.and_(~stands, fell, one.source == Source.SIGNED_CREDENTIAL),
        in_time=() if proofs.since is None else (day >= proofs.since,),
    )


def stands_on(today: date) -> sa.ColumnElement[bool]:
    """Return the condition that an attestation counts on ``today``; ``rules.state_on`` in SQL."""
    return sa.and_(
        SkillAttestation.state == State.ACTIVE,
        sa.or_(SkillAttestation.expires_on.is_(None), SkillAttestation.expires_on >= today),
    )

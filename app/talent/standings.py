"""The summary that the matrix reads: each person's best attestation of an item, kept in a table.

Whatever changes an attestation calls ``refold`` in its own transaction, so no delivery comes
between a change and the page that shows it. What expires is folded anew with each day; a reader
sees it as expired even before that.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.identity.models import User
from app.talent import rules
from app.talent.models import SkillAttestation, SkillStanding
from app.talent.rules import Attested, Source, State

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Key = tuple[uuid.UUID, str]
"""(person, item ref)."""
Row = dict[str, Any]

AT_ONCE = 200
"""People whose attestations are in memory at a time."""


def refold(session: "Session", person_ids: Iterable[uuid.UUID | None], *, today: date) -> int:
    """Bring the summary of these people in line with their attestations; idempotent.

    It holds the people until the transaction ends: of two who attest to one person at once, the
    later one folds what both wrote.

    Args:
        session: The unit of work; what it has still to write is written first.
        person_ids: Whose attestations changed; None stands for nobody.
        today: The day it happens.

    Returns:
        How many cells changed.
    """
    session.flush()
    changed = 0
    for people in batches(person_ids):
        _hold(session, people)
        kept, folded = _kept(session, people), _folded(session, people, today=today)
        gone = [key for key in kept if key not in folded]
        wrong = [key for key, row in folded.items() if kept.get(key) != row]
        _remove(session, [*gone, *(key for key in wrong if key in kept)])
        if wrong:
            session.execute(sa.insert(SkillStanding), [folded[key] for key in wrong])
        changed += len(gone) + len(wrong)
    return changed


def differing(
    session: "Session", person_ids: Iterable[uuid.UUID], *, today: date
) -> tuple[Key, ...]:
    """Return the cells of these people that the summary keeps otherwise than the fold says.

    What has expired and waits for the day's fold is a difference too.
    """
    found: list[Key] = []
    for people in batches(person_ids):
        kept, folded = _kept(session, people), _folded(session, people, today=today)
        found += [key for key in {**kept, **folded} if kept.get(key) != folded.get(key)]
    return tuple(found)


def everybody(session: "Session") -> tuple[uuid.UUID, ...]:
    """Return all who have attestations, or a summary."""
    asked = sa.union(sa.select(SkillAttestation.person_id), sa.select(SkillStanding.person_id))
    return tuple(session.scalars(asked))


def batches(person_ids: Iterable[uuid.UUID | None]) -> Iterator[list[uuid.UUID]]:
    """Yield people in a settled order, some at a time."""
    wanted = sorted({one for one in person_ids if one is not None})
    for start in range(0, len(wanted), AT_ONCE):
        yield wanted[start : start + AT_ONCE]


def whose_expired(session: "Session", *, today: date) -> tuple[uuid.UUID, ...]:
    """Return the people whose summary names something as good that has expired since."""
    ended = sa.select(SkillStanding.person_id).where(
        SkillStanding.expires_on < today, SkillStanding.state == State.ACTIVE
    )
    signed = sa.select(SkillStanding.person_id).where(SkillStanding.signed_expires_on < today)
    return tuple(session.scalars(sa.union(ended, signed)))


def _hold(session: "Session", people: list[uuid.UUID]) -> None:
    """In one order for all, and without being in the way of rows that only name these people."""
    held = sa.select(User.id).where(User.id.in_(people)).order_by(User.id)
    session.execute(held.with_for_update(key_share=True)).all()


def _kept(session: "Session", people: list[uuid.UUID]) -> dict[Key, Row]:
    columns = SkillStanding.__table__.columns
    rows = session.execute(sa.select(*columns).where(columns.person_id.in_(people))).mappings()
    return {(row["person_id"], row["item_ref"]): dict(row) for row in rows}


def _folded(session: "Session", people: list[uuid.UUID], *, today: date) -> dict[Key, Row]:
    one = SkillAttestation
    rows = session.execute(
        sa.select(
            *(one.person_id, one.item_ref, one.level, one.attested_on),
            *(one.source, one.state, one.expires_on, one.state_reason, one.contested_since),
        ).where(one.person_id.in_(people))
    )
    found: dict[Key, list[Attested]] = defaultdict(list)
    for row in rows:
        found[row.person_id, row.item_ref].append(
            Attested(
                row.item_ref,
                row.level,
                row.attested_on,
                row.source,
                row.state,
                row.expires_on,
                row.state_reason,
                row.contested_since,
            )
        )
    return {
        (person_id, item_ref): {
            "person_id": person_id,
            "item_ref": item_ref,
            "framework_ref": item_ref.partition("/")[0],
            **_summary(attested, today=today),
        }
        for (person_id, item_ref), attested in found.items()
    }


def _summary(attested: list[Attested], *, today: date) -> Row:
    best = rules.best(attested, today)
    if best is None:
        raise ValueError("there is a cell only where something attests")
    signed = rules.best(
        (
            one
            for one in attested
            if one.source is Source.SIGNED_CREDENTIAL
            and rules.state_on(one, today) is State.ACTIVE
        ),
        today,
    )
    return {
        "level": best.level,
        "source": best.source,
        "attested_on": best.attested_on,
        "expires_on": best.expires_on,
        "state": rules.state_on(best, today),
        "reason": best.reason,
        "contested_since": best.contested_since,
        "signed_level": signed.level if signed else None,
        "signed_on": signed.attested_on if signed else None,
        "signed_expires_on": signed.expires_on if signed else None,
    }


def _remove(session: "Session", keys: list[Key]) -> None:
    refs: dict[uuid.UUID, list[str]] = defaultdict(list)
    for person_id, item_ref in keys:
        refs[person_id].append(item_ref)
    for person_id, item_refs in refs.items():
        session.execute(
            sa.delete(SkillStanding)
            .where(SkillStanding.person_id == person_id, SkillStanding.item_ref.in_(item_refs))
            .execution_options(synchronize_session=False)
        )

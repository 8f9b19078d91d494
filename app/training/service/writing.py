"""Write records, and let the registry know what they attest."""

import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.clock import day_of
from app.talent import grounds
from app.talent.grounds import Ground
from app.talent.rules import Source
from app.training.models import TrainingChange, TrainingRecord, claims_in, claims_json
from app.training.plan import Changed, Content, Made
from app.training.rules import key_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.training.models import TrainingSource

AT_ONCE = 2_000


def write(
    session: "Session",
    source: "TrainingSource",
    import_id: uuid.UUID,
    made: Sequence[Made],
    changed: Sequence[Changed],
    *,
    now: "datetime",
) -> None:
    """Make and change records as it was planned, and let them attest what they say.

    Raises:
        NotStaffError: Somebody has left meanwhile. Nothing may be kept of this transaction.
    """
    rows = [
        {
            "id": uuid.uuid4(),
            "person_id": one.person_id,
            "source_id": source.id,
            "import_id": import_id,
            "title": one.title,
            "title_key": key_of(one.title),
            "completed_on": one.completed_on,
            **_columns(one.content),
        }
        for one in made
    ]
    if rows:
        session.execute(sa.insert(TrainingRecord), rows)
    places = _places(session, [one.record_id for one in changed])
    for one in changed:
        _change(session, one.record_id, one.after)
        session.add(
            TrainingChange(
                import_id=import_id,
                record_id=one.record_id,
                person_id=one.person_id,
                place=places.get(one.record_id, 0) + 1,
                before=one.before.to_json(),
                after=one.after.to_json(),
            )
        )
    session.flush()
    attesting = [
        (row["person_id"], _ground(source, row), claims_in(row["claims"]))
        for row in rows
        if row["claims"]["claims"]
    ]
    attesting += [
        (
            one.person_id,
            _ground(
                source,
                {
                    "id": one.record_id,
                    "title": one.title,
                    "completed_on": one.completed_on,
                    "expires_on": one.after.expires_on,
                },
            ),
            one.after.claims,
        )
        for one in changed
        if one.before.claims or one.after.claims
    ]
    grounds.attest_many(session, attesting, now=now)


def attest(
    session: "Session",
    source: "TrainingSource",
    records: Iterable[TrainingRecord],
    *,
    now: "datetime",
    traceless: bool = False,
) -> None:
    """Let records attest what they say; those of people who have left stay as they are."""
    rows = list(records)
    at_work = grounds.staff_among(session, {one.person_id for one in rows}, today=day_of(now))
    wanted = [
        (
            one.person_id,
            _ground(
                source,
                {
                    "id": one.id,
                    "title": one.title,
                    "completed_on": one.completed_on,
                    "expires_on": one.expires_on,
                },
            ),
            claims_in(one.claims),
        )
        for one in rows
        if one.person_id in at_work
    ]
    session.flush()
    grounds.attest_many(session, wanted, now=now, traceless=traceless)


def content_in(record: TrainingRecord) -> Content:
    """Return what a record says."""
    return Content(record.minutes, claims_in(record.claims), record.expires_on)


def put(record: TrainingRecord, content: Content) -> None:
    """Let a record say something else."""
    for name, value in _columns(content).items():
        setattr(record, name, value)


def _places(session: "Session", record_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return the place of the last change of each record that has one."""
    found: dict[uuid.UUID, int] = {}
    for start in range(0, len(record_ids), AT_ONCE):
        rows = session.execute(
            sa.select(TrainingChange.record_id, sa.func.max(TrainingChange.place))
            .where(TrainingChange.record_id.in_(record_ids[start : start + AT_ONCE]))
            .group_by(TrainingChange.record_id)
        )
        found.update((record_id, place) for record_id, place in rows)
    return found


def _change(session: "Session", record_id: uuid.UUID, content: Content) -> None:
    session.execute(
        sa.update(TrainingRecord)
        .where(TrainingRecord.id == record_id)
        .values(**_columns(content))
        .execution_options(synchronize_session="fetch")
    )


def _columns(content: Content) -> dict[str, Any]:
    return {
        "minutes": content.minutes,
        "claims": claims_json(content.claims),
        "expires_on": content.expires_on,
    }


def _ground(source: "TrainingSource", row: dict[str, Any]) -> Ground:
    return Ground(
        id=row["id"],
        source=Source.EXTERNAL_TRAINING,
        title=row["title"],
        issuer_name=source.name,
        attested_on=row["completed_on"],
        expires_on=row["expires_on"],
    )

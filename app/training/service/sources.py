"""Keep sources, what their columns mean, and what their titles attest."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.talent import grounds
from app.training.models import (
    TrainingColumns,
    TrainingRecord,
    TrainingRule,
    TrainingSource,
    claims_in,
    claims_json,
)
from app.training.presets import PRESETS
from app.training.rules import Claims, Columns, Rule, claims_of, key_of
from app.training.rules import rule_for as rule_for_title
from app.training.service.writing import attest

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Attests:
    """What somebody typed of a rule: a title or a pattern, and what it attests."""

    pattern: str
    claims: Claims
    months: int | None


def add_source(
    session: "Session",
    name: str,
    *,
    note: str = "",
    preset: str | None = None,
    by: uuid.UUID | None,
    now: "datetime",
) -> TrainingSource:
    """Keep a new source.

    Args:
        session: The unit of work.
        name: What it is called on every page; no other has it.
        note: What its lists are.
        preset: Key of one of ``presets.PRESETS``, whose columns it begins with.
        by: Who adds it.
        now: The present instant.
    """
    row = TrainingSource(name=name, note=note, preset=preset, created_at=now, created_by_id=by)
    session.add(row)
    session.flush()
    audit.record(session, "training.source_added", now=now, by=by, details=_of(row.id))
    if preset is not None:
        keep_columns(session, row.id, PRESETS[preset].columns, is_ours=True, by=by, now=now)
    return row


def name_source(
    session: "Session",
    row: TrainingSource,
    name: str,
    note: str,
    *,
    by: uuid.UUID | None,
    now: "datetime",
) -> None:
    """Call a source otherwise; what its records attest bears the new name too."""
    is_renamed = row.name != name
    row.name, row.note = name, note
    session.flush()
    audit.record(session, "training.source_changed", now=now, by=by, details=_of(row.id))
    if is_renamed:
        attest(session, row, _records(session, row.id), now=now)


def keep_columns(
    session: "Session",
    source_id: uuid.UUID,
    columns: Columns,
    *,
    is_ours: bool = False,
    by: uuid.UUID | None,
    now: "datetime",
) -> TrainingColumns:
    """Keep what the columns of a source's lists mean, as a new version; the same is none."""
    newest = columns_now(session, source_id)
    if newest is not None and newest.value() == columns and newest.is_ours == is_ours:
        return newest
    row = TrainingColumns(
        source_id=source_id,
        number=newest.number + 1 if newest else 1,
        columns=columns.to_json(),
        is_ours=is_ours,
        made_at=now,
        by_id=by,
    )
    session.add(row)
    session.flush()
    audit.record(session, "training.columns_kept", now=now, by=by, details=_of(source_id))
    return row


def columns_now(session: "Session", source_id: uuid.UUID) -> TrainingColumns | None:
    """Return the newest version of a source's columns; None where nobody has chosen yet."""
    return session.scalar(
        sa.select(TrainingColumns)
        .where(TrainingColumns.source_id == source_id)
        .order_by(TrainingColumns.number.desc())
        .limit(1)
    )


def keep_rule(
    session: "Session",
    source: TrainingSource,
    told: Attests,
    *,
    row: TrainingRule | None = None,
    for_all: bool = False,
    by: uuid.UUID | None,
    now: "datetime",
) -> TrainingRule:
    """Say what a title attests; a title of which something was said already is said anew.

    Args:
        session: The unit of work.
        source: Whose title it is.
        told: What is said.
        row: The rule that is changed, if one is.
        for_all: Whether it holds for records that are there as well.
        by: Who says so.
        now: The present instant.
    """
    key = key_of(told.pattern)
    if row is None:
        row = session.scalar(
            sa.select(TrainingRule).where(
                TrainingRule.source_id == source.id, TrainingRule.pattern_key == key
            )
        ) or TrainingRule(source_id=source.id)
    row.pattern, row.pattern_key = told.pattern, key
    row.claims = claims_json(claims_of(told.claims))
    row.months = told.months if told.claims else None
    row.made_at, row.by_id = now, by
    session.add(row)
    session.flush()
    audit.record(session, "training.rule_kept", now=now, by=by, details=_of(source.id))
    if for_all:
        follow_rules(session, source, now=now)
    return row


def remove_rule(
    session: "Session", row: TrainingRule, *, by: uuid.UUID | None, now: "datetime"
) -> None:
    """Say nothing of a title any more; records stay as they are."""
    audit.record(session, "training.rule_removed", now=now, by=by, details=_of(row.source_id))
    session.delete(row)
    session.flush()


def follow_rules(session: "Session", source: TrainingSource, *, now: "datetime") -> int:
    """Let the records of a source attest what its rules say now; return how many changed.

    Records of people who have left stay as they are: the registry keeps who is staff.
    """
    rules = rules_of(session, source.id)
    decided: dict[str, Rule | None] = {}
    changed = []
    for one in _records(session, source.id):
        if one.title_key not in decided:
            decided[one.title_key] = rule_for_title(one.title, rules)
        rule = decided[one.title_key]
        claims = rule.claims if rule else ()
        ends = rule.last_good_day(one.completed_on) if rule and claims else None
        if (claims_in(one.claims), one.expires_on) != (claims, ends):
            changed.append((one, claims, ends))
    staff = grounds.staff_among(
        session, {one.person_id for one, _, _ in changed}, today=day_of(now)
    )
    changed = [each for each in changed if each[0].person_id in staff]
    for one, claims, ends in changed:
        one.claims, one.expires_on = claims_json(claims), ends
    attest(session, source, [one for one, _, _ in changed], now=now)
    return len(changed)


def rules_of(session: "Session", source_id: uuid.UUID) -> list[Rule]:
    """Return what the titles of a source attest."""
    rows = session.scalars(sa.select(TrainingRule).where(TrainingRule.source_id == source_id))
    return [one.value() for one in rows]


def _records(session: "Session", source_id: uuid.UUID) -> list[TrainingRecord]:
    asked = sa.select(TrainingRecord).where(TrainingRecord.source_id == source_id)
    return list(session.scalars(asked))


def _of(source_id: uuid.UUID) -> dict[str, object]:
    return {"source": str(source_id)}

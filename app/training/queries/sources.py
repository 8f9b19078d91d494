"""Sources with what their columns and titles mean."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.training.models import (
    TrainingColumns,
    TrainingRecord,
    TrainingRule,
    TrainingSource,
)
from app.training.rules import Columns, Rule, rule_for

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as lists name it. ``version`` is None while nobody has chosen its columns."""

    id: uuid.UUID
    name: str
    note: str
    version: int | None
    is_ours: bool
    records: int


@dataclass(frozen=True, slots=True)
class Title:
    """A title of a source's records, and the rule that decides it, if one does."""

    title: str
    records: int
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Everything about a source.

    Attributes:
        row: The source.
        versions: Of its columns, newest first.
        rules: What its titles attest, in order of the titles.
        titles: Of its records for which no rule says anything, the most frequent first.
        records: How many there are.
    """

    row: TrainingSource
    versions: tuple[TrainingColumns, ...]
    rules: tuple[TrainingRule, ...]
    titles: tuple[Title, ...]
    records: int

    @property
    def columns(self) -> Columns | None:
        """The newest version."""
        return self.versions[0].value() if self.versions else None


def sources(session: "Session") -> list[SourceRow]:
    """Return all sources by name; one query."""
    newest = (
        sa.select(
            TrainingColumns.source_id,
            TrainingColumns.number,
            TrainingColumns.is_ours,
            sa.func.row_number()
            .over(partition_by=TrainingColumns.source_id, order_by=TrainingColumns.number.desc())
            .label("place"),
        )
    ).subquery("newest")
    records = (
        sa.select(sa.func.count(TrainingRecord.id))
        .where(TrainingRecord.source_id == TrainingSource.id)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(TrainingSource, newest.c.number, newest.c.is_ours, records)
        .outerjoin(newest, sa.and_(newest.c.source_id == TrainingSource.id, newest.c.place == 1))
        .order_by(TrainingSource.name)
    )
    return [
        SourceRow(row.id, row.name, row.note, number, bool(is_ours), count)
        for row, number, is_ours, count in rows
    ]


def source_page(session: "Session", source_id: uuid.UUID) -> SourcePage | None:
    """Return a source with all that is said of it; None where there is none; four queries."""
    row = session.get(TrainingSource, source_id)
    if row is None:
        return None
    versions = session.scalars(
        sa.select(TrainingColumns)
        .where(TrainingColumns.source_id == source_id)
        .order_by(TrainingColumns.number.desc())
    )
    rules = session.scalars(
        sa.select(TrainingRule)
        .where(TrainingRule.source_id == source_id)
        .order_by(TrainingRule.pattern_key)
    ).all()
    titles = _titles(session, source_id, [one.value() for one in rules])
    return SourcePage(
        row,
        tuple(versions),
        tuple(rules),
        tuple(one for one in titles if one.rule is None),
        sum(one.records for one in titles),
    )


def is_taken(session: "Session", name: str, *, but: uuid.UUID | None = None) -> bool:
    """Say whether another source has this name."""
    asked = sa.select(TrainingSource.id).where(
        TrainingSource.name == name, TrainingSource.id != (but or uuid.UUID(int=0))
    )
    return session.scalar(asked.limit(1)) is not None


def _titles(session: "Session", source_id: uuid.UUID, rules: list[Rule]) -> list[Title]:
    count = sa.func.count()
    rows = session.execute(
        sa.select(sa.func.min(TrainingRecord.title), count)
        .where(TrainingRecord.source_id == source_id)
        .group_by(TrainingRecord.title_key)
        .order_by(count.desc(), TrainingRecord.title_key)
    )
    return [Title(title, n, rule_for(title, rules)) for title, n in rows]

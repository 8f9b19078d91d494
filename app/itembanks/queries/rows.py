"""Items as rows of a list."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.itembanks.models import LONGEST_TAG, BankItem, ItemAlignment, ItemGrade
from app.itembanks.sources import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in a list, in its newest version."""

    id: uuid.UUID
    bank: str
    key: str
    kind: str
    number: int
    prompt: str
    faults: int
    changed_on: "date"
    grades: tuple[int, ...]
    refs: tuple[str, ...]

    @property
    def reference(self) -> Reference:
        """How a course file names it."""
        return Reference(self.bank, self.key, self.number)


def rows_of(
    session: "Session", found: "Iterable[BankItem]", banks: dict[uuid.UUID, str]
) -> list[ItemRow]:
    """Return items as rows; one query. ``banks`` maps the id of a bank to its key."""
    wanted = list(found)
    ids = [item.id for item in wanted]
    grades: dict[uuid.UUID, list[int]] = defaultdict(list)
    refs: dict[uuid.UUID, list[str]] = defaultdict(list)
    if ids:
        of_grades = sa.select(
            ItemGrade.item_id,
            sa.cast(ItemGrade.grade, sa.String(LONGEST_TAG)),
            sa.literal(value=True),
        ).where(ItemGrade.item_id.in_(ids))
        of_refs = sa.select(
            ItemAlignment.item_id, ItemAlignment.ref, sa.literal(value=False)
        ).where(ItemAlignment.item_id.in_(ids))
        for item_id, value, is_grade in session.execute(sa.union_all(of_grades, of_refs)):
            if is_grade:
                grades[item_id].append(int(value))
            else:
                refs[item_id].append(value)
    return [
        ItemRow(
            item.id,
            banks[item.bank_id],
            item.key,
            item.kind,
            item.number,
            item.prompt,
            item.faults,
            day_of(item.changed_at),
            tuple(sorted(grades[item.id])),
            tuple(sorted(refs[item.id])),
        )
        for item in wanted
    ]

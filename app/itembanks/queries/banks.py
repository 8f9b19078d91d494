"""The banks, and what is in one of them."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.identity.models import Organization, OrganizationKind
from app.itembanks import policy
from app.itembanks.errors import NoSuchItem
from app.itembanks.models import LONGEST_TAG, BankItem, ItemAlignment, ItemBank, ItemGrade
from app.itembanks.policy import Action, Owner
from app.itembanks.queries.rows import ItemRow, rows_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from app.identity.person import Person

PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class BankRow:
    """A bank in the list."""

    id: uuid.UUID
    key: str
    title: str
    license: str
    organization: str
    items: int
    organization_id: uuid.UUID
    owner: Owner

    def may(self, who: "Person", action: Action | str) -> bool:
        """Whether somebody may do something with it."""
        return policy.may(who, action, self.organization_id, self.owner)


@dataclass(frozen=True, slots=True)
class Sieve:
    """What narrows the items of a bank; "" and 0 for everything."""

    words: str = ""
    kind: str = ""
    ref: str = ""
    grade: int = 0

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        return self == Sieve()


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a bank holds at all, to narrow by: (value, how many items)."""

    kinds: tuple[tuple[str, int], ...]
    refs: tuple[tuple[str, int], ...]
    grades: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class BankPage:
    """A bank, and those of its items that pass, a page of them."""

    row: BankRow
    items: tuple[ItemRow, ...]
    total: int
    page: int
    shelf: Shelf

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE_SIZE))


def banks(session: "Session", who: "Person", action: Action = Action.SEE) -> list[BankRow]:
    """Return every bank with which somebody may do something, by title; one query."""
    return [row for row in _rows(session) if row.may(who, action)]


def bank(session: "Session", bank_id: uuid.UUID) -> BankRow:
    """Return a bank, whoever asks; one query.

    Raises:
        NoSuchItem: There is none.
    """
    return _one(session, ItemBank.id == bank_id)


def bank_of_item(session: "Session", item_id: uuid.UUID) -> BankRow:
    """Return the bank of an item, whoever asks; one query.

    Raises:
        NoSuchItem: There is no such item.
    """
    held = sa.select(BankItem.bank_id).where(BankItem.id == item_id).scalar_subquery()
    return _one(session, ItemBank.id == held)


def _one(session: "Session", which: sa.ColumnElement[bool]) -> BankRow:
    row = next(_rows(session, which), None)
    if row is None:
        raise NoSuchItem
    return row


def _rows(session: "Session", *which: sa.ColumnElement[bool]) -> Iterator[BankRow]:
    count = (
        sa.select(sa.func.count())
        .where(BankItem.bank_id == ItemBank.id)
        .correlate(ItemBank)
        .scalar_subquery()
    )
    found = session.execute(
        sa.select(ItemBank, Organization.name, Organization.kind, count)
        .join(Organization, Organization.id == ItemBank.organization_id)
        .where(*which)
        .order_by(ItemBank.title, ItemBank.key)
    )
    for bank, place, kind, items in found:
        yield BankRow(
            bank.id,
            bank.key,
            bank.title,
            bank.license,
            place,
            items,
            bank.organization_id,
            Owner.CITY if kind is OrganizationKind.CITY else Owner.OWN,
        )


def bank_page(session: "Session", row: BankRow, sieve: Sieve, *, page: int = 1) -> BankPage:
    """Return a page of a bank's items, the last changed first; six queries at most."""
    wanted = _sieved(sa.select(BankItem).where(BankItem.bank_id == row.id), sieve)
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    found = session.scalars(
        wanted.order_by(BankItem.changed_at.desc(), BankItem.key)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    return BankPage(
        row,
        tuple(rows_of(session, found, {row.id: row.key})),
        total,
        page,
        _shelf(session, row.id),
    )


def held(
    session: "Session", bank_id: uuid.UUID, item_ids: "Collection[uuid.UUID]"
) -> list[uuid.UUID]:
    """Return which of these items a bank holds, in the order asked for; one query."""
    found = set(
        session.scalars(
            sa.select(BankItem.id).where(BankItem.bank_id == bank_id, BankItem.id.in_(item_ids))
        )
    )
    return [one for one in item_ids if one in found]


def passing(session: "Session", bank_id: uuid.UUID, sieve: Sieve) -> list[uuid.UUID]:
    """Return the ids of all items of a bank that pass; one query."""
    wanted = _sieved(sa.select(BankItem).where(BankItem.bank_id == bank_id), sieve)
    return [item.id for item in session.scalars(wanted.order_by(BankItem.key))]


def _sieved(query: "sa.Select[BankItem]", sieve: Sieve) -> "sa.Select[BankItem]":
    for word in sieve.words.casefold().split():
        query = query.where(BankItem.words.contains(word, autoescape=True))
    if sieve.kind:
        query = query.where(BankItem.kind == sieve.kind)
    if sieve.ref:
        query = query.where(
            BankItem.id.in_(sa.select(ItemAlignment.item_id).where(ItemAlignment.ref == sieve.ref))
        )
    if sieve.grade:
        query = query.where(
            BankItem.id.in_(sa.select(ItemGrade.item_id).where(ItemGrade.grade == sieve.grade))
        )
    return query


def _shelf(session: "Session", bank_id: uuid.UUID) -> Shelf:
    """Count what is there to narrow by; one query for the three of them."""
    inside = sa.select(BankItem.id).where(BankItem.bank_id == bank_id)
    count, text = sa.func.count(), sa.literal
    kinds = (
        sa.select(text("kind").label("what"), BankItem.kind.label("value"), count.label("n"))
        .where(BankItem.bank_id == bank_id)
        .group_by(BankItem.kind)
    )
    refs = (
        sa.select(text("ref"), ItemAlignment.ref, count)
        .where(ItemAlignment.item_id.in_(inside))
        .group_by(ItemAlignment.ref)
    )
    grades = (
        sa.select(text("grade"), sa.cast(ItemGrade.grade, sa.String(LONGEST_TAG)), count)
        .where(ItemGrade.item_id.in_(inside))
        .group_by(ItemGrade.grade)
    )
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for what, value, n in session.execute(sa.union_all(kinds, refs, grades)):
        found[what].append((value, n))
    return Shelf(
        tuple(sorted(found["kind"])),
        tuple(sorted(found["ref"])),
        tuple(sorted((int(value), n) for value, n in found["grade"])),
    )

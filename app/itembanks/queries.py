"""Reading the banks: what is in them, an item with its versions, a list that waits."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.clock import day_of
from app.identity.models import Organization, User
from app.itembanks.errors import NoSuchItem
from app.itembanks.interchange.source import asked_of, read_item
from app.itembanks.listing import Listing
from app.itembanks.models import (
    LONGEST_TAG,
    BankItem,
    ItemAlignment,
    ItemBank,
    ItemGrade,
    ItemImport,
    ItemVersion,
)
from app.itembanks.sources import Difference, Reference, compared

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.catalog.questions import Question
    from app.catalog.sources.faults import Fault
    from app.itembanks.interchange.asked import Asked

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


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of an item; ``changes`` are against the one before it."""

    number: int
    source: str
    by: str
    on: "date"
    changes: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item: its text, what is to be mended in it, its versions, the newest first."""

    row: ItemRow
    bank: BankRow
    question: "Question"
    faults: "tuple[Fault, ...]"
    versions: tuple[VersionRow, ...]

    @property
    def source(self) -> str:
        """The newest text."""
        return self.versions[0].source


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A list that waits to be taken in."""

    id: uuid.UUID
    name: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class KeptItem:
    """A version of an item with its source."""

    row: ItemRow
    source: str


@dataclass(frozen=True, slots=True)
class NewestVersion:
    """The newest version of an item."""

    reference: Reference
    item_id: uuid.UUID
    source: str


# -- banks ----------------------------------------------------------------------------------------


def banks(session: "Session") -> list[BankRow]:
    """Return every bank by title; one query."""
    count = (
        sa.select(sa.func.count())
        .where(BankItem.bank_id == ItemBank.id)
        .correlate(ItemBank)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(ItemBank, Organization.name, count)
        .join(Organization, Organization.id == ItemBank.organization_id)
        .order_by(ItemBank.title, ItemBank.key)
    )
    return [_bank_row(bank, name, items) for bank, name, items in rows]


def bank(session: "Session", bank_id: uuid.UUID) -> BankRow:
    """Return a bank; one query.

    Raises:
        NoSuchItem: There is none.
    """
    found = next((one for one in banks(session) if one.id == bank_id), None)
    if found is None:
        raise NoSuchItem(bank_id)
    return found


def _bank_row(found: ItemBank, organization: str, items: int) -> BankRow:
    return BankRow(found.id, found.key, found.title, found.license, organization, items)


# -- items ----------------------------------------------------------------------------------------


def bank_page(session: "Session", bank_id: uuid.UUID, sieve: Sieve, *, page: int = 1) -> BankPage:
    """Return a page of a bank's items, the last changed first; seven queries at most.

    Raises:
        NoSuchItem: There is no such bank.
    """
    row = bank(session, bank_id)
    wanted = _sieved(sa.select(BankItem).where(BankItem.bank_id == bank_id), sieve)
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    found = session.scalars(
        wanted.order_by(BankItem.changed_at.desc(), BankItem.key)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    return BankPage(
        row, tuple(_rows(session, found, {row.id: row.key})), total, page, _shelf(session, bank_id)
    )


def passing(session: "Session", bank_id: uuid.UUID, sieve: Sieve) -> list[uuid.UUID]:
    """Return the ids of all items of a bank that pass; one query."""
    wanted = _sieved(sa.select(BankItem).where(BankItem.bank_id == bank_id), sieve)
    return [item.id for item in session.scalars(wanted.order_by(BankItem.key))]


def items(session: "Session", item_ids: Iterable[uuid.UUID]) -> list[KeptItem]:
    """Return items with their newest sources, in the order asked for, but for unknown ones."""
    wanted = list(item_ids)
    found = session.execute(
        sa.select(BankItem, ItemBank.key, ItemVersion.source)
        .join(ItemBank, ItemBank.id == BankItem.bank_id)
        .join(
            ItemVersion,
            sa.and_(ItemVersion.item_id == BankItem.id, ItemVersion.number == BankItem.number),
        )
        .where(BankItem.id.in_(wanted))
    ).all()
    keys = {item.bank_id: key for item, key, _ in found}
    sources = {item.id: source for item, _, source in found}
    rows = {row.id: row for row in _rows(session, [item for item, *_ in found], keys)}
    return [KeptItem(rows[i], sources[i]) for i in wanted if i in rows]


def newest(session: "Session", references: Iterable[Reference]) -> dict[str, NewestVersion]:
    """Return what references lead to: ``bank/item`` → its newest version; one query.

    What leads nowhere, as to the bank of another city, is left out.
    """
    asked = {(one.bank, one.item) for one in references}
    if not asked:
        return {}
    rows = session.execute(
        sa.select(ItemBank.key, BankItem.key, BankItem.id, BankItem.number, ItemVersion.source)
        .join(BankItem, BankItem.bank_id == ItemBank.id)
        .join(
            ItemVersion,
            sa.and_(ItemVersion.item_id == BankItem.id, ItemVersion.number == BankItem.number),
        )
        .where(
            ItemBank.key.in_({bank for bank, _ in asked}),
            BankItem.key.in_({item for _, item in asked}),
        )
    )
    return {
        f"{bank}/{item}": NewestVersion(Reference(bank, item, number), item_id, source)
        for bank, item, item_id, number, source in rows
        if (bank, item) in asked
    }


def item_page(session: "Session", item_id: uuid.UUID) -> ItemPage:
    """Return all about an item; five queries.

    Raises:
        NoSuchItem: There is no such item.
    """
    item = session.get(BankItem, item_id)
    if item is None:
        raise NoSuchItem(item_id)
    row = bank(session, item.bank_id)
    versions = _versions(session, item_id)
    question, faults = read_item(versions[0].source)
    if question is None:
        raise NoSuchItem(item_id)
    return ItemPage(_rows(session, [item], {row.id: row.key})[0], row, question, faults, versions)


def asked(session: "Session", bank_id: uuid.UUID) -> "list[tuple[str, Asked]]":
    """Return every item of a bank as plain text, by key."""
    found = session.scalars(
        sa.select(BankItem.id).where(BankItem.bank_id == bank_id).order_by(BankItem.key)
    )
    out = []
    for kept in items(session, found):
        question, _ = read_item(kept.source)
        if question is not None:
            plain = asked_of(question, grades=kept.row.grades, items=kept.row.refs)
            out.append((kept.row.key, plain))
    return out


def _versions(session: "Session", item_id: uuid.UUID) -> tuple[VersionRow, ...]:
    rows = session.execute(
        sa.select(ItemVersion, User.family_name, User.given_name)
        .join(User, User.id == ItemVersion.by_id)
        .where(ItemVersion.item_id == item_id)
        .order_by(ItemVersion.number)
    )
    before, found = "", list[VersionRow]()
    for version, family_name, given_name in rows:
        found.append(
            VersionRow(
                version.number,
                version.source,
                f"{family_name} {given_name}",
                day_of(version.at),
                compared(before, version.source) if before else (),
            )
        )
        before = version.source
    return tuple(reversed(found))


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


def _rows(
    session: "Session", found: "Iterable[BankItem]", banks: dict[uuid.UUID, str]
) -> list[ItemRow]:
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


# -- lists ----------------------------------------------------------------------------------------


def import_page(session: "Session", import_id: uuid.UUID, *, by: uuid.UUID) -> ImportPage:
    """Return a list that somebody brought; nobody else sees it.

    Raises:
        NoSuchItem: There is none, or it is somebody else's.
    """
    kept = session.scalars(
        sa.select(ItemImport).where(ItemImport.id == import_id, ItemImport.by_id == by)
    ).one_or_none()
    if kept is None:
        raise NoSuchItem(import_id)
    return ImportPage(kept.id, kept.name, Listing.from_json(kept.found))

"""Items with their sources and versions."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.identity.models import User
from app.itembanks.errors import NoSuchItem
from app.itembanks.interchange.export import Offered
from app.itembanks.interchange.export import offered as as_offered
from app.itembanks.interchange.source import addresses_of, read_item
from app.itembanks.models import BankItem, ItemBank, ItemFile, ItemVersion, ItemVersionFile
from app.itembanks.policy import Action
from app.itembanks.queries.banks import BankRow, banks
from app.itembanks.queries.rows import ItemRow, rows_of
from app.itembanks.sources import Difference, Reference, compared, picture_paths

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.catalog.questions import Question
    from app.catalog.sources.faults import Fault
    from app.identity.person import Person


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
class KeptItem:
    """A version of an item with its source."""

    row: ItemRow
    source: str
    version_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class NewestVersion:
    """The newest version of an item."""

    reference: Reference
    item_id: uuid.UUID
    source: str
    version_id: uuid.UUID


def items(session: "Session", item_ids: Iterable[uuid.UUID]) -> list[KeptItem]:
    """Return items with their newest sources, in the order asked for, but for unknown ones."""
    wanted = list(item_ids)
    found = session.execute(
        sa.select(BankItem, ItemBank.key, ItemVersion.source, ItemVersion.id)
        .join(ItemBank, ItemBank.id == BankItem.bank_id)
        .join(
            ItemVersion,
            sa.and_(ItemVersion.item_id == BankItem.id, ItemVersion.number == BankItem.number),
        )
        .where(BankItem.id.in_(wanted))
    ).all()
    keys = {item.bank_id: key for item, key, *_ in found}
    sources = {item.id: (source, version_id) for item, _, source, version_id in found}
    rows = {row.id: row for row in rows_of(session, [item for item, *_ in found], keys)}
    return [KeptItem(rows[i], *sources[i]) for i in wanted if i in rows]


def newest(
    session: "Session", references: Iterable[Reference], who: "Person"
) -> dict[str, NewestVersion]:
    """Return what references lead to: ``bank/item`` → its newest version; two queries.

    What leads nowhere, as to the bank of another city, is left out, and so is what somebody may
    not draw from.
    """
    open_to = {one.key for one in banks(session, who, Action.DRAW)}
    asked = {(one.bank, one.item) for one in references if one.bank in open_to}
    if not asked:
        return {}
    rows = session.execute(
        sa.select(
            *(ItemBank.key, BankItem.key, BankItem.id, BankItem.number),
            *(ItemVersion.source, ItemVersion.id),
        )
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
        f"{bank}/{item}": NewestVersion(Reference(bank, item, number), item_id, source, version_id)
        for bank, item, item_id, number, source, version_id in rows
        if (bank, item) in asked
    }


def item_page(session: "Session", item_id: uuid.UUID, row: BankRow) -> ItemPage:
    """Return all about an item of a bank; three queries, and one for its pictures.

    Raises:
        NoSuchItem: There is no such item.
    """
    item = session.get(BankItem, item_id)
    if item is None:
        raise NoSuchItem(item_id)
    versions = _versions(session, item_id)
    digests = _digests(session, item_id, item.number) if picture_paths(versions[0].source) else {}
    question, faults = read_item(versions[0].source, addresses_of(digests))
    if question is None:
        raise NoSuchItem(item_id)
    return ItemPage(
        rows_of(session, [item], {row.id: row.key})[0], row, question, faults, versions
    )


def files_of(
    session: "Session", version_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, dict[str, bytes]]:
    """Return what versions of items show: id → path → bytes; one query."""
    found: dict[uuid.UUID, dict[str, bytes]] = {one: {} for one in version_ids}
    rows = session.execute(
        sa.select(ItemVersionFile.version_id, ItemVersionFile.path, ItemFile.data)
        .join(ItemFile, ItemFile.id == ItemVersionFile.file_id)
        .where(ItemVersionFile.version_id.in_(found))
        .order_by(ItemVersionFile.path)
    )
    for version_id, path, data in rows:
        found[version_id][path] = data
    return found


def newest_files(session: "Session", item_id: uuid.UUID) -> dict[str, bytes]:
    """Return what the newest version of an item shows: path → bytes; two queries."""
    newest = session.scalars(
        sa.select(ItemVersion.id)
        .where(ItemVersion.item_id == item_id)
        .order_by(ItemVersion.number.desc())
        .limit(1)
    ).one_or_none()
    return {} if newest is None else files_of(session, [newest])[newest]


def file_of_item(session: "Session", item_id: uuid.UUID, digest: str) -> tuple[str, bytes] | None:
    """Return a file that a version of an item shows, as (path, bytes); one query."""
    row = session.execute(
        sa.select(ItemVersionFile.path, ItemFile.data)
        .join(ItemFile, ItemFile.id == ItemVersionFile.file_id)
        .join(ItemVersion, ItemVersion.id == ItemVersionFile.version_id)
        .where(ItemVersion.item_id == item_id, ItemFile.digest == digest)
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.path, row.data)


def _digests(session: "Session", item_id: uuid.UUID, number: int) -> dict[str, str]:
    rows = session.execute(
        sa.select(ItemVersionFile.path, ItemFile.digest)
        .join(ItemFile, ItemFile.id == ItemVersionFile.file_id)
        .join(ItemVersion, ItemVersion.id == ItemVersionFile.version_id)
        .where(ItemVersion.item_id == item_id, ItemVersion.number == number)
    )
    return {path: digest for path, digest in rows}  # noqa: C416  rows are no pairs


def offered(session: "Session", bank_id: uuid.UUID) -> "list[Offered]":
    """Return every item of a bank as other programs can have it, by key; three queries."""
    found = session.scalars(
        sa.select(BankItem.id).where(BankItem.bank_id == bank_id).order_by(BankItem.key)
    )
    out = []
    for kept in items(session, found):
        question, _ = read_item(kept.source)
        if question is not None:
            out.append(as_offered(question, grades=kept.row.grades, items=kept.row.refs))
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

"""Keep questions in a bank, each with its versions and tags."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.frameworks.queries import exists
from app.itembanks import sources
from app.itembanks.errors import ItemChanged, NoSuchItem, UnknownTag
from app.itembanks.models import (
    BankItem,
    ItemAlignment,
    ItemBank,
    ItemFile,
    ItemGrade,
    ItemVersion,
    ItemVersionFile,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from app.itembanks.item_text import ItemText, NewItem


def add_items(
    session: "Session",
    bank_id: uuid.UUID,
    wanted: "Sequence[NewItem]",
    *,
    by: uuid.UUID,
    now: datetime,
) -> list[BankItem]:
    """Take questions into a bank, each as its first version; all of them or none.

    A question whose key the bank has already gets the next one that is free.

    Args:
        session: The open transaction.
        bank_id: The bank.
        wanted: The questions, read outside of any transaction.
        by: Who brings them.
        now: The present instant.

    Raises:
        NoSuchItem: There is no such bank.
        UnknownTag: No framework has such an item.
    """
    _lock_bank(session, bank_id)
    taken = set(session.scalars(sa.select(BankItem.key).where(BankItem.bank_id == bank_id)))
    items, texts = list[BankItem](), list[str]()
    for one in wanted:
        text = one.text.called(sources.free_key(one.text.key, taken))
        taken.add(text.key)
        texts.append(text.source)
        items.append(
            BankItem(
                id=uuid.uuid4(),
                bank_id=bank_id,
                key=text.key,
                kind=text.kind,
                number=1,
                prompt=text.prompt,
                words=text.words,
                faults=text.faults,
                changed_at=now,
            )
        )
    session.add_all(items)
    session.flush()
    for item, source, one in zip(items, texts, wanted, strict=True):
        _add_version(session, item, source, one.files, by=by, now=now)
        session.add_all(_tags(item.id, one.grades, one.refs))
    session.flush()
    return items


def change_item(
    session: "Session",
    item_id: uuid.UUID,
    text: "ItemText",
    *,
    number: int,
    files: Mapping[str, bytes] = MappingProxyType({}),
    by: uuid.UUID,
    now: datetime,
) -> BankItem:
    """Make a new version of an item; a text that is the same makes none.

    Args:
        session: The open transaction.
        item_id: The item.
        text: The new text; the item keeps its key.
        number: The version that its author had before them.
        files: What the new text shows: path → bytes.
        by: Who changes it.
        now: The present instant.

    Raises:
        ItemChanged: There is a newer version than that.
        NoSuchItem: There is no such item.
    """
    item = _locked_item(session, item_id)
    current = session.scalars(
        sa.select(ItemVersion.content_hash).where(
            ItemVersion.item_id == item.id, ItemVersion.number == item.number
        )
    ).one()
    kept = text.called(item.key)
    if sources.content_hash(kept.source, files) == current:
        return item
    if item.number != number:
        raise ItemChanged(item.number)
    item.number += 1
    item.kind, item.prompt, item.words = kept.kind, kept.prompt, kept.words
    item.faults, item.changed_at = kept.faults, now
    _add_version(session, item, kept.source, files, by=by, now=now)
    session.flush()
    return item


def tag_item(
    session: "Session", item_id: uuid.UUID, *, grades: Iterable[int], refs: Iterable[str]
) -> None:
    """Say anew for which school years an item is, and what it shows.

    Raises:
        NoSuchItem: There is no such item.
        UnknownTag: No framework has such an item.
    """
    _locked_item(session, item_id)
    tags = _tags(item_id, grades, refs)
    for table in (ItemGrade, ItemAlignment):
        session.execute(sa.delete(table).where(table.item_id == item_id))
    session.add_all(tags)
    session.flush()


def _tags(
    item_id: uuid.UUID, grades: Iterable[int], refs: Iterable[str]
) -> list[ItemGrade | ItemAlignment]:
    wanted = tuple(dict.fromkeys(refs))
    for ref in wanted:
        if not exists(ref):
            raise UnknownTag(ref)
    return [
        *(ItemGrade(item_id=item_id, grade=grade) for grade in sorted(set(grades))),
        *(ItemAlignment(item_id=item_id, ref=ref) for ref in wanted),
    ]


def _add_version(
    session: "Session",
    item: BankItem,
    source: str,
    files: Mapping[str, bytes],
    *,
    by: uuid.UUID,
    now: datetime,
) -> None:
    version = ItemVersion(
        id=uuid.uuid4(),
        item_id=item.id,
        number=item.number,
        source=source,
        content_hash=sources.content_hash(source, files),
        by_id=by,
        at=now,
    )
    session.add(version)
    kept = _kept(session, files.values())
    session.flush()
    session.add_all(
        ItemVersionFile(version_id=version.id, path=path, file_id=kept[sources.digest_of(data)])
        for path, data in files.items()
    )


def _kept(session: "Session", files: Iterable[bytes]) -> dict[str, uuid.UUID]:
    """Keep files, each once; return digest → id."""
    new = {sources.digest_of(data): data for data in files}
    if not new:
        return {}
    rows = session.execute(sa.select(ItemFile.digest, ItemFile.id).where(ItemFile.digest.in_(new)))
    known = {digest: file_id for digest, file_id in rows}  # noqa: C416  rows are no pairs
    for digest, data in new.items():
        if digest not in known:
            known[digest] = uuid.uuid4()
            session.add(ItemFile(id=known[digest], digest=digest, data=data))
    return known


def _lock_bank(session: "Session", bank_id: uuid.UUID) -> None:
    found = session.scalars(
        sa.select(ItemBank.id).where(ItemBank.id == bank_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise NoSuchItem(bank_id)


def _locked_item(session: "Session", item_id: uuid.UUID) -> BankItem:
    found = session.scalars(
        sa.select(BankItem)
        .where(BankItem.id == item_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NoSuchItem(item_id)
    return found

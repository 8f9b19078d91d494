"""Keep the bytes of attachments, and give them out."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.db import Base
from app.lrs.models import Attachment
from app.lrs.store.words import INSERT

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.lrs.service.preparing import Attached

_TABLE = Base.metadata.tables[Attachment.__tablename__]
_IF_ABSENT = {
    dialect: insert(_TABLE).on_conflict_do_nothing(index_elements=["sha2"])
    for dialect, insert in INSERT.items()
}
_AT_ONCE = 500


def keep(session: "Session", attached: "Collection[Attached]", *, now: "datetime") -> None:
    """Store bytes that are not stored yet, in the order of their hashes."""
    if not attached:
        return
    connection = session.connection()
    connection.execute(
        _IF_ABSENT[connection.dialect.name],
        [
            {
                "sha2": one.sha2,
                "content_type": one.content_type,
                "content": one.content,
                "stored": now,
            }
            for one in sorted(attached, key=lambda one: one.sha2)
        ],
    )


def present(session: "Session", hashes: "Collection[str]") -> frozenset[str]:
    """Return which of the hashes have their bytes here."""
    wanted = sorted(hashes)
    return frozenset(
        sha2
        for start in range(0, len(wanted), _AT_ONCE)
        for sha2 in session.scalars(
            sa.select(Attachment.sha2).where(Attachment.sha2.in_(wanted[start : start + _AT_ONCE]))
        )
    )


def read(session: "Session", sha2: str) -> Attachment | None:
    """Return one attachment with its bytes."""
    return session.get(Attachment, sha2)

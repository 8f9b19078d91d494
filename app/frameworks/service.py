"""Give items the names of the city, and take them back."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from app.audit.service import record
from app.db import alone
from app.frameworks import naming, queries
from app.frameworks.errors import NameTakenError, NotRenamableError, UnknownItemError
from app.frameworks.models import CityLabel

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.frameworks.models import FrameworkItem

_TURN = 7_316_241
"""Who gives an item a name: no two at once are called the same."""


def call_item(
    session: "Session", item_ref: str, ja: str, en: str, *, by: uuid.UUID, now: datetime
) -> "FrameworkItem":
    """Call an item as the city does. Whatever carries its ref stays as it is.

    Args:
        session: The unit of work.
        item_ref: The item, ``city-roles@1/leader``.
        ja: The name, not empty; the framework's own takes the city's back.
        en: The name in English; "" or the framework's own leaves that.
        by: Who names it.
        now: The present instant.

    Returns:
        The item as it is called now.

    Raises:
        UnknownItemError: The ref names nothing.
        NotRenamableError: The names are a publisher's.
        NameTakenError: Another item of the framework is, or was published, under that name.
    """
    item = _renamable(item_ref)
    alone(session, _TURN)
    english = None if en in ("", item.published.en) else en
    if (ja, english) == (item.published.ja, None):
        return call_as_published(session, item_ref, by=by, now=now)
    queries.forget_names()
    language = naming.clash(item_ref, queries.all_items(item.framework), ja, english)
    if language:
        raise NameTakenError(language)
    row = session.get(CityLabel, item_ref)
    if row is None or (row.ja, row.en) != (ja, english):
        session.merge(CityLabel(item_ref=item_ref, ja=ja, en=english, changed_at=now))
        record(session, "frameworks.named", now=now, by=by, details={"item": item_ref})
        session.flush()
    queries.forget_names()
    return naming.called(item, ja, english)


def call_as_published(
    session: "Session", item_ref: str, *, by: uuid.UUID, now: datetime
) -> "FrameworkItem":
    """Call an item as its framework does again; nothing happens where that is so.

    Args:
        session: The unit of work.
        item_ref: The item.
        by: Who takes the name back.
        now: The present instant.

    Returns:
        The item as published.

    Raises:
        UnknownItemError: The ref names nothing.
        NotRenamableError: The names are a publisher's.
    """
    item = _renamable(item_ref)
    row = session.get(CityLabel, item_ref)
    if row is not None:
        session.delete(row)
        record(session, "frameworks.name_withdrawn", now=now, by=by, details={"item": item_ref})
        session.flush()
    queries.forget_names()
    return item


def _renamable(item_ref: str) -> "FrameworkItem":
    item = queries.published_item(item_ref)
    if item is None:
        raise UnknownItemError(item_ref)
    if not queries.published(item.framework).is_renamable:
        raise NotRenamableError(item_ref)
    return item

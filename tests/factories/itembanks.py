"""Item banks for tests; a test names only what it is about."""

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.identity.models import Organization
from app.itembanks import service
from app.itembanks.item_text import NewItem, item_text
from tests.factories.identity import an_organization

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.itembanks.models import BankItem, ItemBank

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)

CHOICE = """\
::: choice #doko
教えてはいけないのは？

- [ ] すきなキャラクター #kyara
  > だいじょうぶ。
- [x] 学校の名前 #gakko
  > 会いに来られます。
:::
"""


def a_bank(
    session: "Session",
    by: uuid.UUID,
    *,
    key: str = "",
    title: str = "個人情報の問題",
    organization: Organization | None = None,
) -> "ItemBank":
    """Make an empty bank."""
    place = organization or an_organization(session)
    wanted = service.NewBank(title, "CC-BY-4.0", place.id, key)
    return service.create_bank(session, wanted, by=by, now=NOW)


def an_item(
    session: "Session",
    bank: "ItemBank",
    source: str = CHOICE,
    *,
    grades: tuple[int, ...] = (),
    refs: tuple[str, ...] = (),
) -> "BankItem":
    """Put a question into a bank."""
    wanted = NewItem(item_text(source), grades, refs)
    return service.add_items(session, bank.id, [wanted], by=bank.created_by_id, now=NOW)[0]

"""What the doors of the house need to know: demo cards and one-time links."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity.models import LinkPurpose, OneTimeLink, User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class DemoCard:
    """A card of a demo's sign-in page: one press, and one is that person.

    Attributes:
        group: The heading it stands under, in order of first ``place``.
        title: Who, e.g. 「ゆいさん」.
        text: What waits for them, e.g. 「小学3年生。今週の課題が2つ」.
        tile: The object on the cloth: bag, home, tea, board, flag, talk, hanko, bars, key or desk.
        field: The color of the cloth: ai, murasaki, kusa, enji or oudo.
    """

    user_id: uuid.UUID
    group: str
    title: str
    text: str
    tile: str
    field: str


def demo_cards(session: "Session") -> dict[str, list[DemoCard]]:
    """Return the cards of a demo by group, both in the order given when the people were made."""
    rows = session.execute(
        sa.select(User.id, User.settings).where(User.is_demo, User.disabled_at.is_(None))
    )
    cards = [(row.id, row.settings["card"]) for row in rows if "card" in row.settings]
    groups: dict[str, list[DemoCard]] = defaultdict(list)
    for user_id, card in sorted(cards, key=lambda pair: int(pair[1]["place"])):
        shown = {name: str(card[name]) for name in ("group", "title", "text", "tile", "field")}
        groups[shown["group"]].append(DemoCard(user_id, **shown))
    return dict(groups)


@dataclass(frozen=True, slots=True)
class UsableLink:
    """What the page behind a one-time link needs to know; nothing that names the person."""

    purpose: LinkPurpose
    needs_login: bool
    is_child: bool


def usable_link(session: "Session", token_sha256: str, *, now: "datetime") -> UsableLink | None:
    """Return the link that can still be used, or None for unknown, used and expired ones alike."""
    row = session.execute(
        sa.select(OneTimeLink.purpose, User.login_id, User.email, User.grade)
        .join(User, User.id == OneTimeLink.user_id)
        .where(
            OneTimeLink.token_sha256 == token_sha256,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
            User.disabled_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    return UsableLink(
        row.purpose,
        needs_login=row.login_id is None and row.email is None,
        is_child=row.grade is not None,
    )

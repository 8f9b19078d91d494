"""Who plays in the story: the people of the made-up city, found by their logins and places."""

import uuid
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.demo.calendar import Calendar, at_work
from app.identity.models import Organization, Post, User
from app.rosters.madeup.city import DEPARTMENTS

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

HR, OFFICE, OFFICE_TOO, PARTNER = "sakura", "kanri", "yumiko", "makoto"
"""Logins of HR, of the two administrators, and of the partner at the university."""
MADE_UP = "s____"
"""How the logins of those are written whom nobody plays."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """A member of staff as the story sees them on a day."""

    id: uuid.UUID
    login: str
    place: str
    place_id: uuid.UUID
    title: str

    @property
    def is_head(self) -> bool:
        """Whether they head their section."""
        return self.title == "課長"

    @property
    def is_senior(self) -> bool:
        """Whether they are 課長, 課長補佐 or 係長."""
        return self.title in {"課長", "課長補佐", "係長"}


@dataclass(frozen=True, slots=True)
class Stage:
    """What a scene is given."""

    session: "Session"
    calendar: Calendar
    day: date
    hand: Random

    @property
    def now(self) -> "datetime":
        """The instant of the scene."""
        return at_work(self.day)

    def who(self, login: str) -> uuid.UUID:
        """Return the id of somebody by login."""
        return self.session.scalars(sa.select(User.id).where(User.login_id == login)).one()

    def place(self, path: str) -> uuid.UUID:
        """Return a section by its name: 「税務課」 or 「財務局＞税務課」."""
        name = path.rpartition("＞")[2]
        found = sa.select(Organization.id).where(Organization.name == name)
        return self.session.scalars(found.order_by(Organization.position).limit(1)).one()

    def staff(self, *places: str) -> list[Clerk]:
        """Return who holds a primary post in these sections on the day; in all of them for none.

        The order is that of the logins, so that the hand draws the same each time.
        """
        wanted = {one.rpartition("＞")[2] for one in places or DEPARTMENTS}
        asked = (
            sa.select(User.id, User.login_id, Organization.name, Organization.id, Post.title)
            .join(Post, Post.user_id == User.id)
            .join(Organization, Organization.id == Post.organization_id)
            .where(
                Organization.name.in_(wanted),
                Post.is_primary,
                Post.starts_on <= self.day,
                sa.or_(Post.ends_on.is_(None), Post.ends_on >= self.day),
                User.login_id.is_not(None),
                User.login_id.like(MADE_UP),
            )
            .order_by(User.login_id)
        )
        return [Clerk(one[0], one[1] or "", *one[2:]) for one in self.session.execute(asked)]

    def some(self, count: int, *places: str) -> list[Clerk]:
        """Draw so many of the staff of these sections, in their order."""
        people = self.staff(*places)
        drawn = set(self.hand.sample(range(len(people)), min(count, len(people))))
        return [one for place, one in enumerate(people) if place in drawn]

"""Role profiles: the version that holds on a day, and those before it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.frameworks import queries as frameworks
from app.identity.models import User
from app.talent.queries import staff
from app.workforce.models import Need, ProfileMember, ProfileVersion, RoleProfile
from app.workforce.rules import Membership

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.frameworks.models import FrameworkItem


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item with the level that is asked for."""

    item: "FrameworkItem"
    level: int

    @property
    def level_name(self) -> str:
        """The level's name in Japanese; the number alone where the scale has none."""
        level = self.item.level(self.level)
        return level.label.ja if level else ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile in one version.

    Attributes:
        id: Of the profile.
        version_id: Of the version.
        number: Of the version, from 1.
        holds_from: Its first day.
        name: What the role is called.
        purpose: What it is for.
        membership: Of whom it is asked by rule; people by name stand in a table.
        wanted: In the order in which they were picked.
        closed_on: It asks nothing of anybody from this day on.
        is_named: Whether it asks this by name of the person it was read for.
    """

    id: uuid.UUID
    version_id: uuid.UUID
    number: int
    holds_from: date
    name: str
    purpose: str
    membership: Membership
    wanted: tuple[Wanted, ...]
    closed_on: date | None
    is_named: bool = False

    @property
    def needs(self) -> dict[str, int]:
        """Item ref → level."""
        return {one.item.ref: one.level for one in self.wanted}

    def holds(self, on: date) -> bool:
        """Whether it asks for anything on a day."""
        return self.holds_from <= on and (self.closed_on is None or on < self.closed_on)


def profiles(
    session: "Session", *, on: date, person_id: uuid.UUID | None = None
) -> tuple[Profile, ...]:
    """Return every profile as it holds on a day, by name; one query.

    One that holds from a later day only is there as it will be, the closed ones come last.
    ``person_id``: whom ``is_named`` speaks of.
    """
    read: dict[uuid.UUID, list[Profile]] = {}
    for one in reversed(_read(session, person_id=person_id)):
        read.setdefault(one.id, []).append(one)
    return as_on(read, on)


def as_on(versions: Mapping[uuid.UUID, Sequence[Profile]], on: date) -> tuple[Profile, ...]:
    """Return profiles as they hold on a day, by name, the closed ones last."""
    found = [version_on(each, on) for each in versions.values()]
    return tuple(sorted(found, key=lambda one: (one.closed_on is not None, one.name)))


def all_versions(session: "Session") -> dict[uuid.UUID, list[Profile]]:
    """Return every version of every profile, by profile, the newest first; one query."""
    found: dict[uuid.UUID, list[Profile]] = {}
    for one in reversed(_read(session)):
        found.setdefault(one.id, []).append(one)
    return found


def profile(session: "Session", profile_id: uuid.UUID, *, on: date) -> Profile:
    """Return one profile as it holds on a day, or as it will first hold; one query.

    Raises:
        NoResultFound: There is none.
    """
    return version_on(history(session, profile_id), on)


def version_on(versions: Sequence[Profile], on: date) -> Profile:
    """Return the version that holds on a day, or the first of all; ``versions`` newest first."""
    return next((one for one in versions if one.holds_from <= on), versions[-1])


def history(session: "Session", profile_id: uuid.UUID) -> tuple[Profile, ...]:
    """Return all versions of a profile, the newest first; one query.

    Raises:
        NoResultFound: There is none.
    """
    found = _read(session, profile_id=profile_id)
    if not found:
        raise NoResultFound
    return tuple(reversed(found))


def logins_of(session: "Session", version_id: uuid.UUID) -> list[str]:
    """Return those of whom a version asks by name, by login or mail address."""
    rows = session.execute(
        sa.select(User.login_id, User.email)
        .join(ProfileMember, ProfileMember.user_id == User.id)
        .where(ProfileMember.version_id == version_id)
        .order_by(User.name_order, User.id)
    )
    return [login or email or "" for login, email in rows]


def staff_among(session: "Session", user_ids: Iterable[uuid.UUID], *, on: date) -> set[uuid.UUID]:
    """Return those of some accounts that are staff on a day."""
    home = staff.homes(on)
    return set(
        session.scalars(sa.select(home.c.user_id).where(home.c.user_id.in_(list(user_ids))))
    )


def _read(
    session: "Session",
    *,
    profile_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
) -> list[Profile]:
    """Return versions with all that they ask for, the oldest first."""
    is_named = sa.exists().where(
        ProfileMember.version_id == ProfileVersion.id, ProfileMember.user_id == person_id
    )
    query = (
        sa.select(RoleProfile, ProfileVersion, Need, is_named)
        .join(ProfileVersion, ProfileVersion.profile_id == RoleProfile.id)
        .outerjoin(Need, Need.version_id == ProfileVersion.id)
        .order_by(ProfileVersion.holds_from, ProfileVersion.number, Need.position)
    )
    if profile_id is not None:
        query = query.where(RoleProfile.id == profile_id)
    wanted: dict[uuid.UUID, list[Wanted]] = {}
    heads: dict[uuid.UUID, tuple[RoleProfile, ProfileVersion, bool]] = {}
    for row, version, need, named in session.execute(query):
        heads[version.id] = (row, version, named)
        listed = wanted.setdefault(version.id, [])
        item = frameworks.find_item(need.item_ref) if need else None
        if item is not None:  # a framework that left the files asks for nothing
            listed.append(Wanted(item, need.level))
    return [_built(*heads[id_], tuple(wanted[id_])) for id_ in heads]


def _built(
    row: RoleProfile,
    version: ProfileVersion,
    is_named: bool,  # noqa: FBT001  as the row holds it
    wanted: tuple[Wanted, ...],
) -> Profile:
    return Profile(
        id=row.id,
        version_id=version.id,
        number=version.number,
        holds_from=version.holds_from,
        name=version.name,
        purpose=version.purpose,
        membership=Membership.from_json(version.membership),
        wanted=wanted,
        closed_on=row.closed_on,
        is_named=is_named,
    )

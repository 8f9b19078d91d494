"""Which of a page's pictures may be seen today, and what keeps the others back."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.consents.rules import Missing, Purpose
from app.showcase import sources
from app.showcase.queries.people import Key, Today, makers_of
from app.showcase.rules import (
    Maker,
    Shown,
    first_in_the_way,
    may_be_broadcast,
    may_be_shown,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.showcase.sources import Picture


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a picture is kept back: of whom, and what lacks.

    ``user_id`` is None for people who are not of the project, and where it ``is_untold`` who is
    on it. ``purpose`` and ``missing`` are None for those, and for an adult, who has not agreed by
    their own wish.
    """

    user_id: uuid.UUID | None
    purpose: Purpose | None = None
    missing: Missing | None = None
    is_untold: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """One picture, with what keeps it from the public and from press."""

    picture: "Picture"
    hidden_by: tuple[Reason, ...]
    unaired_by: tuple[Reason, ...]

    @property
    def is_fit(self) -> bool:
        """Whether the page may show it."""
        return not self.hidden_by

    @property
    def may_air(self) -> bool:
        """Whether press and broadcasters may have it."""
        return not self.hidden_by and not self.unaired_by


def look_at(picture: "Picture", makers: Mapping[uuid.UUID, Maker]) -> Look:
    """Judge a picture by everybody whom it shows; somebody unknown keeps it back."""
    hidden = [Reason(None)] if picture.shows_others else []
    if not picture.is_told:
        hidden.append(Reason(None, is_untold=True))
    unaired: list[Reason] = []
    for user_id in sorted(picture.shows):
        maker = makers.get(user_id)
        if maker is None or not may_be_shown(maker):
            hidden.append(_reason(user_id, maker, Purpose.PHOTO, Purpose.PROJECTS))
        elif not may_be_broadcast(maker):
            unaired.append(_reason(user_id, maker, Purpose.BROADCAST))
    return Look(picture, tuple(hidden), tuple(unaired))


def chosen(shown: Iterable[Shown], there: "Iterable[Picture]") -> "list[Picture]":
    """Return the pictures that were chosen, in their order, as far as they are what they were."""
    by_id = {(one.artifact_id, one.version): one for one in there}
    found = ((one, by_id.get((one.artifact_id, one.version))) for one in shown)
    return [
        picture
        for one, picture in found
        if picture is not None and len(picture.shows) >= one.people
    ]


def covers(
    session: "Session", shown: Mapping[uuid.UUID, tuple[Shown, ...]], today: Today
) -> "dict[uuid.UUID, Picture]":
    """Return the first picture of each project that may be seen today; some have none.

    Up to six queries for any number of projects.
    """
    asked = [project_id for project_id, some in shown.items() if some]
    if not asked:
        return {}
    there = sources.pictures(session, asked)
    taken = {key: chosen(shown[key], there.get(key, ())) for key in asked}
    seen: set[Key] = {
        (key, user_id) for key, some in taken.items() for one in some for user_id in one.shows
    }
    makers = makers_of(session, seen, today)
    found = {}
    for key, some in taken.items():
        own = {
            user_id: maker for (project_id, user_id), maker in makers.items() if project_id == key
        }
        fit = (one for one in some if look_at(one, own).is_fit)
        if (first := next(fit, None)) is not None:
            found[key] = first
    return found


def _reason(user_id: uuid.UUID, maker: Maker | None, *purposes: Purpose) -> Reason:
    found = None
    if maker is not None and maker.is_minor:
        found = first_in_the_way(maker, *purposes)
    return Reason(user_id) if found is None else Reason(user_id, *found)

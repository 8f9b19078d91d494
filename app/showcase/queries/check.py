"""Whether a page may become public today, and what holds it back."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.consents.rules import Missing, Purpose
from app.showcase import sources
from app.showcase.queries.people import Cast, Today, cast_of
from app.showcase.queries.pictures import Look, chosen, look_at
from app.showcase.rules import Content, Lack, awaited_of, lacks

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Awaited:
    """Somebody whose answer holds the page back.

    Attributes:
        user_id: Who.
        answers_alone: Whether they are asked themselves; else their guardian is.
        lacks: Each purpose that is open, with what it lacks.
    """

    user_id: uuid.UUID
    answers_alone: bool
    lacks: tuple[tuple[Purpose, Missing], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """The look at a page before it becomes public.

    Attributes:
        asked: How many people under age are asked.
        lacks: What the content still needs.
        awaited: Whose answers are open.
        looks: Every chosen picture that is there, with what keeps it back.
        gone: How many chosen pictures are not there any more, or have a newer version.
    """

    asked: int
    lacks: tuple[Lack, ...]
    awaited: tuple[Awaited, ...]
    looks: tuple[Look, ...]
    gone: int

    @property
    def kept_back(self) -> tuple[Look, ...]:
        """The pictures that cannot be shown."""
        return tuple(one for one in self.looks if not one.is_fit)

    @property
    def held(self) -> int:
        """How much holds it back that the answers of people could let go."""
        return len(self.awaited) + len(self.kept_back)

    @property
    def is_ready(self) -> bool:
        """Whether nothing holds it back."""
        return not (self.lacks or self.awaited or self.kept_back or self.gone)


def check(session: "Session", project_id: uuid.UUID, content: Content, today: Today) -> Check:
    """Look at a page before it becomes public: five or six queries."""
    return check_cast(session, project_id, content, cast_of(session, project_id, today))


def check_cast(session: "Session", project_id: uuid.UUID, content: Content, cast: Cast) -> Check:
    """Look at a page whose people were read already."""
    there = sources.pictures(session, [project_id]).get(project_id, ()) if content.pictures else ()
    taken, makers = chosen(content.pictures, there), cast.makers
    minors = [one for one in cast.learners if one.maker.is_minor]
    return Check(
        len(minors),
        lacks(content),
        tuple(
            Awaited(
                one.row.user_id,
                one.answers_alone,
                tuple(
                    (purpose, missing)
                    for purpose in awaited_of(one.maker)
                    if (missing := one.maker.missing[purpose]) is not None
                ),
            )
            for one in minors
            if awaited_of(one.maker)
        ),
        tuple(look_at(one, makers) for one in taken),
        len(content.pictures) - len(taken),
    )

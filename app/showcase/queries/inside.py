"""What the team, its teachers and the department read of their page."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.concerns.telling import Told
from app.showcase import sources
from app.showcase.errors import NoSuchShowcase
from app.showcase.models import Showcase, ShowcaseComment
from app.showcase.queries.people import Cast, Member, Today, cast_of
from app.showcase.queries.pictures import Look, chosen, look_at
from app.showcase.rules import CommentState, may_be_broadcast, may_be_named

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.showcase.sources import Picture


@dataclass(frozen=True, slots=True)
class PressSheet:
    """What press gets, and what its teachers see besides.

    Attributes:
        looks: The pictures of the page, each with what keeps it from the public and from press.
        named: The learners who may be named today.
        aired: Those who may be seen and heard in press and broadcasting today.
        learners: All of them.
    """

    looks: tuple[Look, ...]
    named: tuple[Member, ...]
    aired: tuple[Member, ...]
    learners: tuple[Member, ...]

    @property
    def offered(self) -> tuple[Look, ...]:
        """The pictures that press may have."""
        return tuple(one for one in self.looks if one.may_air)

    @property
    def withheld(self) -> tuple[Look, ...]:
        """Those it may not."""
        return tuple(one for one in self.looks if not one.may_air)


def showcase_of(session: "Session", project_id: uuid.UUID) -> Showcase | None:
    """Return a project's showcase; None before anybody wrote something."""
    return session.get(Showcase, project_id)


def pictures_of(session: "Session", project_id: uuid.UUID) -> "tuple[Picture, ...]":
    """Return every picture that the team could choose."""
    return sources.pictures(session, [project_id]).get(project_id, ())


def picture_of(session: "Session", project_id: uuid.UUID, artifact_id: uuid.UUID) -> "Picture":
    """Return one of them, for a preview by the team.

    Raises:
        NoSuchShowcase: There is no such picture in this project.
    """
    for one in pictures_of(session, project_id):
        if one.artifact_id == artifact_id:
            return one
    raise NoSuchShowcase(str(artifact_id))


def comments_to_judge(session: "Session", project_id: uuid.UUID) -> list[ShowcaseComment]:
    """Return the comments that wait, the oldest first, and then those that stand."""
    return list(
        session.scalars(
            sa.select(ShowcaseComment)
            .where(
                ShowcaseComment.project_id == project_id,
                ShowcaseComment.state != CommentState.RETURNED,
            )
            .order_by(ShowcaseComment.state.desc(), ShowcaseComment.written_at)
        )
    )


def press_sheet(session: "Session", row: Showcase, today: Today) -> PressSheet:
    """Return what stands on the sheet for press, beside the content."""
    cast = cast_of(session, row.project_id, today)
    content = row.public if row.published else row.working
    taken = chosen(content.pictures, pictures_of(session, row.project_id))
    return PressSheet(
        tuple(look_at(one, cast.makers) for one in taken),
        tuple(one for one in cast.learners if may_be_named(one.maker)),
        tuple(one for one in cast.learners if may_be_broadcast(one.maker)),
        cast.learners,
    )


def told_of_comment(session: "Session", comment_id: uuid.UUID) -> Told | None:
    """Return what a comment says that stands or waits, for who reports it."""
    row = session.get(ShowcaseComment, comment_id)
    if row is None or row.state is CommentState.RETURNED:
        return None
    is_open = row.state is CommentState.PUBLISHED
    return Told(row.text, row.user_id, row.project_id, is_open=is_open)


def named_and_shown(cast: Cast, looks: tuple[Look, ...]) -> tuple[frozenset[uuid.UUID], int]:
    """Return who is named today, and how many pictures may be seen."""
    named = frozenset(one.row.user_id for one in cast.members if may_be_named(one.maker))
    return named, sum(one.is_fit for one in looks)

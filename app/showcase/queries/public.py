"""One page as the public reads it today."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.following.models import Follow
from app.identity.models import OrganizationKind
from app.projects.models import Project
from app.projects.rules import MemberRole
from app.projects.service.members import SUBJECT
from app.showcase import sources
from app.showcase.errors import NoSuchShowcase
from app.showcase.models import Showcase, ShowcaseComment
from app.showcase.queries.people import Cast, Member, Today, cast_of
from app.showcase.queries.pictures import chosen, look_at
from app.showcase.rules import CommentState, Content, Crowd, State, credited

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.showcase.sources import GoingOn, Picture, Trail

COMMENTS = 100
ANSWERING_FOR_IT = (MemberRole.TEACHER, MemberRole.COORDINATOR, MemberRole.OWNER)


@dataclass(frozen=True, slots=True)
class Group:
    """People of one organization in one role, as they are credited."""

    place: str
    role: MemberRole
    crowd: Crowd
    count: int


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page with everything on it.

    Attributes:
        row: The showcase, with its project.
        content: What it says.
        schools: Who learned, by school, and how many.
        departments: Which sections of the city take part.
        learners: How the learners are credited.
        others: Everybody else who is in it today, by place and role.
        pictures: Those that may be seen today, the cover first.
        trail: What the city did; None where nothing was proposed.
        going_on: How the team goes on by itself; None where it does not.
        comments: What was said of it.
        follows: Whether the reader follows it.
        is_maker: Whether the reader is, or was, one of those who made it.
        answers: Whether the reader answers for it: its teachers, and the department's owner.
    """

    row: Showcase
    content: Content
    schools: tuple[tuple[str, int], ...]
    departments: tuple[str, ...]
    learners: Crowd
    others: tuple[Group, ...]
    pictures: "tuple[Picture, ...]"
    trail: "Trail | None"
    going_on: "GoingOn | None" = None
    comments: tuple[ShowcaseComment, ...] = ()
    follows: bool = False
    is_maker: bool = False
    answers: bool = False

    @property
    def project(self) -> Project:
        """The project it is about."""
        return self.row.project

    @property
    def cover(self) -> "Picture | None":
        """The first picture; None for a drawing."""
        return None if self.content.is_drawn else next(iter(self.pictures), None)

    @property
    def inside(self) -> "tuple[Picture, ...]":
        """The pictures that stand within the story."""
        return tuple(one for one in self.pictures if one is not self.cover)


def is_public(session: "Session", project_id: uuid.UUID) -> bool:
    """Say whether a project has a page that everybody reads."""
    row = session.get(Showcase, project_id)
    return row is not None and row.state is State.PUBLIC


def public_ones(session: "Session", project_ids: Collection[uuid.UUID]) -> "Sequence[Showcase]":
    """Return the public pages of some projects, with their projects; one query."""
    return session.scalars(
        sa.select(Showcase)
        .where(Showcase.project_id.in_(project_ids), Showcase.state == State.PUBLIC)
        .options(joinedload(Showcase.project))
    ).all()


def public_row(session: "Session", key: str) -> Showcase:
    """Return the showcase of a project that is public.

    Raises:
        NoSuchShowcase: There is none, or it is not public.
    """
    row = session.scalars(_by_key(key).where(Showcase.state == State.PUBLIC)).one_or_none()
    if row is None:
        raise NoSuchShowcase(key)
    return row


def public_page(
    session: "Session", key: str, today: Today, *, reader_id: uuid.UUID | None
) -> PublicPage:
    """Return a page as the public reads it, in up to eleven queries.

    Raises:
        NoSuchShowcase: There is none, or it is not public.
    """
    row = public_row(session, key)
    cast = cast_of(session, row.project_id, today)
    found = page_of(
        session,
        row,
        row.public,
        cast,
        comments=tuple(_comments(session, row.project_id)),
        follows=reader_id is not None and _follows(session, row.project_id, reader_id),
    )
    own = None if reader_id is None else cast.member(reader_id)
    return replace(
        found,
        is_maker=own is not None,
        answers=own is not None and own.is_current and own.row.role in ANSWERING_FOR_IT,
    )


def page_of(
    session: "Session",
    row: Showcase,
    content: Content,
    cast: Cast,
    *,
    comments: tuple[ShowcaseComment, ...] = (),
    follows: bool = False,
) -> PublicPage:
    """Put a page together from what was read; a preview has no comments."""
    makers = cast.makers
    there = (
        sources.pictures(session, [row.project_id]).get(row.project_id, ())
        if content.pictures
        else ()
    )
    taken = chosen(content.pictures, there)
    trail = sources.trail(session, row.project_id)
    return PublicPage(
        row,
        content,
        _schools(cast),
        _departments(cast),
        _credited(cast.learners),
        tuple(_groups(cast)),
        tuple(one for one in taken if look_at(one, makers).is_fit),
        trail,
        trail.going_on if trail else sources.going_on(session, row.project_id),
        comments,
        follows,
    )


def public_picture(
    session: "Session", key: str, artifact_id: uuid.UUID, today: Today
) -> "Picture":
    """Return a picture that a public page shows today.

    Raises:
        NoSuchShowcase: The page is not public, or shows no such picture today.
    """
    row = public_row(session, key)
    content = row.public
    if all(one.artifact_id != artifact_id for one in content.pictures):
        raise NoSuchShowcase(key)
    there = sources.pictures(session, [row.project_id]).get(row.project_id, ())
    asked = [one for one in chosen(content.pictures, there) if one.artifact_id == artifact_id]
    makers = cast_of(session, row.project_id, today).makers if asked and asked[0].shows else {}
    for one in asked:
        if look_at(one, makers).is_fit:
            return one
    raise NoSuchShowcase(key)


def _by_key(key: str) -> "sa.Select[Showcase]":
    return (
        sa.select(Showcase)
        .join(Showcase.project)
        .where(Project.key == key)
        .options(joinedload(Showcase.project).joinedload(Project.challenge))
    )


def _credited(members: Iterable[Member]) -> Crowd:
    return credited((one.maker, one.person.called, one.row.pseudonym) for one in members)


def _schools(cast: Cast) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    for one in cast.learners:
        place = one.row.organization.name
        found[place] = found.get(place, 0) + 1
    return tuple(found.items())


def _departments(cast: Cast) -> tuple[str, ...]:
    places = (
        one.row.organization.name
        for one in cast.members
        if one.row.organization.kind is OrganizationKind.DEPARTMENT
    )
    return tuple(dict.fromkeys(places))


def _groups(cast: Cast) -> Iterator[Group]:
    """Yield who is in it beside the learners, by role and place: 「道路管理課 3人」."""
    found: dict[tuple[MemberRole, str], list[Member]] = {}
    for one in cast.members:
        if one.is_current and one.row.role is not MemberRole.LEARNER:
            found.setdefault((one.row.role, one.row.organization.name), []).append(one)
    order = list(MemberRole)
    for (role, place), members in sorted(
        found.items(), key=lambda one: (order.index(one[0][0]), one[0][1])
    ):
        yield Group(place, role, _credited(members), len(members))


def _comments(session: "Session", project_id: uuid.UUID) -> Iterable[ShowcaseComment]:
    return session.scalars(
        sa.select(ShowcaseComment)
        .where(
            ShowcaseComment.project_id == project_id,
            ShowcaseComment.state == CommentState.PUBLISHED,
        )
        .order_by(ShowcaseComment.written_at)
        .limit(COMMENTS)
    )


def _follows(session: "Session", project_id: uuid.UUID, reader_id: uuid.UUID) -> bool:
    row = session.get(Follow, (reader_id, SUBJECT, project_id))
    return row is not None and row.stopped_at is None

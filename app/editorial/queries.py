"""Reading what people said and settled around drafts."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.authoring.anchors import Anchor
from app.authoring.models import DraftMember, MemberRole, ReviewAct, ReviewStep
from app.authoring.rules import Span, text_of
from app.catalog.models import CourseFile
from app.clock import day_of
from app.editorial.models import Release, ReviewComment
from app.identity.models import User

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

_ROLES = {role: place for place, role in enumerate(MemberRole)}


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody who takes part."""

    user_id: uuid.UUID
    name: str
    role: MemberRole
    since_on: date


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the review."""

    act: ReviewAct
    number: int
    words: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that somebody said."""

    words: str
    by: str
    at: datetime

    @property
    def on(self) -> date:
        """The day on which it was said."""
        return day_of(self.at)


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A comment with its replies.

    Attributes:
        anchor: What it speaks of.
        then: The text of it, as it was; None where it is no text.
        remarks: What was said, the comment first.
        resolved_by: Who settled it; None while it is open.
    """

    id: uuid.UUID
    anchor: Anchor
    then: str | None
    remarks: tuple[Remark, ...]
    resolved_by: str | None

    @property
    def is_open(self) -> bool:
        """Whether it is not settled."""
        return self.resolved_by is None


def members(session: "Session", draft_id: uuid.UUID) -> list[MemberRow]:
    """Return who takes part in a draft: authors, co-authors, reviewers; each as they came."""
    rows = session.execute(
        sa.select(DraftMember, User.family_name, User.given_name)
        .join(User, User.id == DraftMember.user_id)
        .where(DraftMember.draft_id == draft_id)
        .order_by(DraftMember.since, DraftMember.id)
    )
    found = [
        MemberRow(one.user_id, f"{family_name} {given_name}", one.role, day_of(one.since))
        for one, family_name, given_name in rows
    ]
    return sorted(found, key=lambda one: _ROLES[one.role])


def steps(session: "Session", draft_id: uuid.UUID) -> list[StepRow]:
    """Return the steps of a draft's review, the latest first."""
    rows = session.execute(
        sa.select(ReviewStep, User.family_name, User.given_name)
        .join(User, User.id == ReviewStep.by_id)
        .where(ReviewStep.draft_id == draft_id)
        .order_by(ReviewStep.position.desc())
    )
    return [
        StepRow(one.act, one.number, one.words, f"{family_name} {given_name}", day_of(one.at))
        for one, family_name, given_name in rows
    ]


def threads(session: "Session", draft_id: uuid.UUID) -> list[ThreadRow]:
    """Return what was said of a draft, in the order of time."""
    settler = aliased(User)
    rows = session.execute(
        sa.select(
            ReviewComment,
            User.family_name,
            User.given_name,
            settler.family_name.label("settler_family"),
            settler.given_name.label("settler_given"),
        )
        .join(User, User.id == ReviewComment.by_id)
        .outerjoin(settler, settler.id == ReviewComment.resolved_by_id)
        .where(ReviewComment.draft_id == draft_id)
        .order_by(ReviewComment.at, ReviewComment.id)
    ).all()
    remarks: dict[uuid.UUID, list[Remark]] = defaultdict(list)
    for one, family_name, given_name, *_ in rows:
        said = Remark(one.words, f"{family_name} {given_name}", one.at)
        place = remarks[one.reply_to_id or one.id]
        place.insert(0, said) if one.reply_to_id is None else place.append(said)
    return [
        ThreadRow(
            one.id,
            Anchor(one.path, Span(one.start, one.end), one.number),
            text_of(one.quoted),
            tuple(remarks[one.id]),
            None if one.resolved_at is None else f"{settler_family} {settler_given}",
        )
        for one, _family, _given, settler_family, settler_given in rows
        if one.reply_to_id is None
    ]


def release_of(session: "Session", draft_id: uuid.UUID) -> Release | None:
    """Return what was settled for a draft when somebody last had it published; None if nobody."""
    return session.scalars(sa.select(Release).where(Release.draft_id == draft_id)).one_or_none()


def reasons(session: "Session", version_ids: "Collection[uuid.UUID]") -> dict[uuid.UUID, str]:
    """Return, by version, why it was published without an approval; only where that is so."""
    rows = session.execute(
        sa.select(Release.course_version_id, Release.reason).where(
            Release.course_version_id.in_(version_ids), Release.reason != ""
        )
    )
    return {version_id: reason for version_id, reason in rows if version_id is not None}


def files_of_versions(
    session: "Session", version_ids: "Collection[uuid.UUID]"
) -> dict[uuid.UUID, dict[str, bytes]]:
    """Return the source files of several versions, by path; one query."""
    rows = session.execute(
        sa.select(CourseFile.course_version_id, CourseFile.path, CourseFile.data).where(
            CourseFile.course_version_id.in_(version_ids)
        )
    )
    found: dict[uuid.UUID, dict[str, bytes]] = defaultdict(dict)
    for version_id, path, data in rows:
        found[version_id][path] = data
    return found

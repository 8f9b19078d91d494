"""Drafts of courses, their files, and what was changed in them."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.authoring.rules import Splice
from app.db import Json, Model

LONGEST_SLUG = 64
LONGEST_PATH = 300


class DraftState(StrEnum):
    """What became of a draft."""

    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"
    FAILED = "failed"


class Draft(Model):
    """A course being made or mended.

    Data classes: id IV, slug IV, base_version_id IV, number IV, state IV, faults IV,
    created_by_id III, created_at IV, changed_at IV, published_version_id IV.
    """

    __tablename__ = "draft"
    __table_args__ = (
        sa.CheckConstraint("number >= 0", name="number_from_zero"),
        sa.CheckConstraint(
            "(state = 'published') = (published_version_id IS NOT NULL)", name="published_as"
        ),
    )

    slug: Mapped[str] = mapped_column(sa.String(LONGEST_SLUG), index=True)
    """The course's place in addresses; the course itself may not exist yet."""

    base_version_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("course_version.id"), index=True
    )
    """What was the current version when the draft was begun."""

    number: Mapped[int] = mapped_column(default=0)
    """How many changes were made."""

    state: Mapped[DraftState] = mapped_column(default=DraftState.DRAFT)
    faults: Mapped[Json] = mapped_column(default=lambda: {"faults": []})
    """Why it was not published: ``{"faults": [[path, line, message, mend], …]}``."""

    created_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    published_version_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("course_version.id"), index=True
    )

    def is_asked_for(self, number: int) -> bool:
        """Whether it waits to be published as it was after this many changes."""
        return self.state is DraftState.WAITING and self.number == number


class DraftFile(Model):
    """A file of a draft, byte for byte."""

    __tablename__ = "draft_file"
    __table_args__ = (sa.UniqueConstraint("draft_id", "path"),)

    draft_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("draft.id"))
    path: Mapped[str] = mapped_column(sa.String(LONGEST_PATH))
    """Relative to the course folder, with "/"."""

    data: Mapped[bytes]


class DraftChange(Model):
    """One change of one file, never altered.

    Data classes: id IV, draft_id IV, number IV, path IV, start IV, before IV, after IV, by_id III,
    at IV, undoes IV.
    """

    __tablename__ = "draft_change"
    __table_args__ = (sa.UniqueConstraint("draft_id", "number"),)

    draft_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("draft.id"))
    number: Mapped[int]
    """From 1: ``Draft.number`` after it."""

    path: Mapped[str] = mapped_column(sa.String(LONGEST_PATH))
    start: Mapped[int]
    """The three are a ``rules.Splice``."""

    before: Mapped[bytes]
    after: Mapped[bytes]
    undoes: Mapped[int | None]
    """The number of the change that this one takes back."""

    by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    at: Mapped[datetime]

    @property
    def splice(self) -> Splice:
        """The change as the rules know it."""
        return Splice(self.start, self.before, self.after)


class MemberRole(StrEnum):
    """What somebody does for a draft."""

    AUTHOR = "author"
    CO_AUTHOR = "co_author"
    REVIEWER = "reviewer"


class DraftMember(Model):
    """Somebody who takes part in a draft.

    Data classes: id IV, draft_id IV, user_id III, role III, invited_by_id III, since IV.
    """

    __tablename__ = "draft_member"
    __table_args__ = (sa.UniqueConstraint("draft_id", "user_id"),)

    draft_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("draft.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    role: Mapped[MemberRole]
    invited_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    """None for whoever began the draft."""

    since: Mapped[datetime]


class LibraryCourse(Model):
    """A course in an organization's library, from its first draft on.

    What has no row here came from a folder, and is the whole city's.

    Data classes: all IV.
    """

    __tablename__ = "library_course"

    slug: Mapped[str] = mapped_column(sa.String(LONGEST_SLUG), unique=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )


class ReviewAct(StrEnum):
    """What somebody did in the review of a draft."""

    ASKED = "asked"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    RETURNED = "returned"
    """With the wish for changes."""


class ReviewStep(Model):
    """One act of the review of a draft, never altered; the last one says how it stands.

    Data classes: id IV, draft_id IV, position IV, act IV, number IV, words IV, by_id III, at IV.
    """

    __tablename__ = "review_step"
    __table_args__ = (
        sa.UniqueConstraint("draft_id", "position"),
        sa.CheckConstraint("position >= 1", name="position_from_one"),
    )

    draft_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("draft.id"))
    position: Mapped[int]
    """1, 2, 3 … within the draft."""

    act: Mapped[ReviewAct]
    number: Mapped[int]
    """``Draft.number`` at that time: an approval is one of that text only."""

    words: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    at: Mapped[datetime]

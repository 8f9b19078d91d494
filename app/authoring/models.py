"""Drafts of courses, their files, and what was changed in them."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.authoring.rules import Added, Edited, Moved, Operation, Removed, Renamed, Splice
from app.catalog.models import LONGEST_SLUG
from app.db import Json, Model

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
    """The version that it changes: the current one when it was begun, or the last one that was
    brought into it since."""

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
    """A file of a draft, byte for byte.

    Data classes: all IV.
    """

    __tablename__ = "draft_file"
    __table_args__ = (sa.UniqueConstraint("draft_id", "path"),)

    draft_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("draft.id"))
    path: Mapped[str] = mapped_column(sa.String(LONGEST_PATH))
    """Relative to the course folder, with "/"."""

    data: Mapped[bytes]


class ChangeKind(StrEnum):
    """What somebody did, as the history tells it."""

    EDIT = "edit"
    ADD = "add"
    MOVE = "move"
    DUPLICATE = "duplicate"
    DELETE = "delete"
    RENAME = "rename"
    REPLACE = "replace"
    RESTORE = "restore"
    UNDO = "undo"
    MERGE = "merge"


class DraftChange(Model):
    """One numbered step of one author, never altered; it consists of operations.

    Data classes: id IV, draft_id IV, number IV, kind IV, by_id III, at IV, undoes IV,
    stood_on_id IV.
    """

    __tablename__ = "draft_change"
    __table_args__ = (sa.UniqueConstraint("draft_id", "number"),)

    draft_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("draft.id"))
    number: Mapped[int]
    """From 1: ``Draft.number`` after it."""

    kind: Mapped[ChangeKind]
    undoes: Mapped[int | None]
    """The number of the change that this one takes back; for a restoring, that to which."""

    stood_on_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("course_version.id"), index=True
    )
    """``Draft.base_version_id`` before it: a merge makes it another, and taking that back this."""

    by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    at: Mapped[datetime]


class Act(StrEnum):
    """What an operation does; the classes of ``rules`` of the same names say how."""

    EDITED = "edited"
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"


class DraftOperation(Model):
    """One operation of a change, never altered.

    Data classes: id IV, change_id IV, place IV, act IV, path IV, start IV, before IV, after IV,
    to_path IV, to_start IV.
    """

    __tablename__ = "draft_operation"
    __table_args__ = (sa.UniqueConstraint("change_id", "place"),)

    change_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("draft_change.id"))
    place: Mapped[int]
    """From 0: its place among the operations of its change."""

    act: Mapped[Act]
    path: Mapped[str] = mapped_column(sa.String(LONGEST_PATH))
    start: Mapped[int] = mapped_column(default=0)
    before: Mapped[bytes] = mapped_column(default=b"")
    """What was taken away: a slice, or a whole file; of a moved slice, the slice."""

    after: Mapped[bytes] = mapped_column(default=b"")
    """What came: a slice, or a whole file."""

    to_path: Mapped[str | None] = mapped_column(sa.String(LONGEST_PATH))
    to_start: Mapped[int | None]

    @classmethod
    def of(cls, operation: Operation) -> "DraftOperation":
        """Write an operation down."""
        match operation:
            case Edited(path, splice):
                return cls(
                    act=Act.EDITED,
                    path=path,
                    start=splice.start,
                    before=splice.before,
                    after=splice.after,
                )
            case Added(path, data):
                return cls(act=Act.ADDED, path=path, after=data)
            case Removed(path, data):
                return cls(act=Act.REMOVED, path=path, before=data)
            case Renamed(path, to):
                return cls(act=Act.RENAMED, path=path, to_path=to)
            case Moved(path, start, data, to, to_start):
                return cls(
                    act=Act.MOVED,
                    path=path,
                    start=start,
                    before=data,
                    to_path=to,
                    to_start=to_start,
                )

    @property
    def operation(self) -> Operation:
        """The operation as the rules know it."""
        match self.act:
            case Act.EDITED:
                return Edited(self.path, Splice(self.start, self.before, self.after))
            case Act.ADDED:
                return Added(self.path, self.after)
            case Act.REMOVED:
                return Removed(self.path, self.before)
            case Act.RENAMED:
                return Renamed(self.path, self.to_path or "")
            case Act.MOVED:
                to_path, to_start = self.to_path or "", self.to_start or 0
                return Moved(self.path, self.start, self.before, to_path, to_start)


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

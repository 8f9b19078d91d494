"""Courses and their published versions.

Versions, their lessons and their files never change: an event below refuses every UPDATE of
them, so that a registration that pinned a version, and everything kept under its hash, stays
true. Relationships are plain keys; nothing here points upward.
"""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Mapper, ORMExecuteState, Session, mapped_column, object_session

from app.catalog.edition import Audience
from app.catalog.errors import Immutable
from app.db import Json, Model

LONGEST_SLUG = 64


class Course(Model):
    """What is taught, through all its versions.

    Data classes: all IV.
    """

    __tablename__ = "course"

    slug: Mapped[str] = mapped_column(sa.String(LONGEST_SLUG), unique=True)
    """The folder's name, and the course's place in every activity IRI; never changes."""

    audience: Mapped[Audience] = mapped_column(index=True)
    """Of the current version; kept here so that a list needs no outline."""

    current_version_id: Mapped[uuid.UUID | None] = mapped_column(
        # the two tables point at each other: this key is made after both exist
        sa.ForeignKey("course_version.id", use_alter=True)
    )
    """What a new registration pins; None only while the first version is being written."""

    position: Mapped[int] = mapped_column(default=0)
    """Its place in lists, ascending; courses come in the order of their first publication."""

    retired_at: Mapped[datetime | None]
    """Since when it is offered to nobody new: no list has it and no run begins, whoever has begun
    may finish, and what it earned stays true. None for a course on offer."""


class LibraryCourse(Model):
    """A course in an organization's library, from its first draft on.

    It is read with this organization's words before the city's. What has no row here came from a
    folder, and is the whole city's.

    Data classes: all IV.
    """

    __tablename__ = "library_course"

    slug: Mapped[str] = mapped_column(sa.String(LONGEST_SLUG), unique=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )


class CourseVersion(Model):
    """One frozen edition of a course. Immutable.

    Data classes: all IV.
    """

    __tablename__ = "course_version"
    __table_args__ = (
        sa.UniqueConstraint("course_id", "number"),
        sa.UniqueConstraint("course_id", "content_hash", "edition_hash"),
        sa.CheckConstraint("number >= 1", name="number_from_one"),
    )

    course_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("course.id"))
    number: Mapped[int]
    """1, 2, 3 … within the course."""

    content_hash: Mapped[str] = mapped_column(sa.String(64))
    """``rules.course_hash`` of its files."""

    edition_hash: Mapped[str] = mapped_column(sa.String(64), server_default="")
    """``rules.edition_hash`` of what the files became: other readings make another edition."""

    analyzer: Mapped[str] = mapped_column(sa.String(200), server_default="")
    """What read it: tokenizer, dictionary, rules, and the city's words at that time."""

    title: Mapped[str] = mapped_column(sa.String(500))
    """Without readings, like ``summary``."""

    summary: Mapped[str] = mapped_column(sa.Text)
    audience: Mapped[Audience]
    minutes: Mapped[int]
    """The sum of its lessons'."""

    lesson_count: Mapped[int]
    published_at: Mapped[datetime]
    outline: Mapped[Json]
    """``edition.Course`` as JSON: everything but the bodies of the lessons."""


class Lesson(Model):
    """The body of one lesson of one version. Immutable.

    Data classes: all IV.
    """

    __tablename__ = "lesson"
    __table_args__ = (sa.UniqueConstraint("course_version_id", "key"),)

    course_version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("course_version.id"))
    key: Mapped[str] = mapped_column(sa.String(64))
    position: Mapped[int]
    """Its place in the course, from 0."""

    content_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    """``rules.lesson_hash``; equal in every version that holds the same body."""

    content: Mapped[Json]
    """``lessons.LessonContent`` as JSON."""


class CourseFile(Model):
    """A source file of a version, byte for byte; ``export`` writes them. Immutable.

    Data classes: all IV.
    """

    __tablename__ = "course_file"
    __table_args__ = (sa.UniqueConstraint("course_version_id", "path"),)

    course_version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("course_version.id"))
    path: Mapped[str] = mapped_column(sa.String(300))
    """Relative to the course folder, with "/"."""

    digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    """SHA-256 of ``data``; images are served under it."""

    data: Mapped[bytes]


class ReadingReview(Model):
    """Readings of a published course that today's dictionary would give otherwise.

    They wait for a person: a course is never read anew by itself. One row a course at the most;
    without changes it says that somebody has compared, and need not again.

    Data classes: all IV.
    """

    __tablename__ = "reading_review"

    course_version_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("course_version.id"), unique=True
    )
    """The version whose readings are compared; the row means nothing for another one."""

    analyzer: Mapped[str] = mapped_column(sa.String(200))
    """What would read it, as in ``CourseVersion.analyzer``."""

    changes: Mapped[Json]
    """``{"changes": [ReadingChange as JSON, …]}``."""

    found_at: Mapped[datetime]


class ReleaseNote(Model):
    """What a version changed, told to those who learn and those who teach.

    It stands beside the version, which never changes: a typing error here can be mended.

    Data classes: all IV.
    """

    __tablename__ = "release_note"

    course_version_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("course_version.id"), unique=True
    )
    for_learners: Mapped[str] = mapped_column(sa.Text)
    for_teachers: Mapped[str] = mapped_column(sa.Text)
    """Plain text, each of them; may be empty."""


FROZEN = (CourseVersion, Lesson, CourseFile)


def _refuse_change(_: "Mapper[Model]", __: sa.Connection, target: Model) -> None:
    session = object_session(target)
    if session is None or session.is_modified(target):
        raise Immutable(f"{type(target).__name__} {target.id} is published and never changes")


def _refuse_bulk_change(state: ORMExecuteState) -> None:
    if state.is_update and state.bind_mapper and state.bind_mapper.class_ in FROZEN:
        raise Immutable(f"{state.bind_mapper.class_.__name__} rows are published and never change")


for _model in FROZEN:
    event.listen(_model, "before_update", _refuse_change)
event.listen(Session, "do_orm_execute", _refuse_bulk_change)

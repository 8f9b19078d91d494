"""Reading the library: lists, one file, and what uses it."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.authoring.models import Draft, DraftFile, DraftState
from app.catalog.licenses import LICENSES
from app.catalog.models import Course, CourseFile, CourseVersion
from app.clock import day_of
from app.identity.models import Organization, User
from app.media.models import MediaFile
from app.media.rules import TYPES, MediaKind, Missing, missing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.media.policy import Shelves

PAGE: Final = 24


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to. ``without_alt``: only files that a course may not use yet."""

    words: str = ""
    kind: MediaKind | None = None
    without_alt: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of the library, by value; see ``models.MediaFile``."""

    id: uuid.UUID
    key: str
    small_key: str | None
    suffix: str
    kind: MediaKind
    size: int
    width: int | None
    height: int | None
    seconds: int | None
    title: str
    alt: str
    license: str
    credit: str
    captions: str | None
    organization: str
    uploaded_by: str
    uploaded_on: date

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is to be written before a course may use it."""
        terms = LICENSES.get(self.license)
        return missing(
            self.kind,
            alt=self.alt,
            captions=self.captions,
            license_known=terms is not None,
            credit_due=terms is not None and terms.needs_credit and not self.credit,
        )


@dataclass(frozen=True, slots=True)
class FileList:
    """Up to ``PAGE`` files, the newest first, and how many there are."""

    rows: tuple[FileRow, ...]
    total: int
    page: int

    @property
    def has_older(self) -> bool:
        """Whether another page follows."""
        return self.total > self.page * PAGE


@dataclass(frozen=True, slots=True)
class Use:
    """A course that holds a file, in a published version or in a draft.

    Attributes:
        title: Of the course; its slug where it has none yet.
        slug: Its place in addresses.
        version: The number of the version; None for a draft.
        draft_id: The draft; None for a version.
        is_current: Whether learners begin with it.
    """

    title: str
    slug: str
    version: int | None = None
    draft_id: uuid.UUID | None = None
    is_current: bool = False


def files(session: "Session", shelves: "Shelves", wanted: Wanted) -> FileList:
    """Return a page of the files that somebody may use; two queries."""
    found = sa.and_(_within(shelves), *_narrowed(wanted))
    total = session.scalar(sa.select(sa.func.count()).select_from(MediaFile).where(found)) or 0
    rows = session.execute(
        _all_of()
        .where(found)
        .order_by(MediaFile.uploaded_at.desc(), MediaFile.id)
        .limit(PAGE)
        .offset((wanted.page - 1) * PAGE)
    )
    return FileList(tuple(_row(*one) for one in rows), total, wanted.page)


def file(session: "Session", shelves: "Shelves", media_id: uuid.UUID) -> FileRow:
    """Return one file.

    Raises:
        NoResultFound: There is none that somebody with these shelves may use.
    """
    query = _all_of().where(MediaFile.id == media_id, _within(shelves))
    return _row(*session.execute(query).one())


def is_there(session: "Session", shelves: "Shelves", sha256: str) -> bool:
    """Whether somebody may see the file of this content."""
    query = sa.select(MediaFile.id).where(MediaFile.sha256 == sha256, _within(shelves)).limit(1)
    return session.scalar(query) is not None


def uses(session: "Session", file: MediaFile | FileRow) -> tuple[Use, ...]:
    """Return the drafts and the versions that hold a file, whatever it is called there.

    Two queries: versions know the hash of their files; of drafts, those of the same size are
    hashed here, one at a time.
    """
    sha256 = file.key[:64]
    versions = session.execute(
        sa.select(Course.slug, CourseVersion.number, CourseVersion.title)
        .add_columns(Course.current_version_id == CourseVersion.id)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .where(
            sa.exists().where(
                CourseFile.course_version_id == CourseVersion.id, CourseFile.digest == sha256
            )
        )
        .order_by(Course.position, Course.slug, CourseVersion.number.desc())
    )
    published = [Use(title, slug, number, is_current=now) for slug, number, title, now in versions]
    return (*_in_drafts(session, sha256, file.size), *published)


def _in_drafts(session: "Session", sha256: str, size: int) -> tuple[Use, ...]:
    rows = session.execute(
        sa.select(Draft.id, Draft.slug, CourseVersion.title, DraftFile.data)
        .join(DraftFile, DraftFile.draft_id == Draft.id)
        .outerjoin(CourseVersion, CourseVersion.id == Draft.base_version_id)
        .where(
            Draft.state != DraftState.PUBLISHED,
            DraftFile.path.startswith("assets/"),
            sa.func.length(DraftFile.data) == size,
        )
        .order_by(Draft.slug, Draft.id)
        .execution_options(yield_per=1)
    )
    found = {
        draft_id: Use(title or slug, slug, draft_id=draft_id)
        for draft_id, slug, title, data in rows
        if hashlib.sha256(data).hexdigest() == sha256
    }
    return tuple(found.values())


def _all_of() -> "sa.Select[MediaFile, str, str, str]":
    return (
        sa.select(MediaFile, Organization.name, User.family_name, User.given_name)
        .join(Organization, Organization.id == MediaFile.organization_id)
        .join(User, User.id == MediaFile.uploaded_by_id)
    )


def _within(shelves: "Shelves") -> sa.ColumnElement[bool]:
    if shelves.is_whole:
        return sa.true()
    return MediaFile.organization_id.in_(shelves.organization_ids)


def _narrowed(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    for word in wanted.words.split():
        fields = (MediaFile.title, MediaFile.alt, MediaFile.credit)
        found.append(sa.or_(*(field.icontains(word, autoescape=True) for field in fields)))
    if wanted.kind is not None:
        found.append(MediaFile.kind == wanted.kind)
    if wanted.without_alt:
        found.append(MediaFile.alt == "")
    return found


def _row(row: MediaFile, organization: str, family: str, given: str) -> FileRow:
    return FileRow(
        id=row.id,
        key=row.key,
        small_key=row.small_key if row.has_small else None,
        suffix=row.suffix,
        kind=row.kind,
        size=row.size,
        width=row.width,
        height=row.height,
        seconds=row.seconds,
        title=row.title,
        alt=row.alt,
        license=row.license,
        credit=row.credit,
        captions=row.captions,
        organization=organization,
        uploaded_by=f"{family} {given}".strip(),
        uploaded_on=day_of(row.uploaded_at),
    )


def mimetype_of(suffix: str) -> str | None:
    """Return what a file of the library is served as; None for what it never holds."""
    found = TYPES.get(suffix)
    return None if found is None else found.mimetype

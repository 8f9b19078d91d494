"""Begin drafts, and have them published. Each is one job in the caller's transaction."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.authoring import queries
from app.authoring.errors import NotAPackage
from app.authoring.events import DraftChanged, DraftPublished, DraftSubmitted
from app.authoring.models import (
    LONGEST_PATH,
    Draft,
    DraftFile,
    DraftMember,
    DraftState,
    MemberRole,
)
from app.authoring.service.changing import locked, open_draft
from app.catalog import queries as catalog
from app.catalog import service as publishing
from app.catalog.errors import CourseFaulty
from app.catalog.models import LONGEST_SLUG, Course, LibraryCourse
from app.catalog.sources.faults import Fault
from app.catalog.sources.package import unpack
from app.catalog.sources.read import read
from app.catalog.sources.tables import KEY
from app.clock import day_of
from app.identity import queries as identity
from app.outbox import service as outbox

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.catalog.service import ReadCourse
    from app.catalog.sources.course import CourseSource


# -- beginning ------------------------------------------------------------------------------------


def start_draft(session: "Session", slug: str, *, by: uuid.UUID, now: datetime) -> Draft:
    """Begin to mend a published course; go on with the draft of it that is open, if one is.

    Raises:
        NotInCatalog: There is no such course.
    """
    found = session.scalars(
        sa.select(Draft)
        .where(Draft.slug == slug, Draft.state != DraftState.PUBLISHED)
        .order_by(Draft.changed_at.desc())
        .limit(1)
    ).first()
    if found is not None:
        return found
    version_id = catalog.course_by_slug(session, slug).version.id
    files = catalog.files(session, version_id)
    return begun(session, slug, files, base=version_id, by=by, now=now)


def take_package(session: "Session", data: bytes, *, by: uuid.UUID, now: datetime) -> Draft:
    """Begin a draft with the files of a course package, whatever faults the course has.

    Args:
        session: The open transaction.
        data: The package, from anywhere.
        by: Who brings it.
        now: The present instant.

    Raises:
        NotAPackage: It cannot be read, or not all of it; nothing was written.
    """
    if not data:
        raise NotAPackage(
            (Fault(".", 1, "ファイルが選ばれていません", "ZIPファイルを選びます。"),)
        )
    try:
        source = unpack(data)
    except CourseFaulty as error:
        raise NotAPackage(error.faults) from error
    faults = _lost(source)
    if faults:
        raise NotAPackage(faults)
    base = session.scalar(sa.select(Course.current_version_id).where(Course.slug == source.slug))
    return begun(session, source.slug, source.files, base=base, by=by, now=now)


def not_ones_own(slug: str) -> NotAPackage:
    """Return why a package is not taken whose course is in the library of others."""
    mend = "フォルダーの名前を変えます。"
    return NotAPackage((Fault(".", 1, f"「{slug}」は、ほかの組織の講座です", mend),))


def _lost(source: "CourseSource") -> tuple[Fault, ...]:
    """Return what a draft could not keep of a package: such faults would vanish unseen."""
    kept = set(read(source.slug, dict(source.files)).faults)
    lost = [fault for fault in source.faults if fault not in kept]
    if not KEY.fullmatch(source.slug) or len(source.slug) > LONGEST_SLUG:
        lost += [
            Fault(
                ".",
                1,
                "フォルダーの名前が使えません",
                f"小文字の英数字と - だけで、{LONGEST_SLUG}文字までにします。",
            )
        ]
    lost += [
        Fault(path[:LONGEST_PATH], 1, "ファイルの名前が長すぎます", "短くします。")
        for path, _data in source.files
        if len(path) > LONGEST_PATH
    ]
    return tuple(lost)


def begun(
    session: "Session",
    slug: str,
    files: "Iterable[tuple[str, bytes]]",
    *,
    base: uuid.UUID | None,
    by: uuid.UUID,
    now: datetime,
) -> Draft:
    """Begin a draft with these files; ``base`` is the version that it goes on from, if any."""
    draft = Draft(
        slug=slug, base_version_id=base, created_by_id=by, created_at=now, changed_at=now
    )
    session.add(draft)
    session.flush()
    session.add_all(DraftFile(draft_id=draft.id, path=path, data=data) for path, data in files)
    session.add(DraftMember(draft_id=draft.id, user_id=by, role=MemberRole.AUTHOR, since=now))
    _put_into_library(session, slug, by, now=now)
    session.flush()
    outbox.publish(session, DraftChanged(draft.id, draft.number, now))
    return draft


def _put_into_library(session: "Session", slug: str, by: uuid.UUID, *, now: datetime) -> None:
    """Let a course that is nowhere yet be in the library of its author's organization."""
    is_there = session.scalar(
        sa.select(
            sa.or_(
                sa.exists().where(LibraryCourse.slug == slug),
                sa.exists().where(Course.slug == slug),
            )
        )
    )
    places = identity.person(session, by, on=day_of(now)).authors_for
    if places and not is_there:
        session.add(LibraryCourse(slug=slug, organization_id=places[0]))


# -- publishing -----------------------------------------------------------------------------------


def ask_to_publish(session: "Session", draft_id: uuid.UUID, *, now: datetime) -> Draft:
    """Have the worker read the draft and publish it; asking twice is asking once.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
    """
    draft = open_draft(session, draft_id)
    if draft.state is not DraftState.WAITING:
        draft.state = DraftState.WAITING
        draft.faults = queries.faults_to_json(())
        outbox.publish(session, DraftSubmitted(draft.id, draft.number, now))
    return draft


def publish_draft(
    session: "Session", draft_id: uuid.UUID, course: "ReadCourse", *, number: int, now: datetime
) -> None:
    """Publish what the worker read, or keep on the draft why that cannot be.

    Args:
        session: The open transaction.
        draft_id: The draft.
        course: Its files with their readings.
        number: The draft's number when its files were read; after a change since, nothing is done.
        now: The present instant.
    """
    draft = locked(session, draft_id)
    if not draft.is_asked_for(number):
        return
    overtaken = _overtaken(session, draft)
    if overtaken:
        keep_faults(session, draft_id, overtaken, number=number)
        return
    try:
        version = publishing.publish_course(session, course, now=now).version
    except CourseFaulty as error:
        keep_faults(session, draft_id, error.faults, number=number)
        return
    draft.state = DraftState.PUBLISHED
    draft.published_version_id = version.id
    session.flush()
    outbox.publish(session, DraftPublished(draft.id, version.id, now))


def keep_faults(
    session: "Session", draft_id: uuid.UUID, faults: tuple[Fault, ...], *, number: int
) -> None:
    """Say on a draft why it was not published; after a change since, nothing is done."""
    draft = locked(session, draft_id)
    if draft.is_asked_for(number):
        draft.state = DraftState.FAILED
        draft.faults = queries.faults_to_json(faults)
        session.flush()


def _overtaken(session: "Session", draft: Draft) -> tuple[Fault, ...]:
    """Say that somebody published other files since the draft was begun, if that is so."""
    newer = queries.newer_version(session, draft)
    if newer is None:
        return ()
    message = f"書きはじめたあとに、第{newer.number}版が公開されました"
    mend = "下書きのページの「新しい版を取りこむ」で、この下書きと合わせます。"
    return (Fault(".", 1, message, mend),)

"""A course folder beside what the workshop published since it was written."""

import hashlib
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.authoring import rules
from app.authoring.merging.rules import Side, cut, merged, settled
from app.authoring.models import Draft, DraftState
from app.catalog import queries as catalog
from app.catalog.models import Course, CourseFile, CourseVersion
from app.catalog.service import Loss, Unseen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from app.catalog.sources.course import CourseSource

Files = Mapping[str, bytes]


def unseen(session: "Session", source: "CourseSource") -> Unseen:
    """Return what the workshop published and a folder would take back without having seen it.

    A folder does not say on which version it stands. It is taken to stand on the one with which
    it has most in common, on the oldest if there are several: then nothing is taken for seen
    that may not have been. What was published from folders is left to git.
    """
    drafts = session.execute(
        sa.select(Draft.state, Draft.base_version_id, Draft.published_version_id).where(
            Draft.slug == source.slug
        )
    ).all()
    has_draft = any(row.state is not DraftState.PUBLISHED for row in drafts)
    ours = {row[2] for row in drafts if row[2] and row[2] != row[1]}
    versions = _versions(session, source.slug)
    current = next((one for one in versions if one.is_current), None)
    files = dict(source.files)
    if current is None or not ours:
        return Unseen(current.number if current else 0, has_draft=has_draft)
    published = dict(catalog.files(session, current.id))
    base = _base(session, versions, files)
    is_seen = base == current.id or files == published
    number = next(one.number for one in versions if one.id == base)
    if is_seen or not any(one.id in ours and one.number > number for one in versions):
        return Unseen(current.number, has_draft=has_draft)
    losses = _lost(dict(catalog.files(session, base)), published, files)
    return Unseen(current.number, losses, has_draft)


@dataclass(frozen=True, slots=True)
class _Version:
    id: uuid.UUID
    number: int
    is_current: bool


def _versions(session: "Session", slug: str) -> list[_Version]:
    """Return the versions of a course, the oldest first."""
    rows = session.execute(
        sa.select(CourseVersion.id, CourseVersion.number, Course.current_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(Course.slug == slug)
        .order_by(CourseVersion.number)
    )
    return [_Version(row[0], row[1], row[0] == row[2]) for row in rows]


def _base(session: "Session", versions: "Sequence[_Version]", files: Files) -> uuid.UUID:
    """Return the version that has most in common with a folder, the oldest of several."""
    digests = {(path, hashlib.sha256(data).hexdigest()) for path, data in files.items()}
    rows = session.execute(
        sa.select(CourseFile.course_version_id, CourseFile.path, CourseFile.digest).where(
            CourseFile.course_version_id.in_([one.id for one in versions])
        )
    )
    whole = Counter(row[0] for row in rows if (row[1], row[2]) in digests)
    most = max((whole[one.id] for one in versions), default=0)
    likely = [one.id for one in versions if whole[one.id] == most]
    if len(likely) == 1:
        return likely[0]
    units = _units(files)
    alike = {one: (_units(dict(catalog.files(session, one))) & units).total() for one in likely}
    return max(likely, key=lambda one: alike[one])


def _units(files: Files) -> Counter[bytes]:
    return Counter(unit.body for path, data in files.items() for unit in cut(path, data))


def _lost(base: Files, published: Files, folder: Files) -> tuple[Loss, ...]:
    """Return where a folder lacks what was published since its base."""
    found = merged(base, published, folder)
    kept = dict(settled(found, {one.id: Side.OURS for one in found.conflicts}, str).files)
    lacking = [
        Loss(path, _text(kept.get(path)), _text(folder.get(path)))
        for path in sorted(kept.keys() | folder.keys())
        if kept.get(path) != folder.get(path)
    ]
    disputed = [Loss(x.path, _text(x.theirs), _text(x.ours)) for x in found.conflicts]
    return (*lacking, *disputed)


def _text(data: bytes | None) -> str:
    return rules.text_of(data or b"") or ""

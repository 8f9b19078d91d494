"""What was made: shared, described, followed by a new version."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.projects.rules import Act
from app.projects.service import activity, gates
from app.workroom import rules
from app.workroom.errors import NothingThere, WorkroomRefused
from app.workroom.models import Artifact, ArtifactPerson, ArtifactVersion, Meeting
from app.workroom.rules import ArtifactKind, CreditAs
from app.workroom.service.holding import open_project, present

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.media.intake import Received
    from app.projects.models import Project


@dataclass(frozen=True, slots=True)
class About:
    """What is said of something that was made; see ``models.Artifact``.

    ``people``: the members on it, of ``offered``. ``is_told``: these are all, or there is nobody.
    """

    title: str
    license: str
    alt: str = ""
    credit_as: CreditAs = CreditAs.TEAM
    credit: str = ""
    people: frozenset[uuid.UUID] = frozenset()
    offered: frozenset[uuid.UUID] = frozenset()
    shows_others: bool = False
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """One state of it: a file whose bytes were put away already, or an address on the web.

    Attributes:
        sha256: Of the file; None of an address.
        suffix: Of the file.
        size: Bytes.
        kind: What it is to whoever opens it.
        has_small: Whether a small copy lies beside it.
        width: Pixels, of a picture.
        height: Pixels, of a picture.
        url: The address.
    """

    kind: ArtifactKind
    sha256: str | None = None
    suffix: str | None = None
    size: int = 0
    has_small: bool = False
    width: int | None = None
    height: int | None = None
    url: str | None = None

    @classmethod
    def file(cls, came: "Received") -> "Thing":
        """Return a file as it was received."""
        return cls(
            ArtifactKind(came.type.kind.value),
            came.sha256,
            came.type.suffix,
            came.size,
            has_small=came.small is not None,
            width=came.width,
            height=came.height,
        )

    @classmethod
    def link(cls, url: str) -> "Thing":
        """Return an address on the web."""
        return cls(ArtifactKind.LINK, url=url)


def mark_of(row: Artifact) -> str:
    """Return a mark of what is said of something that was made, and of which version.

    Who is on a picture is said of one version: whoever read another is asked to look again.
    """
    people = sorted(str(one.user_id) for one in row.people)
    said = (row.title, row.license, row.alt, row.credit_as.value, row.credit)
    return rules.mark_of(*said, row.shows_others, row.is_told, row.number, people)


def share(
    session: "Session",
    project_id: uuid.UUID,
    thing: Thing,
    about: About,
    *,
    by: uuid.UUID,
    now: "datetime",
    meeting_id: uuid.UUID | None = None,
) -> Artifact:
    """Put something there that was made; a gate may wait for it.

    What belongs to a meeting (a picture of its white board) opens no gate.

    Raises:
        ProjectRefused: ``ended``.
        NothingThere: The meeting is none of the project.
        WorkroomRefused: ``alt``, ``project_full``. Nothing was written.
    """
    project = open_project(session, project_id)
    if meeting_id is not None:
        present(session, Meeting, project, meeting_id)
    _refuse_silent(thing.kind, about)
    _refuse_overfull(session, project, thing.size)
    row = Artifact(
        project_id=project.id,
        meeting_id=meeting_id,
        kind=thing.kind,
        number=1,
        created_at=now,
        created_by_id=by,
        people=[],
        versions=[_version(thing, 1, "", by=by, now=now)],
    )
    _describe(row, about)
    session.add(row)
    session.flush()
    if meeting_id is None:
        done = activity.Done(Act.SHARED_ARTIFACT, row.id, row.title)
        activity.note(session, project, by, done, now=now)
        gates.meet(session, project.id, "artifact", now=now)
        session.flush()
    return row


def describe(
    session: "Session",
    place: tuple[uuid.UUID, uuid.UUID],
    about: About,
    *,
    read: str | None = None,
    ever: bool = False,
) -> Artifact:
    """Say otherwise what something is. ``place``: the project's id and its own.

    ``ever``: after the project's end as well; see ``policy.describes_ever``.

    Raises:
        ProjectRefused: ``ended``.
        NothingThere: There is no such thing.
        WorkroomRefused: ``alt``, ``changed``.
    """
    project = open_project(session, place[0], ever=ever)
    row = present(session, Artifact, project, place[1])
    if read is not None and read != mark_of(row):
        raise WorkroomRefused("changed")
    _refuse_silent(row.kind, about)
    _describe(row, about)
    session.flush()
    return row


def add_version(
    session: "Session",
    place: tuple[uuid.UUID, uuid.UUID],
    thing: Thing,
    note: str,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> Artifact:
    """Let something have a new version; the old ones stay.

    Raises:
        ProjectRefused: ``ended``.
        NothingThere: There is no such thing.
        WorkroomRefused: ``kind`` (a picture stays a picture), ``project_full``.
    """
    project = open_project(session, place[0])
    row = present(session, Artifact, project, place[1])
    if thing.kind is not row.kind:
        raise WorkroomRefused("kind")
    _refuse_overfull(session, project, thing.size)
    return _follow(session, row, _version(thing, row.number + 1, note, by=by, now=now))


def go_back(
    session: "Session",
    place: tuple[uuid.UUID, uuid.UUID],
    number: int,
    note: str,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> Artifact:
    """Make a new version of the bytes of an old one; of the newest, nothing.

    Raises:
        ProjectRefused: ``ended``.
        NothingThere: There is no such thing, or no such version.
    """
    project = open_project(session, place[0])
    row = present(session, Artifact, project, place[1])
    old = next((one for one in row.versions if one.number == number), None)
    if old is None:
        raise NothingThere(number)
    if old.number == row.number:
        return row
    thing = Thing(
        row.kind,
        old.sha256,
        old.suffix,
        old.size,
        has_small=old.has_small,
        width=old.width,
        height=old.height,
        url=old.url,
    )
    return _follow(session, row, _version(thing, row.number + 1, note, by=by, now=now))


def used_bytes(session: "Session", project_id: uuid.UUID) -> int:
    """Return how many bytes the things of a project have: all versions, the same bytes once."""
    each = (
        sa.select(ArtifactVersion.sha256, ArtifactVersion.size)
        .join(Artifact, Artifact.id == ArtifactVersion.artifact_id)
        .where(
            Artifact.project_id == project_id,
            Artifact.removed_on.is_(None),
            ArtifactVersion.sha256.is_not(None),
        )
        .distinct()
        .subquery()
    )
    return session.scalar(sa.select(sa.func.sum(each.c.size))) or 0


def _follow(session: "Session", row: Artifact, version: ArtifactVersion) -> Artifact:
    row.versions.append(version)
    row.number = version.number
    session.flush()
    return row


def _version(
    thing: Thing, number: int, note: str, *, by: uuid.UUID, now: "datetime"
) -> ArtifactVersion:
    return ArtifactVersion(
        number=number,
        sha256=thing.sha256,
        suffix=thing.suffix,
        size=thing.size,
        width=thing.width,
        height=thing.height,
        has_small=thing.has_small,
        url=thing.url,
        note=note,
        made_at=now,
        made_by_id=by,
    )


def _describe(row: Artifact, about: About) -> None:
    row.title, row.license, row.alt = about.title, about.license, about.alt
    row.credit_as, row.credit = about.credit_as, about.credit
    row.shows_others = about.shows_others
    row.people_number = row.number if about.is_told else 0
    before = {one.user_id for one in row.people}
    after = rules.kept_people(before, about.offered, about.people)
    row.people = [one for one in row.people if one.user_id in after]
    row.people += [ArtifactPerson(user_id=one) for one in sorted(after - before)]


def _refuse_silent(kind: ArtifactKind, about: About) -> None:
    if kind is ArtifactKind.IMAGE and not about.alt.strip():
        raise WorkroomRefused("alt")


def _refuse_overfull(session: "Session", project: "Project", size: int) -> None:
    if not rules.has_room(used_bytes(session, project.id), size):
        raise WorkroomRefused("project_full")

"""Reading what was made: lists, one thing with its versions, bytes, and who is named for it."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.catalog.licenses import LICENSES, License
from app.clock import day_of
from app.identity.models import Organization
from app.projects.models import ProjectMember
from app.projects.rules import MemberRole
from app.ui.strings import gettext as _
from app.workroom import rules
from app.workroom.errors import NothingThere
from app.workroom.models import Artifact, ArtifactPerson, ArtifactVersion
from app.workroom.rules import ArtifactKind, CreditAs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.media.storage.port import Storage


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version, by value. ``url`` for an address; ``sha256`` and ``suffix`` for a file."""

    number: int
    url: str | None
    sha256: str | None
    suffix: str | None
    size: int
    width: int | None
    height: int | None
    has_small: bool
    note: str
    made_on: date
    made_by_id: uuid.UUID | None

    @property
    def key(self) -> str:
        """A file's name in the storage."""
        return f"{self.sha256}.{self.suffix}"

    @property
    def small_key(self) -> str:
        """The name of its small copy; of the file where it has none."""
        return f"{self.sha256}-small.webp" if self.has_small else self.key


@dataclass(frozen=True, slots=True)
class ArtifactRow:
    """Something that was made, as its newest version is; see ``models.Artifact``.

    Attributes:
        credit: The line that names those who made it, as they want to be called.
        people: Which members are on it; empty in lists of the team.
        shows_others: Whether others are.
        is_told: Whether these are all, of the newest version.
    """

    id: uuid.UUID
    meeting_id: uuid.UUID | None
    title: str
    kind: ArtifactKind
    alt: str
    license: str
    credit: str
    credit_as: CreditAs
    credit_words: str
    shows_others: bool
    version: VersionRow
    versions: tuple[VersionRow, ...] = ()
    people: frozenset[uuid.UUID] = frozenset()
    is_told: bool = False

    @property
    def url(self) -> str | None:
        """The address of a link."""
        return self.version.url

    @property
    def terms(self) -> License:
        """The terms of use."""
        return LICENSES[self.license]

    @property
    def is_picture(self) -> bool:
        """Whether it is looked at."""
        return self.kind is ArtifactKind.IMAGE


@dataclass(frozen=True, slots=True)
class Credits:
    """How the makers of a project's things may be called.

    Attributes:
        places: The names of the learners' organizations.
        pseudonyms: As learners want to be credited, who said so.
    """

    places: tuple[str, ...]
    pseudonyms: tuple[str, ...]

    @property
    def team(self) -> str:
        """The team, by its schools."""
        return _("%(places)sのチーム", places="・".join(self.places)) if self.places else ""

    def line(self, row: Artifact) -> str:
        """Return whom to name for something."""
        if row.credit_as is CreditAs.WORDS and row.credit:
            return row.credit
        if row.credit_as is CreditAs.PSEUDONYMS and self.pseudonyms:
            return "、".join(self.pseudonyms)
        return self.team


def credits_of(session: "Session", project_id: uuid.UUID) -> Credits:
    """Return how a project's learners may be called, former ones as well; one query."""
    rows = session.execute(
        sa.select(Organization.name, ProjectMember.pseudonym)
        .join(ProjectMember, ProjectMember.organization_id == Organization.id)
        .where(
            ProjectMember.project_id == project_id,
            ProjectMember.role == MemberRole.LEARNER,
        )
        .order_by(ProjectMember.joined_on, ProjectMember.id)
    ).all()
    places = dict.fromkeys(place for place, _name in rows)
    return Credits(tuple(places), tuple(dict.fromkeys(name for _place, name in rows if name)))


def artifacts(session: "Session", project_id: uuid.UUID) -> list[ArtifactRow]:
    """Return all that a project shares within, the newest first; two queries."""
    found = _newest(session, Artifact.project_id == project_id, Artifact.removed_on.is_(None))
    credits_ = credits_of(session, project_id)
    return [_row(one, version, credits_) for one, version in found]


def of_meeting(
    session: "Session", project_id: uuid.UUID, meeting_id: uuid.UUID
) -> list[ArtifactRow]:
    """Return the pictures of a meeting, the newest first; one query, without credits."""
    found = _newest(
        session,
        Artifact.project_id == project_id,
        Artifact.meeting_id == meeting_id,
        Artifact.removed_on.is_(None),
    )
    return [_row(one, version, Credits((), ())) for one, version in found]


def public_artifacts(session: "Session", project_id: uuid.UUID) -> list[ArtifactRow]:
    """Return what a project made, with the people on it, for whoever may make it public.

    What belongs to a meeting is the team's own. Whether anybody may see it is asked above: of
    ``people`` each, and of ``shows_others``. Three queries.
    """
    found = _newest(
        session,
        Artifact.project_id == project_id,
        Artifact.meeting_id.is_(None),
        Artifact.removed_on.is_(None),
    )
    people: dict[uuid.UUID, set[uuid.UUID]] = {}
    for artifact_id, user_id in session.execute(
        sa.select(ArtifactPerson.artifact_id, ArtifactPerson.user_id)
        .join(Artifact, Artifact.id == ArtifactPerson.artifact_id)
        .where(Artifact.project_id == project_id)
    ):
        people.setdefault(artifact_id, set()).add(user_id)
    credits_ = credits_of(session, project_id)
    return [
        _row(one, version, credits_, people=frozenset(people.get(one.id, ())))
        for one, version in found
    ]


def public_titles(session: "Session", project_id: uuid.UUID) -> list[str]:
    """Return what a project's ``public_artifacts`` are called, each once; one query."""
    rows = session.scalars(
        sa.select(Artifact.title)
        .where(
            Artifact.project_id == project_id,
            Artifact.meeting_id.is_(None),
            Artifact.removed_on.is_(None),
        )
        .order_by(Artifact.title, Artifact.id)
    )
    return list(dict.fromkeys(rows))


def made_by(session: "Session", project_id: uuid.UUID, user_id: uuid.UUID) -> set[uuid.UUID]:
    """Return which things of a project somebody made a version of; one query."""
    return set(
        session.scalars(
            sa.select(ArtifactVersion.artifact_id)
            .join(Artifact, Artifact.id == ArtifactVersion.artifact_id)
            .where(Artifact.project_id == project_id, ArtifactVersion.made_by_id == user_id)
        )
    )


def artifact(session: "Session", project_id: uuid.UUID, artifact_id: uuid.UUID) -> ArtifactRow:
    """Return one thing with its versions, the newest first, and the people on it; three queries.

    Raises:
        NothingThere: The project has none of that id, or it was removed.
    """
    row = artifact_row(session, project_id, artifact_id)
    versions = tuple(_version(one) for one in reversed(row.versions))
    people = frozenset(one.user_id for one in row.people)
    newest = row.versions[-1]
    return _row(row, newest, credits_of(session, project_id), people=people, versions=versions)


def artifact_row(session: "Session", project_id: uuid.UUID, artifact_id: uuid.UUID) -> Artifact:
    """Return the row of one thing, for the forms that change it; two queries.

    Raises:
        NothingThere: The project has none of that id, or it was removed.
    """
    row = (
        session.scalars(
            sa.select(Artifact)
            .where(
                Artifact.id == artifact_id,
                Artifact.project_id == project_id,
                Artifact.removed_on.is_(None),
            )
            .options(selectinload(Artifact.versions), joinedload(Artifact.people))
        )
        .unique()
        .one_or_none()
    )
    if row is None:
        raise NothingThere(artifact_id)
    return row


def removed_artifacts(session: "Session", project_id: uuid.UUID, *, today: date) -> list[Artifact]:
    """Return what comes back with one press, the latest first."""
    oldest = today - timedelta(days=rules.UNDO_DAYS)
    return list(
        session.scalars(
            sa.select(Artifact)
            .where(Artifact.project_id == project_id, Artifact.removed_on >= oldest)
            .order_by(Artifact.removed_on.desc(), Artifact.id)
        )
    )


def version_of(
    session: "Session", project_id: uuid.UUID, artifact_id: uuid.UUID, number: int
) -> VersionRow:
    """Return one version of a thing that was not removed; one query.

    Raises:
        NothingThere: There is none.
    """
    row = session.scalars(
        sa.select(ArtifactVersion)
        .join(Artifact, Artifact.id == ArtifactVersion.artifact_id)
        .where(
            Artifact.id == artifact_id,
            Artifact.project_id == project_id,
            Artifact.removed_on.is_(None),
            ArtifactVersion.number == number,
        )
    ).one_or_none()
    if row is None:
        raise NothingThere(artifact_id)
    return _version(row)


def people_on(session: "Session", artifact_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the members who are to be seen or heard in a thing; one query."""
    query = sa.select(ArtifactPerson.user_id).where(ArtifactPerson.artifact_id == artifact_id)
    return frozenset(session.scalars(query))


def read_bytes(storage: "Storage", version: VersionRow, *, small: bool = False) -> bytes:
    """Return the bytes of a file's version, or of its small copy.

    Raises:
        FileNotFoundError: The storage has none.
        StorageAway: It does not answer.
    """
    with storage.open(version.small_key if small else version.key) as opened:
        return opened.read()


def hashes(session: "Session") -> "Iterable[str]":
    """Return the hashes of all bytes that some version holds, for the sweep of media."""
    known = sa.select(ArtifactVersion.sha256).where(ArtifactVersion.sha256.is_not(None))
    return (one for one in session.scalars(known.distinct()) if one is not None)


def holds_bytes(session: "Session", sha256: str) -> bool:
    """Whether some version holds these bytes."""
    query = sa.select(ArtifactVersion.id).where(ArtifactVersion.sha256 == sha256).limit(1)
    return session.scalar(query) is not None


def _newest(
    session: "Session", *where: sa.ColumnElement[bool]
) -> list[tuple[Artifact, ArtifactVersion]]:
    rows = session.execute(
        sa.select(Artifact, ArtifactVersion)
        .join(
            ArtifactVersion,
            sa.and_(
                ArtifactVersion.artifact_id == Artifact.id,
                ArtifactVersion.number == Artifact.number,
            ),
        )
        .where(*where)
        .order_by(ArtifactVersion.made_at.desc(), Artifact.id)
    )
    return [(row, version) for row, version in rows]


def _version(row: ArtifactVersion) -> VersionRow:
    return VersionRow(
        row.number,
        row.url,
        row.sha256,
        row.suffix,
        row.size,
        row.width,
        row.height,
        row.has_small,
        row.note,
        day_of(row.made_at),
        row.made_by_id,
    )


def _row(
    row: Artifact,
    version: ArtifactVersion,
    credits_: Credits,
    *,
    people: frozenset[uuid.UUID] = frozenset(),
    versions: tuple[VersionRow, ...] = (),
) -> ArtifactRow:
    return ArtifactRow(
        row.id,
        row.meeting_id,
        row.title,
        row.kind,
        row.alt,
        row.license,
        credits_.line(row),
        row.credit_as,
        row.credit,
        row.shows_others,
        _version(version),
        versions,
        people,
        row.is_told,
    )

"""What the showcase takes from the rooms below: pictures of the workroom, the city's answer.

Everything that comes from there comes through here, in the showcase's own shape; nothing else in
this package asks ``workroom`` or ``adoption``.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.adoption.models import Adoption, Continuation, ContinuationLook
from app.adoption.queries import trails
from app.adoption.queries.endings import GoingOn
from app.adoption.queries.endings import going_on as ending_of
from app.adoption.queries.trails import Trail
from app.adoption.rules import AdoptionState, Answer
from app.adoption.words import ENDINGS
from app.media.queries import mimetype_of
from app.workroom.models import Artifact, ArtifactPerson, ArtifactVersion
from app.workroom.rules import ArtifactKind, CreditAs

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute, Session


__all__ = [
    "ENDINGS",
    "GoingOn",
    "Picture",
    "Trail",
    "going_on",
    "is_going_on",
    "is_taken_over",
    "pictures",
    "trail",
]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the team made or took.

    Attributes:
        artifact_id: Its artifact.
        version: The version that there is now.
        title: What the team calls it.
        alt: What it shows, for whoever does not see it.
        license: A code of ``catalog.licenses``.
        credit: Whom to name as its maker.
        key: Where its bytes lie (``media.storage``).
        mimetype: What they are.
        shows: The members who can be seen in it, by user.
        shows_others: Whether people can be seen who are not of the project.
        is_told: Whether it was said who can be seen in this version.
        size: Width and height in pixels, where they are known.
    """

    artifact_id: uuid.UUID
    version: int
    title: str
    alt: str
    license: str
    credit: str
    key: str
    mimetype: str
    shows: frozenset[uuid.UUID]
    shows_others: bool = False
    is_told: bool = True
    size: tuple[int, int] | None = None


_DECIDED: Final = (
    *(AdoptionState.ANSWERED, AdoptionState.BUDGETED, AdoptionState.IN_PROGRESS),
    *(AdoptionState.IN_SERVICE, AdoptionState.MEASURED),
)


def pictures(
    session: "Session", project_ids: Iterable[uuid.UUID]
) -> Mapping[uuid.UUID, tuple[Picture, ...]]:
    """Return the pictures that the teams of some projects made, in one query.

    Only what has a text for those who do not see it; what was removed is not there.
    """
    rows = session.execute(
        sa.select(Artifact, ArtifactVersion, ArtifactPerson.user_id)
        .join(
            ArtifactVersion,
            sa.and_(
                ArtifactVersion.artifact_id == Artifact.id,
                ArtifactVersion.number == Artifact.number,
            ),
        )
        .outerjoin(ArtifactPerson, ArtifactPerson.artifact_id == Artifact.id)
        .where(
            Artifact.project_id.in_(list(project_ids)),
            Artifact.kind == ArtifactKind.IMAGE,
            Artifact.alt != "",
            Artifact.meeting_id.is_(None),  # what belongs to a meeting is the team's own
            Artifact.removed_on.is_(None),
            ArtifactVersion.sha256.is_not(None),
        )
        .order_by(Artifact.created_at, Artifact.id)
    ).all()
    shows: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for row, _version, user_id in rows:
        if user_id is not None:
            shows[row.id].add(user_id)
    found: dict[uuid.UUID, dict[uuid.UUID, Picture]] = defaultdict(dict)
    for row, version, _user_id in rows:
        mimetype = mimetype_of(version.suffix or "")
        if mimetype is not None and row.id not in found[row.project_id]:
            found[row.project_id][row.id] = _picture(row, version, mimetype, shows[row.id])
    return {key: tuple(some.values()) for key, some in found.items()}


def _picture(
    row: Artifact, version: ArtifactVersion, mimetype: str, shows: set[uuid.UUID]
) -> Picture:
    size = (version.width, version.height) if version.width and version.height else None
    return Picture(
        row.id,
        version.number,
        row.title,
        row.alt,
        row.license,
        # the pseudonyms stand with the makers, as far as each may be named
        row.credit if row.credit_as is CreditAs.WORDS else "",
        f"{version.sha256}.{version.suffix}",
        mimetype,
        frozenset(shows),
        row.shows_others,
        row.is_told,
        size,
    )


def trail(session: "Session", project_id: uuid.UUID) -> Trail | None:
    """Return what the city did with a project's proposal; None where nothing was handed in."""
    return trails.trail(session, project_id)


def going_on(session: "Session", project_id: uuid.UUID) -> GoingOn | None:
    """Return how a team goes on by itself that has handed nothing in; None where it does not."""
    return ending_of(session, project_id)


def is_going_on(
    project_id: "sa.ColumnElement[uuid.UUID] | InstrumentedAttribute[uuid.UUID]",
) -> "sa.ColumnElement[bool]":
    """Say, in SQL, whether a project's team goes on by itself, as far as it was asked since."""
    ended = sa.exists().where(
        ContinuationLook.continuation_id == Continuation.id, ContinuationLook.goes_on.is_(False)
    )
    return sa.exists().where(Continuation.project_id == project_id, ~ended)


def is_taken_over(
    project_id: "sa.ColumnElement[uuid.UUID] | InstrumentedAttribute[uuid.UUID]",
) -> "sa.ColumnElement[bool]":
    """Say, in SQL, whether the city takes over, or has taken over, what a project proposed."""
    return sa.exists().where(
        Adoption.project_id == project_id,
        Adoption.state.in_(_DECIDED),
        Adoption.answer == Answer.ADOPT,
    )

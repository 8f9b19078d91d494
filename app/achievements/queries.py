"""What can be achieved, who holds it, and how far a batch has come."""

import uuid
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.achievements import policy, rules
from app.achievements.models import Achievement, Batch, BatchMember
from app.clock import day_of
from app.credentials.models import AchievementVersion, Credential, CredentialState
from app.credentials.openbadges import AchievementKind
from app.credentials.results import read_values
from app.identity import queries as identity
from app.learning import queries as learning

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.identity.person import Person
    from app.identity.policy import Reach


@dataclass(frozen=True, slots=True)
class AchievementRow:
    """An achievement in the list; ``awarded`` counts credentials that hold."""

    id: uuid.UUID
    name: str
    kind: AchievementKind
    place: str
    awarded: int
    closed_on: "date | None"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who asked that a batch be taken back, why, and who agreed; without ``agreed_on``, nobody."""

    reason: str
    asked_by_id: uuid.UUID | None
    asked_by: str
    asked_on: "date"
    agreed_by: str
    agreed_on: "date | None"

    @property
    def is_agreed(self) -> bool:
        """Whether it is going on."""
        return self.agreed_on is not None


@dataclass(frozen=True, slots=True)
class BatchRow:
    """How far a batch has come: ``people``, of whom ``awarded`` and ``signed``."""

    id: uuid.UUID
    achievement: str
    awarded_on: "date"
    evidence: str
    values: list[tuple[str, str]]
    reason: str
    by: str
    people: int
    awarded: int
    signed: int
    revoked: int = 0
    withdrawal: "Withdrawal | None" = None

    @property
    def is_done(self) -> bool:
        """Whether every member's credential is signed."""
        return self.signed == self.people

    @property
    def is_settled(self) -> bool:
        """Whether nothing of it is under way."""
        is_going = self.withdrawal is not None and self.withdrawal.is_agreed
        return self.is_done and (not is_going or self.revoked == self.people)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be awarded; ``holds_until``: holds it already, None for no end."""

    person: "Person"
    is_holding: bool
    holds_until: "date | None" = None


@dataclass(frozen=True, slots=True)
class PathCourse:
    """A course of a path, for one learner."""

    slug: str
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Path:
    """A path as a learner sees it."""

    id: uuid.UUID
    name: str
    description: str
    courses: tuple[PathCourse, ...]

    @property
    def done(self) -> int:
        """How many of its courses are complete."""
        return sum(course.is_complete for course in self.courses)

    @property
    def is_complete(self) -> bool:
        """Whether all of its courses are."""
        return self.done == len(self.courses)


def achievements(session: "Session", person: "Person", reach: "Reach") -> list[AchievementRow]:
    """Return what somebody may award or describe, the open ones first, by name."""
    places = {node.id: node.name for node in identity.organization_tree(session)}
    rows = session.scalars(
        sa.select(Achievement).order_by(Achievement.closed_on.is_not(None), Achievement.name)
    )
    counts = _counts(session)
    return [
        AchievementRow(
            row.id,
            row.name,
            row.kind,
            places[row.organization_id],
            counts.get(f"achievements/{row.id}", 0),
            row.closed_on,
        )
        for row in rows
        if policy.may_use(person, reach, row.organization_id, row.audience)
    ]


def usable(
    session: "Session", achievement_id: uuid.UUID, person: "Person", reach: "Reach"
) -> Achievement:
    """Return an achievement that somebody may award.

    Raises:
        NoResultFound: There is none, or it is beyond reach.
    """
    row = session.get_one(Achievement, achievement_id)
    if not policy.may_use(person, reach, row.organization_id, row.audience):
        raise NoResultFound
    return row


def candidates(
    session: "Session",
    row: Achievement,
    user_ids: Iterable[uuid.UUID],
    *,
    by: "Person",
    reach: "Reach",
    on: "date",
) -> list[Candidate]:
    """Return those of some people to whom somebody may award, in the order of names."""
    people = identity.people_of(session, user_ids, on=on)
    allowed = [
        one
        for one in people.values()
        if not one.is_guest and not one.is_disabled and policy.may_award_to(by, reach, one)
    ]
    held = _held(session, row, [one.id for one in allowed], on=on)
    found = [Candidate(one, one.id in held, held.get(one.id)) for one in allowed]
    return sorted(found, key=lambda one: (one.person.name_order, str(one.person.id)))


def by_login(session: "Session", logins: Iterable[str]) -> dict[str, uuid.UUID]:
    """Return, by what was typed, who has that login id or mail address; unknown ones are left."""
    return identity.ids_by_login(session, logins)


def batch_row(
    session: "Session", batch_id: uuid.UUID, person: "Person", reach: "Reach"
) -> BatchRow:
    """Return how far a batch has come.

    Raises:
        NoResultFound: There is none, or its achievement is beyond reach.
    """
    return _batch_row(session, batch(session, batch_id, person, reach))


def batch(session: "Session", batch_id: uuid.UUID, person: "Person", reach: "Reach") -> Batch:
    """Return a batch of an achievement that somebody may award.

    Raises:
        NoResultFound: There is none, or its achievement is beyond reach.
    """
    found = session.get_one(Batch, batch_id)
    row = found.achievement
    if not policy.may_use(person, reach, row.organization_id, row.audience):
        raise NoResultFound
    return found


def batches_of(session: "Session", achievement_id: uuid.UUID) -> list[BatchRow]:
    """Return an achievement's batches, the newest first."""
    rows = session.scalars(
        sa.select(Batch)
        .where(Batch.achievement_id == achievement_id)
        .order_by(Batch.created_at.desc())
        .limit(50)
    )
    return [_batch_row(session, row) for row in rows]


def paths_with(session: "Session", slug: str) -> list[Achievement]:
    """Return the open paths that a course belongs to."""
    rows = session.scalars(
        sa.select(Achievement).where(
            Achievement.kind == AchievementKind.PATH, Achievement.closed_on.is_(None)
        )
    )
    return [row for row in rows if slug in row.courses]


def completed_slugs(session: "Session", user_id: uuid.UUID) -> set[str]:
    """Return the slugs of the courses that somebody has completed."""
    cards = learning.own_cards(session, user_id, limit=1000)
    return {card.course.slug for card in cards if card.completed_on is not None}


def paths_for(session: "Session", audience: str, *, user_id: uuid.UUID | None) -> list[Path]:
    """Return the open paths of an audience, with what somebody has completed of them."""
    return _paths(session, audience, completed_slugs(session, user_id) if user_id else set())


def paths_under_way(
    session: "Session", audience: str, *, begun: Set[str], done: Set[str]
) -> list[Path]:
    """Return the open paths of an audience that somebody is on, the furthest first.

    Args:
        session: The unit of work.
        audience: Theirs.
        begun: The slugs of the courses that they have begun or completed.
        done: Of those that they have completed.
    """
    found = [
        path
        for path in _paths(session, audience, done)
        if not path.is_complete and any(course.slug in begun for course in path.courses)
    ]
    return sorted(found, key=lambda path: -path.done)


def _paths(session: "Session", audience: str, done: Set[str]) -> list[Path]:
    rows = session.scalars(
        sa.select(Achievement)
        .where(
            Achievement.kind == AchievementKind.PATH,
            Achievement.audience == audience,
            Achievement.closed_on.is_(None),
        )
        .order_by(Achievement.name)
    )
    return [
        Path(
            row.id,
            row.name,
            row.description,
            tuple(PathCourse(slug, slug in done) for slug in row.courses),
        )
        for row in rows
    ]


def _batch_row(session: "Session", batch: Batch) -> BatchRow:
    people, awarded, signed, revoked = session.execute(
        sa.select(
            sa.func.count(),
            sa.func.count(BatchMember.credential_id),
            sa.func.count(Credential.jwt),
            sa.func.count(Credential.revoked_at),
        )
        .select_from(BatchMember)
        .outerjoin(Credential, Credential.id == BatchMember.credential_id)
        .where(BatchMember.batch_id == batch.id)
    ).one()
    acting = [batch.by_id, batch.withdrawal_asked_by_id, batch.withdrawal_agreed_by_id]
    found = identity.people_of(session, [one for one in acting if one], on=batch.awarded_on)
    names = {id_: one.name for id_, one in found.items()}
    return BatchRow(
        batch.id,
        batch.achievement.name,
        batch.awarded_on,
        batch.evidence,
        list(read_values(batch.results)),
        batch.reason,
        _name(names, batch.by_id),
        people,
        awarded,
        signed,
        revoked,
        _withdrawal(batch, names),
    )


def _withdrawal(batch: Batch, names: dict[uuid.UUID, str]) -> Withdrawal | None:
    if batch.withdrawal_reason is None or batch.withdrawal_asked_at is None:
        return None
    return Withdrawal(
        batch.withdrawal_reason,
        batch.withdrawal_asked_by_id,
        _name(names, batch.withdrawal_asked_by_id),
        day_of(batch.withdrawal_asked_at),
        _name(names, batch.withdrawal_agreed_by_id),
        day_of(batch.withdrawal_agreed_at) if batch.withdrawal_agreed_at else None,
    )


def _name(names: dict[uuid.UUID, str], user_id: uuid.UUID | None) -> str:
    return names.get(user_id, "") if user_id else ""


def _counts(session: "Session") -> dict[str, int]:
    """Return how many credentials of each achievement hold, by the end of its key."""
    rows = session.execute(
        sa.select(AchievementVersion.key, sa.func.count())
        .join(Credential, Credential.achievement_version_id == AchievementVersion.id)
        .where(Credential.state != CredentialState.REVOKED)
        .group_by(AchievementVersion.key)
    )
    return {key.rpartition(":")[2]: count for key, count in rows}


def _held(
    session: "Session", row: Achievement, user_ids: list[uuid.UUID], *, on: "date"
) -> "dict[uuid.UUID, date | None]":
    """Return who holds an achievement for longer than it may be renewed, and until when."""
    rows = session.execute(
        sa.select(Credential.user_id, Credential.valid_until)
        .join(AchievementVersion, AchievementVersion.id == Credential.achievement_version_id)
        .where(
            Credential.user_id.in_(user_ids),
            Credential.state != CredentialState.REVOKED,
            AchievementVersion.key.endswith(f"achievements/{row.id}", autoescape=True),
        )
    )
    held: dict[uuid.UUID, date | None] = {}
    for user_id, valid_until in rows:
        until = None if valid_until is None else day_of(valid_until)
        if not rules.is_due_again(until, on=on):
            held[user_id] = until
    return held

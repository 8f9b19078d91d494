"""Reading assessments: what was settled, what a teacher reads before, and one's own split."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.assessments import rules
from app.assessments.models import AssessmentView, PeerPart, PeerSplit, SettledAssessment
from app.assessments.rules import Split, ViewRole

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Settled:
    """What a teacher settled of a learner, as it holds now.

    Attributes:
        assessor_id: The teacher; None where their account is gone.
        on: The day.
        scaled: 0 to 1.
        words: To the learner.
        levels: 1 to 4, by line of the rubric.
        share: The learner's part of the team's work in points; None where none was told.
        number: How often it was settled, corrections included.
        reason: Why it was corrected; empty for the first.
    """

    assessor_id: uuid.UUID | None
    on: "date"
    scaled: float
    words: str
    levels: Mapping[str, int]
    share: int | None
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Before:
    """What a teacher reads of one learner before settling.

    Attributes:
        views: Of mentors, on the learner and on the team.
        kept: What this teacher kept; None for nothing.
        parts: What the splits say of the learner: by whom, and what.
        share: What they come to; None where nobody has answered.
        answered: How many learners have answered.
        history: All that was settled of the learner, the newest first.
    """

    views: tuple[AssessmentView, ...]
    kept: AssessmentView | None
    parts: tuple[tuple[uuid.UUID, PeerPart], ...]
    share: rules.Share | None
    answered: int
    history: tuple[SettledAssessment, ...]

    @property
    def settled(self) -> SettledAssessment | None:
        """What holds now."""
        return self.history[0] if self.history else None


def settled(session: "Session", project_id: uuid.UUID, user_id: uuid.UUID) -> Settled | None:
    """Return what was settled of a learner and holds now; one query."""
    rows = _history(session, project_id, user_id)
    return told(rows[0]) if rows else None


def all_settled(session: "Session", project_id: uuid.UUID) -> Mapping[uuid.UUID, Settled]:
    """Return what was settled of a project's learners and holds now; one query."""
    rows = session.scalars(
        sa.select(SettledAssessment)
        .where(SettledAssessment.project_id == project_id)
        .order_by(SettledAssessment.number)
    )
    return {row.user_id: told(row) for row in rows}


def told(row: SettledAssessment) -> Settled:
    """Return a row as others read it."""
    return Settled(
        row.assessor_id,
        row.settled_on,
        row.scaled,
        row.words,
        row.levels,
        row.share,
        row.number,
        row.reason,
    )


def settled_days(session: "Session", project_id: uuid.UUID) -> Mapping[uuid.UUID, "date"]:
    """Return the learners of whom something was settled, with the day of the last; one query."""
    found = session.execute(
        sa.select(SettledAssessment.user_id, sa.func.max(SettledAssessment.settled_on))
        .where(SettledAssessment.project_id == project_id)
        .group_by(SettledAssessment.user_id)
    )
    return {row[0]: row[1] for row in found}


def givers(session: "Session", project_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return who has said how the work was split; one query."""
    return frozenset(
        session.scalars(sa.select(PeerSplit.user_id).where(PeerSplit.project_id == project_id))
    )


def splits(session: "Session", project_id: uuid.UUID) -> list[PeerSplit]:
    """Return all splits of a project with their parts; two queries. For teachers alone."""
    return list(
        session.scalars(
            sa.select(PeerSplit)
            .where(PeerSplit.project_id == project_id)
            .options(selectinload(PeerSplit.parts))
            .order_by(PeerSplit.given_on, PeerSplit.id)
        )
    )


def own_split(
    session: "Session", project_id: uuid.UUID, user_id: uuid.UUID, *, held: bool = False
) -> PeerSplit | None:
    """Return somebody's own split; one query, with its parts two."""
    asked = (
        sa.select(PeerSplit)
        .where(PeerSplit.project_id == project_id, PeerSplit.user_id == user_id)
        .options(selectinload(PeerSplit.parts))
    )
    return session.scalars(asked.with_for_update() if held else asked).one_or_none()


def own_views(
    session: "Session", project_id: uuid.UUID, user_id: uuid.UUID
) -> Mapping[uuid.UUID | None, AssessmentView]:
    """Return what somebody wrote themselves, by whom it is about; None is the team. One query."""
    rows = session.scalars(
        sa.select(AssessmentView).where(
            AssessmentView.project_id == project_id, AssessmentView.by_id == user_id
        )
    )
    return {row.about_id: row for row in rows}


def before(
    session: "Session",
    project_id: uuid.UUID,
    user_id: uuid.UUID,
    *,
    teacher_id: uuid.UUID,
    members: Iterable[uuid.UUID],
) -> Before:
    """Return what a teacher reads of a learner before settling; four queries."""
    views = session.scalars(
        sa.select(AssessmentView)
        .where(
            AssessmentView.project_id == project_id,
            sa.or_(AssessmentView.about_id == user_id, AssessmentView.about_id.is_(None)),
        )
        .order_by(AssessmentView.written_on, AssessmentView.id)
    ).all()
    given = splits(session, project_id)
    return Before(
        tuple(one for one in views if one.role is ViewRole.MENTOR),
        next((one for one in views if _is_kept(one, user_id, teacher_id)), None),
        tuple(
            (one.user_id, part) for one in given for part in one.parts if part.about_id == user_id
        ),
        shares_of(given, members).get(user_id) if given else None,
        len(given),
        tuple(_history(session, project_id, user_id)),
    )


def shares_of(
    given: Iterable[PeerSplit], members: Iterable[uuid.UUID]
) -> dict[uuid.UUID, rules.Share]:
    """Say what splits come to for each of today's learners."""
    return rules.shares(
        (Split(one.user_id, {part.about_id: part.points for part in one.parts}) for one in given),
        list(members),
    )


def _is_kept(row: AssessmentView, user_id: uuid.UUID, teacher_id: uuid.UUID) -> bool:
    return row.role is ViewRole.TEACHER and (row.about_id, row.by_id) == (user_id, teacher_id)


def _history(
    session: "Session", project_id: uuid.UUID, user_id: uuid.UUID
) -> list[SettledAssessment]:
    return list(
        session.scalars(
            sa.select(SettledAssessment)
            .where(
                SettledAssessment.project_id == project_id, SettledAssessment.user_id == user_id
            )
            .order_by(SettledAssessment.number.desc())
        )
    )

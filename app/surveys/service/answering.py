"""Take what somebody answered: it is added up, and then nowhere."""

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.db import alone
from app.surveys import rules
from app.surveys.errors import AlreadyAnswered, NotInvited
from app.surveys.models import (
    GroupKind,
    SurveyGroup,
    SurveyInvitation,
    SurveyRound,
    SurveyTally,
)
from app.surveys.service.planning import TURN

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def answer(
    session: "Session",
    round_id: uuid.UUID,
    user_id: uuid.UUID,
    answers: Mapping[str, int],
    *,
    now: "datetime",
) -> None:
    """Add somebody's answers to the tallies of their groups, and note that they have answered.

    Nothing that is written here has a time, and no row names both a person and a level. ``now``
    only says whether the round is open.

    Args:
        session: The unit of work; both are written in it, or neither.
        round_id: The round.
        user_id: Who answers.
        answers: A level for each item of the round.
        now: The present instant.

    Raises:
        NotInvited: They are not asked, or the round is not open.
        AlreadyAnswered: They have answered; nothing was added.
        ValueError: An item is missing or not asked, or a level is none.
    """
    alone(session, TURN)
    row = session.get(SurveyRound, round_id, populate_existing=True)
    told = session.execute(
        sa.select(
            SurveyInvitation.section_id, SurveyInvitation.grade_id, SurveyInvitation.has_answered
        ).where(SurveyInvitation.round_id == round_id, SurveyInvitation.user_id == user_id)
    ).one_or_none()
    if row is None or told is None or not _takes_answers(row, now):
        raise NotInvited
    if told.has_answered:
        raise AlreadyAnswered
    if not rules.is_answer_to(row.items, answers):
        raise ValueError("each item is answered with a level, and nothing else")
    session.execute(
        sa.update(SurveyInvitation)
        .where(SurveyInvitation.round_id == round_id, SurveyInvitation.user_id == user_id)
        .values(has_answered=True)
        .execution_options(synchronize_session=False)
    )
    _add(session, _groups_of(session, round_id, told.section_id, told.grade_id), answers)


def _takes_answers(row: SurveyRound, now: "datetime") -> bool:
    return rules.takes_answers(row.opened_on, row.closed_on, row.closes_on, today=day_of(now))


def _groups_of(
    session: "Session", round_id: uuid.UUID, section_id: uuid.UUID, grade_id: uuid.UUID
) -> list[uuid.UUID]:
    """Return the section with all above it, the city, and the grade."""
    rows = session.execute(
        sa.select(SurveyGroup.id, SurveyGroup.parent_id).where(
            SurveyGroup.round_id == round_id, SurveyGroup.kind != GroupKind.GRADE
        )
    )
    above = {group_id: parent_id for group_id, parent_id in rows}  # noqa: C416  typed rows
    found, here = [grade_id], section_id
    while True:
        found.append(here)
        parent = above[here]
        if parent is None:
            return found
        here = parent


def _add(session: "Session", groups: Iterable[uuid.UUID], answers: Mapping[str, int]) -> None:
    ids = list(groups)
    session.execute(
        sa.update(SurveyGroup)
        .where(SurveyGroup.id.in_(ids))
        .values(answered=SurveyGroup.answered + 1)
        .execution_options(synchronize_session=False)
    )
    told = sa.or_(
        *(
            sa.and_(SurveyTally.item_ref == ref, SurveyTally.level == level)
            for ref, level in answers.items()
        )
    )
    session.execute(
        sa.update(SurveyTally)
        .where(SurveyTally.group_id.in_(ids), told)
        .values(count=SurveyTally.count + 1)
        .execution_options(synchronize_session=False)
    )

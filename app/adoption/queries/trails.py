"""What became of a proposal, by value, as the team and the public read it."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.adoption import rules, words
from app.adoption.models import Adoption, AdoptionMeasure, AdoptionStep
from app.adoption.queries.endings import GoingOn, going_on
from app.adoption.rules import SUBMITTED_STATES, USED_STATES, AdoptionState, Answer, Piece
from app.ui.days import jdate
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Stamp:
    """The city's answer as a stamp: ``kind`` of ``ui.stamp``, its word, and the small line."""

    kind: str
    word: str
    on: "date"
    section: str
    small: str


@dataclass(frozen=True, slots=True)
class Swap:
    """The sentence that changes.

    Attributes:
        document: Of which plan or page; empty where none was named.
        before: As it was.
        after: As it becomes, cut into what stayed and what is new.
        is_final: Whether it reads so now; else it is how it is to read.
        is_proposed: Whether it is only what the team proposes.
    """

    document: str
    before: str
    after: tuple[Piece, ...]
    is_final: bool
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class Money:
    """What was asked for in a fiscal year, and what was decided; None for not decided yet."""

    year: int
    asked: int
    asked_on: "date"
    decided: int | None
    decided_on: "date | None"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of what it did."""

    label: str
    before: str
    after: str
    unit: str
    period: str
    counted: str


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One step: its day, its sentence, and the words of the office (``post``) that told it.

    ``is_answer`` marks the city's answers. ``needs`` is what would have to change.
    """

    on: "date"
    title: str
    text: str
    post: str
    is_answer: bool
    needs: str


@dataclass(frozen=True, slots=True)
class Trail:
    """A proposal's way; all of it is public.

    ``next_on`` is the day on which the city tells something again; ``due_on`` the day of the
    answer that is waited for, None once it is there. ``steps`` are the oldest first.
    """

    state: AdoptionState
    answer: Answer | None
    stamp: Stamp | None
    title: str
    proposal: str
    cost_yen: int | None
    starts_on: "date | None"
    department: str
    submitted_on: "date"
    due_on: "date | None"
    next_on: "date | None"
    reason: str
    needs: str
    swap: Swap | None
    money: Money | None
    percent: int | None
    in_service_on: "date | None"
    steps: tuple[TrailStep, ...]
    measures: tuple[Measure, ...]
    going_on: GoingOn | None

    @property
    def is_used(self) -> bool:
        """Whether it is in service."""
        return self.state in USED_STATES


def of_project(session: "Session", project_id: uuid.UUID) -> Adoption | None:
    """Return a project's proposal, drafts included, for its team; one query."""
    return session.scalars(
        sa.select(Adoption)
        .where(Adoption.project_id == project_id)
        .options(joinedload(Adoption.organization))
    ).one_or_none()


def status_of(session: "Session", project_id: uuid.UUID) -> AdoptionState | None:
    """Return how far a project's proposal is; None where none was handed in."""
    return session.scalar(
        sa.select(Adoption.state).where(
            Adoption.project_id == project_id, Adoption.state.in_(SUBMITTED_STATES)
        )
    )


def trail(session: "Session", project_id: uuid.UUID) -> Trail | None:
    """Return what became of a project's proposal; None where none was handed in.

    Three queries; one more where something was measured, and one where offers were taken.
    """
    row = of_project(session, project_id)
    return None if row is None else trail_of(session, row)


def trail_of(session: "Session", row: Adoption) -> Trail | None:
    """Return the trail of a proposal that is read already, as ``trail`` does."""
    if row.state is AdoptionState.DRAFT or row.submitted_on is None:
        return None
    measured = row.state is AdoptionState.MEASURED
    return Trail(
        state=row.state,
        answer=row.answer,
        stamp=_stamp(row),
        title=row.title,
        proposal=row.proposal,
        cost_yen=row.cost_yen,
        starts_on=row.starts_on,
        department=row.organization.name,
        submitted_on=row.submitted_on,
        due_on=None if row.is_settled else row.due_on,
        next_on=row.next_on,
        reason=row.reason,
        needs=row.needs,
        swap=_swap(row),
        money=_money(row),
        percent=row.percent,
        in_service_on=row.in_service_on,
        steps=_steps(session, row),
        measures=_measures(session, row) if measured else (),
        going_on=going_on(session, row.project_id),
    )


def _stamp(row: Adoption) -> Stamp | None:
    if row.answer is None or row.answered_on is None:
        return None
    section, on = row.organization.name, row.answered_on
    kind, word = words.STAMPS[row.answer], words.ANSWERS[row.answer].now()
    if row.in_service_on is not None:
        on, word = row.in_service_on, _("反映しました")
        small = _("%(day)sから　%(place)s", day=jdate(on), place=section)
    elif row.answer is Answer.LATER and row.due_on is not None:
        small = _("%(day)sまで　%(place)s", day=jdate(row.due_on), place=section)
    else:
        small = _("%(day)s　%(place)s", day=jdate(on), place=section)
    return Stamp(kind, word, on, section, small)


def _swap(row: Adoption) -> Swap | None:
    after = row.became or row.after
    if not after:
        return None
    cut = rules.pieces(row.before, after) if row.before else (Piece(after, is_new=False),)
    is_final = row.state in USED_STATES
    is_proposed = row.answer is not Answer.ADOPT
    return Swap(row.document, row.before, cut, is_final=is_final, is_proposed=is_proposed)


def _money(row: Adoption) -> Money | None:
    if row.budget_year is None or row.requested_yen is None or row.requested_on is None:
        return None
    decided = (row.decided_yen, row.decided_on)
    return Money(row.budget_year, row.requested_yen, row.requested_on, *decided)


def _steps(session: "Session", row: Adoption) -> tuple[TrailStep, ...]:
    found: Sequence[AdoptionStep] = session.scalars(
        sa.select(AdoptionStep)
        .where(AdoptionStep.adoption_id == row.id)
        .order_by(AdoptionStep.number)
    ).all()
    return tuple(
        TrailStep(
            one.on_day,
            words.title_of(one),
            one.text,
            one.post,
            is_answer=one.move is rules.Move.ANSWER,
            needs=str(one.facts.get("needs") or ""),
        )
        for one in found
    )


def _measures(session: "Session", row: Adoption) -> tuple[Measure, ...]:
    return tuple(
        Measure(one.label, one.before, one.after, one.unit, one.period, one.counted)
        for one in session.scalars(
            sa.select(AdoptionMeasure)
            .where(AdoptionMeasure.adoption_id == row.id)
            .order_by(AdoptionMeasure.position)
        )
    )

"""The department takes a proposal up and answers it; words of answers are kept for the next."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.adoption import rules
from app.adoption.errors import AdoptionRefused, NoSuchAdoption
from app.adoption.models import Adoption, AnswerTemplate
from app.adoption.rules import Answer, Move
from app.adoption.service.steps import Officer, Seen, held, keep
from app.audit import service as audit
from app.clock import day_of
from app.following import service as following
from app.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who answers, by when, and a word to the team."""

    owner_id: uuid.UUID
    due_on: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """The city's answer.

    Attributes:
        kind: One of the four.
        reason: What will change, where it is done already, why not now, or why later.
        next_on: When the team is told again; for 「いつまでに答えます」 the day of the answer.
        needs: What would have to change, of 「今回は見送ります」.
        after: How the sentence is to read, of 「反映します」; empty for as the team proposes.
    """

    kind: Answer
    reason: str
    next_on: date
    needs: str = ""
    after: str = ""


def assign(
    session: "Session",
    seen: Seen,
    told: Assignment,
    *,
    colleagues: "Collection[uuid.UUID]",
    by: Officer,
    now: "datetime",
) -> Adoption:
    """Let somebody answer for a proposal by a day; the first such day is the one promised.

    Args:
        session: The unit of work.
        seen: Which, as the form saw it.
        told: Who, and by when.
        colleagues: Who may: the staff of the department and below.
        by: Who says so.
        now: The present instant.

    Raises:
        NoSuchAdoption: There is none.
        AdoptionRefused: ``owner`` (not one of these), ``day`` (in the past), ``moved``,
            ``not_now``.
    """
    row = held(session, seen, Move.ASSIGN)
    if told.owner_id not in colleagues:
        raise AdoptionRefused("owner")
    if told.due_on < day_of(now) and not row.is_settled:
        raise AdoptionRefused("day")
    before = row.owner_id
    row.state = rules.lands(row.standing, Move.ASSIGN)
    row.owner_id = told.owner_id
    if not row.is_settled:
        row.due_on = told.due_on
        row.promised_on = row.promised_on or told.due_on
        row.next_on = told.due_on
    facts: dict[str, object] = {} if row.is_settled else {"due_on": told.due_on.isoformat()}
    keep(session, row, Move.ASSIGN, by=by, now=now, text=told.text, facts=facts)
    if told.owner_id not in {before, by.user_id}:
        project = session.get_one(Project, row.project_id)
        letter = following.Told(
            "adoption.assigned",
            f"adoption.assigned:{row.id}:{row.edition}",
            f"/adoption/{row.id}",
            {"project": project.title, "due_on": told.due_on.isoformat()},
        )
        following.tell(session, [told.owner_id], letter, now=now)
    return row


def answer(
    session: "Session", seen: Seen, told: NewAnswer, *, by: Officer, now: "datetime"
) -> Adoption:
    """Answer a proposal, or answer it anew; the answer before stays among the steps.

    Raises:
        NoSuchAdoption: There is none.
        AdoptionRefused: ``nothing_said`` (the reason says nothing), ``needs`` (nothing said
            of what would have to change), ``day`` (not to come; more than half a year of
            「いつまでに答えます」), ``moved``, ``not_now``. Nothing was stored.
    """
    row = held(session, seen, Move.ANSWER)
    _refuse_empty(told, today=day_of(now))
    today, was = day_of(now), row.answer
    row.state = rules.lands(row.standing, Move.ANSWER)
    needs = told.needs if told.kind is Answer.NOT_NOW else ""
    row.answer, row.reason, row.needs = told.kind, told.reason, needs
    row.answered_on, row.next_on = today, told.next_on
    if told.kind is Answer.LATER:
        row.due_on = told.next_on
    else:
        row.settled_on = row.settled_on or today
    is_yes = told.kind is Answer.ADOPT
    row.became = (told.after or row.after) if is_yes else ""
    facts: dict[str, object] = {
        "answer": told.kind.value,
        "next_on": told.next_on.isoformat(),
        "needs": needs,
    }
    if was is not None:
        facts["was"] = was.value
    if is_yes and row.became:
        facts |= {"before": row.before, "after": row.became}
    keep(session, row, Move.ANSWER, by=by, now=now, text=told.reason, facts=facts)
    return row


def keep_template(
    session: "Session",
    organization_id: uuid.UUID,
    name: str,
    told: NewAnswer,
    *,
    by: Officer,
    now: "datetime",
) -> AnswerTemplate:
    """Keep the words of an answer for the department's next; one of the same name is replaced."""
    row = session.scalars(
        sa.select(AnswerTemplate).where(
            AnswerTemplate.organization_id == organization_id, AnswerTemplate.name == name
        )
    ).one_or_none()
    if row is None:
        row = AnswerTemplate(organization_id=organization_id, name=name)
        session.add(row)
    row.answer, row.reason, row.needs = told.kind, told.reason, told.needs
    row.created_on, row.created_by_id = day_of(now), by.user_id
    session.flush()
    noted = {"template": str(row.id)}
    audit.record(session, "adoption.template_kept", now=now, by=by.user_id, details=noted)
    return row


def remove_template(
    session: "Session",
    template_id: uuid.UUID,
    *,
    places: frozenset[uuid.UUID] | None,
    by: Officer,
    now: "datetime",
) -> None:
    """Remove a template of one of some departments (None: of any).

    Raises:
        NoSuchAdoption: There is none there.
    """
    row = session.get(AnswerTemplate, template_id)
    if row is None or (places is not None and row.organization_id not in places):
        raise NoSuchAdoption(template_id)
    session.delete(row)
    session.flush()
    told = {"template": str(template_id)}
    audit.record(session, "adoption.template_removed", now=now, by=by.user_id, details=told)


def _refuse_empty(told: NewAnswer, *, today: date) -> None:
    if rules.says_nothing(told.reason):
        raise AdoptionRefused("nothing_said")
    if told.kind is Answer.NOT_NOW and rules.says_nothing(told.needs):
        raise AdoptionRefused("needs")
    if told.next_on <= today:
        raise AdoptionRefused("day")
    latest = today + timedelta(days=rules.LONGEST_LATER_DAYS)
    if told.kind is Answer.LATER and told.next_on > latest:
        raise AdoptionRefused("day")

"""One proposal at the department: everything about it, and the form of the next step alone."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort, request
from flask.typing import ResponseReturnValue

from app.adoption import policy, queries, rules, words
from app.adoption.errors import NoSuchAdoption
from app.adoption.forms import (
    FAULTS,
    AnswerForm,
    AssignForm,
    DecideForm,
    FigureForm,
    MeasureForm,
    NewsForm,
    ProgressForm,
    RequestForm,
    ServeForm,
)
from app.adoption.queries import Case
from app.adoption.rules import Move
from app.adoption.views.root import bp, staff_only, today
from app.db import reading
from app.identity.login import me, person
from app.talent.queries import staff
from app.talent.queries.staff import Departments
from app.ui.page import render_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.adoption.forms.moves import MoveForm
    from app.adoption.models import AnswerTemplate


@dataclass(frozen=True, slots=True)
class Open:
    """A proposal that the reader has opened; ``may_answer``: whether they answer for it."""

    case: Case
    tree: Departments
    may_answer: bool

    def can(self, move: Move) -> bool:
        """Whether the reader may do that now; anybody of the department may take it up."""
        is_theirs = self.may_answer or move is Move.ASSIGN
        return is_theirs and rules.can(self.case.row.standing, move)

    @property
    def moves(self) -> "tuple[Move, ...]":
        """What the reader may do now, the next step first."""
        first = rules.next_move(self.case.row.standing)
        found = [one for one in OFFERED if self.can(one)]
        return tuple(sorted(found, key=lambda one: one is not first))


OFFERED = (
    *(Move.ASSIGN, Move.ANSWER, Move.REQUEST, Move.DECIDE, Move.PROGRESS),
    *(Move.SERVE, Move.MEASURE, Move.NEWS),
)


@bp.get("/adoption/<uuid:adoption_id>", endpoint="case")
@staff_only
def show_case(adoption_id: uuid.UUID) -> ResponseReturnValue:
    """Show a proposal with the form of the next step, or of the step that is asked for."""
    found = opened(adoption_id)
    asked = request.args.get("do", "")
    move = next((one for one in found.moves if one.value == asked), None)
    move = move or next(iter(found.moves), None)
    return case_page(found, move, None if move is None else form_of(found, move))


def opened(adoption_id: uuid.UUID) -> Open:
    """Return a proposal of the reader's departments, or of their own; or end in 404."""
    session = reading()
    tree = staff.departments(session)
    places = policy.scope_of(person(), tree)
    try:
        found = queries.case(session, adoption_id, places=places, reader_id=me().id)
    except NoSuchAdoption:
        abort(404)
    row = found.row
    may = policy.answers(
        person(), tree, organization_id=row.organization_id, owner_id=row.owner_id
    )
    return Open(found, tree, may)


def form_of(found: Open, move: Move) -> "MoveForm":
    """Return the form of a move, as it is drawn first and as it is sent."""
    row = found.case.row
    form: MoveForm
    if move is Move.ASSIGN:
        people = queries.colleagues(reading(), found.tree, row, today=today())
        form = AssignForm.of(row, people, today=today())
    elif move is Move.ANSWER:
        form = AnswerForm.of(row, _template(templates(found)))
    elif move is Move.REQUEST:
        form = RequestForm.of(row, today=today())
    elif move is Move.SERVE:
        form = ServeForm.of(row)
    else:
        form = _PLAIN[move]()
    if request.method == "GET":
        form.edition.data = row.edition
    return form


_PLAIN: "dict[Move, type[MoveForm]]" = {
    Move.DECIDE: DecideForm,
    Move.PROGRESS: ProgressForm,
    Move.MEASURE: MeasureForm,
    Move.NEWS: NewsForm,
}


def templates(found: Open) -> "Sequence[AnswerTemplate]":
    """Return the kept answers of the proposal's department."""
    return queries.templates_of(reading(), frozenset({found.case.row.organization_id}))


def case_page(
    found: Open,
    move: Move | None,
    form: "MoveForm | None",
    *,
    figures: "Sequence[FigureForm] | None" = None,
    fault: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    """Draw a proposal with one form, or with none for who only reads."""
    session, row = reading(), found.case.row
    return render_page(
        "adoption/case.html",
        "main",
        status=status,
        case=found.case,
        place=found.tree.find(row.organization_id),
        trail=queries.trail_of(session, row),
        dates=queries.budget_dates(session, on=today()),
        move=move,
        moves=found.moves,
        form=form,
        figures=figures or (FigureForm.all_of(None) if move is Move.MEASURE else ()),
        kept=templates(found) if move is Move.ANSWER else (),
        fault=FAULTS.get(fault),
        words=words,
        today=today(),
    )


def _template(kept: "Sequence[AnswerTemplate]") -> "AnswerTemplate | None":
    asked = request.args.get("template", "")
    return next((one for one in kept if str(one.id) == asked), None)

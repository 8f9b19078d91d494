"""One round: what is planned, who takes part, and afterwards what was answered."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from app.db import reading
from app.identity.login import person
from app.surveys import board, policy, queries, rules
from app.surveys.forms.rounds import ExtendForm, ResultsAddress
from app.surveys.models import SurveyRound
from app.surveys.rules import BOUNDS, FEW, Phase
from app.surveys.views.root import bp, found, result_reader, scope, today
from app.surveys.wording import LEVEL_NAMES
from app.ui.page import render_page


@bp.get("/surveys/<uuid:round_id>", endpoint="one")
@result_reader
def show_one(round_id: uuid.UUID) -> ResponseReturnValue:
    """Show a round as far as it has come."""
    return one_page(round_id)


def one_page(
    round_id: uuid.UUID, *, extend: ExtendForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """Return the page of a round; ``extend`` is a form that was sent and has faults."""
    row = found(round_id)
    phase = rules.phase(row.opened_on, row.closed_on)
    if phase is Phase.CLOSED:
        return _results_page(row)
    return render_page(
        "surveys/round.html",
        "main",
        status=status,
        row=row,
        phase=phase,
        groups=queries.groups(reading(), row, scope()) if phase is Phase.OPEN else [],
        extend=extend or ExtendForm(formdata=None, until=row.closes_on),
        may_make=policy.can_make(person()),
        today=today(),
        few=FEW,
        reminder=rules.reminder_day(row.opens_on, row.closes_on),
    )


def _results_page(row: SurveyRound) -> ResponseReturnValue:
    address = ResultsAddress.read(request.args)
    results = queries.results(reading(), row, scope())
    group = results.group(address.group)
    return render_page(
        "surveys/results.html",
        "main",
        results=results,
        row=row,
        group=group,
        chart=board.distribution(results, group) if group else None,
        address=address,
        levels=LEVEL_NAMES,
        bounds=BOUNDS,
        few=FEW,
        step=rules.step,
    )

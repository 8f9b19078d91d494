"""What a department does with a proposal: one address for each move, one form."""

import uuid
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.adoption import queries, service
from app.adoption.errors import AdoptionRefused
from app.adoption.forms import FAULTS, FigureForm, check
from app.adoption.rules import Move
from app.adoption.service import Seen
from app.adoption.views.case import Open, case_page, form_of, opened
from app.adoption.views.root import UNPROCESSABLE, bp, officer, staff_only, today
from app.db import reading, transaction
from app.ui.fields import tell
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SAID = {
    Move.ASSIGN: _l("担当と日を決めました。チームに知らせました。"),
    Move.ANSWER: _l("答えを出しました。チームと、お知らせを受けている人に知らせました。"),
    Move.REQUEST: _l("要求した額を書きました。チームに知らせました。"),
    Move.DECIDE: _l("決まった額を書きました。チームに知らせました。"),
    Move.PROGRESS: _l("進みぐあいを知らせました。"),
    Move.SERVE: _l("使いはじめたことを知らせました。"),
    Move.MEASURE: _l("効き目を知らせました。"),
    Move.NEWS: _l("いまのようすを知らせました。"),
}
PLACES = {
    "nothing_said": ("reason", "text"),
    "needs": ("needs",),
    "day": ("next_on", "due_on"),
    "owner": ("owner",),
}
"""Of a fault, the field beside which it is told: the first that the form has."""


@bp.post("/adoption/<uuid:adoption_id>/<move>")
@staff_only
def take(adoption_id: uuid.UUID, move: str) -> ResponseReturnValue:
    """Do one thing with a proposal, or show what is to be mended."""
    found, asked = opened(adoption_id), _known(move)
    if not (found.may_answer or asked is Move.ASSIGN):
        abort(404)
    form = form_of(found, asked)
    figures = FigureForm.all_of(request.form) if asked is Move.MEASURE else ()
    is_good = form.validate() & check(figures)
    if not is_good:
        return case_page(found, asked, form, figures=figures, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            _do(session, found, asked, form, figures)
    except AdoptionRefused as refused:
        return _refused(found, asked, form, figures, refused.fault)
    flash(str(SAID[asked]), "good")
    return redirect(url_for("adoption.case", adoption_id=adoption_id), 303)


def _known(move: str) -> Move:
    try:
        asked = Move(move)
    except ValueError:
        abort(404)
    if asked not in SAID:
        abort(404)
    return asked


def _do(session: "Session", found: Open, move: Move, form: Any, figures: Any) -> None:  # noqa: ANN401  the form of the move
    row, by, now = found.case.row, officer(), clock.now()
    seen = Seen(row.id, form.seen)
    match move:
        case Move.ASSIGN:
            people = queries.colleagues(reading(), found.tree, row, today=today())
            may = {one for one, _name in people}
            service.assign(session, seen, form.told(row), colleagues=may, by=by, now=now)
        case Move.ANSWER:
            _answer(session, found, seen, form)
        case Move.REQUEST:
            asked = {"year": int(form.year.data), "yen": form.yen.data}
            next_on = form.next_on.data
            service.request_money(session, seen, next_on=next_on, by=by, now=now, **asked)
        case _:
            _tell(session, move, seen, form, figures)


def _tell(session: "Session", move: Move, seen: Seen, form: Any, figures: Any) -> None:  # noqa: ANN401  the form of the move
    text, next_on = (form.text.data or "").strip(), form.next_on.data
    told: Any = {"text": text, "next_on": next_on, "by": officer(), "now": clock.now()}
    match move:
        case Move.DECIDE:
            service.decide_money(session, seen, yen=form.yen.data, **told)
        case Move.PROGRESS:
            service.report_progress(session, seen, percent=form.percent.data, **told)
        case Move.SERVE:
            became = (form.became.data or "").strip() if "became" in form else ""
            service.put_in_service(session, seen, on=form.on.data, became=became, **told)
        case Move.MEASURE:
            counted = [one.told() for one in figures if not one.is_empty]
            service.measure(session, seen, counted, **told)
        case _:
            service.tell_news(session, seen, **told)


def _answer(session: "Session", found: Open, seen: Seen, form: Any) -> None:  # noqa: ANN401  the form of the move
    """Answer, and keep the words for the next answer where that is asked for."""
    by, now, told = officer(), clock.now(), form.told()
    service.answer(session, seen, told, by=by, now=now)
    name = (form.template.data or "").strip()
    if name:
        place = found.case.row.organization_id
        service.keep_template(session, place, name, told, by=by, now=now)


def _refused(
    found: Open,
    move: Move,
    form: Any,  # noqa: ANN401  the form of the move
    figures: Any,  # noqa: ANN401  those of its figures
    fault: str,
) -> ResponseReturnValue:
    """Show the form with what was typed; what somebody else did since stands above it."""
    name = next((one for one in PLACES.get(fault, ()) if one in form), None)
    if name is not None:
        tell(form[name], FAULTS[fault])
        return case_page(found, move, form, figures=figures, status=UNPROCESSABLE)
    now = opened(found.case.row.id)
    form.edition.data = form.edition.raw_data = now.case.row.edition
    return case_page(now, move, form, figures=figures, fault=fault, status=UNPROCESSABLE)

"""A promise that moves, and a call that ends."""

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.challenges import queries, service
from app.challenges.errors import ChallengeRefused
from app.challenges.forms import FAULTS, EndForm, MoveForm
from app.challenges.views.root import UNPROCESSABLE, bp, own, places, writers_only
from app.db import transaction
from app.identity.login import me
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.challenges.models import Challenge


@bp.get("/challenges/desk/<slug>/move")
@writers_only
def move(slug: str) -> ResponseReturnValue:
    """Ask for another day for the answer, and why."""
    return _move_page(MoveForm(), own(slug, places()[1]))


@bp.post("/challenges/desk/<slug>/move")
@writers_only
def take_move(slug: str) -> ResponseReturnValue:
    """Move the day in the open."""
    form, theirs = MoveForm(), places()[1]
    row = own(slug, theirs)
    if not form.validate():
        return _move_page(form, row)
    day, why, by = form.answer_by.data, form.reason.data.strip(), me().id
    try:
        with transaction() as session:
            held = queries.theirs_by_slug(session, slug, theirs, held=True)
            service.move_answer(session, held, day, why, by=by, now=clock.now())
    except ChallengeRefused as refused:
        tell(form.answer_by, FAULTS[refused.fault])
        return _move_page(form, row)
    flash(_("動かしました。理由は、課題のページに出ています。"), "good")
    return redirect(url_for("challenges.desk"), 303)


@bp.get("/challenges/desk/<slug>/end")
@writers_only
def end(slug: str) -> ResponseReturnValue:
    """Ask whether a call ends or the challenge is taken off, and why."""
    return _end_page(EndForm().offering(), own(slug, places()[1]))


@bp.post("/challenges/desk/<slug>/end")
@writers_only
def take_end(slug: str) -> ResponseReturnValue:
    """End a call early, or take the challenge off."""
    form, theirs = EndForm().offering(), places()[1]
    row = own(slug, theirs)
    if not form.validate():
        return _end_page(form, row)
    ending = service.take_off if form.how.data == "off" else service.close
    why, by = form.reason.data.strip(), me().id
    try:
        with transaction() as session:
            held = queries.theirs_by_slug(session, slug, theirs, held=True)
            ending(session, held, why, by=by, now=clock.now())
    except ChallengeRefused as refused:
        tell(form.how, FAULTS[refused.fault])
        return _end_page(form, row)
    flash(_("終えました。お知らせを受けている人に、理由を伝えました。"), "good")
    return redirect(url_for("challenges.desk"), 303)


def _move_page(form: MoveForm, row: "Challenge") -> ResponseReturnValue:
    status = UNPROCESSABLE if form.errors else 200
    return render_page("challenges/move.html", "main", status=status, form=form, row=row)


def _end_page(form: EndForm, row: "Challenge") -> ResponseReturnValue:
    status = UNPROCESSABLE if form.errors else 200
    return render_page("challenges/end.html", "main", status=status, form=form, row=row)

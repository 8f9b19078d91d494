"""Open a round, give it longer, close it, drop it."""

import uuid
from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import transaction
from app.identity.login import me
from app.surveys import service
from app.surveys.errors import SurveyRefused
from app.surveys.forms.rounds import WHY, ExtendForm
from app.surveys.models import SurveyRound
from app.surveys.views.results import one_page
from app.surveys.views.root import UNPROCESSABLE, bp, maker
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session


@bp.post("/surveys/<uuid:round_id>/open", endpoint="open")
@maker
def open_now(round_id: uuid.UUID) -> ResponseReturnValue:
    """Ask everybody, today."""
    if _done(round_id, lambda s, row: service.open_round(s, row, by=me().id, now=clock.now())):
        flash(_("自己チェックを始めました。職員には、勤務時間にメールで知らせます。"), "good")
    return _back(round_id)


@bp.post("/surveys/<uuid:round_id>/extend", endpoint="extend")
@maker
def extend(round_id: uuid.UUID) -> ResponseReturnValue:
    """Let people answer until another day."""
    form = ExtendForm()
    if not form.validate():
        return one_page(round_id, extend=form, status=UNPROCESSABLE)
    until = form.until.data
    if _done(round_id, lambda s, row: service.extend(s, row, until, by=me().id, now=clock.now())):
        flash(_("終わりの日を変えました。"), "good")
    return _back(round_id)


@bp.post("/surveys/<uuid:round_id>/close", endpoint="close")
@maker
def close(round_id: uuid.UUID) -> ResponseReturnValue:
    """Take no more answers, and settle what may be shown."""
    if _done(round_id, lambda s, row: service.close(s, row, by=me().id, now=clock.now())):
        flash(_("自己チェックを終わりにしました。結果を見られます。"), "good")
    return _back(round_id)


@bp.post("/surveys/<uuid:round_id>/discard", endpoint="discard")
@maker
def discard(round_id: uuid.UUID) -> ResponseReturnValue:
    """Drop a round that nobody was asked in."""
    if not _done(round_id, lambda s, row: service.discard(s, row, by=me().id, now=clock.now())):
        return _back(round_id)
    flash(_("計画を消しました。"), "good")
    return redirect(url_for("surveys.rounds"), 303)


def _done(round_id: uuid.UUID, act: "Callable[[Session, SurveyRound], object]") -> bool:
    """Do something with a round; say why where it cannot be done."""
    try:
        with transaction() as session:
            act(session, session.get_one(SurveyRound, round_id))
    except SurveyRefused as refused:
        flash(WHY[refused.fault].now(), "note")
        return False
    return True


def _back(round_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("surveys.one", round_id=round_id), 303)

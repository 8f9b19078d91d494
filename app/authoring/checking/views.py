"""Looking through a draft before it is published: findings, readings, pages elsewhere."""

import uuid

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring.access import may_all
from app.authoring.checking import queries, service
from app.authoring.checking.forms import DoubtChoice, choices
from app.authoring.checking.panel import panel_values
from app.authoring.errors import DraftClosed, NotReadable
from app.authoring.policy import Action, may_teach_the_city
from app.catalog.checks.settling import Settled
from app.db import reading, transaction
from app.furigana.models import WordKind
from app.furigana.rules import Line, line_of
from app.furigana.service import add_lines
from app.identity.login import me, person
from app.ui.page import render_page
from app.ui.strings import gettext as _
from app.ui.strings import ngettext

bp = Blueprint("checking", __name__, url_prefix="/authoring")
UNPROCESSABLE = 422


@bp.get("/<uuid:draft_id>/checks")
@may_all(Action.EDIT)
def checks(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show what is left before publishing, and what is good to know."""
    return _page(draft_id)


@bp.get("/<uuid:draft_id>/checks/panel")
@may_all(Action.SEE)
def panel(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show the checks of one file (``?path=``), to stand beside its text; by itself a page."""
    path = request.args.get("path") or None
    return render_page("authoring/checks_of_file.html", "main", **panel_values(draft_id, path))


@bp.post("/<uuid:draft_id>/readings")
@may_all(Action.EDIT)
def settle(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Write down what the author says of the readings that were shown."""
    told = choices(request.form)
    if any(one.error for one in told):
        return _page(draft_id, told, status=UNPROCESSABLE)
    settled = [one.settled for one in told if not one.is_later]
    try:
        with transaction() as session:
            service.settle_readings(session, draft_id, settled, by=me().id, now=clock.now())
            if request.form.get("city") and may_teach_the_city(person()):
                add_lines(session, _lines(settled), WordKind.OTHER, now=clock.now())
    except NotReadable:
        flash(_("readings.tomlに読めないところがあるので、書きこめません。先に直します。"), "note")
    except DraftClosed:
        flash(_("この下書きは公開したので、もう変わりません。"), "note")
    else:
        _say_settled(len(settled))
    return redirect(_back(draft_id), 303)


@bp.post("/<uuid:draft_id>/opened")
@may_all(Action.EDIT)
def opened(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Note that the author opened pages elsewhere today."""
    page = queries.checks_page(reading(), draft_id, today=clock.day_of(clock.now()))
    known = {link.url for link in page.course.links}
    urls = known.intersection(request.form.getlist("url"))
    if not urls:
        abort(400)
    with transaction() as session:
        service.note_opened(session, urls, by=me().id, now=clock.now())
    flash(_("今日、確かめたと書きました。"), "good")
    return redirect(url_for("checking.checks", draft_id=draft_id, _anchor="links"), 303)


def _lines(settled: list[Settled]) -> list[Line]:
    """Return the words that the city's dictionary lacks: those that were read wrongly."""
    wrong = [one for one in settled if not one.is_confirmed]
    return [line_of(n, one.surface, one.chosen) for n, one in enumerate(wrong)]


def _say_settled(count: int) -> None:
    if count:
        flash(
            ngettext("%(num)sつの読みを書きました。", "%(num)sつの読みを書きました。", count),
            "good",
        )
    else:
        flash(_("読みは、そのままです。あとで決められます。"), "note")


def _back(draft_id: uuid.UUID) -> str:
    """Return where the author came from: the file on the bench, or the page of all checks."""
    path = request.form.get("path")
    if path:
        return url_for("authoring.file", draft_id=draft_id, path=path)
    return url_for("checking.checks", draft_id=draft_id)


def _page(
    draft_id: uuid.UUID, told: "tuple[DoubtChoice, ...]" = (), *, status: int = 200
) -> ResponseReturnValue:
    values = panel_values(draft_id, told=told)
    return render_page("authoring/checks.html", "main", status=status, **values)

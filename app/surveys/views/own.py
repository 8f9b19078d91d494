"""One's own self-check: by screens, until it is sent; then what one answered, once."""

from typing import TYPE_CHECKING

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.catalog import queries as catalog
from app.db import reading, transaction
from app.frameworks import queries as frameworks
from app.identity.login import me
from app.surveys import queries, service
from app.surveys.errors import AlreadyAnswered, NotInvited
from app.surveys.forms import own as drafts
from app.surveys.queries.own import next_steps
from app.surveys.views.root import UNPROCESSABLE, bp, staff_only, today
from app.surveys.wording import LEVEL_NAMES, wording_of
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.surveys.models import SurveyRound

HOME = "surveys.mine"


@bp.get("/my/self-check", endpoint="mine")
@staff_only
def show_mine() -> ResponseReturnValue:
    """Say what it is, who sees what, and where one goes on."""
    asked = queries.own(reading(), me().id, today=today())
    told: Mapping[str, int] = {}
    parts: tuple[drafts.Screen, ...] = ()
    if asked is not None:
        parts, told = drafts.screens(asked.round), drafts.draft(session, asked.round)
    return render_page(
        "surveys/mine.html",
        "main",
        asked=asked,
        screens=parts,
        told=told,
        next=_next(parts, told),
        has_result=asked is not None and bool(drafts.done(session, asked.round)),
    )


@bp.get("/my/self-check/<int:number>", endpoint="screen")
@staff_only
def show_screen(number: int) -> ResponseReturnValue:
    """Show the questions under one heading."""
    row = _asking()
    if row is None or not 1 <= number <= len(drafts.screens(row)):
        return _home()
    return _screen_page(row, number)


@bp.post("/my/self-check/<int:number>", endpoint="take_screen")
@staff_only
def take_screen(number: int) -> ResponseReturnValue:
    """Keep what was chosen in the session, and go on; a question may be left for later."""
    row = _asking()
    if row is None or not 1 <= number <= len(drafts.screens(row)):
        return _home()
    parts = drafts.screens(row)
    drafts.keep(session, row, drafts.read_answers(request.form, parts[number - 1]))
    if request.form.get("step") == "later":
        flash(_("ここまでの答えは、この機器だけにあります。「おわる」を押すと消えます。"), "good")
        return _home()
    if number < len(parts):
        return redirect(url_for("surveys.screen", number=number + 1), 303)
    return redirect(url_for("surveys.send"), 303)


@bp.get("/my/self-check/send", endpoint="send")
@staff_only
def show_send() -> ResponseReturnValue:
    """Show what was chosen, before it is sent."""
    row = _asking()
    return _home() if row is None else _send_page(row)


@bp.post("/my/self-check/send", endpoint="take_send")
@staff_only
def take_send() -> ResponseReturnValue:
    """Add the answers up."""
    row = _asking()
    if row is None:
        return _home()
    answers = drafts.draft(session, row)
    if not drafts.is_whole(row, answers):
        return _send_page(row, status=UNPROCESSABLE)
    try:
        with transaction() as unit:
            service.answer(unit, row.id, me().id, answers, now=clock.now())
    except (AlreadyAnswered, NotInvited):
        return _home()
    drafts.finish(session)
    return redirect(url_for("surveys.done"), 303)


@bp.get("/my/self-check/done", endpoint="done")
@staff_only
def show_done() -> ResponseReturnValue:
    """Show somebody what they answered, while their session knows, and which courses help."""
    asked = queries.own(reading(), me().id, today=today())
    answers = {} if asked is None else drafts.done(session, asked.round)
    if asked is None or not answers:
        return _home()
    return render_page(
        "surveys/done.html",
        "main",
        row=asked.round,
        answers=answers,
        items=[frameworks.item(ref) for ref in asked.round.items],
        levels=LEVEL_NAMES,
        steps=next_steps(reading(), answers),
        view=catalog.view_of_reader(),
    )


@bp.post("/my/self-check/forget", endpoint="forget")
@staff_only
def forget() -> ResponseReturnValue:
    """Forget what the session holds."""
    drafts.forget(session)
    flash(_("この機器から、答えを消しました。"), "good")
    return _home()


def _asking() -> "SurveyRound | None":
    """Return the round that asks the person and has no answer yet."""
    asked = queries.own(reading(), me().id, today=today())
    return None if asked is None or asked.has_answered else asked.round


def _next(screens: tuple[drafts.Screen, ...], told: "Mapping[str, int]") -> int | None:
    """Return the first screen with a question that is not answered."""
    open_ones = (one.number for one in screens if any(i.ref not in told for i in one.items))
    return next(open_ones, None)


def _screen_page(row: "SurveyRound", number: int) -> ResponseReturnValue:
    parts = drafts.screens(row)
    return render_page(
        "surveys/screen.html",
        "main",
        row=row,
        screen=parts[number - 1],
        screens=parts,
        told=drafts.draft(session, row),
        levels=LEVEL_NAMES,
        wording_of=wording_of,
    )


def _send_page(row: "SurveyRound", *, status: int = 200) -> ResponseReturnValue:
    return render_page(
        "surveys/send.html",
        "main",
        status=status,
        row=row,
        screens=drafts.screens(row),
        told=drafts.draft(session, row),
        levels=LEVEL_NAMES,
        is_whole=drafts.is_whole(row, drafts.draft(session, row)),
    )


def _home() -> ResponseReturnValue:
    return redirect(url_for(HOME), 303)

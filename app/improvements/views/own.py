"""One's own memos: written, changed until somebody confirmed them, taken back."""

import uuid
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.improvements import queries, rules, service
from app.improvements.errors import MemoRefused, NoSuchMemo
from app.improvements.forms import WHY, MemoForm
from app.improvements.views.root import UNPROCESSABLE, bp, writers_only
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.improvements.models import ImprovementMemo


@bp.get("/my/improvements", endpoint="mine")
@writers_only
def show_mine() -> ResponseReturnValue:
    """List what one has written, with how far it is."""
    session = reading()
    return render_page(
        "improvements/mine.html",
        "main",
        rows=queries.own_memos(session, me().id),
        courses=queries.finished_courses(session, me().id),
        hours=rules.hours,
        can_change=rules.can_change,
    )


@bp.get("/my/improvements/new")
@writers_only
def new() -> ResponseReturnValue:
    """Show the form of a new memo; ``course`` is the one somebody comes from."""
    courses = queries.finished_courses(reading(), me().id)
    form = MemoForm.of(None, courses, course=request.args.get("course", ""))
    return _form_page(form, None)


@bp.post("/my/improvements/new")
@writers_only
def take_new() -> ResponseReturnValue:
    """Keep a new memo, or show what is to be mended."""
    form = MemoForm.of(None, queries.finished_courses(reading(), me().id))
    if not form.validate():
        return _form_page(form, None, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            service.write(session, me().id, form.told(), now=clock.now())
    except MemoRefused as refused:
        tell(form.course, WHY[refused.fault])
        return _form_page(form, None, status=UNPROCESSABLE)
    flash(_("書きました。所属長が確かめると、数えられます。"), "good")
    return redirect(url_for("improvements.mine"), 303)


@bp.get("/my/improvements/<uuid:memo_id>")
@writers_only
def change(memo_id: uuid.UUID) -> ResponseReturnValue:
    """Show a memo that can still be changed; others are in the list."""
    row = _own(memo_id)
    if not rules.can_change(row.state):
        return redirect(url_for("improvements.mine"), 303)
    return _form_page(MemoForm.of(row, queries.finished_courses(reading(), me().id)), row)


@bp.post("/my/improvements/<uuid:memo_id>")
@writers_only
def take_change(memo_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a memo otherwise."""
    row = _own(memo_id)
    form = MemoForm.of(row, queries.finished_courses(reading(), me().id))
    if not form.validate():
        return _form_page(form, row, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            mine = queries.own_memo(session, me().id, memo_id, held=True)
            service.change(session, mine, form.told(), now=clock.now())
    except MemoRefused as refused:
        tell(form.course, WHY[refused.fault])
        return _form_page(form, row, status=UNPROCESSABLE)
    flash(_("変えました。所属長が、もう一度見ます。"), "good")
    return redirect(url_for("improvements.mine"), 303)


@bp.post("/my/improvements/<uuid:memo_id>/withdraw")
@writers_only
def withdraw(memo_id: uuid.UUID) -> ResponseReturnValue:
    """Take a memo back."""
    _own(memo_id)
    with transaction() as session:
        mine = queries.own_memo(session, me().id, memo_id, held=True)
        service.withdraw(session, mine, now=clock.now())
    flash(_("取り下げました。きょうから、数えられません。"), "good")
    return redirect(url_for("improvements.mine"), 303)


def _own(memo_id: uuid.UUID) -> "ImprovementMemo":
    try:
        return queries.own_memo(reading(), me().id, memo_id)
    except NoSuchMemo:
        abort(404)


def _form_page(
    form: MemoForm, row: "ImprovementMemo | None", *, status: int = 200
) -> ResponseReturnValue:
    return render_page("improvements/form.html", "main", status=status, form=form, row=row)

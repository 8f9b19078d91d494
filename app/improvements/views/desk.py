"""The sums, the memos behind them, and what waits for the chief of a unit."""

import uuid

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me, person
from app.improvements import policy, queries, rules, service
from app.improvements.errors import MemoRefused, NoSuchMemo
from app.improvements.forms import WHY, Address, QuestionForm
from app.improvements.views.root import UNPROCESSABLE, bp, readers_only, today
from app.talent.queries import scope_of, staff
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/improvements", endpoint="home")
@readers_only
def show_home() -> ResponseReturnValue:
    """Show what the memos save by a day, and what waits for whoever looks."""
    return _home(QuestionForm(formdata=None), None)


@bp.get("/improvements/memos", endpoint="memos")
@readers_only
def show_memos() -> ResponseReturnValue:
    """Show the memos behind a sum."""
    session, address = reading(), Address.read(request.args, today=today())
    tree = staff.departments(session)
    scope = scope_of(session, person(), tree)
    page = queries.memos_behind(session, tree, address.asked, scope=scope, page=address.page)
    return render_page(
        "improvements/memos.html",
        "main",
        page=page,
        address=address,
        department=tree.find(address.asked.department_id),
        hours=rules.hours,
    )


@bp.post("/improvements/<uuid:memo_id>/confirm")
@readers_only
def confirm(memo_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a memo is so."""
    units, read = _units(memo_id), request.form.get("read")
    try:
        with transaction() as session:
            service.confirm(session, memo_id, by=me().id, units=units, now=clock.now(), read=read)
    except MemoRefused as refused:
        flash(str(WHY[refused.fault]), "note")
    else:
        flash(_("確かめました。きょうから、数えられます。"), "good")
    return redirect(url_for("improvements.home"), 303)


@bp.post("/improvements/<uuid:memo_id>/ask")
@readers_only
def ask(memo_id: uuid.UUID) -> ResponseReturnValue:
    """Give a memo back with a question."""
    form, units = QuestionForm(), _units(memo_id)
    if not form.validate():
        return _home(form, memo_id, status=UNPROCESSABLE)
    told, by = form.question.data.strip(), me().id
    try:
        with transaction() as session:
            service.ask(session, memo_id, told, by=by, units=units, now=clock.now())
    except MemoRefused as refused:
        flash(str(WHY[refused.fault]), "note")
    else:
        flash(_("本人にもどしました。直されると、またここに出ます。"), "good")
    return redirect(url_for("improvements.home"), 303)


def _units(memo_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the units whose memos the reader may confirm, or end in 404 for a memo beyond."""
    session = reading()
    units = policy.confirms_in(staff.departments(session), person())
    try:
        queries.refuse_beyond(session, memo_id, units)
    except NoSuchMemo:
        abort(404)
    return units


def _home(
    form: QuestionForm, asked_of: uuid.UUID | None, *, status: int = 200
) -> ResponseReturnValue:
    session, address = reading(), Address.read(request.args, today=today())
    tree = staff.departments(session)
    scope, units = scope_of(session, person(), tree), policy.confirms_in(tree, person())
    return render_page(
        "improvements/home.html",
        "main",
        status=status,
        found=queries.sums(session, tree, scope=scope, on=address.asked.on),
        waiting=queries.waiting_for(session, tree, units, but=me().id),
        is_chief=bool(units),
        is_whole=scope.department_ids is None,
        form=form,
        asked_of=asked_of,
        today=today(),
        hours=rules.hours,
    )

"""Change an assignment: its day, its end, who is exempt; ask those who have not begun."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.assignments import policy, queries, service
from app.assignments.errors import AssignmentRefused
from app.assignments.forms import EXEMPTIONS, WHY, DueForm, ExemptForm, WithdrawForm
from app.assignments.rules import Exemption
from app.assignments.views.pages import one_page
from app.assignments.views.root import UNPROCESSABLE, assigners_only, bp, desk
from app.db import reading, transaction
from app.identity.login import me
from app.identity.looking import note_look
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _
from app.ui.strings import ngettext


@bp.post("/assignments/<uuid:assignment_id>/due")
@assigners_only
def change_due(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Set another due day."""
    here, form = desk(), DueForm()
    is_valid = form.validate()
    with transaction() as session:
        row = here.to_change(session, assignment_id)
        if is_valid:
            reason, by = form.reason.data.strip(), me().id
            try:
                service.change_due_day(
                    session, row, form.due_on.data, reason=reason, by=by, now=clock.now()
                )
            except AssignmentRefused as refused:
                tell(form.due_on, WHY[refused.fault])
    if form.errors:
        return one_page(here, assignment_id, form=form, status=UNPROCESSABLE)
    flash(_("期限を変えました。まだ終えていない人に、わけをそえて知らせます。"), "good")
    return _back(assignment_id)


@bp.post("/assignments/<uuid:assignment_id>/withdraw")
@assigners_only
def withdraw(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Ask nobody for it any more."""
    here, form = desk(), WithdrawForm()
    is_valid = form.validate()
    with transaction() as session:
        row = here.to_change(session, assignment_id)
        if is_valid:
            told = form.reason.data.strip()
            service.withdraw(session, row, reason=told, by=me().id, now=clock.now())
    if not is_valid:
        return one_page(here, assignment_id, form=form, status=UNPROCESSABLE)
    flash(_("取り下げました。記録はのこっています。いつでも元にもどせます。"), "good")
    return _back(assignment_id)


@bp.post("/assignments/<uuid:assignment_id>/restore")
@assigners_only
def restore(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Bring it back."""
    here = desk()
    with transaction() as session:
        row = here.to_change(session, assignment_id)
        service.restore(session, row, by=me().id, now=clock.now())
    flash(_("元にもどしました。取り下げているあいだの修了も、数えています。"), "good")
    return _back(assignment_id)


@bp.post("/assignments/<uuid:assignment_id>/ask")
@assigners_only
def ask(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Have those written to who have not begun."""
    here = desk()
    try:
        with transaction() as session:
            row = here.to_change(session, assignment_id)
            count = service.ask_by_hand(session, row, by=me().id, now=clock.now())
    except AssignmentRefused as refused:
        words = _("まだ始めていない人は、いません。") if refused.fault == "nobody" else None
        flash(words or WHY[refused.fault], "note")
        return _back(assignment_id)
    if count:
        told = ngettext(
            "%(num)s人に、勤務時間のうちに知らせます。",
            "%(num)s人に、勤務時間のうちに知らせます。",
            count,
        )
        flash(told, "good")
    else:
        flash(_("きょうは、もう知らせるように頼んであります。"), "note")
    return _back(assignment_id)


@bp.get("/assignments/<uuid:assignment_id>/people/<uuid:assignee_id>")
@assigners_only
def assignee(assignment_id: uuid.UUID, assignee_id: uuid.UUID) -> ResponseReturnValue:
    """Show how far one person is, and let them off or not; the look is noted."""
    return _person_page(assignment_id, assignee_id, ExemptForm.offered())


@bp.post("/assignments/<uuid:assignment_id>/people/<uuid:assignee_id>/exempt")
@assigners_only
def exempt(assignment_id: uuid.UUID, assignee_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody off."""
    here, form = desk(), ExemptForm.offered()
    if not form.validate():
        return _person_page(assignment_id, assignee_id, form, status=UNPROCESSABLE)
    with transaction() as session:
        row = here.to_change(session, assignment_id)
        queries.one_assignee(
            session, here.tree, row.id, assignee_id, scope=here.scope, today=here.today
        )
        why, reason = Exemption(form.why.data), (form.reason.data or "").strip()
        now, by = clock.now(), me().id
        service.exempt(session, row, assignee_id, why, reason=reason, by=by, now=now)
    flash(_("免除しました。知らせは、もう届きません。"), "good")
    return _back(assignment_id)


@bp.post("/assignments/<uuid:assignment_id>/people/<uuid:assignee_id>/lift")
@assigners_only
def lift(assignment_id: uuid.UUID, assignee_id: uuid.UUID) -> ResponseReturnValue:
    """Take an exemption back."""
    here = desk()
    with transaction() as session:
        row = here.to_change(session, assignment_id)
        queries.one_assignee(
            session, here.tree, row.id, assignee_id, scope=here.scope, today=here.today
        )
        service.lift_exemption(session, row, assignee_id, by=me().id, now=clock.now())
    flash(_("免除をやめました。いまの学びのようすに合わせています。"), "good")
    return _back(assignment_id)


def _person_page(
    assignment_id: uuid.UUID, assignee_id: uuid.UUID, form: ExemptForm, *, status: int = 200
) -> ResponseReturnValue:
    here = desk()
    row, found = queries.one_assignee(
        reading(), here.tree, assignment_id, assignee_id, scope=here.scope, today=here.today
    )
    page = render_page(
        "assignments/assignee.html",
        "main",
        status=status,
        row=row,
        found=found,
        form=form,
        may_change=policy.is_theirs(row, here.scope),
        exemptions=EXEMPTIONS,
    )
    note_look("assignment", found.person_id)
    return page


def _back(assignment_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("assignments.one", assignment_id=assignment_id), 303)

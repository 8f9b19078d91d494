"""What came from other installations: HR sees it, hands files in, and says whose an id is."""

import uuid

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.exchange.service import issuers
from app.identity.login import me
from app.talent import arrivals, service
from app.talent.errors import IdTaken, OwnConfirmation
from app.talent.files import MOST_ROWS, lines_of
from app.talent.forms import FileForm, PaperForm
from app.talent.models import ReceivedCredential, SubjectAgreement, Way
from app.talent.queries import received as queries
from app.talent.queries import staff
from app.talent.views.root import bp, registry_reader
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

UNPROCESSABLE = 422
TAKEN = _l("その番号は、もうほかの人のものと確かめてあるか、その人に別の番号があります。")
OWN = _l("自分のことは、自分では確かめられません。ほかの人事の担当者に頼んでください。")


@bp.get("/talent/received", endpoint="received")
@registry_reader
def show_received() -> ResponseReturnValue:
    """List what came from elsewhere, what wants a look first."""
    return _page(FileForm())


@bp.post("/talent/received/file", endpoint="take_file")
@registry_reader
def take_file() -> ResponseReturnValue:
    """Take in a file of credentials, one a line, and say of each what became of it."""
    form = FileForm()
    rows = lines_of(form.content()) if form.validate() else []
    if not rows:
        form.tell_empty()
        return _page(form, status=UNPROCESSABLE)
    now, done = clock.now(), []
    for row in rows[:MOST_ROWS]:
        with transaction() as session:
            done.append(arrivals.take_in(session, row, way=Way.FILE, now=now))
    return render_page("talent/file.html", "main", done=done, left=max(0, len(rows) - MOST_ROWS))


@bp.post("/talent/received/recheck", endpoint="recheck")
@registry_reader
def recheck() -> ResponseReturnValue:
    """Have every status list read again, now."""
    with transaction() as session:
        count = issuers.ask_again(session, now=clock.now())
    flash(
        _(
            "%(n)s件の取り消しの一覧を、発行者に確かめています。すぐに、この名簿に出ます。",
            n=count,
        ),
        "good",
    )
    return redirect(url_for("talent.received"), 303)


@bp.post("/talent/claims/<uuid:claim_id>/confirm", endpoint="confirm_claim")
@registry_reader
def confirm_claim(claim_id: uuid.UUID) -> ResponseReturnValue:
    """Confirm that an id is whose its person says."""
    try:
        with transaction() as session:
            agreement = session.get_one(SubjectAgreement, claim_id)
            if agreement.ended_at is None and agreement.confirmed_at is None:
                service.confirm(session, agreement, by=me().id, now=clock.now())
    except IdTaken:
        flash(str(TAKEN), "close")
    except OwnConfirmation:
        flash(str(OWN), "close")
    else:
        flash(_("確かめました。待っていた修了証を、この人の記録に入れます。"), "good")
    return redirect(url_for("talent.received"), 303)


@bp.post("/talent/claims/<uuid:claim_id>/end", endpoint="end_claim")
@registry_reader
def end_claim(claim_id: uuid.UUID) -> ResponseReturnValue:
    """Refuse what somebody said of an id, or end it."""
    with transaction() as session:
        agreement = session.get_one(SubjectAgreement, claim_id)
        if agreement.ended_at is None:
            service.end_agreement(session, agreement, by=me().id, now=clock.now())
    flash(_("つながりを終えました。この番号の修了証は、だれの記録にも入りません。"), "good")
    return redirect(url_for("talent.received"), 303)


@bp.get("/talent/received/<uuid:received_id>", endpoint="one_received")
@registry_reader
def show_one_received(received_id: uuid.UUID) -> ResponseReturnValue:
    """Show one arrival with every check, and offer to say whose it is."""
    return _one_page(_from_elsewhere(received_id), PaperForm())


@bp.post("/talent/received/<uuid:received_id>/paper", endpoint="agree_on_paper")
@registry_reader
def agree_on_paper(received_id: uuid.UUID) -> ResponseReturnValue:
    """Take HR's word that a person signed on paper that the id is theirs."""
    row, form, now = _nameable(received_id), PaperForm(), clock.now()
    form.found = staff.by_login(reading(), form.login.data or "", today=clock.day_of(now))
    if not form.validate() or form.found is None:
        return _one_page(row, form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            named = {"issuer": row.issuer_did or "", "subject": row.subject or ""}
            service.agree_on_paper(session, **named, person_id=form.found, by=me().id, now=now)
    except (IdTaken, OwnConfirmation) as error:
        form.login.errors = [str(TAKEN if isinstance(error, IdTaken) else OWN)]
        return _one_page(row, form, status=UNPROCESSABLE)
    flash(_("つなぎました。待っていた修了証を、この人の記録に入れます。"), "good")
    return redirect(url_for("talent.received"), 303)


def _from_elsewhere(received_id: uuid.UUID) -> ReceivedCredential:
    row: ReceivedCredential = reading().get_one(ReceivedCredential, received_id)
    if row.way is Way.EMBEDDED:
        abort(404)
    return row


def _nameable(received_id: uuid.UUID) -> ReceivedCredential:
    """Return what came from elsewhere and names somebody; or end in 404."""
    row = _from_elsewhere(received_id)
    if not row.subject or not row.issuer_did:
        abort(404)
    return row


def _page(form: FileForm, *, status: int = 200) -> ResponseReturnValue:
    page = whole_number(request.args.get("page", "1")) or 1
    found = queries.arrivals(reading(), offset=(min(page, 10_000) - 1) * queries.PAGE)
    return render_page(
        "talent/received.html", "main", status=status, found=found, form=form, page=page
    )


def _one_page(
    row: ReceivedCredential, form: PaperForm, *, status: int = 200
) -> ResponseReturnValue:
    return render_page("talent/one_received.html", "main", status=status, row=row, form=form)

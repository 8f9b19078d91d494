"""One's own pairwise ids with issuers elsewhere: agree, see, end."""

import uuid

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.exchange.queries import trust
from app.identity.login import me, person, signed_in
from app.talent import policy, service
from app.talent.errors import IdTaken
from app.talent.forms import AgreeForm
from app.talent.models import SubjectAgreement
from app.talent.queries import received as queries
from app.talent.views.root import bp
from app.ui.page import render_page
from app.ui.strings import gettext as _

UNPROCESSABLE = 422


@bp.get("/my/skills/numbers", endpoint="my_numbers")
@signed_in
def show_my_numbers() -> ResponseReturnValue:
    """Show members of staff which ids of issuers elsewhere are taken for theirs."""
    return _page(_form())


@bp.post("/my/skills/numbers", endpoint="agree")
@signed_in
def agree() -> ResponseReturnValue:
    """Take somebody's word that an id is theirs, and their consent."""
    form = _form()
    if not form.validate():
        return _page(form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            service.agree(
                session,
                issuer=form.issuer.data,
                subject=form.number,
                person_id=me().id,
                now=clock.now(),
            )
    except IdTaken:
        form.issuer.errors = [
            _("この発行者の番号は、もう伝えてあります。変えるときは、先にやめてください。")
        ]
        return _page(form, status=UNPROCESSABLE)
    flash(_("受けつけました。人事の担当者が確かめると、修了証があなたの記録に入ります。"), "good")
    return redirect(url_for("talent.my_numbers"), 303)


@bp.post("/my/skills/numbers/<uuid:agreement_id>/end", endpoint="end_own")
@signed_in
def end_own(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Take one's consent back."""
    _expect_staff()
    with transaction() as session:
        agreement = session.get_one(SubjectAgreement, agreement_id)
        if agreement.person_id != me().id:
            abort(404)
        if agreement.ended_at is None:
            service.end_agreement(session, agreement, by=me().id, now=clock.now())
    flash(_("やめました。この番号で届いた修了証は、あなたの記録から外しました。"), "good")
    return redirect(url_for("talent.my_numbers"), 303)


def _expect_staff() -> None:
    if not policy.has_own_sheet(person()):
        abort(404)


def _form() -> AgreeForm:
    _expect_staff()
    return AgreeForm.offering([(one.did, one.name) for one in trust.living_issuers(reading())])


def _page(form: AgreeForm, *, status: int = 200) -> ResponseReturnValue:
    found = queries.own_agreements(reading(), me().id)
    return render_page("talent/numbers.html", "main", status=status, form=form, found=found)

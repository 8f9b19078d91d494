"""Endorse somebody, ask a partner to, and see what one said."""

import uuid
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.endorsements import policy, queries, service
from app.endorsements.errors import Refused
from app.endorsements.forms import FAULTS, EndorseForm, InviteForm, Picking, ReasonForm
from app.endorsements.models import Endorsement, EndorsementInvitation
from app.endorsements.views.root import UNPROCESSABLE, bp, givers, today
from app.frameworks import queries as frameworks
from app.identity import queries as identity
from app.identity.login import me, person, signed_in
from app.talent.queries import staff
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.frameworks.models import FrameworkItem


@bp.get("/endorsements", endpoint="given")
@givers
def show_given() -> ResponseReturnValue:
    """List what one said of others, and whom one is asked about."""
    found = queries.given(reading(), me().id, today=today())
    return render_page("endorsements/given.html", "main", found=found, today=today())


@bp.get("/endorsements/people/<uuid:person_id>/add", endpoint="endorse")
@givers
def choose(person_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for an item, and then for the level and why."""
    standing, item = _standing(person_id), _item()
    if item is None:
        picking = Picking.read(request.args, {})
        return render_page("endorsements/choose.html", "main", standing=standing, picking=picking)
    form = EndorseForm.about(item, standing.project, today=today())
    return _endorse_page(standing, item, form)


@bp.post("/endorsements/people/<uuid:person_id>/add", endpoint="take_endorsement")
@givers
def endorse(person_id: uuid.UUID) -> ResponseReturnValue:
    """Take an endorsement."""
    standing, item = _standing(person_id), _item()
    if item is None:
        return redirect(url_for("endorsements.endorse", person_id=person_id), 303)
    form = EndorseForm.about(item, standing.project, today=today())
    if not form.validate():
        return _endorse_page(standing, item, form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            service.endorse(session, person_id, form.told(item), by=me().id, now=clock.now())
    except Refused as refused:
        tell(form.level, FAULTS[refused.fault])
        return _endorse_page(standing, item, form, status=UNPROCESSABLE)
    flash(_("推薦しました。本人のページと人材登録簿に、あなたの名前とわけが出ています。"), "good")
    return redirect(url_for("endorsements.given"), 303)


@bp.get("/endorsements/<uuid:given_id>/withdraw", endpoint="withdraw")
@givers
def show_withdraw(given_id: uuid.UUID) -> ResponseReturnValue:
    """Ask why an endorsement is taken back."""
    return _withdraw_page(_own(given_id), ReasonForm())


@bp.post("/endorsements/<uuid:given_id>/withdraw", endpoint="do_withdraw")
@givers
def withdraw(given_id: uuid.UUID) -> ResponseReturnValue:
    """Take back what one said."""
    row, form = _own(given_id), ReasonForm()
    if not form.validate():
        return _withdraw_page(row, form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            kept = session.get_one(Endorsement, row.row.id)
            reason, now = form.reason.data.strip(), clock.now()
            service.withdraw(session, kept, reason=reason, by=me().id, now=now)
    except Refused as refused:
        flash(str(FAULTS[refused.fault]), "note")
    else:
        flash(_("取り下げました。本人のページに、わけといっしょに出ています。"), "good")
    return redirect(url_for("endorsements.given"), 303)


@bp.get("/endorsements/people/<uuid:person_id>/ask", endpoint="ask")
@signed_in
def show_ask(person_id: uuid.UUID) -> ResponseReturnValue:
    """Ask HR or the chief whom they want to ask about somebody."""
    return _ask_page(_asked_about(person_id), InviteForm.blank(today()))


@bp.post("/endorsements/people/<uuid:person_id>/ask", endpoint="take_ask")
@signed_in
def ask(person_id: uuid.UUID) -> ResponseReturnValue:
    """Ask a partner of another organization."""
    member, form = _asked_about(person_id), InviteForm.blank(today())
    typed = (form.partner.data or "").strip()
    form.found = identity.ids_by_login(reading(), [typed]).get(typed)
    if not form.validate() or form.found is None:
        return _ask_page(member, form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            terms = {"project": form.project.data.strip(), "ends_on": form.ends_on.data}
            by, now = me().id, clock.now()
            service.invite(session, person_id, form.found, **terms, by=by, now=now)
    except Refused as refused:
        tell(form.partner, FAULTS[refused.fault])
        return _ask_page(member, form, status=UNPROCESSABLE)
    flash(_("頼みました。協力者に、メールでも知らせます。"), "good")
    return redirect(url_for("talent.person", person_id=person_id), 303)


@bp.post("/endorsements/invitations/<uuid:invitation_id>/end", endpoint="end_invitation")
@signed_in
def end_invitation(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Ask a partner no more."""
    asked: uuid.UUID = reading().get_one(EndorsementInvitation, invitation_id).person_id
    _asked_about(asked)
    with transaction() as session:
        row = session.get_one(EndorsementInvitation, invitation_id)
        service.end_invitation(session, row, by=me().id, now=clock.now())
    flash(_("頼むのをやめました。書かれた推薦は、そのままです。"), "good")
    if policy.settles(person()):
        return redirect(url_for("endorsements.desk", show="partners"), 303)
    return redirect(url_for("endorsements.given"), 303)


def _item() -> "FrameworkItem | None":
    return frameworks.find_item(request.args.get("item", ""))


def _standing(person_id: uuid.UUID) -> queries.Standing:
    """Return as what the reader endorses somebody; or end in 404."""
    try:
        return queries.standing_of(reading(), person(), person_id, today=today())
    except Refused:
        abort(404)


def _own(given_id: uuid.UUID) -> queries.EndorsementRow:
    """Return what the reader said and has not taken back; or end in 404."""
    found = queries.one_given(reading(), given_id, me().id, today=today())
    if found is None:
        abort(404)
    return found


def _asked_about(person_id: uuid.UUID) -> staff.StaffMember:
    """Return somebody about whom the reader may ask a partner; or end in 404."""
    session = reading()
    if not queries.answers_for(session, person(), person_id, today=today()):
        abort(404)
    found = staff.staff_member(session, staff.departments(session), person_id, today=today())
    return found if found is not None else abort(404)


def _endorse_page(
    standing: queries.Standing, item: "FrameworkItem", form: EndorseForm, *, status: int = 200
) -> ResponseReturnValue:
    told = {"standing": standing, "item": item, "form": form}
    return render_page("endorsements/endorse.html", "main", status=status, **told)


def _withdraw_page(
    one: queries.EndorsementRow, form: ReasonForm, *, status: int = 200
) -> ResponseReturnValue:
    return render_page("endorsements/withdraw.html", "main", status=status, one=one, form=form)


def _ask_page(
    member: staff.StaffMember, form: InviteForm, *, status: int = 200
) -> ResponseReturnValue:
    return render_page("endorsements/ask.html", "main", status=status, member=member, form=form)

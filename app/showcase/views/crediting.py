"""How one is credited on a public page, for whoever is or was in the project."""

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me, person, signed_in
from app.projects.service import members
from app.showcase import queries, service
from app.showcase.errors import NoSuchShowcase
from app.showcase.forms import CreditForm
from app.showcase.service import Writer
from app.showcase.views.root import UNPROCESSABLE, bp, now_asked
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.showcase.models import Showcase
    from app.showcase.queries import Member


@bp.get("/showcase/<key>/credit", endpoint="credit")
@signed_in
def show_credit(key: str) -> ResponseReturnValue:
    """Show how one is credited, to be changed."""
    row, own = _own(key)
    return _page(row, own, _form(own))


@bp.post("/showcase/<key>/credit")
@signed_in
def take_credit(key: str) -> ResponseReturnValue:
    """Keep how one wants to be credited, or show what is to be mended."""
    row, own = _own(key)
    form = _form(own)
    if not form.validate():
        return _page(row, own, form, status=UNPROCESSABLE)
    writer, is_minor, now = Writer(row.project_id, me().id), person().is_minor, clock.now()
    with transaction() as session:
        service.say_wish(session, writer, form.said(), is_minor=is_minor, now=now)
        members.call(session, writer.project_id, writer.user_id, form.called_so)
    flash(_("あなたの名前の出し方を、残しました。いつでも変えられます。"), "good")
    return redirect(url_for("showcase.credit", key=key), 303)


def _own(key: str) -> "tuple[Showcase, Member]":
    try:
        row = queries.public_row(reading(), key)
    except NoSuchShowcase:
        abort(404)
    own = queries.cast_of(reading(), row.project_id, now_asked()).member(me().id)
    if own is None:
        abort(404)
    return row, own


def _form(own: "Member") -> CreditForm:
    return CreditForm.of(own.credit, called=own.person.called, pseudonym=own.row.pseudonym)


def _page(
    row: "Showcase", own: "Member", form: CreditForm, *, status: int = 200
) -> ResponseReturnValue:
    return render_page("showcase/credit.html", "main", status=status, row=row, own=own, form=form)

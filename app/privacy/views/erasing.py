"""Everything of a person erased: by themselves, or by an administrator of the city."""

import uuid

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity import service as accounts
from app.identity.errors import TooManyAttempts
from app.identity.limits import limits_noted
from app.identity.login import (
    city_administrators_only,
    end_session,
    me,
    person,
    registered,
)
from app.privacy import policy, queries, service
from app.privacy.forms import EraseMyselfForm, ErasePersonForm
from app.privacy.views.root import bp
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/my/data/erase")
@registered
def ask_mine() -> ResponseReturnValue:
    """Show somebody what erasing everything of theirs would do."""
    return _mine(EraseMyselfForm(formdata=None))


@bp.post("/my/data/erase")
@registered
def erase_mine() -> ResponseReturnValue:
    """Have everything of the person who asks erased, once they have proved to be there."""
    form = EraseMyselfForm()
    if not policy.may_erase_self(person()):
        abort(404)
    if not form.validate() or not _proved(form):
        return _mine(form, status=422)
    with transaction() as session:
        service.ask_for_erasure(session, me().id, by=me().id, asked_by="person", now=clock.now())
    end_session()
    flash(_("登録を閉じました。記録は、これから数分のうちにすべて消えます。"), "good")
    return redirect("/", 303)


@bp.get("/admin/people/<uuid:user_id>/erase")
@city_administrators_only
def ask(user_id: uuid.UUID) -> ResponseReturnValue:
    """Show what erasing everything of somebody would do."""
    found = _person(user_id)
    return _asking(found, ErasePersonForm(found.login or found.name))


@bp.post("/admin/people/<uuid:user_id>/erase")
@city_administrators_only
def erase(user_id: uuid.UUID) -> ResponseReturnValue:
    """Have everything of somebody erased."""
    found = _person(user_id)
    form = ErasePersonForm(found.login or found.name)
    if not form.validate():
        return _asking(found, form, status=422)
    with transaction() as session:
        service.ask_for_erasure(
            session, user_id, by=me().id, asked_by=form.asked_by.data, now=clock.now()
        )
    flash(_("この人の登録を閉じました。記録は、これから数分のうちにすべて消えます。"), "good")
    return redirect(url_for("identity.people"), 303)


def _mine(form: EraseMyselfForm, *, status: int = 200) -> ResponseReturnValue:
    if not policy.may_erase_self(person()):
        abort(404)
    found = queries.effect(reading(), me().id)
    return render_page("privacy/erase_mine.html", "main", status=status, effect=found, form=form)


def _proved(form: EraseMyselfForm) -> bool:
    now = clock.now()
    try:
        address = request.remote_addr
        with limits_noted(address=address, now=now), transaction() as session:
            attempt = accounts.begin_check(session, me().id, address=address, now=now)
    except TooManyAttempts:
        told = _("何度も試されたため、少し止めています。15分ほど待ってから、もう一度どうぞ。")
        form.password.errors = [told]
        return False
    if accounts.password_matches(attempt, form.password.data):
        return True
    form.password.errors = [_("今のパスワードが、登録と合いません。もう一度どうぞ。")]
    return False


def _person(user_id: uuid.UUID) -> identity.Person:
    """Return somebody with an account who is not the administrator, or end in 404.

    An account that was merged into another is erased with that one.
    """
    found = identity.person(reading(), user_id, on=clock.day_of(clock.now()))
    if found.is_guest or found.is_merged or found.id == me().id:
        abort(404)
    return found


def _asking(
    found: identity.Person, form: ErasePersonForm, *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "privacy/erase.html",
        "main",
        status=status,
        found=found,
        effect=queries.effect(reading(), found.id),
        form=form,
    )

"""Proving oneself once more, before factors are changed."""

from dataclasses import dataclass
from datetime import datetime

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity import proof
from app.identity import service as identity
from app.identity.errors import TooManyAttempts, WrongPassword
from app.identity.factors import ceremony, queries, rules
from app.identity.factors.errors import PasskeyRefused, WrongCode
from app.identity.factors.forms import CodeForm, PasskeyForm, PasswordAgainForm
from app.identity.factors.views.root import bp, party
from app.identity.factors.views.second import REFUSED, WAIT, WRONG, place_of
from app.identity.factors.views.trying import try_code, try_passkey
from app.identity.guards import own_factors
from app.identity.limits import limits_noted
from app.identity.login import local_path, me
from app.ui.page import render_page
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

PURPOSE = "confirm"
MISMATCH = _l("パスワードが、登録と合いません。大文字と小文字、全角と半角をたしかめてください。")
TOLD: dict[type[Exception], Lazy] = {
    WrongPassword: MISMATCH,
    WrongCode: WRONG,
    PasskeyRefused: REFUSED,
}


@dataclass(frozen=True, slots=True)
class Forms:
    """The three ways of proving oneself; one of them is sent."""

    password: PasswordAgainForm
    code: CodeForm
    passkey: PasskeyForm


@bp.get("/settings/second-factors/confirm")
@own_factors
def confirm() -> ResponseReturnValue:
    """Ask once more who it is."""
    empty = Forms(
        PasswordAgainForm(formdata=None), CodeForm(formdata=None), PasskeyForm(formdata=None)
    )
    return _page(empty)


@bp.post("/settings/second-factors/confirm")
@own_factors
def take_confirm() -> ResponseReturnValue:
    """Take a password, a code, or what a device answered, and go on."""
    now = clock.now()
    forms = Forms(PasswordAgainForm(), CodeForm(), PasskeyForm())
    try:
        value = _proved(forms, now=now)
    except TooManyAttempts:
        return _page(forms, status=429, told=WAIT)
    except (WrongPassword, WrongCode, PasskeyRefused) as fault:
        return _page(forms, status=422, told=TOLD[type(fault)])
    if value is None:
        return _page(forms, status=422)
    proof.note_proof(rules.proved_also(proof.amr(), value), now=now)
    return redirect(local_path(request.args.get("next")) or url_for("factors.overview"), 303)


@bp.post("/settings/second-factors/confirm/challenge")
@own_factors
def confirm_options() -> ResponseReturnValue:
    """Return what a script needs to ask a device of this person."""
    challenge = proof.ask_passkey(PURPOSE, now=clock.now())
    known = queries.passkeys_of(reading(), me().id)
    return jsonify(ceremony.request_options(party(), challenge=challenge, known=known))


def _proved(forms: Forms, *, now: datetime) -> str | None:
    """Return the value of ``amr`` that was proved; None where a field was left empty."""
    if _sent() == "answer":
        return try_passkey(forms.passkey.answer.data, PURPOSE, me().id, now=now)
    if _sent() == "code":
        if not forms.code.validate():
            return None
        try_code(me().id, forms.code.code.data, now=now)
        return rules.ONE_TIME
    if not forms.password.validate():
        return None
    _try_password(forms.password.password.data, now=now)
    return rules.PASSWORD


def _sent() -> str:
    return next((name for name in ("answer", "code") if name in request.form), "password")


def _try_password(password: str, *, now: datetime) -> None:
    address = request.remote_addr
    with limits_noted(address=address, now=now), transaction() as session:
        attempt = identity.begin_check(session, me().id, address=address, now=now)
    if not identity.password_matches(attempt, password):
        raise WrongPassword
    with transaction() as session:
        identity.finish_sign_in(session, attempt, password, now=now)


def _page(forms: Forms, *, status: int = 200, told: object = None) -> ResponseReturnValue:
    now = clock.now()
    where = queries.standing(reading(), me().id, now=now, on=clock.day_of(now), unless_said=False)
    field = {"answer": "passkey"}.get(_sent(), _sent())
    errors = [] if told is None else [(place_of(where, field), told)]
    asked = local_path(request.args.get("next"))
    return render_page(
        "factors/confirm.html",
        "main",
        status=status,
        forms=forms,
        where=where,
        errors=errors,
        asked=asked,
    )

"""The second page of signing in: a code, or a passkey, after the password."""

from flask import Response, flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading
from app.identity import admission, proof
from app.identity.errors import TooManyAttempts
from app.identity.factors import ceremony, queries, rules
from app.identity.factors.errors import PasskeyRefused, WrongCode
from app.identity.factors.forms import CodeForm, PasskeyForm
from app.identity.factors.views.root import bp, party
from app.identity.factors.views.trying import try_code, try_passkey
from app.identity.forms import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

PURPOSE = "second"
WAIT = _l("何度も試されたため、少し止めています。15分ほど待ってから、もう一度どうぞ。")
WRONG = _l(
    "この番号は、合いませんでした。アプリの番号は30秒ごとに変わり、一度使った番号は、もう使えません。"
    "いまの番号で、もう一度どうぞ。"
)
REFUSED = _l(
    "パスキーの答えが、合いませんでした。何も変わっていません。"
    "もう一度押すか、ほかの方法でどうぞ。"
)


@bp.get("/sign-in/second")
def second() -> ResponseReturnValue:
    """Ask for the second proof of who has shown a password."""
    half = _half()
    if half is None:
        return _begin_anew()
    return _page(half, CodeForm(formdata=None))


@bp.post("/sign-in/second")
def take_second() -> ResponseReturnValue:
    """Take a code of the app or of paper, and let the person in."""
    half, form, now = _half(), CodeForm(), clock.now()
    if half is None:
        return _begin_anew()
    if not form.validate():
        return _page(half, form, status=422)
    try:
        try_code(half.entrance.user_id, form.code.data, now=now)
    except TooManyAttempts:
        tell(form.code, WAIT)
        return _page(half, form, status=429)
    except WrongCode:
        tell(form.code, WRONG)
        return _page(half, form, status=422)
    return admission.complete(half, amr=rules.with_second(half.amr, rules.ONE_TIME), now=now)


@bp.post("/sign-in/second/challenge")
def second_options() -> ResponseReturnValue:
    """Return what a script needs to ask a device of this person."""
    half = _half()
    if half is None:
        return jsonify({}), 409
    challenge = proof.ask_passkey(PURPOSE, now=clock.now())
    known = queries.passkeys_of(reading(), half.entrance.user_id)
    return jsonify(ceremony.request_options(party(), challenge=challenge, known=known))


@bp.post("/sign-in/second/passkey")
def take_second_passkey() -> ResponseReturnValue:
    """Take what a device of this person answered, and let the person in."""
    half, now = _half(), clock.now()
    if half is None:
        return _begin_anew()
    try:
        value = try_passkey(PasskeyForm().answer.data, PURPOSE, half.entrance.user_id, now=now)
    except PasskeyRefused:
        return _page(half, CodeForm(formdata=None), status=422, refused=REFUSED)
    return admission.complete(half, amr=rules.with_second(half.amr, value), now=now)


def place_of(where: queries.Standing, field: str) -> str:
    """Return the id to which a fault of ``field`` leads: there may be no button for passkeys."""
    return "main" if field == "passkey" and not where.passkeys else field


def _half() -> proof.Half | None:
    """Return the half sign-in that is under way, unless its sessions were ended meanwhile."""
    half = proof.half(now=clock.now())
    if half is None or not queries.still_holds(reading(), half.entrance):
        return None
    return half


def _begin_anew() -> Response:
    proof.forget_half()
    flash(_("10分たったか、とちゅうで止まりました。もう一度、はじめからどうぞ。"), "note")
    return redirect(url_for("identity.sign_in"), 303)  # type: ignore[return-value]


def _page(
    half: proof.Half,
    form: CodeForm,
    *,
    status: int = 200,
    refused: object = None,
) -> ResponseReturnValue:
    now = clock.now()
    where = queries.standing(
        reading(), half.entrance.user_id, now=now, on=clock.day_of(now), unless_said=False
    )
    return render_page(
        "factors/second.html",
        "main",
        status=status,
        form=form,
        where=where,
        errors=[(place_of(where, "passkey"), refused)] if refused else [],
    )

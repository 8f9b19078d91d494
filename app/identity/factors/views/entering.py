"""Signing in by a passkey alone."""

from flask import flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import transaction
from app.identity import admission, proof, rules
from app.identity.factors import ceremony, service
from app.identity.factors.errors import PasskeyRefused
from app.identity.factors.forms import PasskeyForm
from app.identity.factors.rules import with_second
from app.identity.factors.views.root import bp, party
from app.identity.factors.views.trying import challenge_of, note_refusal, value_of
from app.ui.strings import gettext as _

PURPOSE = "sign-in"


@bp.post("/sign-in/passkey/challenge")
def entry_options() -> ResponseReturnValue:
    """Return what a script needs to ask for any passkey of this site."""
    challenge = proof.ask_passkey(PURPOSE, now=clock.now())
    return jsonify(ceremony.request_options(party(), challenge=challenge))


@bp.post("/sign-in/passkey")
def take_entry() -> ResponseReturnValue:
    """Let in whoever's passkey has answered."""
    form, now = PasskeyForm(), clock.now()
    try:
        challenge = challenge_of(PURPOSE, now=now)
        with transaction() as session:
            entrance, passkey = service.enter_by_passkey(
                session, party(), form.answer.data, challenge=challenge, now=now
            )
    except PasskeyRefused as refused:
        note_refusal(refused, now=now)
        flash(
            _(
                "パスキーでは、はじめられませんでした。もう一度押すか、IDとパスワードでどうぞ。"
                "登録は、そのままです。"
            ),
            "stop",
        )
        asked = rules.local_path(form.next.data)
        return redirect(url_for("identity.sign_in", next=asked, own=1), 303)
    amr = with_second((), value_of(passkey))
    return admission.admit(entrance, amr=amr, now=now, asked=form.next.data)

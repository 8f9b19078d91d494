"""A person's own passkeys: added by a device, named, removed."""

import uuid

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity import proof
from app.identity.factors import ceremony, queries, rules, service
from app.identity.factors.errors import PasskeyRefused
from app.identity.factors.forms import NewPasskeyForm
from app.identity.factors.views.finishing import after_adding
from app.identity.factors.views.root import bp, party
from app.identity.factors.views.trying import challenge_of, note_refusal, value_of
from app.identity.forms import tell
from app.identity.guards import freshly_proved
from app.identity.login import me, person
from app.ui.page import render_page
from app.ui.strings import gettext as _

PURPOSE = "register"


def new_passkey_form() -> NewPasskeyForm:
    """Return the form of a new passkey, named after this browser's device."""
    device = rules.device_of(request.headers.get("User-Agent", ""))
    return NewPasskeyForm(formdata=None, name=device or str(_("わたしの機器")))


@bp.get("/settings/second-factors/passkeys/add")
@freshly_proved
def passkey() -> ResponseReturnValue:
    """Ask what the device is called, and let it make a passkey."""
    return _page(new_passkey_form())


@bp.post("/settings/second-factors/passkeys/challenge")
@freshly_proved
def passkey_options() -> ResponseReturnValue:
    """Return what a script needs to let a device make a passkey."""
    who = person()
    options = ceremony.creation_options(
        party(),
        user_id=who.id,
        login=who.login or who.name,
        name=who.name,
        challenge=proof.ask_passkey(PURPOSE, now=clock.now()),
        known=queries.passkeys_of(reading(), who.id),
    )
    return jsonify(options)


@bp.post("/settings/second-factors/passkeys/add")
@freshly_proved
def take_passkey() -> ResponseReturnValue:
    """Keep the passkey that a device has made."""
    form, now = NewPasskeyForm(), clock.now()
    if not form.validate():
        return _page(form, status=422)
    try:
        challenge = challenge_of(PURPOSE, now=now)
        with transaction() as session:
            kept = service.add_passkey(
                session, me().id, party(), form.answer.data, challenge=challenge,
                name=form.name.data, now=now,
            )  # fmt: skip
    except PasskeyRefused as refused:
        note_refusal(refused, now=now)
        tell(
            form.name, _("パスキーを登録できませんでした。何も変わっていません。もう一度どうぞ。")
        )
        return _page(form, status=422)
    proof.note_proof(rules.proved_also(proof.amr(), value_of(kept)), now=now)
    return after_adding(_("「%(name)s」のパスキーを登録しました。", name=kept.name))


@bp.post("/settings/second-factors/passkeys/<uuid:passkey_id>/remove")
@freshly_proved
def remove_passkey(passkey_id: uuid.UUID) -> ResponseReturnValue:
    """Remove one of the person's passkeys."""
    with transaction() as session:
        service.remove_passkey(session, me().id, passkey_id, now=clock.now())
    flash(_("パスキーをはずしました。機器のほうにも残っていたら、消してください。"), "good")
    return redirect(url_for("factors.overview"), 303)


def _page(form: NewPasskeyForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page("factors/passkey.html", "main", status=status, form=form)

"""A person's own factors: what there is, the app, the paper, and the way in for who must."""

from base64 import b32encode

from flask import flash, redirect, session, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity import proof
from app.identity.factors import qr, queries, rules, seal, service
from app.identity.factors.errors import WrongCode
from app.identity.factors.forms import CodeForm
from app.identity.factors.views.finishing import after_adding, codes_page
from app.identity.factors.views.passkeys import new_passkey_form
from app.identity.factors.views.root import bp
from app.identity.forms import tell
from app.identity.guards import freshly_proved, own_factors
from app.identity.login import me, person
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _

PENDING = "pending_app"
"""Where the session keeps the sealed secret of an app that has not shown a code yet."""


@bp.get("/settings/second-factors")
@own_factors
def overview() -> ResponseReturnValue:
    """Show what the person has, when each was used last, and what can be added."""
    found = queries.factors_of(reading(), me().id, now=clock.now())
    form = new_passkey_form()
    return render_page("factors/overview.html", "main", found=found, form=form)


@bp.get("/settings/second-factors/start")
@freshly_proved
def set_up() -> ResponseReturnValue:
    """Say to who must have a second factor why, and how to set one up in three steps."""
    return render_page("factors/set_up.html", "main", form=new_passkey_form())


@bp.get("/settings/second-factors/app")
@freshly_proved
def authenticator() -> ResponseReturnValue:
    """Show a fresh secret as a QR code, and ask for the first code of it."""
    secret = service.new_secret()
    session[PENDING] = seal.seal(secret, secret_key=site().settings.secret_key)
    return _app_page(secret, CodeForm(formdata=None))


@bp.post("/settings/second-factors/app")
@freshly_proved
def take_authenticator() -> ResponseReturnValue:
    """Keep the app once it has shown a right code."""
    now, secret_key, form = clock.now(), site().settings.secret_key, CodeForm()
    secret = seal.unseal(session.get(PENDING, ""), secret_key=secret_key)
    if secret is None:
        return redirect(url_for("factors.authenticator"), 303)
    if not form.validate():
        return _app_page(secret, form, status=422)
    try:
        with transaction() as database:
            service.add_app(
                database, me().id, secret, form.code.data, secret_key=secret_key, now=now
            )
    except WrongCode:
        tell(form.code, _("アプリの番号と合いません。いま出ている6けたの番号を入れてください。"))
        return _app_page(secret, form, status=422)
    session.pop(PENDING)
    proof.note_proof(rules.proved_also(proof.amr(), rules.ONE_TIME), now=now)
    return after_adding(_("認証アプリを登録しました。"))


def _app_page(secret: bytes, form: CodeForm, *, status: int = 200) -> ResponseReturnValue:
    shown = b32encode(secret).decode()
    account = person().login or person().name
    issuer = f"{_('寺子屋')} {site().city}"
    uri = rules.provisioning_uri(shown, account=account, issuer=issuer)
    return render_page(
        "factors/app.html",
        "main",
        status=status,
        form=form,
        code=qr.drawn(uri),
        secret=rules.in_groups(shown),
        uri=uri,
    )


@bp.post("/settings/second-factors/app/remove")
@freshly_proved
def remove_authenticator() -> ResponseReturnValue:
    """Remove the app."""
    with transaction() as database:
        service.remove_app(database, me().id, now=clock.now())
    flash(_("認証アプリをはずしました。"), "good")
    return redirect(url_for("factors.overview"), 303)


@bp.get("/settings/second-factors/codes")
@freshly_proved
def codes() -> ResponseReturnValue:
    """Say what numbers on paper are for, before they are made."""
    return render_page("factors/codes.html", "main", codes=(), way="")


@bp.post("/settings/second-factors/codes")
@freshly_proved
def make_codes() -> ResponseReturnValue:
    """Make ten numbers and show them, this once; earlier ones open nothing any more."""
    return codes_page(url_for("factors.overview"))

"""Signing in, the demo's cards, and signing out."""

import logging
from datetime import datetime
from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity import queries, rules, service
from app.identity.admission import admit, way_on
from app.identity.entrances import way_out
from app.identity.errors import AccountMerged, TooManyAttempts, WrongPassword
from app.identity.forms import SignInForm, tell
from app.identity.limits import limits_noted
from app.identity.login import end_session, start_session, visitor
from app.identity.person import Person
from app.identity.views.root import bp
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

log = logging.getLogger(__name__)

WAIT = _l("何度も試されたため、少し止めています。15分ほど待ってから、もう一度どうぞ。")
MISMATCH = _l(
    "IDとパスワードの組み合わせが、登録と合いません。"
    "大文字と小文字、全角と半角をたしかめて、もう一度どうぞ。"
)


def is_known(who: Person | None) -> bool:
    """Say whether somebody has come in already; a guest may still come in as who they are."""
    return who is not None and not who.is_guest


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Ask who it is: by cards in a demo, by login and password otherwise."""
    asked = rules.local_path(request.args.get("next"))
    if is_known(visitor()):
        return way_on(asked)
    if site().settings.demo and "own" not in request.args:
        groups = queries.demo_cards(reading())
        if groups:
            return render_page("identity/demo.html", "main", groups=groups, next=asked)
    form = SignInForm(next=asked)
    return render_page("identity/sign_in.html", "main", form=form)


@bp.post("/sign-in")
def take_sign_in() -> ResponseReturnValue:
    """Let somebody in; whatever is wrong, the answer does not tell whether the account exists."""
    form = SignInForm()
    if not form.validate():
        return render_page("identity/sign_in.html", "main", status=422, form=form)
    now = clock.now()
    try:
        entrance = _try_password(form.login.data, form.password.data, now=now)
    except TooManyAttempts:
        tell(form.login, WAIT)
        return render_page("identity/sign_in.html", "main", status=429, form=form)
    except WrongPassword:
        tell(form.login, MISMATCH)
        return render_page("identity/sign_in.html", "main", status=422, form=form)
    except AccountMerged as merged:
        tell(form.login, _moved_to(merged.login))
        return render_page("identity/sign_in.html", "main", status=422, form=form)
    return admit(entrance, amr=("pwd",), now=now, asked=form.next.data)


@bp.post("/sign-in/demo")
def take_card() -> ResponseReturnValue:
    """Become one of the demo's made-up people by one press."""
    now = clock.now()
    try:
        user_id = UUID(request.form.get("user", ""))
    except ValueError:
        user_id = UUID(int=0)  # nobody's
    with transaction() as session:
        entrance = service.enter_by_card(
            session, user_id, is_demo_site=site().settings.demo, now=now
        )
    start_session(entrance, now=now)
    return way_on(request.form.get("next"))


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End every session of the person; signing out twice is no fault.

    A guest's しおり leaves this device only: other devices, and the paper, open it as before.
    """
    who, leading_on = visitor(), way_out()
    if who is not None and not who.is_guest:
        with transaction() as session:
            service.sign_out_everywhere(session, who.id, now=clock.now())
    end_session()
    flash(_("終わりました。学んだことは、そのままです。"), "good")
    return redirect(leading_on(), 303)


def _moved_to(login: str) -> str:
    """Tell somebody whose password is right that another account of theirs holds everything."""
    told = _("この登録は、同じ人のもう1つの登録にまとめました。学んだことは、そこにあります。")
    if not login:
        return told + _("はじめかたは、学校や市の管理者に聞いてください。")
    return told + _("これからは、「%(login)s」ではじめてください。", login=login)


def _try_password(login: str, password: str, *, now: datetime) -> service.Entrance:
    """Count the try, hold the password against the hash without any lock, then let in."""
    address = request.remote_addr
    with limits_noted(address=address, now=now), transaction() as session:
        attempt = service.begin_sign_in(session, login, address=address, now=now)
    if not service.password_matches(attempt, password):
        log.info("sign-in refused, account %s, from %s", attempt.user_id, address)
        raise WrongPassword
    with transaction() as session:
        return service.finish_sign_in(session, attempt, password, now=now)

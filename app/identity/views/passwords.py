"""A forgotten password, and the page behind a one-time link."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity import queries, service
from app.identity.admission import admit
from app.identity.errors import LinkUnusable, LoginTaken, PasswordRefused, TooManyAttempts
from app.identity.forms import NewPasswordForm, ResetRequestForm, tell, tell_password_faults
from app.identity.views.root import bp
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _

REQUESTS = 20
"""In 15 minutes from one address."""


@bp.get("/password/reset")
def forgotten() -> ResponseReturnValue:
    """Say how to get a new password: by mail where mail is sent, else from whom."""
    return _forgotten(ResetRequestForm())


@bp.post("/password/reset")
def ask_for_link() -> ResponseReturnValue:
    """Send a link, if somebody has this address; the answer is the same when nobody has."""
    form = ResetRequestForm()
    if site().settings.smtp_url is None or not form.validate():
        return _forgotten(form, status=422)
    now = clock.now()
    try:
        with transaction() as session:
            service.take_turn(
                session, "reset", address=request.remote_addr, limit=REQUESTS, now=now
            )
            service.request_reset(session, form.email.data, now=now)
    except TooManyAttempts:
        tell(form.email, _("回数が多くなりました。15分ほど待ってから、もう一度どうぞ。"))
        return _forgotten(form, status=429)
    return render_page("identity/reset_sent.html", "main")


@bp.get("/password/reset/<token>")
def new_password(token: str) -> ResponseReturnValue:
    """Show the form behind a one-time link; looking does not spend it."""
    link = queries.usable_link(reading(), service.digest_of(token), now=clock.now())
    if link is None:
        return render_page("identity/link_unusable.html", "main", status=410)
    return render_page("identity/new_password.html", "main", form=NewPasswordForm(), link=link)


@bp.post("/password/reset/<token>")
def take_new_password(token: str) -> ResponseReturnValue:
    """Set the password, spend the link, end every older session, and let the person in."""
    now = clock.now()
    link = queries.usable_link(reading(), service.digest_of(token), now=now)
    form = NewPasswordForm()
    form.needs_login = link is not None and link.needs_login
    if link is None:
        return render_page("identity/link_unusable.html", "main", status=410)
    entrance = _used(form, token) if form.validate() else None
    if entrance is None:
        return render_page("identity/new_password.html", "main", status=422, form=form, link=link)
    answer = admit(entrance, amr=("pwd",), now=now)
    flash(_("パスワードを決めました。次からは、このパスワードではじめられます。"), "good")
    return answer


def _forgotten(form: ResetRequestForm, *, status: int = 200) -> ResponseReturnValue:
    by_mail = site().settings.smtp_url is not None
    return render_page(
        "identity/forgotten.html", "main", status=status, form=form, by_mail=by_mail
    )


def _used(form: NewPasswordForm, token: str) -> service.Entrance | None:
    """Use the link, or write beside the fields why not."""
    now = clock.now()
    login = form.login.data if form.needs_login else None
    try:
        with transaction() as session:
            user = service.use_link(session, token, form.new.data, now=now, login=login)
            return service.enter(session, user.id, now=now)
    except PasswordRefused as refused:
        tell_password_faults(form.new, refused.faults)
    except LoginTaken:
        tell(form.login, _("このIDは使えません。ほかのIDにしてください。"))
    except LinkUnusable:  # used in the meantime, in another window
        tell(form.new, _("このリンクは、もう使われています。新しいリンクを頼んでください。"))
    return None

"""What one was told, and whether by letter as well."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.following import queries, service
from app.following.forms import LettersForm
from app.following.views.root import bp
from app.identity import queries as identity
from app.identity.login import me, person, registered
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/notifications", endpoint="notifications")
@registered
def show_notifications() -> ResponseReturnValue:
    """List what one was told, the newest first; what is new stands out."""
    session = reading()
    has_mail = not person().is_minor and identity.mail_address(session, me().id) is not None
    return render_page(
        "following/notifications.html",
        "main",
        lines=queries.told(session, me().id),
        has_mail=has_mail,
        wants_letters=has_mail and queries.wants_letters(session, me().id),
    )


@bp.post("/notifications/read")
@registered
def note_read() -> ResponseReturnValue:
    """Note that all of it was read."""
    with transaction() as session:
        service.note_read(session, me().id, now=clock.now())
    flash(_("読んだことにしました。"), "good")
    return redirect(url_for("following.notifications"), 303)


@bp.post("/notifications/letters")
@registered
def choose_letters() -> ResponseReturnValue:
    """Keep whether letters are wanted besides."""
    form = LettersForm()
    if not form.validate():
        abort(400)
    wants = form.letters.data == "yes"
    with transaction() as session:
        service.choose_letters(session, me().id, wants=wants)
    told = _("これからは、メールでも届きます。") if wants else _("メールは、もう届きません。")
    flash(told, "good")
    return redirect(url_for("following.notifications"), 303)

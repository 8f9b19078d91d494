"""Acting in one post at a time."""

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from app.identity.acting import act_in, title_of
from app.identity.login import person, registered
from app.identity.views.root import bp
from app.ui.strings import gettext as _


@bp.post("/acting")
@registered
def take_stance() -> ResponseReturnValue:
    """Act in another of one's posts, and begin at its home: this page may not be part of it."""
    asked = request.form.get("post", "")
    chosen = [one for one in person().stances if asked in {str(post.id) for post in one}]
    if not chosen:
        abort(404)
    act_in(chosen[0][0])
    flash(_("立場を「%(stance)s」に切り替えました。", stance=title_of(chosen[0])), "good")
    return redirect("/", 303)

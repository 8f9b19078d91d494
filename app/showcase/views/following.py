"""Follow a project from its public page, and stop."""

import uuid

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.following import service as following
from app.identity.login import me, registered
from app.projects.service.members import SUBJECT
from app.showcase import queries
from app.showcase.errors import NoSuchShowcase
from app.showcase.views.root import bp
from app.ui.strings import gettext as _


@bp.post("/showcase/<key>/follow")
@registered
def follow(key: str) -> ResponseReturnValue:
    """Let somebody be told of what comes next."""
    project_id = _public(key)
    with transaction() as session:
        following.follow(session, me().id, (SUBJECT, project_id), now=clock.now())
    flash(_("動きがあると、お知らせに出ます。"), "good")
    return redirect(url_for("showcase.page", key=key), 303)


@bp.post("/showcase/<key>/unfollow")
@registered
def unfollow(key: str) -> ResponseReturnValue:
    """Let somebody be told no more."""
    project_id = _public(key)
    with transaction() as session:
        following.stop(session, me().id, (SUBJECT, project_id), now=clock.now())
    flash(_("この企画のお知らせを、やめました。"), "good")
    return redirect(url_for("showcase.page", key=key), 303)


def _public(key: str) -> uuid.UUID:
    try:
        return queries.public_row(reading(), key).project_id
    except NoSuchShowcase:
        abort(404)

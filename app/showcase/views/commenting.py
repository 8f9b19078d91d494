"""Comments: written by adults under a public page, decided on by the team's adults."""

import uuid

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.errors import TooManyAttempts
from app.identity.login import person, registered
from app.projects.queries import Standing
from app.showcase import policy, queries, service
from app.showcase.errors import NoSuchShowcase, ShowcaseRefused
from app.showcase.forms import WHY, CommentForm, ReasonForm
from app.showcase.views.inside import inside_page
from app.showcase.views.page import page_with
from app.showcase.views.root import UNPROCESSABLE, at_desk, bp, only
from app.ui.fields import tell
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

TOO_MANY = 429
WAIT = _l("続けてたくさん届いたため、少し止めています。15分ほど待ってから、もう一度どうぞ。")


@bp.post("/showcase/<key>/comments")
@registered
def comment(key: str) -> ResponseReturnValue:
    """Take a comment; minors have no such page."""
    if not policy.comments(person()):
        abort(404)
    form = CommentForm()
    if not form.validate():
        return page_with(key, form, status=UNPROCESSABLE)
    try:
        _take(key, form)
    except NoSuchShowcase:
        abort(404)
    except TooManyAttempts:
        tell(form.text, WAIT)
        return page_with(key, form, status=TOO_MANY)
    flash(_("感想を受け取りました。チームの先生か担当課が読んでから、のせます。"), "good")
    return redirect(url_for("showcase.page", key=key, _anchor="comments"), 303)


@bp.post("/projects/<key>/showcase/comments/<uuid:comment_id>")
@at_desk
@only(policy.moderates)
def let_stand(standing: Standing, comment_id: uuid.UUID) -> ResponseReturnValue:
    """Let a comment stand under the page."""
    return _decide(standing, comment_id, None)


@bp.post("/projects/<key>/showcase/comments/<uuid:comment_id>/return")
@at_desk
@only(policy.moderates)
def return_comment(standing: Standing, comment_id: uuid.UUID) -> ResponseReturnValue:
    """Give a comment back to its writer, with a reason."""
    form = ReasonForm()
    if not form.validate():
        return inside_page(standing, reason=(comment_id, form), status=UNPROCESSABLE)
    return _decide(standing, comment_id, form.reason.data.strip())


def _take(key: str, form: CommentForm) -> None:
    project_id = queries.public_row(reading(), key).project_id
    called, text = form.called.data.strip(), form.text.data.strip()
    who = person()
    with transaction() as session:
        service.write_comment(session, project_id, who, called, text, now=clock.now())


def _decide(standing: Standing, comment_id: uuid.UUID, reason: str | None) -> ResponseReturnValue:
    project, by = standing.project, standing.user_id
    try:
        with transaction() as session:
            service.decide_comment(
                session, project.id, comment_id, by=by, reason=reason, now=clock.now()
            )
    except NoSuchShowcase:
        abort(404)
    except ShowcaseRefused as refused:
        flash(str(WHY[refused.fault]), "note")
    else:
        done = _("書いた人に、わけを伝えました。") if reason else _("感想をのせました。")
        flash(done, "good")
    return redirect(url_for("showcase.of_project", key=project.key, _anchor="comments"), 303)

"""Hand a page in, give it back, make it public, take it back."""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import clock
from app.db import reading, transaction
from app.identity.login import city_administrators_only, me
from app.projects.queries import Standing
from app.showcase import policy, queries, service
from app.showcase.errors import NoSuchShowcase, ShowcaseRefused
from app.showcase.forms import WHY, BackForm
from app.showcase.service import Writer
from app.showcase.views.inside import inside_page
from app.showcase.views.root import UNPROCESSABLE, at_desk, bp, now_asked, only, writer_of
from app.ui.page import whole_number
from app.ui.strings import gettext as _


@bp.post("/projects/<key>/showcase/hand-in")
@at_desk
@only(policy.writes)
def hand_in(standing: Standing) -> ResponseReturnValue:
    """Hand the page to the teachers."""
    writer, today, now = writer_of(standing), now_asked(), clock.now()
    return _done(
        standing,
        lambda session: service.hand_in(session, writer, today, seen=_seen(), now=now),
        _("先生に知らせました。見おわるまで待ってください。"),
    )


@bp.post("/projects/<key>/showcase/give-back")
@at_desk
@only(policy.publishes)
def give_back(standing: Standing) -> ResponseReturnValue:
    """Give the page back to the team, with words."""
    form = BackForm()
    if not form.validate():
        return inside_page(standing, back=form, status=UNPROCESSABLE)
    words, writer, now = form.words.data.strip(), writer_of(standing), clock.now()
    return _done(
        standing,
        lambda session: service.give_back(session, writer, words, seen=_seen(), now=now),
        _("チームにもどしました。"),
    )


@bp.post("/projects/<key>/showcase/publish")
@at_desk
@only(policy.publishes)
def publish(standing: Standing) -> ResponseReturnValue:
    """Make the page public, once the check lets it."""
    writer, today, now = writer_of(standing), now_asked(), clock.now()
    return _done(
        standing,
        lambda session: service.publish(session, writer, today, seen=_seen(), now=now),
        _("公開しました。お知らせを受けている人に伝わります。"),
    )


@bp.post("/projects/<key>/showcase/withdraw")
@at_desk
@only(policy.publishes)
def withdraw(standing: Standing) -> ResponseReturnValue:
    """Take the page back from the public."""
    writer, now = writer_of(standing), clock.now()
    return _done(
        standing,
        lambda session: service.withdraw(session, writer, seen=_seen(), now=now),
        _("公開をやめました。書いたものは、そのまま残っています。"),
    )


@bp.post("/showcase/<key>/withdraw")
@city_administrators_only
def take_off(key: str) -> ResponseReturnValue:
    """Take a page back for the city: its teachers may have gone, or its year may be over."""
    try:
        row = queries.public_row(reading(), key)
        writer = Writer(row.project_id, me().id, is_teacher=True)
        with transaction() as session:
            service.withdraw(session, writer, seen=None, now=clock.now())
    except NoSuchShowcase:
        abort(404)
    except ShowcaseRefused as refused:
        flash(str(WHY[refused.fault]), "note")
    else:
        flash(_("公開をやめました。書いたものは、そのまま残っています。"), "good")
    return redirect(url_for("showcase.gallery"), 303)


def _done(standing: Standing, job: Callable[[Session], object], said: str) -> ResponseReturnValue:
    try:
        with transaction() as session:
            job(session)
    except ShowcaseRefused as refused:
        flash(str(WHY[refused.fault]), "note")
    else:
        flash(said, "good")
    return redirect(url_for("showcase.of_project", key=standing.project.key), 303)


def _seen() -> int:
    return whole_number(request.form.get("edition")) or 0

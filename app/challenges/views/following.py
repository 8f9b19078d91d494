"""Follow a challenge, and stop to."""

import uuid

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.challenges import queries
from app.challenges.errors import NoSuchChallenge
from app.challenges.queries.shelf import SUBJECT
from app.challenges.views.root import bp
from app.db import reading, transaction
from app.following import service as following
from app.identity.login import me, registered
from app.ui.strings import gettext as _


@bp.post("/challenges/<slug>/follow")
@registered
def follow(slug: str) -> ResponseReturnValue:
    """Tell whoever asks of every change from now on."""
    subject = _subject(slug)
    with transaction() as session:
        following.follow(session, me().id, subject, now=clock.now())
    flash(_("この課題が変わったら、お知らせします。"), "good")
    return redirect(url_for("challenges.challenge", slug=slug), 303)


@bp.post("/challenges/<slug>/stop")
@registered
def stop(slug: str) -> ResponseReturnValue:
    """Tell them no more."""
    subject = _subject(slug)
    with transaction() as session:
        following.stop(session, me().id, subject, now=clock.now())
    flash(_("この課題のお知らせを、やめました。"), "good")
    return redirect(url_for("challenges.challenge", slug=slug), 303)


def _subject(slug: str) -> tuple[str, uuid.UUID]:
    try:
        return SUBJECT, queries.public_challenge(reading(), slug).id
    except NoSuchChallenge:
        abort(404)

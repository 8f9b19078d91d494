"""Learning without an account: visitors look, and whoever answers has begun.

The actor is made at the first answer and not at the first view, so that nothing is written of
people who only look, of search engines, and of the preview of a link in a chat. From the first
answer on a guest learns like anybody else; the views know no difference.
"""

import uuid
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app import clock
from app.catalog import queries as catalog
from app.catalog.errors import NotInCatalog
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity import service as accounts
from app.identity.login import start_guest_session, to_sign_in, visitor
from app.learning import policy, queries, service
from app.ui.site import site
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.queries import CourseVersionView

P = ParamSpec("P")
COURSE = "learning.course"


def open_to_visitors(
    view: Callable[P, ResponseReturnValue],
) -> Callable[P, ResponseReturnValue]:
    """Show a screen to visitors too, and begin a run for whoever answers without having one.

    The view gets a registration's id, or for a visitor who only looks that of a course's version
    (see ``queries.visitors``). What a visitor sends begins the run; then the same form is sent
    once more (307), to the run's own address.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        run_id: uuid.UUID = (request.view_args or {})["registration_id"]
        if visitor() is None:
            return _look(run_id) or view(*args, **kwargs)
        try:
            return view(*args, **kwargs)
        except NoResultFound:  # no run of theirs; it may be a screen they opened as a visitor
            version = queries.open_version(reading(), run_id)
            if version is None:
                raise
            return _go_on(version)
        except NotInCatalog:  # it may have been there, in the version before the run moved
            return _where_it_is_now(run_id)

    return guarded


def _look(run_id: uuid.UUID) -> ResponseReturnValue | None:
    """Bring a visitor where a screen can be looked at; None where that is here and now."""
    version = queries.open_version(reading(), run_id)
    if version is None:
        return to_sign_in()
    card = catalog.course_by_slug(reading(), version.slug)
    if card.is_retired:
        return redirect(url_for(COURSE, slug=version.slug), 303)
    if request.method == "POST":
        return _begin(version)
    return None if card.version.id == version.id else _to(card.version.id)


def _go_on(version: "CourseVersionView") -> ResponseReturnValue:
    """Bring somebody from a visitor's screen to the same one of their own run.

    What was sent goes along if the run asks the same there; it may be one of another version.
    """
    who, is_sent = visitor(), request.method == "POST"
    own = who and queries.own_run_of_course(reading(), version.slug, learner_id=who.id)
    if not own:
        is_begun = is_sent and not catalog.course_by_slug(reading(), version.slug).is_retired
        return _begin(version) if is_begun else redirect(url_for(COURSE, slug=version.slug), 303)
    place = request.view_args or {}
    if is_sent and not queries.asks_the_same(
        reading(), version.id, own, place.get("lesson", ""), place.get("step", 0)
    ):
        flash(
            _("続きは、ここです。いまの答えは、まだ入っていません。もう一度、答えてください。"),
            "close",
        )
        return redirect(url_for("learning.resume", registration_id=own.registration.id), 303)
    return _to(own.registration.id, 307 if is_sent else 302)


def _where_it_is_now(run_id: uuid.UUID) -> ResponseReturnValue:
    """Bring a learner to where their run goes on, from a screen that its version does not have.

    Raises:
        NotInCatalog: The run never moved: no version that it had has such a screen.
    """
    who = visitor()
    if who is None:
        raise NotInCatalog(str(run_id))
    own = queries.own_run(reading(), run_id, learner_id=who.id)
    if not queries.has_moved(reading(), own):
        raise NotInCatalog(str(run_id))
    flash(_("講座が新しい版になりました。続きは、ここです。"), "note")
    return redirect(url_for("learning.resume", registration_id=run_id), 303)


def _begin(version: "CourseVersionView") -> ResponseReturnValue:
    """Begin a run, for a guest made now unless somebody is signed in; send the form to it."""
    who, now, guest = visitor(), clock.now(), None
    if who is not None and not policy.may_start(who, version.outline.audience):
        abort(404)
    secret = site().settings.secret_key
    if who is None:
        with transaction() as session:  # counted by itself: a fault below must not undo it
            accounts.count_guest(session, secret=secret, address=request.remote_addr, now=now)
    with transaction() as session:
        if who is None:
            guest = accounts.make_guest(
                session, secret=secret, now=now, is_demo=site().settings.demo
            )
            learner = guest.entrance.user_id, guest.actor_name
        else:
            learner = who.id, who.actor_name
        registration_id = _start(session, version, *learner)
    if guest is not None:
        start_guest_session(guest.entrance, guest.words, now=now)
    return _to(registration_id, 307)


def _start(
    session: "Session",
    version: "CourseVersionView",
    learner_id: uuid.UUID,
    actor_name: uuid.UUID,
) -> uuid.UUID:
    """Begin the run and the lesson that lies open, which was looked at before without a trace."""
    now = clock.now()
    names = identity.installation(session)
    registration = service.start_course(session, learner_id, actor_name, version, names, now=now)
    lesson = version.outline.lesson_head((request.view_args or {}).get("lesson", ""))
    if lesson is not None:
        own = queries.own_run(session, registration.id, learner_id=learner_id, for_update=True)
        service.open_lesson(session, own, lesson, now=now)
    return registration.id


def _to(registration_id: uuid.UUID, code: int = 302) -> ResponseReturnValue:
    """Redirect to the present address in another run."""
    place: Mapping[str, object] = (request.view_args or {}) | {"registration_id": registration_id}
    return redirect(url_for(request.endpoint or "", **place), code)  # type: ignore[arg-type]

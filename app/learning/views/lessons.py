"""The course page and the player."""

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.catalog import queries as catalog
from app.catalog.content import render
from app.catalog.edition import Audience
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity.login import bookmark_words, me, person, signed_in, to_sign_in, visitor
from app.learning import policy, queries, service
from app.learning.addresses import RunAddresses
from app.learning.errors import AnswerTooLate
from app.learning.forms import AnswerForm
from app.learning.queries import Screen, StepPage
from app.learning.screens import show
from app.learning.visiting import open_to_visitors
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.items.item import Response
    from app.learning.queries import OwnRun
    from app.learning.service import Outcome

bp = Blueprint("learning", __name__, template_folder="../templates")
RUN = "/learn/<uuid:registration_id>"
STEP = f"{RUN}/<lesson>/<int:step>"


@bp.get("/courses/<slug>")
def course(slug: str) -> ResponseReturnValue:
    """Show what a course teaches, how far one has come, and why it is not complete.

    ``ended`` names the lesson one has just come from the end of.
    """
    who = visitor()
    page = queries.course_page(
        reading(),
        slug,
        learner_id=None if who is None else who.id,
        audiences=[one for one in Audience if policy.may_read(who, one)],
    )
    return render_page(
        "learning/course.html",
        "main",
        page=page,
        view=catalog.view_of_reader(),
        may_start=who is None or who.is_guest or policy.may_start(who, page.course.audience),
        looks_first=who is None and page.course.audience is Audience.CITIZEN,
        may_read=policy.may_read(who, page.course.audience),
        ended=page.ended(request.args.get("ended")),
    )


@bp.get("/courses/<slug>/lessons/<lesson>/print")
def print_lesson(slug: str, lesson: str) -> ResponseReturnValue:
    """Show all of a lesson on one page, for paper."""
    who, view = visitor(), catalog.view_of_reader()
    page = queries.printed_lesson(
        reading(), slug, lesson, view, learner_id=None if who is None else who.id
    )
    if not policy.may_read(who, page.course.audience):
        abort(404)
    return render_page("learning/print.html", "main", page=page, view=view)


@bp.get("/courses/<slug>/<any(plan, family):kind>")
def handout(slug: str, kind: str) -> ResponseReturnValue:
    """Show a paper for those who teach, to be printed on one side of A4."""
    course, view = catalog.course_by_slug(reading(), slug).outline, catalog.view_of_reader()
    found = course.handout(kind)
    if found is None or not policy.may_read(visitor(), course.audience):
        abort(404)
    text = render(found.prose, view)
    return render_page(
        "catalog/handout.html", "sheet", course=course, kind=kind, text=text, view=view
    )


@bp.post("/courses/<slug>/start")
@signed_in
def start(slug: str) -> ResponseReturnValue:
    """Begin a course, or go on where one was."""
    with transaction() as session:
        card = catalog.course_by_slug(session, slug)
        if not policy.may_start(person(), card.outline.audience):
            return to_sign_in() if person().is_guest else abort(404)
        if card.is_retired:
            return _retired(session, slug)
        registration = service.start_course(
            session,
            me().id,
            person().actor_name,
            card.version,
            identity.installation(session),
            now=clock.now(),
        )
        own = queries.own_run(session, registration.id, learner_id=me().id)
        place = queries.resume_place(own.course, own.progress)
    return redirect(_step_url(registration.id, place.lesson, place.step), 303)


@bp.get(RUN)
@signed_in
def resume(registration_id: uuid.UUID) -> ResponseReturnValue:
    """Go on exactly where one was."""
    own = queries.own_run(reading(), registration_id, learner_id=me().id)
    place = queries.resume_place(own.course, own.progress)
    return redirect(_step_url(registration_id, place.lesson, place.step))


@bp.get(STEP)
@open_to_visitors
def step(registration_id: uuid.UUID, lesson: str, step: int) -> ResponseReturnValue:
    """Show one screen of a lesson; the first look at a lesson is recorded, but for visitors."""
    number = request.args.get("number", type=int)
    page = read_page(reading(), registration_id, lesson, step, number=number)
    if page.own.is_kept and lesson not in page.own.progress.lessons:
        with transaction() as session:
            own = queries.own_run(session, registration_id, learner_id=me().id, for_update=True)
            service.open_lesson(session, own, page.lesson, now=clock.now())
    dilemma = page.content.steps[step - 1].dilemma
    if dilemma is not None:
        here = queries.where_in_dilemma(page.own, dilemma)
        return redirect(scene_url(registration_id, lesson, step, here))
    feedback = queries.earlier_feedback(page, catalog.view_of_reader())
    return show(page, RunAddresses.of(page), feedback=feedback)


@bp.post(f"{STEP}/answers")
@open_to_visitors
def answer(registration_id: uuid.UUID, lesson: str, step: int) -> ResponseReturnValue:
    """Take one answer, and show the screen again with its feedback."""
    outcome, number = None, request.form.get("number", type=int)
    with transaction() as session:  # held no longer than it takes to write: drawing comes after
        screen = held_screen(session, registration_id, lesson, step, number=number)
        if screen.asked is None:
            abort(404)
        form = AnswerForm.for_item(screen.asked.item, is_asked=screen.asks(number))
        response = form.response()
        if response is not None:
            outcome = _answered(session, screen, form, response)
    page = _page(reading(), screen.own, lesson, step, number=number)
    if outcome is None:
        return show(page, RunAddresses.of(page), form=form, status=422 if form.error else 200)
    feedback = queries.feedback_view(
        page, outcome.score, outcome.option_keys, catalog.view_of_reader()
    )
    return show(page, RunAddresses.of(page), feedback=feedback, completed=outcome.completed)


@bp.post(f"{STEP}/next")
@open_to_visitors
def leave(registration_id: uuid.UUID, lesson: str, step: int) -> ResponseReturnValue:
    """Leave a screen for the next one; the last one finishes the lesson."""
    with transaction() as session:
        screen = held_screen(session, registration_id, lesson, step)
        was_completed = screen.own.is_completed
        service.leave_step(session, screen.own, screen.lesson, step, now=clock.now())
        if screen.own.is_completed and not was_completed:
            return redirect(url_for("learning.finished", registration_id=registration_id), 303)
    if not screen.is_last:
        return redirect(_step_url(registration_id, lesson, step + 1), 303)
    return redirect(url_for("learning.course", slug=screen.own.course.slug, ended=lesson), 303)


@bp.get(f"{RUN}/finished")
@signed_in
def finished(registration_id: uuid.UUID) -> ResponseReturnValue:
    """Close a completed course: what one can do now, and one next step."""
    session = reading()
    own = queries.own_run(session, registration_id, learner_id=me().id)
    if not own.is_completed:
        return redirect(url_for("learning.course", slug=own.course.slug))
    done = {card.course.slug for card in queries.own_cards(session, me().id)}
    others = catalog.courses_for(session, own.course.audience)
    following = next((card for card in others if card.slug not in done), None)
    return render_page(
        "learning/finished.html",
        "main",
        own=own,
        following=following,
        words=bookmark_words(),
        view=catalog.view_of_reader(),
    )


def _retired(session: "Session", slug: str) -> ResponseReturnValue:
    """Bring somebody to the run they have of a course that takes nobody new, or to its page."""
    own = queries.own_run_of_course(session, slug, learner_id=me().id)
    if own is None:
        return redirect(url_for("learning.course", slug=slug), 303)
    return redirect(url_for("learning.resume", registration_id=own.registration.id), 303)


def _run(session: "Session", registration_id: uuid.UUID, *, for_update: bool = False) -> "OwnRun":
    """Return somebody's own run, or the run that a visitor only looks at."""
    if visitor() is None:
        return queries.visitors_run(session, registration_id)
    return queries.own_run(session, registration_id, learner_id=me().id, for_update=for_update)


def _page(
    session: "Session", own: "OwnRun", lesson: str, step: int, *, number: int | None
) -> StepPage:
    view = catalog.view_of_reader()
    return queries.step_page(session, own, lesson, step, view, now=clock.now(), number=number)


def read_page(
    session: "Session",
    registration_id: uuid.UUID,
    lesson: str,
    step: int,
    *,
    number: int | None = None,
) -> StepPage:
    """Return one screen to show; ``number`` is the question of a drill that is wanted."""
    return _page(session, _run(session, registration_id), lesson, step, number=number)


def held_screen(
    session: "Session",
    registration_id: uuid.UUID,
    lesson: str,
    step: int,
    *,
    number: int | None = None,
) -> Screen:
    """Return one screen to act on, its run held until the transaction ends."""
    own = _run(session, registration_id, for_update=True)
    return queries.screen(session, own, lesson, step, number=number)


def _answered(
    session: "Session", screen: Screen, form: AnswerForm, response: "Response"
) -> "Outcome | None":
    """Give an answer, or let the form say that none is taken now."""
    if screen.asked is None:
        raise LookupError("this step asks nothing")
    try:
        return service.answer_question(
            session,
            screen.own,
            screen.lesson,
            screen.asked,
            response,
            drill=None if screen.drill is None else screen.drill.key,
            now=clock.now(),
        )
    except AnswerTooLate:
        form.error = _("この問題には、いまは答えられません。前の答えは、そのままとってあります。")
        return None


def _step_url(registration_id: uuid.UUID, lesson: str, step: int) -> str:
    return url_for("learning.step", registration_id=registration_id, lesson=lesson, step=step)


def scene_url(registration_id: uuid.UUID, lesson: str, step: int, scene: str) -> str:
    """Return the address of a scene of a dilemma."""
    return url_for(
        "learning.scene", registration_id=registration_id, lesson=lesson, step=step, scene=scene
    )

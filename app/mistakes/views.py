"""The form for readers, and the list for those who mend."""

import uuid

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.catalog.queries import CourseVersionView, view_of_reader
from app.db import reading, transaction
from app.identity.errors import TooManyAttempts
from app.identity.login import city_administrators_only, local_path, me, visitor
from app.mistakes import policy, queries, service
from app.mistakes.forms import KIND_NAMES, MistakeForm, asked_spot
from app.mistakes.models import MistakeKind, ReportState
from app.ui.links import link_to
from app.ui.page import came_from, render_page, whole_number
from app.ui.site import site
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

bp = Blueprint("mistakes", __name__, template_folder="templates")
WAIT = _l("続けてたくさん届いたため、少し止めています。15分ほど待ってから、もう一度どうぞ。")


@bp.get("/courses/<slug>/mistake")
def tell(slug: str) -> ResponseReturnValue:
    """Ask what is wrong, and where."""
    version = _version(slug)
    return _form_page(version, _form(version, back=came_from()))


@bp.post("/courses/<slug>/mistake")
def take(slug: str) -> ResponseReturnValue:
    """Take what a reader tells, and lead back to where they were."""
    version = _version(slug)
    form = _form(version)
    if not form.validate():
        return _form_page(version, form, status=422)
    if not form.is_from_a_machine:
        try:
            _keep(version, form)
        except TooManyAttempts:
            form.words.errors = [WAIT.now()]
            return _form_page(version, form, status=429)
    flash(_("知らせてくれて、ありがとうございます。つくった人がたしかめます。"), "good")
    return redirect(_back(form, slug), 303)


@bp.get("/admin/mistakes")
@city_administrators_only
def reports() -> ResponseReturnValue:
    """List what readers told: what is open, or what was answered."""
    is_open = request.args.get("state") != "answered"
    number = max(1, whole_number(request.args.get("page")) or 1)
    return render_page(
        "mistakes/reports.html",
        "main",
        found=queries.reports(reading(), is_open=is_open, page=number),
        is_open=is_open,
        kinds=KIND_NAMES,
        view=view_of_reader(),
    )


@bp.post("/admin/mistakes/<uuid:report_id>")
@city_administrators_only
def answer(report_id: uuid.UUID) -> ResponseReturnValue:
    """Say what became of a report."""
    state = request.form.get("state", "")
    if state not in set(ReportState):
        abort(400)
    with transaction() as session:
        service.answer_report(session, report_id, ReportState(state), by=me().id, now=clock.now())
    flash(_("書きとめました。"), "good")
    return redirect(url_for("mistakes.reports"), 303)


def _version(slug: str) -> CourseVersionView:
    try:
        asked = uuid.UUID(request.args.get("version", ""))
    except ValueError:
        asked = None
    return queries.version_shown(reading(), slug, asked)


def _form(version: CourseVersionView, **given: object) -> MistakeForm:
    at = asked_spot(request.args.get("lesson", ""), request.args.get("step", ""))
    with_text = policy.may_see_text(visitor(), version.outline.audience)
    return MistakeForm.for_places(
        queries.places(reading(), version, at, with_text=with_text), **given
    )


def _keep(version: CourseVersionView, form: MistakeForm) -> None:
    who = visitor()
    told = service.Told(
        course_version_id=version.id,
        spot=form.place.spot,
        quoted=form.place.text,
        kind=MistakeKind(form.kind.data),
        words=(form.words.data or "").strip(),
    )
    with transaction() as session:
        service.report_mistake(
            session,
            told,
            by=None if who is None or who.is_guest else who.id,
            secret=site().settings.secret_key,
            address=request.remote_addr,
            now=clock.now(),
        )


def _form_page(
    version: CourseVersionView, form: MistakeForm, *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "mistakes/tell.html",
        "main",
        status=status,
        course=version.outline,
        form=form,
        back=_back(form, version.slug),
        view=view_of_reader(),
    )


def _back(form: MistakeForm, slug: str) -> str:
    """Return where the reader was, or else the course's page.

    A screen that has just answered a form stands at an address that takes no GET; one step up is
    the screen itself.
    """
    asked = local_path(form.back.data) or ""
    routes = current_app.create_url_adapter(request)
    for address in (asked, asked.rpartition("/")[0]):
        if address and routes and routes.test(address.partition("?")[0], method="GET"):
            return address
    return link_to("course", slug=slug) or "/"

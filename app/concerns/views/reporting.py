"""Telling of something, and reading what became of it."""

import uuid
from typing import NamedTuple

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.concerns import queries, service, telling
from app.concerns.forms import KINDS, Address, ConcernForm
from app.concerns.rules import PUBLIC_KINDS, excerpt_of
from app.concerns.views.root import UNPROCESSABLE, bp, today
from app.db import reading, transaction
from app.identity.login import me, person, signed_in
from app.projects.errors import NoSuchProject
from app.projects.queries import Standing, find_project, standing
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/concerns/new")
@signed_in
def report() -> ResponseReturnValue:
    """Show the form: about what, the address says."""
    address = _address()
    found = _about(address)
    return _page(ConcernForm.of(wants_words=not person().is_minor), address, found)


@bp.post("/concerns/new")
@signed_in
def take_report() -> ResponseReturnValue:
    """Keep what somebody tells, and lead back to where they were."""
    address = _address()
    found = _about(address)
    form = ConcernForm.of(wants_words=not person().is_minor)
    if not form.validate():
        return _page(form, address, found, status=UNPROCESSABLE)
    with transaction() as session:
        service.raise_concern(
            session,
            me().id,
            found.about,
            form.said(),
            organization_id=found.place,
            now=clock.now(),
        )
    flash(_("受けとりました。読む人に、いま知らせました。相手には分かりません。"), "good")
    return redirect(address.path or url_for("concerns.mine"), 303)


@bp.get("/my/concerns", endpoint="mine")
@signed_in
def show_mine() -> ResponseReturnValue:
    """List what one has told, with what became of it."""
    return render_page(
        "concerns/mine.html",
        "main",
        rows=queries.own(reading(), me().id),
        kinds=KINDS,
        day_of=clock.day_of,
    )


def _address() -> Address:
    found = Address.read(request.args)
    return found if found is not None else abort(404)


class Found(NamedTuple):
    """What a concern would be about.

    Attributes:
        about: What is kept of it.
        place: For which organization the person is there.
        excerpt: What the person is shown of it; empty for what not everybody reads who may
            report it, such as a ticket.
    """

    about: service.About
    place: uuid.UUID | None
    excerpt: str


def _about(address: Address) -> Found:
    """Return what it is about, or end in 404."""
    session = reading()
    found, project_id = None, None
    if address.project:
        found, project_id = _project(address)
    told = telling.told_of(session, address.kind, address.id) if address.id else None
    if telling.is_told_of(address.kind) and (told is None or told.project_id != project_id):
        abort(404)
    about = service.About(
        address.kind,
        address.id,
        project_id,
        address.path,
        excerpt=told.excerpt if told else "",
        author_id=told.author_id if told else None,
    )
    post = person().main_post
    place = post.organization_id if post else None
    excerpt = excerpt_of(told.excerpt) if told and told.is_open else ""
    return Found(about, found.organization_id if found else place, excerpt)


def _project(address: Address) -> tuple[Standing | None, uuid.UUID]:
    """Return the person's place in the project, if any; 404 where they may not report."""
    session = reading()
    try:
        found = standing(session, person(), address.project, on=today())
    except NoSuchProject:
        if address.kind not in PUBLIC_KINDS:
            abort(404)
    else:
        return found, found.project.id
    try:
        return None, find_project(session, address.project).id
    except NoSuchProject:
        abort(404)


def _page(
    form: ConcernForm, address: Address, found: Found, *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "concerns/report.html",
        "main",
        status=status,
        form=form,
        address=address,
        excerpt=found.excerpt,
        kind=KINDS.get(address.kind, _("このページ")),
    )

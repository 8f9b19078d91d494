"""One's own entries: written, changed, kept for oneself, removed, printed."""

import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.journals import policy, queries, service
from app.journals.errors import NoSuchEntry
from app.journals.forms import WHY, EntryForm, Readers
from app.journals.prompts import find_prompt
from app.journals.rules import Reach
from app.journals.views.root import UNPROCESSABLE, bp, polite
from app.projects import doors
from app.projects.errors import ProjectRefused
from app.projects.queries import Standing
from app.projects.stages import stage as stage_text
from app.projects.stages import stages
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.reader import reader
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.journals.models import JournalEntry


@bp.get("/projects/<key>/journal/new", endpoint="new")
@doors.inside
def show_new(standing: Standing) -> ResponseReturnValue:
    """Show the form of a new entry, to the card in the address or to none."""
    if not policy.writes(standing):
        return _back(standing)
    return _form_page(standing, EntryForm.of(None, _readers(standing)), None)


@bp.post("/projects/<key>/journal/new", endpoint="take_new")
@doors.inside
def take_new(standing: Standing) -> ResponseReturnValue:
    """Keep a new entry."""
    form = EntryForm.of(None, _readers(standing))
    if not form.validate():
        return _form_page(standing, form, None, status=UNPROCESSABLE)
    card = find_prompt(standing.project.stage, request.form.get("card", ""))
    try:
        with transaction() as session:
            told = form.told(card.key if card else "")
            service.write(session, standing, told, now=clock.now())
    except ProjectRefused as refused:
        tell(form.words, WHY[refused.fault])
        return _form_page(standing, form, None, status=UNPROCESSABLE)
    flash(_("書きました。"), "good")
    return _back(standing)


@bp.get("/projects/<key>/journal/<uuid:entry_id>", endpoint="change")
@doors.inside
def show_change(standing: Standing, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Show an entry of one's own, to say it otherwise."""
    row = _own(standing, entry_id)
    is_open = row.stage in queries.open_stages(reading(), row.project_id)
    if not policy.writes(standing) or not is_open:
        flash(str(WHY["passed" if standing.is_active else "ended"]), "note")
        return _back(standing, row.stage)
    return _form_page(standing, EntryForm.of(row, _readers(standing)), row)


@bp.post("/projects/<key>/journal/<uuid:entry_id>", endpoint="take_change")
@doors.inside
def take_change(standing: Standing, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Keep an entry otherwise."""
    row = _own(standing, entry_id)
    form = EntryForm.of(row, _readers(standing))
    if not form.validate():
        return _form_page(standing, form, row, status=UNPROCESSABLE)
    try:
        with _theirs(), transaction() as session:
            service.change(session, standing, entry_id, form.told(row.prompt), now=clock.now())
    except ProjectRefused as refused:
        tell(form.words, WHY[refused.fault])
        return _form_page(standing, form, row, status=UNPROCESSABLE)
    flash(_("直しました。"), "good")
    return _back(standing, row.stage)


@bp.post("/projects/<key>/journal/<uuid:entry_id>/private", endpoint="keep_private")
@doors.inside
def keep_private(standing: Standing, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Let nobody else read an entry any more."""
    row = _own(standing, entry_id)
    with _theirs(), transaction() as session:
        service.keep_private(session, standing, entry_id)
    flash(_("自分だけにしました。ほかの人は、もう読めません。"), "good")
    return _back(standing, row.stage)


@bp.get("/projects/<key>/journal/<uuid:entry_id>/remove", endpoint="remove")
@doors.inside
def show_remove(standing: Standing, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Ask once more before an entry is removed."""
    row = _own(standing, entry_id)
    return doors.render_inside(
        "journals/remove.html", standing, row=row, card=find_prompt(row.stage, row.prompt)
    )


@bp.post("/projects/<key>/journal/<uuid:entry_id>/remove", endpoint="take_remove")
@doors.inside
def take_remove(standing: Standing, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Remove an entry."""
    row = _own(standing, entry_id)
    with _theirs(), transaction() as session:
        service.remove(session, standing, entry_id)
    flash(_("ふりかえりを消しました。"), "good")
    return _back(standing, row.stage)


@bp.get("/projects/<key>/journal/print", endpoint="print_own")
@doors.inside
def print_own(standing: Standing) -> ResponseReturnValue:
    """Show one's own entries as paper; with ``shared``, without those for oneself alone."""
    shared, names = "shared" in request.args, doors.names_for(standing)
    rows = [
        one
        for one in queries.own_entries(reading(), standing.project.id, standing.user_id)[::-1]
        if not (shared and one.row.reach is Reach.PRIVATE)
    ]
    return render_page(
        "journals/print.html",
        "main",
        standing=standing,
        stages=[(one, [e for e in rows if e.row.stage == one.key]) for one in stages()],
        card_of=lambda row: find_prompt(row.stage, row.prompt),
        named=lambda user_id: polite(names, user_id),
        shared=shared,
        grade=reader().grade,
    )


@contextmanager
def _theirs() -> "Iterator[None]":
    """End in 404 where an entry is not theirs, or was removed meanwhile."""
    try:
        yield
    except NoSuchEntry:
        abort(404)


def _own(standing: Standing, entry_id: uuid.UUID) -> "JournalEntry":
    with _theirs():
        return queries.own_entry(reading(), standing, entry_id)


def _readers(standing: Standing) -> Readers:
    return Readers.of(doors.names_for(standing))


def _back(standing: Standing, stage: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("journals.journal", key=standing.project.key, stage=stage), 303)


def _form_page(
    standing: Standing, form: EntryForm, row: "JournalEntry | None", *, status: int = 200
) -> ResponseReturnValue:
    stage = row.stage if row else standing.project.stage
    asked = row.prompt if row else request.values.get("card", "")
    return doors.render_inside(
        "journals/form.html",
        standing,
        status=status,
        form=form,
        row=row,
        stage=stage_text(stage),
        card=find_prompt(stage, asked),
        grade=reader().grade,
    )

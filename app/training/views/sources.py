"""Sources: a new one, one of them with its columns and rules, and its records as a list."""

import uuid
from collections.abc import Iterator

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.audit import service as audit
from app.db import reading, transaction
from app.identity.login import me
from app.talent.queries import staff
from app.training import labels, queries, service
from app.training.board import claims_words
from app.training.forms.sources import SourceForm
from app.training.models import TrainingSource, claims_in
from app.training.presets import PRESETS, Preset
from app.training.queries import Line
from app.training.rules import Columns, Meaning, hours_text
from app.training.views.root import (
    MIMETYPES,
    UNPROCESSABLE,
    bp,
    bringer,
    source_here,
    table_file,
    today,
)
from app.ui.page import render_page
from app.ui.strings import gettext as _

LATEST = 10


@bp.get("/training/sources/add", endpoint="add_source")
@bringer
def add() -> ResponseReturnValue:
    """Show our starting points, and the form of another source."""
    return _new_page(SourceForm())


@bp.post("/training/sources/add", endpoint="take_source")
@bringer
def take_new() -> ResponseReturnValue:
    """Keep a new source: one of ours, or another."""
    preset = PRESETS.get(request.form.get("preset", ""))
    form = (
        SourceForm(name=preset.name, note=preset.note, formdata=None) if preset else SourceForm()
    )
    form.is_taken = queries.is_taken(reading(), (form.name.data or "").strip())
    if form.is_taken and preset:
        flash(_("その名前の提供元は、もうあります。"), "note")
        return redirect(url_for("training.add_source"), 303)
    if preset is None and not form.validate():
        return _new_page(form, status=UNPROCESSABLE)
    made = _keep(form, preset)
    flash(_("提供元を加えました。"), "good")
    return redirect(url_for("training.source", source_id=made), 303)


@bp.get("/training/sources/<uuid:source_id>", endpoint="source")
@bringer
def show_source(source_id: uuid.UUID) -> ResponseReturnValue:
    """Show a source: its columns, what its titles attest, and its imports."""
    return source_page(source_id)


def source_page(
    source_id: uuid.UUID, *, error: str = "", status: int = 200
) -> ResponseReturnValue:
    """Return the page of a source; ``error``: why a file was not taken."""
    session = reading()
    page = queries.source_page(session, source_id) or abort(404)
    imports, has_more = queries.imports_page(session, source_id=source_id, size=LATEST)
    return render_page(
        "training/source.html",
        "main",
        status=status,
        page=page,
        imports=imports,
        has_more=has_more,
        error=error,
        words={
            "claims": lambda rule: claims_words(claims_in(rule.claims)),
            "meanings": labels.MEANINGS,
            "states": labels.STATES,
        },
        day_of=clock.day_of,
    )


@bp.get("/training/sources/<uuid:source_id>/change", endpoint="change_source")
@bringer
def change(source_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a source."""
    row = source_here(source_id)
    return _change_page(SourceForm.of(row), row)


@bp.post("/training/sources/<uuid:source_id>/change", endpoint="take_source_change")
@bringer
def take_change(source_id: uuid.UUID) -> ResponseReturnValue:
    """Call a source otherwise."""
    row, form = source_here(source_id), SourceForm()
    form.is_taken = queries.is_taken(reading(), (form.name.data or "").strip(), but=source_id)
    if not form.validate():
        return _change_page(form, row, status=UNPROCESSABLE)
    with transaction() as session:
        service.name_source(
            session,
            session.get_one(TrainingSource, source_id),
            form.name.data.strip(),
            (form.note.data or "").strip(),
            by=me().id,
            now=clock.now(),
        )
    flash(_("提供元の名前と説明を変えました。"), "good")
    return redirect(url_for("training.source", source_id=source_id), 303)


@bp.get("/training/sources/<uuid:source_id>/files/<form>", endpoint="source_file")
@bringer
def give_records(source_id: uuid.UUID, form: str) -> ResponseReturnValue:
    """Give the records of a source in its own columns: taken in again, nothing changes."""
    page = queries.source_page(reading(), source_id) or abort(404)
    columns = page.columns
    if form not in MIMETYPES or columns is None:
        abort(404)
    with transaction() as session:
        audit.record(session, "training.exported", now=clock.now(), by=me().id)
    name = f"gaibu-kenshu-{today().isoformat()}"
    return table_file(name, _("外部研修"), form, _table(source_id, columns))


def _table(source_id: uuid.UUID, columns: Columns) -> Iterator[list[str]]:
    session = reading()
    yield list(columns.headings.values())
    tree = staff.departments(session)
    for one in queries.lines(session, tree, source_id=source_id, today=today()):
        cells = _cells(one, columns)
        yield [cells[meaning] for meaning in columns.headings]


def _cells(line: Line, columns: Columns) -> dict[Meaning, str]:
    return {
        Meaning.NUMBER: line.number,
        Meaning.LOGIN: line.login,
        Meaning.NAME: line.name,
        Meaning.TITLE: line.title,
        Meaning.DAY: line.completed_on.isoformat(),
        Meaning.HOURS: hours_text(line.minutes),
        Meaning.MINUTES: "" if line.minutes is None else str(line.minutes),
        Meaning.RESULT: columns.done_words[0],
    }


def _keep(form: SourceForm, preset: Preset | None) -> uuid.UUID:
    with transaction() as session:
        return service.add_source(
            session,
            form.name.data.strip(),
            note=(form.note.data or "").strip(),
            preset=preset.key if preset else None,
            by=me().id,
            now=clock.now(),
        ).id


def _new_page(form: SourceForm, *, status: int = 200) -> ResponseReturnValue:
    known = {one.name for one in queries.sources(reading())}
    presets = [one for one in PRESETS.values() if one.name not in known]
    return render_page(
        "training/source_new.html",
        "main",
        status=status,
        form=form,
        presets=presets,
        meanings=labels.MEANINGS,
    )


def _change_page(
    form: SourceForm, row: TrainingSource, *, status: int = 200
) -> ResponseReturnValue:
    return render_page("training/source_form.html", "main", status=status, form=form, row=row)

"""A list on its way: brought, looked at, its columns chosen, applied, undone."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.training import labels, queries, service
from app.training.board import claims_words, hours
from app.training.errors import NotNow
from app.training.faults import TOLD, Fault
from app.training.forms.by_hand import kind_of, page_of
from app.training.forms.sources import ColumnsForm
from app.training.models import FindingKind, ImportState, TrainingSource, claims_in
from app.training.reading import MOST_BYTES
from app.training.service.sources import columns_now
from app.training.views.root import UNPROCESSABLE, bp, bringer, import_here, source_here
from app.training.views.sources import source_page
from app.ui.page import render_page
from app.ui.strings import Lazy
from app.ui.strings import gettext as _
from app.ui.uploads import takes_files

_REQUEST = MOST_BYTES + 64 * 1024


@bp.post("/training/sources/<uuid:source_id>/imports", endpoint="take_list")
@takes_files(_REQUEST)
@bringer
def take(source_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a list; the worker reads it."""
    source_here(source_id)
    file = request.files.get("file")
    data = file.stream.read() if file else b""
    if file is None or not data:
        error = _("ファイルが選ばれていないか、中身がありません。")
        return source_page(source_id, error=error, status=UNPROCESSABLE)
    with transaction() as session:
        source = session.get_one(TrainingSource, source_id)
        kept = service.keep_list(
            session, source, file.filename or "", data, by=me().id, now=clock.now()
        ).id
    return _back(kept)


@bp.get("/training/imports/<uuid:training_id>", endpoint="one_import")
@bringer
def show(training_id: uuid.UUID) -> ResponseReturnValue:
    """Show how far an import is, and what it would do or has done."""
    found = import_here(training_id)
    is_ready = found.state is ImportState.READY
    return render_page(
        "training/import.html",
        "main",
        found=found,
        labels=labels,
        words=_WORDS,
        day_of=clock.day_of,
        **(_findings(found) if is_ready else {}),
    )


@bp.post("/training/imports/<uuid:training_id>/apply", endpoint="apply_import")
@bringer
def apply(training_id: uuid.UUID) -> ResponseReturnValue:
    """Have the worker apply what was looked at."""
    import_here(training_id)
    with transaction() as session:
        service.approve(session, training_id, by=me().id, now=clock.now())
    return _back(training_id)


@bp.post("/training/imports/<uuid:training_id>/cancel", endpoint="cancel_import")
@bringer
def cancel(training_id: uuid.UUID) -> ResponseReturnValue:
    """Give an import up."""
    source_id = import_here(training_id).source_id
    with transaction() as session:
        service.cancel(session, training_id)
    flash(_("取り込みをやめました。何も変わっていません。ファイルは消しました。"), "good")
    return redirect(url_for("training.source", source_id=source_id), 303)


@bp.get("/training/imports/<uuid:training_id>/columns", endpoint="columns")
@bringer
def choose_columns(training_id: uuid.UUID) -> ResponseReturnValue:
    """Show the columns of a list with their first values, to say what each means."""
    found, session = import_here(training_id), reading()
    version = columns_now(session, found.source_id)
    form = ColumnsForm.of(
        queries.sample_of(session, training_id), version.value() if version else None
    )
    return _columns_page(found, form)


@bp.post("/training/imports/<uuid:training_id>/columns", endpoint="take_columns")
@bringer
def take_columns(training_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what the columns mean, and have the list read anew."""
    found = import_here(training_id)
    form = ColumnsForm.sent(queries.sample_of(reading(), training_id), request.form)
    if form.errors:
        return _columns_page(found, form, status=UNPROCESSABLE)
    with transaction() as session:
        now = clock.now()
        kept = service.keep_columns(session, found.source_id, form.told(), by=me().id, now=now)
        service.use_columns(session, training_id, kept, now=now)
    return _back(training_id)


@bp.get("/training/imports/<uuid:training_id>/undo", endpoint="ask_undo")
@bringer
def ask_undo(training_id: uuid.UUID) -> ResponseReturnValue:
    """Say what undoing would do before it is done."""
    found = import_here(training_id)
    if not found.can_be_undone:
        return _back(training_id)
    forecast = queries.undo_forecast(reading(), training_id)
    return render_page("training/undo.html", "main", found=found, forecast=forecast)


@bp.post("/training/imports/<uuid:training_id>/undo", endpoint="undo_import")
@bringer
def undo(training_id: uuid.UUID) -> ResponseReturnValue:
    """Have the worker undo an import."""
    import_here(training_id)
    with transaction() as session:
        service.ask_undo(session, training_id, by=me().id, now=clock.now())
    return _back(training_id)


@bp.errorhandler(NotNow)
def too_late(_error: NotNow) -> ResponseReturnValue:
    """Lead somebody back who was not the first to press."""
    flash(_("ほかの操作が先にすんでいました。いまのようすを見てください。"), "note")
    return _back((request.view_args or {})["training_id"])


def _back(training_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("training.one_import", training_id=training_id), 303)


def _findings(found: queries.ImportRow) -> dict[str, Any]:
    session, asked = reading(), kind_of(request.args)
    first = next((kind for kind in labels.TABS if found.count(kind)), FindingKind.NEW)
    kind = asked if asked in labels.TABS and asked is not None else first
    page = queries.findings_page(session, found.id, kind, page=page_of(request.args))
    titles = queries.unmapped(session, found.id) if found.count("unmapped") else ()
    return {"page": page, "titles": titles}


def _fault_words(fault: Fault) -> Lazy:
    return Lazy(TOLD[fault.flaw], fault.values)


_WORDS: Mapping[str, Callable[..., object]] = {
    "hours": hours,
    "claims": lambda pairs: claims_words(claims_in({"claims": pairs})),
    "fault": _fault_words,
}


def _columns_page(
    found: queries.ImportRow, form: ColumnsForm, *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "training/columns.html", "main", status=status, found=found, form=form, labels=labels
    )

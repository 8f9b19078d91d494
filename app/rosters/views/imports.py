"""A roster on its way: brought, looked at, mended, applied, undone."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity.login import me, person
from app.rosters import labels, queries, service
from app.rosters.errors import NotNow
from app.rosters.faults import TOLD, Fault
from app.rosters.formats import MOST_BYTES
from app.rosters.models import FindingKind, ImportState
from app.rosters.policy import can_import, offered_places, own_place
from app.rosters.reading import REMARKS, Notice
from app.rosters.rows import WHOLE
from app.rosters.views.root import bp, city_id, desk_only, import_here, of_staff, reach
from app.ui.page import render_page, whole_number
from app.ui.strings import Lazy
from app.ui.strings import gettext as _
from app.ui.uploads import takes_files

_FIRST = (FindingKind.LEAVING, FindingKind.CHANGED, FindingKind.ADDED, FindingKind.SAME)
_REQUEST = MOST_BYTES + 64 * 1024


@bp.get("")
@desk_only
def imports() -> ResponseReturnValue:
    """List the imports within reach, newest first."""
    number = max(1, whole_number(request.args.get("page")) or 1)
    rows, has_more = queries.imports_page(reading(), reach(), page=number, of_staff=of_staff())
    return render_page(
        "rosters/imports.html",
        "main",
        rows=rows,
        number=number,
        of_staff=of_staff(),
        has_more=has_more,
        states=labels.STATES,
        now=clock.now(),
        day_of=clock.day_of,
    )


@bp.get("/new")
@desk_only
def choose() -> ResponseReturnValue:
    """Show the form for a file."""
    return _form_page()


@bp.post("/new")
@takes_files(_REQUEST)
@desk_only
def take() -> ResponseReturnValue:
    """Keep a file; the worker reads it."""
    file, place = request.files.get("file"), _place()
    data = file.stream.read() if file else b""
    if place is None:
        return _form_page(
            _("どこの名簿かが、選ばれていません。選んで、もう一度どうぞ。"), status=422
        )
    if not can_import(reach(), place):
        abort(404)
    if file is None or not data:
        return _form_page(_("ファイルが選ばれていないか、中身がありません。"), status=422)
    name, of = file.filename or "", of_staff()
    with transaction() as session:
        kept = service.keep_roster(
            session, name, data, place, by=me().id, now=clock.now(), of_staff=of
        )
    return redirect(url_for("rosters.one_import", import_id=kept.id), 303)


@bp.get("/<uuid:import_id>")
@desk_only
def one_import(import_id: uuid.UUID) -> ResponseReturnValue:
    """Show how far an import is, and what it would do or has done."""
    found = import_here(import_id)
    return render_page(
        "rosters/import.html",
        "main",
        found=found,
        now=clock.now(),
        day_of=clock.day_of,
        labels=labels,
        notices=list(_told(found.summary.get("notices", ()))),
        fault_text=_fault_text,
        whole=WHOLE,
        **(_findings(found) if found.state is ImportState.READY else {}),
    )


@bp.post("/<uuid:import_id>/mend")
@desk_only
def mend(import_id: uuid.UUID) -> ResponseReturnValue:
    """Put something in place of cells of a row, or leave the row out."""
    import_here(import_id)
    at = (request.form.get("file", "")[:60], whole_number(request.form.get("line")) or 0)
    values = {
        name.removeprefix("cell:"): value
        for name, value in request.form.items()
        if name.startswith("cell:")
    }
    with transaction() as session:
        if "aside" in request.form:
            service.set_row_aside(session, import_id, at, now=clock.now())
        else:
            service.mend_row(session, import_id, at, values, now=clock.now())
    return _back(import_id)


@bp.post("/<uuid:import_id>/rows-back")
@desk_only
def take_rows_back(import_id: uuid.UUID) -> ResponseReturnValue:
    """Take in again the rows that were left out."""
    import_here(import_id)
    with transaction() as session:
        service.take_rows_back(session, import_id, now=clock.now())
    return _back(import_id)


@bp.post("/<uuid:import_id>/absent")
@desk_only
def choose_absent(import_id: uuid.UUID) -> ResponseReturnValue:
    """Say whether who is absent leaves."""
    import_here(import_id)
    ends = request.form.get("ends") == "1"
    with transaction() as session:
        service.choose_absent(session, import_id, ends_absent=ends, now=clock.now())
    return _back(import_id)


@bp.post("/<uuid:import_id>/apply")
@desk_only
def apply(import_id: uuid.UUID) -> ResponseReturnValue:
    """Have the worker apply what was looked at."""
    import_here(import_id)
    with transaction() as session:
        service.approve(session, import_id, by=me().id, now=clock.now())
    return _back(import_id)


@bp.post("/<uuid:import_id>/cancel")
@desk_only
def cancel(import_id: uuid.UUID) -> ResponseReturnValue:
    """Give an import up."""
    import_here(import_id)
    with transaction() as session:
        service.cancel(session, import_id)
    flash(_("取り込みをやめました。何も変わっていません。ファイルは消しました。"), "good")
    return redirect(url_for("rosters.imports"), 303)


@bp.get("/<uuid:import_id>/undo")
@desk_only
def ask_undo(import_id: uuid.UUID) -> ResponseReturnValue:
    """Say what undoing would do before it is done."""
    found = import_here(import_id)
    if not found.can_be_undone(clock.now()):
        return _back(import_id)
    forecast = queries.undo_forecast(reading(), import_id)
    return render_page("rosters/undo.html", "main", found=found, forecast=forecast)


@bp.post("/<uuid:import_id>/undo")
@desk_only
def undo(import_id: uuid.UUID) -> ResponseReturnValue:
    """Have the worker undo an import."""
    import_here(import_id)
    with transaction() as session:
        service.ask_undo(session, import_id, by=me().id, now=clock.now())
    return _back(import_id)


@bp.errorhandler(NotNow)
def too_late(_error: NotNow) -> ResponseReturnValue:
    """Lead somebody back who was not the first to press."""
    flash(_("ほかの操作が先にすんでいました。いまのようすを見てください。"), "note")
    asked = request.view_args or {}
    return _back(asked["import_id"])


def _back(import_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("rosters.one_import", import_id=import_id), 303)


def _place() -> uuid.UUID | None:
    if of_staff():
        return city_id()
    try:
        return uuid.UUID(request.form.get("place", ""))
    except ValueError:
        return None


def _form_page(error: str = "", *, status: int = 200) -> ResponseReturnValue:
    is_hr = of_staff()
    places = [] if is_hr else offered_places(reach(), identity.organization_tree(reading()))
    return render_page(
        "rosters/new.html",
        "main",
        status=status,
        of_staff=is_hr,
        places=[(str(one.id), "　" * one.depth + one.name) for one in places],
        chosen="" if is_hr else request.form.get("place") or str(own_place(person())),
        error=error,
    )


def _findings(found: queries.ImportRow) -> dict[str, Any]:
    """Return the faulty rows and the people that the page shows."""
    session = reading()
    asked = request.args.get("show", "")
    first = next((kind for kind in _FIRST if found.count(kind)), FindingKind.ADDED)
    kind = FindingKind(asked) if asked in labels.TABS else first
    number = max(1, whole_number(request.args.get("page")) or 1)
    faults = max(1, whole_number(request.args.get("faults")) or 1)
    return {
        "rows": queries.faulty_rows(session, found.id, page=faults)
        if found.count("fault")
        else (),
        "fault_page": faults,
        "page": queries.findings_page(session, found.id, kind, page=number),
    }


def _told(notices: Iterable[dict[str, Any]]) -> Iterator[Lazy]:
    for data in notices:
        with suppress(ValueError):
            notice = Notice.from_json(data)
            yield Lazy(REMARKS[notice.remark], notice.values)


def _fault_text(fault: Fault) -> Lazy:
    return Lazy(TOLD[fault.flaw], fault.values)

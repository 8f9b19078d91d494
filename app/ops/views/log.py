"""The log of acts: read by administrators of the city, searched, checked and written out."""

import uuid
from collections.abc import Iterator
from datetime import date

import orjson
from flask import Response, flash, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.audit import queries as audit
from app.audit import service
from app.audit.queries import Wanted
from app.db import reading, transaction
from app.identity.login import city_administrators_only, me
from app.ops import acts, log
from app.ops.views.root import bp
from app.ui.csv_files import csv_file
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _


@bp.get("/admin/audit")
@city_administrators_only
def audit_log() -> ResponseReturnValue:
    """Show who did what, the newest first, 50 a page."""
    session = reading()
    page = audit.page(session, _wanted(), before=whole_number(request.args.get("before")))
    return render_page(
        "ops/audit.html",
        "main",
        found=log.acts_of(session, page.rows),
        before=page.before,
        asked=_asked(),
        actions=[(one, _label(one)) for one in audit.actions(session)],
    )


@bp.post("/admin/audit/check")
@city_administrators_only
def check_audit_log() -> ResponseReturnValue:
    """Read the whole chain, and say whether it holds."""
    session = reading()
    broken = audit.broken_at(session)
    if broken is None:
        told = _("記録のつながりは、そろっています（件数: %(n)s）。", n=audit.count(session))
        flash(told, "good")
    else:
        told = _(
            "記録のつながりが、%(n)s番で切れています。書きかえられた疑いがあります。"
            "このまま残して、控えの記録とくらべてください。",
            n=broken,
        )
        flash(told, "close")
    return redirect(url_for("ops.audit_log"), 303)


@bp.post("/admin/audit.csv")
@city_administrators_only
def audit_csv() -> ResponseReturnValue:
    """Write out what fits the filters as a table."""
    _note_export("csv")
    return csv_file(f"audit-{_today()}.csv", log.rows(reading(), _wanted()))


@bp.post("/admin/audit.json")
@city_administrators_only
def audit_json() -> ResponseReturnValue:
    """Write out what fits the filters as JSON Lines, as it is sealed."""
    _note_export("json")
    found = log.documents(reading(), _wanted())

    def lines() -> Iterator[bytes]:
        for one in found:
            yield orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE)

    response = Response(stream_with_context(lines()), mimetype="application/x-ndjson")
    name = f"audit-{_today()}.jsonl"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _note_export(form: str) -> None:
    with transaction() as session:
        service.record(
            session, "audit.exported", now=clock.now(), by=me().id, details={"form": form}
        )


def _asked() -> dict[str, str]:
    """Return the filters as they stand in the address, empty ones left out."""
    asked = {name: request.values.get(name, "")[:100] for name in ("action", "q", "from", "to")}
    person = _id(request.values.get("person", ""))
    if person is not None:
        asked["person"] = str(person)
    return {name: value for name, value in asked.items() if value}


def _wanted() -> Wanted:
    asked = _asked()
    people = None
    if "person" in asked:
        people = [uuid.UUID(asked["person"])]
    elif "q" in asked:
        people = log.people_named(reading(), asked["q"])
    return Wanted(
        action=asked.get("action", ""),
        people=people,
        since=_day(asked.get("from", "")),
        until=_day(asked.get("to", "")),
    )


def _label(action: str) -> str:
    sentence = acts.SENTENCES.get(action)
    return action if sentence is None else sentence % {"whom": "…"}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _today() -> str:
    return clock.day_of(clock.now()).isoformat()

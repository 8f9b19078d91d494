"""Presses that change the shape of a draft: its blocks, lessons and modules."""

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app import clock
from app.authoring import places, queries, service
from app.authoring.access import may_all
from app.authoring.blanks import BLANKS
from app.authoring.errors import DraftClosed, FileGone, NoSuchSlice
from app.authoring.policy import Action
from app.authoring.rules import Place, Span, followed
from app.db import reading, transaction
from app.identity.login import me
from app.ui.page import whole_number
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.authoring.service import Done

bp = Blueprint("structure", __name__, url_prefix="/authoring")


@bp.errorhandler(DraftClosed)
def closed(_error: DraftClosed) -> ResponseReturnValue:
    """Tell that the draft was published and stays."""
    flash(_("この下書きは公開したので、もう変わりません。直すときは、新しく始めます。"), "note")
    return _outline()


@bp.errorhandler(FileGone)
@bp.errorhandler(NoSuchSlice)
def gone(_error: FileGone | NoSuchSlice) -> ResponseReturnValue:
    """Tell that what was to be changed is not there any more."""
    flash(_("それは、もうここにありません。何も変えていません。今の目次から選びます。"), "note")
    return _outline()


@bp.post("/<uuid:draft_id>/blocks")
@may_all(Action.EDIT)
def blocks(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Add, move, duplicate or delete a block, and show where it is now."""
    do = request.form.get("do", "")
    with transaction() as session:
        done = _block_done(session, draft_id, do)
        line = _line_to_open(session, draft_id, do, done)
    is_deleted = do == "delete"
    return redirect(
        url_for(
            "authoring.file",
            draft_id=draft_id,
            path=done.path,
            block=line,
            look=request.form.get("look"),
            deleted=done.draft.number if is_deleted else None,
            _anchor=f"line-{done.line}",
        ),
        303,
    )


@bp.post("/<uuid:draft_id>/lessons")
@may_all(Action.EDIT)
def lessons(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Add, name, move or delete a lesson, and show the outline."""
    do, path, title = _said("do"), _said("path") or _said("at"), _said("title")
    with transaction() as session:
        by, now = me().id, clock.now()
        match do:
            case "add":
                service.add_lesson(session, draft_id, path, title, by=by, now=now)
            case "name":
                service.name_file(session, draft_id, path, title, by=by, now=now)
            case "duplicate":
                service.duplicate_lesson(session, draft_id, path, by=by, now=now)
            case "up" | "down":
                service.move_lesson(session, draft_id, path, down=do == "down", by=by, now=now)
            case "to":
                service.move_lesson_to(session, draft_id, path, _said("to"), by=by, now=now)
            case "place":
                to, before = _said("to"), _said("before")
                service.place_lesson(session, draft_id, path, to, before, by=by, now=now)
            case "delete":
                draft = service.delete_lesson(session, draft_id, path, by=by, now=now)
                return _outline(deleted=draft.number)
            case _:
                abort(404)
    return _outline()


@bp.post("/<uuid:draft_id>/modules")
@may_all(Action.EDIT)
def modules(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Add, name, move or delete a module, and show the outline."""
    do, path, title = _said("do"), _said("path") or _said("at"), _said("title")
    with transaction() as session:
        by, now = me().id, clock.now()
        match do:
            case "add":
                service.add_module(session, draft_id, title, by=by, now=now)
            case "name":
                file = f"{path}/module.toml"
                service.name_file(session, draft_id, file, title, by=by, now=now)
            case "up" | "down":
                service.move_module(session, draft_id, path, down=do == "down", by=by, now=now)
            case "place":
                service.place_module(session, draft_id, path, _said("before"), by=by, now=now)
            case "delete":
                draft = service.delete_module(session, draft_id, path, by=by, now=now)
                return _outline(deleted=draft.number)
            case _:
                abort(404)
    return _outline()


def _block_done(session: "Session", draft_id: uuid.UUID, do: str) -> "Done":
    by, now = me().id, clock.now()
    if do == "place":
        at, before = _seen_at("at") or abort(400), _seen_at("before")
        return service.place_block(session, draft_id, at, before, by=by, now=now)
    seen = _seen()
    match do:
        case "add" if _said("kind") in BLANKS:
            return service.add_block(session, draft_id, _said("kind"), seen, by=by, now=now)
        case "up" | "down":
            return service.move_block(session, draft_id, seen, down=do == "down", by=by, now=now)
        case "to":
            return service.move_block_to(session, draft_id, seen, _said("to"), by=by, now=now)
        case "duplicate":
            return service.duplicate_block(session, draft_id, seen, by=by, now=now)
        case "delete":
            return service.delete_block(session, draft_id, seen, by=by, now=now)
    raise NotFound


def _line_to_open(session: "Session", draft_id: uuid.UUID, do: str, done: "Done") -> int:
    """Return where the block begins that is to be open then; 0 for none.

    A press is about the open one. What is dragged may be any, and what was open stays so.
    """
    if do == "place":
        opened = _seen_at("open")
        return service.line_of(session, draft_id, opened) if opened else 0
    return 0 if do == "delete" else done.line


def _seen() -> service.Seen:
    names = ("start", "end", "number")
    start, end, number = (whole_number(request.form.get(name)) for name in names)
    if start is None or end is None or number is None:
        abort(400)
    return service.Seen(_said("path"), Span(start, end), number)


def _seen_at(name: str) -> service.Seen | None:
    """Return a block that was dragged, or stood in its way; None where the form names none."""
    number = whole_number(request.form.get("number"))
    if number is None:
        abort(400)
    value = _said(name)
    return places.seen(_said("path"), value, number) if value else None


def _said(name: str) -> str:
    return request.form.get(name, "")


def _outline(*, deleted: int | None = None) -> ResponseReturnValue:
    """Show the outline; to whoever dragged something beside an open file, that file again."""
    draft_id = (request.view_args or {})["draft_id"]
    number = whole_number(request.form.get("number"))
    if number is not None and _said("open_path"):
        since = queries.operations_since(reading(), draft_id, number)
        place = followed(Place(_said("open_path"), Span(0, 0)), since)
        if place is not None:
            line = whole_number(request.form.get("open_line"))
            path, look = place.path, request.form.get("look")
            return redirect(
                url_for("authoring.file", draft_id=draft_id, path=path, block=line, look=look), 303
            )
    address = url_for("authoring.draft", draft_id=draft_id, deleted=deleted, _anchor="outline")
    return redirect(address, 303)

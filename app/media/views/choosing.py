"""A file of the library, or a new one, put into a lesson of a draft."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring import queries as drafts
from app.authoring import service as authoring
from app.authoring.access import may_all
from app.authoring.errors import DraftClosed, FileGone, NoSuchSlice
from app.authoring.policy import Action
from app.authoring.rules import Span
from app.catalog.markdown import PICTURES
from app.db import reading, transaction
from app.identity.login import me, person
from app.media import policy, queries, service
from app.media.errors import NotReady, StorageAway
from app.media.forms import ALT_HINT, AWAY, KIND_NAMES, MISSING_NAMES, UploadForm
from app.media.rules import MediaKind
from app.media.storage.choosing import storage_of
from app.media.views.library import LARGEST_REQUEST, wanted_files
from app.media.views.root import bp
from app.media.views.taking import status_of, take
from app.ui.page import render_page, whole_number
from app.ui.site import site
from app.ui.strings import gettext as _
from app.ui.uploads import takes_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    Make = Callable[[Mapping[str, bytes]], authoring.Brought]


@bp.get("/<uuid:draft_id>/media/<path:path>")
@may_all(Action.EDIT)
def choose(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Show the library beside a lesson, to choose from."""
    return _page(draft_id, path, UploadForm())


@bp.post("/<uuid:draft_id>/media/<path:path>")
@may_all(Action.EDIT)
def put(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Put a file of the library into a lesson."""
    if "asset" in request.form:
        return _put_again(draft_id, path, request.form["asset"])
    try:
        media_id = uuid.UUID(request.form.get("media_id", ""))
    except ValueError:
        abort(400)
    return _put(draft_id, path, queries.file(reading(), policy.shelves_of(person()), media_id))


@bp.post("/<uuid:draft_id>/media-new/<path:path>")
@takes_files(LARGEST_REQUEST)
@may_all(Action.EDIT)
def send(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Take a file into the library, and put it into a lesson."""
    form = UploadForm()
    taken = form.validate() and take(form)
    if not taken:
        return _page(draft_id, path, form, status=status_of(form))
    row = queries.file(reading(), policy.shelves_of(person()), taken[0].id)
    return _put(draft_id, path, row)


def _put(draft_id: uuid.UUID, path: str, row: queries.FileRow) -> ResponseReturnValue:
    after = _after(path)
    try:
        with storage_of(site().settings).open(row.key) as opened:
            make = partial(service.brought, row, opened.read())
        with transaction() as session:
            done = _done(session, draft_id, make, after)
    except NotReady:
        flash(_("まだ講座では使えません。足りないところを書いてから、もう一度選びます。"), "note")
        return redirect(url_for("media.file", media_id=row.id), 303)
    except (StorageAway, FileNotFoundError):
        flash(AWAY.now(), "note")
        return redirect(_address(draft_id, path), 303)
    except (FileGone, NoSuchSlice, DraftClosed):
        flash(_("その場所は、もうありません。何も変えていません。"), "note")
        return redirect(url_for("authoring.draft", draft_id=draft_id), 303)
    flash(_("「%(title)s」を入れました。", title=row.title), "good")
    return redirect(_place(draft_id, done), 303)


def _put_again(draft_id: uuid.UUID, path: str, asset: str) -> ResponseReturnValue:
    make = partial(service.shown_again, asset)
    try:
        with transaction() as session:
            done = _done(session, draft_id, make, _after(path))
    except (FileGone, NoSuchSlice, DraftClosed):
        flash(_("その場所は、もうありません。何も変えていません。"), "note")
        return redirect(url_for("authoring.draft", draft_id=draft_id), 303)
    return redirect(_place(draft_id, done), 303)


def _done(
    session: "Session", draft_id: uuid.UUID, make: "Make", at: authoring.Seen
) -> authoring.Done:
    """Put a new block behind the one at a place, or another picture into that one."""
    by, now, field = me().id, clock.now(), request.values.get("field")
    if field:
        return authoring.put_picture(session, draft_id, make, at, field, by=by, now=now)
    return authoring.bring_block(session, draft_id, make, at, by=by, now=now)


def _place(draft_id: uuid.UUID, done: authoring.Done) -> str:
    line = done.line
    return url_for(
        "authoring.file",
        draft_id=draft_id,
        path=done.path,
        block=line,
        _anchor=f"line-{line}",
    )


def _after(path: str) -> authoring.Seen:
    start, end, number = (whole_number(request.values.get(name)) for name in PLACE)
    if start is None or end is None or number is None or not path.endswith(".md"):
        abort(400)
    return authoring.Seen(path, Span(start, end), number)


PLACE = ("start", "end", "number")
"""Where the block stands behind which the new one comes, or of which the picture "field" is to
be another one, as its author saw it."""


def _address(draft_id: uuid.UUID, path: str, **more: str | None) -> str:
    seen = {name: request.values.get(name) for name in (*PLACE, "field")}
    return url_for("media.choose", draft_id=draft_id, path=path, **seen, **more)  # type: ignore[arg-type]  # none of them is one of url_for's own


def _wanted() -> queries.Wanted:
    """Return what is asked for; in the place of a picture come pictures alone."""
    wanted = wanted_files()
    return replace(wanted, kind=MediaKind.IMAGE) if request.values.get("field") else wanted


def _own(draft_id: uuid.UUID) -> list[tuple[str, str, str]]:
    """Return path, hash and ending of the course's own pictures, where a picture is chosen."""
    if "field" not in request.values:
        return []
    return [
        (path, sha256(data).hexdigest(), ending)
        for path, data in drafts.files(reading(), draft_id)
        if (ending := path.rpartition(".")[2].lower()) in PICTURES
    ]


def _page(
    draft_id: uuid.UUID, path: str, form: UploadForm, *, status: int = 200
) -> ResponseReturnValue:
    seen, wanted = _after(path), _wanted()
    if path not in drafts.data_of(reading(), draft_id, [path]):
        abort(404)
    return render_page(
        "media/choose.html",
        "main",
        status=status,
        draft=drafts.draft(reading(), draft_id),
        path=path,
        seen=seen,
        field=request.values.get("field", ""),
        own=_own(draft_id),
        address=partial(_address, draft_id, path),
        found=queries.files(reading(), policy.shelves_of(person()), wanted),
        wanted=wanted,
        form=form,
        **_SAID,
    )


_SAID: Final[Mapping[str, Any]] = {
    "kinds": KIND_NAMES,
    "lacks": MISSING_NAMES,
    "alt_hint": ALT_HINT,
    "largest": LARGEST_REQUEST,
}
"""What the page says whatever is chosen."""

"""The library's pages: the list, a new file, one file, and the bytes."""

import logging
import uuid

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.catalog.licenses import LICENSES
from app.db import reading, transaction
from app.identity.login import city_administrators_only, person
from app.media import policy, queries, service
from app.media.errors import NotTaken, StillUsed, StorageAway
from app.media.forms import (
    ALT_HINT,
    KIND_NAMES,
    MISSING_NAMES,
    AboutForm,
    UploadForm,
)
from app.media.rules import LARGEST_PICTURE, MB, MediaKind
from app.media.storage.choosing import storage_of
from app.media.storage.port import KEY
from app.media.views.root import bp
from app.media.views.taking import AWAY_STATUS, status_of, take
from app.ui.page import render_page, whole_number
from app.ui.site import site
from app.ui.strings import gettext as _
from app.ui.uploads import takes_files

log = logging.getLogger(__name__)

LARGEST_REQUEST = LARGEST_PICTURE + 2 * MB
"""Bytes: the largest file that is taken, and the form around it."""
LONGEST_QUERY = 100
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""What a file opened by itself may do: nothing. As for the files of courses."""


@bp.get("/media/")
@city_administrators_only
def library() -> ResponseReturnValue:
    """List the files, the newest first, narrowed by words and kind."""
    wanted = wanted_files()
    return render_page(
        "media/library.html",
        "main",
        found=queries.files(reading(), policy.shelves_of(person()), wanted),
        wanted=wanted,
        kinds=KIND_NAMES,
        lacks=MISSING_NAMES,
    )


@bp.get("/media/new")
@city_administrators_only
def new() -> ResponseReturnValue:
    """Ask for a file."""
    return _upload_page(UploadForm())


@bp.post("/media/new")
@takes_files(LARGEST_REQUEST)
@city_administrators_only
def upload() -> ResponseReturnValue:
    """Take a file into the library."""
    form = UploadForm()
    taken = form.validate() and take(form)
    if not taken:
        return _upload_page(form, status=status_of(form))
    row, is_new = taken
    told = _("メディアに入れました。") if is_new else _("同じファイルが、もうありました。")
    flash(told, "good" if is_new else "note")
    return redirect(url_for("media.file", media_id=row.id), 303)


@bp.get("/media/<uuid:media_id>")
@city_administrators_only
def file(media_id: uuid.UUID) -> ResponseReturnValue:
    """Show a file, what is written about it, and what uses it."""
    row = _row(media_id)
    return _file_page(row, AboutForm.of(row))


@bp.post("/media/<uuid:media_id>")
@city_administrators_only
def save(media_id: uuid.UUID) -> ResponseReturnValue:
    """Write down what a file is."""
    row = _row(media_id)
    form = AboutForm.of(row)
    if not form.validate():
        return _file_page(row, form, status=422)
    try:
        about = form.read()
    except NotTaken as refused:
        form.tell(refused)
        return _file_page(row, form, status=422)
    with transaction() as session:
        service.describe(session, row.id, about)
    flash(_("保存しました。講座がもう使っているものは、そのままです。"), "good")
    return redirect(url_for("media.file", media_id=row.id), 303)


@bp.get("/media/<uuid:media_id>/remove")
@city_administrators_only
def ask_to_remove(media_id: uuid.UUID) -> ResponseReturnValue:
    """Say what removing a file would do."""
    row = _row(media_id)
    uses = queries.uses(reading(), row)
    return render_page("media/remove.html", "main", row=row, uses=uses, kinds=KIND_NAMES)


@bp.post("/media/<uuid:media_id>/remove")
@city_administrators_only
def remove(media_id: uuid.UUID) -> ResponseReturnValue:
    """Take a file out of the library."""
    row = _row(media_id)
    try:
        with transaction() as session:
            service.remove_file(session, row.id, now=clock.now())
    except StillUsed:
        flash(_("使っている講座があるので、消していません。"), "note")
        return redirect(url_for("media.file", media_id=row.id), 303)
    flash(_("「%(title)s」を消しました。", title=row.title), "good")
    return redirect(url_for("media.library"), 303)


@bp.get("/media/files/<key>")
@city_administrators_only
def content(key: str) -> ResponseReturnValue:
    """Serve a file's bytes under its hash: they can never change, and can never run."""
    shelves, kind = policy.shelves_of(person()), queries.mimetype_of(key.rpartition(".")[2])
    if (
        kind is None
        or not KEY.fullmatch(key)
        or not queries.is_there(reading(), shelves, key[:64])
    ):
        abort(404)
    try:
        with storage_of(site().settings).open(key) as opened:
            data = opened.read()
    except FileNotFoundError:
        abort(404)
    except StorageAway as error:
        log.error("the storage of media did not answer: %s", error)  # noqa: TRY400  a sentence, no trace
        abort(AWAY_STATUS)
    response = Response(data, mimetype=kind)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = POLICY
    # some browsers play no sound and no video that cannot be asked for in parts
    return response.make_conditional(request, accept_ranges=True, complete_length=len(data))


def wanted_files() -> queries.Wanted:
    """Return what the address asks for; what it says of something unknown narrows nothing."""
    given = request.args
    kind = given.get("kind", "")
    return queries.Wanted(
        words=given.get("q", "").strip()[:LONGEST_QUERY],
        kind=MediaKind(kind) if kind in set(MediaKind) else None,
        without_alt=given.get("alt") == "none",
        page=max(1, whole_number(given.get("page")) or 1),
    )


def _row(media_id: uuid.UUID) -> queries.FileRow:
    return queries.file(reading(), policy.shelves_of(person()), media_id)


def _upload_page(form: UploadForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page(
        "media/new.html",
        "main",
        status=status,
        form=form,
        alt_hint=ALT_HINT,
        largest=LARGEST_REQUEST,
    )


def _file_page(row: queries.FileRow, form: AboutForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page(
        "media/file.html",
        "main",
        status=status,
        row=row,
        form=form,
        uses=queries.uses(reading(), row),
        kinds=KIND_NAMES,
        lacks=MISSING_NAMES,
        alt_hint=ALT_HINT,
        licenses=LICENSES,
    )

"""The workshop: drafts, their files block by block, and the way in and out as a package."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring import bench, forms, pages, policy, queries, service
from app.authoring.access import authors_only, closed, may_all, my_standing, workshop_only
from app.authoring.blocks import ADD_NAMES, BLOCK_NAMES, CHANGE_NAMES, FATE_NAMES, SHAPE_NAMES
from app.authoring.checking.queries import left_before_publishing
from app.authoring.errors import CannotUndo, DraftClosed, FileGone, NoSuchSlice, NotAPackage
from app.authoring.looks import LOOK_NAMES, Look, look_named
from app.authoring.models import Draft, DraftState
from app.authoring.policy import Action
from app.authoring.rules import BlockConflict, Span, text_of
from app.catalog.library import library_of
from app.catalog.queries import view_of_reader
from app.catalog.sources.faults import Fault
from app.catalog.sources.package import pack
from app.db import reading, transaction
from app.i18n.interface import Message
from app.identity.login import me, person
from app.ui.days import jdate
from app.ui.page import is_fragment, render_page, whole_number
from app.ui.security import hold_own_frames
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.ui.uploads import takes_files

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LARGEST_REQUEST = 32_000_000
"""Bytes of a package and the form around it: six files of the largest size, or a hundred pictures;
all of it is in memory while it is read, together with what it unpacks to."""

bp = Blueprint("authoring", __name__, template_folder="templates", url_prefix="/authoring")

STATES = {
    DraftState.DRAFT: ("part", _l("書いているところ")),
    DraftState.WAITING: ("wait", _l("公開を待っている")),
    DraftState.PUBLISHED: ("good", _l("公開した")),
    DraftState.FAILED: ("close", _l("直すところがある")),
}


@bp.get("/")
@workshop_only
def home() -> ResponseReturnValue:
    """List the drafts, and the published courses that can be mended."""
    return _home()


@bp.post("/courses/<slug>")
@authors_only
def begin(slug: str) -> ResponseReturnValue:
    """Begin to mend a published course, or go on with it."""
    if not policy.may_mend(person(), library_of(reading(), slug)):
        abort(404)
    with transaction() as session:
        draft = service.start_draft(session, slug, by=me().id, now=clock.now())
    return redirect(url_for("authoring.draft", draft_id=draft.id), 303)


@bp.post("/packages")
@takes_files(LARGEST_REQUEST)
@authors_only
def take() -> ResponseReturnValue:
    """Begin a draft with a package."""
    file = request.files.get("package")
    data = file.stream.read() if file is not None else b""
    try:
        with transaction() as session:
            draft = service.take_package(session, data, by=me().id, now=clock.now())
            _refuse_others_course(session, draft)
    except NotAPackage as error:
        return _home(error.faults, status=422)
    flash(_("下書きにしました。公開した講座は、変わっていません。"), "good")
    return redirect(url_for("authoring.draft", draft_id=draft.id), 303)


@bp.get("/<uuid:draft_id>")
@may_all(Action.SEE)
def draft(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show a draft: its outline, what is to be mended, its history."""
    found = pages.draft_page(reading(), draft_id)
    return render_page(
        "authoring/draft.html",
        "main",
        found=found,
        states=STATES,
        mine=my_standing(),
        change_names=CHANGE_NAMES,
        fate_names=FATE_NAMES,
        left=left_before_publishing(reading(), draft_id),
        view=view_of_reader(),
    )


@bp.get("/<uuid:draft_id>/package")
@may_all(Action.COPY)
def package(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Give the draft as a course package."""
    found = queries.draft(reading(), draft_id)
    data = pack(found.slug, queries.files(reading(), draft_id))
    response = Response(data, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.zip"'
    return response


@bp.get("/<uuid:draft_id>/files/<path:path>")
@may_all(Action.SEE)
def file(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Show a file of a draft, one of its blocks open, and how learners will see it."""
    line = whole_number(request.args.get("block"))
    try:
        found = bench.bench_page(reading(), draft_id, path, line=line)
    except NoSuchSlice:
        abort(404)
    return _bench(found)


@bp.post("/<uuid:draft_id>/files/<path:path>")
@may_all(Action.EDIT)
def save(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Put another text in the place of one block; to a script, tell what follows from it."""
    try:
        edit = _edit(path)
        with transaction() as session:
            service.change_block(session, draft_id, edit, by=me().id, now=clock.now())
    except forms.NotWrittenError as kept:
        return _form_again(draft_id, path, kept)
    except BlockConflict as conflict:
        return _conflict(draft_id, conflict)
    except FileGone as gone:
        return _gone(draft_id, gone)
    except NoSuchSlice:
        abort(404)
    except DraftClosed:
        return closed(draft_id)
    if is_fragment():
        return _bench(bench.saved_page(reading(), draft_id, edit))
    line = whole_number(request.form.get("line")) or 1
    return redirect(_address(draft_id, path, line), 303)


@bp.post("/<uuid:draft_id>/undo")
@may_all(Action.EDIT)
def undo(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Take one change back."""
    number = whole_number(request.form.get("number")) or 0
    try:
        with transaction() as session:
            service.undo(session, draft_id, number, by=me().id, now=clock.now())
        flash(_("元にもどしました。"), "good")
    except CannotUndo:
        flash(_("その文は、あとでまた変わっています。先にあとの変更をもどします。"), "note")
    except DraftClosed:
        return closed(draft_id)
    path = request.form.get("path")
    if path:
        return redirect(url_for("authoring.file", draft_id=draft_id, path=path, block=0), 303)
    return redirect(url_for("authoring.draft", draft_id=draft_id), 303)


def _refuse_others_course(session: "Session", draft: Draft) -> None:
    """Take no package under the name of a course that is not one's own to mend."""
    is_new = draft.base_version_id is None
    place = library_of(session, draft.slug)
    if not (policy.may_mend(person(), place) or (is_new and place is None)):
        raise service.not_ones_own(draft.slug)


def _home(faults: tuple[Fault, ...] = (), *, status: int = 200) -> ResponseReturnValue:
    return render_page(
        "authoring/home.html",
        "main",
        status=status,
        drafts=pages.drafts(reading(), person()),
        courses=pages.courses_to_mend(reading(), person()),
        may_author=policy.may_author(person()),
        faults=faults,
        states=STATES,
        view=view_of_reader(),
    )


def _bench(found: bench.BenchPage) -> ResponseReturnValue:
    hold_own_frames()
    usual = found.overview.look if found.overview else Look.CITIZEN
    return render_page(
        "authoring/file.html" if found.overview else "authoring/saved.html",
        "main",
        found=found,
        mine=my_standing(),
        kinds=BLOCK_NAMES | SHAPE_NAMES,
        add_names=ADD_NAMES,
        states=STATES,
        looks=LOOK_NAMES,
        look=look_named(request.values.get("look"), usual),
        saved=_saved_words(found.changed_at),
        left=left_before_publishing(reading(), found.row.id) if found.overview else 0,
        as_text="text" in request.args,
        view=view_of_reader(),
    )


def _saved_words(at: datetime) -> Message:
    """Say when a draft was saved: the time for today, the day for all before."""
    day, here = clock.day_of(at), at.astimezone(clock.JST)
    if day != clock.day_of(clock.now()):
        return _("%(day)sに保存しました", day=jdate(day))
    return _("%(h)s時%(m)s分に保存しました", h=here.hour, m=f"{here.minute:02}")


def _edit(path: str) -> service.Edit:
    names = ("start", "end", "number")
    start, end, number = (whole_number(request.form.get(name)) for name in names)
    if start is None or end is None or number is None:
        abort(400)
    return service.Edit(path, Span(start, end), number, _text())


def _text() -> str:
    """Return the text that was typed, itself or in a form.

    Raises:
        NotWrittenError: It is not to be saved yet.
    """
    name = request.form.get("form")
    if name is None:
        return request.form.get("text", "")
    try:
        return forms.text_of(name, request.form.get("before", ""), request.form)
    except KeyError:
        abort(400)


def _form_again(
    draft_id: uuid.UUID, path: str, kept: forms.NotWrittenError
) -> ResponseReturnValue:
    """Show a form again that is not saved, with all that was typed."""
    names = ("start", "end", "number", "line", "look")
    line = whole_number(request.form.get("line")) or 1
    name, before = request.form["form"], request.form["before"]
    around = bench.around(reading(), draft_id)
    return render_page(
        "authoring/forms/page.html",
        "refused",
        status=422 if kept.faults else 200,
        form=forms.form_again(name, before, kept, around),
        name=(BLOCK_NAMES | SHAPE_NAMES).get(name, BLOCK_NAMES["easy"]),
        title=path,
        sent={each: request.form.get(each, "") for each in names},
        action=url_for("authoring.save", draft_id=draft_id, path=path),
        back=_address(draft_id, path, line),
    )


def _conflict(draft_id: uuid.UUID, conflict: BlockConflict) -> ResponseReturnValue:
    line = whole_number(request.form.get("line")) or 1
    return render_page(
        "authoring/conflict.html",
        "texts",
        status=409,
        theirs=conflict.theirs,
        theirs_text=text_of(conflict.theirs.data),
        mine=conflict.mine,
        line=line,
        back=_address(draft_id, conflict.theirs.path, line),
        action=url_for("authoring.save", draft_id=draft_id, path=conflict.theirs.path),
        look=request.form.get("look", ""),
    )


def _gone(draft_id: uuid.UUID, gone: FileGone) -> ResponseReturnValue:
    back = url_for("authoring.draft", draft_id=draft_id)
    return render_page("authoring/gone.html", "main", status=409, gone=gone, back=back)


def _address(draft_id: uuid.UUID, path: str, line: int) -> str:
    """Return where a block stands open."""
    return url_for(
        "authoring.file",
        draft_id=draft_id,
        path=path,
        block=line,
        look=request.values.get("look"),
        _anchor=f"line-{line}",
    )

"""Pasting: the text is sent, looked at with what was left out of it, and put into a lesson."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring import places, service
from app.authoring.access import may_all
from app.authoring.errors import DraftClosed, FileGone, NoSuchSlice
from app.authoring.pasting.forms import PastedForm, PasteForm
from app.authoring.pasting.looking import parts_of
from app.authoring.pasting.process import read_pasted
from app.authoring.pasting.shapes import LeftOut, Pasted, PastingFault, Unpasted
from app.authoring.pasting.worksheets import EXAMPLE
from app.authoring.policy import Action
from app.catalog.queries import view_of_reader
from app.db import reading, transaction
from app.identity.login import me
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

bp = Blueprint("pasting", __name__, template_folder="templates", url_prefix="/authoring")

LEFT_OUT: Mapping[LeftOut, Any] = {
    LeftOut.PICTURE: _l("画像（素材として入れてから、置きます）"),
    LeftOut.LINK: _l("使えないリンク先（文は残しました）"),
    LeftOut.SCRIPT: _l("スクリプト"),
    LeftOut.FRAME: _l("動画や、ほかのページの埋めこみ"),
    LeftOut.DRAWING: _l("図形や数式"),
    LeftOut.FIELD: _l("入力欄やボタン"),
    LeftOut.NOTE: _l("コメントや、かくれた文"),
    LeftOut.DELETED: _l("変更の記録で消された文"),
    LeftOut.DECORATION: _l("下線、取り消し線、上付き、下付き（文は残しました）"),
    LeftOut.EMPHASIS: _l("太字やリンクにできなかったところ（文は残しました）"),
    LeftOut.TABLE_IN_TABLE: _l("表の中の表（文は残しました）"),
    LeftOut.MERGED_CELLS: _l("つないだ、ます目（ばらばらにしました）"),
    LeftOut.BREAKS_IN_CELLS: _l("ます目の中の改行（1行にしました）"),
    LeftOut.DEEP_LIST: _l("3段より深い箇条書き（浅くしました）"),
    LeftOut.RULE: _l("区切り線"),
    LeftOut.QUESTION: _l("問題として読み取れなかった問い（文は残しました）"),
}


@bp.get("/<uuid:draft_id>/paste/<path:path>")
@may_all(Action.EDIT)
def paste(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Ask for the text."""
    return _paste_page(_target(draft_id, path), PasteForm())


@bp.post("/<uuid:draft_id>/paste/<path:path>")
@may_all(Action.EDIT)
def look(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Show what becomes of the text, and what was left out; nothing is changed yet."""
    target, form = _target(draft_id, path), PasteForm()
    reading().rollback()  # what is sent is read for seconds, and the database waits for nobody
    if not form.validate():
        return _paste_page(target, form, status=422)
    try:
        pasted = read_pasted(*form.read())
    except Unpasted as error:
        form.file.errors = [_fault(error)]
        return _paste_page(target, form, status=422)
    if not pasted.markdown:
        form.file.errors = [_("読み取れる文がありませんでした。画像だけなのかもしれません。")]
        return _paste_page(target, form, status=422)
    return _look_page(target, PastedForm(formdata=None, markdown=pasted.markdown), pasted)


@bp.post("/<uuid:draft_id>/put/<path:path>")
@may_all(Action.EDIT)
def put(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Put the text into the lesson."""
    form = PastedForm()
    if not form.validate():
        return _look_page(_target(draft_id, path), form, status=422)
    number = whole_number(form.number.data) or 0
    try:
        with transaction() as session:
            after = places.seen(path, form.place.data or "", number)
            done = service.put_pasted(
                session, draft_id, form.markdown.data, after, by=me().id, now=clock.now()
            )
    except (NoSuchSlice, FileGone, DraftClosed):
        flash(_("そのレッスンは、もう前と同じではありません。文は入れていません。"), "note")
        return redirect(url_for("authoring.draft", draft_id=draft_id), 303)
    flash(_("文を入れました。"), "good")
    return redirect(_address(draft_id, done), 303)


def _target(draft_id: uuid.UUID, path: str) -> places.Target:
    try:
        target = places.target(reading(), draft_id, path)
    except NoSuchSlice:
        abort(404)
    if not target.is_open:
        abort(404)
    return target


def _address(draft_id: uuid.UUID, done: service.Done) -> str:
    return url_for(
        "authoring.file",
        draft_id=draft_id,
        path=done.path,
        block=done.line,
        _anchor=f"line-{done.line}",
    )


def _fault(error: Unpasted) -> str:
    match error.fault:
        case PastingFault.TOO_LONG:
            return _(
                "文が長すぎます（%(n)s文字）。10万文字までです。何も入れていません。分けて貼りつけてください。",
                n=error.length,
            )
        case PastingFault.UNREADABLE:
            return _(
                "Wordのファイルとして読めません。何も入れていません。Wordで開いて保存し直すか、文を写して貼りつけてください。"
            )
        case _:
            return _(
                "大きすぎるか、作りが複雑すぎて読めません。何も入れていません。要るところだけを写して貼りつけてください。"
            )


def _paste_page(
    target: places.Target, form: PasteForm, *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "pasting/paste.html", "main", status=status, target=target, form=form, example=EXAMPLE
    )


def _look_page(
    target: places.Target, form: PastedForm, pasted: Pasted | None = None, *, status: int = 200
) -> ResponseReturnValue:
    form.offer(target)
    return render_page(
        "pasting/look.html",
        "main",
        status=status,
        target=target,
        form=form,
        shown=parts_of(form.markdown.data or "", view_of_reader()),
        left_out=pasted.left_out if pasted else {},
        named=pasted.named if pasted else (),
        names=LEFT_OUT,
    )

"""The review of a draft: how it stands, what was said of its blocks."""

import uuid

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring.access import may_all, my_standing
from app.authoring.anchors import Anchor
from app.authoring.blocks import BLOCK_NAMES
from app.authoring.errors import NoSuchSlice
from app.authoring.models import ReviewAct
from app.authoring.policy import Action, Stage
from app.authoring.rules import Span
from app.db import reading, transaction
from app.editorial import pages, service
from app.editorial.errors import NoteMissing, NotNow, Overtaken
from app.identity.login import me
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

bp = Blueprint("editorial", __name__, template_folder="../templates", url_prefix="/authoring")

STAGES = {
    Stage.WRITING: ("part", _l("書いているところ")),
    Stage.IN_REVIEW: ("sent", _l("見てもらっている")),
    Stage.APPROVED: ("good", _l("よいと認められた")),
    Stage.WAITING: ("wait", _l("公開を待っている")),
    Stage.PUBLISHED: ("good", _l("公開した")),
}
ACTS = {
    ReviewAct.ASKED: ("sent", _l("見てもらうことにした")),
    ReviewAct.WITHDRAWN: ("note", _l("見てもらうのをやめた")),
    ReviewAct.APPROVED: ("good", _l("よいと認めた")),
    ReviewAct.RETURNED: ("close", _l("直してほしいと伝えた")),
}
TOLD = {
    ReviewAct.ASKED: _l("見る人にたのみました。返事が来るまで、直し続けてもかまいません。"),
    ReviewAct.WITHDRAWN: _l("見てもらうのをやめました。書いた意見は、のこっています。"),
    ReviewAct.APPROVED: _l("よいと認めました。作者が公開できます。"),
    ReviewAct.RETURNED: _l("直してほしいところを、作者に伝えました。"),
}
NEEDED = {
    ReviewAct.ASKED: Action.ASK,
    ReviewAct.WITHDRAWN: Action.WITHDRAW,
    ReviewAct.APPROVED: Action.JUDGE,
    ReviewAct.RETURNED: Action.JUDGE,
}


@bp.get("/<uuid:draft_id>/review")
@may_all(Action.SEE)
def review(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show how the review of a draft stands, and what was said of it."""
    return _review(draft_id)


@bp.post("/<uuid:draft_id>/review")
@may_all(Action.SEE)
def step(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Ask, withdraw, approve, or return."""
    sent = request.form.get("act", "")
    if sent not in set(ReviewAct):
        abort(400)
    act, words = ReviewAct(sent), request.form.get("words", "")
    if not my_standing().may(NEEDED[act]):
        return _not_now(draft_id)
    number = whole_number(request.form.get("number"))
    try:
        with transaction() as session:
            service.take_step(
                session, draft_id, act, number=-1 if number is None else number,
                words=words, by=me().id, now=clock.now(),
            )  # fmt: skip
    except (NotNow, Overtaken):
        return _not_now(draft_id)
    except NoteMissing:
        return _review(draft_id, missing=True)
    flash(TOLD[act].now(), "good")
    return redirect(url_for("editorial.review", draft_id=draft_id), 303)


@bp.get("/<uuid:draft_id>/review/<path:path>")
@may_all(Action.SEE)
def review_file(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Show a file block by block, each with what was said of it."""
    return _file(draft_id, path)


@bp.post("/<uuid:draft_id>/review/<path:path>")
@may_all(Action.COMMENT)
def comment(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Take a comment on a block."""
    start, end, number = (
        whole_number(request.form.get(name)) for name in ("start", "end", "number")
    )
    if start is None or end is None or number is None:
        abort(400)
    words, anchor = request.form.get("words", ""), Anchor(path, Span(start, end), number)
    try:
        with transaction() as session:
            service.comment(session, draft_id, anchor, words, by=me().id, now=clock.now())
    except NoteMissing:
        return _file(draft_id, path, fault=_("意見を書いてから、送ります。"))
    except NoSuchSlice:
        fault = _("その間に、ここが直されました。いまの文を見て、もう一度送ってください。")
        return _file(draft_id, path, fault=fault, words=words, at=start)
    return _to_file(draft_id, path)


@bp.post("/<uuid:draft_id>/threads/<uuid:thread_id>")
@may_all(Action.COMMENT)
def answer(draft_id: uuid.UUID, thread_id: uuid.UUID) -> ResponseReturnValue:
    """Take a reply to a comment, settle it, or open it again."""
    words, act = request.form.get("words", ""), request.form.get("act", "")
    path, by, now = request.form.get("path", ""), me().id, clock.now()
    try:
        with transaction() as session:
            if words.strip() or act not in {"resolve", "reopen"}:
                service.reply(session, draft_id, thread_id, words, by=by, now=now)
            if act in {"resolve", "reopen"}:
                is_open = act == "reopen"
                service.resolve(session, draft_id, thread_id, is_open=is_open, by=by, now=now)
    except NoteMissing:
        if path:
            return _file(draft_id, path, fault=_("返事を書いてから、送ります。"))
        flash(_("返事を書いてから、送ります。"), "note")
    if path:
        return _to_file(draft_id, path)
    return redirect(url_for("editorial.review", draft_id=draft_id), 303)


def _review(draft_id: uuid.UUID, *, missing: bool = False) -> ResponseReturnValue:
    return render_page(
        "editorial/review.html",
        "main",
        status=422 if missing else 200,
        found=pages.review_page(reading(), draft_id),
        mine=my_standing(),
        stages=STAGES,
        acts=ACTS,
        missing=missing,
        only_open=request.args.get("show") == "open",
    )


def _file(
    draft_id: uuid.UUID,
    path: str,
    *,
    fault: str | None = None,
    words: str = "",
    at: int | None = None,
) -> ResponseReturnValue:
    try:
        found = pages.reviewed_file(reading(), draft_id, path)
    except NoSuchSlice:
        abort(404)
    return render_page(
        "editorial/file.html",
        "main",
        status=200 if fault is None else 422,
        found=found,
        mine=my_standing(),
        kinds=BLOCK_NAMES,
        fault=fault,
        words=words,
        at=at,
    )


def _not_now(draft_id: uuid.UUID) -> ResponseReturnValue:
    flash(
        _(
            "何も変わっていません。開いている間に、下書きか返事が変わりました。いまのようすを見て、もう一度どうぞ。"
        ),
        "note",
    )
    return redirect(url_for("editorial.review", draft_id=draft_id), 303)


def _to_file(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    anchor = request.form.get("anchor", "")
    to = url_for("editorial.review_file", draft_id=draft_id, path=path)
    return redirect(f"{to}#line-{anchor}" if anchor.isdecimal() else to, 303)

"""The questions of a draft and the shared banks."""

import uuid

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring.access import may_all
from app.authoring.blocks import BLOCK_NAMES
from app.authoring.errors import DraftClosed, NoSuchSlice
from app.authoring.items import pages, service
from app.authoring.items.errors import CannotDraw, NothingNewer
from app.authoring.policy import Action
from app.db import reading, transaction
from app.identity.login import me, person
from app.itembanks import queries as banks
from app.itembanks.errors import ItemFaulty
from app.itembanks.policy import Action as BankAction
from app.items.kinds import KINDS
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.ui.strings import ngettext

bp = Blueprint("draft_items", __name__, url_prefix="/authoring")

LONGEST_WORDS = 100
SENT = ("path", "objective", "key", "count", "needed", "last")
WHY_NOT = {
    "key": _l(
        "練習の呼び名を、小文字の英数字と - で書きます。講座の中で、まだ使っていない名前にします。"
    ),
    "mastery": _l("「さいごの何問」は2から10まで、「できた数」は1からその数までにします。"),
    "count": _l("引く問題の数を、「さいごの何問」より少なくはできません。"),
    "few": _l("あてはまる問題（点のつく種類）が足りません。数をへらすか、条件をゆるめます。"),
}


@bp.errorhandler(DraftClosed)
def closed(_error: DraftClosed) -> ResponseReturnValue:
    """Tell that the draft was published and stays."""
    flash(_("この下書きは公開したので、もう変わりません。直すときは、新しく始めます。"), "note")
    return redirect(url_for("authoring.home"), 303)


@bp.errorhandler(NoSuchSlice)
@bp.errorhandler(NothingNewer)
def gone(_error: NoSuchSlice | NothingNewer) -> ResponseReturnValue:
    """Tell that what was to be changed is not there any more."""
    flash(_("それは、もうここにありません。何も変えていません。今の一覧から選びます。"), "note")
    view_args = request.view_args or {}
    return redirect(url_for("draft_items.questions", draft_id=view_args["draft_id"]), 303)


@bp.get("/<uuid:draft_id>/questions")
@may_all(Action.EDIT)
def questions(draft_id: uuid.UUID) -> ResponseReturnValue:
    """List the questions of a draft, with what the banks have newer."""
    return render_page(
        "authoring/items/questions.html",
        "main",
        found=pages.questions_page(reading(), draft_id, person()),
        banks=banks.banks(reading(), person(), BankAction.DRAW),
        kept=banks.banks(reading(), person(), BankAction.ADD),
        kinds=BLOCK_NAMES,
    )


@bp.post("/<uuid:draft_id>/questions/<key>/renew")
@may_all(Action.EDIT)
def renew(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Put the newest version of an item into a draft."""
    with transaction() as session:
        service.renew_item(session, draft_id, key, person(), now=clock.now())
    flash(_("新しい版に取りかえました。「これまでの変更」から、元にもどせます。"), "good")
    return redirect(url_for("draft_items.questions", draft_id=draft_id, _anchor=f"q-{key}"), 303)


@bp.post("/<uuid:draft_id>/questions/<key>/take")
@may_all(Action.EDIT)
def take(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Take a question of a draft into a bank."""
    try:
        bank = _bank(uuid.UUID(request.form.get("bank", "")), BankAction.ADD)
        with transaction() as session:
            service.take_item(session, draft_id, key, bank.id, by=me().id, now=clock.now())
        flash(_("問題集に入れました。"), "good")
    except ValueError:
        flash(_("どの問題集に入れるかを選んでください。"), "note")
    except ItemFaulty as error:
        flash(f"{error.faults[0].message}。{error.faults[0].mend}", "note")
    return redirect(url_for("draft_items.questions", draft_id=draft_id, _anchor=f"q-{key}"), 303)


@bp.get("/<uuid:draft_id>/banks/<uuid:bank_id>")
@may_all(Action.EDIT)
def choose(draft_id: uuid.UUID, bank_id: uuid.UUID) -> ResponseReturnValue:
    """Offer the items of a bank, narrowed, to be put into a draft."""
    return _choose_page(draft_id, bank_id)


@bp.post("/<uuid:draft_id>/banks/<uuid:bank_id>/insert")
@may_all(Action.EDIT)
def insert(draft_id: uuid.UUID, bank_id: uuid.UUID) -> ResponseReturnValue:
    """Put the chosen items at the end of a lesson."""
    bank = _bank(bank_id, BankAction.DRAW)
    path, objective = request.form.get("path", ""), request.form.get("objective") or None
    sent = [uuid.UUID(one) for one in request.form.getlist("item") if _is_uuid(one)]
    chosen = banks.held(reading(), bank.id, sent)
    if not chosen:
        return _choose_page(draft_id, bank_id, _("入れる問題が選ばれていません。"), status=422)
    with transaction() as session:
        by, now = me().id, clock.now()
        keys = service.insert_items(
            *(session, draft_id, path, chosen), objective=objective, by=by, now=now
        )
    told = ngettext("%(num)s問を入れました。", "%(num)s問を入れました。", len(keys))
    flash(told, "good")
    return redirect(url_for("authoring.file", draft_id=draft_id, path=path), 303)


@bp.post("/<uuid:draft_id>/banks/<uuid:bank_id>/draw")
@may_all(Action.EDIT)
def draw(draft_id: uuid.UUID, bank_id: uuid.UUID) -> ResponseReturnValue:
    """Make a practice from items drawn by lot among those that pass."""
    row, form, wanted = _bank(bank_id, BankAction.DRAW), request.form, _draw()
    path, objective = form.get("path", ""), form.get("objective") or None
    passing = banks.passing(reading(), row.id, _sieve())
    try:
        with transaction() as session:
            by, now = me().id, clock.now()
            bank = service.draw_items(
                *(session, draft_id, path, passing, wanted), objective=objective, by=by, now=now
            )
    except CannotDraw as error:
        return _choose_page(draft_id, bank_id, WHY_NOT[error.why].now(), status=422)
    flash(_("くり返し練習を作りました。レッスンの終わりに入っています。"), "good")
    return redirect(url_for("authoring.file", draft_id=draft_id, path=bank), 303)


def _bank(bank_id: uuid.UUID, action: BankAction) -> banks.BankRow:
    """Return a bank with which somebody may do this; for others there is none (404)."""
    row = banks.bank(reading(), bank_id)
    if not row.may(person(), action):
        abort(404)
    return row


def _draw() -> service.Draw:
    numbers = (whole_number(request.form.get(name)) or 0 for name in ("count", "needed", "last"))
    return service.Draw(request.form.get("key", "").strip(), *numbers)


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _sieve() -> banks.Sieve:
    asked = request.values
    return banks.Sieve(
        asked.get("q", "").strip()[:LONGEST_WORDS],
        asked.get("kind", "") if asked.get("kind") in KINDS else "",
        asked.get("ref", "")[:LONGEST_WORDS],
        whole_number(asked.get("grade")) or 0,
    )


def _choose_page(
    draft_id: uuid.UUID, bank_id: uuid.UUID, error: str = "", *, status: int = 200
) -> ResponseReturnValue:
    row = _bank(bank_id, BankAction.DRAW)
    draft, source = pages.course_of(reading(), draft_id)
    page = max(1, whole_number(request.args.get("page")) or 1)
    return render_page(
        "authoring/items/choose.html",
        "main",
        status=status,
        draft=draft,
        source=source,
        found=banks.bank_page(reading(), row, _sieve(), page=page),
        sieve=_sieve(),
        kinds=BLOCK_NAMES,
        error=error,
        sent={**dict.fromkeys(SENT, ""), **request.form.to_dict()},
    )

"""The course's own words and how they are read: its ``readings.toml`` as a table."""

import uuid

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring.checking import queries, service
from app.authoring.errors import DraftClosed, NotReadable, Overtaken
from app.catalog.checks.settling import OwnWord
from app.db import reading, transaction
from app.furigana.forms import OwnWordForm
from app.furigana.rules import fault_of, tidy
from app.identity.login import city_administrators_only, me
from app.ui.page import render_page
from app.ui.strings import gettext as _

bp = Blueprint("wording", __name__, url_prefix="/authoring")
UNPROCESSABLE = 422


@bp.get("/<uuid:draft_id>/words")
@city_administrators_only
def words(draft_id: uuid.UUID) -> ResponseReturnValue:
    """List the course's own words."""
    return _page(draft_id, OwnWordForm(formdata=None))


@bp.post("/<uuid:draft_id>/words")
@city_administrators_only
def keep_word(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Take a word in, or give it another reading."""
    form = OwnWordForm()
    if not form.validate():
        return _page(draft_id, form, status=UNPROCESSABLE)
    surface, kana = tidy(form.surface.data or "", form.reading.data or "")
    fault = fault_of(surface, kana)
    if fault is not None:
        form.tell(fault)
        return _page(draft_id, form, status=UNPROCESSABLE)
    where = _where(draft_id)
    known = queries.words_page(reading(), draft_id).words
    seen = next((x.reading for x in known if (x.where, x.surface) == (where, surface)), None)
    return _kept(draft_id, OwnWord(where, surface, kana), seen)


@bp.post("/<uuid:draft_id>/words/remove")
@city_administrators_only
def drop_word(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Take a word out, unless somebody gave it another reading meanwhile."""
    word = OwnWord(_where(draft_id), request.form.get("surface", ""), "")
    return _kept(draft_id, word, request.form.get("seen", ""))


def _where(draft_id: uuid.UUID) -> str:
    where = request.form.get("where", "")
    if where and where not in queries.words_page(reading(), draft_id).lessons:
        abort(400)
    return where


def _kept(draft_id: uuid.UUID, word: OwnWord, seen: str | None) -> ResponseReturnValue:
    try:
        with transaction() as session:
            service.keep_word(session, draft_id, word, seen, by=me().id, now=clock.now())
        _say_kept(word)
    except DraftClosed:
        flash(_("この下書きは公開したので、もう変わりません。"), "note")
    except NotReadable:
        flash(_("readings.tomlに読めないところがあるので、書きこめません。先に直します。"), "note")
    except Overtaken:
        flash(_("ほかの人が先に変えたので、何も変えていません。今の読みを見ます。"), "note")
    return redirect(url_for("wording.words", draft_id=draft_id), 303)


def _say_kept(word: OwnWord) -> None:
    if word.reading:
        flash(_("「%(word)s」を加えました。", word=word.surface), "good")
    else:
        flash(_("「%(word)s」を消しました。", word=word.surface), "good")


def _page(draft_id: uuid.UUID, form: OwnWordForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page(
        "authoring/words.html",
        "main",
        status=status,
        page=queries.words_page(reading(), draft_id),
        form=form,
        where=request.form.get("where", ""),
    )

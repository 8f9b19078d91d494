"""The city's dictionary: administrators' pages."""

import uuid

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.furigana import policy, queries, rules, service
from app.furigana.errors import WordRefused, WordTaken
from app.furigana.forms import FAULTS, KIND_NAMES, OwnWordForm, WordForm, WordsForm
from app.furigana.models import WordKind
from app.identity.login import city_administrators_only, person, roles_required
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _

bp = Blueprint("furigana", __name__, template_folder="templates")
UNPROCESSABLE = 422
LONGEST_QUERY = 40


@bp.get("/admin/words")
@city_administrators_only
def words() -> ResponseReturnValue:
    """List the dictionary, narrowed by part of a word and by kind."""
    return _list_page(WordForm(formdata=None))


@bp.post("/admin/words")
@city_administrators_only
def add() -> ResponseReturnValue:
    """Take a word in."""
    form = WordForm()
    if not form.validate():
        return _list_page(form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            word = service.add_word(
                session, *_sent(form), WordKind(form.kind.data), now=clock.now()
            )
            flash(_("「%(word)s」を加えました。", word=word.surface), "good")
    except WordRefused as refused:
        form.tell(refused.fault)
        return _list_page(form, status=UNPROCESSABLE)
    except WordTaken:
        form.surface.errors = [_("この言葉は、もうあります。一覧から直してください。")]
        return _list_page(form, status=UNPROCESSABLE)
    return redirect(url_for("furigana.words"), 303)


@bp.get("/admin/words/<uuid:word_id>")
@city_administrators_only
def one_word(word_id: uuid.UUID) -> ResponseReturnValue:
    """Show one word, to change or remove it."""
    row = queries.word(reading(), word_id)
    form = WordForm(formdata=None, surface=row.surface, reading=row.reading, kind=row.kind.value)
    return _word_page(row, form)


@bp.post("/admin/words/<uuid:word_id>")
@city_administrators_only
def change(word_id: uuid.UUID) -> ResponseReturnValue:
    """Give a word another reading or kind."""
    row = queries.word(reading(), word_id)
    form = WordForm()
    if not form.validate():
        return _word_page(row, form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            service.change_word(
                session, word_id, _sent(form)[1], WordKind(form.kind.data), now=clock.now()
            )
    except WordRefused as refused:
        form.tell(refused.fault)
        return _word_page(row, form, status=UNPROCESSABLE)
    flash(_("「%(word)s」を直しました。", word=row.surface), "good")
    return redirect(url_for("furigana.words"), 303)


@bp.post("/admin/words/<uuid:word_id>/remove")
@city_administrators_only
def remove(word_id: uuid.UUID) -> ResponseReturnValue:
    """Take a word out; the list offers to put it back."""
    with transaction() as session:
        word = service.remove_word(session, word_id, now=clock.now())
        back = url_for(
            "furigana.words",
            gone_surface=word.surface,
            gone_reading=word.reading,
            gone_kind=word.kind.value,
        )
    return redirect(back, 303)


@bp.get("/admin/words/list")
@city_administrators_only
def paste() -> ResponseReturnValue:
    """Show the field for a whole list of words."""
    return _paste_page(WordsForm(formdata=None))


@bp.post("/admin/words/list")
@city_administrators_only
def take_list() -> ResponseReturnValue:
    """Look through a list; take it in once nothing in it is wrong."""
    form = WordsForm()
    lines = rules.lines_of(form.lines.data or "") if form.validate() else ()
    if not lines or any(line.fault for line in lines):
        return _paste_page(form, lines, status=UNPROCESSABLE)
    kind = WordKind(form.kind.data)
    with transaction() as session:
        added, known = service.add_lines(session, lines, kind, now=clock.now())
    told = _(
        "%(added)s語を加えました。前からあった%(known)s語は、そのままです。",
        added=added,
        known=known,
    )
    flash(told, "good")
    return redirect(url_for("furigana.words"), 303)


# -- the words of organizations -------------------------------------------------------------------


@bp.get("/words")
@roles_required(*policy.KEEPERS)
def organizations() -> ResponseReturnValue:
    """List the organizations whose words one keeps."""
    return render_page(
        "furigana/organizations.html",
        "main",
        rows=queries.kept_by(reading(), person()),
        can_see_city=policy.may_keep_city_words(person()),
    )


@bp.get("/words/<uuid:organization_id>")
@roles_required(*policy.KEEPERS)
def own_words(organization_id: uuid.UUID) -> ResponseReturnValue:
    """List the words of an organization."""
    return _own_page(organization_id, OwnWordForm(formdata=None))


@bp.post("/words/<uuid:organization_id>")
@roles_required(*policy.KEEPERS)
def keep_own(organization_id: uuid.UUID) -> ResponseReturnValue:
    """Take a word of an organization in, or give it another reading."""
    form = OwnWordForm()
    if not form.validate():
        return _own_page(organization_id, form, status=UNPROCESSABLE)
    _keep_out(organization_id)
    try:
        with transaction() as session:
            word = service.keep_organization_word(
                session, organization_id, *_sent(form), now=clock.now()
            )
            flash(_("「%(word)s」を加えました。", word=word.surface), "good")
    except WordRefused as refused:
        form.tell(refused.fault)
        return _own_page(organization_id, form, status=UNPROCESSABLE)
    return redirect(url_for("furigana.own_words", organization_id=organization_id), 303)


@bp.post("/words/<uuid:organization_id>/<uuid:word_id>/remove")
@roles_required(*policy.KEEPERS)
def drop_own(organization_id: uuid.UUID, word_id: uuid.UUID) -> ResponseReturnValue:
    """Take a word of an organization out."""
    _keep_out(organization_id)
    with transaction() as session:
        word = service.drop_organization_word(session, organization_id, word_id, now=clock.now())
        flash(_("「%(word)s」を消しました。", word=word.surface), "good")
    return redirect(url_for("furigana.own_words", organization_id=organization_id), 303)


def _keep_out(organization_id: uuid.UUID) -> None:
    """For whoever does not keep these words, they do not exist."""
    if not policy.may_keep_words(person(), organization_id):
        abort(404)


def _own_page(
    organization_id: uuid.UUID, form: OwnWordForm, *, status: int = 200
) -> ResponseReturnValue:
    _keep_out(organization_id)
    return render_page(
        "furigana/own_words.html",
        "main",
        status=status,
        found=queries.words_of_organization(reading(), organization_id),
        form=form,
    )


def _sent(form: OwnWordForm) -> tuple[str, str]:
    return form.surface.data or "", form.reading.data or ""


def _word_page(row: queries.WordRow, form: WordForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page("furigana/word.html", "main", status=status, row=row, form=form)


def _paste_page(
    form: WordsForm, lines: tuple[rules.Line, ...] = (), *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "furigana/paste.html", "main", status=status, form=form, lines=lines, faults=FAULTS
    )


def _list_page(form: WordForm, *, status: int = 200) -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:LONGEST_QUERY]
    kind = request.args.get("kind", "")
    chosen = WordKind(kind) if kind in set(WordKind) else None
    page = max(1, whole_number(request.args.get("page")) or 1)
    gone = {k: request.args.get(f"gone_{k}", "") for k in ("surface", "reading", "kind")}
    return render_page(
        "furigana/words.html",
        "main",
        status=status,
        found=queries.words(reading(), text=text, kind=chosen, page=page),
        form=form,
        text=text,
        kind=kind if chosen else "",
        kinds=KIND_NAMES,
        gone=gone if gone["surface"] else None,
    )

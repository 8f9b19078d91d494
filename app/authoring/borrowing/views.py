"""Borrowing: a course is chosen, a lesson of it, and blocks of that."""

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring import places
from app.authoring.access import may_all
from app.authoring.blocks import BLOCK_NAMES, SHAPE_NAMES, first_words, shown_kind
from app.authoring.borrowing import service
from app.authoring.borrowing.errors import NothingChosen
from app.authoring.borrowing.rules import can_be_lent
from app.authoring.borrowing.words import CAME, LEFT, told
from app.authoring.errors import DraftClosed, FileGone, NoSuchSlice
from app.authoring.lending import lent_to
from app.authoring.pasting.forms import PlaceForm
from app.authoring.policy import Action
from app.authoring.starting.course_file import Unreadable
from app.catalog.errors import NotInCatalog
from app.db import reading, transaction
from app.identity.login import me, person
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.catalog.sources.course import Block

_NAMES = {**BLOCK_NAMES, **SHAPE_NAMES}

bp = Blueprint("borrowing", __name__, template_folder="templates", url_prefix="/authoring")


@bp.get("/<uuid:draft_id>/borrow/<path:path>")
@may_all(Action.EDIT)
def borrow(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Offer the lessons of the published courses, and the blocks of the chosen one."""
    return _page(draft_id, path)


@bp.post("/<uuid:draft_id>/borrow/<path:path>")
@may_all(Action.EDIT)
def take(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Put the chosen blocks into the lesson."""
    form, choice = PlaceForm(), _choice()
    try:
        _let_take(choice)
        with transaction() as session:
            after = places.seen(path, form.place.data or "", whole_number(form.number.data) or 0)
            lent = service.borrow(session, draft_id, choice, after, by=me().id, now=clock.now())
    except NothingChosen:
        return _page(draft_id, path, error=_("入れるものを、1つ以上選んでください。"), status=422)
    except Unreadable:
        why = _(
            "この下書きの course.toml か readings.toml が読めないので、"
            "いっしょに来るものを書けません。先に直します。"
        )
        return _page(draft_id, path, error=why, status=422)
    except (NoSuchSlice, FileGone, DraftClosed):
        flash(_("そのレッスンは、もう前と同じではありません。何も入れていません。"), "note")
        return redirect(url_for("authoring.draft", draft_id=draft_id), 303)
    _tell(lent)
    return redirect(_address(draft_id, lent.done.path, lent.done.line), 303)


def _tell(lent: service.Lent) -> None:
    came, left = told(CAME, lent.came), told(LEFT, lent.left)
    done = _("入れました。もとの講座の名前を credits に書きました。読みは、もう一度確かめます。")
    flash(done, "good")
    if came:
        flash(_("いっしょに来たもの：%(what)s。", what=came), "good")
    if left:
        flash(_("置いてきたもの：%(what)s。", what=left), "note")


def _choice() -> service.Choice:
    slug, _slash, lesson = request.values.get("lesson", "").partition("/")
    numbers = (whole_number(one) for one in request.form.getlist("unit"))
    return service.Choice(slug, lesson, {n for n in numbers if n is not None})


def _page(
    draft_id: uuid.UUID, path: str, *, error: str = "", status: int = 200
) -> ResponseReturnValue:
    try:
        target = places.target(reading(), draft_id, path)
    except NoSuchSlice:
        abort(404)
    if not target.is_open:
        abort(404)
    form, choice = PlaceForm(), _choice()
    form.offer(target)
    courses = lent_to(reading(), person())
    return render_page(
        "borrowing/borrow.html",
        "main",
        status=status,
        target=target,
        form=form,
        courses=courses,
        chosen=f"{choice.slug}/{choice.lesson}",
        units=_units(choice) if choice.slug in {card.slug for card in courses} else [],
        ticked=choice.units,
        error=error,
    )


def _let_take(choice: service.Choice) -> None:
    """Let nobody take of a course that is not lent to them.

    Raises:
        NothingChosen: None was chosen.
        NotInCatalog: So it is, or there is none.
    """
    if not choice.slug:
        raise NothingChosen
    if choice.slug not in {card.slug for card in lent_to(reading(), person())}:
        raise NotInCatalog(choice.slug)


def _units(choice: service.Choice) -> list[tuple[int, str, str, bool]]:
    """Return (number, kind, how it begins, whether it can be taken) of each block."""
    try:
        source, _lesson, units = service.lesson_of(reading(), choice.slug, choice.lesson)
    except NotInCatalog:
        return []
    return [
        (n, _names(unit), first_words(unit[0].body.text), can_be_lent(unit, source))
        for n, unit in enumerate(units)
        if unit[0].kind != "break"
    ]


def _names(unit: "tuple[Block, ...]") -> str:
    kinds = (shown_kind(block.kind, block.body.text) for block in unit)
    return "＋".join(str(_NAMES.get(kind, kind)) for kind in kinds)


def _address(draft_id: uuid.UUID, path: str, line: int) -> str:
    anchor = f"line-{line}"
    return url_for("authoring.file", draft_id=draft_id, path=path, block=line, _anchor=anchor)

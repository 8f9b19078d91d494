"""The figures of a course's questions; and its questions, taken into a bank."""

import uuid

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.catalog import queries as catalog
from app.catalog.library import library_of
from app.catalog.queries import view_of_reader
from app.catalog.sources.read import read
from app.db import reading, transaction
from app.identity.login import me, person
from app.itembanks import figures, queries, service
from app.itembanks.errors import ItemFaulty
from app.itembanks.item_text import item_of_course
from app.itembanks.policy import Action, may_see_figures
from app.itembanks.views.root import authors_only, bp
from app.items.kinds import KINDS
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _


@bp.get("/courses/<slug>")
@authors_only
def course(slug: str) -> ResponseReturnValue:
    """Show what the first answers say about each question of a course."""
    _only_own(slug)
    found = figures.course_figures(reading(), slug, whole_number(request.args.get("version")))
    return render_page(
        "itembanks/course.html",
        "main",
        found=found,
        banks=queries.banks(reading(), person(), Action.ADD),
        kinds=KINDS,
        view=view_of_reader(),
    )


@bp.post("/courses/<slug>")
@authors_only
def take_question(slug: str) -> ResponseReturnValue:
    """Take a question of the current version of a course into a bank."""
    _only_own(slug)
    bank = queries.bank(reading(), _bank_id())
    if not bank.may(person(), Action.ADD):
        abort(404)
    version = catalog.course_by_slug(reading(), slug).version
    source = read(slug, dict(catalog.files(reading(), version.id)))
    try:
        wanted = item_of_course(source, request.form.get("key", ""))
    except ItemFaulty as error:
        flash(f"{error.faults[0].message}。{error.faults[0].mend}", "note")
        return redirect(url_for("itembanks.course", slug=slug), 303)
    if wanted is None:
        abort(404)
    with transaction() as session:
        item = service.add_items(session, bank.id, [wanted], by=me().id, now=clock.now())[0]
    flash(_("問題集に入れました。"), "good")
    return redirect(url_for("itembanks.item", item_id=item.id), 303)


def _only_own(slug: str) -> None:
    if not may_see_figures(person(), [library_of(reading(), slug)]):
        abort(404)


def _bank_id() -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get("bank", ""))
    except ValueError:
        abort(404)

"""Beginning a course: the starters, the form of a new course, and copies."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring import pages
from app.authoring.access import authors_only, may_all
from app.authoring.lending import found_by
from app.authoring.policy import Action
from app.authoring.starting import service
from app.authoring.starting.course_file import Unreadable
from app.authoring.starting.errors import AddressTaken, WithoutLicense
from app.authoring.starting.forms import NameForm, NewCourseForm
from app.authoring.starting.starters import STARTERS, only_lesson
from app.db import reading, transaction
from app.identity.login import me, person
from app.identity.queries import organization_tree
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.authoring.models import Draft

bp = Blueprint("starting", __name__, template_folder="templates", url_prefix="/authoring")

Copy = Callable[["Session", NameForm], "Draft"]


@bp.get("/new")
@authors_only
def starters() -> ResponseReturnValue:
    """Offer what a course can begin from."""
    return render_page("starting/starters.html", "main", starters=STARTERS)


@bp.get("/new/<starter>")
@authors_only
def new(starter: str) -> ResponseReturnValue:
    """Show the form of a new course."""
    if starter not in STARTERS:
        abort(404)
    return _new_page(starter, _new_form(starter))


@bp.post("/new/<starter>")
@authors_only
def start(starter: str) -> ResponseReturnValue:
    """Begin a course from a starter."""
    if starter not in STARTERS:
        abort(404)
    form = _new_form(starter)
    if not form.validate():
        return _new_page(starter, form, status=422)
    try:
        with transaction() as session:
            draft = service.start_from(
                session, starter, form.address, form.head, by=me().id, now=clock.now()
            )
    except AddressTaken:
        _propose(form)
        return _new_page(starter, form, status=422)
    flash(_("新しい講座の下書きを作りました。「書く：…」のところを、あなたの文にします。"), "good")
    lesson = only_lesson(starter)
    if lesson is None:
        return _to(draft)
    return redirect(url_for("authoring.file", draft_id=draft.id, path=lesson), 303)


@bp.route("/courses/<slug>/copy", methods=("GET", "POST"))
@authors_only
def copy_course(slug: str) -> ResponseReturnValue:
    """Begin a course as a copy of a published one."""
    card, may_copy = found_by(reading(), person(), slug)
    if not may_copy:
        abort(403)
    return _copied(
        card.outline.title.plain,
        lambda session, form: service.copy_course(
            session, slug, form.wanted, by=me().id, now=clock.now()
        ),
    )


@bp.route("/<uuid:draft_id>/copy", methods=("GET", "POST"))
@may_all(Action.COPY)
def copy_draft(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a course as a copy of another draft."""
    title = pages.draft_page(reading(), draft_id).row.title
    return _copied(
        title,
        lambda session, form: service.copy_draft(
            session, draft_id, form.wanted, by=me().id, now=clock.now()
        ),
    )


def _copied(title: str, copy: Copy) -> ResponseReturnValue:
    """Show the form of a copy, or make what was asked for in it."""
    form = NameForm(title=_("%(title)s（写し）", title=title))
    if not form.is_submitted():
        return _copy_page(title, form)
    if not form.validate():
        return _copy_page(title, form, status=422)
    try:
        with transaction() as session:
            draft = copy(session, form)
    except AddressTaken:
        _propose(form)
    except Unreadable:
        form.title.errors = [
            _("もとの course.toml が読めないので、写せません。先に、もとの下書きを直します。")
        ]
    except WithoutLicense:
        form.title.errors = [
            _(
                "もとの講座にライセンス（license）が書かれていないので、写せません。先に、もとの下書きに書きます。"
            )
        ]
    else:
        flash(_("写しを、新しい下書きにしました。もとの講座は、変わっていません。"), "good")
        return _to(draft)
    return _copy_page(title, form, status=422)


def _new_form(starter: str) -> NewCourseForm:
    post = person().main_post
    own = "" if post is None else str(post.organization_id)
    return NewCourseForm.offering(STARTERS[starter], organization_tree(reading()), own)


def _propose(form: NameForm) -> None:
    """Say that the address is taken, with one in the field that is free."""
    taken, free = form.address, service.free_address(reading(), form.address)
    form.reading.data = free
    form.reading.errors = [
        _(
            "アドレス「%(taken)s」は、もう使われています。「%(free)s」なら使えます。ほかの読みにしてもかまいません。",
            taken=taken,
            free=free,
        )
    ]


def _new_page(starter: str, form: NewCourseForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page(
        "starting/new.html",
        "main",
        status=status,
        starter=STARTERS[starter],
        form=form,
    )


def _copy_page(title: str, form: NameForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page("starting/copy.html", "main", status=status, title=title, form=form)


def _to(draft: "Draft") -> ResponseReturnValue:
    return redirect(url_for("authoring.draft", draft_id=draft.id), 303)

"""For administrators: the texts, their versions, and publishing a new one."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app import clock
from app.consents import policy, queries, service
from app.consents import texts as words_of
from app.consents.forms import TextForm
from app.consents.rules import Notice, Purpose
from app.consents.views.root import bp
from app.db import reading, transaction
from app.identity.login import me, person, roles_required
from app.identity.models import Role
from app.ui.navigation import sit_at_desk
from app.ui.page import render_page
from app.ui.strings import gettext as _

P = ParamSpec("P")
R = TypeVar("R")


def _publishers_only(view: Callable[P, R]) -> Callable[P, R]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not policy.may_publish_texts(person()):
            abort(404)
        sit_at_desk()
        return view(*args, **kwargs)

    return roles_required(Role.ADMINISTRATOR)(guarded)


@bp.get("/admin/consents")
@_publishers_only
def texts() -> ResponseReturnValue:
    """List the texts as they are today."""
    return render_page(
        "consents/texts.html", "main", texts=queries.current_texts(reading()).values()
    )


@bp.get("/admin/consents/<key>")
@_publishers_only
def text(key: str) -> ResponseReturnValue:
    """Show a text to be changed into a new version."""
    found = _key(key)
    return _text_page(found, TextForm.of(queries.current_texts(reading())[found].text.words))


@bp.post("/admin/consents/<key>")
@_publishers_only
def publish(key: str) -> ResponseReturnValue:
    """Publish a new version; the publisher says what becomes of earlier agreements."""
    found = _key(key)
    form = TextForm.of(queries.current_texts(reading())[found].text.words)
    if found in set(Notice):
        form.asks_again.data = "keep"
    if not form.validate() or not _is_spelled(form):
        return _text_page(found, form, status=422)
    with transaction() as session:
        number = service.publish_text(
            session,
            found,
            form.words,
            asks_again=form.asks_again.data == "again",
            by=me().id,
            now=clock.now(),
        )
    flash(_("第%(n)s版を公開しました。", n=number), "good")
    return redirect(url_for("consents.texts"), 303)


def _is_spelled(form: TextForm) -> bool:
    """Say whether the readings can be read; tell beside the field if not."""
    for place, fault in words_of.faults(form.words):
        form[place.replace("-", "_")].errors = [fault]
    return not words_of.faults(form.words)


def _key(key: str) -> Notice | Purpose:
    try:
        return words_of.key_of(key)
    except ValueError:
        raise NoResultFound from None


def _text_page(key: Notice | Purpose, form: TextForm, *, status: int = 200) -> ResponseReturnValue:
    versions = queries.versions_of(reading(), key)
    return render_page(
        "consents/text.html",
        "main",
        status=status,
        key=key,
        form=form,
        versions=versions,
        is_notice=key in set(Notice),
        parts=words_of.PARTS,
    )

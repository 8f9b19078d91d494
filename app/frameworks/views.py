"""Public pages: what each item of a framework is called, and where the name comes from.

And the page on which the city gives the items of its own frameworks its own names.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import transaction
from app.frameworks import policy, queries, service
from app.frameworks.errors import NameTakenError, UnknownFrameworkError
from app.frameworks.forms import NameForm
from app.frameworks.models import FrameworkItem
from app.identity.login import me, person, signed_in, visitor
from app.ui.page import render_page
from app.ui.strings import gettext as _

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("frameworks", __name__, url_prefix="/frameworks", template_folder="templates")
bp.before_app_request(queries.forget_names)
UNPROCESSABLE = 422


def name_giver(view: Callable[P, R]) -> Callable[P, R]:
    """Let in who names items; for everybody else the page does not exist."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not policy.may_name(person()):
            abort(404)
        return view(*args, **kwargs)

    return signed_in(guarded)


@bp.get("/")
def show_frameworks() -> ResponseReturnValue:
    """List the frameworks on file."""
    return render_page("frameworks/list.html", "main", frameworks=queries.frameworks())


@bp.get("/<ref>")
def show_framework(ref: str) -> ResponseReturnValue:
    """Show the items of one version; ``#<code>`` is the address credentials carry."""
    try:
        framework = queries.framework(ref)
    except UnknownFrameworkError:
        abort(404)
    return render_page(
        "frameworks/framework.html",
        "main",
        framework=framework,
        may_name=framework.is_renamable and policy.may_name(visitor()),
    )


@bp.get("/<ref>/<code>/name")
@name_giver
def show_name(ref: str, code: str) -> ResponseReturnValue:
    """Show what the city calls an item, to change it."""
    item = _item(ref, code)
    return _name_page(item, NameForm.of(item))


@bp.post("/<ref>/<code>/name")
@name_giver
def name_item(ref: str, code: str) -> ResponseReturnValue:
    """Call an item as the city does."""
    item, form = _item(ref, code), NameForm()
    if not form.validate():
        return _name_page(item, form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            named = service.call_item(session, item.ref, *form.names, by=me().id, now=clock.now())
    except NameTakenError as taken:
        form.tell_taken(taken.language)
        return _name_page(item, form, status=UNPROCESSABLE)
    flash(_("これからは「%(name)s」と呼びます。", name=named.label.ja), "good")
    return redirect(url_for("frameworks.show_framework", ref=ref, _anchor=code), 303)


@bp.post("/<ref>/<code>/name/original")
@name_giver
def take_name_back(ref: str, code: str) -> ResponseReturnValue:
    """Call an item as its framework does again."""
    item = _item(ref, code)
    with transaction() as session:
        named = service.call_as_published(session, item.ref, by=me().id, now=clock.now())
    flash(_("もとの名前「%(name)s」にもどしました。", name=named.label.ja), "good")
    return redirect(url_for("frameworks.show_framework", ref=ref, _anchor=code), 303)


def _item(ref: str, code: str) -> FrameworkItem:
    """Return the item of an address; where nobody may name it, there is no such page."""
    found = queries.find_item(f"{ref}/{code}")
    if found is None or not queries.published(ref).is_renamable:
        abort(404)
    return found


def _name_page(item: FrameworkItem, form: NameForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page(
        "frameworks/name.html",
        "main",
        status=status,
        item=item,
        framework=queries.published(item.framework),
        form=form,
    )

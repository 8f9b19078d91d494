"""A training with a paper list: who completed it is ticked on a list of a department."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.talent.queries import staff
from app.training import queries, service
from app.training.forms.by_hand import HandForm
from app.training.models import TrainingSource
from app.training.queries.people import people_named
from app.training.views.root import UNPROCESSABLE, bp, bringer, today
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _

MOST_PEOPLE = 400
"""On one list; a larger department is ticked in its sections."""


@bp.get("/training/by-hand", endpoint="by_hand")
@bringer
def show() -> ResponseReturnValue:
    """Ask what was completed, and in which department."""
    form = HandForm(formdata=None, source=request.args.get("source", ""))
    return _form_page(form)


@bp.post("/training/by-hand", endpoint="take_by_hand")
@bringer
def take() -> ResponseReturnValue:
    """Show the people of a department, or keep who was ticked."""
    form = _offered(HandForm())
    form.latest = today()
    if request.form.get("step") == "show":
        return _form_page(form)
    people = _people(form) if form.validate() else []
    if not people and not form.errors:
        tell(form.people, _("修了した人を、1人以上選んでください。"))
    if form.errors:
        return _form_page(form, status=UNPROCESSABLE)
    with transaction() as session:
        source = session.get_one(TrainingSource, uuid.UUID(form.source.data))
        kept = service.enter(session, source, form.told(), people, by=me().id, now=clock.now()).id
    flash(_("修了した人を記録しました。"), "good")
    return redirect(url_for("training.one_import", training_id=kept), 303)


def _people(form: HandForm) -> list[uuid.UUID]:
    """Return who was ticked or named, and tell the form of those who are not there."""
    named = form.named()
    found = people_named(reading(), named, named, today=today())
    known = {one: found.by_number.get(one) or found.by_login.get(one) for one in named}
    lost = [one for one, who in known.items() if who is None or not who.is_staff]
    if lost:
        tell(form.others, _("職員として見つからない人がいます: %(who)s", who="、".join(lost[:5])))
    return [*form.ticked(), *(who.id for who in known.values() if who is not None)]


def _offered(form: HandForm) -> HandForm:
    session, here = reading(), form.department_id()
    tree = staff.departments(session)
    inside = tree.below(here) if here else ()
    members = staff.staff_in(session, tree, inside, today=today(), limit=MOST_PEOPLE)
    return form.offering(queries.sources(session), tree, members)


def _form_page(form: HandForm, *, status: int = 200) -> ResponseReturnValue:
    offered = form if form.source.choices else _offered(form)
    return render_page("training/by_hand.html", "main", status=status, form=offered, today=today())

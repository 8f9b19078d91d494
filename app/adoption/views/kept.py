"""The kept words of answers: what a department uses again."""

import uuid

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.adoption import policy, queries, service, words
from app.adoption.errors import NoSuchAdoption
from app.adoption.views.root import bp, officer, staff_only
from app.db import reading, transaction
from app.identity.login import person
from app.talent.queries import staff
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/adoption/templates", endpoint="templates")
@staff_only
def show_templates() -> ResponseReturnValue:
    """List the kept answers of the reader's departments."""
    session = reading()
    tree = staff.departments(session)
    rows = queries.templates_of(session, policy.scope_of(person(), tree))
    paths = {one.id: one.path for one in tree.ordered}
    return render_page("adoption/templates.html", "main", rows=rows, paths=paths, words=words)


@bp.post("/adoption/templates/<uuid:template_id>/remove")
@staff_only
def remove_template(template_id: uuid.UUID) -> ResponseReturnValue:
    """Remove one; answers that were given with it stay as they are."""
    places = policy.scope_of(person(), staff.departments(reading()))
    try:
        with transaction() as session:
            service.remove_template(
                session, template_id, places=places, by=officer(), now=clock.now()
            )
    except NoSuchAdoption:
        abort(404)
    flash(_("ひな形を消しました。出した答えは、そのままです。"), "good")
    return redirect(url_for("adoption.templates"), 303)

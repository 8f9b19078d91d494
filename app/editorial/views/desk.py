"""A published course at the workshop: its versions, and whether it is on offer."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring import policy
from app.authoring.access import authors_only
from app.catalog import service as catalog
from app.catalog.library import library_of
from app.catalog.queries import view_of_reader
from app.db import reading, transaction
from app.editorial import pages
from app.editorial.views.review import bp
from app.identity.login import me, person
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/courses/<slug>")
@authors_only
def course(slug: str) -> ResponseReturnValue:
    """Show the versions of a course, who is under way in them, and whether it is on offer."""
    _only_own(slug)
    found = pages.course_desk(reading(), slug)
    return render_page("editorial/course.html", "main", found=found, view=view_of_reader())


@bp.post("/courses/<slug>/retire")
@authors_only
def retire(slug: str) -> ResponseReturnValue:
    """Let a course take nobody new."""
    _only_own(slug)
    with transaction() as session:
        catalog.retire_course(session, slug, now=clock.now(), by=me().id)
    flash(_("新しく始められないようにしました。学んでいる途中の人は、最後まで進めます。"), "good")
    return redirect(url_for("editorial.course", slug=slug), 303)


@bp.post("/courses/<slug>/bring-back")
@authors_only
def bring_back(slug: str) -> ResponseReturnValue:
    """Offer a retired course again."""
    _only_own(slug)
    with transaction() as session:
        catalog.bring_back(session, slug, now=clock.now(), by=me().id)
    flash(_("また始められるようにしました。講座の一覧にも出ます。"), "good")
    return redirect(url_for("editorial.course", slug=slug), 303)


def _only_own(slug: str) -> None:
    if not policy.may_mend(person(), library_of(reading(), slug)):
        abort(404)

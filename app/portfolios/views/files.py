"""Portfolios: one's own list, the teacher's, and the files of each."""

import uuid
from typing import TYPE_CHECKING

from flask import Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.audit import service as audit
from app.challenges import beside
from app.clock import day_of
from app.db import reading, transaction
from app.identity.login import me, registered
from app.media.storage.choosing import storage_of
from app.portfolios import contents, packing, queries
from app.portfolios.errors import NoSuchPortfolio
from app.portfolios.views.root import bp
from app.press import CannotPrint, pressed
from app.projects import doors
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.portfolios.queries import Part
    from app.projects.queries import Standing

MIMETYPES = {"pdf": "application/pdf", "zip": "application/zip"}


@bp.get("/my/portfolio", endpoint="mine")
@registered
def show_mine() -> ResponseReturnValue:
    """List the projects in which one learned, each with its files."""
    session = reading()
    parts = queries.own_parts(session, me().id)
    ways = beside.ways_to(session, {one.project.id for one in parts})
    return render_page("portfolios/mine.html", "main", parts=parts, ways=ways)


@bp.get("/my/portfolio/<key>/<any(pdf, zip):form>")
@registered
def own_file(key: str, form: str) -> ResponseReturnValue:
    """Give out one's own portfolio."""
    try:
        part = queries.own_part(reading(), me().id, key)
    except NoSuchPortfolio:
        abort(404)
    return _file(part, form, is_own=True) or redirect(url_for("portfolios.mine"), 303)


@bp.get("/projects/<key>/portfolios", endpoint="of_project")
@doors.inside
def show_pupils(standing: "Standing") -> ResponseReturnValue:
    """List the pupils of a teacher's own organization, each with their files."""
    if not standing.is_teacher:
        abort(404)
    parts = queries.pupils_parts(standing, doors.names_for(standing))
    return doors.render_inside("portfolios/pupils.html", standing, parts=parts)


@bp.get("/projects/<key>/portfolios/<uuid:member_id>/<any(pdf, zip):form>")
@doors.inside
def pupil_file(standing: "Standing", member_id: uuid.UUID, form: str) -> ResponseReturnValue:
    """Give out a pupil's portfolio to a teacher of theirs, and note it."""
    parts = queries.pupils_parts(standing, doors.names_for(standing))
    part = next((one for _name, one in parts if one.member.id == member_id), None)
    if part is None or not standing.is_teacher:
        abort(404)
    given = _file(part, form, is_own=False)
    if given is None:
        return redirect(url_for("portfolios.of_project", key=standing.project.key), 303)
    with transaction() as session:
        details = {"project": str(standing.project.id), "form": form}
        subject = part.member.user_id
        audit.record(
            session,
            "portfolios.given",
            now=clock.now(),
            by=me().id,
            subject=subject,
            details=details,
        )
    return given


def _file(part: "Part", form: str, *, is_own: bool) -> Response | None:
    today = day_of(clock.now())
    found = queries.portfolio(reading(), part, for_owner=is_own)
    try:
        data = pressed(contents.paper(found, on=today, is_own=is_own))
    except CannotPrint:
        flash(_("いま、ほかの紙を作っています。少し待ってから、もう一度どうぞ。"), "close")
        return None
    if form == "zip":
        told = contents.said(found, on=today, is_own=is_own)
        data = packing.packed(found, told, data, storage_of(site().settings))
    answer = Response(data, content_type=MIMETYPES[form])
    name = f"tankyu-{part.project.key}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer

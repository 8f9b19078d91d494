"""The できたよ証 of a whole class, for its teacher to print."""

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.credentials import certificates
from app.credentials.queries import class_papers, papers
from app.credentials.views.mine import today
from app.credentials.views.root import bp
from app.credentials.views.taking import doll, house, made
from app.db import reading
from app.identity.login import is_staff, person, roles_required
from app.identity.models import Role
from app.ui.navigation import sit_at_desk
from app.ui.page import render_page


@bp.get("/classes/<uuid:class_id>/papers")
@roles_required(Role.TEACHER)
def of_class(class_id: uuid.UUID) -> ResponseReturnValue:
    """List what the children of a class have completed, with the papers of each course."""
    session, on = reading(), today()
    room = class_papers.taught_class(session, class_id, person(), on=on)
    if not is_staff():
        sit_at_desk()
    return render_page(
        "credentials/of_class.html",
        "main",
        room=room,
        found=class_papers.papers_of(session, class_id, on=on),
        pupils=class_papers.pupils_in(session, class_id, on=on),
        today=on,
    )


@bp.get("/classes/<uuid:class_id>/papers.pdf")
@roles_required(Role.TEACHER)
def of_class_pdf(class_id: uuid.UUID) -> ResponseReturnValue:
    """Give the papers of one course (``of``: its achievement's key) as one file, 出席番号順.

    Where nothing is left to print, the list says so.
    """
    session, on = reading(), today()
    room = class_papers.taught_class(session, class_id, person(), on=on)
    key = request.args.get("of", "")
    rows = class_papers.to_print(session, class_id, key, on=on)
    if not rows:
        return redirect(url_for("credentials.of_class", class_id=room.id), 303)
    jobs = papers.child_certificates_of(session, rows, house(), doll=doll())
    name = f"dekita-{room.id.hex[:8]}-{on:%Y%m%d}.pdf"
    return made(certificates.together(jobs), room.id, name, "application/pdf")

"""From somebody's own home, or a letter, to the course itself."""

import uuid

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.assignments import queries
from app.assignments.views.root import bp
from app.db import reading
from app.identity.login import me, signed_in


@bp.get("/my/assignments/<uuid:assignment_id>")
@signed_in
def go_on(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Lead to where the person goes on with what was assigned to them; 404 for anybody else."""
    slug, run = queries.next_course(reading(), me().id, assignment_id)
    if run is not None:
        return redirect(url_for("learning.resume", registration_id=run))
    return redirect(url_for("learning.course", slug=slug))

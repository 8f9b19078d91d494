"""Where a mentor sees the team or a learner: five lines, on a phone."""

import uuid

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.assessments import queries, service
from app.assessments.errors import AssessmentRefused
from app.assessments.forms import WHY, ViewForm
from app.assessments.views.root import UNPROCESSABLE, back, bp
from app.db import reading, transaction
from app.projects import doors
from app.projects.queries import Standing
from app.projects.rules import MemberRole
from app.ui.fields import tell
from app.ui.strings import gettext as _

TEAM = "team"


@bp.get("/projects/<key>/assessment/view", endpoint="view")
@doors.inside
def show_view(standing: Standing) -> ResponseReturnValue:
    """Ask a mentor where they see the team, or the learner in the address."""
    if not standing.is_mentor:
        abort(404)
    whom = _whom(standing)
    about = _about(whom, request.args.get("about", TEAM))
    return _page(standing, whom, about, _form(standing, about))


@bp.post("/projects/<key>/assessment/view", endpoint="say_view")
@doors.inside
def say_view(standing: Standing) -> ResponseReturnValue:
    """Keep where a mentor sees the team or a learner."""
    if not standing.is_mentor:
        abort(404)
    whom = _whom(standing)
    about = _about(whom, request.form.get("about", ""))
    form = _form(standing, about)
    if not form.validate():
        return _page(standing, whom, about, form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            named = [who for who in whom if who is not None]
            service.say_view(session, standing, about, form.seen(), named=named, now=clock.now())
    except AssessmentRefused as refused:
        tell(form.words, WHY[refused.fault])
        return _page(standing, whom, about, form, status=UNPROCESSABLE)
    flash(_("先生に伝えました。ほかの人には出ません。"), "good")
    return back(standing)


def _whom(standing: Standing) -> dict[uuid.UUID | None, str]:
    """Return of whom a mentor may speak: the team, and the learners whom they know by name."""
    known = doors.names_for(standing).choices(MemberRole.LEARNER)
    return {None: _("チーム全体"), **{who: _("%(name)sさん", name=name) for who, name in known}}


def _about(whom: dict[uuid.UUID | None, str], asked: str) -> uuid.UUID | None:
    """Return who is meant, or end in 404 for anybody whom they do not know."""
    found = {TEAM if who is None else str(who): who for who in whom}
    return found[asked] if asked in found else abort(404)


def _form(standing: Standing, about: uuid.UUID | None) -> ViewForm:
    known = queries.own_views(reading(), standing.project.id, standing.user_id)
    return ViewForm.of(known.get(about))


def _page(
    standing: Standing,
    whom: dict[uuid.UUID | None, str],
    about: uuid.UUID | None,
    form: ViewForm,
    *,
    status: int = 200,
) -> ResponseReturnValue:
    key = standing.project.key
    ways = [
        (name, url_for("assessments.view", key=key, about=who or TEAM), who == about)
        for who, name in whom.items()
    ]
    return doors.render_inside(
        "assessments/view.html",
        standing,
        status=status,
        ways=ways,
        name=whom[about],
        about=about or TEAM,
        form=form,
    )

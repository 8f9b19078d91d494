"""The page of assessments: what each kind of member finds on it."""

from typing import TYPE_CHECKING, Any

from flask import abort, flash, request
from flask.typing import ResponseReturnValue

from app import clock
from app.assessments import policy, queries, service
from app.assessments.errors import AssessmentRefused
from app.assessments.forms import WHY
from app.assessments.rubric import rubric
from app.assessments.rules import FEWEST
from app.assessments.views.root import back, bp, polite
from app.db import reading, transaction
from app.projects import doors
from app.projects.queries import Standing
from app.projects.rules import MemberRole
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.projects.queries import Names


@bp.get("/projects/<key>/assessment", endpoint="assessments")
@doors.inside
def show_assessments(standing: Standing) -> ResponseReturnValue:
    """Show the rubric, one's own result, and to teachers and mentors whom they assess."""
    names = doors.names_for(standing)
    return doors.render_inside(
        "assessments/assessments.html",
        standing,
        named=lambda user_id: polite(names, user_id),
        why=WHY,
        rubric=rubric(),
        fewest=FEWEST,
        **_of_learner(standing, names),
        **_of_teacher(standing, names),
    )


@bp.post("/projects/<key>/assessment/asking", endpoint="ask_peers")
@doors.inside
def ask_peers(standing: Standing) -> ResponseReturnValue:
    """Turn on or off that learners say how the work was split."""
    if not standing.is_teacher:
        abort(404)
    asks = request.form.get("asks") == "1"
    try:
        with transaction() as session:
            service.ask_peers(session, standing, asks=asks, now=clock.now())
    except AssessmentRefused as refused:
        flash(str(WHY[refused.fault]), "note")
    else:
        told = _("分担を聞きはじめました。チームの人が書けます。")
        flash(
            told if asks else _("分担を聞くのをやめました。書かれたものは残っています。"), "good"
        )
    return back(standing)


def _of_learner(standing: Standing, names: "Names") -> dict[str, Any]:
    """Return what a learner finds: their own result, and whether they are asked for a split."""
    if not standing.is_learner:
        return {"own": None, "no_split": "learner", "has_given": False}
    session, project = reading(), standing.project
    own = queries.settled(session, project.id, standing.user_id)
    named = [who for who, _name in names.choices(MemberRole.LEARNER)]
    return {
        "own": own,
        "no_split": policy.why_no_split(standing, named, is_told=own is not None),
        "has_given": standing.user_id in queries.givers(session, project.id)
        if project.asks_peers
        else False,
    }


def _of_teacher(standing: Standing, names: "Names") -> dict[str, Any]:
    """Return what a teacher finds: whom they assess, who was told, how many splits there are."""
    if not standing.is_teacher:
        return {"assessed": (), "days": {}, "answers": 0}
    session, project = reading(), standing.project
    return {
        "assessed": policy.settled_by(standing, names),
        "days": queries.settled_days(session, project.id),
        "answers": len(queries.givers(session, project.id)) if project.asks_peers else 0,
    }

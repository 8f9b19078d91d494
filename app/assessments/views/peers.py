"""How the work was split, as a learner says it."""

import uuid

from flask import flash
from flask.typing import ResponseReturnValue

from app import clock
from app.assessments import policy, queries, service
from app.assessments.errors import AssessmentRefused
from app.assessments.forms import WHY, SplitForm
from app.assessments.views.root import UNPROCESSABLE, back, bp
from app.db import reading, transaction
from app.projects import doors
from app.projects.queries import Standing
from app.projects.rules import MemberRole
from app.ui.fields import tell
from app.ui.strings import gettext as _

Named = list[tuple[uuid.UUID, str]]


@bp.get("/projects/<key>/assessment/peers", endpoint="peers")
@doors.inside
def show_split(standing: Standing) -> ResponseReturnValue:
    """Ask how the work was split, or say why it is not asked."""
    named = _named(standing)
    fault = _fault(standing, named)
    if fault is not None:
        flash(str(WHY[fault]), "note")
        return back(standing)
    return _page(standing, _form(standing, named))


@bp.post("/projects/<key>/assessment/peers", endpoint="give_split")
@doors.inside
def give_split(standing: Standing) -> ResponseReturnValue:
    """Keep how the work was split."""
    named = _named(standing)
    form, fault = _form(standing, named), _fault(standing, named)
    if fault is not None:
        flash(str(WHY[fault]), "note")
        return back(standing)
    if not form.validate():
        return _page(standing, form, status=UNPROCESSABLE)
    ids = [who for who, _name in named]
    try:
        with transaction() as session:
            service.split(session, standing, form.parts(), named=ids, now=clock.now())
    except AssessmentRefused as refused:
        tell(form[f"points_{ids[0].hex}"], WHY[refused.fault])
        return _page(standing, form, status=UNPROCESSABLE)
    flash(_("出しました。読むのは先生だけです。"), "good")
    return back(standing)


def _named(standing: Standing) -> Named:
    """Return today's learners whom the learner knows by name; themselves first."""
    found = doors.names_for(standing).choices(MemberRole.LEARNER)
    return sorted(found, key=lambda one: one[0] != standing.user_id)


def _fault(standing: Standing, named: Named) -> str | None:
    is_told = queries.settled(reading(), standing.project.id, standing.user_id) is not None
    return policy.why_no_split(standing, [who for who, _name in named], is_told=is_told)


def _form(standing: Standing, named: Named) -> SplitForm:
    row = queries.own_split(reading(), standing.project.id, standing.user_id)
    return SplitForm.among(named, standing.user_id, row)


def _page(standing: Standing, form: SplitForm, *, status: int = 200) -> ResponseReturnValue:
    return doors.render_inside("assessments/peers.html", standing, status=status, form=form)

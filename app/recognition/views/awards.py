"""The credentials of a project: awarded by its teachers, found by everybody whose they are."""

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.clock import day_of
from app.db import reading, transaction
from app.identity.login import person
from app.projects import doors
from app.recognition import forms, policy, queries, service
from app.recognition.errors import AwardRefused
from app.recognition.views.root import UNPROCESSABLE, bp
from app.ui.strings import gettext as _
from app.workroom import queries as workroom

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from app.projects.queries import Standing


@bp.get("/projects/<key>/awards", endpoint="awards")
@doors.inside
def show_awards(standing: "Standing") -> ResponseReturnValue:
    """Show what was awarded: all of it to those who award, one's own to everybody else."""
    if policy.may_award(standing):
        return _desk(standing, None)
    own = queries.own_awards(reading(), standing.project.id, standing.user_id)
    return doors.render_inside("recognition/own.html", standing, awards=own)


@bp.post("/projects/<key>/awards")
@doors.inside
def take_awards(standing: "Standing") -> ResponseReturnValue:
    """Award what was chosen, or show what is to be mended."""
    if not policy.may_award(standing):
        abort(404)
    names = doors.names_for(standing)
    today = day_of(clock.now())
    found = queries.candidates(reading(), standing, names, on=today)
    lines = forms.lines_of(found, request.form)
    if any(line.fault for line in lines.values()):
        return _desk(standing, lines, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            earned = forms.earned_of(lines)
            service.award(session, standing, names, earned, by=person(), now=clock.now())
    except AwardRefused as refused:
        return _desk(standing, lines, str(forms.WHY[refused.fault]), status=UNPROCESSABLE)
    flash(_("証明を出しました。まもなく、本人のページに届きます。"), "good")
    return redirect(url_for("recognition.awards", key=standing.project.key), 303)


def _desk(
    standing: "Standing",
    lines: "Mapping[uuid.UUID, forms.Line] | None",
    fault: str = "",
    *,
    status: int = 200,
) -> ResponseReturnValue:
    session = reading()
    today = day_of(clock.now())
    found = queries.candidates(session, standing, doors.names_for(standing), on=today)
    made = workroom.public_artifacts(session, standing.project.id)
    return doors.render_inside(
        "recognition/awards.html",
        standing,
        status=status,
        candidates=found,
        lines=lines or forms.lines_of(found, None),
        choices=_choices(standing),
        artifacts=[(one.title, one.title) for one in made],
        adoption=queries.adoption_words(session, standing.project.id),
        roles=forms.ROLE_NAMES,
        fault=fault,
    )


def _choices(standing: "Standing") -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {"child": [], "citizen": [], "staff": []}
    for one in queries.awardable(reading(), standing.project.id):
        found.setdefault(one.audience, []).append((str(one.id), one.name))
    return found

"""The credentials of a project: awarded by its teachers, found by everybody whose they are."""

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import person
from app.projects import doors
from app.projects.words import ROLES
from app.recognition import forms, policy, queries, service
from app.recognition.errors import AwardRefused
from app.recognition.views.root import UNPROCESSABLE, bp
from app.ui.strings import gettext as _
from app.workroom import queries as workroom

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping

    from app.projects.queries import Standing
    from app.recognition.queries import Candidate


@bp.get("/projects/<key>/awards", endpoint="awards")
@doors.inside
def show_awards(standing: "Standing") -> ResponseReturnValue:
    """Show what was awarded: all of it to those who award, one's own to everybody else."""
    if policy.may_award(standing):
        found = queries.candidates(reading(), standing, doors.names_for(standing))
        return _desk(standing, found, forms.lines_of(found, None))
    own = queries.own_awards(reading(), standing.project.id, standing.user_id)
    return doors.render_inside("recognition/own.html", standing, awards=own)


@bp.post("/projects/<key>/awards")
@doors.inside
def take_awards(standing: "Standing") -> ResponseReturnValue:
    """Award what was chosen, or show what is to be mended."""
    if not policy.may_award(standing):
        abort(404)
    names = doors.names_for(standing)
    found = queries.candidates(reading(), standing, names)
    lines = forms.lines_of(found, request.form)
    if any(line.fault for line in lines.values()):
        return _desk(standing, found, lines, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            earned = forms.earned_of(lines)
            service.award(session, standing, names, earned, by=person(), now=clock.now())
    except AwardRefused as refused:
        told, fault = forms.with_refusal(lines, refused)
        return _desk(standing, found, told, fault, status=UNPROCESSABLE)
    flash(_("証明を出しました。まもなく、本人のページに届きます。"), "good")
    return redirect(url_for("recognition.awards", key=standing.project.key), 303)


def _desk(
    standing: "Standing",
    found: "Iterable[Candidate]",
    lines: "Mapping[uuid.UUID, forms.Line]",
    fault: str = "",
    *,
    status: int = 200,
) -> ResponseReturnValue:
    session, project_id = reading(), standing.project.id
    return doors.render_inside(
        "recognition/awards.html",
        standing,
        outlives=True,
        status=status,
        candidates=found,
        lines=lines,
        choices=_choices(project_id),
        artifacts=workroom.public_titles(session, project_id),
        adoption=queries.adoption_words(session, project_id),
        roles=ROLES,
        fault=fault,
    )


def _choices(project_id: "uuid.UUID") -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {"child": [], "citizen": [], "staff": []}
    for one in queries.awardable(reading(), project_id):
        found.setdefault(one.audience, []).append((str(one.id), one.name))
    return found

"""A new version of something, and the way back to an old one."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.projects import doors
from app.projects.queries import Standing
from app.ui.fields import tell
from app.ui.strings import gettext as _
from app.ui.uploads import takes_files
from app.workroom import queries
from app.workroom.errors import WorkroomRefused
from app.workroom.forms import WHY, VersionForm
from app.workroom.models import Artifact
from app.workroom.service import artifacts as service
from app.workroom.views.artifacts import LARGEST_REQUEST
from app.workroom.views.root import UNPROCESSABLE, bp, on_artifacts
from app.workroom.views.taking import status_of, take


@bp.get("/artifacts/<uuid:artifact_id>/versions/new")
@on_artifacts
def new_version(standing: Standing, artifact_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a new version."""
    row = queries.artifact_row(reading(), standing.project.id, artifact_id)
    return _page(standing, VersionForm(), row)


@bp.post("/artifacts/<uuid:artifact_id>/versions/new")
@takes_files(LARGEST_REQUEST, of_learners=True)
@on_artifacts
def take_version(standing: Standing, artifact_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a new version, or show what is to be mended."""
    project, form = standing.project, VersionForm()
    row = queries.artifact_row(reading(), project.id, artifact_id)
    thing = take(form) if form.validate() else None
    if thing is None:
        return _page(standing, form, row, status=status_of(form))
    place, note = (project.id, artifact_id), " ".join(form.note.data.split())
    try:
        with transaction() as session:
            service.add_version(session, place, thing, note, by=me().id, now=clock.now())
    except WorkroomRefused as refused:
        tell(form.file, WHY[refused.fault])
        return _page(standing, form, row, status=UNPROCESSABLE)
    flash(_("新しい版をのせました。前の版も、のこっています。"), "good")
    return redirect(url_for("workroom.artifact", key=project.key, artifact_id=artifact_id), 303)


@bp.post("/artifacts/<uuid:artifact_id>/versions/<int:number>/again")
@on_artifacts
def take_version_again(
    standing: Standing, artifact_id: uuid.UUID, number: int
) -> ResponseReturnValue:
    """Make a new version of an old one's bytes."""
    project = standing.project
    note = _("第%(n)s版の中身にもどした", n=number)
    place = (project.id, artifact_id)
    with transaction() as session:
        service.go_back(session, place, number, str(note), by=me().id, now=clock.now())
    flash(_("第%(n)s版の中身を、いちばん新しい版にしました。", n=number), "good")
    return redirect(url_for("workroom.artifact", key=project.key, artifact_id=artifact_id), 303)


def _page(
    standing: Standing, form: VersionForm, row: Artifact, *, status: int = 200
) -> ResponseReturnValue:
    return doors.render_inside(
        "workroom/version_form.html",
        standing,
        status=status,
        form=form,
        row=row,
        largest=LARGEST_REQUEST,
    )

"""What was made: listed, shared, read, described, removed."""

import uuid
from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.media.rules import LARGEST_PICTURE, MB
from app.projects import doors
from app.projects.queries import Standing
from app.ui.fields import tell
from app.ui.strings import gettext as _
from app.ui.uploads import takes_files
from app.workroom import policy, queries
from app.workroom.errors import WorkroomRefused
from app.workroom.forms import KINDS, WHY, AboutForm, ShareForm
from app.workroom.models import Artifact
from app.workroom.rules import LARGEST_PROJECT
from app.workroom.service import artifacts as service
from app.workroom.service import holding
from app.workroom.views.calling import called
from app.workroom.views.root import UNPROCESSABLE, bp, on_artifacts, on_descriptions, today
from app.workroom.views.taking import status_of, take

LARGEST_REQUEST = LARGEST_PICTURE + 2 * MB
"""Bytes: the largest file that is taken, and the form around it."""


@bp.get("/artifacts", endpoint="artifacts")
@doors.inside
def show_artifacts(standing: Standing) -> ResponseReturnValue:
    """List what was made, the newest first."""
    session, project = reading(), standing.project
    removed = queries.removed_artifacts(session, project.id, today=today())
    told = request.args.get("removed")
    return doors.render_inside(
        "workroom/artifacts.html",
        standing,
        rows=queries.artifacts(session, project.id),
        removed=removed,
        just_removed=next((one for one in removed if str(one.id) == told), None),
        used=service.used_bytes(session, project.id),
        most=LARGEST_PROJECT,
        kinds=KINDS,
        may_write=standing.is_active and policy.shares(standing),
    )


@bp.get("/artifacts/<uuid:artifact_id>")
@doors.inside
def artifact(standing: Standing, artifact_id: uuid.UUID) -> ResponseReturnValue:
    """Show one thing with its versions."""
    names, ever = doors.names_for(standing), policy.describes_ever(standing)
    return doors.render_inside(
        "workroom/artifact.html",
        standing,
        outlives=ever,
        row=queries.artifact(reading(), standing.project.id, artifact_id),
        names=names,
        may_see=names.may_see,
        called=partial(called, names),
        kinds=KINDS,
        may_write=standing.is_active and policy.shares(standing),
        may_describe=policy.shares(standing) if standing.is_active else ever,
    )


@bp.get("/artifacts/new")
@on_artifacts
def new_artifact(standing: Standing) -> ResponseReturnValue:
    """Show the form of something new; ``meeting`` is the one whose picture it is."""
    return _share_page(standing, _share_form(standing))


@bp.post("/artifacts/new")
@takes_files(LARGEST_REQUEST, of_learners=True)
@on_artifacts
def take_new_artifact(standing: Standing) -> ResponseReturnValue:
    """Keep something new, or show what is to be mended."""
    form, project, meeting_id = _share_form(standing), standing.project, _meeting_id()
    thing = take(form) if form.validate() else None
    if thing is None:
        return _share_page(standing, form, status=status_of(form))
    about, by, now = form.about(), me().id, clock.now()
    try:
        with transaction() as session:
            row = service.share(
                session, project.id, thing, about, by=by, now=now, meeting_id=meeting_id
            )
    except WorkroomRefused as refused:
        tell(form.alt if refused.fault == "alt" else form.file, WHY[refused.fault])
        return _share_page(standing, form, status=UNPROCESSABLE)
    flash(_("のせました。チームの全員が見られます。"), "good")
    return redirect(url_for("workroom.artifact", key=project.key, artifact_id=row.id), 303)


@bp.get("/artifacts/<uuid:artifact_id>/edit")
@on_descriptions
def change_artifact(standing: Standing, artifact_id: uuid.UUID) -> ResponseReturnValue:
    """Show what is said of something, to be changed."""
    row = queries.artifact_row(reading(), standing.project.id, artifact_id)
    return _about_page(standing, _about_form(standing, row), row)


@bp.post("/artifacts/<uuid:artifact_id>/edit")
@on_descriptions
def take_artifact(standing: Standing, artifact_id: uuid.UUID) -> ResponseReturnValue:
    """Say otherwise what something is, or show what is to be mended."""
    project = standing.project
    row = queries.artifact_row(reading(), project.id, artifact_id)
    form = _about_form(standing, row)
    if not form.validate():
        return _about_page(standing, form, row, status=UNPROCESSABLE)
    place, about, read = (project.id, artifact_id), form.about(), form.read.data
    ever = policy.describes_ever(standing)
    try:
        with transaction() as session:
            service.describe(session, place, about, read=read, ever=ever)
    except WorkroomRefused as refused:
        tell(form.alt if refused.fault == "alt" else form.title, WHY[refused.fault])
        return _about_page(standing, form, row, status=UNPROCESSABLE, is_behind=True)
    flash(_("保存しました。"), "good")
    return redirect(url_for("workroom.artifact", key=project.key, artifact_id=artifact_id), 303)


@bp.post("/artifacts/<uuid:artifact_id>/remove")
@on_artifacts
def remove_artifact(standing: Standing, artifact_id: uuid.UUID) -> ResponseReturnValue:
    """Take something off the pages."""
    project = standing.project
    with transaction() as session:
        holding.remove(session, Artifact, (project.id, artifact_id), now=clock.now())
    return redirect(url_for("workroom.artifacts", key=project.key, removed=artifact_id), 303)


@bp.post("/artifacts/<uuid:artifact_id>/restore")
@on_artifacts
def restore_artifact(standing: Standing, artifact_id: uuid.UUID) -> ResponseReturnValue:
    """Put something back."""
    project = standing.project
    with transaction() as session:
        holding.bring_back(session, Artifact, (project.id, artifact_id), now=clock.now())
    flash(_("もとにもどしました。"), "good")
    return redirect(url_for("workroom.artifact", key=project.key, artifact_id=artifact_id), 303)


def _meeting_id() -> uuid.UUID | None:
    try:
        return uuid.UUID(request.args.get("meeting", ""))
    except ValueError:
        return None


def _share_form(standing: Standing) -> ShareForm:
    return ShareForm.of(None, doors.names_for(standing).choices())


def _about_form(standing: Standing, row: Artifact) -> AboutForm:
    return AboutForm.of(row, doors.names_for(standing).choices())


def _share_page(standing: Standing, form: ShareForm, *, status: int = 200) -> ResponseReturnValue:
    return doors.render_inside(
        "workroom/artifact_new.html",
        standing,
        status=status,
        form=form,
        meeting_id=_meeting_id(),
        largest=LARGEST_REQUEST,
    )


def _about_page(
    standing: Standing,
    form: AboutForm,
    row: Artifact,
    *,
    status: int = 200,
    is_behind: bool = False,
) -> ResponseReturnValue:
    if is_behind:
        row = queries.artifact_row(reading(), standing.project.id, row.id)
        form.read.data = service.mark_of(row)
    return doors.render_inside(
        "workroom/artifact_edit.html", standing, outlives=True, status=status, form=form, row=row
    )

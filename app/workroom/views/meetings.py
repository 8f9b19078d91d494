"""Meetings: listed with what was decided, read, written, printed, removed."""

import uuid
from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.projects import doors
from app.projects.queries import Standing
from app.ui.fields import tell
from app.ui.strings import gettext as _
from app.workroom import policy, queries
from app.workroom.errors import WorkroomRefused
from app.workroom.forms import WHY, MeetingForm
from app.workroom.models import Meeting
from app.workroom.rules import blocks_of
from app.workroom.service import holding
from app.workroom.service import meetings as service
from app.workroom.views.calling import called
from app.workroom.views.root import UNPROCESSABLE, bp, on_notes, today


@bp.get("/meetings", endpoint="meetings")
@doors.inside
def show_meetings(standing: Standing) -> ResponseReturnValue:
    """List the meetings and what was decided, the newest first."""
    page = queries.meetings(reading(), standing.project.id, today=today())
    gone = {*page.removed_meetings, *page.removed_decisions}
    removed = next((one for one in gone if str(one.id) == request.args.get("removed")), None)
    return doors.render_inside(
        "workroom/meetings.html",
        standing,
        page=page,
        names=doors.names_for(standing),
        removed=removed,
        may_write=standing.is_active and policy.writes_notes(standing),
    )


@bp.get("/meetings/<uuid:meeting_id>")
@doors.inside
def meeting(standing: Standing, meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Show a meeting."""
    session, project, names = reading(), standing.project, doors.names_for(standing)
    return doors.render_inside(
        "workroom/meeting.html",
        standing,
        page=queries.meeting(session, project.id, meeting_id),
        pictures=queries.of_meeting(session, project.id, meeting_id),
        names=names,
        called=partial(called, names),
        blocks_of=blocks_of,
        may_write=standing.is_active and policy.writes_notes(standing),
    )


@bp.get("/meetings/<uuid:meeting_id>/sheet", endpoint="meeting_sheet")
@doors.inside
def show_sheet(standing: Standing, meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Show a meeting on a sheet to print."""
    return doors.render_inside(
        "workroom/meeting_sheet.html",
        standing,
        page=queries.meeting(reading(), standing.project.id, meeting_id),
        called=partial(called, doors.names_for(standing)),
        blocks_of=blocks_of,
    )


@bp.get("/meetings/new")
@on_notes
def new_meeting(standing: Standing) -> ResponseReturnValue:
    """Show the form of a new meeting."""
    return _form_page(standing, _form(standing, None), None)


@bp.post("/meetings/new")
@on_notes
def take_new_meeting(standing: Standing) -> ResponseReturnValue:
    """Keep a new meeting, or show what is to be mended."""
    form, project = _form(standing, None), standing.project
    if not form.validate():
        return _form_page(standing, form, None, status=UNPROCESSABLE)
    with transaction() as session:
        row = service.write_meeting(session, project.id, form.told(), by=me().id, now=clock.now())
    flash(_("打ち合わせを書きました。決めたことがあれば、続けて書けます。"), "good")
    return redirect(url_for("workroom.meeting", key=project.key, meeting_id=row.id), 303)


@bp.get("/meetings/<uuid:meeting_id>/edit")
@on_notes
def change_meeting(standing: Standing, meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a meeting."""
    row = queries.meeting(reading(), standing.project.id, meeting_id).meeting
    return _form_page(standing, _form(standing, row), row)


@bp.post("/meetings/<uuid:meeting_id>/edit")
@on_notes
def take_meeting(standing: Standing, meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a meeting otherwise, or show what is to be mended."""
    project = standing.project
    row = queries.meeting(reading(), project.id, meeting_id).meeting
    form = _form(standing, row)
    if not form.validate():
        return _form_page(standing, form, row, status=UNPROCESSABLE)
    place, told, read = (project.id, meeting_id), form.told(), form.read.data
    try:
        with transaction() as session:
            service.change_meeting(session, place, told, now=clock.now(), read=read)
    except WorkroomRefused as refused:
        tell(form.notes, WHY[refused.fault])
        return _form_page(standing, form, row, status=UNPROCESSABLE, is_behind=True)
    flash(_("保存しました。"), "good")
    return redirect(url_for("workroom.meeting", key=project.key, meeting_id=meeting_id), 303)


@bp.post("/meetings/<uuid:meeting_id>/remove")
@on_notes
def remove_meeting(standing: Standing, meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Take a meeting off the pages; what was decided in it stays."""
    project = standing.project
    with transaction() as session:
        holding.remove(session, Meeting, (project.id, meeting_id), now=clock.now())
    return redirect(url_for("workroom.meetings", key=project.key, removed=meeting_id), 303)


@bp.post("/meetings/<uuid:meeting_id>/restore")
@on_notes
def restore_meeting(standing: Standing, meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Put a meeting back."""
    project = standing.project
    with transaction() as session:
        holding.bring_back(session, Meeting, (project.id, meeting_id), now=clock.now())
    flash(_("もとにもどしました。"), "good")
    return redirect(url_for("workroom.meeting", key=project.key, meeting_id=meeting_id), 303)


def _form(standing: Standing, row: Meeting | None) -> MeetingForm:
    return MeetingForm.of(row, doors.names_for(standing).choices(), today=today())


def _form_page(
    standing: Standing,
    form: MeetingForm,
    row: Meeting | None,
    *,
    status: int = 200,
    is_behind: bool = False,
) -> ResponseReturnValue:
    now = None
    if is_behind and row is not None:
        now = queries.meeting(reading(), standing.project.id, row.id).meeting
        form.read.data = service.mark_of(now)
    return doors.render_inside(
        "workroom/meeting_form.html",
        standing,
        status=status,
        form=form,
        row=row,
        now=now,
        blocks_of=blocks_of,
    )

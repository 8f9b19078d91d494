"""The checks of the gates, as teachers keep them."""

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.catalog import queries as catalog
from app.db import reading
from app.projects import doors, queries
from app.projects.forms.days import stages_form
from app.projects.forms.gates import CheckForm, CourseForm, UndoForm
from app.projects.queries import Standing
from app.projects.rules import MemberRole
from app.projects.service import gates as service
from app.projects.service import starting
from app.projects.views.page import WORDS
from app.projects.views.root import UNPROCESSABLE, bp, do, only_if
from app.projects.words import check_words
from app.ui.strings import gettext as _

GATES = "projects.gates"


@bp.get("/projects/<key>/gates", endpoint="gates")
@doors.inside
def show_gates(standing: Standing) -> ResponseReturnValue:
    """Show every gate with its checks, to be ticked, added and taken away."""
    only_if(standing.is_teacher and standing.is_active)
    return _page(standing)


@bp.post("/projects/<key>/gates/<uuid:check_id>/tick")
@doors.inside
def tick(standing: Standing, check_id: uuid.UUID) -> ResponseReturnValue:
    """Say of a check whether it is so."""
    only_if(standing.is_teacher)
    is_met = request.form.get("met") == "1"
    return do(
        standing,
        lambda session: service.tick(session, standing, check_id, is_met=is_met, now=clock.now()),
        _("確かめました。") if is_met else _("「まだ」にもどしました。"),
        to=GATES,
    )


@bp.post("/projects/<key>/gates/<uuid:check_id>/remove")
@doors.inside
def remove_check(standing: Standing, check_id: uuid.UUID) -> ResponseReturnValue:
    """Take away a check that a teacher added."""
    only_if(standing.is_teacher)
    return do(
        standing,
        lambda session: service.remove_check(session, standing, check_id),
        _("外しました。"),
        to=GATES,
    )


@bp.post("/projects/<key>/gates/checks")
@doors.inside
def add_check(standing: Standing) -> ResponseReturnValue:
    """Add a check in a teacher's own words."""
    only_if(standing.is_teacher)
    form = CheckForm.of(_way(standing).stages, standing.project.stage)
    if not form.validate():
        return _page(standing, check=form, status=UNPROCESSABLE)
    stage, label = form.stage.data, form.label.data.strip()
    return do(
        standing,
        lambda session: service.add_check(session, standing, stage, label),
        _("確かめることを加えました。"),
        to=GATES,
    )


@bp.post("/projects/<key>/gates/courses")
@doors.inside
def add_course(standing: Standing) -> ResponseReturnValue:
    """Ask for a course."""
    only_if(standing.is_teacher)
    form = CourseForm.of(_way(standing).stages, standing.project.stage, _courses())
    if not form.validate():
        return _page(standing, course=form, status=UNPROCESSABLE)
    stage, course = form.stage_of_course.data, form.course.data
    role = MemberRole(form.role.data)
    return do(
        standing,
        lambda session: service.add_course(session, standing, stage, course, role),
        _("終えておく講座を加えました。"),
        to=GATES,
    )


@bp.post("/projects/<key>/gates/days")
@doors.inside
def plan_stages(standing: Standing) -> ResponseReturnValue:
    """Say until when each stage is planned."""
    only_if(standing.is_teacher)
    form = stages_form(_way(standing).stages)
    if not form.validate():
        return _page(standing, days=form, status=UNPROCESSABLE)
    planned = form.days()
    return do(
        standing,
        lambda session: starting.plan_stages(session, standing, planned),
        _("段階の予定を書きました。"),
        to=GATES,
    )


@bp.post("/projects/<key>/gates/undo")
@doors.inside
def undo_gate(standing: Standing) -> ResponseReturnValue:
    """Close the last gate again, with a reason."""
    only_if(standing.is_teacher)
    form, seen = UndoForm(), request.form.get("seen", "")
    if not form.validate():
        return _page(standing, undo=form, status=UNPROCESSABLE)
    reason = form.reason.data.strip()
    return do(
        standing,
        lambda session: service.undo_gate(session, standing, reason, seen=seen, now=clock.now()),
        _("前の段階にもどしました。わけを、この企画の人に知らせました。"),
        to=GATES,
    )


def _way(standing: Standing) -> queries.Way:
    names = doors.names_for(standing, with_decisions=True)
    return queries.way(reading(), standing.project, names)


def _courses() -> list[tuple[str, str]]:
    return [
        (card.slug, card.outline.title.plain)
        for card in catalog.published_courses(reading())
        if not card.is_retired
    ]


def _page(
    standing: Standing,
    *,
    check: CheckForm | None = None,
    course: CourseForm | None = None,
    days: object = None,
    undo: UndoForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    if not standing.is_active:
        return redirect(url_for("projects.project", key=standing.project.key), 303)
    names = doors.names_for(standing, with_decisions=True)
    way, courses = queries.way(reading(), standing.project, names), _courses()
    current, titles = standing.project.stage, dict(courses)
    return doors.render_inside(
        "projects/gates.html",
        standing,
        status=status,
        way=way,
        names=names,
        check_form=check or CheckForm.of(way.stages, current),
        course_form=course or CourseForm.of(way.stages, current, courses),
        days_form=days or stages_form(way.stages),
        undo_form=undo or UndoForm(),
        sent=next((form for form in (check, course, days, undo) if form), None),
        check_words=lambda one: check_words(one, titles.get(one.row.course or "", "")),
        own=service.OWN,
        **WORDS,
    )

"""The classes of a school year, and each of them."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.classes import placing, policy, queries, rules
from app.classes.forms import ClassForm
from app.classes.service import ensure_school_year
from app.classes.views.root import (
    bp,
    kept_room,
    kept_schools,
    page,
    the_room,
    the_school,
    today,
)
from app.db import reading, transaction
from app.identity.login import person, roles_required
from app.identity.models import Organization, Role
from app.ui.strings import gettext as _


@bp.get("/")
@roles_required(Role.ADMINISTRATOR, Role.TEACHER)
def classes() -> ResponseReturnValue:
    """Show a teacher their classes, and an administrator those of each school they keep."""
    session, on = reading(), today()
    schools = kept_schools(session)
    ids = [school.id for school in schools]
    asked = request.args.get("school")
    shown = [one for one in schools if asked in (None, str(one.id))] or schools
    own = queries.classes_of(session, policy.taught_at(person()), on=on, taught_by=person().id)
    return page(
        "classes",
        year=rules.school_year(rules.school_year_of(on))[0],
        schools=shown,
        is_one_of_many=len(shown) < len(schools),
        rows=queries.classes_of(session, ids, on=on) if ids else [],
        own=own,
    )


@bp.get("/new")
@roles_required(Role.ADMINISTRATOR)
def new_class() -> ResponseReturnValue:
    """Ask for a new class of this school year."""
    school = the_school(reading(), request.args.get("school"))
    return page("new_class", school=school, form=ClassForm.of_school(school.school_levels))


@bp.post("/new")
@roles_required(Role.ADMINISTRATOR)
def take_new_class() -> ResponseReturnValue:
    """Make it."""
    with transaction() as session:
        school = the_school(session, request.args.get("school"))
        form = ClassForm.of_school(school.school_levels)
        if not form.validate():
            return page("new_class", school=school, form=form, status=422)
        made = placing.open_class(
            session,
            session.get_one(Organization, school.id),
            form.title.data or "",
            year=ensure_school_year(session, rules.school_year_of(today())),
            kind=form.kind.data,
            grades=form.grades.data or [],
            by=person(),
            now=clock.now(),
        )
    flash(_("学級「%(title)s」を作りました。", title=made.title), "good")
    return redirect(url_for("classes.one_class", class_id=made.id), 303)


@bp.get("/<uuid:class_id>")
@roles_required(Role.ADMINISTRATOR, Role.TEACHER)
def one_class(class_id: uuid.UUID) -> ResponseReturnValue:
    """Show who learns and teaches in a class."""
    return _class_page(class_id)


@bp.post("/<uuid:class_id>")
@roles_required(Role.ADMINISTRATOR)
def save_class(class_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what a class is called."""
    with transaction() as session:
        room = kept_room(session, class_id)
        form = ClassForm.of_school(room.school.school_levels)
        if not form.validate():
            return _class_page(class_id, form=form, status=422)
        placing.rename_class(
            session,
            room.class_,
            title=form.title.data or "",
            grades=form.grades.data or [],
            by=person(),
            now=clock.now(),
        )
    flash(_("学級「%(title)s」を保存しました。", title=room.class_.title), "good")
    return redirect(url_for("classes.one_class", class_id=class_id), 303)


@bp.post("/<uuid:class_id>/shift")
@roles_required(Role.ADMINISTRATOR)
def shift_class(class_id: uuid.UUID) -> ResponseReturnValue:
    """Move a class one place up or down in the list of its school."""
    up = request.form.get("way") == "up"
    with transaction() as session:
        room = kept_room(session, class_id)
        placing.shift_class(session, room.class_, up=up, by=person(), now=clock.now())
    return redirect(url_for("classes.classes", school=room.school.id) + f"#c-{class_id}", 303)


def _class_page(
    class_id: uuid.UUID, *, form: ClassForm | None = None, status: int = 200
) -> ResponseReturnValue:
    session, on = reading(), today()
    room = the_room(session, class_id)
    members = queries.members(session, class_id)
    levels = room.school.school_levels
    return page(
        "class",
        room=room,
        form=form or ClassForm.of_school(levels, formdata=None, obj=room.class_),
        here=[one for one in members if queries.holds(one, on)],
        gone=[one for one in members if not queries.holds(one, on)],
        status=status,
    )

"""Role profiles: the list, one of them, and its editor."""

import uuid
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.frameworks import queries as frameworks
from app.identity import queries as identity
from app.identity.login import me, person
from app.talent.queries import staff
from app.ui.page import render_page
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.workforce import policy, queries
from app.workforce.forms.profiles import (
    GapAddress,
    ProfileForm,
    day_asked,
    lines_of,
    picked_in,
)
from app.workforce.models import RoleProfile
from app.workforce.queries.courses import courses, next_steps
from app.workforce.queries.profiles import logins_of, staff_among, version_on
from app.workforce.service import profiles as service
from app.workforce.views.root import UNPROCESSABLE, bp, frame_of, gap_reader, planner, today

if TYPE_CHECKING:
    from app.workforce.queries import Profile


@bp.get("/workforce/roles/<uuid:profile_id>", endpoint="role")
@gap_reader
def show_role(profile_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a role asks for, of whom, and what each department misses on a day."""
    session, now = reading(), today()
    on = day_asked(request.args, today=now)
    versions = queries.history(session, profile_id)
    found, frame = version_on(versions, on), frame_of(on)
    table = queries.gap_table(session, found, frame)
    lacking = {one.wanted.item.ref: one.wanted.level for one in table.total if one.missing}
    return render_page(
        "workforce/role.html",
        "main",
        row=found,
        table=table,
        places=[one.path for one in frame.tree.ordered if one.id in found.membership.departments],
        versions=versions,
        steps=next_steps(courses(session), lacking, {}),
        may_plan=policy.can_plan(person()),
        may_assign=on == now and found.closed_on is None,
        today=now,
    )


@bp.get("/workforce/roles/<uuid:profile_id>/people", endpoint="role_people")
@gap_reader
def show_people(profile_id: uuid.UUID) -> ResponseReturnValue:
    """Show the people behind a figure."""
    session, address = reading(), GapAddress.read(request.args)
    frame = frame_of(day_asked(request.args, today=today()))
    found = queries.profile(session, profile_id, on=frame.on)
    page = queries.people(session, found, frame, address.behind, page=address.page)
    wanted = next((one for one in found.wanted if one.item.ref == address.item), None)
    return render_page(
        "workforce/people.html",
        "main",
        page=page,
        address=address,
        row=found,
        on=frame.on,
        wanted=wanted,
        steps=next_steps(courses(session), {wanted.item.ref: wanted.level}, {})
        if wanted and not address.is_met and frame.on == frame.today
        else (),
        department=frame.tree.find(address.department),
    )


@bp.get("/workforce/roles/add", endpoint="add_role")
@planner
def add() -> ResponseReturnValue:
    """Show the form of a new profile; ``?copy=`` fills it with what another asks for."""
    copied = request.args.get("copy", type=uuid.UUID)
    source = queries.profile(reading(), copied, on=today()) if copied else None
    return _editor(_form_of(source), None)


@bp.post("/workforce/roles/add", endpoint="take_role")
@planner
def take_new() -> ResponseReturnValue:
    """Keep a new profile, or show what a search found."""
    form = _sent(None)
    if request.form.get("step") != "save" or not form.validate():
        return _again(form, None)
    with transaction() as session:
        made = service.describe(session, form.told(), by=me().id, now=clock.now()).id
    flash(_("役割を加えました。"), "good")
    return redirect(url_for("workforce.role", profile_id=made), 303)


@bp.get("/workforce/roles/<uuid:profile_id>/change", endpoint="change_role")
@planner
def change(profile_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a profile, with what it asks for now."""
    newest = queries.history(reading(), profile_id)[0]
    return _editor(_form_of(newest), newest)


@bp.post("/workforce/roles/<uuid:profile_id>/change", endpoint="take_role_change")
@planner
def take_change(profile_id: uuid.UUID) -> ResponseReturnValue:
    """Let it ask for something else from a day on, or show what a search found."""
    newest = queries.history(reading(), profile_id)[0]
    form = _sent(newest)
    if request.form.get("step") != "save" or not form.validate():
        return _again(form, newest)
    with transaction() as session:
        row = session.get_one(RoleProfile, profile_id)
        service.change(session, row, form.told(), by=me().id, now=clock.now())
    flash(_("変えました。それまでの数字は、前の版で数えたままです。"), "good")
    return redirect(url_for("workforce.role", profile_id=profile_id), 303)


@bp.post("/workforce/roles/<uuid:profile_id>/close", endpoint="close_role")
@planner
def close(profile_id: uuid.UUID) -> ResponseReturnValue:
    """Ask it of nobody any more."""
    with transaction() as session:
        row = session.get_one(RoleProfile, profile_id)
        service.close(session, row, by=me().id, now=clock.now())
    flash(_("終わりにしました。きのうまでの数字は、そのまま見られます。"), "good")
    return redirect(url_for("workforce.role", profile_id=profile_id), 303)


@bp.post("/workforce/roles/<uuid:profile_id>/open", endpoint="reopen_role")
@planner
def reopen(profile_id: uuid.UUID) -> ResponseReturnValue:
    """Ask it again."""
    with transaction() as session:
        row = session.get_one(RoleProfile, profile_id)
        service.reopen(session, row, by=me().id, now=clock.now())
    flash(_("また求めるようにしました。"), "good")
    return redirect(url_for("workforce.role", profile_id=profile_id), 303)


def _form_of(profile: "Profile | None") -> ProfileForm:
    logins = logins_of(reading(), profile.version_id) if profile else ()
    return ProfileForm.of(profile, logins, today=today())


def _sent(newest: "Profile | None") -> ProfileForm:
    """Return what was sent, with whom it names."""
    session, form = reading(), ProfileForm()
    form.picked = picked_in(request.form)
    form.offering(staff.departments(session), _framework_names())
    named = identity.ids_by_login(session, lines_of(form.people.data))
    known = staff_among(session, named.values(), on=today())
    form.found = {login: one for login, one in named.items() if one in known}
    if newest is not None:
        form.earliest = max(today(), newest.holds_from)
    return form


def _again(form: ProfileForm, newest: "Profile | None") -> ResponseReturnValue:
    return _editor(form, newest, status=UNPROCESSABLE if form.errors else 200)


def _editor(
    form: ProfileForm, newest: "Profile | None", *, status: int = 200
) -> ResponseReturnValue:
    form.offering(staff.departments(reading()), _framework_names())
    picked = [(frameworks.item(ref), level) for ref, level in form.picked.items()]
    return render_page(
        "workforce/role_form.html",
        "main",
        status=status,
        form=form,
        row=newest,
        picked=picked,
        results=form.results(),
        is_search=request.form.get("step") == "search",
    )


def _framework_names() -> dict[str, str]:
    locale = reader().locale
    return {one.ref: one.name.of(locale) for one in frameworks.frameworks()}

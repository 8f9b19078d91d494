"""The team: who is in it, for whom, as what; and how each wants to be called in public."""

import uuid
from typing import TYPE_CHECKING

from flask import abort
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading
from app.projects import doors, queries, rules
from app.projects.forms.team import DutyForm, LeaveForm, PseudonymForm
from app.projects.queries import Standing
from app.projects.service import members
from app.projects.views.page import WORDS
from app.projects.views.root import OWN, UNPROCESSABLE, bp, do, today
from app.ui.strings import gettext as _
from app.vettings.queries import vouched

if TYPE_CHECKING:
    from app.projects.queries import Called, Names

TEAM = "projects.team"


@bp.get("/projects/<key>/team", endpoint="team")
@doors.inside
def show_team(standing: Standing) -> ResponseReturnValue:
    """Show everybody, by organization."""
    names = doors.names_for(standing, with_decisions=True)
    own = [one for one in names.members if one.member.user_id == standing.user_id]
    form = PseudonymForm(data={"pseudonym": own[0].member.pseudonym})
    return _page(standing, names, form)


@bp.post("/projects/<key>/team/name")
@doors.inside
def keep_name(standing: Standing) -> ResponseReturnValue:
    """Keep how one wants to be credited in public."""
    form = PseudonymForm()
    if not form.validate():
        names = doors.names_for(standing, with_decisions=True)
        return _page(standing, names, form, status=UNPROCESSABLE)
    wanted = (form.pseudonym.data or "").strip()
    return do(
        standing,
        lambda session: members.set_pseudonym(session, standing, wanted),
        _("公開のページでの呼び名を、書きました。"),
        to=TEAM,
    )


@bp.get("/projects/<key>/team/<uuid:member_id>", endpoint="member")
@doors.inside
def show_member(standing: Standing, member_id: uuid.UUID) -> ResponseReturnValue:
    """Show what somebody does in the team, to be changed or ended."""
    found = _kept(standing, member_id)
    return _member_page(standing, found, DutyForm(data={"duty": found.member.duty}), LeaveForm())


@bp.post("/projects/<key>/team/<uuid:member_id>")
@doors.inside
def take_duty(standing: Standing, member_id: uuid.UUID) -> ResponseReturnValue:
    """Say what somebody does in the team."""
    found, form = _kept(standing, member_id), DutyForm()
    if not form.validate():
        return _member_page(standing, found, form, LeaveForm(), status=UNPROCESSABLE)
    duty = (form.duty.data or "").strip()
    return do(
        standing,
        lambda session: members.set_duty(session, standing, member_id, duty),
        _("役目を書きました。"),
        to=TEAM,
    )


@bp.post("/projects/<key>/team/<uuid:member_id>/leave")
@doors.inside
def take_leave(standing: Standing, member_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody's part end today."""
    found, form = _kept(standing, member_id), LeaveForm()
    if not form.validate():
        duty = DutyForm(data={"duty": found.member.duty})
        return _member_page(standing, found, duty, form, status=UNPROCESSABLE)
    by, reason = standing.user_id, form.reason.data.strip()
    is_oneself = found.member.user_id == by and len(standing.places) == 1
    return do(
        standing,
        lambda session: members.leave(
            session,
            members.member_of(session, standing, member_id),
            by=by,
            now=clock.now(),
            reason=reason,
        ),
        _("チームから外れました。作ったものは、チームに残ります。"),
        to=OWN if is_oneself else TEAM,
    )


def _kept(standing: Standing, member_id: uuid.UUID) -> "Called":
    """Return a member whom the reader keeps; 404 for any other."""
    found = {
        one.member.id: one
        for one in doors.names_for(standing).current()
        if standing.may_keep(one.member)
    }
    if member_id not in found:
        abort(404)
    return found[member_id]


def _page(
    standing: Standing, names: "Names", form: PseudonymForm, *, status: int = 200
) -> ResponseReturnValue:
    filled = {one.member.organization_id for one in names.current()}
    open_ones = [one for one in names.partners if one.left_on is None]
    return doors.render_inside(
        "projects/team.html",
        standing,
        status=status,
        names=names,
        open_partners=open_ones,
        empty=[one for one in open_ones if one.organization_id not in filled],
        form=form,
        lacking=queries.without_consent(names, names.decisions)[1],
        learner=rules.MemberRole.LEARNER,
        shut_out=_shut_out(standing, names),
        schools=(rules.PartnerRole.LEAD_SCHOOL, rules.PartnerRole.SCHOOL),
        **WORDS,
    )


def _shut_out(standing: Standing, names: "Names") -> "frozenset[uuid.UUID]":
    """Return today's mentors for whom nobody vouches; who answers for the project is told."""
    mentors = names.current(rules.MemberRole.MENTOR) if standing.leads else ()
    found = vouched(reading(), {one.member.user_id for one in mentors}, on=today())
    return frozenset(
        one.member.id
        for one in mentors
        if (one.member.user_id, one.member.organization_id) not in found
    )


def _member_page(
    standing: Standing,
    found: "Called",
    duty: DutyForm,
    leave: LeaveForm,
    *,
    status: int = 200,
) -> ResponseReturnValue:
    return doors.render_inside(
        "projects/member.html",
        standing,
        status=status,
        member=found,
        duty_form=duty,
        leave_form=leave,
        sent=leave if leave.errors else duty,
        **WORDS,
    )

"""The team's own page: what it proposes, and what the city says."""

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.adoption import queries, rules, service, words
from app.adoption.errors import AdoptionRefused
from app.adoption.forms import FAULTS, ProposalForm
from app.adoption.rules import Move
from app.adoption.views.root import UNPROCESSABLE, bp, today
from app.db import reading, transaction
from app.projects import doors
from app.projects.queries import Standing
from app.talent.queries import staff
from app.ui.page import whole_number
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    import uuid

    from app.adoption.models import Adoption


@bp.get("/projects/<key>/adoption")
@doors.inside
def of_project(standing: Standing) -> ResponseReturnValue:
    """Show a team what became of its proposal."""
    return _page(standing)


@bp.get("/projects/<key>/adoption/write")
@doors.inside
def write(standing: Standing) -> ResponseReturnValue:
    """Show the form of a proposal, new or as it is written already."""
    row = _writable(standing)
    return _form_page(standing, row, _form(standing, row))


@bp.post("/projects/<key>/adoption/write")
@doors.inside
def take_written(standing: Standing) -> ResponseReturnValue:
    """Keep what a team writes."""
    row = _writable(standing)
    form = _form(standing, row)
    if not form.validate():
        return _form_page(standing, row, form, status=UNPROCESSABLE)
    draft = form.told(_place(standing))
    try:
        with transaction() as session:
            service.write(session, standing, draft, edition=form.seen, now=clock.now())
    except AdoptionRefused as refused:
        return _form_page(standing, row, form, fault=refused.fault, status=UNPROCESSABLE)
    flash(_("書いたものを残しました。"), "good")
    return redirect(url_for("adoption.of_project", key=standing.project.key), 303)


@bp.post("/projects/<key>/adoption/hand-in")
@doors.inside
def hand_in(standing: Standing) -> ResponseReturnValue:
    """Hand the draft in to the department; a teacher does."""
    if not standing.is_teacher:
        abort(404)
    edition = whole_number(request.form.get("edition"))
    try:
        with transaction() as session:
            service.hand_in(session, standing, edition=edition or 0, now=clock.now())
    except AdoptionRefused as refused:
        return _page(standing, fault=refused.fault, status=UNPROCESSABLE)
    flash(_("市に出しました。担当と、答える日が決まると、お知らせが届きます。"), "good")
    return redirect(url_for("adoption.of_project", key=standing.project.key), 303)


def _page(standing: Standing, *, fault: str = "", status: int = 200) -> ResponseReturnValue:
    session = reading()
    row = queries.of_project(session, standing.project.id)
    trail = None if row is None else queries.trail_of(session, row)
    going_on = queries.going_on(session, standing.project.id) if trail is None else trail.going_on
    can_write = standing.may_work and (row is None or rules.can(row.standing, Move.REVISE))
    return doors.render_inside(
        "adoption/team.html",
        standing,
        outlives=standing.leads,
        status=status,
        row=row,
        trail=trail,
        going_on=going_on,
        can_write=can_write,
        fault=FAULTS.get(fault),
        words=words,
        today=today(),
    )


def _writable(standing: Standing) -> "Adoption | None":
    """Return the proposal that the reader may write; 404 for who only reads."""
    if not standing.may_work:
        abort(404)
    row = queries.of_project(reading(), standing.project.id)
    if row is not None and not rules.can(row.standing, Move.REVISE):
        abort(404)
    return row


def _place(standing: Standing) -> "uuid.UUID | None":
    challenge = standing.project.challenge
    return None if challenge is None else challenge.organization_id


def _form(standing: Standing, row: "Adoption | None") -> ProposalForm:
    is_settled = _place(standing) is not None
    tree = staff.departments(reading()) if not is_settled else None
    places = [] if tree is None else [(one.id, one.path) for one in tree.ordered if one.parent_id]
    return ProposalForm.of(row, places, is_settled=is_settled)


def _form_page(
    standing: Standing,
    row: "Adoption | None",
    form: ProposalForm,
    *,
    fault: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    return doors.render_inside(
        "adoption/write.html",
        standing,
        status=status,
        form=form,
        row=row,
        fault=FAULTS.get(fault),
    )

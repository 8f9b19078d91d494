"""From a gap to an assignment: the course that was proposed, to all who lack what it raises."""

import uuid
from dataclasses import dataclass

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.assignments import queries as assignments
from app.assignments import service
from app.assignments.errors import AssignmentRefused
from app.assignments.queries import Whom
from app.db import reading, transaction
from app.identity.login import me, person
from app.talent.models import Look
from app.talent.service import note_look
from app.ui.page import render_page
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.workforce import queries
from app.workforce.forms.assigning import ProposalAddress, ProposalForm
from app.workforce.queries.assigning import Proposal, proposal, proposal_for
from app.workforce.queries.members import Frame
from app.workforce.views.root import UNPROCESSABLE, bp, frame_of, gap_reader, today


@dataclass(frozen=True, slots=True)
class Page:
    """A proposal with whom it is about, in words, and where it was found."""

    found: Proposal
    whom: str
    purpose: str
    back: str


@bp.get("/workforce/assign", endpoint="assign")
@gap_reader
def ask() -> ResponseReturnValue:
    """Show to how many a course would be assigned, with the day and the reason filled in."""
    address, frame = ProposalAddress.read(request.args), frame_of(today())
    page = _page(address, frame)
    if page is None:
        return _nothing()
    if address.person is not None:  # the page tells what this person is missing
        with transaction() as session:
            note_look(session, me().id, address.person, Look.SHEET, now=clock.now())
    return _shown(address, page, ProposalForm.blank(frame.today, page.purpose))


@bp.post("/workforce/assign", endpoint="take_assign")
@gap_reader
def take() -> ResponseReturnValue:
    """Assign it to those who lack it now, within what the reader answers for."""
    address, frame = ProposalAddress.read(request.form), frame_of(today())
    page = _page(address, frame)
    if page is None:
        return _nothing()
    form = ProposalForm.blank(frame.today, page.purpose)
    if not form.validate():
        return _shown(address, page, form, status=UNPROCESSABLE)
    try:
        made = _assigned(page.found, frame, form)
    except AssignmentRefused:  # somebody was quicker, or the course was taken back
        flash(_("いま割り当てる人がいないか、この講座は割り当てられません。"), "note")
        return redirect(page.back, 303)
    flash(_("割り当てました。それぞれのホームに出ています。"), "good")
    return redirect(url_for("assignments.one", assignment_id=made), 303)


def _assigned(found: Proposal, frame: Frame, form: ProposalForm) -> uuid.UUID:
    with transaction() as session:
        return service.assign(
            session,
            found.step.slug,
            Whom(people=found.people),
            due_on=form.due_on.data,
            purpose=form.purpose.data.strip(),
            by=me().id,
            now=clock.now(),
            scope=assignments.scope_of(frame.tree, person()),
        ).id


def _nothing() -> ResponseReturnValue:
    flash(_("この講座でのばせる力が足りない人は、いまいません。"), "note")
    return redirect(url_for("workforce.home"), 303)


def _page(address: ProposalAddress, frame: Frame) -> Page | None:
    """Return what the address speaks of; None where the course raises nothing that is missing."""
    if address.person is not None:
        return _of_person(address.person, address.course, frame)
    return _of_role(address, frame)


def _of_role(address: ProposalAddress, frame: Frame) -> Page | None:
    if address.role is None:
        return None
    session = reading()
    role = queries.profile(session, address.role, on=frame.on)
    found = proposal(session, role, frame, address.asked)
    if found is None:
        return None
    place = frame.tree.find(address.department)
    whom = f"{role.name}　{place.path}" if place else role.name
    purpose = _("「%(role)s」に求められる力をのばすための研修", role=role.name)
    return Page(found, whom, purpose, url_for("workforce.role", profile_id=role.id))


def _of_person(person_id: uuid.UUID, course: str, frame: Frame) -> Page | None:
    gaps = queries.person_gaps(reading(), person_id, today=frame.today, tree=frame.tree)
    if gaps is None or not frame.scope.holds(gaps.person.department_id):
        abort(404)
    for one in gaps.roles:
        found = proposal_for(reading(), person_id, course, one.steps)
        if found is not None:
            purpose = _("「%(role)s」に求められる力をのばすための研修", role=one.profile.name)
            back = url_for("workforce.person", person_id=person_id)
            return Page(found, _("%(name)sさん", name=gaps.person.name), purpose, back)
    return None


def _shown(
    address: ProposalAddress, page: Page, form: ProposalForm, *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "workforce/assign.html",
        "main",
        status=status,
        page=page,
        sent=address.args(),
        form=form,
        items=[f"{one.code} {one.label.of(reader().locale)}" for one in page.found.items],
    )

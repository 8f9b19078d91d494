"""The desk at which proposals are read and answered."""

import uuid

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.challenges import queries, service
from app.challenges.errors import ChallengeRefused, NoSuchProposal
from app.challenges.forms import FAULTS, ReturnForm, TakeForm
from app.challenges.queries import ProposalRow
from app.challenges.views.root import UNPROCESSABLE, bp, places, writers_only
from app.db import reading, transaction
from app.identity.login import me, person
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/challenges/proposals", endpoint="proposals")
@writers_only
def show_all() -> ResponseReturnValue:
    """List what waits, and what was decided."""
    session = reading()
    return render_page(
        "challenges/proposals.html",
        "main",
        waiting=queries.proposals(session, waiting=True),
        decided=queries.proposals(session, waiting=False),
    )


@bp.get("/challenges/proposals/<uuid:proposal_id>", endpoint="proposal")
@writers_only
def show_one(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Show one, with the three answers there are."""
    return _page(_found(proposal_id), ReturnForm(formdata=None), TakeForm(formdata=None))


@bp.post("/challenges/proposals/<uuid:proposal_id>/publish")
@writers_only
def publish_proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Let everybody read it."""
    _found(proposal_id)
    try:
        with transaction() as session:
            service.publish_proposal(session, proposal_id, by=me().id, now=clock.now())
    except ChallengeRefused as refused:
        flash(str(FAULTS[refused.fault]), "note")
    else:
        flash(_("公開しました。提案した人に伝えました。"), "good")
    return redirect(url_for("challenges.proposals"), 303)


@bp.post("/challenges/proposals/<uuid:proposal_id>/return")
@writers_only
def return_proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Publish it not, and say why."""
    found, form = _found(proposal_id), ReturnForm()
    if not form.validate():
        return _page(found, form, TakeForm(formdata=None))
    why, by = form.reason.data.strip(), me().id
    try:
        with transaction() as session:
            service.return_proposal(session, proposal_id, why, by=by, now=clock.now())
    except ChallengeRefused as refused:
        flash(str(FAULTS[refused.fault]), "note")
    else:
        flash(_("理由をそえて、提案した人に伝えました。"), "good")
    return redirect(url_for("challenges.proposals"), 303)


@bp.post("/challenges/proposals/<uuid:proposal_id>/take")
@writers_only
def take_proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Make a draft of a department's from it."""
    (tree, theirs), found = places(), _found(proposal_id)
    form, by = TakeForm().offering(tree, theirs), me().id
    if not form.validate():
        return _page(found, ReturnForm(formdata=None), form)
    place = uuid.UUID(form.organization_id.data)
    try:
        with transaction() as session:
            made = service.take_proposal(
                session, proposal_id, place, by=by, now=clock.now(), places=theirs
            ).slug
    except ChallengeRefused as refused:
        flash(str(FAULTS[refused.fault]), "note")
        return redirect(url_for("challenges.proposals"), 303)
    flash(_("下書きにしました。6つの行を書いてください。"), "good")
    return redirect(url_for("challenges.change", slug=made), 303)


def _found(proposal_id: uuid.UUID) -> ProposalRow:
    try:
        return queries.proposal(reading(), proposal_id)
    except NoSuchProposal:
        abort(404)


def _page(found: ProposalRow, returning: ReturnForm, taking: TakeForm) -> ResponseReturnValue:
    tree, theirs = places()
    acting = person().acting
    if taking.organization_id.data is None and acting is not None:
        taking.organization_id.data = str(acting.organization_id)
    return render_page(
        "challenges/proposal.html",
        "main",
        status=UNPROCESSABLE if returning.errors or taking.errors else 200,
        found=found,
        returning=returning,
        taking=taking.offering(tree, theirs),
    )

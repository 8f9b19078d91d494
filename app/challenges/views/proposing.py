"""Propose what the city should work on, and see what became of it."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.challenges import policy, queries, service
from app.challenges.errors import ChallengeRefused
from app.challenges.forms import FAULTS, ProposalForm
from app.challenges.views.root import UNPROCESSABLE, bp
from app.db import reading, transaction
from app.identity.errors import TooManyAttempts
from app.identity.limits import limits_noted
from app.identity.login import me, person, registered
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _


@bp.get("/challenges/ideas", endpoint="ideas")
def show_published() -> ResponseReturnValue:
    """Show what was proposed and published: nobody's name, but a school's."""
    rows = queries.published_proposals(reading())
    return render_page("challenges/ideas.html", "main", rows=rows)


@bp.get("/challenges/propose", endpoint="propose")
@registered
def show_form() -> ResponseReturnValue:
    """Show the three fields; a pupil is told how their teacher proposes for them."""
    return _page(ProposalForm(formdata=None))


@bp.post("/challenges/propose")
@registered
def take() -> ResponseReturnValue:
    """Keep a proposal, or show what is to be mended."""
    who, form = person(), ProposalForm().offering(policy.speaks_for(person()))
    if who.is_minor or not form.validate():
        return _page(form, status=UNPROCESSABLE)
    said, now = form.said(), clock.now()
    try:
        with limits_noted(address=request.remote_addr, now=now), transaction() as session:
            service.propose(session, who, said, now=now)
    except ChallengeRefused as refused:
        tell(form.title, FAULTS[refused.fault])
        return _page(form, status=UNPROCESSABLE)
    except TooManyAttempts:
        tell(form.title, _("続けて何度も送られたので、少し待ってから、もう一度お願いします。"))
        return _page(form, status=UNPROCESSABLE)
    flash(_("受けとりました。担当者が読んで、どうするかをお知らせします。"), "good")
    return redirect(url_for("challenges.my_proposals"), 303)


@bp.get("/my/proposals", endpoint="my_proposals")
@registered
def show_mine() -> ResponseReturnValue:
    """Show what one proposed, and how far each is."""
    rows = queries.own_proposals(reading(), me().id)
    return render_page(
        "challenges/my_proposals.html", "main", rows=rows, is_minor=person().is_minor
    )


def _page(form: ProposalForm, *, status: int = 200) -> ResponseReturnValue:
    posts = policy.speaks_for(person())
    return render_page(
        "challenges/propose.html",
        "main",
        status=status,
        form=form.offering(posts),
        speaks=bool(posts),
        is_minor=person().is_minor,
    )

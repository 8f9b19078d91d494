"""What a department needs for a challenge, and the end of a need."""

import uuid
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.challenges import policy as challenges
from app.challenges import queries as challenge_queries
from app.challenges.errors import NoSuchChallenge
from app.contributions import queries, rules, service
from app.contributions.errors import ContributionRefused
from app.contributions.forms import FAULTS, KINDS, NeedForm
from app.contributions.views.root import UNPROCESSABLE, bp, need_here, theirs, today
from app.db import reading, transaction
from app.identity.login import let_in, me, signed_in
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.challenges.models import Challenge
    from app.contributions.models import Need

departments_only = let_in(challenges.writes)


@bp.get("/challenges/desk/<slug>/needs", endpoint="of_challenge")
@departments_only
def show_needs(slug: str) -> ResponseReturnValue:
    """Show what a challenge needs, what was offered, and the form of a further need."""
    return _page(_challenge(slug), NeedForm(formdata=None))


@bp.post("/challenges/desk/<slug>/needs")
@departments_only
def add_to_challenge(slug: str) -> ResponseReturnValue:
    """Ask for something for a challenge."""
    row, form = _challenge(slug), NeedForm().offering()
    if not is_to_keep(form):
        return _page(row, form)
    with transaction() as session:
        service.add_need(
            session,
            form.asked(),
            by=me().id,
            organization_id=row.organization_id,
            now=clock.now(),
            challenge_id=row.id,
        )
    flash(_("「もとむ」を出しました。だれでも読めます。"), "good")
    return redirect(url_for("contributions.of_challenge", slug=slug), 303)


@bp.post("/needs/<uuid:need_id>/end")
@signed_in
def end(need_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for something no more: met, or not needed."""
    row, whose = need_here(need_id), theirs()
    if row not in whose:
        abort(404)
    is_met = request.form.get("how") == "met"
    try:
        with transaction() as session:
            service.end_need(session, need_id, whose, is_met=is_met, by=me().id, now=clock.now())
    except ContributionRefused as refused:
        flash(str(FAULTS[refused.fault]), "note")
    else:
        flash(_("「もとむ」を終えました。"), "good")
    return redirect(way_back(row), 303)


def way_back(row: "Need") -> str:
    """Return the page on which a need is settled."""
    if row.project is not None:
        return url_for("contributions.of_project", key=row.project.key)
    slug = row.challenge.slug if row.challenge is not None else ""
    return url_for("contributions.of_challenge", slug=slug)


def is_to_keep(form: NeedForm) -> bool:
    """Whether a need was sent to be kept, and is in order."""
    if request.form.get("step") == "search" or not form.validate():
        return False
    form.refuse_past(today())
    return not form.errors


def _challenge(slug: str) -> "Challenge":
    try:
        return challenge_queries.theirs_by_slug(reading(), slug, theirs().departments)
    except NoSuchChallenge:
        abort(404)


def _page(row: "Challenge", form: NeedForm) -> ResponseReturnValue:
    needs = queries.needs_of_challenge(reading(), row.id)
    return render_page(
        "contributions/of_challenge.html",
        "main",
        status=UNPROCESSABLE if form.errors else 200,
        row=row,
        form=form.offering(),
        needs=needs,
        offers=queries.offers_for(reading(), [one.id for one in needs]),
        kinds=KINDS,
        told_hours=rules.told_hours,
        today=today(),
    )

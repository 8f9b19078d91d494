"""What everybody reads: the list, and one challenge."""

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from app.challenges import beside, policy, queries
from app.challenges.errors import NoSuchChallenge
from app.challenges.forms import LINE_NAMES, Skills, wanted_of
from app.challenges.forms.challenge import FIELDS
from app.challenges.models import Challenge
from app.challenges.rules import fiscal_year_end
from app.challenges.views.root import bp, today
from app.db import reading
from app.i18n.dates import days_left
from app.identity.login import visitor
from app.talent.queries import staff
from app.ui.page import render_page

START = "projects.start"


@bp.get("/challenges", endpoint="challenges")
def show_all() -> ResponseReturnValue:
    """Show the challenges, those that teams may take first."""
    session, who = reading(), visitor()
    tree, wanted = staff.departments(session), wanted_of(request.args)
    return render_page(
        "challenges/shelf.html",
        "main",
        found=queries.shelf(session, tree, wanted, on=today()),
        wanted=wanted,
        fields=FIELDS,
        today=today(),
        days_left=days_left,
        writes=who is not None and policy.writes(who),
    )


@bp.get("/challenges/<slug>", endpoint="challenge")
def show_one(slug: str) -> ResponseReturnValue:
    """Show one of them, with its six lines and what can be done with it."""
    session, who, row = reading(), visitor(), _here(slug)
    return render_page(
        "challenges/one.html",
        "main",
        row=row,
        line_names=LINE_NAMES,
        skills=Skills(tuple(row.skills)).labels(),
        sections=beside.sections(session, row, who),
        today=today(),
        days_left=days_left,
        is_late_year=_is_late_year(row),
        start=_start(row),
        may_take=who is not None and policy.may_take(who, row.organization_id),
        is_over=row.is_over(today()),
        is_followed=who is not None and queries.follows(session, who.id, row.id),
        is_known=who is not None and not who.is_guest,
        is_minor=who is not None and who.is_minor,
    )


def _here(slug: str) -> Challenge:
    try:
        return queries.public_challenge(reading(), slug)
    except NoSuchChallenge:
        abort(404)


def _start(row: Challenge) -> str | None:
    """Return the way to a new project on this challenge, for whoever may begin one."""
    who = visitor()
    if who is None or START not in current_app.view_functions or not row.is_open(today()):
        return None
    may = policy.may_take(who, row.organization_id)
    return url_for(START, challenge=row.slug) if may else None


def _is_late_year(row: Challenge) -> bool:
    if row.answer_by is None or row.closes_on is None:
        return False
    return row.answer_by > fiscal_year_end(row.closes_on)

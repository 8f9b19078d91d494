"""Homes, «my data», and the few pages about the site itself."""

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app import clock
from app.assignments import queries as assignments
from app.assignments import service as assigned
from app.catalog import queries as catalog
from app.catalog.edition import Audience
from app.catalog.offered import find_courses, found_among
from app.consents import asking
from app.consents import queries as consents
from app.credentials.queries import pages as credentials
from app.db import reading, transaction
from app.endorsements import queries as endorsements
from app.endorsements.policy import is_partner
from app.home import accessibility as tested
from app.home import queries
from app.home.together import together_of
from app.home.waiting import waiting_for
from app.identity.login import person, signed_in, visitor
from app.identity.looking import note_look
from app.learning import queries as learning
from app.learning.queries import OwnRun
from app.ui.page import render_page, whole_number
from app.ui.reader import reader
from app.ui.site import site

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.catalog.content import Text
    from app.identity.person import Person

bp = Blueprint("home", __name__, template_folder="templates")


@bp.get("/")
def home() -> ResponseReturnValue:
    """Show the home of whoever asks; a visitor gets the citizens' one."""
    who, today = visitor(), clock.day_of(clock.now())
    if who is None:
        return _visitors_home()
    due: tuple[assignments.OwnAssignment, ...] = ()
    if who.audience == "staff":
        due = assignments.own_assignments(reading(), who.id, today=today)
    page = _home_of(who, today, due)
    if finished := [one.id for one in due if one.is_done]:
        with transaction() as session:
            assigned.thank(session, who.id, finished, today=today)
    return page


def _home_of(
    who: "Person", today: "date", due: "tuple[assignments.OwnAssignment, ...]"
) -> ResponseReturnValue:
    session = reading()
    template, audience = queries.home_of(who)
    offered = catalog.all_courses(session)
    together = together_of(session, who, on=today)
    return render_page(
        f"home/{template}.html",
        "main",
        who=who,
        own=queries.learner_home(session, who, offered),
        courses=found_among(offered, audience),
        today=today,
        children=queries.children_at_home(session, who, on=today, consent_age=_consent_age()),
        view=catalog.view_of_reader(),
        due=due,
        waits=waiting_for(session, who, today=today, told=together.told),
        asked=_asked_of(who, today),
        together=together,
    )


def _asked_of(who: "Person", today: "date") -> int | None:
    """Return about how many people a partner is asked to say something; None for others."""
    if not is_partner(who):
        return None
    return endorsements.asked_of(reading(), who.id, today=today)


def _visitors_home() -> ResponseReturnValue:
    courses = find_courses(reading(), Audience.CITIZEN)
    return render_page(
        "home/visitor.html", "main", courses=courses, view=catalog.view_of_reader(), own=None
    )


@bp.get("/family/<uuid:child_id>")
def child_view(child_id: uuid.UUID) -> ResponseReturnValue:
    """Show a guardian what their child can do now; no place, and no time of day."""
    session, today = reading(), clock.day_of(clock.now())
    child = consents.child(session, asking.whose(), child_id, on=today, consent_age=_consent_age())
    page = render_page(
        "home/child_view.html",
        "main",
        child=child,
        cards=learning.own_cards(session, child.id),
        credentials=credentials.own_credentials(session, child.id),
        spelling=catalog.spelling(session, Audience.CHILD),
        view=catalog.view_of_reader(),
    )
    if asking.account() is not None:
        note_look("family", child.id)
    return page


def _consent_age() -> int:
    return site().settings.consent_age


@bp.get("/my/data")
@signed_in
def my_data() -> ResponseReturnValue:
    """Show a person every statement about them."""
    before = request.args.get("before", "")
    page = queries.own_statements(
        reading(),
        person(),
        before_seq=whole_number(before),
        locale=reader().locale,
    )
    runs = learning.runs_with_own_words(reading(), person().id)
    return _own(page, own=None, private_runs=runs)


@bp.get("/my/data/<uuid:registration_id>")
@signed_in
def my_run(registration_id: uuid.UUID) -> ResponseReturnValue:
    """Show a person what the progress of one course was computed from."""
    own, page = queries.statements_of_run(
        reading(), person(), registration_id, locale=reader().locale
    )
    return _own(page, own=own)


def _own(
    page: queries.OwnStatements,
    *,
    own: OwnRun | None,
    private_runs: "Sequence[tuple[uuid.UUID, Text]]" = (),
) -> ResponseReturnValue:
    view = catalog.view_of_reader()
    return render_page(
        "home/my_data.html",
        "main",
        page=page,
        who=person(),
        course=None if own is None else own.course,
        why=None if own is None else own.why,
        run=None if own is None else own.registration.id,
        private_runs=private_runs,
        own_words=() if own is None else learning.own_words(reading(), own, view),
        view=view,
        spelling=catalog.spelling(reading(), person().audience),
    )


@bp.get("/help")
def help_page() -> ResponseReturnValue:
    """Say what to do when stuck, or worried."""
    return render_page("home/help.html", "main", city=site().city)


@bp.get("/about")
def about() -> ResponseReturnValue:
    """Say what this is, and who sees what."""
    return render_page("home/about.html", "main", city=site().city)


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """Say what everybody can count on, what was tested, and what was not."""
    by = site().settings.accessible_by
    return render_page(
        "home/accessibility.html",
        "main",
        report=tested.report(),
        groups=tested.GROUPS,
        checks=tested.CHECKS,
        by=by,
        is_late=clock.day_of(clock.now()) > by,
    )


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Say what is kept of a person, and why."""
    return render_page("home/privacy.html", "main", city=site().city)

"""Begin a project: from a challenge, from a question of one's own, or from an earlier one."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.challenges import beside
from app.challenges.models import Challenge, ChallengeState
from app.db import reading, transaction
from app.identity.login import let_in, me, person
from app.projects import doors, policy, queries, rules
from app.projects.errors import ProjectRefused
from app.projects.forms.charter import (
    StartForm,
    SuccessorForm,
    ids_of,
    known_of,
    known_of_before,
    known_of_challenge,
)
from app.projects.models import Project
from app.projects.queries import Standing
from app.projects.rules import PartnerRole, ProjectState
from app.projects.service import starting
from app.projects.views.root import UNPROCESSABLE, bp, only_if, today
from app.projects.words import PARTNERS, WHY, year_words
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.projects.policy import Base


@bp.get("/projects/new", endpoint="start")
@let_in(policy.may_start)
def show_start() -> ResponseReturnValue:
    """Show the form of a new project.

    ``challenge`` is the one that somebody comes from, ``successor`` the project with a public page
    whose question they take up.
    """
    before = _before()
    challenge = _challenge(before)
    if challenge and not before and not challenge.is_open(today()):
        return _call_page(challenge)
    known = known_of_challenge(challenge) if challenge else {}
    known = known_of_before(before) if before else known
    form = StartForm.for_start(known, policy.bases_of(person()), today=today())
    _offer(form, challenge)
    return _page(form, challenge, before)


@bp.post("/projects/new")
@let_in(policy.may_start)
def take_start() -> ResponseReturnValue:
    """Begin a project, or look for organizations, or show what is to be mended."""
    before = _before()
    challenge = _challenge(before)
    form = StartForm.for_start({}, policy.bases_of(person()), today=today())
    _offer(form, challenge)
    if "look" in request.form:
        return _page(form, challenge, before)
    if not form.validate():
        return _page(form, challenge, before, status=UNPROCESSABLE)
    if not policy.may_start_for(_base(form), challenge, person()):
        tell(form.place, WHY["no_challenge"])
        return _page(form, challenge, before, status=UNPROCESSABLE)
    try:
        key = _begin(form, challenge, before)
    except ProjectRefused as refused:
        tell(form.title, WHY[refused.fault])  # the first field: it is about them all
        return _page(form, challenge, before, status=UNPROCESSABLE)
    flash(_("企画を始めました。次は、チームの人を加えます。"), "good")
    return redirect(url_for("projects.team", key=key), 303)


def _begin(form: StartForm, challenge: Challenge | None, before: Project | None) -> str:
    """Begin the project, after an earlier one where its question is taken up; return its key."""
    base, now = _base(form), clock.now()
    charter = _charter(form, base, challenge.id if challenge else None)
    with transaction() as session:
        if before is None:
            return starting.begin_project(session, charter, _starter(base), now=now).key
        return starting.hand_over(session, before, charter, _starter(base), now=now).key


@bp.get("/projects/<key>/successor", endpoint="successor")
@doors.inside
def show_successor(standing: Standing) -> ResponseReturnValue:
    """Show the form of a project that goes on from an ended one."""
    form = _successor_form(standing, known_of(standing.project) | {"deliver_on": None})
    return _successor_page(standing, form)


@bp.post("/projects/<key>/successor")
@doors.inside
def take_successor(standing: Standing) -> ResponseReturnValue:
    """Begin the project that goes on from this one."""
    form = _successor_form(standing, {})
    if "look" in request.form:
        return _successor_page(standing, form)
    if not form.validate():
        return _successor_page(standing, form, status=UNPROCESSABLE)
    base, before = _base(form), standing.project
    charter = _charter(form, base, before.challenge_id)
    kept = ids_of(form.milestones.data or [])
    with transaction() as session:
        made = starting.hand_over(
            session, before, charter, _starter(base), milestone_ids=kept, now=clock.now()
        )
        key = made.key
    flash(_("前の企画から、引き継ぎました。次は、チームの人を加えます。"), "good")
    return redirect(url_for("projects.team", key=key), 303)


def _before() -> Project | None:
    """Return the project whose question is taken up: one with a public page; 404 for others."""
    key = request.values.get("successor", "")
    if not key:
        return None
    session = reading()
    row = session.scalars(sa.select(Project).where(Project.key == key)).one_or_none()
    if row is None or row.id not in beside.ways_to(session, [row.id]):
        abort(404)
    return row


def _challenge(before: Project | None) -> Challenge | None:
    """Return the challenge of the address: one that is published; 404 for any other.

    Of a project that is taken up, it is that project's, as long as nobody closed it. One whose
    call was closed early is shown as one whose call is over.
    """
    if before is not None:
        known = before.challenge
        return known if known and known.state is ChallengeState.PUBLISHED else None
    slug = request.values.get("challenge", "")
    if not slug:
        return None
    row = reading().scalars(sa.select(Challenge).where(Challenge.slug == slug)).one_or_none()
    if row is None or not row.is_public:
        abort(404)
    return row


def _call_page(challenge: Challenge) -> ResponseReturnValue:
    """Say that no team may take a challenge today, and what can be done instead."""
    return render_page("projects/no_call.html", "main", challenge=challenge, today=today())


def _offer(form: StartForm, challenge: Challenge | None) -> None:
    """Offer what was ticked before, what is found now, and the challenge's department."""
    session = reading()
    own = {one.organization_id for one in policy.bases_of(person())}
    picked = form.picked | ({challenge.organization_id} if challenge else set())
    found = queries.places_named(session, picked - own)
    known = {one.id for one in found} | own
    if "look" in request.form:
        found += queries.places_found(session, form.find.data or "", but=known)
    form.offer(found)
    if challenge and request.method == "GET":
        form.partners.data = [str(challenge.organization_id)]


def _base(form: StartForm) -> "Base":
    bases = policy.bases_of(person())
    return next(one for one in bases if str(one.organization_id) == form.place.data)


def _starter(base: "Base") -> starting.Starter:
    return starting.Starter(me().id, base.organization_id, base.role)


def _charter(form: StartForm, base: "Base", challenge_id: uuid.UUID | None) -> starting.Charter:
    words = form.words()
    places = queries.places_named(reading(), form.picked)
    has_lead = base.partner is PartnerRole.LEAD_SCHOOL
    partners = {base.organization_id: base.partner}
    for one in places:
        leads = one.role is PartnerRole.SCHOOL and not has_lead
        partners.setdefault(one.id, PartnerRole.LEAD_SCHOOL if leads else one.role)
        has_lead = has_lead or leads
    return starting.Charter(
        words.title,
        words.question,
        words.field,
        summary=words.summary,
        deliver_on=words.deliver_on,
        challenge_id=challenge_id,
        partners=partners,
    )


def _page(
    form: StartForm,
    challenge: Challenge | None,
    before: Project | None = None,
    *,
    status: int = 200,
) -> ResponseReturnValue:
    asked = queries.request_days(reading())
    bases = policy.bases_of(person())
    return render_page(
        "projects/start.html",
        "main",
        status=status,
        form=form,
        challenge=challenge,
        before=before,
        today=today(),
        missed=rules.missed_budget(form.deliver_on.data, asked),
        last_day=rules.next_request(today(), asked),
        year_words=year_words,
        may_begin=any(policy.may_start_for(one, challenge, person()) for one in bases),
        kinds=PARTNERS,
    )


def _successor_form(standing: Standing, known: dict[str, object]) -> SuccessorForm:
    """Return the form; 404 while the project goes on, and for whoever may not begin one."""
    bases = policy.bases_of(person())
    only_if(standing.project.state is ProjectState.ENDED and bool(bases))
    form = SuccessorForm.for_start(known, bases, today=today())
    session = reading()
    own = {one.organization_id for one in bases}
    partners = queries.open_partners(session, standing.project.id)
    old = {one.organization_id for one in partners} - own
    found = queries.places_named(session, old | (form.picked - own))
    if "look" in request.form:
        known_ids = {one.id for one in found} | own
        found += queries.places_found(session, form.find.data or "", but=known_ids)
    form.offer(found)
    rows = [one for one in queries.milestones(session, standing.project.id) if not one.met_on]
    form.offer_milestones(rows)
    if request.method == "GET":
        form.partners.data = [str(one) for one in old]
        form.milestones.data = [str(row.id) for row in rows]
    return form


def _successor_page(
    standing: Standing, form: SuccessorForm, *, status: int = 200
) -> ResponseReturnValue:
    asked = queries.request_days(reading())
    return doors.render_inside(
        "projects/successor.html",
        standing,
        status=status,
        form=form,
        missed=rules.missed_budget(form.deliver_on.data, asked),
        last_day=rules.next_request(today(), asked),
        year_words=year_words,
    )

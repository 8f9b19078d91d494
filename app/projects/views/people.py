"""Bring people and organizations into a project."""

import uuid
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity import service as accounts
from app.identity.errors import TooManyAttempts
from app.identity.login import person
from app.projects import doors, queries, rules
from app.projects.forms.charter import ids_of
from app.projects.forms.team import AdultsForm, ContactForm, PartnersForm, PupilsForm
from app.projects.queries import Standing
from app.projects.rules import MemberRole
from app.projects.service import members
from app.projects.views.page import WORDS
from app.projects.views.root import UNPROCESSABLE, bp, do, only_if, telling_refusals, today
from app.projects.words import WHY
from app.ui.fields import tell
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.projects.models import ProjectPartner

TEAM = "projects.team"
TOO_MANY = 429
MOST_TRIES = 10
"""IDs that one person may try in 15 minutes; a city with ten partners needs no more."""
WAIT = _l(
    "何度も試されたため、少し止めています。入れたIDは、このままのこっています。"
    "その人にIDを確かめて、15分ほど待ってから、もう一度どうぞ。"
)


@bp.get("/projects/<key>/team/pupils", endpoint="add_pupils")
@doors.inside
def show_pupils(standing: Standing) -> ResponseReturnValue:
    """Show the pupils of a class that one teaches, to be ticked."""
    return _pupils_page(standing)


@bp.post("/projects/<key>/team/pupils")
@doors.inside
def take_pupils(standing: Standing) -> ResponseReturnValue:
    """Bring in pupils of one's own school."""
    chosen = _class(_own_schools(standing))
    if chosen is None:
        abort(404)
    form = PupilsForm.of(queries.pupils_of(reading(), chosen.id, on=today()))
    if not (form.validate() and form.picked):
        tell(form.people, _("入る人を、1人は選んでください。"))
        return _pupils_page(standing, form, status=UNPROCESSABLE)
    return _bring(standing, form.picked, chosen.school_id, MemberRole.LEARNER)


@bp.get("/projects/<key>/team/people", endpoint="add_people")
@doors.inside
def show_people(standing: Standing) -> ResponseReturnValue:
    """Find adults of one's own organization, to be ticked."""
    return _people_page(standing, _own_partner(standing))


@bp.post("/projects/<key>/team/people")
@doors.inside
def take_people(standing: Standing) -> ResponseReturnValue:
    """Bring in adults of one's own organization."""
    partner = _own_partner(standing)
    form = _adults_form(standing, partner)
    if not form.validate() or not form.picked:
        if not form.people.errors and not form.picked:
            tell(form.people, _("入る人を、1人は選んでください。"))
        return _people_page(standing, partner, form, status=UNPROCESSABLE)
    return _bring(standing, form.picked, partner.organization_id, MemberRole(form.role.data))


@bp.get("/projects/<key>/team/contact", endpoint="contact")
@doors.inside
def show_contact(standing: Standing) -> ResponseReturnValue:
    """Ask for the first person of a partner that has nobody in the project yet."""
    form = ContactForm.of(_empty_partners(standing), request.args.get("place", ""))
    return doors.render_inside("projects/contact.html", standing, form=form)


@bp.post("/projects/<key>/team/contact")
@doors.inside
def take_contact(standing: Standing) -> ResponseReturnValue:
    """Bring in the first person of a partner: an adult who holds a post there."""
    empty = _empty_partners(standing)
    form = ContactForm.of(empty)
    status = UNPROCESSABLE
    if form.validate():
        partner = next(one for one in empty if str(one.organization_id) == form.place.data)
        try:
            user_id = _person_at(standing, partner.organization_id, form.login.data)
        except TooManyAttempts:
            tell(form.login, WAIT)
            status = TOO_MANY
        else:
            if user_id is not None:
                role = rules.contact_role(partner.role)
                return _bring(standing, {user_id}, partner.organization_id, role)
            tell(form.login, WHY["nobody"])
    return doors.render_inside("projects/contact.html", standing, status=status, form=form)


@bp.get("/projects/<key>/team/partners", endpoint="add_partners")
@doors.inside
def show_partners(standing: Standing) -> ResponseReturnValue:
    """Find organizations, to be ticked."""
    only_if(standing.leads and standing.is_active)
    return _partners_page(standing)


@bp.post("/projects/<key>/team/partners")
@doors.inside
def take_partners(standing: Standing) -> ResponseReturnValue:
    """Let organizations take part."""
    only_if(standing.leads and standing.is_active)
    asked = ids_of(request.form.getlist("places"))
    places = queries.places_named(reading(), asked)
    words = request.form.get("q", "")
    form = PartnersForm.of(places or queries.places_found(reading(), words))
    if not form.validate() or not places:
        tell(form.places, _("加わる組織を、1つは選んでください。"))
        return _partners_page(standing, form, status=UNPROCESSABLE)
    with telling_refusals():
        with transaction() as session:
            for one in places:
                members.add_partner(session, standing, one.id, one.role, now=clock.now())
        flash(_("組織を加えました。次は、その組織の人を1人、IDで招きます。"), "good")
    return redirect(url_for(TEAM, key=standing.project.key), 303)


@bp.post("/projects/<key>/team/partners/<uuid:organization_id>/leave")
@doors.inside
def leave_partner(standing: Standing, organization_id: uuid.UUID) -> ResponseReturnValue:
    """Let an organization's part end; never one's own, through which one is here."""
    only_if(standing.leads and organization_id not in standing.organization_ids)
    by = standing.user_id
    return do(
        standing,
        lambda session: members.let_partner_go(
            session, standing.project.id, organization_id, by=by, now=clock.now()
        ),
        _("組織の参加を終えました。その組織の人も、チームから外れました。"),
        to=TEAM,
    )


def _bring(
    standing: Standing, user_ids: "Iterable[uuid.UUID]", place: uuid.UUID, role: MemberRole
) -> ResponseReturnValue:
    def job(session: "Session") -> None:
        members.bring(session, standing, user_ids, place, role, now=clock.now())

    return do(
        standing,
        job,
        _("チームに加えました。本人に、お知らせが届きます。"),
        to=TEAM,
    )


def _own_schools(standing: Standing) -> set[uuid.UUID]:
    found = {place for place in standing.organization_ids if standing.may_add_pupils(place)}
    only_if(bool(found))
    return found


def _class(schools: set[uuid.UUID]) -> "queries.ClassRow | None":
    """Return the class of the address, one that the reader teaches; the only one for none."""
    rows = queries.own_classes(reading(), schools, person(), on=today())
    asked = request.values.get("class", "")
    if not asked and len(rows) == 1:
        return rows[0]
    return next((row for row in rows if str(row.id) == asked), None)


def _pupils_page(
    standing: Standing, form: PupilsForm | None = None, *, status: int = 200
) -> ResponseReturnValue:
    schools = _own_schools(standing)
    rows = queries.own_classes(reading(), schools, person(), on=today())
    chosen = _class(schools)
    if form is None and chosen is not None:
        form = PupilsForm.of(queries.pupils_of(reading(), chosen.id, on=today()))
    return doors.render_inside(
        "projects/pupils.html",
        standing,
        status=status,
        rows=rows,
        chosen=chosen,
        form=form,
    )


def _own_partner(standing: Standing) -> "ProjectPartner":
    """Return the reader's organization of the address, where they bring in adults."""
    asked = ids_of([request.values.get("place", "")]) or standing.organization_ids
    found = [
        one
        for one in queries.open_partners(reading(), standing.project.id)
        if one.organization_id in asked and standing.may_add_people(one.organization_id)
    ]
    if not found:
        abort(404)
    return found[0]


def _adults_form(standing: Standing, partner: "ProjectPartner") -> AdultsForm:
    words = request.values.get("q", "")
    found = queries.adults_found(reading(), person(), partner.organization_id, words, on=today())
    roles = rules.may_give(standing.roles_at(partner.organization_id), partner.role)
    if partner.role in {rules.PartnerRole.LEAD_SCHOOL, rules.PartnerRole.SCHOOL}:
        roles = tuple(one for one in roles if one is not MemberRole.LEARNER)
    return AdultsForm.of(found, roles)


def _people_page(
    standing: Standing,
    partner: "ProjectPartner",
    form: AdultsForm | None = None,
    *,
    status: int = 200,
) -> ResponseReturnValue:
    return doors.render_inside(
        "projects/people.html",
        standing,
        status=status,
        partner=partner,
        words=request.values.get("q", ""),
        form=form or _adults_form(standing, partner),
        **WORDS,
    )


def _empty_partners(standing: Standing) -> "list[ProjectPartner]":
    """Return the partners without anybody; 404 for whoever does not lead, or where none is."""
    only_if(standing.leads and standing.is_active)
    names = doors.names_for(standing)
    filled = {one.member.organization_id for one in names.current()}
    found = [
        one for one in names.partners if one.left_on is None and one.organization_id not in filled
    ]
    only_if(bool(found))
    return found


def _person_at(standing: Standing, place: uuid.UUID, login: str) -> uuid.UUID | None:
    """Return the adult of an id who works at an organization, or below it.

    Whoever invites has a few tries in 15 minutes, whatever project they are in: an id that nobody
    has and one of somebody else look alike, and are not to be guessed one after the other.

    Raises:
        TooManyAttempts: They are used up, and nothing was looked up.
    """
    with transaction() as session:
        what = f"project-id:{standing.user_id}"
        accounts.take_turn(session, what, address=None, limit=MOST_TRIES, now=clock.now())
    session = reading()
    for user_id in identity.ids_by_login(session, [login]).values():
        found = identity.person(session, user_id, on=today())
        if queries.works_at(found, place, queries.parents_of(session)):
            return user_id
    return None


def _partners_page(
    standing: Standing, form: PartnersForm | None = None, *, status: int = 200
) -> ResponseReturnValue:
    session, words = reading(), request.values.get("q", "")
    own = {one.organization_id for one in queries.open_partners(session, standing.project.id)}
    return doors.render_inside(
        "projects/partners.html",
        standing,
        status=status,
        words=words,
        form=form or PartnersForm.of(queries.places_found(session, words, but=own)),
    )

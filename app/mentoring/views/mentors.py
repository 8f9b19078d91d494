"""The desk of an organization that vouches for mentors."""

import uuid
from collections.abc import Mapping

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me, person
from app.identity.queries import OrganizationNode, organization_tree
from app.mentoring import policy, queries, service
from app.mentoring.errors import NoSuchVetting, VettingRefused
from app.mentoring.forms import VETTING_FAULTS, VETTING_STATES, EndForm, VouchForm
from app.mentoring.views.root import UNPROCESSABLE, bp, today, vouchers
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _
from app.vettings.models import MentorVetting

Parents = Mapping[uuid.UUID, uuid.UUID | None]
FIELD_OF = {"days": "ends_on", "overlaps": "starts_on"}
"""The field beside which a refusal is told; the person for all others."""


@bp.get("/mentors", endpoint="mentors")
@vouchers
def show_mentors() -> ResponseReturnValue:
    """List whom the person's organizations vouch for, and who advises without that."""
    session = reading()
    above = queries.parents(session)
    found = queries.desk(session, policy.places_of(person(), above), above, on=today())
    return render_page("mentoring/mentors.html", "main", found=found, states=VETTING_STATES)


@bp.get("/mentors/new")
@vouchers
def new_vetting() -> ResponseReturnValue:
    """Choose an organization, then show the form for one of its people."""
    places = _places()
    place = _place(places)
    if place is None:
        return render_page("mentoring/place.html", "main", places=places)
    form = VouchForm.of(_people(place), chosen=request.args.get("person", ""), today=today())
    return _page(form, place, None)


@bp.post("/mentors/new")
@vouchers
def vouch() -> ResponseReturnValue:
    """Vouch for a mentor."""
    place = _place(_places())
    if place is None:
        return redirect(url_for("mentoring.new_vetting"), 303)
    form = VouchForm.of(_people(place), today=today())
    return _vouch(form, place, None)


@bp.get("/mentors/<uuid:vetting_id>/renew")
@vouchers
def renew(vetting_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form for the days that follow a vetting."""
    row, place = _vetting(vetting_id)
    return _page(VouchForm.after(row, today=today()), place, row)


@bp.post("/mentors/<uuid:vetting_id>/renew")
@vouchers
def take_renewal(vetting_id: uuid.UUID) -> ResponseReturnValue:
    """Vouch for the same mentor once more."""
    row, place = _vetting(vetting_id)
    return _vouch(VouchForm.after(row, today=today()), place, row)


@bp.get("/mentors/<uuid:vetting_id>/end")
@vouchers
def end(vetting_id: uuid.UUID) -> ResponseReturnValue:
    """Show what happens when a vetting is ended."""
    row, _place_of = _vetting(vetting_id)
    return render_page("mentoring/end.html", "main", form=EndForm(), row=row)


@bp.post("/mentors/<uuid:vetting_id>/end")
@vouchers
def take_end(vetting_id: uuid.UUID) -> ResponseReturnValue:
    """End a vetting today."""
    row, form = _vetting(vetting_id)[0], EndForm()
    if not form.validate():
        return render_page("mentoring/end.html", "main", status=UNPROCESSABLE, form=form, row=row)
    places, reason, now = _places_of(queries.parents(reading())), form.reason.data, clock.now()
    try:
        with transaction() as session:
            service.end(session, vetting_id, reason, by=me().id, places=places, now=now)
    except VettingRefused as refused:
        tell(form.reason, VETTING_FAULTS[refused.fault])
        return render_page("mentoring/end.html", "main", status=UNPROCESSABLE, form=form, row=row)
    flash(_("終わりにしました。わたしていた相談票は、先生にもどりました。"), "good")
    return redirect(url_for("mentoring.mentors"), 303)


def _vouch(
    form: VouchForm, place: OrganizationNode, row: MentorVetting | None
) -> ResponseReturnValue:
    if not form.validate():
        return _page(form, place, row, status=UNPROCESSABLE)
    places, given = _places_of(queries.parents(reading())), form.told(place.id)
    try:
        with transaction() as session:
            service.vouch(session, given, by=me().id, places=places, now=clock.now())
    except VettingRefused as refused:
        field = form[FIELD_OF.get(refused.fault, "person")]
        tell(field, VETTING_FAULTS[refused.fault])
        return _page(form, place, row, status=UNPROCESSABLE)
    flash(_("登録しました。本人に知らせました。"), "good")
    return redirect(url_for("mentoring.mentors"), 303)


def _places_of(above: Parents) -> frozenset[uuid.UUID]:
    return policy.places_of(person(), above)


def _places() -> list[OrganizationNode]:
    """Return the organizations for which the person vouches, in 建制順."""
    tree = organization_tree(reading())
    own = _places_of({node.id: node.parent_id for node in tree})
    return [node for node in tree if node.id in own and node.kind in policy.PLACES]


def _place(places: list[OrganizationNode]) -> OrganizationNode | None:
    """Return the organization of the address, or the only one; 404 for one that is not theirs."""
    asked = request.args.get("place", "")
    if not asked:
        return places[0] if len(places) == 1 else None
    return next((one for one in places if str(one.id) == asked), None) or abort(404)


def _people(place: OrganizationNode) -> list[tuple[uuid.UUID, str]]:
    people = queries.people_of_place(reading(), place.id, on=today())
    return [(one.id, one.name) for one in people if one.id != me().id]


def _vetting(vetting_id: uuid.UUID) -> tuple[MentorVetting, OrganizationNode]:
    places = {one.id: one for one in _places()}
    try:
        row = queries.vetting(reading(), places.keys(), vetting_id)
    except NoSuchVetting:
        abort(404)
    return row, places[row.organization_id]


def _page(
    form: VouchForm, place: OrganizationNode, row: MentorVetting | None, *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "mentoring/vouch.html", "main", status=status, form=form, place=place, row=row
    )

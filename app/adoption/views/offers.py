"""The list of what teams that go on can be given, kept by who administers the city."""

import uuid
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.adoption import queries, service
from app.adoption.errors import NoSuchAdoption
from app.adoption.forms import OfferForm
from app.adoption.views.root import UNPROCESSABLE, bp, keepers_only, today
from app.db import reading, transaction
from app.identity.login import me
from app.identity.models import OrganizationKind
from app.identity.queries import organization_tree
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.adoption.models import SupportOffer

KINDS = (
    *(OrganizationKind.CITY, OrganizationKind.DEPARTMENT),
    *(OrganizationKind.UNIVERSITY, OrganizationKind.COMPANY),
)
"""Whose offers stand in the list."""


@bp.get("/adoption/offers", endpoint="offers")
@keepers_only
def show_offers() -> ResponseReturnValue:
    """List every offer, with how many teams took it."""
    return render_page(
        "adoption/offers.html", "main", rows=queries.all_offers(reading()), today=today()
    )


@bp.get("/adoption/offers/new")
@keepers_only
def new_offer() -> ResponseReturnValue:
    """Show the form of a new offer."""
    return _page(None, _form(None))


@bp.post("/adoption/offers/new")
@keepers_only
def take_new_offer() -> ResponseReturnValue:
    """Add an offer."""
    form = _form(None)
    if not form.validate():
        return _page(None, form, status=UNPROCESSABLE)
    with transaction() as session:
        service.add_offer(session, form.told(), by=me().id, now=clock.now())
    flash(_("支援を加えました。続けるチームが選べます。"), "good")
    return redirect(url_for("adoption.offers"), 303)


@bp.get("/adoption/offers/<uuid:offer_id>")
@keepers_only
def change_offer(offer_id: uuid.UUID) -> ResponseReturnValue:
    """Show an offer to be changed."""
    row = _offer(offer_id)
    return _page(row, _form(row))


@bp.post("/adoption/offers/<uuid:offer_id>")
@keepers_only
def take_offer(offer_id: uuid.UUID) -> ResponseReturnValue:
    """Say an offer otherwise."""
    row = _offer(offer_id)
    form = _form(row)
    if not form.validate():
        return _page(row, form, status=UNPROCESSABLE)
    with transaction() as session:
        service.change_offer(session, offer_id, form.told(), by=me().id, now=clock.now())
    flash(_("支援を変えました。"), "good")
    return redirect(url_for("adoption.offers"), 303)


@bp.post("/adoption/offers/<uuid:offer_id>/end")
@keepers_only
def end_offer(offer_id: uuid.UUID) -> ResponseReturnValue:
    """Offer something no more."""
    _offer(offer_id)
    with transaction() as session:
        service.end_offer(session, offer_id, by=me().id, now=clock.now())
    flash(_("受け付けを終えました。受けているチームは、そのままです。"), "good")
    return redirect(url_for("adoption.offers"), 303)


def _offer(offer_id: uuid.UUID) -> "SupportOffer":
    try:
        return queries.offer(reading(), offer_id)
    except NoSuchAdoption:
        abort(404)


def _form(row: "SupportOffer | None") -> OfferForm:
    places = [
        (one.id, one.name)
        for one in organization_tree(reading())
        if one.kind in KINDS and one.is_open
    ]
    return OfferForm.of(row, places)


def _page(
    row: "SupportOffer | None", form: OfferForm, *, status: int = 200
) -> ResponseReturnValue:
    return render_page("adoption/offer.html", "main", status=status, form=form, row=row)

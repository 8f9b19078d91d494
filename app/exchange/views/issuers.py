"""Issuers elsewhere whose credentials the registry believes."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.exchange import documents
from app.exchange.documents import Found
from app.exchange.errors import AlreadyTrusted, NotAnIssuer
from app.exchange.forms import LookForm, TrustForm, tell
from app.exchange.models import TrustedIssuer
from app.exchange.queries import issuers as queries
from app.exchange.service import issuers
from app.exchange.service.registries import WHILE_SOMEBODY_WAITS, wire_of
from app.exchange.views.root import bp
from app.identity import queries as identity
from app.identity.login import city_administrators_only, me
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.wire.errors import NotReached

UNPROCESSABLE = 422
ALREADY = _l("この発行者は、もう信頼しています。または、この市の発行者そのものです。")


@bp.get("/admin/issuers")
@city_administrators_only
def trusted_issuers() -> ResponseReturnValue:
    """List the issuers elsewhere, and offer to look at another."""
    return _list_page(LookForm())


@bp.post("/admin/issuers/look")
@city_administrators_only
def look_at_issuer() -> ResponseReturnValue:
    """Fetch an issuer's document and show what is in it; nothing is trusted yet."""
    form = LookForm()
    found = _look(form) if form.validate() else None
    if found is None:
        return _list_page(form, status=UNPROCESSABLE)
    return _found_page(TrustForm(formdata=None, issuer=found.issuer, name=found.name), found)


@bp.post("/admin/issuers/trust")
@city_administrators_only
def trust_issuer() -> ResponseReturnValue:
    """Trust an issuer, as it shows itself at this moment."""
    form = TrustForm()
    is_valid = form.validate()
    found = _look(form) if not form.issuer.errors else None
    if found is None or not is_valid:
        return _unfinished(form, found)
    own = identity.installation(reading()).issuer_did
    name, now = " ".join((form.name.data or "").split()), clock.now()
    try:
        with transaction() as session:
            issuers.trust(session, found, name=name, own=own, by=me().id, now=now)
    except AlreadyTrusted:
        tell(form.issuer, ALREADY)
        return _unfinished(form, None)
    flash(
        _("「%(name)s」を信頼します。ここからの修了証を確かめて受けとります。", name=name), "good"
    )
    return redirect(url_for("exchange.trusted_issuers"), 303)


@bp.post("/admin/issuers/<uuid:issuer_id>/end")
@city_administrators_only
def distrust_issuer(issuer_id: uuid.UUID) -> ResponseReturnValue:
    """Trust an issuer no more."""
    with transaction() as session:
        issuer = session.get_one(TrustedIssuer, issuer_id)
        if issuer.removed_at is None:
            issuers.end_trust(session, issuer, by=me().id, now=clock.now())
    flash(_("信頼するのをやめました。この発行者の修了証は、もう受けとりません。"), "good")
    return redirect(url_for("exchange.trusted_issuers"), 303)


def _look(form: LookForm) -> Found | None:
    """Fetch what the form names; the field is told why where that fails."""
    try:
        return documents.look_up(form.did, wire_of(site().settings, WHILE_SOMEBODY_WAITS))
    except (NotReached, NotAnIssuer) as error:
        tell(form.issuer, error)
        return None


def _unfinished(form: TrustForm, found: Found | None) -> ResponseReturnValue:
    if found is None:
        return _list_page(form, status=UNPROCESSABLE)
    return _found_page(form, found, status=UNPROCESSABLE)


def _list_page(form: LookForm, *, status: int = 200) -> ResponseReturnValue:
    found = queries.trusted(reading())
    own = identity.installation(reading()).issuer_did
    return render_page(
        "exchange/issuers.html", "main", status=status, form=form, found=found, own=own
    )


def _found_page(form: TrustForm, found: Found, *, status: int = 200) -> ResponseReturnValue:
    return render_page("exchange/found.html", "main", status=status, form=form, found=found)

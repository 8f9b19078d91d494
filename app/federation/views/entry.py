"""To a provider and back: the only pages here that a stranger reaches."""

import logging
from datetime import datetime

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.federation import journeys, leaving, oidc, queries, service
from app.federation.errors import (
    LinkTaken,
    NobodyKnown,
    ProviderFault,
    StateSpent,
    TokenRefused,
)
from app.federation.journeys import Journey
from app.federation.proving import Brought, Proved, prove, wire_of
from app.federation.queries import ProviderView
from app.federation.views.linking import offer_link
from app.federation.views.root import bp, directory, us_to
from app.identity.admission import admit
from app.identity.errors import AccountMerged
from app.identity.login import local_path, visitor
from app.ui.page import render_page
from app.ui.site import site
from app.wire.errors import NotReached, SealBroken

log = logging.getLogger(__name__)

AWAY = (ProviderFault, NotReached, SealBroken)


@bp.get("/sign-in/<slug>")
def door(slug: str) -> ResponseReturnValue:
    """Show one provider's button: the address that a school gives to its people."""
    found = queries.open_provider(reading(), slug)
    target = local_path(request.args.get("next"))
    return render_page("federation/door.html", "main", found=found, next=target)


@bp.get("/sign-in/<slug>/go")
def go(slug: str) -> ResponseReturnValue:
    """Send somebody to a provider, and remember in their browser what must come back.

    A link and no form: the policy of our pages lets forms lead nowhere else.
    """
    now, who = clock.now(), visitor()
    with transaction() as database:
        found = queries.open_provider(database, slug)
    is_linking = "link" in request.args and who is not None and not who.is_guest
    try:
        metadata = directory().of(wire_of(site().settings), found.issuer, now=now).metadata
        us = us_to(found)
    except AWAY as error:
        return _sorry("away", found, error)
    state, journey = journeys.set_out(
        found.id,
        target=local_path(request.args.get("next")) or "",
        linking=who.id if is_linking and who else None,
        now=now,
    )
    told = {"state": state, "nonce": journey.nonce, "verifier": journey.verifier}
    return redirect(oidc.way_to(metadata, us, tenant=found.terms.tenant, **told), 303)


@bp.get("/sign-in/<slug>/back")
def back(slug: str) -> ResponseReturnValue:
    """Take what a provider sends back, and let in whom it vouches for."""
    now = clock.now()
    with transaction() as database:
        found = queries.open_provider(database, slug)
    state = request.args.get("state", "")
    journey = journeys.take(state, found.id, now=now)
    if journey is None:
        return _sorry("lost", found)
    if "code" not in request.args:
        return _sorry("stopped", found)
    try:
        proved = _proved(found, journey, state, now=now)
    except AWAY as error:
        return _sorry("away", found, error)
    except (TokenRefused, StateSpent) as error:
        return _sorry("refused", found, error)
    if journey.linking:
        return offer_link(found, journey, proved.proof)
    return _let_in(found, journey, proved, now=now)


def _proved(found: ProviderView, journey: Journey, state: str, *, now: datetime) -> Proved:
    """Spend the way back, then ask the provider; nothing is held meanwhile."""
    with transaction() as database:
        service.spend_state(database, state, now=now)
    return prove(
        found,
        journey,
        Brought(request.args["code"], request.args.get("iss")),
        us_to(found),
        wire=wire_of(site().settings),
        directory=directory(),
        now=now,
    )


def _let_in(
    found: ProviderView, journey: Journey, proved: Proved, *, now: datetime
) -> ResponseReturnValue:
    try:
        with transaction() as database:
            entrance = service.let_in(database, found, proved.proof, now=now)
    except (NobodyKnown, LinkTaken) as error:
        return _sorry("nobody", found, error)
    except AccountMerged as merged:
        return _sorry("merged", found, login=merged.login)
    return admit(
        entrance,
        amr=proved.proof.methods,
        now=now,
        asked=journey.target,
        kept=leaving.remembered(found, proved, secret_key=site().settings.secret_key),
    )


def _sorry(
    why: str, found: ProviderView, error: Exception | None = None, *, login: str = ""
) -> ResponseReturnValue:
    """Say in plain words what happened and whom to ask; the reason goes to the log alone."""
    if error is not None:
        log.warning("sign-in by %s (%s): %s: %s", found.slug, why, type(error).__name__, error)
    status = {"away": 503, "nobody": 403, "merged": 403}.get(why, 400)
    return render_page(
        "federation/sorry.html", "main", status=status, why=why, found=found, login=login
    )

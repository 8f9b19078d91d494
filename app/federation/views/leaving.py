"""Signing out at a provider as well, after signing out here (RP-Initiated Logout 1.0)."""

import logging

from flask import abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.federation import leaving, oidc, queries, service
from app.federation.errors import ProviderFault
from app.federation.leaving import Leaving
from app.federation.proving import wire_of
from app.federation.rules import SignOut
from app.federation.views.root import bp, directory, return_address
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _
from app.wire.errors import NotReached

log = logging.getLogger(__name__)


@bp.get("/sign-out/<slug>")
def leave(slug: str) -> ResponseReturnValue:
    """Offer to sign out at the provider as well, or lead there at once where it says so.

    The answer to a form may lead to no other site (``form-action``), so a page stands between.
    """
    _under_way(slug)
    found = queries.open_provider(reading(), slug)
    is_always = found.sign_out == SignOut.ALWAYS
    page = make_response(
        render_page("federation/leave.html", "main", found=found, is_always=is_always)
    )
    if is_always:
        page.headers["Refresh"] = f"0; url={url_for('federation.leave_there', slug=slug)}"
    return page


@bp.get("/sign-out/<slug>/go")
def leave_there(slug: str) -> ResponseReturnValue:
    """Send somebody to where the provider signs people out; the network is asked first."""
    now, under_way = clock.now(), _under_way(slug)
    with transaction() as database:
        found = queries.open_provider(database, slug)
    try:
        metadata = directory().of(wire_of(site().settings), found.issuer, now=now).metadata
    except (ProviderFault, NotReached) as error:
        log.warning("sign-out at %s: %s", slug, error)
        return _not_there(found.name)
    if not metadata.end_session_endpoint:
        return _not_there(found.name)
    target = oidc.way_out(
        metadata,
        found.client_id,
        hint=service.hint_of(under_way.hint, secret_key=site().settings.secret_key),
        state=under_way.state,
        return_address=return_address(slug, "federation.left"),
    )
    return redirect(target, 303)


@bp.get("/sign-out/<slug>/back")
def left(slug: str) -> ResponseReturnValue:
    """Say to who comes back from there that it is done; whoever else comes finds the home."""
    if leaving.finish(slug, request.args.get("state", ""), now=clock.now()):
        flash(_("ここでも、IDのほうでも、終わりました。"), "good")
    return redirect("/", 303)


def _under_way(slug: str) -> Leaving:
    found = leaving.under_way(slug, now=clock.now())
    if found is None:
        abort(404)
    return found


def _not_there(name: str) -> ResponseReturnValue:
    flash(
        _(
            "寺子屋は終わりましたが、「%(name)s」のほうにはつながりません。"
            "ほかの人も使う機器では、ブラウザーを閉じてください。",
            name=name,
        ),
        "stop",
    )
    return redirect("/", 303)

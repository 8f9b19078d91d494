"""A person's own links: see them, add one, take one away."""

import uuid

from flask import abort, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.federation import queries, service
from app.federation.errors import LinkTaken, NobodyKnown
from app.federation.journeys import Journey
from app.federation.models import Provider
from app.federation.queries import ProviderView
from app.federation.rules import Proof
from app.federation.views.root import bp
from app.identity.login import me, person, registered, visitor
from app.ui.page import render_page
from app.ui.strings import gettext as _

_KEY = "link_offered"


@bp.get("/settings/accounts")
@registered
def linked() -> ResponseReturnValue:
    """Show what is linked, and what could be."""
    database = reading()
    return render_page(
        "federation/linked.html",
        "main",
        found=queries.linked_accounts(database, me().id),
        ways=queries.providers_for(database, person()),
    )


def offer_link(found: ProviderView, journey: Journey, proof: Proof) -> ResponseReturnValue:
    """Keep what the provider vouches for, and ask on a page of ours whether to link it."""
    who = visitor()
    if who is None or str(who.id) != journey.linking:
        abort(400)
    session[_KEY] = [str(found.id), proof.subject, proof.shown]
    return redirect(url_for("federation.confirm"), 303)


@bp.get("/settings/accounts/confirm")
@registered
def confirm() -> ResponseReturnValue:
    """Ask whether the account elsewhere is to open the door here."""
    provider_id, _subject, shown = _offered()
    found = reading().get_one(Provider, provider_id)
    return render_page("federation/confirm.html", "main", found=found, shown=shown)


@bp.post("/settings/accounts/confirm")
@registered
def take_link() -> ResponseReturnValue:
    """Link it."""
    provider_id, subject, _shown = _offered()
    session.pop(_KEY)
    try:
        with transaction() as database:
            found = database.get_one(Provider, provider_id)
            service.link(database, found, person(), subject, now=clock.now())
    except (LinkTaken, NobodyKnown):
        told = _("このIDは、つなげませんでした。学校や会社の管理者に聞いてください。")
        flash(told, "stop")
    else:
        flash(_("つなぎました。次からは、このIDでも入れます。"), "good")
    return redirect(url_for("federation.linked"), 303)


@bp.post("/settings/accounts/<uuid:link_id>/unlink")
@registered
def unlink(link_id: uuid.UUID) -> ResponseReturnValue:
    """Take one away; the account elsewhere stays as it is."""
    with transaction() as database:
        service.unlink(database, link_id, of=me().id, now=clock.now())
    flash(_("はずしました。このIDでは、もう入れません。"), "good")
    return redirect(url_for("federation.linked"), 303)


def _offered() -> tuple[uuid.UUID, str, str]:
    kept = session.get(_KEY)
    if kept is None:
        abort(404)
    return uuid.UUID(kept[0]), kept[1], kept[2]

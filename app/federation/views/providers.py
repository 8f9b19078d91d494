"""The administrators' pages about providers."""

import uuid
from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.federation import queries, service
from app.federation.directory import Entry
from app.federation.errors import ProviderFault, SlugTaken
from app.federation.forms import NewProviderForm, TermsForm, tell
from app.federation.models import Provider
from app.federation.proving import reach_of, wire_of
from app.federation.views.root import bp, directory, return_address
from app.identity.login import me, person, roles_required
from app.identity.models import Role
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _
from app.wire.errors import NotReached


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a test found: the provider, or why not, in a sentence."""

    entry: Entry | None = None
    told: str = ""


@bp.get("/admin/sign-in")
@roles_required(Role.ADMINISTRATOR)
def providers() -> ResponseReturnValue:
    """List the ways in for the people within reach."""
    found = queries.providers_within(reading(), person())
    return render_page("federation/providers.html", "main", found=found)


@bp.get("/admin/sign-in/new")
@roles_required(Role.ADMINISTRATOR)
def new_provider() -> ResponseReturnValue:
    """Show the form for a new one."""
    return _new_page(_new_form())


@bp.post("/admin/sign-in/new")
@roles_required(Role.ADMINISTRATOR)
def add_provider() -> ResponseReturnValue:
    """Add one."""
    form = _new_form()
    if not form.validate():
        return _new_page(form, status=422)
    key, now = site().settings.secret_key, clock.now()
    try:
        with transaction() as session:
            made = service.add_provider(session, form.read(), by=me().id, secret_key=key, now=now)
    except SlugTaken:
        tell(form.slug, _("このアドレスは、もう使われています。ほかの言葉にしてください。"))
        return _new_page(form, status=422)
    flash(_("入り口を作りました。つながるかを確かめてください。"), "good")
    return redirect(url_for("federation.provider", provider_id=made.id), 303)


@bp.get("/admin/sign-in/<uuid:provider_id>")
@roles_required(Role.ADMINISTRATOR)
def provider(provider_id: uuid.UUID) -> ResponseReturnValue:
    """Show one, and what may be done with it."""
    found = queries.managed_provider(reading(), provider_id, person())
    return _page(found)


@bp.post("/admin/sign-in/<uuid:provider_id>")
@roles_required(Role.ADMINISTRATOR)
def change_provider(provider_id: uuid.UUID) -> ResponseReturnValue:
    """Change its terms."""
    with transaction() as session:
        found = queries.managed_provider(session, provider_id, person())
        form = TermsForm()
        form.issuer_in_force = found.issuer
        if not form.validate():
            return _page(found, form=form, status=422)
        key, now = site().settings.secret_key, clock.now()
        service.change_provider(
            session, found, form.read_terms(), by=me().id, secret_key=key, now=now
        )
    flash(_("変えました。"), "good")
    return redirect(url_for("federation.provider", provider_id=provider_id), 303)


@bp.post("/admin/sign-in/<uuid:provider_id>/test")
@roles_required(Role.ADMINISTRATOR)
def test_provider(provider_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the provider what it is, and show it; the database waits for nobody."""
    with transaction() as session:
        found = queries.managed_provider(session, provider_id, person())
    try:
        entry = directory().ask(wire_of(site().settings), found.issuer, now=clock.now())
    except (ProviderFault, NotReached) as error:
        return _page(found, outcome=Outcome(told=str(error)))
    return _page(found, outcome=Outcome(entry))


@bp.post("/admin/sign-in/<uuid:provider_id>/open")
@roles_required(Role.ADMINISTRATOR)
def open_provider(provider_id: uuid.UUID) -> ResponseReturnValue:
    """Open the way in again."""
    _switch(provider_id, is_open=True)
    flash(_("入り口を開きました。"), "good")
    return redirect(url_for("federation.provider", provider_id=provider_id), 303)


@bp.post("/admin/sign-in/<uuid:provider_id>/close")
@roles_required(Role.ADMINISTRATOR)
def close_provider(provider_id: uuid.UUID) -> ResponseReturnValue:
    """Close the way in; nobody who is in is sent out."""
    _switch(provider_id, is_open=False)
    flash(_("入り口を閉じました。もう入っている人は、そのままです。"), "good")
    return redirect(url_for("federation.provider", provider_id=provider_id), 303)


def _switch(provider_id: uuid.UUID, *, is_open: bool) -> None:
    with transaction() as session:
        found = queries.managed_provider(session, provider_id, person())
        service.switch_provider(session, found, is_open=is_open, by=me().id, now=clock.now())


def _new_form() -> NewProviderForm:
    places = queries.places_for(reading(), person())
    return NewProviderForm.within(places, reach_of(site().settings))


def _new_page(form: NewProviderForm, *, status: int = 200) -> ResponseReturnValue:
    start = site().settings.public_url + "/sign-in/"
    return render_page("federation/new.html", "main", status=status, form=form, start=start)


def _page(
    found: Provider,
    *,
    form: TermsForm | None = None,
    outcome: Outcome | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    return render_page(
        "federation/provider.html",
        "main",
        status=status,
        found=found,
        form=form or _terms_of(found),
        outcome=outcome,
        return_address=return_address(found.slug),
        sign_out_address=return_address(found.slug, "federation.left"),
        own_address=site().settings.public_url + url_for("federation.door", slug=found.slug),
    )


def _terms_of(found: Provider) -> TermsForm:
    return TermsForm(
        formdata=None,
        name=found.name,
        client_id=found.client_id,
        mail_domains=", ".join(found.mail_domains),
        tenant=found.tenant,
        roster_claim=found.roster_claim,
        is_listed=found.is_listed,
        sign_out=found.sign_out,
    )

"""The administrators' pages: which programs may call, what they used, and an end to it."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.clients import calls, queries, service
from app.clients.errors import NameTaken
from app.clients.forms import SCOPE_NAMES, ClientForm, RotateForm
from app.clients.views.root import bp
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity.login import city_administrators_only, me
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _

UNPROCESSABLE = 422


@bp.get("/admin/clients")
@city_administrators_only
def clients() -> ResponseReturnValue:
    """List the programs with what they used in 30 days."""
    now = clock.now()
    calls.keep_sums(now=now, at_once=True)
    found = queries.clients(reading(), now=now)
    return render_page("clients/clients.html", "main", found=found, scope_names=SCOPE_NAMES)


@bp.get("/admin/clients/add")
@city_administrators_only
def add() -> ResponseReturnValue:
    """Show the form for a new program."""
    return _form_page(ClientForm.empty())


@bp.post("/admin/clients/add")
@city_administrators_only
def take_new() -> ResponseReturnValue:
    """Let the program in and show its secret, this once."""
    form = ClientForm.empty()
    if not form.validate():
        return _form_page(form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            issued = service.add_client(
                session, form.permissions(), now=clock.now(), created_by=me().id
            )
    except NameTaken:
        return _name_taken(form)
    return _secret_page(issued)


@bp.get("/admin/clients/<uuid:client_id>")
@city_administrators_only
def one_client(client_id: uuid.UUID) -> ResponseReturnValue:
    """Show one program, its days, and what can be done."""
    return _client_page(client_id, RotateForm.offered())


@bp.get("/admin/clients/<uuid:client_id>/change")
@city_administrators_only
def change(client_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of what a program may do."""
    row = _living(client_id)
    return _form_page(ClientForm.of(row), row=row)


@bp.post("/admin/clients/<uuid:client_id>/change")
@city_administrators_only
def take_change(client_id: uuid.UUID) -> ResponseReturnValue:
    """Change what a program may do; it holds from its next call on."""
    row = _living(client_id)
    form = ClientForm.of(row)
    if not form.validate():
        return _form_page(form, row=row, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            service.change_client(
                session, client_id, form.permissions(), now=clock.now(), by=me().id
            )
    except NameTaken:
        return _name_taken(form, row=row)
    calls.forget()
    flash(_("変えました。5秒のうちに効きます。"), "good")
    return redirect(url_for("clients.one_client", client_id=client_id), 303)


@bp.post("/admin/clients/<uuid:client_id>/rotate")
@city_administrators_only
def rotate(client_id: uuid.UUID) -> ResponseReturnValue:
    """Give a program a new secret and show it, this once."""
    form = RotateForm.offered()
    if not form.validate():
        return _client_page(client_id, form, status=UNPROCESSABLE)
    with transaction() as session:
        issued = service.rotate_secret(
            session, client_id, now=clock.now(), grace=form.chosen, by=me().id
        )
    calls.forget()
    return _secret_page(issued)


@bp.get("/admin/clients/<uuid:client_id>/revoke")
@city_administrators_only
def ask_revoke(client_id: uuid.UUID) -> ResponseReturnValue:
    """Say what an end to a program means, before it is one."""
    return render_page("clients/revoke.html", "main", row=_living(client_id))


@bp.post("/admin/clients/<uuid:client_id>/revoke")
@city_administrators_only
def revoke(client_id: uuid.UUID) -> ResponseReturnValue:
    """End a program's access for good."""
    with transaction() as session:
        service.revoke_client(session, client_id, now=clock.now(), by=me().id)
    calls.forget()
    flash(_("止めました。このプログラムは、もう呼び出せません。"), "good")
    return redirect(url_for("clients.clients"), 303)


def _living(client_id: uuid.UUID) -> queries.ClientRow:
    """Return a program that is not revoked, or end in 404."""
    return queries.living_client(reading(), client_id, now=clock.now())


def _client_page(
    client_id: uuid.UUID, form: RotateForm, *, status: int = 200
) -> ResponseReturnValue:
    now = clock.now()
    calls.keep_sums(now=now, at_once=True)
    row = queries.client(reading(), client_id, now=now)
    return render_page(
        "clients/client.html", "main", status=status, row=row, form=form, scope_names=SCOPE_NAMES
    )


def _form_page(
    form: ClientForm, *, row: queries.ClientRow | None = None, status: int = 200
) -> ResponseReturnValue:
    base = identity.installation(reading()).iri_base
    return render_page(
        "clients/form.html", "main", status=status, form=form, row=row, iri_base=base
    )


def _name_taken(form: ClientForm, *, row: queries.ClientRow | None = None) -> ResponseReturnValue:
    form.name.errors = [_("この名前のプログラムが、もうあります。ほかの名前にしてください。")]
    return _form_page(form, row=row, status=UNPROCESSABLE)


def _secret_page(issued: service.Issued) -> ResponseReturnValue:
    url = site().settings.public_url
    return render_page("clients/secret.html", "main", issued=issued, public_url=url)

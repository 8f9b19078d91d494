"""Registries elsewhere: add, try, see what waits, send again, end."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.exchange import gateway
from app.exchange.errors import NameTaken, NoEntry, NoService
from app.exchange.forms import NewRegistryForm, SecretForm, tell
from app.exchange.models import Registry
from app.exchange.queries import registries as queries
from app.exchange.service import deliveries, registries
from app.exchange.service.registries import WHILE_SOMEBODY_WAITS
from app.exchange.views.root import bp
from app.forwarding.service import reach_of
from app.identity.login import city_administrators_only, me
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _
from app.wire.errors import NotReached

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Tried:
    """What a try to reach a registry found; ``told`` says why where it is not good."""

    is_good: bool
    told: str = ""


@bp.get("/admin/registries")
@city_administrators_only
def registries_elsewhere() -> ResponseReturnValue:
    """List the registries elsewhere, and how each does."""
    return render_page("exchange/registries.html", "main", found=queries.sheet(reading()))


@bp.get("/admin/registries/new")
@city_administrators_only
def new_registry() -> ResponseReturnValue:
    """Show the form for a new one."""
    return _new_page(NewRegistryForm())


@bp.post("/admin/registries/new")
@city_administrators_only
def start_registry() -> ResponseReturnValue:
    """Begin to bring credentials to a registry."""
    form = NewRegistryForm()
    form.reach = reach_of(site().settings)
    if not form.validate():
        return _new_page(form, status=UNPROCESSABLE)
    key, now = site().settings.secret_key, clock.now()
    try:
        with transaction() as session:
            made = registries.start(session, form.read(), by=me().id, secret_key=key, now=now)
    except NameTaken:
        tell(form.name, _("この名前の送り先が、もうあります。ほかの名前にしてください。"))
        return _new_page(form, status=UNPROCESSABLE)
    flash(
        _(
            "送り先を登録しました。これから出す職員の修了証を送ります。つながるかを確かめてください。"
        ),
        "good",
    )
    return _to(made.id)


@bp.get("/admin/registries/<uuid:registry_id>")
@city_administrators_only
def registry(registry_id: uuid.UUID) -> ResponseReturnValue:
    """Show one, and what may be done with it."""
    return _page(registry_id)


@bp.post("/admin/registries/<uuid:registry_id>/test")
@city_administrators_only
def test_registry(registry_id: uuid.UUID) -> ResponseReturnValue:
    """Ask a registry what it is and for a token; the database waits for nobody."""
    with transaction() as session:
        found = _living(session, registry_id)
    try:
        gateway.port_to(found, site().settings, WHILE_SOMEBODY_WAITS).probe(now=clock.now())
    except (NotReached, NoService, NoEntry) as error:
        return _page(registry_id, tried=Tried(is_good=False, told=str(error)))
    return _page(registry_id, tried=Tried(is_good=True))


@bp.post("/admin/registries/<uuid:registry_id>/again")
@city_administrators_only
def send_again(registry_id: uuid.UUID) -> ResponseReturnValue:
    """Send what gave up once more."""
    with transaction() as session:
        _living(session, registry_id)
        count = deliveries.send_again(session, registry_id, now=clock.now())
    flash(
        _("%(n)s件を列に戻しました。届いたかどうかは、このページで分かります。", n=count), "good"
    )
    return _to(registry_id)


@bp.post("/admin/registries/<uuid:registry_id>/earlier")
@city_administrators_only
def send_earlier(registry_id: uuid.UUID) -> ResponseReturnValue:
    """Send what was issued before the registry was added, too."""
    with transaction() as session:
        found, age = _living(session, registry_id), site().settings.consent_age
        count = deliveries.queue_earlier(session, found, consent_age=age, now=clock.now())
    flash(_("%(n)s件の修了証を列に入れました。順番に送ります。", n=count), "good")
    return _to(registry_id)


@bp.post("/admin/registries/<uuid:registry_id>/secret")
@city_administrators_only
def change_registry_secret(registry_id: uuid.UUID) -> ResponseReturnValue:
    """Take a new key and secret."""
    form = SecretForm()
    if not form.validate():
        return _page(registry_id, secret_form=form, status=UNPROCESSABLE)
    with transaction() as session:
        registries.change_secret(
            session,
            _living(session, registry_id),
            client_key=form.client_key.data.strip(),
            secret=form.secret.data,
            secret_key=site().settings.secret_key,
        )
    flash(_("鍵と秘密の文字列を入れかえました。つながるかを確かめてください。"), "good")
    return _to(registry_id)


@bp.post("/admin/registries/<uuid:registry_id>/stop")
@city_administrators_only
def stop_registry(registry_id: uuid.UUID) -> ResponseReturnValue:
    """End it for good."""
    with transaction() as session:
        registries.stop(session, _living(session, registry_id), by=me().id, now=clock.now())
    flash(_("送るのをやめました。届いた修了証は、登録簿にのこっています。"), "good")
    return _to(registry_id)


def _living(session: "Session", registry_id: uuid.UUID) -> Registry:
    found: Registry | None = session.get(Registry, registry_id)
    if found is None or found.ended_at is not None:
        abort(404)
    return found


def _to(registry_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("exchange.registry", registry_id=registry_id), 303)


def _new_page(form: NewRegistryForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page("exchange/new.html", "main", status=status, form=form)


def _page(
    registry_id: uuid.UUID,
    *,
    tried: Tried | None = None,
    secret_form: SecretForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    found = queries.one(reading(), registry_id)
    return render_page(
        "exchange/registry.html",
        "main",
        status=status,
        found=found,
        tried=tried,
        secret_form=secret_form or SecretForm(formdata=None, client_key=found.client_key),
    )

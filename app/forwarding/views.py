"""The pages of the city's administrators about record stores elsewhere."""

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from app import clock
from app.db import reading, transaction
from app.forwarding import queries, service
from app.forwarding.errors import NameTaken, NotAsked, SamePerson
from app.forwarding.forms import (
    EDITIONS,
    ChildrenForm,
    EditionForm,
    NewForwarderForm,
    SecretForm,
    tell,
)
from app.forwarding.models import Forwarder
from app.forwarding.stores import Finding, Probe, probe
from app.identity.login import city_administrators_only, me
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _
from app.wire.errors import NotReached

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

bp = Blueprint("forwarding", __name__, url_prefix="/admin/forwarding", template_folder="templates")


@bp.get("")
@city_administrators_only
def forwarders() -> ResponseReturnValue:
    """List the stores elsewhere, and how each does."""
    found = queries.sheet(reading())
    queues = queries.queues(reading(), found)
    return render_page("forwarding/forwarders.html", "main", found=found, queues=queues)


@bp.get("/new")
@city_administrators_only
def new() -> ResponseReturnValue:
    """Show the form for a new one."""
    return _new_page(NewForwarderForm())


@bp.post("/new")
@city_administrators_only
def start() -> ResponseReturnValue:
    """Begin to send to a store."""
    form = NewForwarderForm()
    form.reach = service.reach_of(site().settings)
    if not form.validate():
        return _new_page(form, status=422)
    key, now = site().settings.secret_key, clock.now()
    try:
        with transaction() as session:
            made = service.start(session, form.read(), created_by=me().id, secret_key=key, now=now)
    except NameTaken:
        tell(form.name, _("この名前の送り先が、もうあります。ほかの名前にしてください。"))
        return _new_page(form, status=422)
    told = _("送り先を登録しました。これから届く記録を送ります。つながるかを確かめてください。")
    flash(told, "good")
    return _to(made.id)


@bp.get("/<uuid:forwarder_id>")
@city_administrators_only
def forwarder(forwarder_id: uuid.UUID) -> ResponseReturnValue:
    """Show one, and what may be done with it."""
    return _page(forwarder_id)


@bp.post("/<uuid:forwarder_id>/test")
@city_administrators_only
def test(forwarder_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the store what it is, and whether it lets us in; the database waits for nobody."""
    with transaction() as session:
        found = _living(session, forwarder_id)
    try:
        outcome = probe(service.store_of(found, site().settings))
    except NotReached as error:
        outcome = Probe(Finding.AWAY, told=str(error))
    return _page(forwarder_id, outcome=outcome)


@bp.post("/<uuid:forwarder_id>/edition")
@city_administrators_only
def change_edition(forwarder_id: uuid.UUID) -> ResponseReturnValue:
    """Send in another edition of xAPI."""
    form = EditionForm()
    if not form.validate():
        return _page(forwarder_id, edition_form=form, status=422)
    with transaction() as session:
        service.change_edition(session, forwarder_id, form.chosen)
    told = _("xAPI %(version)sで送ります。順番を待っている記録も同じです。", version=form.chosen)
    flash(told, "good")
    return _to(forwarder_id)


@bp.post("/<uuid:forwarder_id>/secret")
@city_administrators_only
def change_secret(forwarder_id: uuid.UUID) -> ResponseReturnValue:
    """Take a new key and secret."""
    form = SecretForm()
    if not form.validate():
        return _page(forwarder_id, secret_form=form, status=422)
    with transaction() as session:
        service.change_secret(
            session,
            forwarder_id,
            key=form.key.data.strip(),
            secret=form.secret.data,
            secret_key=site().settings.secret_key,
        )
    flash(_("鍵と秘密の文字列を入れかえました。つながるかを確かめてください。"), "good")
    return _to(forwarder_id)


@bp.post("/<uuid:forwarder_id>/stop")
@city_administrators_only
def stop(forwarder_id: uuid.UUID) -> ResponseReturnValue:
    """End it for good."""
    with transaction() as session:
        service.stop(session, forwarder_id, now=clock.now(), by=me().id)
    flash(_("送るのをやめました。送り先に届いた記録は、送り先にのこっています。"), "good")
    return _to(forwarder_id)


@bp.post("/<uuid:forwarder_id>/children/ask")
@city_administrators_only
def ask_for_children(forwarder_id: uuid.UUID) -> ResponseReturnValue:
    """Ask that children's statements go as well."""
    form = ChildrenForm()
    if not form.validate():
        return _page(forwarder_id, children_form=form, status=422)
    with transaction() as session:
        service.ask_for_children(session, forwarder_id, by=me().id, now=clock.now())
    flash(_("頼みました。もう一人の管理者が同意するまで、子どもの記録は送りません。"), "good")
    return _to(forwarder_id)


@bp.post("/<uuid:forwarder_id>/children/agree")
@city_administrators_only
def agree_to_children(forwarder_id: uuid.UUID) -> ResponseReturnValue:
    """Agree to what another administrator has asked."""
    form = ChildrenForm()
    if not form.validate():
        return _page(forwarder_id, children_form=form, status=422)
    try:
        with transaction() as session:
            service.agree_to_children(session, forwarder_id, by=me().id, now=clock.now())
    except SamePerson:
        flash(_("頼んだ人は、同意できません。もう一人の管理者に頼んでください。"), "close")
    except NotAsked:
        flash(_("頼みは、取り消されていました。子どもの記録は送りません。"), "close")
    else:
        flash(_("同意しました。これから届く子どもの記録も送ります。"), "good")
    return _to(forwarder_id)


@bp.post("/<uuid:forwarder_id>/children/leave-out")
@city_administrators_only
def leave_children_out(forwarder_id: uuid.UUID) -> ResponseReturnValue:
    """Send no child's statement any more."""
    with transaction() as session:
        service.leave_children_out(session, forwarder_id, now=clock.now(), by=me().id)
    flash(
        _("取り消しました。子どもの記録は送りません。順番を待っていたものも送りません。"), "good"
    )
    return _to(forwarder_id)


def _living(session: "Session", forwarder_id: uuid.UUID) -> Forwarder:
    found: Forwarder | None = session.get(Forwarder, forwarder_id)
    if found is None or found.ended_at is not None:
        abort(404)
    return found


def _to(forwarder_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("forwarding.forwarder", forwarder_id=forwarder_id), 303)


def _new_page(form: NewForwarderForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page("forwarding/new.html", "main", status=status, form=form)


def _page(
    forwarder_id: uuid.UUID,
    *,
    outcome: Probe | None = None,
    edition_form: FlaskForm | None = None,
    secret_form: FlaskForm | None = None,
    children_form: FlaskForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    found = queries.one_forwarder(reading(), forwarder_id)
    queue = queries.queues(reading(), [found])[found.id]
    return render_page(
        "forwarding/forwarder.html",
        "main",
        status=status,
        found=found,
        queue=queue,
        my_id=me().id,
        outcome=outcome,
        editions=EDITIONS,
        edition_form=edition_form or EditionForm(formdata=None, speaks=found.speaks.value),
        secret_form=secret_form or SecretForm(formdata=None, key=found.key),
        children_form=children_form or ChildrenForm(formdata=None),
    )

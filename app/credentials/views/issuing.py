"""Who issues: the city's own issuer and those beside it, their names, their keys, their end."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app import clock
from app.credentials.errors import IssuerRefused, KeyNotChanged
from app.credentials.events import KeysWanted
from app.credentials.forms import ISSUER_FAULTS, EndForm, IssuerForm, NamesForm
from app.credentials.models import Issuer
from app.credentials.queries import issuers as queries
from app.credentials.service import issuers as service
from app.credentials.service import rotation
from app.credentials.views.root import bp
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity.login import city_administrators_only, me
from app.outbox import service as outbox
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _

UNPROCESSABLE = 422
OWN = "city"
"""How an address names the city's own issuer, which has no slug."""


@bp.get("/admin/credentials/issuers")
@city_administrators_only
def issuers() -> ResponseReturnValue:
    """List who issues."""
    found = queries.all_issuers(reading(), city=site().city)
    return render_page("credentials/issuers.html", "main", found=found, own=OWN)


@bp.get("/admin/credentials/issuers/add")
@city_administrators_only
def add_issuer() -> ResponseReturnValue:
    """Show the form of a new issuer."""
    return _new_page(IssuerForm())


@bp.post("/admin/credentials/issuers/add")
@city_administrators_only
def take_issuer() -> ResponseReturnValue:
    """Found an issuer; the worker makes its keys."""
    form = _offering(IssuerForm())
    if not form.validate():
        return _new_page(form, status=UNPROCESSABLE)
    try:
        _found(form)
    except IssuerRefused as refused:
        field, words = ISSUER_FAULTS[refused.fault]
        tell(form[field], words)
        return _new_page(form, status=UNPROCESSABLE)
    flash(_("発行者を加えました。鍵ができるまで、1分ほどかかります。"), "good")
    return redirect(url_for("credentials.issuers"), 303)


@bp.get("/admin/credentials/issuers/<issuer_slug>")
@city_administrators_only
def one_issuer(issuer_slug: str) -> ResponseReturnValue:
    """Show an issuer, its keys, and what can be done."""
    return _page(issuer_slug)


@bp.post("/admin/credentials/issuers/<issuer_slug>/names")
@city_administrators_only
def take_names(issuer_slug: str) -> ResponseReturnValue:
    """Call it otherwise from now on."""
    found, form = _shown(issuer_slug), NamesForm()
    if not form.validate():
        return _page(issuer_slug, form, status=UNPROCESSABLE)
    with transaction() as session:
        name, office = form.name.data.strip(), (form.office.data or "").strip()
        now, by = clock.now(), me().id
        service.name_issuer(session, found.did, name=name, office=office, by=by, now=now)
        if form.again.data:
            service.reissue_all(session, found.did, by=by, now=now)
    flash(_("変えました。これから出す証明に使われます。"), "good")
    return redirect(url_for("credentials.one_issuer", issuer_slug=issuer_slug), 303)


@bp.post("/admin/credentials/issuers/<issuer_slug>/keys/next")
@city_administrators_only
def next_keys(issuer_slug: str) -> ResponseReturnValue:
    """Have the worker make and publish the keys that are to follow."""
    found = _shown(issuer_slug)
    with transaction() as session:
        outbox.publish(session, KeysWanted(found.did, clock.now()))
    flash(_("次の鍵を作っています。公開して1日たつと、ひとりでに署名を引き継ぎます。"), "good")
    return redirect(url_for("credentials.one_issuer", issuer_slug=issuer_slug), 303)


@bp.get("/admin/credentials/issuers/<issuer_slug>/keys/<fragment>/withdraw")
@city_administrators_only
def ask_withdraw(issuer_slug: str, fragment: str) -> ResponseReturnValue:
    """Say what withdrawing a key means, before it is done."""
    found = _shown(issuer_slug)
    kid = f"{found.did}#{fragment}"
    count = queries.signed_by(reading(), kid)
    return render_page(
        "credentials/withdraw.html",
        "main",
        found=found,
        slug=issuer_slug,
        fragment=fragment,
        count=count,
    )


@bp.post("/admin/credentials/issuers/<issuer_slug>/keys/<fragment>/withdraw")
@city_administrators_only
def withdraw(issuer_slug: str, fragment: str) -> ResponseReturnValue:
    """Take a key that somebody else may hold out of the issuer's document, at once."""
    found = _shown(issuer_slug)
    try:
        with transaction() as session:
            kid = f"{found.did}#{fragment}"
            rotation.withdraw_key(session, kid, by=me().id, now=clock.now())
    except KeyNotChanged:
        raise NoResultFound from None
    flash(_("鍵を外しました。その鍵の証明を、新しい鍵で出し直しています。"), "good")
    return redirect(url_for("credentials.one_issuer", issuer_slug=issuer_slug), 303)


@bp.post("/admin/credentials/issuers/<issuer_slug>/end")
@city_administrators_only
def end_issuer(issuer_slug: str) -> ResponseReturnValue:
    """Let it issue nothing more; who follows answers for it."""
    row = queries.named(reading(), issuer_slug)
    form = _successors(issuer_slug, queries.all_issuers(reading(), city=site().city))
    if not form.validate():
        return _page(issuer_slug, end=form, status=UNPROCESSABLE)
    try:
        _end(row, form.successor.data or None)
    except IssuerRefused as refused:
        tell(form.successor, ISSUER_FAULTS[refused.fault][1])
        return _page(issuer_slug, end=form, status=UNPROCESSABLE)
    flash(_("終わりにしました。出した証明は、これからも確かめられます。"), "good")
    return redirect(url_for("credentials.one_issuer", issuer_slug=issuer_slug), 303)


def _found(form: IssuerForm) -> None:
    with transaction() as session:
        service.found_issuer(
            session,
            slug=form.slug.data.strip(),
            organization_id=uuid.UUID(form.organization.data),
            name=form.name.data.strip(),
            office=(form.office.data or "").strip(),
            by=me().id,
            now=clock.now(),
        )


def _end(row: Issuer, successor: str | None) -> None:
    with transaction() as session:
        now = clock.now()
        service.end_issuer(
            session, row, successor=successor, city=site().city, by=me().id, now=now
        )


def _shown(issuer_slug: str) -> queries.IssuerView:
    """Return an issuer with its keys; 404 for an address that nobody has."""
    return _pick(issuer_slug, queries.all_issuers(reading(), city=site().city))


def _pick(issuer_slug: str, every: list[queries.IssuerView]) -> queries.IssuerView:
    wanted = None if issuer_slug == OWN else issuer_slug
    found = next((one for one in every if one.slug == wanted), None)
    if found is None:
        raise NoResultFound
    return found


def _offering(form: IssuerForm) -> IssuerForm:
    tree = identity.organization_tree(reading())
    return form.offering((one.id, "　" * one.depth + one.name) for one in tree)


def _successors(issuer_slug: str, every: list[queries.IssuerView]) -> EndForm:
    return EndForm().offering(
        (one.did, one.name) for one in every if one.ended_on is None and one.slug != issuer_slug
    )


def _new_page(form: IssuerForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page("credentials/new_issuer.html", "main", status=status, form=_offering(form))


def _page(
    issuer_slug: str,
    names: NamesForm | None = None,
    end: EndForm | None = None,
    *,
    status: int = 200,
) -> ResponseReturnValue:
    every = queries.all_issuers(reading(), city=site().city)
    found = _pick(issuer_slug, every)
    return render_page(
        "credentials/issuer.html",
        "main",
        status=status,
        found=found,
        slug=issuer_slug,
        own=OWN,
        names=names or NamesForm(formdata=None, name=found.name, office=found.office),
        end=end or _successors(issuer_slug, every),
    )

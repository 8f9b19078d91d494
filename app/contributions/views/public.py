"""What everybody reads: the needs, and one of them with the way to say できる."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from app.catalog.edition import Field
from app.challenges import policy as challenges
from app.contributions import queries, rules
from app.contributions.forms import KINDS, OfferForm
from app.contributions.models import Need
from app.contributions.rules import NeedKind
from app.contributions.views.root import UNPROCESSABLE, bp, need_here, today
from app.db import reading
from app.frameworks import queries as frameworks
from app.i18n.dates import days_left
from app.identity.login import visitor
from app.ui.page import render_page


@bp.get("/needs", endpoint="needs")
def show_all() -> ResponseReturnValue:
    """Show what is needed now, by kind and field."""
    kinds, fields = {one.value for one in NeedKind}, {one.value for one in Field}
    kind, field = request.args.get("kind"), request.args.get("field")
    kind, field = kind if kind in kinds else None, field if field in fields else None
    found = queries.open_needs(
        reading(), on=today(), kind=NeedKind(kind) if kind else None, field=field
    )
    return render_page(
        "contributions/needs.html",
        "main",
        found=found,
        kinds=KINDS,
        fields=[one.value for one in Field],
        kind=kind,
        field=field,
        today=today(),
        days_left=days_left,
    )


@bp.get("/needs/<uuid:need_id>", endpoint="need")
def show_one(need_id: uuid.UUID) -> ResponseReturnValue:
    """Show a need, with the form of an offer for whoever may offer."""
    return need_page(need_here(need_id), OfferForm(formdata=None))


def need_page(row: Need, form: OfferForm) -> ResponseReturnValue:
    """Show a need with a form as it is."""
    session, who = reading(), visitor()
    posts = challenges.speaks_for(who) if who is not None else ()
    item = frameworks.find_item(row.item) if row.item else None
    return render_page(
        "contributions/need.html",
        "main",
        status=UNPROCESSABLE if form.errors else 200,
        row=row,
        form=form.offering(posts),
        kinds=KINDS,
        item=item,
        speaks=bool(posts),
        is_known=who is not None and not who.is_guest,
        is_minor=who is not None and who.is_minor,
        own=queries.own_offer_to(session, who.id, row.id) if who is not None else None,
        given=rules.told_hours(queries.given_to(session, [row.id]).get(row.id, 0)),
        today=today(),
        days_left=days_left,
    )

"""A person's own page: take everything along, see who looked, have it all erased."""

from datetime import datetime

from flask import Response, request, stream_with_context
from flask.typing import ResponseReturnValue

from app import clock
from app.audit import service as audit
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity import service as accounts
from app.identity.login import me, person, registered
from app.privacy import package, queries
from app.privacy.policy import may_erase_self
from app.privacy.views.root import bp
from app.ui.page import render_page
from app.ui.site import site
from app.xapi.statement import Agent

MOST_DOWNLOADS = 5
"""In 15 minutes: each reads everything about somebody."""


@bp.get("/my/data/all")
@registered
def mine() -> ResponseReturnValue:
    """Show a person what they can do with all that is kept of them, and who looked."""
    today = clock.day_of(clock.now())
    return render_page(
        "privacy/mine.html",
        "main",
        looks=queries.looks_at(reading(), me().id, on=today),
        may_erase=may_erase_self(person()),
    )


@bp.post("/my/data/download")
@registered
def download() -> ResponseReturnValue:
    """Send everything about the person who asks as a zip, made while it is sent."""
    now, who = clock.now(), person()
    with transaction() as session:
        accounts.take_turn(
            session,
            f"download:{who.id}",
            address=request.remote_addr,
            limit=MOST_DOWNLOADS,
            now=now,
        )
        audit.record(session, "data.downloaded", now=now, by=who.id, subject=who.id)
    pieces = stream_with_context(package.pieces(reading(), _whose(who, now)))
    response = Response(pieces, mimetype="application/zip")
    name = f"terakoya-{clock.day_of(now).isoformat()}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _whose(who: identity.Person, now: datetime) -> package.Whose:
    home_page = identity.installation(reading()).actor_home_page
    accounts = identity.accounts_of(reading(), who.id)
    return package.Whose(
        account_ids=[one.id for one in accounts],
        name=who.name,
        actors=[Agent(home_page, str(one.actor_name)) for one in accounts],
        city=site().city,
        made_at=now,
    )

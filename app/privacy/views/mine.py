"""A person's own page: take everything along, see who looked, have it all erased."""

import uuid
from datetime import datetime

from flask import Response, request, stream_with_context
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import clock
from app.audit import service as audit
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity import service as accounts
from app.identity.login import me, person, registered
from app.privacy import contents, package, queries
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
        take_download(session, by=who.id, now=now)
        audit.record(session, "data.downloaded", now=now, by=who.id, subject=who.id)
    whose = whose_file(who, now=now)
    return sent(contents.of_oneself(reading(), whose))


def take_download(session: Session, *, by: uuid.UUID, now: datetime) -> None:
    """Count a download of somebody's, of themselves or of a child.

    Raises:
        TooManyAttempts: They had too many.
    """
    accounts.take_turn(
        session, f"download:{by}", address=request.remote_addr, limit=MOST_DOWNLOADS, now=now
    )


def whose_file(who: identity.Person, *, now: datetime) -> contents.Whose:
    """Return whom a file is about, and when it is made."""
    home_page = identity.installation(reading()).actor_home_page
    accounts_of = identity.accounts_of(reading(), who.id)
    return contents.Whose(
        account_ids=[one.id for one in accounts_of],
        name=who.name,
        actors=[Agent(home_page, str(one.actor_name)) for one in accounts_of],
        city=site().city,
        made_at=now,
    )


def sent(packed: contents.Contents) -> Response:
    """Answer with a zip, written while it is sent."""
    response = Response(stream_with_context(package.pieces(packed)), mimetype="application/zip")
    name = f"terakoya-{clock.day_of(packed.whose.made_at).isoformat()}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

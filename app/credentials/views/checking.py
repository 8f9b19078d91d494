"""What a stranger sees: the page behind a link, and the form that checks any document."""

from typing import TYPE_CHECKING

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from app import clock
from app.credentials import sandbox
from app.credentials.errors import TooBusy
from app.credentials.forms import CheckForm
from app.credentials.queries import pages, trust
from app.credentials.views.mine import attachment, today
from app.credentials.views.root import bp
from app.db import reading, transaction
from app.identity.service import take_turn
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from datetime import datetime

    from app.credentials.verdict import Verdict

CHECKS = 60
"""Documents one address may have checked in 15 minutes."""

NOTHING = _l("確かめたい証明のデータを貼りつけるか、ファイルを選んでください。")


@bp.get("/v/<token>")
def shared(token: str) -> ResponseReturnValue:
    """Show a credential and what was checked of it just now."""
    now = clock.now()
    found = pages.shared_page(reading(), token, now=now, consent_age=site().settings.consent_age)
    page = render_page(
        "credentials/shared.html", "main", found=found, token=token, checked_at=_local(now)
    )
    return _unlisted(make_response(page))


@bp.get("/v/<token>/credential.json")
def shared_json(token: str) -> ResponseReturnValue:
    """Give a stranger the JSON form to check elsewhere."""
    row = pages.shared_document(reading(), token, on=today())
    return attachment(row.di or "", f"{row.number}.json", "application/json")


@bp.get("/v/<token>/credential.jwt")
def shared_jwt(token: str) -> ResponseReturnValue:
    """Give a stranger the JWT to check elsewhere."""
    row = pages.shared_document(reading(), token, on=today())
    return attachment(row.jwt or "", f"{row.number}.jwt", "application/jwt")


@bp.get("/v")
def check() -> ResponseReturnValue:
    """Offer to check a credential that somebody handed over."""
    return _answer(CheckForm(), None)


@bp.post("/v")
def check_document() -> ResponseReturnValue:
    """Check what was handed in, and show every check."""
    form = CheckForm()
    document = form.handed_in() if form.validate() else b""
    if not document:
        form.document.errors = (NOTHING,)
        return _answer(form, None, status=422)
    now = clock.now()
    with transaction() as session:
        take_turn(session, "check", address=request.remote_addr, limit=CHECKS, now=now)
    try:
        verdict = sandbox.check_document(document, trust.snapshot(reading()), now=now)
    except TooBusy:
        return _answer(form, None, status=503, busy=True)
    return _answer(CheckForm(formdata=None), verdict)  # what was handed in is not kept


def _answer(
    form: CheckForm, verdict: "Verdict | None", *, status: int = 200, busy: bool = False
) -> ResponseReturnValue:
    return render_page(
        "credentials/check.html",
        "answer",
        status=status,
        form=form,
        verdict=verdict,
        busy=busy,
        checked_at=_local(clock.now()),
    )


def _unlisted(response: Response) -> Response:
    """Keep a shared page out of search engines."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _local(instant: "datetime") -> "datetime":
    """Return the time on the city's clocks, for 「確かめた時」."""
    return instant.astimezone(clock.JST)

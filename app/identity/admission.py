"""The one door: what happens to somebody who has proved who they are."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from flask import redirect, session
from werkzeug.wrappers import Response as BaseResponse

from app.identity.login import guest_before, start_session, way_to
from app.identity.service import Entrance
from app.ui.links import links


def admit(
    entrance: Entrance, *, amr: Sequence[str], now: datetime, asked: str | None = None
) -> BaseResponse:
    """Let somebody in, and on to where they wanted to go.

    Args:
        entrance: Who, from a service that proved it.
        amr: By what, as values of RFC 8176.
        now: The present instant.
        asked: Where they wanted to go, as it was sent.
    """
    start_session(entrance, now=now)
    session["amr"] = list(amr)
    return way_on(asked)


def way_on(asked: str | None) -> BaseResponse:
    """Send somebody on to the page they asked for, if it is one of ours, or home.

    Where a guest's しおり lay on the device, the question whose it is comes first.
    """
    target = way_to(asked)
    if guest_before() is not None and "claim" in links():
        return redirect(f"{links()['claim']}?{urlencode({'next': target})}", 303)
    return redirect(target, 303)

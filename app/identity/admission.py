"""The one door: what happens to somebody who has proved who they are, as far as they have.

After a password, after a link for a new one, and from a provider elsewhere all come through
``admit``; the reasons stand in ``app.identity.factors``.
"""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from flask import Response, redirect, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.db import reading
from app.identity import proof, rules
from app.identity.factors import queries
from app.identity.factors.rules import has_two
from app.identity.login import guest_before, start_session, visitor, way_to
from app.identity.service import Entrance
from app.ui.files import FILES
from app.ui.links import links
from app.ui.page import is_fragment
from app.ui.site import site

FOR_PROGRAMS = frozenset({"lrs", "oauth"})
"""Blueprints for which no browser's cookie counts."""
WHILE_HELD_BACK = frozenset(
    {
        *("factors.set_up", "factors.authenticator", "factors.take_authenticator"),
        *("factors.passkey", "factors.passkey_options", "factors.take_passkey"),
        *("factors.confirm", "factors.take_confirm", "factors.confirm_options"),
        *("identity.sign_out", "identity.save_view"),
    }
)
"""What opens to somebody who must first set up a second factor."""


def admit(
    entrance: Entrance, *, amr: Sequence[str], now: datetime, asked: str | None = None
) -> BaseResponse:
    """Let somebody in, or on to what is still to be proved or set up.

    Args:
        entrance: Who, from a service that proved it.
        amr: By what, as values of RFC 8176; with ``mfa`` nothing else is asked.
        now: The present instant.
        asked: Where they wanted to go, as it was sent.
    """
    where = queries.standing(
        reading(),
        entrance.user_id,
        now=now,
        on=clock.day_of(now),
        unless_said=not site().settings.demo,
    )
    target = rules.local_path(asked)
    if where.has_factor and not has_two(amr):
        _leave_room()
        proof.begin_half(entrance, amr, target, now=now)
        return redirect(url_for("factors.second"), 303)
    start_session(entrance, now=now, amr=amr)
    if where.is_required and not has_two(amr):
        proof.hold_back(target)
        return redirect(url_for("factors.set_up"), 303)
    return way_on(target)


def complete(half: proof.Half, *, amr: Sequence[str], now: datetime) -> BaseResponse:
    """Let somebody in who has proved the second half as well."""
    start_session(half.entrance, now=now, amr=amr)
    return way_on(half.asked)


def way_on(asked: str | None) -> BaseResponse:
    """Send somebody on to the page they asked for, if it is one of ours, or home.

    Where a guest's しおり lay on the device, the question whose it is comes first.
    """
    target = way_to(asked)
    if guest_before() is not None and "claim" in links():
        return redirect(f"{links()['claim']}?{urlencode({'next': target})}", 303)
    return redirect(target, 303)


def lead_to_set_up() -> BaseResponse | None:
    """Open nothing else to somebody who must set up a second factor; asked before each request."""
    if request.endpoint in FILES or request.blueprint in FOR_PROGRAMS:
        return None
    if not proof.is_held_back() or request.endpoint in WHILE_HELD_BACK:
        return None
    target = url_for("factors.set_up")
    if is_fragment():
        return Response(status=401, headers={"HX-Redirect": target})
    return redirect(target, 303)


def _leave_room() -> None:
    """End whatever session somebody else had here; a guest's しおり waits for its question."""
    before = visitor()
    if before is not None and not before.is_guest:
        looks = session.get("display")
        session.clear()
        if looks is not None:
            session["display"] = looks

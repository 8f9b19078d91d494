"""The one door: what happens to somebody who has proved who they are, as far as they have.

After a password, after a link for a new one, and from a provider elsewhere all come through
``admit``; the reasons stand in ``app.identity.factors``.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from flask import Response, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.db import reading
from app.identity import proof, rules
from app.identity.factors import queries
from app.identity.factors import rules as factor_rules
from app.identity.factors.rules import has_two
from app.identity.login import guest_before, start_session, visitor, way_to
from app.identity.person import Person
from app.identity.service import Entrance
from app.ui.files import FILES
from app.ui.links import links
from app.ui.page import here, is_fragment
from app.ui.site import site
from app.ui.strings import lazy_gettext as _l

FOR_PROGRAMS = frozenset({"lrs", "oauth"})
"""Blueprints for which no browser's cookie counts."""
KEPT_ON = ("provider",)
"""What a session goes on to hold where a second proof is asked for in the middle of it."""
NOTHING: Mapping[str, Any] = MappingProxyType({})
READING = frozenset({"GET", "HEAD", "OPTIONS"})
NOT_TAKEN = _l(
    "いま送ったことは、まだ受けとっていません。二段階のたしかめが済むと、送る前のページにもどります。"
    "そこで、もう一度送ってください。"
)
"""Told where a form was sent when a second factor had just become necessary."""
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
    entrance: Entrance,
    *,
    amr: Sequence[str],
    now: datetime,
    asked: str | None = None,
    kept: Mapping[str, Any] = NOTHING,
) -> BaseResponse:
    """Let somebody in, or on to what is still to be proved or set up.

    Args:
        entrance: Who, from a service that proved it.
        amr: By what, as values of RFC 8176; with ``mfa`` nothing else is asked.
        now: The present instant.
        asked: Where they wanted to go, as it was sent.
        kept: What the session holds besides, once they are in.
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
        proof.begin_half(entrance, amr, target, now=now, kept=kept)
        return redirect(url_for("factors.second"), 303)
    start_session(entrance, now=now, amr=amr)
    session.update(kept)
    if where.is_required and not has_two(amr):
        proof.hold_back(target)
        return redirect(url_for("factors.set_up"), 303)
    return way_on(target)


def complete(half: proof.Half, *, amr: Sequence[str], now: datetime) -> BaseResponse:
    """Let somebody in who has proved the second half as well."""
    start_session(half.entrance, now=now, amr=amr)
    session.update(half.kept)
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
    """Open nothing else to somebody who must set up a second factor; asked before each request.

    That is decided at sign-in, and again whenever posts or rules have changed since.
    """
    if request.endpoint in FILES or request.blueprint in FOR_PROGRAMS:
        return None
    if request.endpoint in WHILE_HELD_BACK:
        return None
    if proof.is_held_back():
        return _to(url_for("factors.set_up"))
    return _asked_since()


def _asked_since() -> BaseResponse | None:
    """Ask for a second factor whomever a new post, or a new word of their place, now asks for one.

    Who has proved two factors, or has no such post, is let on by what the request knows anyway.
    For the others it is looked up once, and again when posts or rules have changed.
    """
    who = visitor()
    if who is None or has_two(proof.amr()):
        return None
    posts = ((post.role.value, str(post.organization_id)) for post in who.all_posts)
    standing = factor_rules.standing_of(posts, who.factor_edition)
    if not standing or proof.has_been_asked(standing):
        return None
    now = clock.now()
    where = queries.standing(
        reading(), who.id, now=now, on=clock.day_of(now), unless_said=not site().settings.demo
    )
    if not where.is_required:
        proof.note_none_needed(standing)
        return None
    return _lead_away(who, now=now, has_factor=where.has_factor)


def _lead_away(who: Person, *, now: datetime, has_factor: bool) -> BaseResponse:
    """Lead on to the second proof, or to setting one up; tell of a form that was not taken."""
    was_sent, asked = request.method not in READING, rules.local_path(here())
    if has_factor:
        entrance, amr = Entrance(who.id, who.session_epoch), proof.amr()
        kept = {name: session[name] for name in KEPT_ON if name in session}
        _leave_room()
        proof.begin_half(entrance, amr, asked, now=now, kept=kept)
    else:
        proof.hold_back(asked)
    if was_sent:
        flash(NOT_TAKEN.now(), "stop")
    return _to(url_for("factors.second" if has_factor else "factors.set_up"))


def _to(target: str) -> BaseResponse:
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

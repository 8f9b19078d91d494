"""Tokens for programs: OAuth 2.0 client credentials, and the document that tells of them.

Source: RFC 6749 2.3.1, 4.4, 5; RFC 6750; RFC 8414.
"""

from datetime import datetime

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from app import clock
from app.clients import calls, rules, tokens
from app.clients.caller import Caller
from app.clients.errors import NotAuthenticated, TooManyRequests
from app.clients.views.root import public
from app.ui.site import site

GRANT = "client_credentials"
BAD_REQUEST = 400
UNAUTHORIZED = 401
TOO_MANY = 429


class _Refused(Exception):
    """An answer of RFC 6749 5.2."""

    def __init__(self, error: str, told: str, status: int = BAD_REQUEST) -> None:
        super().__init__(told)
        self.error, self.told, self.status = error, told, status


@public.get("/.well-known/oauth-authorization-server")
def metadata() -> ResponseReturnValue:
    """Tell programs where tokens are to be had, and how (RFC 8414)."""
    issuer = site().settings.public_url
    return jsonify(
        {
            "issuer": issuer,
            "token_endpoint": f"{issuer}/oauth/token",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "grant_types_supported": [GRANT],
            "response_types_supported": [],
            "scopes_supported": list(rules.SCOPES),
        }
    )


@public.post("/oauth/token")
def take_token() -> ResponseReturnValue:
    """Give a client a token for an hour, for its key and secret."""
    try:
        return _unstored(jsonify(_token(clock.now())))
    except _Refused as refused:
        answer = jsonify({"error": refused.error, "error_description": str(refused)})
        answer.status_code = refused.status
        if refused.status == UNAUTHORIZED:
            answer.headers["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
    except TooManyRequests as refused:
        answer = jsonify({"error": "temporarily_unavailable", "error_description": str(refused)})
        answer.status_code = TOO_MANY
        answer.headers["Retry-After"] = str(refused.retry_after_seconds)
    return _unstored(answer)


def _unstored(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Pragma"] = "no-cache"
    return answer


def _token(now: datetime) -> dict[str, str | int]:
    given = _credentials()
    try:
        caller, held = calls.authenticate_secret(given.key, given.secret, now=now)
    except NotAuthenticated:
        raise _Refused("invalid_client", "the key and secret are unknown", UNAUTHORIZED) from None
    is_refused = True
    try:
        calls.admit(caller, now=now)
        scopes = _scopes(caller)
        is_refused = False
    finally:
        calls.count(caller, statements=0, refused=is_refused, now=now)
    key = site().settings.secret_key
    return {
        "access_token": tokens.write(caller, scopes, held=held, secret_key=key, now=now),
        "token_type": "Bearer",
        "expires_in": int(tokens.LIFE.total_seconds()),
        "scope": " ".join(rules.in_order(scopes)),
    }


def _credentials() -> rules.Basic:
    """Read the request; the client shows itself in one way, not in two (RFC 6749 2.3)."""
    form = request.form
    if any(len(form.getlist(name)) > 1 for name in form) or request.args:
        raise _Refused("invalid_request", "send each parameter once, in the form")
    grant = form.get("grant_type")
    if grant is None:
        raise _Refused("invalid_request", "grant_type is missing; the form is urlencoded")
    if grant != GRANT:
        raise _Refused("unsupported_grant_type", f"grant_type can be {GRANT}")
    header = request.headers.get("Authorization")
    if header is None:
        given = rules.shaped(form.get("client_id", ""), form.get("client_secret", ""))
    elif "client_secret" in form:
        raise _Refused("invalid_request", "show the secret in the header or in the form, not both")
    else:
        given = _of_header(header, form.get("client_id"))
    if given is None:
        raise _Refused("invalid_client", "the key and secret are unknown", UNAUTHORIZED)
    return given


def _of_header(header: str, client_id: str | None) -> rules.Basic | None:
    found = rules.parse_authorization(header)
    if not isinstance(found, rules.Basic) or client_id not in {None, found.key}:
        return None
    return found


def _scopes(caller: Caller) -> frozenset[str]:
    """Return what was asked for, or all that the client has; never more (RFC 6749 3.3)."""
    asked = request.form.get("scope")
    if asked is None:
        return caller.scopes
    try:
        scopes = rules.scopes_of(asked)
    except ValueError:
        raise _Refused("invalid_scope", "the scope is unknown") from None
    if not scopes <= rules.contained_in(caller.scopes):
        raise _Refused("invalid_scope", "the scope is more than the client has")
    return scopes

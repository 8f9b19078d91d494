"""What every call of the Open Badges API goes through: caller, scope, answer, count."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app import clock
from app.clients import calls
from app.clients.caller import Caller
from app.clients.errors import NotAuthenticated, OriginRefused, TooManyRequests
from app.talent.api.answers import Refused

LARGEST_BODY = 256 * 1024
"""Bytes; what ``credentials.verify`` looks at at most."""

_CLIENT_ERRORS = range(400, 500)
_WWW = {"WWW-Authenticate": 'Bearer realm="Open Badges"'}
_ANSWERS: tuple[tuple[type[Exception], Callable[[Any], Refused]], ...] = (
    (Refused, lambda error: error),
    (NotAuthenticated, lambda _: Refused(401, "no access token that holds", headers=_WWW)),
    (
        TooManyRequests,
        lambda error: Refused(
            429, "too many requests", headers={"Retry-After": str(error.retry_after_seconds)}
        ),
    ),
    (OriginRefused, lambda _: Refused(403, "this program is not for pages of that origin")),
    (HTTPException, lambda error: Refused(error.code or 400, error.description or error.name)),
    (
        OperationalError,
        lambda _: Refused(
            503, "the database is busy; nothing was stored", headers={"Retry-After": "2"}
        ),
    ),
)

View = Callable[[Caller], Response]


def for_programs(scope: str) -> Callable[[View], Callable[[], Response]]:
    """Let in programs whose token has ``scope``; every refusal is an ``Imsx_StatusInfo``."""

    def guard(view: View) -> Callable[[], Response]:
        @wraps(view)
        def guarded() -> Response:
            now, caller = clock.now(), None
            try:
                caller = _caller()
                calls.admit(caller, now=now)
                calls.check_origin(request.headers.get("Origin"), caller, method=request.method)
                if not caller.may(scope):
                    raise Refused(403, f"this needs the scope {scope}")
                answer = view(caller)
            except tuple(kind for kind, _ in _ANSWERS) as error:
                answer = _refusal(error).response()
            answer.headers.extend(
                calls.cors_headers(request.headers.get("Origin"), caller, now=now)
            )
            if caller is not None:
                is_refused = answer.status_code in _CLIENT_ERRORS
                calls.count(caller, statements=0, refused=is_refused, now=now)
            return answer

        return guarded

    return guard


def body() -> bytes:
    """Return the body of the request.

    Raises:
        Refused: It is larger than any credential; nothing of it was read.
    """
    request.max_content_length = LARGEST_BODY + 1
    too_large = Refused(413, f"a credential has {LARGEST_BODY} bytes at most")
    if (request.content_length or 0) > LARGEST_BODY:
        raise too_large
    data = request.get_data(cache=False)
    if len(data) > LARGEST_BODY:
        raise too_large
    return data


def _caller() -> Caller:
    """Return who calls; a token is asked for, and no secret is taken (Open Badges 3.0, 7)."""
    given = request.headers.get("Authorization", "")
    if not given.lower().startswith("bearer "):
        raise NotAuthenticated
    return calls.authenticate(given, now=clock.now())


def _refusal(error: Exception) -> Refused:
    for kind, told in _ANSWERS:
        if isinstance(error, kind):
            return told(error)
    raise error

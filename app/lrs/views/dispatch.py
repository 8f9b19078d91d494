"""What every xAPI resource has in common: version, spelling, caller, scope, answer."""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias

from flask import Response, g, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date

from app import clock
from app.clients import calls
from app.clients.caller import Caller
from app.clients.errors import NotAuthenticated, OriginRefused, TooManyRequests
from app.db import reading
from app.lrs.errors import StatementConflict, StatementInvalid, VoidingRefused, WordsCollide
from app.lrs.store.consistency import consistent_through
from app.lrs.views.call import Call, Refused, Resource
from app.xapi.instants import write_timestamp
from app.xapi.reading import JsonFaulty

if TYPE_CHECKING:
    from datetime import datetime

    from app.xapi.validate import Version

LARGEST_BODY = 16 * 1024 * 1024
"""Bytes; two web workers that hold one each stay far below what a small machine has."""
LARGEST_FORM = 2 * 1024 * 1024
"""Bytes of a request in alternate syntax; a browser of its time could send no more anyway."""

MOST_FIELDS = 100

VERSION = "X-Experience-API-Version"
THROUGH = "X-Experience-API-Consistent-Through"
CLIENT_ERRORS = range(400, 500)

_SPOKEN: tuple[tuple[re.Pattern[str], "Version", str], ...] = (
    (re.compile(r"1\.0(\.[0-9]+)?"), "1.0.3", "1.0.3"),
    (re.compile(r"2\.0(\.[0-9]+)?"), "2.0", "2.0.0"),
)
_HEADERS = (
    ("HTTP_AUTHORIZATION", "authorization"),
    ("HTTP_X_EXPERIENCE_API_VERSION", "x-experience-api-version"),
    ("CONTENT_TYPE", "content-type"),
    ("HTTP_ACCEPT_LANGUAGE", "accept-language"),
    ("HTTP_IF_MATCH", "if-match"),
    ("HTTP_IF_NONE_MATCH", "if-none-match"),
)
"""The headers that resources ask for, by their names in WSGI."""
_UNTOLD = "0.9"
"""What a request without the header speaks: that edition had none (Communication 3.3). Nobody
here does, so it is refused; neither a 1.0.3 nor a 2.0 client is told that it spoke the other."""
_AS_HEADERS = frozenset(
    {
        *("authorization", "x-experience-api-version", "content-type", "content-length"),
        *("if-match", "if-none-match", "accept-language", "accept"),
    }
)
"""Form parameters that alternate syntax takes for headers (Communication 1.3)."""

NOBODY = Caller(uuid.UUID(int=0), "", "", frozenset(), (), frozenset(), 0)
"""Who calls what is open to everybody."""


Methods: TypeAlias = Mapping[str, tuple[Resource, tuple[str, ...]]]
"""By method: the function, and the scopes of which the caller needs one."""


@dataclass(frozen=True, slots=True)
class Door:
    """One resource: its address below /xapi, and what each method does and needs.

    Attributes:
        rule: The address.
        name: Of the endpoint.
        methods: The function and the scopes of which the caller needs one.
        is_open: Whether anybody may call, in any version.
        is_statements: Whether answers tell up to when they are consistent.
    """

    rule: str
    name: str
    methods: Methods
    is_open: bool = False
    is_statements: bool = False

    def named(self, view: Callable[[], Response]) -> Callable[[], Response]:
        """Give a view the name and the docstring of this resource."""
        first = next(iter(self.methods.values()))[0]

        @wraps(first)
        def named(**_: object) -> Response:
            return view()

        return named


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A request as it was meant."""

    method: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes | None
    """None: the request's own, which is read when the caller is known."""


def answer(door: Door) -> Response:
    """Answer one request to a resource; every refusal is JSON that says why."""
    now = clock.now()
    # Where a chunked body reaches the limit, it is cut off without a word: one more tells.
    request.max_content_length = LARGEST_BODY + 1
    if request.method == "OPTIONS":
        return _preflight(now)
    seen = _Seen()
    try:
        response = _served(door, seen, now)
    except REFUSALS as error:
        response = _refusal(error).response()
    _finish(door, seen, response, now)
    return response


def refuse(error: HTTPException) -> Response:
    """Say as JSON what stopped a request before it got here."""
    return _refusal(error).response()


def NOWHERE(rest: str) -> Response:  # noqa: N802  stands beside the table of resources
    """Say that there is no such resource."""
    return Refused(404, f"there is no resource {rest!r} of the xAPI").response()


@dataclass(slots=True)
class _Seen:
    """What is known of a request so far."""

    meant: _Spelled | None = None
    caller: Caller | None = None


def _served(door: Door, seen: _Seen, now: "datetime") -> Response:
    meant = seen.meant = _spelled()
    version = _version(door, meant)
    if meant.method not in door.methods:
        allowed = ", ".join(sorted({*door.methods, "HEAD", "OPTIONS"}))
        raise Refused(405, f"{meant.method} is not for this resource", headers={"Allow": allowed})
    resource, scopes = door.methods[meant.method]
    if not door.is_open:
        seen.caller = calls.authenticate(meant.headers.get("authorization"), now=now)
        _admit(seen.caller, meant, scopes, now)
    body = request.get_data(cache=False) if meant.body is None else meant.body
    if len(body) > LARGEST_BODY:
        raise Refused(413, f"the body is larger than {LARGEST_BODY} bytes")
    caller = seen.caller or NOBODY
    return resource(Call(meant.method, meant.params, meant.headers, body, version, caller, now))


def _admit(caller: Caller, meant: _Spelled, scopes: tuple[str, ...], now: "datetime") -> None:
    calls.admit(caller, now=now)
    calls.check_origin(request.headers.get("Origin"), caller, method=meant.method)
    if not caller.may(*scopes):
        raise Refused(403, f"this needs one of the scopes {', '.join(scopes)}, all")


def _version(door: Door, meant: _Spelled) -> "Version":
    told = meant.headers.get(VERSION.lower())
    for pattern, version, _ in _SPOKEN:
        if told is not None and pattern.fullmatch(told.strip()):
            if version == "2.0" and meant.body is not None:
                raise Refused(400, "xAPI 2.0 has no alternate request syntax (2.0: 4.1.1)")
            return version
    if door.is_open:
        return "2.0"
    if told is None:
        raise Refused(400, f"the header {VERSION} is missing; send 1.0.3 or 2.0.0")
    raise Refused(400, f"{VERSION} {told!r} is not spoken here; send 1.0.3 or 2.0.0")


def _spelled() -> _Spelled:
    """Read the request, in alternate syntax where it asks for that."""
    environ = request.environ
    headers = {name: environ[key] for key, name in _HEADERS if environ.get(key)}
    method = "GET" if request.method == "HEAD" else request.method
    if method == "POST" and "method" in request.args:
        return _alternately_spelled(headers)
    return _Spelled(method, _once(request.args.lists()), headers, None)


def _alternately_spelled(headers: dict[str, str]) -> _Spelled:
    if list(request.args) != ["method"]:
        raise Refused(400, "alternate syntax has no query parameter but method")
    if request.mimetype != "application/x-www-form-urlencoded":
        raise Refused(400, "alternate syntax needs a form (application/x-www-form-urlencoded)")
    request.max_form_memory_size = LARGEST_FORM
    if request.get_data().count(b"&") > MOST_FIELDS:
        raise Refused(400, f"a form of more than {MOST_FIELDS} fields")
    params = _once(request.form.lists())
    told = {name.lower(): params.pop(name) for name in list(params) if name.lower() in _AS_HEADERS}
    content = params.pop("content", None)
    told.setdefault("content-type", "application/json")
    method = _once(request.args.lists())["method"].upper()
    if method in {"PUT", "POST"} and content is None:
        raise Refused(400, "the form parameter 'content' is missing")
    return _Spelled(
        "GET" if method == "HEAD" else method,
        params,
        headers | told,
        (content or "").encode("utf-8", "surrogatepass"),
    )


def _once(given: Iterable[tuple[str, list[str]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, values in given:
        if len(values) > 1:
            raise Refused(400, f"the parameter {name!r} is given more than once")
        if "\0" in values[0]:
            raise Refused(400, f"the parameter {name!r} has a U+0000, which nothing here keeps")
        found[name] = values[0]
    return found


def _preflight(now: "datetime") -> Response:
    origin = request.headers.get("Origin")
    headers = calls.cors_headers(origin, None, now=now, is_preflight=True)
    return Response(status=204, headers=headers)


def _finish(door: Door, seen: _Seen, response: Response, now: "datetime") -> None:
    """Add the headers that every answer has, and count the call."""
    meant, caller = seen.meant, seen.caller
    told = (meant.headers.get(VERSION.lower()) if meant else request.headers.get(VERSION)) or ""
    spoken = [name for pattern, _, name in _SPOKEN if pattern.fullmatch(told.strip())]
    headers = response.headers
    headers[VERSION] = spoken[0] if spoken else _UNTOLD
    headers.setdefault("Last-Modified", http_date(now))
    is_reading = (meant.method if meant else request.method) in {"GET", "HEAD"}
    if door.is_statements and is_reading and THROUGH not in headers:
        headers[THROUGH] = write_timestamp(consistent_through(reading(), now=now))
    headers.extend(calls.cors_headers(request.headers.get("Origin"), caller, now=now))
    if caller is not None:
        is_refused = response.status_code in CLIENT_ERRORS
        taken: int = g.get("statements_taken", 0)
        calls.count(caller, statements=taken, refused=is_refused, now=now)


def _refusal(error: Exception) -> Refused:
    for kind, told in _ANSWERS:
        if isinstance(error, kind):
            return told(error)
    raise error


_ANSWERS: tuple[tuple[type[Exception], Callable[[Any], Refused]], ...] = (
    (Refused, lambda error: error),
    (
        NotAuthenticated,
        lambda _: Refused(
            401,
            "no credentials that hold: send HTTP Basic with key and secret, or a token",
            headers={"WWW-Authenticate": 'Basic realm="xAPI", Bearer realm="xAPI"'},
        ),
    ),
    (
        TooManyRequests,
        lambda error: Refused(
            429, "too many requests", headers={"Retry-After": str(error.retry_after_seconds)}
        ),
    ),
    (OriginRefused, lambda _: Refused(403, "this key is not for pages of that origin")),
    (
        StatementInvalid,
        lambda error: Refused(400, "not valid; nothing was stored", faults=error.faults),
    ),
    (StatementConflict, lambda error: Refused(409, f"{error}; nothing was stored")),
    (VoidingRefused, lambda error: Refused(403, f"{error}; nothing was stored")),
    (WordsCollide, lambda error: Refused(409, f"{error}; nothing was stored")),
    (JsonFaulty, lambda error: Refused(400, f"{error}; nothing was stored")),
    (HTTPException, lambda error: Refused(error.code or 400, error.description or error.name)),
    (
        OperationalError,
        lambda _: Refused(
            503, "the database is busy; nothing was stored", headers={"Retry-After": "2"}
        ),
    ),
)
"""What each reason to stop is answered with; anything else is a fault of ours."""

REFUSALS = tuple(kind for kind, _ in _ANSWERS)

"""The client of the request tests: it behaves like a browser and checks every page it gets."""

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Connection
from werkzeug.test import TestResponse

from app.db import db
from app.identity.login import SignedIn
from app.identity.models import User
from tests.page import Page, faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

QUERY_BUDGET = 8
"""SQL statements a page may take, whoever asks; see the README, "Performance"."""

NOTE_OF_A_LOOK = re.compile("(FROM|INTO) audit_entry")
"""The first look of a day at another person's page is noted; the next ones are not."""

REDIRECTS = frozenset({301, 302, 303, 307})


class PageClient(FlaskClient):
    """A test client for people's pages.

    What the test has put into its session is committed before each request, and read afresh after
    it: the request has a session, a context and a ``g`` of its own, as in real life. Forms on
    pages must carry CSRF tokens; the client itself posts without them (test_csrf.py sends forms
    as strangers would).

    Attributes:
        query_budget: How many SQL statements a page may take; raise it with a reason.
        queries: The SQL statements of the last request.
        page: The last page or fragment, parsed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  as FlaskClient
        super().__init__(*args, **kwargs)
        self.query_budget = QUERY_BUDGET
        self.checks_words = True
        self.queries: list[str] = []
        self.page = Page("")

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401  as FlaskClient
        """Send one request, follow redirects if asked, and check the page that comes back."""
        follow = kwargs.pop("follow_redirects", False)
        response = self._send(*args, **kwargs)
        while follow and response.status_code in REDIRECTS:
            response = self._send(response.location, method="GET")
        return response

    def see(self, url: str, *, status: int = 200, **kwargs: Any) -> Page:  # noqa: ANN401  as get()
        """Get a page that must answer with ``status``, and return it parsed."""
        response = self.get(url, **kwargs)
        assert response.status_code == status, f"{url} answered {response.status}"
        return self.page

    def fragment(self, method: str, url: str, **kwargs: Any) -> TestResponse:  # noqa: ANN401  as open()
        """Send a request as htmx does, for a part of a page."""
        headers = {"HX-Request": "true", **kwargs.pop("headers", {})}
        return self.open(url, method=method, headers=headers, **kwargs)

    def _send(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401  as FlaskClient
        app: Flask = self.application
        db.session.commit()
        with app.app_context(), _counting(self.queries):
            asked_by_get = kwargs.get("method", "GET") == "GET"
            app.config["WTF_CSRF_ENABLED"] = asked_by_get
            response = super().open(*args, **kwargs)
            body = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        db.session.expire_all()
        if body and response.status_code not in REDIRECTS:
            self._check(response, body, is_get=asked_by_get)
        return response

    def _check(self, response: TestResponse, body: str, *, is_get: bool) -> None:
        self.page = Page(body)
        whole = "HX-Request" not in response.request.headers
        found = list(
            faults(
                self.page,
                policy=response.headers.get("Content-Security-Policy", ""),
                host=response.request.host,
                whole=whole,
                tokens=is_get,
            )
        )
        asked = [sql for sql in self.queries if not NOTE_OF_A_LOOK.search(sql)]
        if is_get and whole and len(asked) > self.query_budget:
            told = "".join(f"\n    {' '.join(sql.split())[:150]}" for sql in asked)
            found.append(f"{len(asked)} SQL statements, {self.query_budget} allowed:{told}")
        where = f"{response.request.method} {response.request.path} ({response.status_code})"
        assert not found, f"{where}:\n" + "\n".join(f"  - {one}" for one in found)


def sign_in(client: PageClient, user: User) -> PageClient:
    """Give ``client`` the session of ``user``, without a password; return the client.

    It has proved two factors: what is asked of those who have not is a matter of its own tests.
    """
    db.session.flush()
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie["_user_id"] = SignedIn(user.id, user.session_epoch).get_id()
        cookie["_fresh"] = True
        cookie["amr"] = ["pwd", "otp", "mfa"]
    return client


@contextmanager
def _counting(queries: list[str]) -> "Iterator[None]":
    queries.clear()

    def count(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            queries.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", count)

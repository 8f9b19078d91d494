"""Record stores elsewhere for tests: real servers on this machine, well and badly behaved."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from app.forwarding import service
from app.forwarding.rules import Edition
from app.forwarding.service import NewForwarder
from tests.factories.identity import NOW

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from app.config import Settings
    from app.forwarding.models import Forwarder

KEY, SECRET = "terakoya", "ひみつの合言葉"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that a store got."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def statements(self) -> list[dict[str, Any]]:
        """The statements of a JSON body."""
        found: list[dict[str, Any]] = json.loads(self.body)
        return found

    @property
    def ids(self) -> list[str]:
        """Their ids."""
        return [one["id"] for one in self.statements]


Answer = tuple[int, dict[str, str], bytes]
"""Status, headers, body; status 0 drops the connection without a word."""


def takes(asked: Asked) -> Answer:
    """Take whatever comes, as a good store does."""
    if asked.path.endswith("/about"):
        return 200, {}, b'{"version": ["1.0.3", "2.0.0"]}'
    if asked.method == "GET":
        return 404, {}, b"{}"
    return 200, {}, b"[]"


def answers(status: int, body: bytes = b"", **headers: str) -> Callable[[Asked], Answer]:
    """Answer the same to everything."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _asked: (status, sent, body)


@dataclass
class RemoteStore:
    """A store that answers as ``behave`` says; ``asked`` is all it was asked."""

    endpoint: str
    behave: Callable[[Asked], Answer] = takes
    asked: list[Asked] = field(default_factory=list)

    @property
    def posted(self) -> list[Asked]:
        """The requests that brought statements."""
        return [one for one in self.asked if one.method == "POST"]

    @property
    def ids(self) -> list[str]:
        """The ids of all statements that were brought, in order, with repeats."""
        return [id_ for one in self.posted for id_ in one.ids]


@contextmanager
def a_remote_store(behave: Callable[[Asked], Answer] = takes) -> Iterator[RemoteStore]:
    """Run a store on a port of its own."""
    made: list[RemoteStore] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, dict(self.headers), body)
            made[0].asked.append(asked)
            status, headers, content = made[0].behave(asked)
            if status == 0:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.append(RemoteStore(f"http://127.0.0.1:{server.server_port}/xapi/", behave))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made[0]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def a_forwarder(
    session: "Session",
    settings: "Settings",
    *,
    name: str = "県の記録庫",
    endpoint: str = "https://lrs.example.jp/xapi/",
    secret: str = SECRET,
    speaks: Edition = Edition.NEW,
    verbs: tuple[str, ...] = (),
    activities: tuple[str, ...] = (),
    created_by: "uuid.UUID | None" = None,
    now: datetime = NOW,
) -> "Forwarder":
    """Start a forwarder that leaves children out."""
    new = NewForwarder(name, endpoint, KEY, secret, speaks, verbs, activities)
    return service.start(
        session, new, created_by=created_by, secret_key=settings.secret_key, now=now
    )

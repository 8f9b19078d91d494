"""One HTTP request to an address that somebody typed, with bounds on everything.

The name is looked up once, every address it has must be allowed, and the connection goes to just
the one that was looked at: a name that changes its mind in between gains nothing. Redirects are
answers like any other. ``HTTP_PROXY`` is not heeded.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.wire.errors import NotReached
from app.wire.reach import Reach, is_within

MOST_ANSWER = 64 * 1024
"""Bytes of an answer that are read; no answer that matters here is longer."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the other side may take, in seconds: for each step, and for the whole exchange."""

    step: float = 10
    whole: float = 60  # half a lease of the outbox


@dataclass(frozen=True, slots=True)
class Wire:
    """How to reach a machine elsewhere: where it may be, and its limits of time."""

    reach: Reach = Reach.PUBLIC
    patience: Patience = Patience()

    def ask(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> "Answer":
        """Send one request and read its answer.

        Args:
            method: GET, PUT or POST.
            url: http or https; ASCII.
            headers: By name.
            body: The bytes to send.

        Raises:
            NotReached: No answer came; the message says why, in a sentence for the operator.
        """
        parts = urlsplit(url)
        try:
            with self._connected(parts) as connection:
                path = parts.path + (f"?{parts.query}" if parts.query else "")
                connection.request(method, path, body=body, headers=dict(headers))
                response = connection.getresponse()
                return Answer(response, response.read(MOST_ANSWER))
        except (OSError, http.client.HTTPException) as error:
            raise NotReached(_told(error)) from error

    @contextmanager
    def _connected(self, parts: SplitResult) -> Iterator[http.client.HTTPConnection]:
        host = parts.hostname or ""
        is_tls = parts.scheme == "https"
        kind = http.client.HTTPSConnection if is_tls else http.client.HTTPConnection
        connection = kind(host, parts.port)
        connection.auto_open = 0  # it would look the name up again
        try:
            connection.sock = self._socket(host, connection.port)
            if is_tls:
                connection.sock = _trusted().wrap_socket(connection.sock, server_hostname=host)
            with _cut_after(self.patience.whole, connection.sock):
                yield connection
        finally:
            connection.close()

    def _socket(self, host: str, port: int) -> socket.socket:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        if not all(is_within(one, self.reach) for one in addresses):
            raise NotReached(PRIVATE.now())
        failed: OSError | None = None
        for address in addresses:
            try:
                return socket.create_connection((address, port), timeout=self.patience.step)
            except OSError as error:
                failed = error
        raise failed or OSError(host)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``body`` is cut at ``MOST_ANSWER``."""

    response: http.client.HTTPResponse
    body: bytes

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status

    @property
    def text(self) -> str:
        """The body as text, whatever it is."""
        return self.body.decode(errors="replace")


PRIVATE = _l(
    "相手の名前が、この機械か内部のネットワークのアドレスを指しています。"
    "そこへの通信は止めてあります。相手のアドレスを確かめてください。"
    "内部のネットワークにある相手には、設定（記録庫は FORWARD_PRIVATE、入り口は"
    " SIGN_IN_PRIVATE）が要ります。"
)


def _told(error: Exception) -> str:
    match error:
        case socket.gaierror():
            return _("相手の名前が見つかりません。アドレスのつづりを確かめてください。")
        case ssl.SSLCertVerificationError():
            told = error.verify_message
            return _("相手の証明書を信頼できません（%(told)s）。何も送っていません。", told=told)
        case ssl.SSLError():
            return _("相手と、暗号の通信を始められません（%(told)s）。", told=error.reason)
        case TimeoutError():
            return _("相手が、時間内に答えませんでした。")
        case ConnectionRefusedError():
            return _("相手が、接続を受けつけていません。")
        case _:
            return _("相手との通信が、途中で切れました。")


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextmanager
def _cut_after(seconds: float, sock: socket.socket) -> Iterator[None]:
    """Cut the connection when time is up: one who sends a byte now and then never times out."""
    is_cut = threading.Event()

    def cut() -> None:
        is_cut.set()
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException):
        if not is_cut.is_set():
            raise
    finally:
        timer.cancel()
    if is_cut.is_set():  # also where half an answer looked like a whole one
        raise TimeoutError

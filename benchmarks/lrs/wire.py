"""HTTP as cheap as it can be had, for the load must not cost what is measured."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

CONNECTIONS = 8
TIMEOUT = 60.0


class Broken(Exception):
    """The server went away before it had answered."""


class Wire:
    """One connection, kept as long as the server keeps it.

    Args:
        port: On loopback.
        headers: Sent with every request.
    """

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        """Connect later."""
        self._port = port
        lines = (f"{name}: {value}\r\n" for name, value in headers.items())
        self._headers = f"Host: 127.0.0.1:{port}\r\n{''.join(lines)}".encode()
        self._socket: socket.socket | None = None

    def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Send JSON; return status and body.

        Raises:
            Broken: No whole answer came.
        """
        length = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        return self._ask(f"POST {path} HTTP/1.1\r\n".encode() + self._headers + length + body)

    def get(self, path: str) -> tuple[int, bytes]:
        """Ask for something; return status and body.

        Raises:
            Broken: No whole answer came.
        """
        return self._ask(f"GET {path} HTTP/1.1\r\n".encode() + self._headers + b"\r\n")

    def close(self) -> None:
        """Let go of the connection."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _ask(self, request: bytes) -> tuple[int, bytes]:
        try:
            if self._socket is None:
                self._socket = socket.create_connection(("127.0.0.1", self._port), TIMEOUT)
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket.sendall(request)
            return self._answer(self._socket)
        except OSError as error:
            self.close()
            raise Broken(str(error)) from error

    def _answer(self, connection: socket.socket) -> tuple[int, bytes]:
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more(connection)
        head = got[:end].lower()
        body = [got[end + 4 :]]
        length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        missing = length - len(body[0])
        while missing > 0:
            body.append(self._more(connection))
            missing -= len(body[-1])
        if b"connection: close" in head:
            self.close()
        return int(got[9:12]), b"".join(body)

    def _more(self, connection: socket.socket) -> bytes:
        piece = connection.recv(1 << 16)
        if not piece:
            self.close()
            raise Broken("the server closed the connection")
        return piece


@dataclass
class Load:
    """What came of many requests: ``faults`` are answers that nobody wanted."""

    seconds: float = 0.0
    answers: list[bytes] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def post_all(port: int, headers: Mapping[str, str], bodies: Iterable[bytes]) -> Load:
    """Post every body to ``/xapi/statements`` over 8 connections, each taking the next in turn."""
    load = Load()
    turn = iter(bodies)
    lock = threading.Lock()

    def work(wire: Wire) -> None:
        while True:
            with lock:
                body = next(turn, None)
            if body is None:
                return
            status, answer = wire.post("/xapi/statements", body)
            if status == 200:  # noqa: PLR2004  OK
                load.answers.append(answer)
            else:
                load.faults.append(f"{status} {answer[:200].decode(errors='replace')}")

    load.seconds = run_together([_with_wire(port, headers, work)] * CONNECTIONS, load.faults)
    return load


def run_together(jobs: Iterable[Callable[[], None]], faults: list[str]) -> float:
    """Run jobs in threads; return the seconds from the first start to the last end."""

    def guarded(job: Callable[[], None]) -> None:
        try:
            job()
        except Exception as error:
            faults.append(repr(error))

    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def _with_wire(
    port: int, headers: Mapping[str, str], work: Callable[[Wire], None]
) -> Callable[[], None]:
    def job() -> None:
        with contextlib.closing(Wire(port, headers)) as wire:
            work(wire)

    return job

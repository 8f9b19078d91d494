"""No sockets: whatever opens one while this is watched fails the test, also if it is swallowed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

OPENING = ("socket.__new__", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname")
_watching: list[list[str]] = []


class SocketOpened(AssertionError):
    """Somebody asked for the network."""


@contextmanager
def watched() -> Iterator[list[str]]:
    """Refuse every socket of this process; give the list of those that were asked for."""
    if not _hook_is_in:
        sys.addaudithook(_look)
        _hook_is_in.append(True)
    asked: list[str] = []
    _watching.append(asked)
    try:
        yield asked
    finally:
        _watching.remove(asked)


_hook_is_in: list[bool] = []


def _look(event: str, arguments: tuple[object, ...]) -> None:
    """Python tells of each socket here, whoever opens it; the hook stays for good, and is idle."""
    if _watching and event in OPENING:
        for asked in _watching:
            asked.append(f"{event} {arguments[1:]}")
        raise SocketOpened(event)

"""A socket is refused and told, also where whoever asked for it swallows the refusal."""

import contextlib
import socket
import urllib.request

import pytest

from tests import sockets
from tests.acceptance import acceptance


@acceptance("4a")
def test_a_socket_is_refused_and_remembered() -> None:
    with sockets.watched() as asked:
        with pytest.raises(sockets.SocketOpened):
            socket.socket()
        with pytest.raises(sockets.SocketOpened):
            socket.getaddrinfo("saigawa.example", 443)
        with contextlib.suppress(Exception):
            urllib.request.urlopen("https://saigawa.example/")
    assert len(asked) == 3


def test_afterwards_sockets_are_as_before() -> None:
    with sockets.watched():
        pass
    socket.socket().close()

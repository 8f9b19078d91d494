"""The wire to a store elsewhere has bounds on everything: where to, how long, how much."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.forwarding.rules import Edition
from app.forwarding.stores import Finding, Probe, Store, probe
from app.wire.errors import NotReached
from app.wire.exchange import MOST_ANSWER, PRIVATE, Patience, Wire
from app.wire.reach import Reach
from tests.factories.forwarding import Asked, a_remote_store, answers

HERE = Wire(Reach.ANYWHERE, patience=Patience(step=0.5, whole=1))


@contextmanager
def a_raw_server(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """Accept one connection and let ``serve`` have it; give the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)

        def run() -> None:
            try:
                connection, _ = listening.accept()
                with connection:
                    serve(connection)
            except OSError:  # the client has left, or nobody came
                pass

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            thread.join()


def ask(port: int, wire: Wire = HERE, *, scheme: str = "http") -> str:
    with pytest.raises(NotReached) as told:
        wire.ask("GET", f"{scheme}://127.0.0.1:{port}/about", {})
    return str(told.value)


def test_a_private_address_is_not_even_knocked_at() -> None:
    with a_remote_store() as store:
        for url in (store.endpoint, store.endpoint.replace("127.0.0.1", "localhost")):
            with pytest.raises(NotReached, match="内部のネットワーク"):
                Wire().ask("GET", url, {})
            with pytest.raises(NotReached, match="内部の"):  # nor is this machine an intranet
                Wire(Reach.INTRANET).ask("GET", url, {})
        assert store.asked == []
    assert "止めてあります" in str(PRIVATE)


def test_a_name_that_nobody_has_is_told() -> None:
    with pytest.raises(NotReached, match="名前が見つかりません"):
        HERE.ask("GET", "http://nobody.invalid/", {})


def test_a_closed_port_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert "受けつけていません" in ask(port)


def test_a_silent_store_is_given_up_on() -> None:
    def silent(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.recv(65536)

    with a_raw_server(silent) as port:
        started = time.monotonic()
        assert "時間内に" in ask(port)
        assert time.monotonic() - started < 2


def test_a_store_that_sends_a_byte_now_and_then_is_cut_as_a_whole() -> None:
    def drips(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.1)

    with a_raw_server(drips) as port:
        started = time.monotonic()
        assert "時間内に" in ask(port)
        assert time.monotonic() - started < 3


def test_a_store_that_talks_nonsense_is_told() -> None:
    def nonsense(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"SSH-2.0-OpenSSH\r\n")

    with a_raw_server(nonsense) as port:
        assert "途中で切れました" in ask(port)


def test_of_a_long_answer_only_the_beginning_is_read() -> None:
    with a_remote_store(answers(200, b"x" * (MOST_ANSWER * 4))) as store:
        answer = HERE.ask("GET", store.endpoint, {})
    assert len(answer.body) == MOST_ANSWER


def a_certificate(folder: Path) -> Path:
    """Write a certificate for 127.0.0.1 that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "self-signed.pem"
    pem = serialization.Encoding.PEM
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(pem)
    )
    return path


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent(
    tmp_path: Path,
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(a_certificate(tmp_path))
    got: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            got.append(secure.recv(65536))

    with a_raw_server(serve) as port:
        assert "証明書を信頼できません" in ask(port, scheme="https")
    assert got in ([], [b""])


def test_a_store_without_tls_is_not_spoken_to_in_clear() -> None:
    with a_remote_store() as store:
        port = int(store.endpoint.split(":")[2].split("/")[0])
        assert "暗号の通信を始められません" in ask(port, scheme="https")
        assert store.asked == []


# --- the try that an administrator asks for ------------------------------------------------------


def found(behave: Callable[[Asked], tuple[int, dict[str, str], bytes]]) -> Finding:
    with a_remote_store(behave) as store:
        outcome = probe(Store(store.endpoint, "key", "secret", HERE))
        assert all(asked.method == "GET" and not asked.body for asked in store.asked)
        return outcome.finding


def says(about: bytes, statements: int = 404, status: int = 200) -> Callable[[Asked], object]:
    return lambda asked: (
        (status, {}, about) if asked.path.endswith("/about") else (statements, {}, b"")
    )


@pytest.mark.parametrize(
    ("about", "statements", "status", "finding"),
    [
        (b'{"version": ["1.0.3", "2.0.0"]}', 404, 200, Finding.GOOD),
        (b'{"version": ["1.0.3", "2.0.0"]}', 403, 200, Finding.GOOD),
        (b'{"version": ["1.0.3"]}', 404, 200, Finding.GOOD),
        (b'{"version": ["0.95", "3.0.0"]}', 404, 200, Finding.STRANGE),
        (b'{"version": ["2.0.0"]}', 401, 200, Finding.NO_ENTRY),
        (b"<html>", 200, 200, Finding.NO_STORE),
        (b'{"version": "2.0.0"}', 404, 200, Finding.NO_STORE),
        (b"[]", 404, 200, Finding.NO_STORE),
        (b'{"version": ["2.0.0"]}', 404, 500, Finding.NO_STORE),
    ],
)
def test_a_try_tells_what_is_there(
    about: bytes, statements: int, status: int, finding: Finding
) -> None:
    assert found(says(about, statements, status)) is finding  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("versions", "editions"),
    [
        (("1.0.1", "2.0.0"), (Edition.NEW, Edition.OLD)),
        (("2.0.0",), (Edition.NEW,)),
        (("1.0",), (Edition.OLD,)),
        (("0.95", "1.1"), ()),
    ],
)
def test_of_the_editions_that_both_speak_the_newer_comes_first(
    versions: tuple[str, ...], editions: tuple[Edition, ...]
) -> None:
    assert Probe(Finding.GOOD, versions).editions == editions


def test_a_try_at_nobody_tells_that_nobody_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    outcome = probe(Store(f"http://127.0.0.1:{port}/", "key", "secret", HERE))
    assert (outcome.finding, outcome.versions) == (Finding.AWAY, ())

"""Mail: asked for without telling who exists, sent once, and handed to a server with care."""

import re
import socket
import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.identity import service
from app.identity.events import PasswordResetRequested
from app.identity.handlers import on_password_reset_requested
from app.identity.models import OneTimeLink
from app.notify import mailer
from app.notify.models import Message
from app.notify.service import FileMailer, Letter, SmtpMailer, mailer_of, send_once
from app.outbox.models import OutboxEvent
from tests.factories.identity import NOW, PASSWORD, a_user

LETTER = Letter("haru@example.jp", "寺子屋 お知らせ", "髙橋さん、𠮷野さん\n")


def test_asking_for_a_link_publishes_for_known_addresses_only(session: Session) -> None:
    user = a_user(session, email="haru@example.jp")
    service.request_reset(session, "ＨＡＲＵ@example.jp", now=NOW)
    service.request_reset(session, "nobody@example.jp", now=NOW)
    events = session.scalars(sa.select(OutboxEvent)).all()
    assert [event.payload["user_id"] for event in events] == [str(user.id)]
    assert "example" not in str([event.payload for event in events])


def test_one_address_gets_three_mails_in_a_quarter_of_an_hour(session: Session) -> None:
    a_user(session, email="haru@example.jp")
    for _ in range(9):
        service.request_reset(session, "haru@example.jp", now=NOW)
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxEvent)) == 3


def _mails(settings: Settings) -> list[EmailMessage]:
    folder = settings.instance_dir / "mail"
    return [
        message_from_bytes(path.read_bytes(), policy=default)
        for path in sorted(folder.glob("*.eml"))
    ]


def test_the_mail_is_sent_once_and_its_link_works(session: Session, settings: Settings) -> None:
    user = a_user(session, email="haru@example.jp")
    event = PasswordResetRequested(user.id, NOW)
    on_password_reset_requested(session, event)
    on_password_reset_requested(session, event)
    message = session.scalars(sa.select(Message)).one()
    (mail,) = _mails(settings)
    assert (mail["To"], mail["Message-ID"]) == ("haru@example.jp", message.message_id)
    found = re.search(r"http://localhost/password/reset/([\w-]+)", mail.get_content())
    assert found is not None
    service.use_link(session, found[1], PASSWORD, now=clock.now())
    assert session.scalar(sa.select(sa.func.count()).select_from(OneTimeLink)) == 1


def test_no_mail_for_an_account_that_was_disabled_meanwhile(
    session: Session, settings: Settings
) -> None:
    user = a_user(session, email="haru@example.jp")
    service.disable_user(session, user.id, now=NOW)
    on_password_reset_requested(session, PasswordResetRequested(user.id, NOW))
    assert _mails(settings) == []


# --- the adapters ------------------------------------------------------------------------------


class MailServer:
    """A mail server of twenty lines that takes one letter and remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._socket.accept()
        with connection, connection.makefile("rwb", buffering=0) as line:
            line.write(b"220 here\r\n")
            in_letter = False
            while text := line.readline():
                self.heard.append(text)
                in_letter = (in_letter or text == b"data\r\n") and text != b".\r\n"
                if text == b"data\r\n":
                    line.write(b"354 go on\r\n")
                elif text.upper() == b"QUIT\r\n":
                    line.write(b"221 bye\r\n")
                    return
                elif not in_letter:
                    line.write(b"250 ok\r\n")

    def close(self) -> None:
        self._thread.join(timeout=5)
        self._socket.close()


def test_a_mail_server_gets_the_letter_whole() -> None:
    server = MailServer()
    mailer = SmtpMailer(f"smtp://127.0.0.1:{server.port}", "terakoya@example.jp")
    mailer.send(LETTER, message_id="<1@terakoya.invalid>")
    server.close()
    start = server.heard.index(b"data\r\n") + 1
    letter = message_from_bytes(b"".join(server.heard[start:-2]), policy=default)
    assert letter["Subject"] == LETTER.subject
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().replace("\r\n", "\n") == LETTER.body


def test_no_password_is_sent_in_the_clear() -> None:
    server = MailServer()
    mailer = SmtpMailer(f"smtp://city:secret@127.0.0.1:{server.port}", "terakoya@example.jp")
    with pytest.raises(OSError, match="STARTTLS"):
        mailer.send(LETTER, message_id="<1@terakoya.invalid>")
    server.close()
    assert not [text for text in server.heard if b"AUTH" in text.upper() or b"secret" in text]


def test_a_server_that_does_not_answer_marks_nothing_as_sent(session: Session) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    mailer = SmtpMailer(f"smtp://127.0.0.1:{port}", "terakoya@example.jp")
    with pytest.raises(OSError, match="refused"):
        send_once(session, mailer, LETTER, key="k", now=NOW)
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


def test_without_a_mail_server_letters_wait_in_files(settings: Settings) -> None:
    mailer = mailer_of(settings)
    assert isinstance(mailer, FileMailer)
    mailer.send(LETTER, message_id="<../../1@terakoya.invalid>")
    (mail,) = _mails(settings)
    assert mail.get_content().replace("\r\n", "\n") == LETTER.body
    (path,) = (settings.instance_dir / "mail").iterdir()
    assert path.stat().st_mode & 0o077 == 0


def test_a_letter_cannot_smuggle_headers(settings: Settings) -> None:
    smuggled = Letter("haru@example.jp\nBcc: all@example.jp", "x", "y")
    with pytest.raises(ValueError, match="linefeed"):
        mailer_of(settings).send(smuggled, message_id="<1@terakoya.invalid>")


def test_a_mail_server_that_only_answers_slowly_is_given_up_on_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mailer, "TIMEOUT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        slow = SmtpMailer(f"smtp://127.0.0.1:{port}", "city@example.jp")
        letter = Letter(to="haru@example.jp", subject="x", body="x")
        with pytest.raises(OSError, match=r"too long|timed out"):
            slow.send(letter, message_id="<1@example.jp>")

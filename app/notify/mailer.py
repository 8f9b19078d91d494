"""The port to the mail system, and its two adapters."""

import re
import smtplib
import ssl
import threading
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 4
"""Less than SQLite's busy timeout: see the package's docstring."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to one person: plain text, no tracking, no picture."""

    to: str
    subject: str
    body: str


class Mailer(Protocol):
    """Whatever can take a letter away."""

    def send(self, letter: Letter, *, message_id: str) -> None:
        """Hand the letter over, or raise; returning means that somebody else has it now."""

    def forget(self, address: str) -> None:
        """Delete what is still here of letters to an address; what left cannot be had back."""


@dataclass(frozen=True, slots=True)
class FileMailer:
    """Puts each letter into a file that any mail program opens; the same id replaces its file."""

    folder: Path
    sender: str

    def send(self, letter: Letter, *, message_id: str) -> None:
        """Write ``<folder>/<id>.eml``, readable by this user alone."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = re.sub(r"[^A-Za-z0-9._-]", "-", message_id.strip("<>"))
        path = self.folder / f"{name}.eml"
        path.touch(mode=0o600)
        path.write_bytes(_written(letter, self.sender, message_id).as_bytes())

    def forget(self, address: str) -> None:
        """Delete the files of letters to an address."""
        wanted = address.casefold()
        for path in self.folder.glob("*.eml"):
            to = message_from_bytes(path.read_bytes(), policy=SMTP)["To"] or ""
            if parseaddr(str(to))[1].casefold() == wanted:
                path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Hands letters to a mail server.

    ``smtps://`` is TLS from the start. ``smtp://`` turns to TLS when the server offers it, and
    insists on it before a password is sent.
    """

    url: str
    sender: str

    def send(self, letter: Letter, *, message_id: str) -> None:
        """Deliver to the server, in ``TIMEOUT_SECONDS`` in all: a transaction waits for it.

        A server that only answers slowly is given up on as a whole; should it take the letter
        all the same, the next try carries the same Message-ID.

        Raises:
            OSError: The server cannot be reached, is slow, or refuses (smtplib's are OSErrors).
        """
        failed: list[OSError] = []

        def deliver() -> None:
            try:
                self._deliver(letter, message_id)
            except OSError as error:
                failed.append(error)

        thread = threading.Thread(target=deliver, daemon=True)
        thread.start()
        thread.join(TIMEOUT_SECONDS)
        if thread.is_alive():
            raise TimeoutError("the mail server took too long")
        if failed:
            raise failed[0]

    def forget(self, address: str) -> None:
        """Do nothing: the mail server has them."""

    def _deliver(self, letter: Letter, message_id: str) -> None:
        parts = urlsplit(self.url)
        host = parts.hostname or "localhost"
        message = _written(letter, self.sender, message_id)
        if parts.scheme == "smtps":
            with smtplib.SMTP_SSL(
                host,
                parts.port or smtplib.SMTP_SSL_PORT,
                timeout=TIMEOUT_SECONDS,
                context=ssl.create_default_context(),
            ) as server:
                self._hand_over(server, message)
            return
        with smtplib.SMTP(
            host, parts.port or smtplib.SMTP_PORT, timeout=TIMEOUT_SECONDS
        ) as server:
            server.ehlo()
            if server.has_extn("starttls") or parts.password:
                server.starttls(context=ssl.create_default_context())
            self._hand_over(server, message)

    def _hand_over(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        parts = urlsplit(self.url)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _written(letter: Letter, sender: str, message_id: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday replies stay away
    message.set_content(letter.body)
    return message

"""Statements as one request body: their exact JSON, with what is attached to them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment of a statement whose bytes we have."""

    sha2: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one request carries.

    Attributes:
        version: What ``X-Experience-API-Version`` says.
        ids: The statements' ids.
        docs: The statements as the store takes them (``rules.said``), in the order of ``ids``.
        attached: Each hash once.
    """

    version: str
    ids: tuple[uuid.UUID, ...]
    docs: tuple[str, ...]
    attached: Sequence[Attached] = ()

    def written(self, *, boundary: str) -> tuple[str, bytes]:
        """Return the content type and the body.

        Args:
            boundary: Letters and digits that occur in nothing that is sent.

        Source:
            xAPI 1.0.3, Communication 1.5.2: multipart/mixed, the statements first.
        """
        statements = f"[{','.join(self.docs)}]".encode()
        if not self.attached:
            return "application/json", statements
        parts = [_part({"Content-Type": "application/json"}, statements)]
        parts += [
            _part(
                {
                    "Content-Type": one.content_type,
                    "Content-Transfer-Encoding": "binary",
                    "X-Experience-API-Hash": one.sha2,
                },
                one.content,
            )
            for one in self.attached
        ]
        line = b"--" + boundary.encode()
        body = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
        return f"multipart/mixed; boundary={boundary}", body


def _part(headers: dict[str, str], content: bytes) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return head.encode() + b"\r\n" + content

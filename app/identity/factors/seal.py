"""Keep an app's secret unreadable at rest, and a code on paper unguessable from its hash."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PURPOSE = b"terakoya one-time password secret, version 1"
_PAPER = b"terakoya recovery code, version 1"


def seal(secret: bytes, *, secret_key: str) -> str:
    """Encrypt an app's secret with a key that only this installation can make.

    Args:
        secret: In clear.
        secret_key: ``Settings.secret_key``.
    """
    return _box(secret_key).encrypt(secret).decode()


def unseal(sealed: str, *, secret_key: str) -> bytes | None:
    """Return the secret, or None if it was sealed under another SECRET_KEY."""
    try:
        return _box(secret_key).decrypt(sealed.encode())
    except InvalidToken:
        return None


def hmac_of(code: str, *, owner: str, secret_key: str) -> str:
    """Return what the table keeps of a recovery code, 64 hexadecimal digits."""
    key = _derived(secret_key, _PAPER)
    return hmac.new(key, f"{owner}:{code}".encode(), hashlib.sha256).hexdigest()


def _box(secret_key: str) -> Fernet:
    return Fernet(urlsafe_b64encode(_derived(secret_key, _PURPOSE)))


def _derived(secret_key: str, purpose: bytes) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose)
    return derived.derive(secret_key.encode())

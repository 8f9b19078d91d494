"""Keep an app's secret unreadable at rest, and a code on paper unguessable from its hash."""

import hashlib
import hmac

from app.wire import seal as sealing
from app.wire.errors import SealBroken

_PURPOSE = "terakoya one-time password secret, version 1"
_PAPER = "terakoya recovery code, version 1"


def seal(secret: bytes, *, secret_key: str) -> str:
    """Encrypt an app's secret; see ``app.wire.seal``."""
    return sealing.seal(secret.hex(), purpose=_PURPOSE, secret_key=secret_key)


def unseal(sealed: str, *, secret_key: str) -> bytes | None:
    """Return the secret, or None if it was sealed under another SECRET_KEY."""
    try:
        return bytes.fromhex(sealing.unseal(sealed, purpose=_PURPOSE, secret_key=secret_key))
    except SealBroken:
        return None


def hmac_of(code: str, *, owner: str, secret_key: str) -> str:
    """Return what the table keeps of a recovery code, 64 hexadecimal digits."""
    key = sealing.key_for(_PAPER, secret_key=secret_key)
    return hmac.new(key, f"{owner}:{code}".encode(), hashlib.sha256).hexdigest()

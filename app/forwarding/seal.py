"""Keep the secrets of others unreadable at rest: in the database, and in its backups."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.forwarding.errors import StoreAway
from app.ui.strings import lazy_gettext as _l

_PURPOSE = b"terakoya forwarding secret, version 1"
LOST = _l(
    "送り先の秘密の文字列を読み出せません。SECRET_KEY が変わったようです。"
    "「記録の送り先」で、秘密の文字列を入れなおしてください。"
)


def seal(secret: str, *, secret_key: str) -> str:
    """Encrypt a secret with a key that only this installation can make.

    Args:
        secret: In clear.
        secret_key: ``Settings.secret_key``.
    """
    return _box(secret_key).encrypt(secret.encode()).decode()


def unseal(sealed: str, *, secret_key: str) -> str:
    """Return the secret.

    Raises:
        StoreAway: It was sealed under another SECRET_KEY; the message says what to do.
    """
    try:
        return _box(secret_key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise StoreAway(LOST.now()) from None


def _box(secret_key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    return Fernet(urlsafe_b64encode(derived.derive(secret_key.encode())))

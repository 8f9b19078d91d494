"""Keep the secrets of others unreadable at rest: in the database, and in its backups."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.wire.errors import SealBroken


def seal(secret: str, *, purpose: str, secret_key: str) -> str:
    """Encrypt a secret with a key that only this installation can make.

    Args:
        secret: In clear.
        purpose: What kind of secret it is; each has a key of its own. Never changed once in use.
        secret_key: ``Settings.secret_key``.
    """
    return _box(purpose, secret_key).encrypt(secret.encode()).decode()


def unseal(sealed: str, *, purpose: str, secret_key: str) -> str:
    """Return the secret.

    Raises:
        SealBroken: It was sealed under another SECRET_KEY, or for another purpose.
    """
    try:
        return _box(purpose, secret_key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def key_for(purpose: str, *, secret_key: str) -> bytes:
    """Return 32 bytes that only this installation can make, other ones for each purpose."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return derived.derive(secret_key.encode())


def _box(purpose: str, secret_key: str) -> Fernet:
    return Fernet(urlsafe_b64encode(key_for(purpose, secret_key=secret_key)))

"""The secrets of record stores elsewhere, sealed at rest."""

from app.ui.strings import lazy_gettext as _l
from app.wire import seal as sealing
from app.wire.errors import NotReached, SealBroken

_PURPOSE = "terakoya forwarding secret, version 1"
LOST = _l(
    "送り先の秘密の文字列を読み出せません。SECRET_KEY が変わったようです。"
    "「記録の送り先」で、秘密の文字列を入れなおしてください。"
)


def seal(secret: str, *, secret_key: str) -> str:
    """Encrypt a store's secret; see ``app.wire.seal``."""
    return sealing.seal(secret, purpose=_PURPOSE, secret_key=secret_key)


def unseal(sealed: str, *, secret_key: str) -> str:
    """Return the secret.

    Raises:
        NotReached: It was sealed under another SECRET_KEY; the message says what to do.
    """
    try:
        return sealing.unseal(sealed, purpose=_PURPOSE, secret_key=secret_key)
    except SealBroken:
        raise NotReached(LOST.now()) from None

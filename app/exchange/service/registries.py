"""Begin and end to bring credentials to a registry elsewhere."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.exchange.errors import NameTaken
from app.exchange.models import Registry
from app.forwarding.service import reach_of
from app.ui.strings import lazy_gettext as _l
from app.wire import seal as sealing
from app.wire.errors import NotReached, SealBroken
from app.wire.exchange import Patience, Wire

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.config import Settings

_PURPOSE = "terakoya registry secret, version 1"
WHILE_SOMEBODY_WAITS = Patience(step=5, whole=8)
LOST = _l(
    "登録簿の秘密の文字列を読み出せません。SECRET_KEY が変わったようです。"
    "「人材登録簿への送り先」で、秘密の文字列を入れなおしてください。"
)


@dataclass(frozen=True, slots=True)
class NewRegistry:
    """What an administrator says of a registry elsewhere.

    Attributes:
        address: As ``reach.endpoint_key`` gives it, and without a ``reach.endpoint_fault``.
        per_minute: Requests a minute, at least 1.
    """

    name: str
    address: str
    client_key: str
    secret: str
    per_minute: int


def start(
    session: "Session",
    new: NewRegistry,
    *,
    by: "uuid.UUID | None",
    secret_key: str,
    now: "datetime",
) -> Registry:
    """Begin to bring what is issued from now on.

    Raises:
        NameTaken: Another living registry has the name.
    """
    registry = Registry(
        name=new.name,
        address=new.address,
        client_key=new.client_key,
        secret_sealed=_sealed(new.secret, secret_key),
        per_minute=new.per_minute,
        created_at=now,
        created_by=by,
    )
    try:
        with session.begin_nested():  # two at once: the unique name decides
            session.add(registry)
            session.flush()
    except IntegrityError as error:
        raise NameTaken from error
    audit.record(session, "registry.started", now=now, by=by, subject=registry.id)
    return registry


def stop(
    session: "Session", registry: Registry, *, by: "uuid.UUID | None", now: "datetime"
) -> None:
    """End it for good, and forget its secret. What waits for it is not brought any more."""
    registry.ended_at, registry.secret_sealed = now, ""
    session.flush()
    audit.record(session, "registry.stopped", now=now, by=by, subject=registry.id)


def change_secret(
    session: "Session", registry: Registry, *, client_key: str, secret: str, secret_key: str
) -> None:
    """Take a new client and secret for a registry."""
    registry.client_key = client_key
    registry.secret_sealed = _sealed(secret, secret_key)
    session.flush()


def note_delivered(session: "Session", registry_id: "uuid.UUID", *, now: "datetime") -> None:
    """Count a credential that a registry has."""
    session.execute(
        sa.update(Registry)
        .where(Registry.id == registry_id)
        .values(delivered=Registry.delivered + 1, last_delivered_at=now)
    )


def secret_of(registry: Registry, settings: "Settings") -> str:
    """Return a registry's secret.

    Raises:
        NotReached: It was sealed under another SECRET_KEY; the message says what to do.
    """
    try:
        return sealing.unseal(
            registry.secret_sealed, purpose=_PURPOSE, secret_key=settings.secret_key
        )
    except SealBroken:
        raise NotReached(LOST.now()) from None


def wire_of(settings: "Settings", patience: Patience | None = None) -> Wire:
    """Return the wire to issuers and registries: as near as record stores elsewhere may be."""
    return Wire(reach_of(settings), patience or Patience())


def _sealed(secret: str, secret_key: str) -> str:
    return sealing.seal(secret, purpose=_PURPOSE, secret_key=secret_key)

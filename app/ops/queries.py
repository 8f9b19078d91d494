"""How the installation does: what waits, what gave up, and what will be missing soon."""

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.credentials.keys import KeyFolder
from app.credentials.models import Credential, CredentialState
from app.credentials.service import keys
from app.forwarding import queries as forwarding
from app.identity import queries as identity
from app.outbox import queries as outbox

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.config import Settings
    from app.forwarding.queries import ForwarderView

LITTLE_SPACE = 1_000_000_000
"""Bytes. A town's year of learning and its backup fit in this."""

GIGABYTE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A delivery that failed ten times; ``happened_on`` is the day in Japan."""

    event_seq: int
    event_type: str
    handler: str
    last_error: str
    happened_on: "date"


@dataclass(frozen=True, slots=True)
class Operations:
    """What an operator looks at.

    Attributes:
        waiting: Events and deliveries that are still to do.
        given_up: Deliveries that need a person, newest first.
        unsigned: Credentials that wait for their signature.
        key_faults: Sentences on what keeps the keys from signing; none is good.
        free_gb: Room left where the instance lies, in gigabytes.
        is_space_short: Whether that is little.
        forwarders: Where statements go to, and by whose word children's do; ended ones as well.
    """

    waiting: int
    given_up: tuple[GivenUp, ...]
    unsigned: int
    key_faults: tuple[str, ...]
    free_gb: float
    is_space_short: bool
    forwarders: "tuple[ForwarderView, ...]"


def operations(session: "Session", settings: "Settings", *, now: "datetime") -> Operations:
    """Look at the queue, the keys and the disk."""
    free = shutil.disk_usage(settings.instance_dir).free
    issuer = identity.installation(session).issuer_did
    return Operations(
        waiting=outbox.waiting(session, now=now),
        given_up=tuple(
            GivenUp(
                one.event_seq,
                one.event_type,
                one.handler,
                one.last_error,
                day_of(one.occurred_at),
            )
            for one in outbox.dead_deliveries(session)
        ),
        unsigned=unsigned_credentials(session),
        key_faults=tuple(keys.key_faults(session, KeyFolder.of(settings), issuer=issuer)),
        free_gb=free / GIGABYTE,
        is_space_short=free < LITTLE_SPACE,
        forwarders=forwarding.sheet(session),
    )


def unsigned_credentials(session: "Session") -> int:
    """Return how many credentials are awarded and not signed yet."""
    return (
        session.scalar(
            sa.select(sa.func.count()).where(Credential.state == CredentialState.PENDING)
        )
        or 0
    )

"""What views write into the log of acts where a limit of getting in was reached."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from app.db import transaction
from app.identity import service
from app.identity.errors import TooManyAttempts

log = logging.getLogger(__name__)


@contextmanager
def limits_noted(*, address: str | None, now: datetime) -> Iterator[None]:
    """Note a limit that is reached within, in a transaction of its own, and raise on.

    Args:
        address: Where the request comes from; None where only its keyed hash may be kept.
        now: The present instant.

    Raises:
        TooManyAttempts: As it came.
    """
    try:
        yield
    except TooManyAttempts as reached:
        log.warning(
            "limit reached: %s, account %s, from %s", reached.limit, reached.user_id, address
        )
        with transaction() as session:
            service.note_limit(session, reached, address=address, now=now)
        raise

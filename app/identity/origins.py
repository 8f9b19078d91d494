"""By what accounts came to be, as far as rooms above this one know it for a fact.

As with ``entrances``, nothing is imported upward: whoever makes accounts says so when the
application is put together.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    Made = Callable[[Session, Collection[uuid.UUID]], Mapping[uuid.UUID, date]]
    """Given accounts, when a roster made them; only those it did make."""


def offer_rosters(app: Flask, made: "Made") -> None:
    """Let the lists of accounts of ``app`` tell which of them a roster made."""
    app.extensions["made_by_roster"] = made


def made_by_roster(
    session: "Session", account_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, date]:
    """Return which of some accounts a roster made, and on which day."""
    made = cast("Made | None", current_app.extensions.get("made_by_roster"))
    return {} if made is None or not account_ids else made(session, account_ids)

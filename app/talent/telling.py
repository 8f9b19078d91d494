"""What packages above tell of the grounds that they vouch for, beside a cell that is opened.

As with ``identity.origins``, nothing is imported upward: whoever vouches for grounds says how to
tell of them when the application is put together.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

from app.talent.rules import Source

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    Teller = Callable[[Session, Collection[uuid.UUID]], Mapping[uuid.UUID, "Told"]]
    """Given grounds, what is told of those of them that it knows."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a ground.

    Attributes:
        facts: Terms with what they are, in the reader's language.
        note: A sentence about what it is worth.
        reason: Why it attests that, in sentences of whoever said so.
        said_by: Who that was, by name.
        thing: What came of it, or what shows it; empty for nothing.
        link: Where that can be looked at; empty for nowhere.
    """

    facts: tuple[tuple[str, str], ...] = ()
    note: str = ""
    reason: str = ""
    said_by: str = ""
    thing: str = ""
    link: str = ""


def offer(app: Flask, source: Source, teller: "Teller") -> None:
    """Let the evidence pages of ``app`` tell of grounds of a kind."""
    app.extensions.setdefault("tellers", {})[source] = teller


def told_of(
    session: "Session", grounds: Mapping[Source, Collection[uuid.UUID]]
) -> dict[uuid.UUID, Told]:
    """Return what is told of grounds, by their kind; those of whom nobody tells are left out."""
    tellers = cast("dict[Source, Teller]", current_app.extensions.get("tellers", {}))
    found: dict[uuid.UUID, Told] = {}
    for source, ids in grounds.items():
        if ids and source in tellers:
            found.update(tellers[source](session, ids))
    return found

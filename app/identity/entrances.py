"""Ways in beside the password, and out: rooms above this one offer them to the pages here.

As with ``ui.links``, nothing is imported upward: whoever has a way in says so when the
application is put together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app


@dataclass(frozen=True, slots=True)
class WayIn:
    """A button of the sign-in page: what it says, and where it leads."""

    name: str
    url: str


Offer = Callable[[str | None], Sequence[WayIn]]
"""Given where somebody wants to go afterwards, the ways in that there are."""


WayOut = Callable[[], Callable[[], str] | None]
"""Asked while somebody is still in. What it returns is called once they are out, and gives the
address to which signing out leads on; None leads home."""


def offer_way_out(app: Flask, way: WayOut) -> None:
    """Let signing out of ``app`` lead on to where ``way`` says."""
    app.extensions.setdefault("ways_out", []).append(way)


def way_out() -> Callable[[], str]:
    """Return what gives the address to go to once somebody is out; asked while they are in."""
    offers = cast("list[WayOut]", current_app.extensions.get("ways_out", []))
    leading = (offer() for offer in offers)
    return next((way for way in leading if way is not None), lambda: "/")


def offer_ways_in(app: Flask, offer: Offer) -> None:
    """Let the sign-in page of ``app`` show what ``offer`` returns."""
    app.extensions.setdefault("ways_in", []).append(offer)


def ways_in(target: str | None) -> list[WayIn]:
    """Return every other way in, for whoever wants to go to ``target`` afterwards."""
    offers = cast("list[Offer]", current_app.extensions.get("ways_in", []))
    return [way for offer in offers for way in offer(target)]

"""What pages call the sources of attestations, and the mark each bears in a cell.

A signed credential bears none. Whatever has no signature has a mark and another shape, so that
it is told apart on gray paper too.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from app.talent.rules import Source
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l


class Mark(NamedTuple):
    """How a source is told: by one character in a cell, and by its name.

    Attributes:
        sign: The character; None for what is signed.
        name: Its name.
    """

    sign: Lazy | None
    name: Lazy


MARKS: Final[Mapping[str, Mark]] = {
    "signed_credential": Mark(None, _l("署名のある証明")),
    "endorsement": Mark(_l("推"), _l("上司や協力者の推薦")),
    "external_training": Mark(_l("外"), _l("外部研修")),
    "prior_learning": Mark(_l("他"), _l("ほかで学んだこと")),
}
"""By source, strongest first."""

UNSIGNED: Final = tuple(
    mark for source, mark in MARKS.items() if mark.sign is not None and source in tuple(Source)
)
"""What a legend has to tell."""


def mark_of(source: str) -> Mark:
    """Return how a source is told."""
    return MARKS[source]

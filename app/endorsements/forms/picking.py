"""Choosing items of frameworks by words; nothing that was picked is lost by a search."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.frameworks import queries as frameworks
from app.ui.page import whole_number
from app.ui.reader import reader
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.frameworks.models import FrameworkItem

MOST_FOUND = 60
NEED = "need-"
"""How the fields of levels are called: ``need-dss-l@1.2/T5``."""


def levels_in(sent: Mapping[str, str]) -> dict[str, int]:
    """Return the items that were given a level, in the order of the page."""
    found: dict[str, int] = {}
    for name, value in sent.items():
        item = frameworks.find_item(name.removeprefix(NEED)) if name.startswith(NEED) else None
        level = whole_number(value) or 0
        if item is not None and item.level(level) is not None:
            found[item.ref] = level
    return found


@dataclass(frozen=True, slots=True)
class Picking:
    """What is searched for, and what was picked already."""

    words: str
    framework: str
    picked: Mapping[str, int]

    @classmethod
    def read(cls, sent: Mapping[str, str], picked: Mapping[str, int] | None = None) -> "Picking":
        """Read what a form or an address asks for."""
        return cls(
            sent.get("words", "").strip()[:60],
            sent.get("framework", ""),
            levels_in(sent) if picked is None else picked,
        )

    @property
    def options(self) -> list[tuple[str, str]]:
        """The frameworks, for a list."""
        locale = reader().locale
        return [
            ("", str(_("すべての枠組み"))),
            *((one.ref, one.title.of(locale)) for one in frameworks.frameworks()),
        ]

    @property
    def is_asked(self) -> bool:
        """Whether anything is searched for."""
        return bool(self.words or self.framework)

    @property
    def chosen(self) -> "list[tuple[FrameworkItem, int]]":
        """The items that were picked, with the level."""
        found = ((frameworks.find_item(ref), level) for ref, level in self.picked.items())
        return [(item, level) for item, level in found if item is not None]

    def results(self) -> "list[FrameworkItem]":
        """Return the items that the search means and that are not picked yet."""
        items: Iterable[FrameworkItem] = ()
        if self.words:
            items = frameworks.search_items(self.words)
        elif self.framework in frameworks.framework_refs():
            items = frameworks.all_items(self.framework)
        return [
            one
            for one in items
            if one.ref not in self.picked and self.framework in ("", one.framework)
        ][:MOST_FOUND]

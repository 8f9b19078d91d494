"""Skills are picked: what is picked stands in the form, and a search finds more to pick from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.frameworks import queries as frameworks
from app.staffing.rules import MOST_CONDITIONS, Condition
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from app.frameworks.models import FrameworkItem

SKILL, WORDS, FRAMEWORK = "s", "q", "f"
"""Names of the fields: picked skills, the words of a search, and its framework."""

MOST_FOUND = 40


def read_conditions(values: Iterable[str]) -> tuple[Condition, ...]:
    """Read 「dss-l@1.2/T5:2」, each item once and so many at most; what means nothing is left out.

    An item that comes again keeps its place and takes the later level.
    """
    found: dict[str, Condition] = {}
    for value in values:
        ref, _colon, number = value.rpartition(":")
        item = frameworks.find_item(ref)
        is_number = number.isascii() and number.isdecimal() and len(number) < 3  # noqa: PLR2004
        if item is None or not is_number or item.level(int(number)) is None:
            continue
        if ref in found or len(found) < MOST_CONDITIONS:
            found[ref] = Condition(ref, int(number))
    return tuple(found.values())


def written(one: Condition) -> str:
    """Write a condition as ``read_conditions`` reads it."""
    return f"{one.item_ref}:{one.level}"


@dataclass(frozen=True, slots=True)
class Picker:
    """The part of a form in which skills are picked.

    Attributes:
        picked: Items with the level that is asked for.
        words: What was looked for.
        framework: A framework's ref; "" for all of them.
        names: What each framework is called.
    """

    picked: "tuple[tuple[FrameworkItem, int], ...]"
    words: str
    framework: str
    names: Mapping[str, str]

    @classmethod
    def read(cls, sent: "MultiDict[str, str]", names: Mapping[str, str]) -> "Picker":
        """Read what an address or a form holds."""
        framework = sent.get(FRAMEWORK, "")
        return cls.of(
            read_conditions(sent.getlist(SKILL)),
            names,
            words=sent.get(WORDS, "").strip()[:60],
            framework=framework if framework in names else "",
        )

    @classmethod
    def of(
        cls,
        conditions: Iterable[Condition],
        names: Mapping[str, str],
        *,
        words: str = "",
        framework: str = "",
    ) -> "Picker":
        """Return the part with some skills picked."""
        picked = tuple((frameworks.item(one.item_ref), one.level) for one in conditions)
        return cls(picked, words, framework, names)

    def with_needs(self, needs: Mapping[str, int]) -> "Picker":
        """Return the part with what a role asks for picked as well."""
        both = [f"{ref}:{level}" for ref, level in (*self.needs, *needs.items())]
        return Picker.of(
            read_conditions(both), self.names, words=self.words, framework=self.framework
        )

    @property
    def needs(self) -> tuple[tuple[str, int], ...]:
        """(item ref, level) of what is picked."""
        return tuple((item.ref, level) for item, level in self.picked)

    @property
    def is_search(self) -> bool:
        """Whether something was looked for."""
        return bool(self.words or self.framework)

    @property
    def is_full(self) -> bool:
        """Whether no more can be picked."""
        return len(self.picked) >= MOST_CONDITIONS

    @property
    def framework_options(self) -> list[tuple[str, str]]:
        """What the list of frameworks offers."""
        return [("", _("すべての枠組み")), *self.names.items()]

    @property
    def results(self) -> "list[FrameworkItem]":
        """The items that the search means and that are not picked yet."""
        if not self.is_search:
            return []
        items = (
            frameworks.search_items(self.words)
            if self.words
            else frameworks.all_items(self.framework)
        )
        chosen = {item.ref for item, _level in self.picked}
        return [
            one for one in items if one.ref not in chosen and self.framework in ("", one.framework)
        ][:MOST_FOUND]

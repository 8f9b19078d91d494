"""A block as pieces of its own text: what a form says, and what it keeps as it stands. Pure.

A tree, written with the values that it was read with, is its text again, byte for byte; another
value rewrites the one piece that holds it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

KEY_NAME: Final = "key"
"""The value of a row that is its key; the form carries it along and nobody types it."""


@dataclass(frozen=True, slots=True)
class Values:
    """What a form says: of a block, or of one row of it.

    Attributes:
        said: Name → text; what is ticked is "1", and "" otherwise.
        rows: Name of a list → its rows, in order.
        origin: Which row of the source it is, from 0; None for a new one.
    """

    said: Mapping[str, str]
    rows: "Mapping[str, tuple[Values, ...]]" = field(default_factory=dict)
    origin: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed, here or below."""
        typed = (text for name, text in self.said.items() if name != KEY_NAME)
        below = (row for rows in self.rows.values() for row in rows)
        return not any(map(str.strip, typed)) and all(row.is_empty for row in below)


@dataclass(frozen=True, slots=True)
class Slot:
    """A piece that holds a value.

    Attributes:
        name: The value's name.
        raw: The piece; "" when the block says nothing of it.
        value: What it says.
        write: Makes the piece from another value, which ``clean`` has seen.
        clean: Brings a typed text into the form in which the piece can hold it.
    """

    name: str
    raw: str
    value: str
    write: Callable[[str], str]
    clean: Callable[[str], str]

    def written(self, value: str | None) -> str:
        """Return the piece with a value; None is what it holds."""
        if value is None or self.clean(value) == self.clean(self.value):
            return self.raw
        return self.write(self.clean(value))


@dataclass(frozen=True, slots=True)
class Listing:
    """A piece that is a list of rows.

    Attributes:
        name: The list's name.
        trees: Its rows.
        gaps: What stands before each: blank lines, which belong to the place and not to the row.
        fresh: Makes the text of a new row.
        further: Makes what stands before a row of this number, from 0, where there was none.
        pool: Rows that may stand here, those of its sisters as well; empty where only its own may.
        first: Where in the pool its own begin.
    """

    name: str
    trees: "tuple[Tree, ...]"
    gaps: tuple[str, ...]
    fresh: Callable[[Values], str]
    further: Callable[[int], str]
    pool: "tuple[Tree, ...]" = ()
    first: int = 0

    @property
    def values(self) -> tuple[Values, ...]:
        """What its own rows say."""
        return tuple(tree.values(self.first + n) for n, tree in enumerate(self.trees))

    def known(self, origin: int | None) -> "Tree | None":
        """Return a row of the source that may stand here; None for a new one."""
        return known(self.pool or self.trees, origin)

    def written(self, rows: Sequence[Values]) -> str:
        """Return the piece with these rows, in their order."""
        pieces: list[str] = []
        for number, row in enumerate(rows):
            tree = self.known(row.origin)
            gap = self.gaps[number] if number < len(self.gaps) else self.further(number)
            pieces += (gap, tree.written(row) if tree else self.fresh(row))
        return "".join(pieces)


Part = str | Slot | Listing


@dataclass(frozen=True, slots=True)
class Tree:
    """A block, or one row of it, as its pieces in order."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The text that it was read from."""
        return self.written(Values({}))

    @property
    def slots(self) -> Mapping[str, Slot]:
        """Its slots by name."""
        return {part.name: part for part in self.parts if isinstance(part, Slot)}

    @property
    def lists(self) -> Mapping[str, Listing]:
        """Its lists by name."""
        return {part.name: part for part in self.parts if isinstance(part, Listing)}

    def values(self, origin: int | None = None) -> Values:
        """Return what it says."""
        return Values(
            {name: slot.value for name, slot in self.slots.items()},
            {name: listing.values for name, listing in self.lists.items()},
            origin,
        )

    def written(self, values: Values) -> str:
        """Return its text with other values; what they do not name stays as it is."""
        return "".join(self._written(part, values) for part in self.parts)

    @staticmethod
    def _written(part: Part, values: Values) -> str:
        if isinstance(part, str):
            return part
        if isinstance(part, Slot):
            return part.written(values.said.get(part.name))
        rows = values.rows.get(part.name)
        return part.written(part.values if rows is None else rows)


def known(trees: "Sequence[Tree]", origin: int | None) -> Tree | None:
    """Return the row of the source that has this number; None where there is none."""
    return trees[origin] if origin is not None and origin < len(trees) else None


Path = tuple[str | int, ...]
"""Where a value is: names of lists and numbers of rows, and at the end its name."""


def differing(tree: Tree, wanted: Values, path: Path = ()) -> Iterator[Path]:
    """Find what a tree, read again, does not say as it was typed.

    Args:
        tree: What was read.
        wanted: What was to be said.
        path: Where both stand.

    Yields:
        Where each difference is; a list whose rows are not as many is one itself.
    """
    for name, slot in tree.slots.items():
        typed = wanted.said.get(name)
        if typed is not None and slot.clean(typed) != slot.clean(slot.value):
            yield (*path, name)
    for name, typed in wanted.said.items():
        if name not in tree.slots and typed.strip():
            yield (*path, name)
    for name, rows in wanted.rows.items():
        listing = tree.lists.get(name)
        if listing is None or len(listing.trees) != len(rows):
            yield (*path, name)
            continue
        for number, (inner, row) in enumerate(zip(listing.trees, rows, strict=True)):
            yield from differing(inner, row, (*path, name, number))


def relined(
    old: Sequence[tuple[str, str]], new: Sequence[str], fresh: Callable[[str, int], str]
) -> list[str]:
    """Write lines anew, keeping those that say the same as they stood.

    Args:
        old: (what a line says, the line itself) as it is.
        new: What the lines are to say.
        fresh: Makes a line of what it says and its number, from 0.
    """
    matcher = SequenceMatcher(None, [says for says, _ in old], list(new), autojunk=False)
    lines: list[str] = []
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag == "equal":
            lines += (line for _, line in old[first:last])
        else:
            lines += (fresh(new[n], n) for n in range(begin, end))
    return lines

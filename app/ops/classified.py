"""The data class, I to IV, of every column: read from the models' own docstrings.

A docstring ends with ``Data classes: id IV, name II, …``; ``all II`` and ``all else II`` say it of
many at once. Part in brackets is said to people and not read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.db import Base

CLASSES = ("I", "II", "III", "IV")
_SAID = re.compile(r"Data classes:(.*?)(?:\n\s*\n|\Z)", re.DOTALL)
_ITEM = re.compile(r"\b([a-z_][a-z_0-9]*(?: else)?) (IV|III|II|I)\b")


@dataclass(frozen=True, slots=True)
class Classified:
    """A table with the class of each of its columns, in the columns' order."""

    table: str
    classes: Mapping[str, str]

    @property
    def gravest(self) -> str:
        """The class of what is gravest in it."""
        return min(self.classes.values(), key=CLASSES.index, default="IV")


class Unclassified(LookupError):
    """A column whose model does not say how grave it is."""


def classified() -> Iterator[Classified]:
    """Yield every table, by name.

    Raises:
        Unclassified: A docstring leaves a column out.
    """
    for mapper in sorted(Base.registry.mappers, key=lambda one: str(one.local_table)):
        said = said_in(mapper.class_.__doc__ or "")
        found = {}
        for column in mapper.local_table.columns:
            name = said.get(column.name) or said.get("all else") or said.get("all")
            if name is None:
                raise Unclassified(f"{mapper.local_table}.{column.name}")
            found[column.name] = name
        yield Classified(str(mapper.local_table), MappingProxyType(found))


def said_in(docstring: str) -> Mapping[str, str]:
    """Return what a docstring says: column to class."""
    match = _SAID.search(docstring)
    if match is None:
        return {}
    plain = re.sub(r"\([^)]*\)", "", match[1]).replace(";", ",")
    return dict(_ITEM.findall(" ".join(plain.split())))

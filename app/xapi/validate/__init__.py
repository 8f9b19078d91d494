"""Every fault of a statement, for xAPI 1.0.3 and 2.0.

``faults`` takes any JSON value and never raises. The rules are tables, one per edition:
``editions`` (what differs, where it is written), ``actors``, ``activities``, ``statements``; the
tests of single values are in ``formats`` and ``instants``, the machine is in ``shapes``.
"""

from contextlib import suppress
from types import MappingProxyType
from typing import Final

from app.xapi.validate.editions import EDITIONS, Version
from app.xapi.validate.shapes import Fault
from app.xapi.validate.statements import Statements

__all__ = ["MOST_FAULTS", "Fault", "Version", "actor_faults", "faults"]

MOST_FAULTS: Final = 1000
"""Enough to mend; an object of a million wrong names is not worth a million reasons."""

_RULES: Final = MappingProxyType({name: Statements(it) for name, it in EDITIONS.items()})


class _Enough(Exception):
    """``MOST_FAULTS`` are found."""


class _Found(list[Fault]):
    """The faults so far."""

    def append(self, fault: Fault, /) -> None:
        """Add one more.

        Raises:
            _Enough: It would be one too many.
        """
        if len(self) >= MOST_FAULTS:
            raise _Enough
        super().append(fault)


def faults(statement: object, version: Version = "2.0", *, at: str = "$") -> list[Fault]:
    """Find every fault of a statement.

    Args:
        statement: Any JSON value, as a JSON parser returns it.
        version: The edition of xAPI that rules.
        at: Where the statement stands, such as ``$[3]`` in a batch.

    Returns:
        The faults in the order of the properties, ``MOST_FAULTS`` of them at most; empty when the
        statement is valid.

    Source:
        xAPI 1.0.3, part two; xAPI 2.0 (IEEE 9274.1.1), 4.2. The message of each fault ends with
        the section.
    """
    found = _Found()
    with suppress(_Enough):
        _RULES[version].statement(statement, at, found)
    return found


def actor_faults(value: object, version: Version = "2.0", *, at: str = "$") -> list[Fault]:
    """Find every fault of an Agent or Group; see ``faults``."""
    found = _Found()
    with suppress(_Enough):
        _RULES[version].actors.actor(value, at, found)
    return found

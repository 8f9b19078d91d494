"""Every fault of a statement, for xAPI 1.0.3 and 2.0.

``faults`` takes any JSON value and never raises. The rules are tables, one per edition:
``editions`` (what differs, where it is written), ``actors``, ``activities``, ``statements``; the
tests of single values are in ``formats`` and ``instants``, the machine is in ``shapes``.
"""

from types import MappingProxyType
from typing import Final

from app.xapi.validate.editions import EDITIONS, Version
from app.xapi.validate.shapes import Fault
from app.xapi.validate.statements import Statements

__all__ = ["Fault", "Version", "faults"]

_RULES: Final = MappingProxyType({name: Statements(it) for name, it in EDITIONS.items()})


def faults(statement: object, version: Version = "2.0", *, at: str = "$") -> list[Fault]:
    """Find every fault of a statement.

    Args:
        statement: Any JSON value, as a JSON parser returns it.
        version: The edition of xAPI that rules.
        at: Where the statement stands, such as ``$[3]`` in a batch.

    Returns:
        The faults in the order of the properties; empty when the statement is valid.

    Source:
        xAPI 1.0.3, part two; xAPI 2.0 (IEEE 9274.1.1), 4.2. The message of each fault ends with
        the section.
    """
    found: list[Fault] = []
    _RULES[version].statement(statement, at, found)
    return found

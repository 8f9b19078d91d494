"""The machine under the rules: faults, and objects described as tables of properties."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SHOWN = 80
"""Characters of a foreign key or value that a message repeats, at most."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason to refuse a statement.

    Attributes:
        path: JSONPath of the value at fault, such as ``$.actor.mbox``. Of a missing property it
            is the path it should have had.
        message: What must be there instead, and the section that says so.
    """

    path: str
    message: str

    def __str__(self) -> str:
        """Return both on one line."""
        return f"{self.path}: {self.message}"


Test: TypeAlias = Callable[[object], bool]
"""Judges a single value; a table says beside it what to write when the answer is no."""
Walk: TypeAlias = Callable[[object, str, list[Fault]], None]
"""Looks into an object or array that stands at a path, and adds the faults it finds."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The rule of a property that is judged as one value: its test, and the words for a no."""

    test: Test
    must: str


class Shape:
    """An object's rule: which properties it may have, what each must be, which it must have.

    Args:
        name: With its article, such as ``an Agent``.
        section: Where the specification describes it.
        leaves: Properties judged as one value.
        walks: Properties that are looked into.
        required: Names of the properties that must be there.
    """

    __slots__ = ("_must", "_name", "_required", "_section", "_tests", "_walks")

    def __init__(
        self,
        name: str,
        section: str,
        *,
        leaves: "Mapping[str, Leaf] | None" = None,
        walks: "Mapping[str, Walk] | None" = None,
        required: tuple[str, ...] = (),
    ) -> None:
        """Write the table."""
        leaves = leaves or {}
        self._name = name
        self._section = section
        self._tests = {key: leaf.test for key, leaf in leaves.items()}
        self._must = {key: leaf.must for key, leaf in leaves.items()}
        self._walks = dict(walks or {})
        self._required = required

    def __call__(self, value: object, at: str, faults: list[Fault]) -> None:
        """Check ``value`` as this object."""
        self.read(value, at, faults)

    def read(self, value: object, at: str, faults: list[Fault]) -> "dict[str, Any] | None":
        """Check ``value``, and give it back for further rules if it is an object at all."""
        if type(value) is not dict:
            faults.append(Fault(at, self._says(f"must be an object: {self._name}", value)))
            return None
        tests = self._tests
        walks = self._walks
        for key, item in value.items():
            test = tests.get(key)
            if test is not None:
                if not test(item):
                    faults.append(Fault(at + "." + key, self._says(self._must[key], item)))
                continue
            walk = walks.get(key)
            if walk is not None:
                walk(item, at + "." + key, faults)
            else:
                faults.append(Fault(join(at, key), self._unknown(key)))
        for key in self._required:
            if key not in value:
                self._miss(key, at, faults)
        return value

    def _miss(self, key: str, at: str, faults: list[Fault]) -> None:
        faults.append(Fault(f"{at}.{key}", f"is missing: {self._name} needs it{self._end}"))

    @property
    def _end(self) -> str:
        return f" ({self._section})"

    def _says(self, must: str, value: object) -> str:
        if value is None:
            return f"{must}; null is allowed inside extensions only{self._end}"
        return must + self._end

    def _unknown(self, key: object) -> str:
        lower = str(key).lower()
        for known in (*self._tests, *self._walks):
            if known.lower() == lower:
                return f"is not known; write it as {known}{self._end}"
        return f"is not a property of {self._name}{self._end}"


def items(each: Walk, section: str, *, least: int = 0) -> Walk:
    """Make the rule of an array whose every item follows ``each``."""
    must = "must be an array" + (f" with {least} or more items" if least else "")

    def walk(value: object, at: str, faults: list[Fault]) -> None:
        if type(value) is not list or len(value) < least:
            faults.append(Fault(at, f"{must} ({section})"))
            return
        for index, item in enumerate(value):
            each(item, f"{at}[{index}]", faults)

    return walk


def each_is(leaf: Leaf, section: str) -> Walk:
    """Make the rule of an array item that is judged as one value."""
    test = leaf.test
    message = f"{leaf.must} ({section})"

    def walk(value: object, at: str, faults: list[Fault]) -> None:
        if not test(value):
            faults.append(Fault(at, message))

    return walk


def mapping(name: str, key: Leaf, value: Leaf | None, section: str) -> Walk:
    """Make the rule of an object with free keys: a language map, or extensions.

    Args:
        name: With its article, such as ``a language map``.
        key: The rule of each key.
        value: The rule of each value; None leaves them alone.
        section: Where the specification describes it.
    """
    is_key = key.test
    is_value = value.test if value is not None else None

    def walk(found: object, at: str, faults: list[Fault]) -> None:
        if type(found) is not dict:
            faults.append(Fault(at, f"must be an object: {name} ({section})"))
            return
        for name_, item in found.items():
            if not is_key(name_):
                faults.append(Fault(join(at, name_), f"{key.must} ({section})"))
            if is_value is not None and not is_value(item):
                faults.append(Fault(join(at, name_), f"{value.must} ({section})"))  # type: ignore[union-attr]

    return walk


def join(at: str, key: object) -> str:
    """Return the path of a property whose name may be anything."""
    text = key if isinstance(key, str) else str(key)
    if _PLAIN_KEY.fullmatch(text) and len(text) <= _SHOWN:
        return f"{at}.{text}"
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return f"{at}[{json.dumps(shown)}]"


def shown(value: object) -> str:
    """Return a short, safe picture of a foreign value for a message."""
    if isinstance(value, str):
        return json.dumps(value if len(value) <= _SHOWN else value[:_SHOWN] + "…")
    if isinstance(value, dict):
        return "an object"
    return "an array" if isinstance(value, list) else "a value of the wrong type"

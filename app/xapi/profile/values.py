"""JSON values: whether two are one, and whether one keeps to a small JSON Schema.

Source: JSON Schema, draft 7; only the keywords below.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from app.xapi.validate.formats import is_number

_SILENT: Final = frozenset({"$schema", "title", "description"})


class SchemaUnknown(ValueError):
    """A schema says more than is understood here."""


def same(one: object, other: object) -> bool:
    """Whether two JSON values are equal: 1 and 1.0 are, 1 and true are not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def read_schema(text: str) -> dict[str, Any]:
    """Read an inline schema.

    Raises:
        SchemaUnknown: It is no JSON object, or has a keyword that is not known here.
    """
    try:
        schema = json.loads(text)
    except ValueError as error:
        raise SchemaUnknown("is not JSON") from error
    if not isinstance(schema, dict):
        raise SchemaUnknown("is not a JSON object")
    strange = sorted(schema.keys() - _KEYWORDS.keys() - _SILENT)
    if strange:
        raise SchemaUnknown(f"has keywords that are not checked here: {', '.join(strange)}")
    wrong = [key for key, it in schema.items() if key in _MUST and not _MUST[key](it)]
    if wrong:
        raise SchemaUnknown(f"has a value that is not understood here: {', '.join(wrong)}")
    return schema


def fits(value: object, schema: Mapping[str, Any]) -> bool:
    """Whether ``value`` keeps to a schema from ``read_schema``."""
    return all(_KEYWORDS[key](value, it) for key, it in schema.items() if key in _KEYWORDS)


def _is_integer(value: object) -> bool:
    return type(value) is int or (is_number(value) and float(value).is_integer())


_TYPES: Final[Mapping[str, Callable[[object], bool]]] = MappingProxyType(
    {
        "null": lambda value: value is None,
        "boolean": lambda value: isinstance(value, bool),
        "string": lambda value: isinstance(value, str),
        "number": is_number,
        "integer": _is_integer,
        "array": lambda value: isinstance(value, list),
        "object": lambda value: isinstance(value, dict),
    }
)
_KEYWORDS: Final[Mapping[str, Callable[[object, Any], bool]]] = MappingProxyType(
    {
        "type": lambda value, name: _TYPES[name](value),
        "enum": lambda value, values: any(same(value, it) for it in values),
        "minimum": lambda value, least: not is_number(value) or value >= least,
        "maximum": lambda value, most: not is_number(value) or value <= most,
    }
)
_MUST: Final[Mapping[str, Callable[[object], bool]]] = MappingProxyType(
    {
        "type": lambda name: isinstance(name, str) and name in _TYPES,
        "enum": lambda values: isinstance(values, list),
        "minimum": is_number,
        "maximum": is_number,
    }
)

"""Look frameworks up. Files are read once per process; nothing here touches the database."""

import functools
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from app.frameworks import finding, source
from app.frameworks.errors import UnknownFrameworkError, UnknownItemError

if TYPE_CHECKING:
    from app.frameworks.models import Framework, FrameworkItem

_DATA = Path(__file__).parent / "data"


@functools.cache
def framework_refs() -> tuple[str, ...]:
    """Return the refs of all frameworks on file, in alphabetical order."""
    return tuple(sorted(path.stem for path in _DATA.glob("*.toml")))


@functools.cache
def framework(ref: str) -> "Framework":
    """Return one version of a framework.

    Raises:
        UnknownFrameworkError: No file of that name.
    """
    if ref not in framework_refs():  # never build a path from what somebody typed
        raise UnknownFrameworkError(ref)
    text = (_DATA / f"{ref}.toml").read_text(encoding="utf-8")
    return source.build(tomllib.loads(text), ref=ref)


def frameworks() -> "tuple[Framework, ...]":
    """Return every framework on file."""
    return tuple(framework(ref) for ref in framework_refs())


def all_items(framework_ref: str) -> "tuple[FrameworkItem, ...]":
    """Return the items of a framework in the publisher's order.

    Raises:
        UnknownFrameworkError: No file of that name.
    """
    return framework(framework_ref).items


def find_item(ref: str) -> "FrameworkItem | None":
    """Return an item by its ref, or None for a ref that names nothing."""
    parts = source.split_ref(ref)
    if parts is None or parts[0] not in framework_refs():
        return None
    return _by_code(parts[0]).get(parts[1])


def item(ref: str) -> "FrameworkItem":
    """Return an item by its ref, ``dss-l@1.2/T5``.

    Raises:
        UnknownItemError: The ref names nothing.
    """
    found = find_item(ref)
    if found is None:
        raise UnknownItemError(ref)
    return found


def exists(ref: str) -> bool:
    """Whether ``ref`` names an item on file."""
    return find_item(ref) is not None


def search_items(text: str) -> "tuple[FrameworkItem, ...]":
    """Return the items of all frameworks that hold every word of a search, or have that code."""
    return finding.matching(_every_item(), text)


def likely_items(sentence: str) -> "tuple[FrameworkItem, ...]":
    """Return the items that a sentence about what somebody can do may well mean."""
    return finding.likely(_every_item(), sentence)


def _every_item() -> "list[FrameworkItem]":
    return [item for one in frameworks() for item in one.items]


@functools.cache
def _by_code(framework_ref: str) -> "dict[str, FrameworkItem]":
    return {item.code: item for item in framework(framework_ref).items}

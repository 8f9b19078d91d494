"""Look frameworks up. Files are read once per process; names of the city's, once per request.

What a page shows comes by ``find_item``, ``item``, ``framework``, ``all_items`` and
``search_items``: under the name that the city gave, where it gave one. They alone touch the
database, and only for a framework whose names a city may give. What only asks whether there is
such an item, and what is signed, takes ``exists``, ``published_item`` and ``frameworks``.
"""

import functools
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from flask import g, has_app_context, has_request_context

from app.db import reading
from app.frameworks import finding, naming, source
from app.frameworks.errors import UnknownFrameworkError, UnknownItemError
from app.frameworks.models import CityLabel

if TYPE_CHECKING:
    from app.frameworks.models import Framework, FrameworkItem

    Names = dict[str, tuple[str, str | None]]
    """What the city calls an item, by its ref: in Japanese, and perhaps in English."""

_DATA: Final = Path(__file__).parent / "data"


@functools.cache
def framework_refs() -> tuple[str, ...]:
    """Return the refs of all frameworks on file, in alphabetical order."""
    return tuple(sorted(path.stem for path in _DATA.glob("*.toml")))


def framework(ref: str) -> "Framework":
    """Return one version of a framework, its items under the city's names for them.

    Raises:
        UnknownFrameworkError: No file of that name.
    """
    found = published(ref)
    if not found.is_renamable:
        return found
    names = _names()
    return replace(found, items=tuple(_called(one, names) for one in found.items))


@functools.cache
def published(ref: str) -> "Framework":
    """Return one version of a framework with the names of its file.

    Raises:
        UnknownFrameworkError: No file of that name.
    """
    if ref not in framework_refs():  # never build a path from what somebody typed
        raise UnknownFrameworkError(ref)
    text = (_DATA / f"{ref}.toml").read_text(encoding="utf-8")
    name = ref.partition("@")[0]
    siblings = sum(one.partition("@")[0] == name for one in framework_refs())
    return source.build(tomllib.loads(text), ref=ref, has_siblings=siblings > 1)


def frameworks() -> "tuple[Framework, ...]":
    """Return every framework on file, with the names of the files: for lists of frameworks."""
    return tuple(published(ref) for ref in framework_refs())


def all_items(framework_ref: str) -> "tuple[FrameworkItem, ...]":
    """Return the items of a framework in the publisher's order.

    Raises:
        UnknownFrameworkError: No file of that name.
    """
    return framework(framework_ref).items


def find_item(ref: str) -> "FrameworkItem | None":
    """Return an item by its ref, or None for a ref that names nothing."""
    found = published_item(ref)
    if found is None or not published(found.framework).is_renamable:
        return found
    return _called(found, _names())


def published_item(ref: str) -> "FrameworkItem | None":
    """Return an item by its ref under the framework's own name; None for nothing."""
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
    return published_item(ref) is not None


def search_items(text: str) -> "tuple[FrameworkItem, ...]":
    """Return the items of all frameworks that hold every word of a search, or have that code."""
    return finding.matching(_every_item(), text) if text.strip() else ()


def likely_items(sentence: str) -> "tuple[FrameworkItem, ...]":
    """Return the items that a sentence about what somebody can do may well mean."""
    return finding.likely(_every_item(), sentence)


def forget_names() -> None:
    """Let the present request read the city's names anew: it begins, or changes them."""
    g.pop("framework_names", None)


def _every_item() -> "list[FrameworkItem]":
    return [item for ref in framework_refs() for item in framework(ref).items]


@functools.cache
def _by_code(framework_ref: str) -> "dict[str, FrameworkItem]":
    return {item.code: item for item in published(framework_ref).items}


def _called(item: "FrameworkItem", names: "Names") -> "FrameworkItem":
    given = names.get(item.ref)
    return naming.called(item, *given) if given else item


def _names() -> "Names":
    """Return the city's names: of this request, or as they are this moment elsewhere.

    Without an application there is no city. The session is the present one, so that a service
    sees what it changed itself.
    """
    if not has_app_context():
        return {}
    if not has_request_context():
        return _read_names()
    if "framework_names" not in g:
        g.framework_names = _read_names()
    names: Names = g.framework_names
    return names


def _read_names() -> "Names":
    rows = reading().execute(sa.select(CityLabel.item_ref, CityLabel.ja, CityLabel.en))
    return {ref: (ja, en) for ref, ja, en in rows}

"""Keys that both sides gave to new things, other ones in the draft. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from app.authoring.merging.rules.cutting import cut
from app.authoring.merging.rules.identity import shapes
from app.authoring.rules.arranging import rekeyed as with_keys

_NAMING: Final = ("completion.toml", "readings.toml")
"""Files that name lessons and drills."""


def rekeyed(
    base: Mapping[str, bytes],
    theirs: Mapping[str, bytes],
    ours: Mapping[str, bytes],
    new_key: Callable[[str], str],
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return a draft in which no new thing has the key of a new thing of the version.

    Args:
        base: What both began with; where that is nothing, all is as it was.
        theirs: The published version.
        ours: The draft.
        new_key: A key that is taken → one that nothing has.

    Returns:
        The draft's files, and the keys that became others.
    """
    if not base:
        return dict(ours), {}
    changed = {
        path
        for files in (theirs, ours)
        for path in base.keys() | files.keys()
        if base.get(path) != files.get(path)
    }
    was, there, here = (
        {*_keys({path: files[path] for path in changed & files.keys()})}
        for files in (base, theirs, ours)
    )
    new_there = {key for key, _data in there} - {key for key, _data in was}
    differing = (here - there) - was
    clash = sorted({key for key, _data in differing if key in new_there} - {k for k, _ in was})
    keys = {key: new_key(key) for key in clash}
    return _written(ours, keys) if keys else dict(ours), keys


def _keys(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the key of each block and lesson, and what it says."""
    (shape,) = shapes(files)
    for file, data in shape.files.items():
        path = shape.path_of(file)
        if file.lesson:
            yield file.lesson, data
        if path.endswith(".md"):
            units = cut(path, data)
            yield from ((one.name[1:], one.body) for one in units if one.name.startswith("#"))


def _written(files: Mapping[str, bytes], keys: Mapping[str, str]) -> dict[str, bytes]:
    (shape,) = shapes(files)
    lessons = {file.lesson: shape.path_of(file) for file in shape.files if file.lesson}
    found = {}
    for path, data in files.items():
        key = next((one for one, at in lessons.items() if at == path), "")
        to = f"{path.removesuffix(f'{key}.md')}{keys[key]}.md" if key in keys else path
        found[to] = _named(path, data, keys)
    return found


def _named(path: str, data: bytes, keys: Mapping[str, str]) -> bytes:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data
    if path.endswith(".md"):
        return with_keys(text, keys).encode()
    if path in _NAMING:
        for old, new in keys.items():
            text = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, text)
    return text.encode()

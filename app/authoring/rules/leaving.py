"""What else names a lesson or a block, once that is deleted or elsewhere. Pure."""

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError

from app.authoring.rules.operations import Operation
from app.authoring.rules.undoing import difference

_MARK: Final = re.compile(r"\[([^\[\]\n]*)\]\{#see-([a-z][a-z0-9-]*)\}")
COMPLETION: Final = "completion.toml"
READINGS: Final = "readings.toml"


def unmarked(text: str, keys: Collection[str]) -> str:
    """Return a text in which nothing is marked as the place that these questions lead back to."""
    return _MARK.sub(lambda mark: mark[1] if mark[2] in keys else mark[0], text)


def marks_in(text: str) -> set[str]:
    """Return the keys of the questions that lead back to this text."""
    return {mark[2] for mark in _MARK.finditer(text)}


def forgotten(
    files: Mapping[str, bytes], lessons: Collection[str], drills: Collection[str] = ()
) -> tuple[Operation, ...]:
    """Return what takes lessons and drills out of the files that name them.

    A file that cannot be read is left alone: what is wrong in it is told anyway.

    Args:
        files: The files of the course.
        lessons: Keys of lessons that are gone.
        drills: Keys of drills that are gone.
    """
    wanted = dict(files)
    for path in (COMPLETION, READINGS):
        if path in files:
            wanted[path] = _without(path, files[path], {*lessons}, {*drills})
    return difference(files, wanted)


def _without(path: str, data: bytes, lessons: set[str], drills: set[str]) -> bytes:
    try:
        text = data.decode()
        document: Any = tomlkit.parse(text)
    except (UnicodeDecodeError, TOMLKitError):
        return data
    if path == COMPLETION:
        found = [
            _taken_out(document.get(name), keys)
            for name, keys in (("lessons", lessons), ("drills", drills))
        ]
    else:
        found = [_dropped(document.get(name), lessons) for name in ("lessons", "confirmed")]
    return str(tomlkit.dumps(document)).encode() if any(found) else data


def _taken_out(keys: Any, gone: set[str]) -> bool:  # noqa: ANN401  tomlkit's array
    """Take keys out of a list, if it is one; and say whether there were any."""
    if not isinstance(keys, list):
        return False
    named = [n for n, key in enumerate(keys) if key in gone]
    for n in reversed(named):
        del keys[n]
    return bool(named)


def _dropped(table: Any, gone: set[str]) -> bool:  # noqa: ANN401  tomlkit's table
    if not isinstance(table, dict):
        return False
    named = [key for key in table if key in gone]
    for key in named:
        del table[key]
    return bool(named)

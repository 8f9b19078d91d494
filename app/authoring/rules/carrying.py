"""Files that a text shows, on their way from one course into another. Pure."""

import re
from collections.abc import Mapping


def files_along(
    text: str, source: Mapping[str, bytes], target: Mapping[str, bytes]
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the files that a text names, and what each is called where it comes to.

    A file keeps its name where that is free or means the same.

    Args:
        text: The text.
        source: The files of where it is from: path → bytes.
        target: Those of where it comes to.

    Returns:
        The files that are to be put there, and path in the source → path in the target.
    """
    come: dict[str, bytes] = {}
    names: dict[str, str] = {}
    for path, data in source.items():
        if not path.startswith("assets/") or not re.search(_named(path), text):
            continue
        name = _free(path, data, {**target, **come})
        names[path] = name
        if name not in target:
            come[name] = data
    return come, names


def with_names(text: str, names: Mapping[str, str]) -> str:
    """Return a text that calls its files so: path as written → path."""
    for path, name in names.items():
        text = re.sub(_named(path), lambda _, name=name: name, text)  # type: ignore[misc]
    return text


def _named(path: str) -> str:
    """Return what finds a path in a text, and no longer one that begins or ends like it."""
    return rf"(?<![\w./-]){re.escape(path)}(?![\w-]|\.\w)"


def _free(path: str, data: bytes, known: Mapping[str, bytes]) -> str:
    stem, _, ending = path.rpartition(".")
    name, number = path, 1
    while known.get(name, data) != data:
        number += 1
        name = f"{stem}-{number}.{ending}"
    return name

"""Files of a course with other alignments or objectives; everything else stays, byte for byte."""

import re
from typing import Any, Final

import tomlkit

_OBJECTIVE: Final = re.compile(r"[ \t]+objective=(?:\"[^\"\n]*\"|\S+)")
_OPENING: Final = re.compile(r":::[ \t]*[a-z-]+(?:[ \t]+#[^\s#]+)?")


def with_alignment(text: str, objective: str, item: str, level: int) -> str:
    """Return the text of an ``objectives.toml`` in which an objective leads to an item.

    Args:
        text: The file as it is.
        objective: The key of the objective.
        item: ``digcomp@3.0/4.2``; a level that it has there already is replaced.
        level: The step of the framework's scale, from 1.

    Raises:
        KeyError: There is no such objective.
        TOMLKitError: The file cannot be read.
    """
    document: Any = tomlkit.parse(text)
    found = _objective(document, objective)
    alignments = found.setdefault("alignments", tomlkit.array())
    for one in alignments:
        if one.get("item") == item:
            one["level"] = level
            return str(tomlkit.dumps(document))
    written: Any = tomlkit.parse(f'a = {{ item = "{item}", level = {level} }}')["a"]
    if "\n" in alignments.as_string():
        alignments.add_line(written, indent="  ", add_comma=True, newline=True)
    else:
        alignments.append(written)
    return str(tomlkit.dumps(document))


def without_alignment(text: str, objective: str, item: str) -> str:
    """Return the text of an ``objectives.toml`` in which an objective leads to an item no more.

    Raises:
        KeyError: There is no such objective.
        TOMLKitError: The file cannot be read.
    """
    document: Any = tomlkit.parse(text)
    alignments = _objective(document, objective).get("alignments", [])
    for number in reversed(range(len(alignments))):
        if alignments[number].get("item") == item:
            del alignments[number]
    return str(tomlkit.dumps(document))


def _objective(document: Any, key: str) -> Any:  # noqa: ANN401  tomlkit's tables
    found = (one for one in document.get("objectives", []) if one.get("key") == key)
    objective = next(found, None)
    if objective is None:
        raise KeyError(key)
    return objective


def asking_for(text: str, objective: str) -> str:
    """Return the text of a question's block that asks for another objective.

    Args:
        text: The block, beginning with its ``:::`` line.
        objective: The key of the objective; "" for none.
    """
    line, end, rest = text.partition("\n")
    bare = _OBJECTIVE.sub("", line)
    opening = _OPENING.match(bare)
    if opening is None or not objective:
        return bare + end + rest
    at = opening.end()
    return f"{bare[:at]} objective={objective}{bare[at:]}{end}{rest}"

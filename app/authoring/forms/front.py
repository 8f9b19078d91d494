"""The front matter of a lesson as pieces: its title, its minutes, its objectives. Pure."""

import json
import re
import tomllib
from collections.abc import Callable
from typing import Final

from app.authoring.forms.tree import Part, Slot, Tree
from app.authoring.forms.writing import UNWANTED, one_line, tidy
from app.catalog.sources.lesson import read_lesson

_WHOLE: Final = re.compile(r"(\+\+\+[ \t]*\n)(.*?)(\+\+\+[ \t]*)", re.DOTALL)
_TABLE: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)
_STRING: Final = r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''
_VALUES: Final = {
    "title": _STRING,
    "minutes": r"\d{1,9}",
    "objectives": rf"\[(?:\s|,|{_STRING})*\]",
}
"""Name → how its value is written where a form can show it."""


def front_tree(text: str) -> Tree | None:
    """Return the pieces of a front matter; None when a value is written in another way."""
    whole = _WHOLE.fullmatch(text)
    if whole is None or UNWANTED.search(text) or not is_front(text):
        return None
    opening, inner, closing = whole.groups()
    found = []
    for name, shape in _VALUES.items():
        hits = list(
            re.finditer(rf"^([ \t]*{name}[ \t]*=[ \t]*)({shape})(?=[ \t]*(?:#.*)?$)", inner, re.M)
        )
        if len(hits) > 1 or len(hits) != (name in _table(inner)):
            return None
        found += [(hit.start(2), hit.end(2), name) for hit in hits]
    missing = [name for name in _VALUES if name not in {name for _, _, name in found}]
    if missing and _TABLE.search(inner):
        return None
    parts: list[Part] = [opening]
    at = 0
    for start, end, name in sorted(found):
        parts += [inner[at:start], _slot(name, inner[start:end])]
        at = end
    parts += [inner[at:], *(_absent(name) for name in missing), closing]
    return Tree(tuple(parts))


def is_front(text: str) -> bool:
    """Whether a text is the front matter of a lesson, and nothing after it."""
    lesson = read_lesson("lesson.md", "lesson", text.encode("utf-8", "replace"), [])
    return lesson.front.end > 0 and not lesson.blocks


def _table(inner: str) -> dict[str, object]:
    try:
        return tomllib.loads(inner)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _slot(name: str, raw: str) -> Slot:
    value = tomllib.loads(f"{name} = {raw}")[name]
    said = "\n".join(value) if isinstance(value, list) else str(value)
    return Slot(name, raw, said, _WRITERS[name], _CLEANERS.get(name, one_line))


def _absent(name: str) -> Slot:
    def write(value: str) -> str:
        return f"{name} = {_WRITERS[name](value)}\n" if value else ""

    return Slot(name, "", "", write, _CLEANERS.get(name, one_line))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _listed(text: str) -> str:
    return f"[{', '.join(map(_quoted, filter(None, text.split(chr(10)))))}]"


_WRITERS: Final[dict[str, Callable[[str], str]]] = {
    "title": _quoted,
    "minutes": str,
    "objectives": _listed,
}
_CLEANERS: Final[dict[str, Callable[[str], str]]] = {"objectives": tidy}

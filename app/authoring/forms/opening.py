"""The line that opens a block: its kind, its key, its attributes. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from app.authoring.forms.tree import Part, Slot
from app.authoring.forms.writing import one_line

OPENING: Final = re.compile(r"(:::[ \t]*)([A-Za-z][\w-]*)(.*)")
CLOSING: Final = re.compile(r":{3,}[ \t]*")
_ATTRIBUTE: Final = re.compile(r"[ \t]+(?:#([^\s#=]+)|([A-Za-z][\w-]*)=(?:\"([^\"]*)\"|(\S+)))")
_BARE: Final = re.compile(r"[^\s\"#=][^\s\"]*")


def opening_parts(
    line: str, attributes: Sequence[str], kinds: Mapping[str, str] | None = None
) -> tuple[Part, ...] | None:
    """Return the pieces of an opening line; None when a part of it cannot be read.

    Args:
        line: The line, without its end.
        attributes: Those that the form shows; others stay as they are.
        kinds: Kinds between which an author may choose, if that is so.
    """
    match = OPENING.fullmatch(line)
    if match is None:
        return None
    fence, kind, rest = match.groups()
    parts: list[Part] = [fence]
    parts.append(Slot("kind", kind, kind, str, one_line) if kinds else kind)
    seen: set[str] = set()
    at = 0
    while found := _ATTRIBUTE.match(rest, at):
        at = found.end()
        name = found.group(2)
        if name in seen or (name is None and "#" in seen):
            return None
        seen.add(name or "#")
        value = found.group(4) if found.group(3) is None else found.group(3)
        parts.append(
            _attribute(name, found.group(), value) if name in attributes else found.group()
        )
    if rest[at:].strip():
        return None
    parts += [_attribute(name, "", "") for name in attributes if name not in seen]
    return (*parts, f"{rest[at:]}\n")


def _attribute(name: str, raw: str, value: str) -> Slot:
    def write(text: str) -> str:
        if not text:
            return ""
        return f" {name}={text}" if _BARE.fullmatch(text) else f' {name}="{text}"'

    return Slot(name, raw, value, write, one_line)

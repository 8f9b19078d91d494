"""A block shows another picture: its line, or the poster that its opening line names. Pure."""

import re
from typing import Final

_LINE: Final = re.compile(r"^!\[(?:[^\[\]\\\n]|\\.)*\]\(([^\s()<>]*)\)", re.MULTILINE)
_OPENING: Final = re.compile(r":::[ \t]*[A-Za-z][\w-]*.*")
_POSTER: Final = re.compile(r"[ \t]+poster=(?:\"[^\"]*\"|\S+)")

POSTER: Final = "poster"


def repictured(text: str, picture: str, field: str) -> str | None:
    """Return a block with another picture; None when it has no place for one.

    Args:
        text: The block as its file says it.
        picture: The new one, as Markdown: ``![what is to be seen](assets/name.webp)``.
        field: ``POSTER`` for what a video shows first; else the picture on a line of its own.
    """
    new = _LINE.match(picture)
    if new is None:
        return None
    if field != POSTER:
        return _LINE.sub(lambda _: new.group(), text, count=1) if _LINE.search(text) else None
    opening = _OPENING.match(text)
    if opening is None:
        return None
    poster = f" {POSTER}={new.group(1)}"
    line = opening.group()
    line = _POSTER.sub(poster, line, count=1) if _POSTER.search(line) else line.rstrip() + poster
    return line + text[opening.end() :]

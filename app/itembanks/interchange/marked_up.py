"""HTML as other programs keep their texts in → plain text. Pure; nothing of it is ever run."""

import re
from html.parser import HTMLParser
from typing import Final

from app.sheets.errors import Unreadable

_KNOWN: Final = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|ul|ol|li|a|img|sub|sup|table|font|h[1-6]|script|style"
    r"|iframe|audio|video|svg|math)\b[^<>]*>",
    re.IGNORECASE,
)
_LINES: Final = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_LOST: Final = frozenset(
    {"img", "table", "audio", "video", "iframe", "svg", "math", "object", "embed", "form", "input"}
)
_CODE: Final = frozenset({"script", "style"})


def has_markup(text: str) -> bool:
    """Whether a text holds tags that a browser would know, and is not just about 「<」."""
    return _KNOWN.search(text) is not None


def plain_of(html: str) -> str:
    """Return what a reader of the HTML would read, a line for each paragraph or list item.

    Raises:
        Unreadable: There is a picture, a table or the like, without which it would say less.
    """
    reader = _Plain()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  as HTMLParser calls it
        if tag in _LOST:
            raise Unreadable(f"絵や表など（<{tag}>）は取り込めません。")
        self.code += tag in _CODE
        if tag in _LINES:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag in _CODE and self.code > 0
        if tag in _LINES:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.code:
            self.pieces.append(data)

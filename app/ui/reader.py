"""Who is reading this page, as far as its display goes."""

from dataclasses import dataclass
from typing import Literal, cast

from flask import g, has_request_context

Audience = Literal["child", "citizen", "staff"]
Size = Literal["m", "l", "xl"]


@dataclass(frozen=True, slots=True)
class Reader:
    """The display settings of one request.

    Attributes:
        audience: Whose pages these are: words, density and colors follow it.
        taught: The highest kanji grade the reader has been taught, 0–6: words with a kanji
            above it carry ruby. None: no ``<ruby>`` at all.
        spaced: Phrases are separated for small children (分かち書き; a later part).
        size: The text size.
        locale: The interface's language.
        name: How the page addresses the reader; None for a visitor.
    """

    audience: Audience = "citizen"
    taught: int | None = None
    spaced: bool = False
    size: Size = "m"
    locale: Literal["ja", "en"] = "ja"
    name: str | None = None


ANYONE = Reader()


def reader() -> Reader:
    """Return the reader of the present request, or a plain adult outside of one."""
    if not has_request_context():
        return ANYONE
    return cast("Reader", g.get("reader", ANYONE))


def set_reader(value: Reader) -> None:
    """Settle the reader of this request; called once, by identity, before the view."""
    g.reader = value

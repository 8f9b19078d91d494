"""Who is reading this page, as far as its display goes."""

from dataclasses import dataclass
from typing import Literal, cast

from flask import g, has_request_context

Audience = Literal["child", "citizen", "staff"]
Size = Literal["m", "l", "xl"]


@dataclass(frozen=True, slots=True)
class Reader:
    """The display settings of one request, as the person's own choices settle them.

    Attributes:
        audience: Whose pages these are: words, density and colors follow it.
        taught: The highest kanji grade the reader has been taught, 0–6: words with a kanji
            above it carry ruby. None: no ``<ruby>`` at all.
        spaced: Phrases are separated for small children (分かち書き).
        plain: Plain Japanese (やさしい日本語) where a text has it.
        size: The text size.
        spacing: "wide": more room between letters and lines.
        contrast: "high": black on white, and borders that are as dark.
        motion: "off": nothing moves by itself.
        font: "easy": the easy-to-read font is loaded.
        locale: The language of the interface, and of courses that are translated.
        name: How the page addresses the reader; None for a visitor.
        grade: The reader's own school year, 1–12; None for adults.
    """

    audience: Audience = "citizen"
    taught: int | None = None
    spaced: bool = False
    plain: bool = False
    size: Size = "m"
    spacing: Literal["m", "wide"] = "m"
    contrast: Literal["m", "high"] = "m"
    motion: Literal["m", "off"] = "m"
    font: Literal["m", "easy"] = "m"
    locale: str = "ja"
    name: str | None = None
    grade: int | None = None


ANYONE = Reader()


def reader() -> Reader:
    """Return the reader of the present request, or a plain adult outside of one."""
    if not has_request_context():
        return ANYONE
    return cast("Reader", g.get("reader", ANYONE))


def set_reader(value: Reader) -> None:
    """Settle the reader of this request; called once, by identity, before the view."""
    g.reader = value

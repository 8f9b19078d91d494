"""Who is reading this page, as far as its display goes."""

from dataclasses import dataclass, replace
from typing import Literal, cast

from flask import g, has_request_context

Audience = Literal["child", "citizen", "staff"]
Size = Literal["m", "l", "xl"]
Font = Literal["m", "school", "easy"]


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
        font: "school": letters as they are taught to be written; "easy": the easy-to-read font,
            which is loaded then.
        locale: The language of the interface, and of courses that are translated; a locale
            identifier, such as "en" or "zh_Hans".
        name: How the page addresses the reader; None for a visitor, and for a guest.
        is_guest: Learns without an account, by a しおり.
        grade: The reader's own school year, 1–12; None for adults.
        ruby: What was chosen as ruby: "grade", "all", "none", or a school year, "2" to "7".
        preset: The preset in force, "child", "usual" or "large", or None.
        can_undo: Whether the settings were changed and can be taken back.
    """

    audience: Audience = "citizen"
    taught: int | None = None
    spaced: bool = False
    plain: bool = False
    size: Size = "m"
    spacing: Literal["m", "wide"] = "m"
    contrast: Literal["m", "high"] = "m"
    motion: Literal["m", "off"] = "m"
    font: Font = "m"
    locale: str = "ja"
    name: str | None = None
    grade: int | None = None
    ruby: str = "none"
    preset: str | None = None
    can_undo: bool = False
    is_guest: bool = False

    @property
    def look(self) -> "Reader":
        """The same for all who see pages alike: without the name."""
        return replace(self, name=None)

    @property
    def language(self) -> str:
        """The language as a tag (BCP 47), such as "en" or "zh-Hans": for ``lang``, and courses."""
        return self.locale.replace("_", "-")


ANYONE = Reader()


def reader() -> Reader:
    """Return the reader of the present request, or a plain adult outside of one."""
    if not has_request_context():
        return ANYONE
    return cast("Reader", g.get("reader", ANYONE))


def set_reader(value: Reader) -> None:
    """Settle the reader of this request.

    Identity does so before the view; a preview does it again, for whose eyes it shows a page.
    """
    g.reader = value

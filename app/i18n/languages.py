"""Languages: which one the sources are written in, and text that knows its own. Pure."""

from typing import Final, Self

from markupsafe import Markup

JAPANESE: Final = "ja"
"""What the interface and the courses are written in; everything else is translated from it."""


class InLanguage(Markup):
    """HTML that knows its language, for the ``lang`` of what it is put into."""

    __slots__ = ("language",)
    language: str

    @classmethod
    def of(cls, html: Markup, language: str) -> Self:
        """Say in which language some HTML is."""
        text = cls(html)
        text.language = language
        return text

"""Make every component callable from any template as ``ui.<name>(…)``."""

from functools import lru_cache
from typing import TYPE_CHECKING

from flask import g, has_request_context
from markupsafe import Markup, escape

from app.i18n.reading import Readable
from app.ui.crests import motif
from app.ui.reader import reader
from app.ui.strings import Lazy

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from jinja2.runtime import Macro


DRAWINGS = frozenset(
    {
        "icon",
        "crest",
        "logo",
        "hem",
        "doll",
        "avatar",
        "art",
        "cover",
        "mon",
        "ribbon",
        "steps",
        "picture",
    }
)
"""Components that draw: what they print follows from their arguments alone, so it is kept."""

CHOICES = frozenset({"view_menu", "ruby_choice", "reading_choices", "read_aloud"})
"""The same for these, whose argument is how the reader reads (``Reader.look``)."""

MOST_DRAWINGS = 500
_LANG = Markup(' lang="{}"')


class Components:
    """The component library: ``ui.choices`` is the macro ``choices`` of ui/choices.html.

    A component sees its arguments and Jinja's globals, never the page's variables; a
    file's own top-level import would be invisible to a fragment, so pages import none.
    """

    def __init__(self, environment: "Environment") -> None:
        """Look components up in ``environment``, which reloads them in development."""
        self._environment = environment

    def __getattr__(self, name: str) -> "Callable[..., str]":
        """Return the component called ``name``.

        Raises:
            TemplateNotFound: There is no such file.
            AttributeError: The file has no macro of its own name.
        """
        module = self._environment.get_template(f"ui/{name}.html").module
        macro: Macro = getattr(module, name)
        kept: Callable[..., str] = (
            lru_cache(MOST_DRAWINGS)(macro) if name in DRAWINGS | CHOICES else macro
        )
        if not self._environment.auto_reload:
            self.__dict__[name] = kept  # found there from now on, without this method
        return kept

    @staticmethod
    def lang(text: object) -> Markup:
        """Write the ``lang`` attribute of a text in another language than its page.

        It also remembers that the page holds such a text, for the note of ``ui.untranslated``.

        Args:
            text: What knows its ``language`` (a BCP 47 tag), as course text and questions do.
                Anything else is in the language of the page.

        Returns:
            The attribute with a space before it, or nothing.
        """
        language = getattr(text, "language", None)
        if language is None or language == reader().language:
            return Markup()
        if has_request_context():
            g.is_partly_untranslated = True
        return _LANG.format(language)

    @staticmethod
    def motif(name: object) -> Markup:
        """Draw what stands in the middle of a field's crest; see ``app.ui.crests``."""
        return Markup(motif(str(name)))  # noqa: S704  our own drawing

    @staticmethod
    def is_partly_untranslated() -> bool:
        """Whether ``lang`` met a text in another language than the present page's."""
        return has_request_context() and g.get("is_partly_untranslated", False)

    @staticmethod
    def text(message: object) -> Markup:
        """Show a text with furigana and phrases as the present reader needs them.

        Args:
            message: A sentence as ``_()`` returns it, a date, or whatever else knows its readings;
                plain text is escaped, and HTML that is rendered already stays as it is. For
                attributes and titles, which can hold no ruby, ``_()`` alone.
        """
        told = message.now() if isinstance(message, Lazy) else message
        if not isinstance(told, Readable):
            return escape(told)
        who = reader()
        return told.html(who.taught, spaced=who.spaced)

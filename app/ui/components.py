"""Make every component callable from any template as ``ui.<name>(…)``."""

from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from app.i18n.reading import interface_words, ruby
from app.ui.reader import reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from jinja2.runtime import Macro


DRAWINGS = frozenset(
    {"icon", "crest", "logo", "hem", "doll", "avatar", "art", "cover", "mon", "ribbon", "steps"}
)
"""Components that draw: what they print follows from their arguments alone, so it is kept."""

MOST_DRAWINGS = 500


class Components:
    """The component library: ``ui.choices`` is the macro ``choices`` of ui/choices.html.

    A component sees its arguments and Jinja's globals, never the page's variables; a
    file's own top-level import would be invisible to a fragment, so pages import none.
    """

    def __init__(self, environment: "Environment") -> None:
        """Look components up in ``environment``, which reloads them in development."""
        self._environment = environment
        self._drawn: dict[str, Callable[..., str]] = {}

    def __getattr__(self, name: str) -> "Callable[..., str]":
        """Return the component called ``name``.

        Raises:
            TemplateNotFound: There is no such file.
            AttributeError: The file has no macro of its own name.
        """
        if name in self._drawn:
            return self._drawn[name]
        module = self._environment.get_template(f"ui/{name}.html").module
        macro: Macro = getattr(module, name)
        if name in DRAWINGS:
            self._drawn[name] = lru_cache(MOST_DRAWINGS)(macro)
            return self._drawn[name]
        return macro

    @staticmethod
    def text(message: object) -> Markup:
        """Show an interface text with furigana on the words beyond the present reader.

        Args:
            message: Plain text as ``_()`` returns it, or HTML that is rendered already, which
                stays as it is. For attributes and titles, which can hold no ruby, ``_()`` alone.
        """
        if isinstance(message, Markup):
            if "<" in message:
                return message
            message = message.unescape()
        return ruby(str(message), reader().taught, interface_words())

"""Make every component callable from any template as ``ui.<name>(…)``."""

from typing import TYPE_CHECKING

from markupsafe import Markup

from app.i18n.reading import interface_words, ruby
from app.ui.reader import reader

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Macro


class Components:
    """The component library: ``ui.choices`` is the macro ``choices`` of ui/choices.html.

    A component sees its arguments and Jinja's globals, never the page's variables; a
    file's own top-level import would be invisible to a fragment, so pages import none.
    """

    def __init__(self, environment: "Environment") -> None:
        """Look components up in ``environment``, which reloads them in development."""
        self._environment = environment

    def __getattr__(self, name: str) -> "Macro":
        """Return the component called ``name``.

        Raises:
            TemplateNotFound: There is no such file.
            AttributeError: The file has no macro of its own name.
        """
        module = self._environment.get_template(f"ui/{name}.html").module
        macro: Macro = getattr(module, name)
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

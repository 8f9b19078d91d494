"""Parts of a page that are drawn once for all who read alike."""

from typing import TYPE_CHECKING

from flask import current_app, g
from markupsafe import Markup

from app.ui.reader import Reader, reader

if TYPE_CHECKING:
    from collections.abc import Hashable

    Drawn = tuple[Markup, bool]
    """The part, and whether it holds text in another language than its page."""

    Parts = dict[tuple[str, Hashable, Reader], Drawn]

MOST_PARTS = 500


def kept_part(template: str, key: "Hashable", **context: object) -> Markup:
    """Draw a part of a page, or return it as it was drawn before for whoever reads alike.

    Args:
        template: The part; it holds no form and no name, and sees ``context`` alone.
        key: What it follows from, besides how the reader reads: the id of a version, say.
        context: What it is drawn from; all of it follows from ``key``.
    """
    parts: Parts = current_app.extensions.setdefault("parts", {})
    place = (template, key, reader().look)
    drawn = parts.get(place)
    if drawn is None:
        if len(parts) >= MOST_PARTS:  # hardly ever: then all are drawn again
            parts.clear()
        drawn = parts[place] = _draw(template, context)
    text, is_partly_untranslated = drawn
    if is_partly_untranslated:  # as ``ui.lang`` would remember
        g.is_partly_untranslated = True
    return text


def _draw(template: str, context: dict[str, object]) -> "Drawn":
    before = g.pop("is_partly_untranslated", False)
    text = current_app.jinja_env.get_template(template).render(context)
    found = g.pop("is_partly_untranslated", False)
    g.is_partly_untranslated = before
    return Markup(text), found  # noqa: S704  a template's own output

"""Interface strings in the reader's language; Japanese is the source and needs no look-up.

A page asks for some thirty strings. For a Japanese reader the message is its own translation, so
the catalog is not even opened (a tenth of a lesson page's cost).
"""

import flask_babel

from app.ui.reader import reader


def gettext(message: str) -> str:
    """Return ``message`` in the reader's language, as templates ask for it."""
    return message if reader().locale == "ja" else str(flask_babel.gettext(message))


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of a message that fits ``number``; Japanese has one form."""
    if reader().locale == "ja":
        return singular
    return str(flask_babel.ngettext(singular, plural, number))

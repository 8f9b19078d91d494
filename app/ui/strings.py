"""Interface strings in the reader's language; Japanese is the source and needs no look-up.

All of code and templates asks here: ``_`` is ``gettext``, ``_l`` is ``lazy_gettext``, for what is
written before anybody reads it. A page asks for some thirty strings. For a Japanese reader the
msgid is its own translation, so the catalog is not even opened (a tenth of a lesson page's cost).
"""

from collections.abc import Mapping
from functools import lru_cache

from babel.support import NullTranslations, Translations

from app.i18n.catalogs import TRANSLATIONS
from app.i18n.interface import Message
from app.i18n.languages import JAPANESE
from app.ui.reader import reader


def gettext(message: str, /, **values: object) -> Message:
    """Return ``message`` in the reader's language.

    Args:
        message: The Japanese string, as a literal that extraction finds.
        values: What belongs into its places, ``%(name)s``: text is escaped where it is shown;
            ``Markup``, dates and other messages keep their readings.
    """
    return in_language(reader().locale, message, **values)


def marked(message: str, /, **values: object) -> Message:
    """Return what stands marked (``N_``) in a table or a data file, in the reader's language."""
    return in_language(reader().locale, message, **values)


def in_language(locale: str, message: str, /, **values: object) -> Message:
    """Return ``message`` in a language: for a letter, whose reader asks for no page."""
    if locale != JAPANESE and message:  # "" is where a catalog keeps its own head
        message = _catalog(locale).ugettext(message)
    return Message(message, values) if values else _without_values(message)


def ngettext(singular: str, plural: str, number: int, /, **values: object) -> Message:
    """Return the form of a message that fits ``number``; Japanese has one form."""
    locale = reader().locale
    if locale != JAPANESE:
        singular = _catalog(locale).ungettext(singular, plural, number)
    return Message(singular, {"num": number, **values})


@lru_cache(maxsize=16)
def _catalog(locale: str) -> NullTranslations:
    return Translations.load(TRANSLATIONS, [locale])


@lru_cache(maxsize=2048)
def _without_values(pattern: str) -> Message:
    return Message(pattern)


class Lazy:
    """A message that is said when it is shown, such as the label of a form's field."""

    __slots__ = ("_message", "_values")

    def __init__(self, message: str, values: Mapping[str, object]) -> None:
        """Keep what to say."""
        self._message = message
        self._values = values

    def now(self) -> Message:
        """Say it to the present reader."""
        return gettext(self._message, **self._values)

    def __str__(self) -> str:
        return self.now()

    def __mod__(self, values: Mapping[str, object]) -> Message:
        """Put in what a validator of WTForms has to tell, such as ``max``."""
        return gettext(self._message, **self._values, **values)


def lazy_gettext(message: str, /, **values: object) -> Lazy:
    """Return ``message`` as something that is said when it is shown."""
    return Lazy(message, values)

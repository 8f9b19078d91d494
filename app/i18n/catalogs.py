"""The languages the interface speaks: Japanese, and every language that has a catalog.

Adding a language is adding ``translations/<language>/LC_MESSAGES/messages.po``: nothing else lists
them. Each is offered under the name it has in itself, as Babel knows it.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from babel import Locale

from app.i18n.languages import JAPANESE

TRANSLATIONS: Final = Path(__file__).parent / "translations"


@lru_cache(maxsize=4)  # read once: a catalog is added with a new release
def language_names(folder: Path = TRANSLATIONS) -> Mapping[str, str]:
    """Return the languages of the interface, Japanese first.

    Args:
        folder: Where the catalogs are, a folder for each language.

    Returns:
        Locale identifier, such as ``en`` or ``zh_Hans`` → its name in itself.
    """
    found = sorted(path.parent.name for path in folder.glob("*/LC_MESSAGES"))
    return MappingProxyType({code: _own_name(code) for code in dict.fromkeys((JAPANESE, *found))})


def _own_name(code: str) -> str:
    locale = Locale.parse(code)
    return locale.get_display_name(locale) or code

"""What notices say and consents ask: the words, in two languages, and how they are shown.

Each text is a file of ``data/`` and its first version; later ones are in the database, as an
administrator published them. The やさしい日本語 stands beside the legal text and never in place of
it; in it, words carry their readings as ``{写真|しゃしん}``, and everybody sees them.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import orjson
from markupsafe import Markup

from app.consents.rules import Notice, Purpose
from app.i18n.languages import JAPANESE
from app.i18n.notation import Segments, parse
from app.i18n.reading import ruby_html

FOLDER: Final = Path(__file__).parent / "data"
KEYS: Final = (*Notice, *Purpose)
"""Every text, in the order of the pages."""
LANGUAGES: Final = (JAPANESE, "en")
FIRST: Final = 1
ALL_KANJI: Final = 0
LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class Words:
    """A text in one language; each line is a paragraph.

    Attributes:
        title: What it is about, as a noun.
        legal: What holds.
        easy: The same in やさしい日本語, with readings; in other languages in simple words.
        refusal: What happens to whoever says no; of a notice, what nobody has to do.
        withdrawal: What happens, and what cannot be brought back, when an agreement ends; of a
            notice, whom to ask.
    """

    title: str
    legal: str
    easy: str
    refusal: str
    withdrawal: str

    @property
    def legal_paragraphs(self) -> list[str]:
        """The legal text as it is shown."""
        return paragraphs(self.legal)

    @property
    def easy_paragraphs(self) -> list[Markup]:
        """The plain text, each word with its reading."""
        return [spelled(one) for one in paragraphs(self.easy)]


@dataclass(frozen=True, slots=True)
class Text:
    """A version of a text, in every language there is."""

    key: Notice | Purpose
    number: int
    words: Mapping[str, Words]
    asks_again: bool

    def say(self, locale: str) -> Words:
        """Return the words in a language, or in Japanese."""
        return self.words.get(locale, self.words[JAPANESE])

    @property
    def digest(self) -> str:
        """SHA-256 of all words, 64 hex digits."""
        said = {language: asdict(words) for language, words in self.words.items()}
        return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


PARTS: Final = tuple(one.name for one in fields(Words))


def key_of(text: str) -> Notice | Purpose:
    """Return what a key names.

    Raises:
        ValueError: Nothing.
    """
    return Notice(text) if text in set(Notice) else Purpose(text)


@lru_cache(maxsize=1)
def first_texts() -> Mapping[Notice | Purpose, Text]:
    """Return the first version of each text, from the package's files."""
    return MappingProxyType({key: _read(key) for key in KEYS})


def from_body(
    key: Notice | Purpose, number: int, body: Mapping[str, Any], *, asks_again: bool
) -> Text:
    """Return a text as it is kept."""
    return Text(key, number, {lang: Words(**said) for lang, said in body.items()}, asks_again)


def body_of(words: Mapping[str, Words]) -> dict[str, dict[str, str]]:
    """Return words as they are kept."""
    return {language: asdict(said) for language, said in words.items()}


def faults(words: Mapping[str, Words]) -> list[tuple[str, str]]:
    """Return what is wrong with the words of a text, as pairs of language-part and fault."""
    found: list[tuple[str, str]] = []
    for language in LANGUAGES:
        for part in PARTS:
            said = getattr(words[language], part).strip()
            if not said or len(said) > LONGEST:
                found.append((f"{language}-{part}", "empty" if not said else "long"))
    found += [(f"{JAPANESE}-easy", f.message) for f in parse(words[JAPANESE].easy).faults]
    return found


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text: each line is one."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def spelled(text: str) -> Markup:
    """Show a text with every reading it brings."""
    segments: Segments = parse(text).segments
    return ruby_html(segments, ALL_KANJI)


def _read(key: Notice | Purpose) -> Text:
    given = tomllib.loads((FOLDER / f"{key.value}.toml").read_text(encoding="utf-8"))
    return from_body(key, FIRST, given, asks_again=True)

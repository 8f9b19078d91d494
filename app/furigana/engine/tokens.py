"""The tokenizer's view of a text. The one module that imports sudachipy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sudachipy import Config, Dictionary, Morpheme, SplitMode

from app.i18n.notation import to_hiragana

LONGEST: Final = 1_800
"""Characters the tokenizer is given at a time. It refuses 65,536 bytes of normalized text, and
one character (ﷺ) may become eighteen of two bytes."""

_ENDS = re.compile(r"[。！？!?]+[」』）)】\s]*|\n+")
_PAUSES = re.compile(r"[、，,・\s]+")
_SURROGATES = re.compile("[\ud800-\udfff]")


PLUGINS: Final = [{"class": "com.worksap.nlp.sudachi.DefaultInputTextPlugin"}]
"""What prepares a text for the dictionary: width and case folded, and nothing else. By default
kana in brackets behind kanji are taken for its reading, and 担任（クラス） would be one word."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    Attributes:
        surface: As it stands in the text; never empty.
        reading: In hiragana; for punctuation and unknown words whatever the dictionary says.
        pos: Part of speech, six parts as in UniDic: ``("名詞", "普通名詞", "一般", …)``.
        base: The dictionary form (食べ → 食べる).
        start: Its first character in the text.
        end: The character after its last.
        word: Where the long word begins that it is a part of: 個人 and 情報 of 個人情報 share it.
        known: Whether it stands in the dictionary; a number made of several digits does not.
    """

    surface: str
    reading: str
    pos: tuple[str, ...]
    base: str
    start: int
    end: int
    word: int
    known: bool


class Tokenizer:
    """Sudachi with its core dictionary; made once a process, 110 MB."""

    def __init__(self) -> None:
        """Load the dictionary (0.2 s)."""
        self._dictionary = Dictionary(config=Config(system="core", inputTextPlugin=PLUGINS))
        self._tokenizer = self._dictionary.tokenizer(mode=SplitMode.C)
        self._looked_up: dict[str, frozenset[tuple[str, bool]]] = {}

    def tokens(self, text: str) -> list[Token]:
        """Cut a text into words; joined, their surfaces are the text.

        A long word is cut into its parts where their readings, joined, are its own; 大人気 and
        偽情報 stay whole.
        """
        readable = _SURROGATES.sub("\ufffd", text)  # half a character is none, and is refused
        out: list[Token] = []
        for start, end in _stretches(readable):
            word = start
            for morpheme in self._tokenizer.tokenize(readable[start:end]):
                out.extend(_parts(morpheme, text, word))
                word += len(morpheme.surface())
        return out

    def readings_of(self, kanji: str) -> frozenset[str]:
        """Return every reading the dictionary has for a word or a single kanji, in hiragana."""
        return frozenset(kana for kana, _ in self._entries(kanji))

    def other_readings(self, token: Token) -> tuple[str, ...]:
        """Return how else the dictionary reads a word, names aside."""
        own = unvoiced(token.reading)
        common = {kana for kana, is_name in self._entries(token.surface) if not is_name}
        return tuple(sorted(kana for kana in common if unvoiced(kana) != own))

    def _entries(self, surface: str) -> frozenset[tuple[str, bool]]:
        """Look a word up: its readings, and whether each is that of a name."""
        found = self._looked_up.get(surface)
        if found is None:
            entries = self._dictionary.lookup(surface)
            found = frozenset((_hiragana(e.reading_form()), _is_name(e)) for e in entries)
            self._looked_up[surface] = found
        return found


def _is_name(entry: Morpheme) -> bool:
    return bool(entry.part_of_speech()[1] == "固有名詞")


_UNVOICED: Final = str.maketrans(
    "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ",
    "かきくけこさしすせそたちつてとはひふへほはひふへほ",
)


def unvoiced(kana: str) -> str:
    """Return a reading as the word has it alone, not behind another: がいしゃ → かいしゃ."""
    return kana[:1].translate(_UNVOICED) + kana[1:]


def _parts(morpheme: Morpheme, text: str, word: int) -> Iterator[Token]:
    """Cut a long word that begins at ``word`` into its parts, where their readings agree."""
    kana, is_long = morpheme.reading_form(), len(morpheme.surface()) > 1
    parts = tuple(morpheme.split(SplitMode.A, add_single=False)) if is_long else ()
    agree = "".join(part.reading_form() for part in parts) == kana
    start = word
    for part in parts if agree else (morpheme,):
        end = start + len(part.surface())
        if start < end:  # some characters are two words, of which one takes no room
            surface = text[start:end]
            yield Token(
                surface,
                _written(surface, _hiragana(part.reading_form())),
                part.part_of_speech(),
                part.dictionary_form(),
                start,
                end,
                word,
                not part.is_oov(),
            )
        start = end


_SMALL_KA = re.compile("[ヶヵ]([月所国年条件箇])")


def _written(surface: str, kana: str) -> str:
    """Write a reading as it is written.

    The dictionary tells some words that end in は as they sound, and leaves a small ヶ standing.
    """
    if surface.endswith("は") and kana.endswith("わ"):
        return kana[:-1] + "は"
    if "ゖ" in kana or "ゕ" in kana:
        return re.sub("[ゖゕ]", "か" if _SMALL_KA.search(surface) else "が", kana)
    return kana


_hiragana = lru_cache(maxsize=50_000)(to_hiragana)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Cut a long text where a sentence ends; where none does, at a pause; else anywhere."""
    start = 0
    while len(text) - start > LONGEST:
        limit = start + LONGEST
        ends = [m.end() for m in _ENDS.finditer(text, start, limit)]
        ends = ends or [m.end() for m in _PAUSES.finditer(text, start, limit)]
        yield start, ends[-1] if ends else limit
        start = ends[-1] if ends else limit
    yield start, len(text)

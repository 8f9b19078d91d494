"""The words of a course and a city in a text: the longest first, where they stand as words."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from app.furigana.engine.readings import Reading
from app.furigana.engine.tokens import Token
from app.furigana.port import Words
from app.i18n.grades import KANJI
from app.i18n.notation import HAS_KANJI

_SAME_SCRIPT: Final = tuple(
    re.compile(f"[{one}]{{2}}")
    for one in (KANJI, "ぁ-ゖー", "ァ-ヺー", "A-Za-zＡ-Ｚａ-ｚ0-9０-９")
)
_DIGIT_AND_KANJI = re.compile(f"[0-9０-９][{KANJI}]")


class WordList:
    """Words with their readings, ready for many texts."""

    def __init__(self, words: Words) -> None:
        """Take the words; those without a character are passed over."""
        self._words = words
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for word in sorted(words, key=lambda word: (-len(word), word)):
            if word:
                self._by_first[word[0]].append(word)

    def find(self, text: str, tokens: Sequence[Token]) -> Iterator[Reading]:
        """Find every word that stands in a text; overlaps are left in, the longer first."""
        if not self._by_first:
            return
        edges = {token.start for token in tokens} | {len(text)}
        inner = {n: t for t in tokens if t.known for n in range(t.start, t.end)}
        for start, char in enumerate(text):
            for word in self._by_first.get(char, ()):
                if text.startswith(word, start) and _is_word(text, start, word, edges, inner):
                    yield Reading(start, start + len(word), self._words[word])
                    break


def _is_word(text: str, start: int, word: str, edges: set[int], inner: dict[int, Token]) -> bool:
    """Whether a match is more than letters in a row.

    A word of one kanji has to stand alone. A longer one may not be a part of one longer word that
    the tokenizer knows (大野 in 大野田), nor may its kana or letters be cut out of a row.
    """
    end = start + len(word)
    goes_on = [at for at in (start, end) if _runs_on(text, at)]
    if not goes_on:
        return True
    if len(HAS_KANJI.findall(word)) == 1 or any(
        at not in edges and not HAS_KANJI.match(text[at]) for at in goes_on
    ):
        return False
    around = inner.get(start)
    return around is None or around.end < end or (around.start, around.end) == (start, end)


def _runs_on(text: str, at: int) -> bool:
    """Whether the characters on both sides of a place are of one script, or a number's."""
    pair = text[max(0, at - 1) : at + 1]
    return any(script.fullmatch(pair) for script in (*_SAME_SCRIPT, _DIGIT_AND_KANJI))

"""Words that are read by what stands around them: 行った, 人気, 方, 何, 開く.

The rules are data (``data/homographs.toml``, ``data/words.toml``); their notation stands on top
of those files. A rule is about a class of contexts, never about one sentence.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from app.furigana.engine.readings import Reading
from app.furigana.engine.tokens import Token, unvoiced
from app.i18n.notation import to_hiragana

DATA: Final = Path(__file__).parents[1] / "data"

CONTEXT: Final = 30
"""Characters of the same sentence that a rule may look back, or ahead."""

_SENTENCE_END = re.compile(r"[。！？!?\n]")


class Around(NamedTuple):
    """What stands around a word, in its sentence."""

    before: str
    after: str
    prev: str
    next: str

    @property
    def begins_compound(self) -> bool:
        """Whether a noun follows with nothing between: 上 of 上半身 is not the 上 of 机の上."""
        return self.next.startswith("名詞") and not self.prev.startswith(("名詞", "接尾辞"))


_AHEAD: Final = (1, 3)
"""The parts of ``Around`` that lie behind the word."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A context, and the reading it decides for."""

    kana: str
    patterns: tuple[tuple[int, re.Pattern[str]], ...]

    def holds(self, around: Around) -> bool:
        """Whether a word stands in this context."""
        return all(pattern.search(around[part]) for part, pattern in self.patterns)

    @property
    def looks_ahead(self) -> bool:
        """Whether what follows the word was looked at."""
        return any(part in _AHEAD for part, _ in self.patterns)


@dataclass(frozen=True, slots=True)
class Word:
    """A word with more than one reading; the fields are those of ``data/homographs.toml``.

    ``everywhere`` is for the words of ``data/words.toml``: they count inside of longer words too.
    """

    surface: str
    kana: str = ""
    rules: tuple[Rule, ...] = ()
    base: frozenset[str] = frozenset()
    tail: re.Pattern[str] | None = None
    also: tuple[str, ...] = ()
    certain: bool = False
    inside: bool = False
    everywhere: bool = False

    def fits(self, token: Token) -> bool:
        """Whether an inflected word is this one."""
        tail = token.surface[len(self.surface) :]
        return token.base in self.base and (self.tail is None or bool(self.tail.match(tail)))

    def decide(self, around: Around) -> str:
        """Return the kana that the context asks for; "" where it says nothing."""
        in_compound = len(self.surface) == 1 and not self.base and around.begins_compound
        for rule in self.rules:
            if rule.holds(around) and (rule.looks_ahead or not in_compound):
                return rule.kana
        return "" if in_compound else self.kana

    def others(self, kana: str) -> tuple[str, ...]:
        """Return the readings that were not chosen; none where nobody needs to be asked."""
        every = dict.fromkeys((self.kana, *(rule.kana for rule in self.rules), *self.also))
        return tuple(one for one in every if one not in ("", kana)) if not self.certain else ()


class Homographs:
    """Finds such words in texts."""

    def __init__(self) -> None:
        """Read the rules and the words."""
        table = tomllib.loads((DATA / "homographs.toml").read_text(encoding="utf-8"))
        words = tomllib.loads((DATA / "words.toml").read_text(encoding="utf-8"))
        self._by_first: dict[str, list[Word]] = defaultdict(list)
        self._add(_words(table["word"], table["sets"]))
        self._add(Word(surface, kana, everywhere=True) for surface, kana in words["words"].items())
        for found in self._by_first.values():
            found.sort(key=lambda word: -len(word.surface))

    def _add(self, words: Iterable[Word]) -> None:
        for word in words:
            self._by_first[word.surface[0]].append(word)

    def find(self, text: str, tokens: Sequence[Token]) -> Iterator[Reading]:
        """Find the words whose reading the rules decide."""
        ends = {token.end: n for n, token in enumerate(tokens)}
        for n, token in enumerate(tokens):
            for word in self._by_first.get(token.surface[0], ()):
                if text.startswith(word.surface, token.start):
                    reading = _read(word, text, tokens, n, ends)
                    if reading is not None:
                        yield reading
                        break


def _read(
    word: Word, text: str, tokens: Sequence[Token], n: int, ends: Mapping[int, int]
) -> Reading | None:
    start, last = tokens[n].start, n
    if not word.base:
        last = ends.get(start + len(word.surface), -1)
    if last < 0 or (word.base and not word.fits(tokens[n])):
        return None
    if not (word.inside or _mends(word, tokens[n])) and _inside_a_word(tokens, n, last):
        return None
    end = tokens[last].end
    okurigana = to_hiragana(text[start + len(word.surface) : end])
    kana = word.decide(_around(text, tokens, n, last))
    if not kana and word.also and last == n:
        kana = tokens[n].reading.removesuffix(okurigana)
    if not kana:
        return None
    others = tuple(other + okurigana for other in word.others(kana))
    return Reading(start, end, kana + okurigana, others, not others)


def _mends(word: Word, part: Token) -> bool:
    """Whether a fixed word corrects a part of a longer one: not the 菓子 of 和菓子 (がし)."""
    return word.everywhere and unvoiced(part.reading) != unvoiced(word.kana)


def _inside_a_word(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether these words are parts of a longer word of the dictionary, which knows better."""
    follows = tokens[first].word != tokens[first].start
    return follows or (last + 1 < len(tokens) and tokens[last + 1].word == tokens[last].word)


def _around(text: str, tokens: Sequence[Token], first: int, last: int) -> Around:
    """Look around; spaces between words of two scripts (GitHub 上) are looked through."""
    start, end = tokens[first].start, tokens[last].end
    before = _SENTENCE_END.split(text[max(0, start - CONTEXT) : start])[-1].rstrip()
    after = _SENTENCE_END.split(text[end : end + CONTEXT])[0].lstrip()
    return Around(
        before,
        after,
        _kind(tokens, range(first - 1, -1, -1)) if before else "",
        _kind(tokens, range(last + 1, len(tokens))) if after else "",
    )


def _kind(tokens: Sequence[Token], places: range) -> str:
    """Return the part of speech of the first word there that is no space."""
    words = (tokens[at] for at in places)
    return next(("-".join(word.pos) for word in words if word.pos[0] != "空白"), "")


# -- reading the rules ----------------------------------------------------------------------------

_SET = re.compile(r"\{([a-z]+)\}")
_WHERE: Final = {
    "before": (0, "(?:{})$"),
    "clause": (0, "{}"),
    "after": (1, "^(?:{})"),
    "prev": (2, "{}"),
    "next": (3, "{}"),
}
"""Condition of a rule → the part of ``Around`` it is about, and how the pattern is anchored."""


def _words(entries: Sequence[Mapping[str, Any]], sets: Mapping[str, str]) -> Iterator[Word]:
    for entry in entries:
        rules = tuple(_rule(rule, sets) for rule in entry.get("when", ()))
        surfaces = entry["surface"]
        for surface in [surfaces] if isinstance(surfaces, str) else surfaces:
            yield Word(
                surface,
                entry.get("kana", ""),
                rules,
                frozenset(entry.get("base", ())),
                re.compile(entry["tail"]) if "tail" in entry else None,
                tuple(entry.get("also", ())),
                entry.get("certain", False),
                entry.get("inside", False),
            )


def _rule(rule: Mapping[str, str], sets: Mapping[str, str]) -> Rule:
    patterns = []
    for name in rule.keys() - {"kana"}:
        part, anchored = _WHERE[name]
        filled = _SET.sub(lambda found: f"(?:{sets[found[1]]})", rule[name])
        patterns.append((part, re.compile(anchored.replace("{}", filled))))
    return Rule(rule["kana"], tuple(patterns))

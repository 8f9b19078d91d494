"""Numbers and what they count: 三百円, 七日間, 3本, 何人, 数回.

The tokenizer reads numeral and counter apart; together they change each other (さんびゃくえん,
さんぼん) or are a word of their own (ふつか, ひとり). Which counter does what is data
(``data/counters.toml``). Digits stay bare and only their counter has kana, unless the number is
read in a way of its own as it stands (1人, 20日).
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from app.furigana.engine.numerals import KANA, NUMBER, kana_of, spoken, spoken_digits
from app.furigana.engine.readings import Reading
from app.furigana.engine.tokens import Token

COUNTERS_FILE: Final = Path(__file__).parents[1] / "data" / "counters.toml"

_SHORTENED: Final = {
    "k": "一六八十百",
    "s": "一八十",
    "t": "一八十",
    "h": "一六八十百",
    "p": "一六八十百",
}
"""By class of counter: the numerals that end in っ before it."""

_HALF_VOICED: Final = dict(zip("はひふへほ", "ぱぴぷぺぽ", strict=True))
_VOICED: Final = dict(zip("はひふへほ", "ばびぶべぼ", strict=True))
_CHANGED_AFTER: Final = {"h": ("三千万何", _VOICED), "p": ("三四何", _HALF_VOICED)}
"""By class of counter: the numerals that change its first sound and stay as they are."""

_TEN_SHORTENED = re.compile("[カキクケコサシスセソタチツテトパピプペポ]")
_FIRST_OF_MONTH = re.compile(r"(?:[0-9０-９一二三四五六七八九十今来先毎翌同]月|月の)$")
_A_DAY = re.compile("[間中目分にでのをがもず]")
"""What follows 一日 where it is beyond doubt how long something takes."""

_FRACTION = re.compile(r"の[0-9０-９一二三四五六七八九十百千]")
_ALSO_IN_NAMES: Final = ("代", "戸", "色", "山", "町", "村", "口", "世", "条")
"""Counters that end names of people and places as well: 千代, 八戸."""


@dataclass(frozen=True, slots=True)
class Counter:
    """What a counter does; the words are those of ``data/counters.toml``."""

    kana: str
    change: str = ""
    last: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)
    digits: bool = True

    def after(self, numerals: str) -> tuple[str, str]:
        """Return the kana of a number and of the counter behind it; "" where they are one."""
        kana, last = kana_of(numerals), numerals[-1]
        if own := self.last.get(last):
            return _parted(own, kana, KANA[last], self.kana)
        if last in _SHORTENED.get(self.change, ""):
            return kana[:-1] + "っ", _changed(self.kana, _HALF_VOICED)
        changing, change = _CHANGED_AFTER.get(self.change, ("", _VOICED))
        return kana, _changed(self.kana, change) if last in changing else self.kana


def _parted(own: str, kana: str, last: str, counter: str) -> tuple[str, str]:
    """Part what is read in its own way where it can be: さん|がい, よ|にん; よっか cannot."""
    if own.startswith(last):
        return kana, own.removeprefix(last)
    begun = own.removesuffix(counter)
    return kana.removesuffix(last) + begun, counter if begun != own else ""


def _changed(kana: str, change: Mapping[str, str]) -> str:
    return change.get(kana[0], kana[0]) + kana[1:]


class Place(NamedTuple):
    """A number found in a text, and the counter behind it.

    Attributes:
        start: Its first character.
        kanji: Where its part in kanji begins: all of 三百, the 万 of 100万; ``end`` for digits.
        end: The end of the number.
        spoken: The number in kanji.
        counter: The counter; "" for none.
    """

    start: int
    kanji: int
    end: int
    spoken: str
    counter: str

    @property
    def counter_end(self) -> int:
        """The character after the counter."""
        return self.end + len(self.counter)


class Numbers:
    """Finds numbers in texts."""

    def __init__(self) -> None:
        """Read the table of counters."""
        table: dict[str, Any] = tomllib.loads(COUNTERS_FILE.read_text(encoding="utf-8"))
        self._counters = {name: Counter(**entry) for name, entry in table["counters"].items()}
        self._following: dict[str, str] = table["after"]
        self._longest = max(map(len, self._counters))

    def find(self, text: str, tokens: Sequence[Token]) -> Iterator[Reading]:
        """Find the numbers that are read otherwise than word by word."""
        edges = Edges(tokens)
        for found in NUMBER.finditer(text):
            place = self._place(text, found, edges)
            if place and place.counter:
                yield self._counted(text, place)
                yield from self._follower(text, place.counter_end, edges)
            elif place and place.kanji < place.end:
                yield _alone(text, place)

    def _place(self, text: str, found: re.Match[str], edges: "Edges") -> Place | None:
        digits, units, kanji = found["digits"] or "", found["units"] or "", found["kanji"] or ""
        start, end = found.span()
        counter = self._counter(text, end, edges)
        if kanji and edges.in_word(start, end, counter):
            return None
        if not counter and (kanji in ("何", "数", "幾") or end not in edges.ends):
            return None
        is_label = counter in ("", "番", "号")  # 一八八番 is told digit by digit
        written = kanji if is_label else spoken(kanji)
        number = written if kanji else spoken_digits(digits) + units
        return Place(start, start + len(digits), end, number, counter)

    def _counter(self, text: str, at: int, edges: "Edges") -> str:
        """Return the longest counter that begins at ``at`` and ends where a word does."""
        for length in range(self._longest, 0, -1):
            name = text[at : at + length]
            if name in self._counters and self._ends(text, at + length, edges):
                return name
        return ""

    def _ends(self, text: str, at: int, edges: "Edges") -> bool:
        follows = text[at : at + 1] in self._following
        return at in edges.ends or (follows and at + 1 in edges.ends)

    def _counted(self, text: str, place: Place) -> Reading:
        counter = self._counters[place.counter]
        number, kana = counter.after(place.spoken)
        if place.counter == "分" and _FRACTION.match(text, place.counter_end):
            number, kana = kana_of(place.spoken), "ぶん"
        known = counter.digits or place.kanji < place.end
        whole = counter.whole.get(place.spoken) if known else None
        whole = _first_of_month(text, place) or whole
        others = _others(text, place)
        if whole or not kana:
            return Reading(place.start, place.counter_end, whole or number, others, not others)
        read = _written(number, place) + kana
        return Reading(place.kanji, place.counter_end, read, others, not others)

    def _follower(self, text: str, at: int, edges: "Edges") -> Iterator[Reading]:
        """Read what stands behind a counter: 三回目, 二日後."""
        kana = self._following.get(text[at : at + 1])
        if kana and at + 1 in edges.ends:
            yield Reading(at, at + 1, kana)


def _written(number: str, place: Place) -> str:
    """Keep the kana of what is written in kanji: all of 三百, the 万 of 100万."""
    if place.kanji == place.start:
        return number
    units = place.end - place.kanji
    return number[-len(kana_of(place.spoken[-units:])) :] if units else ""


def _alone(text: str, place: Place) -> Reading:
    """Read a number with no counter of ours behind it."""
    kana = kana_of(place.spoken)
    if place.spoken[-1] == "十" and _TEN_SHORTENED.match(text, place.end):
        kana = kana[:-1] + "っ"
    return Reading(place.kanji, place.end, _written(kana, place))


def _first_of_month(text: str, place: Place) -> str:
    if place.counter != "日" or place.spoken != "一":
        return ""
    before = text[max(0, place.start - 3) : place.start]
    return "ついたち" if _FIRST_OF_MONTH.search(before) else ""


def _others(text: str, place: Place) -> tuple[str, ...]:
    """Return readings that only the author can decide between."""
    if place.counter == "日" and place.spoken == "一":
        plain = _A_DAY.match(text, place.counter_end) or _first_of_month(text, place)
        return () if plain else ("いちにち", "ついたち")
    return ()


class Edges:
    """Where the tokenizer's words begin and end, and which of them are more than a number."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Take the words of a text."""
        self.ends = {token.end for token in tokens}
        self._words = [t for t in tokens if t.known and t.pos[1] != "数詞"]
        self._ends = [token.end for token in self._words]

    def in_word(self, start: int, number_end: int, counter: str) -> bool:
        """Whether a number is a word of the dictionary or a part of one: 一番, 三日月, 四国."""
        end = number_end + len(counter)
        for word in self._words[bisect_left(self._ends, start + 1) :]:
            if word.start >= number_end:
                return False
            if word.start < start or word.end > end:
                return True
            if (word.start, word.end) == (start, end):
                is_name = word.pos[1] == "固有名詞"
                return not is_name or counter in _ALSO_IN_NAMES
        return False

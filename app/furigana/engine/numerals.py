"""Numbers by themselves: how they are spoken, and read. Pure."""

import re
from typing import Final

ONES: Final = "〇一二三四五六七八九"
KANA: Final = {
    "〇": "れい", "一": "いち", "二": "に", "三": "さん", "四": "よん", "五": "ご", "六": "ろく",
    "七": "なな", "八": "はち", "九": "きゅう", "十": "じゅう", "百": "ひゃく", "千": "せん",
    "万": "まん", "億": "おく", "兆": "ちょう", "何": "なん", "数": "すう", "幾": "いく",
}  # fmt: skip

NUMBER: Final = re.compile(
    r"(?P<digits>[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?)(?P<units>[百千万億兆]*)"
    r"|(?P<kanji>[何幾一二三四五六七八九十百千万億兆数][〇一二三四五六七八九十百千万億兆数]*)"
)
"""A number: digits, with what may follow them (100万, 3千), or kanji (二十, 何百, 十数)."""

LARGEST: Final = 10**8
_PLACES: Final = len(str(LARGEST)) - 1

_CHANGED: Final = {
    "三百": "さんびゃく", "六百": "ろっぴゃく", "八百": "はっぴゃく", "何百": "なんびゃく",
    "三千": "さんぜん", "八千": "はっせん", "何千": "なんぜん",
    "一兆": "いっちょう", "八兆": "はっちょう", "十兆": "じゅっちょう",
}  # fmt: skip
_PAIRS = re.compile("|".join(_CHANGED) + "|.")
_DIGIT_BY_DIGIT = re.compile(r"[一二三四五六七八九〇]{3,}|[一二三四五六七八九]+〇")
_HALF_WIDTH: Final = {ord("０") + n: str(n) for n in range(10)} | {ord("．"): "."}


def kana_of(numerals: str) -> str:
    """Read a number in kanji: 三百六十五 → さんびゃくろくじゅうご."""
    return "".join(_CHANGED.get(pair) or KANA.get(pair, "") for pair in _PAIRS.findall(numerals))


def in_kanji(number: int) -> str:
    """Write a number as it is spoken: 365 → 三百六十五, 0 → 〇.

    Args:
        number: 0 or more, below ``LARGEST``.
    """
    myriads, rest = divmod(number, 10_000)
    out = in_kanji(myriads) + "万" if myriads else ""
    for unit, size in (("千", 1000), ("百", 100), ("十", 10)):
        count = rest // size % 10
        out += (ONES[count] if count > 1 else "") + (unit if count else "")
    return out + (ONES[rest % 10] if rest % 10 or not out else "")


def spoken(numerals: str) -> str:
    """Return a number in kanji as it is spoken: 二〇二四 → 二千二十四."""
    if len(numerals) > _PLACES or not _DIGIT_BY_DIGIT.fullmatch(numerals):
        return numerals
    return in_kanji(int("".join(str(ONES.index(n)) for n in numerals)))


def spoken_digits(digits: str) -> str:
    """Return digits as they are spoken: 365 → 三百六十五.

    What follows a number only hears its end: of a fraction, or of a very long number, that is
    all there is.
    """
    plain = re.sub("[,，]", "", digits.translate(_HALF_WIDTH))
    if "." in plain or len(plain) > _PLACES:
        return ONES[int(plain[-1])]
    return in_kanji(int(plain))

"""Kana → the address of a course, as road signs write names (Hepburn). Pure."""

import re
import unicodedata
from typing import Final

from app.catalog.content import Text

LONGEST: Final = 48
"""Characters: room for a number behind it in ``Draft.slug``."""

_ROWS: Final = {
    "": "あいうえお",
    "k": "かきくけこ",
    "g": "がぎぐげご",
    "s": "さしすせそ",
    "z": "ざじずぜぞ",
    "t": "たちつてと",
    "d": "だぢづでど",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
    "m": "まみむめも",
    "r": "らりるれろ",
}
_IRREGULAR: Final = {
    "し": "shi",
    "じ": "ji",
    "ち": "chi",
    "ぢ": "ji",
    "つ": "tsu",
    "づ": "zu",
    "ふ": "fu",
    "や": "ya",
    "ゆ": "yu",
    "よ": "yo",
    "わ": "wa",
    "ゐ": "i",
    "ゑ": "e",
    "を": "o",
    "ん": "n",
    "ゔ": "vu",
}
_KANA: Final = {
    **{
        kana: row + vowel
        for row, signs in _ROWS.items()
        for kana, vowel in zip(signs, "aiueo", strict=True)
    },
    **_IRREGULAR,
}
_SMALL: Final = {
    **dict(zip("ぁぃぅぇぉ", "aiueo", strict=True)),
    "ゃ": "ya",
    "ゅ": "yu",
    "ょ": "yo",
    "ゎ": "wa",
}
_BOUND: Final = "aiueo"
_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_LONG: Final = re.compile(r"ou|oo|uu")
_OTHER: Final = re.compile(r"[^a-z0-9]+")


def address_of(reading: str) -> str:
    """Return the address that a reading makes; "" when any of its letters has no reading.

    Args:
        reading: Hiragana, katakana or Latin letters; blanks and signs part the words.

    Returns:
        A key (``tables.KEY``) of at most ``LONGEST`` characters, or "".
    """
    text = unicodedata.normalize("NFKC", reading).translate(_TO_HIRAGANA).lower()
    words = "".join(_sounds(text))
    if any(char.isalpha() and not char.isascii() for char in words):
        return ""
    words = _OTHER.sub("-", _LONG.sub(lambda m: m.group()[0], words)).strip("-")
    return words.lstrip("0123456789-")[:LONGEST].rstrip("-")


def reading_of(title: Text) -> str:
    """Return a title with its readings in place of the words that have one."""
    return "".join(one.kana or one.surface for one in title.segments)


def _sounds(text: str) -> list[str]:
    """Return the sounds of hiragana; other letters stay as they are."""
    found: list[str] = []
    doubled = False
    for kana in text:
        if kana == "っ":
            doubled = True
        elif kana in _SMALL and found and found[-1].isalpha() and found[-1].isascii():
            found[-1] = _joined(found[-1], _SMALL[kana])
        elif kana != "ー":
            sound = _KANA.get(kana) or _SMALL.get(kana, kana)
            found.append(_doubled(sound) if doubled else sound)
            doubled = False
    return found


def _joined(before: str, small: str) -> str:
    """Join a small kana to the sound before it: ki + ya → kya, shi + ya → sha, fa → fa."""
    stem = before.rstrip(_BOUND)
    if not stem:
        return before + small
    if small.startswith("y"):
        return stem + (small[1:] if stem.endswith(("sh", "ch", "j")) else small)
    return stem + small


def _doubled(sound: str) -> str:
    """Double the consonant after a small っ: ka → kka, chi → tchi."""
    if sound[:1] in _BOUND or not sound.isascii():
        return sound
    return ("t" if sound.startswith("ch") else sound[0]) + sound

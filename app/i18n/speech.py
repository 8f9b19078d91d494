"""Reading aloud: what a voice is given to say, sentence by sentence, with its own readings. Pure.

A device's voice guesses readings as badly as any dictionary: 一日, 人気 and every name go wrong.
So it is never given what stands on the page, but a text in which the words with an approved
reading are written in kana. The sentence as it stands on the page goes with it, so that it can be
shown while it is heard.

How a word is written decides how what follows is heard. 「なまえは」 in hiragana alone is one
string of letters to a voice, and は may come out as "ha". So a word written in kanji alone
becomes katakana: 「ナマエは」 parts where the script changes, and は is heard as the particle
"wa", へ as "e". A word with okurigana becomes hiragana as a whole: 「食べる」 as 「タべる」 would
be torn into two. Authors write okurigana outside of the braces ({教|おし}える), where nothing
tells it from a particle; so only what no okurigana begins with makes katakana. Every other
particle sounds as it is written.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from app.i18n.notation import HAS_KANJI, Segment, to_hiragana

LONGEST: Final = 80
"""Characters a voice is given at once: some ten seconds, after which a few voices fall silent."""

_CLOSING: Final = "」』）】〉》”’\"')\\]］}｝"
_END: Final = re.compile(
    r"(?:[。！？]"
    r"|[!?](?![!-~])"  # in a?b=c, what looks like an end is none
    rf"|(?<=[A-Za-z{_CLOSING}])\.(?=\s|$))+"  # nor in 3.5
    rf"(?:[{_CLOSING}]+(?![とっ、])|(?![{_CLOSING}]))"  # 「はい。」と言いました goes on
)
_HIRAGANA: Final = re.compile("[ぁ-ゖ]")
_MAY_BE_OKURIGANA: Final = re.compile("[ぁ-ゖ](?<![はへをの])")


class Sentence(NamedTuple):
    """A sentence as it stands on the page, and as a voice is given it."""

    text: str
    spoken: str


_Unit = Sentence
"""The same for what is never cut: a word with a reading, or a single character."""


def sentences(segments: Iterable[Segment]) -> tuple[Sentence, ...]:
    """Take a paragraph apart into sentences for a voice.

    Args:
        segments: The paragraph. Its end ends a sentence, whatever stands there.

    Returns:
        Its sentences in order. Together their texts are the paragraph's, but for the white space
        around them and for sentences that hold nothing to say. What is longer than ``LONGEST``
        is cut after a comma, or anywhere but in a word where there is none.
    """
    units = list(_units(segments))
    ends = {match.end() for match in _END.finditer("".join(unit.text for unit in units))}
    parts = (part for sentence in _cut(units, ends) for part in _short_enough(sentence))
    joined = (_joined(part) for part in parts)
    return tuple(one for one in joined if any(char.isalnum() for char in one.spoken))


def _units(segments: Iterable[Segment]) -> Iterator[_Unit]:
    words: list[list[Segment]] = []
    for segment in segments:
        if segment.word_start or not words:
            words.append([])
        words[-1].append(segment)
    units: list[list[_Unit]] = []
    is_open = False  # whether what follows may be okurigana; told from the end to the start
    for word in reversed(words):
        text = "".join(s.surface for s in word)
        if not any(s.kana for s in word):
            units.append([_Unit(char, char) for char in text])
            is_open = _MAY_BE_OKURIGANA.match(text) is not None
            continue
        has_okurigana = _HIRAGANA.search(text) is not None
        units.append([_word(word, text, in_hiragana=is_open or has_okurigana)])
        is_open = is_open and not has_okurigana  # 個人情報と is one word to the ear
    return (unit for group in reversed(units) for unit in group)


def _word(word: list[Segment], text: str, *, in_hiragana: bool) -> _Unit:
    reading = "".join(s.kana or s.surface for s in word)
    if HAS_KANJI.search(reading):  # a part has no reading: as katakana, the rest would hide that
        return _Unit(text, reading)
    return _Unit(text, to_hiragana(reading) if in_hiragana else _to_katakana(reading))


def _to_katakana(text: str) -> str:
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def _cut(units: list[_Unit], ends: set[int]) -> Iterator[list[_Unit]]:
    """Cut after the unit in which each end lies."""
    now: list[_Unit] = []
    at = 0
    for unit in units:
        now.append(unit)
        at += len(unit.text)
        if any(place in ends for place in range(at - len(unit.text) + 1, at + 1)):
            yield now
            now = []
    yield now


def _short_enough(units: list[_Unit]) -> Iterator[list[_Unit]]:
    """Cut what is too long, after the last comma that leaves it short enough."""
    at = 0
    now: list[_Unit] = []
    for unit in units:
        if now and at + len(unit.text) > LONGEST:
            commas = (n for n in range(len(now), 0, -1) if now[n - 1].text in {"、", "，", ","})
            cut = next(commas, len(now))
            yield now[:cut]
            now = now[cut:]
            at = sum(len(one.text) for one in now)
        now.append(unit)
        at += len(unit.text)
    yield now


def _joined(units: list[_Unit]) -> Sentence:
    text = "".join(unit.text for unit in units)
    return Sentence(text.strip(), "".join(unit.spoken for unit in units).strip())

"""The words of a しおり: 2,048 of them, so four are 44 bits; read from what people write.

``words.txt`` holds one everyday word of two to four hiragana a line, in the order of their code
points. The place of a word in the file means nothing; the words themselves are what is kept (as a
keyed hash), so a word may be added, and none may be taken away.

No two words are the same once marks are left out (が as か, ぱ as は), small kana are written
large (っ as つ) and kana that look alike in handwriting count as one (ね れ わ, ぬ め, る ろ,
は ほ, さ き ち, い り). So a slip in any of these still names one word, and what a trembling hand
wrote on paper can be read back. Nothing is guessed beyond that.

Pure: no web, no database.
"""

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

WORDS: Final = tuple(Path(__file__).with_name("words.txt").read_text(encoding="utf-8").split())
COUNT: Final = 4
"""Words a しおり has."""

_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_LARGE = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
_LOOKS_LIKE = str.maketrans("れわめるほきちり", "ねねぬろはささい")
_BETWEEN = str.maketrans(dict.fromkeys("、。・,./／|-－ー~〜", " "))


def shape(text: str) -> str:
    """Return what is left of a word when width, script, marks and likeness do not count."""
    hiragana = unicodedata.normalize("NFKC", text).translate(_TO_HIRAGANA)
    parts = unicodedata.normalize("NFD", "".join(hiragana.split()))
    plain = "".join(mark for mark in parts if not unicodedata.combining(mark))
    return plain.translate(_LARGE).translate(_LOOKS_LIKE)


_BY_SHAPE: Final = {shape(word): word for word in WORDS}


@dataclass(frozen=True, slots=True)
class Typed:
    """Four boxes as they were read.

    Attributes:
        boxes: What stands in each: the word it means, or else what was typed.
        unknown: The places, from 0, of what is no word of the list; empty ones among them.
    """

    boxes: tuple[str, ...]
    unknown: tuple[int, ...]


def read(boxes: Sequence[str]) -> Typed:
    """Read four boxes; all four words may stand in the first of them.

    That something is unknown says only that it is not in the public list of words. Whether there
    is a しおり of four words is another matter, and nothing of it shows here.
    """
    texts = [*boxes, *[""] * COUNT][:COUNT]
    if not any(text.strip() for text in texts[1:]):
        parts = unicodedata.normalize("NFKC", texts[0]).translate(_BETWEEN).split()
        if len(parts) == COUNT:
            texts = parts
    found = [_BY_SHAPE.get(shape(text)) for text in texts]
    return Typed(
        boxes=tuple(word or text.strip()[:20] for word, text in zip(found, texts, strict=True)),
        unknown=tuple(place for place, word in enumerate(found) if word is None),
    )


def draw() -> tuple[str, ...]:
    """Draw four words; the same one may come twice, or the 44 bits would be fewer."""
    return tuple(secrets.choice(WORDS) for _ in range(COUNT))

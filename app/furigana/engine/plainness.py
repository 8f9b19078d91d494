"""What makes a text hard to read: hints for authors, by the rules of plain Japanese. Pure.

The rules look at words, not at meaning, so every hint is a question to the author and nothing is
refused for one. Who reads on which terms is in ``app.furigana.port``: ``EASY``, ``limits_for``.

Decisions:

* A potential (食べられる), a passive (呼ばれる) and an honorific (来られる) look alike. They are
  one hint: to a reader who is learning Japanese they are one difficulty. (2026-11)
* 「〜なければなりません」 is no double negation here: beginners learn it early as one phrase for
  what has to be done. (2026-11)
* Kanji are counted in sentences of some length only; in a short one a single name would decide.
  (2026-11)
* What stands in （ ） explains the word before it, as plain Japanese asks for. It makes no
  sentence longer. (2026-11)

Source: thresholds and the words of offices (``data/officialese.toml``) are our own, held by
tests/unit/test_furigana_plainness.py.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from app.furigana.port import Hint, Limits
from app.i18n.grades import KANJI

if TYPE_CHECKING:  # the web shows KINDS, and must not load the tokenizer
    from app.furigana.engine.tokens import Token


class Kind(NamedTuple):
    """What a hint says, for authors.

    Attributes:
        message: What is hard to read.
        mend: How to write it instead.
    """

    message: str
    mend: str


KINDS: Final[Mapping[str, Kind]] = {
    "sentence": Kind(
        "文が長いです",
        "2つの文に分けます。1つの文では、1つのことだけを言います。",
    ),
    "clauses": Kind(
        "1つの文に、いくつものことが入っています",
        "「〜て」「〜が」「〜ので」「〜とき」のところで、文を分けます。",
    ),
    "kanji": Kind(
        "漢字が多い文です",
        "「取得する」を「取る」に変えるように、漢字の言葉を、ふだんの言葉に変えます。",
    ),
    "katakana": Kind(
        "カタカナの長い言葉です",
        "ほかの言葉に変えるか、すぐあとに説明を書きます。",
    ),
    "passive": Kind(
        "「れる・られる」は、受け身か、できることか、敬語か、見分けにくい形です",
        "だれがするかを書いて「〜します」に、できることは「〜ことができます」にします。",
    ),
    "double-negation": Kind(
        "打ち消しが2つ重なっています",
        "「〜ことがあります」「〜できます」のように、打ち消さずに言います。",
    ),
    "officialese": Kind(
        "役所の言葉です",
        "→ のあとのような、ふだんの言葉に変えます。",
    ),
}

SHORT: Final = 30
"""Characters: in a sentence below that, kanji are not counted."""

SHOWN: Final = 20
"""Characters of a sentence that its hint shows."""

FIXED_NAMES: Final = frozenset({"マイナンバーカード"})
"""Long katakana that everybody has to know as it is."""

_WORDS: Final = Path(__file__).parents[1] / "data" / "officialese.toml"
_ONE_KANJI: Final = re.compile(f"[{KANJI}]")
_KATAKANA: Final = re.compile("[ァ-ヺー]+")
_OPENING, _CLOSING = frozenset("（("), frozenset("）)")
_UNSPOKEN: Final = frozenset({"補助記号", "空白", "記号"})
_VERBAL: Final = frozenset({"動詞", "助動詞"})

Tokens = Sequence["Token"]


def hints(tokens: Tokens, limits: Limits) -> tuple[Hint, ...]:
    """Find what is hard to read in a text.

    Args:
        tokens: The words of the text; joined, their surfaces are the text.
        limits: When something counts as hard.

    Returns:
        Hints in the order of the text; a place may have several.
    """
    found = [hint for sentence in _sentences(tokens) for hint in _of_sentence(sentence, limits)]
    return tuple(sorted(found))


def _of_sentence(words: Tokens, limits: Limits) -> Iterator[Hint]:
    text = "".join(word.surface for word in words)
    yield from _measured(words, text, limits)
    if limits.katakana is not None:
        for run in _KATAKANA.finditer(text):
            if len(run[0]) > limits.katakana and run[0] not in FIXED_NAMES:
                yield Hint(words[0].start + run.start(), "katakana", run[0])
    if limits.passive:
        yield from _passives(words)
    yield from _double_negations(words)
    yield from _officialese(words)


def _measured(words: Tokens, text: str, limits: Limits) -> Iterator[Hint]:
    """Look at a sentence as a whole: how long, how many clauses, how many kanji."""
    start, shown = words[0].start, text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    told = _without_explanations(words)
    letters = "".join(word.surface for word in told if word.pos[0] not in _UNSPOKEN)
    if limits.sentence is not None and len(letters) > limits.sentence:
        yield Hint(start, "sentence", shown)
    if limits.clauses is not None and _clauses(told) > limits.clauses:
        yield Hint(start, "clauses", shown)
    kanji = len(_ONE_KANJI.findall(letters)) if len(letters) >= SHORT else 0
    if limits.kanji_rate is not None and kanji > limits.kanji_rate * len(letters):
        yield Hint(start, "kanji", shown)


def _sentences(tokens: Tokens) -> Iterator[Tokens]:
    """Cut at 。！？ and at line ends; leading white space belongs to no sentence."""
    sentence: list[Token] = []
    for token in tokens:
        if not sentence and not token.surface.strip():
            continue
        sentence.append(token)
        if token.pos[1] == "句点" or "\n" in token.surface:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _without_explanations(words: Tokens) -> Tokens:
    """Leave out what stands in brackets; brackets that are not closed hold nothing."""
    out: list[Token] = []
    opened: list[int] = []
    for word in words:
        if word.surface in _OPENING:
            opened.append(len(out))
        out.append(word)
        if word.surface in _CLOSING and opened:
            del out[opened.pop() :]
    return out


# --- clauses -------------------------------------------------------------------------------------


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_HELPERS: Final = _set(
    "いる 居る おる ある くださる 下さる おく しまう みる くる 来る いく 行く もらう くれる やる"
    " あげる さしあげる いただく 頂く ほしい 欲しい いい よい 良い いける なる かまう ござる"
)
"""What makes one predicate with 「〜て」 before it: 読んでいる, 読んでください, 読んでもいい."""

_PARTICLE_VERBS: Final = _set("つく よる おく とる 関する 対する する")
"""Verbs that with に or と before them are particles: について, によって, として."""

_TIMES: Final = _set("とき 時 場合 ため 際 あと 後 前 まえ うち 間 あいだ たび")


def _clauses(words: Tokens) -> int:
    """Count the clauses that follow one another in a sentence; one within another is not."""
    return 1 + sum(_ends_clause(words, at) for at in range(len(words) - 1))


def _ends_clause(words: Tokens, at: int) -> bool:
    word = words[at]
    comma = words[at + 1].pos[1] == "読点"
    if word.pos[1] == "接続助詞":
        is_te = word.base in {"て", "で"}
        return not is_te or not (_is_particle(words, at) or _is_helped(words, at))
    if word.pos[4] == "助動詞-タ" and word.pos[5].startswith("仮定形"):
        return True  # 〜たら
    if word.pos[4] == "助動詞-ダ" and word.pos[5] == "連用形-一般":
        return comma or (at > 0 and words[at - 1].pos[1] == "準体助詞")  # 雨で、 and 〜ので
    if word.pos[0] in _VERBAL and word.pos[5].startswith("連用形"):
        return comma and word.pos[5] != "連用形-ニ"  # 洗い、
    return _is_time(words, at)


def _is_particle(words: Tokens, at: int) -> bool:
    if at < 2:  # noqa: PLR2004  the verb, and the particle before it
        return False
    return words[at - 1].base in _PARTICLE_VERBS and words[at - 2].surface in {"に", "と"}


def _is_helped(words: Tokens, at: int) -> bool:
    after = _after_particles(words, at)
    return after is None or after.base in _HELPERS


def _is_time(words: Tokens, at: int) -> bool:
    """Whether a clause ends in a noun of time and a comma, as in 「困ったときは、」."""
    if words[at].base not in _TIMES or at == 0:
        return False
    after = _after_particles(words, at)
    is_clause = words[at - 1].pos[0] in {*_VERBAL, "形容詞"}
    return is_clause and after is not None and after.pos[1] == "読点"


def _after_particles(words: Tokens, at: int) -> "Token | None":
    return next((word for word in words[at + 1 :] if word.pos[0] != "助詞"), None)


# --- forms ---------------------------------------------------------------------------------------


def _passives(words: Tokens) -> Iterator[Hint]:
    for before, word in pairwise(words):
        if word.pos[4] in {"助動詞-レル", "助動詞-ラレル"}:
            yield Hint(before.start, "passive", before.surface + word.surface)


_DOUBLE: Final = re.compile(
    r"Nwd?[hg](?:N|avN)"  # 〜ないわけではない, 〜ないことはありません
    r"|Nh(?:N|avN)"  # 〜なくはない
    r"|Nth?s[va]{0,2}N"  # 〜ないとは言えない, 〜ないとは限りません
    r"|Noev?N"  # 〜ざるを得ない
    r"|N[dn]h?r[va]{0,3}N"  # 〜ないではいられない, 〜ずにはいられません
    r"|Nl[^N]*N"  # 〜しない限り、〜できない
)
_LETTERS: Final = {
    base: letter
    for letter, bases in {
        "w": "わけ 訳 こと 事 もの はず の",
        "h": "は も",
        "g": "が",
        "l": "限り かぎり",
        "d": "で だ",
        "e": "得る える",
        "r": "いる 居る おる おれる",
        "s": "言う いう 言える いえる 言い切れる 限る かぎる 断言 考える",
        "t": "と",
        "o": "を",
        "n": "に",
        "a": "ある",
    }.items()
    for base in bases.split()
}


def _double_negations(words: Tokens) -> Iterator[Hint]:
    for hit in _DOUBLE.finditer("".join(map(_letter, words))):
        first = max(hit.start() - 1, 0)
        told = "".join(word.surface for word in words[first : hit.end()])
        yield Hint(words[first].start, "double-negation", told)


def _letter(word: "Token") -> str:
    """Return the one letter by which ``_DOUBLE`` knows a word: N for every negation."""
    if word.base in {"ない", "無い"} or word.pos[4] == "助動詞-ヌ":
        return "N"
    return _LETTERS.get(word.base, "v" if word.pos[0] in _VERBAL else "x")


# --- words ---------------------------------------------------------------------------------------


@cache
def _list() -> Mapping[tuple[str, ...], str]:
    """Return the words of offices: dictionary forms in a row → what to say instead."""
    words: dict[str, str] = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {tuple(base.split()): say for base, say in words.items()}


def _officialese(words: Tokens) -> Iterator[Hint]:
    bases = tuple("" if word.pos[2].startswith("助数詞") else word.base for word in words)
    sizes = sorted({len(base) for base in _list()}, reverse=True)
    at = 0
    while at < len(words):
        size = next((n for n in sizes if bases[at : at + n] in _list()), 0)
        if size:
            told = "".join(word.surface for word in words[at : at + size])
            instead = _list()[bases[at : at + size]]
            yield Hint(words[at].start, "officialese", f"{told} → {instead}")
        at += max(size, 1)

"""Where phrases (文節) begin: what the books of the first school years set apart.

「どこに いるかを 教えると、会いに 来る ことが できて しまいます。」 A phrase is a word that means
something by itself with the particles and endings behind it. Formal nouns (こと, もの, とき) and
helping verbs after て begin one of their own; する after its noun does not (相談する), nor do the
parts of a compound. No place is marked where a comma, bracket or space parts the text already.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from app.furigana.engine.tokens import Token

_NOUNS: Final = ("名詞", "接尾辞", "接頭辞", "形状詞", "記号")
"""What makes a compound with a noun behind it; 安全 of 安全な is a noun here."""

_ALONE: Final = ("代名詞", "副詞", "連体詞", "接続詞", "感動詞")
_ATTACHED: Final = ("助詞", "助動詞", "接尾辞", "補助記号", "空白")
_PARTED: Final = ("補助記号", "空白", "接頭辞")
_COUNTED: Final = ("助数詞可能", "助数詞")
_OPENING: Final = ("「", "『", "“", "‘")

_BY_ITSELF = re.compile(
    "今|今日|昨日|明日|きのう|きょう|あした|あす|おととい|あさって|一昨日|明後日|今朝|今夜|昨夜|今晩|"
    "今週|来週|先週|今月|来月|先月|今年|去年|来年|昨年|毎日|毎朝|毎晩|毎週|毎月|毎年|毎回|昔|最近|"
    "先日|当日|翌日|普段|ふだん|将来|現在|当時|以後|その後|次回|前回|今回|時々|ときどき|いつも|"
    "ため|為|まま|ほか|他|全員|全部|すべて|全て|みんな|一切|実際|そのまま|たくさん|少し|すこし"
)
"""Nouns that stand alone, with a particle behind them or none: 昨日 学校へ 行った."""

_DOING = re.compile(
    "する|為る|できる|出来る|いたす|致す|なさる|くださる|下さる|いただく|頂く|願う"
)
"""Verbs that make one word with the noun before them: 相談する, 利用できる."""

_PARTICLE_LIKE = re.compile("よる|因る|めぐる|巡る")
"""Verbs whose stem is no beginning of a compound: 地震により 家が こわれた."""


def starts(tokens: Sequence[Token]) -> Iterator[int]:
    """Find where a phrase begins and another one stands right before it, in characters."""
    for before, token in pairwise(tokens):
        if token.word == token.start and _begins(before, token):
            yield token.start


def _begins(before: Token, token: Token) -> bool:
    kind, last = token.pos[0], before.pos[0]
    if token.surface in _OPENING:
        return last not in _PARTED and last not in _NOUNS
    if last in _PARTED or kind in _ATTACHED or token.pos[1] == "助動詞語幹":  # よう, そう, みたい
        return False
    if kind in _ALONE or last in _ALONE or _stand_apart(before, token):
        return True
    if kind == "動詞":
        return _verb_begins(before, token)
    return not _goes_on(before) and (last not in _NOUNS or _is_new(token))


def _stand_apart(before: Token, token: Token) -> bool:
    if _BY_ITSELF.fullmatch(token.surface) or _BY_ITSELF.fullmatch(before.surface):
        return True
    return before.pos[2] in _COUNTED and token.pos[2] == "サ変可能"  # 三回 練習する


def _is_new(token: Token) -> bool:
    """Whether a word is no part of a compound even behind a noun: 元気 ない, 先生 お元気."""
    return token.base in ("ない", "無い") or (
        token.pos[0] == "接頭辞" and token.surface in ("お", "ご", "御")
    )


def _verb_begins(before: Token, token: Token) -> bool:
    last = before.pos[0]
    if last == "助動詞":  # not 先生である
        return not (before.surface == "で" and token.base in ("ある", "有る"))
    if last == "助詞":  # not 食べるかもしれない
        return not (before.surface == "も" and token.base in ("しれる", "知れる"))
    if last in _NOUNS and _DOING.fullmatch(token.base):
        return before.pos[2] in (*_COUNTED, "副詞可能")
    return not _goes_on(before)


def _goes_on(token: Token) -> bool:
    """Whether a verb goes on in the next word: 話し|合う, 使い|やすい, 調べ|学習."""
    is_stem = token.pos[0] == "動詞" and token.pos[5].startswith("連用形")
    return is_stem and not _PARTICLE_LIKE.fullmatch(token.base)

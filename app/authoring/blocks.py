"""What the parts of a lesson's file, and what is done with them, are called on author pages."""

import re
from typing import Final

from app.authoring.history import Fate
from app.authoring.models import ChangeKind
from app.i18n.notation import plain
from app.ui.strings import lazy_gettext as _l

BLOCK_NAMES = {
    "front": _l("レッスンの題と時間"),
    "text": _l("本文"),
    "break": _l("画面の区切り"),
    "file": _l("ファイル"),
    "unreadable": _l("読めないブロック"),
    "callout": _l("囲み"),
    "easy": _l("やさしい日本語"),
    "dialogue": _l("会話"),
    "timeline": _l("年表・順番"),
    "extra": _l("早く終わった人へ"),
    "audio": _l("音声"),
    "video": _l("動画"),
    "embed": _l("ほかのページ"),
    "dilemma": _l("枝分かれする話"),
    "drill": _l("くり返し練習"),
    "choice": _l("問題：1つ選ぶ"),
    "multiple-response": _l("問題：すべて選ぶ"),
    "inline-choice": _l("問題：文の穴を埋める"),
    "text-entry": _l("問題：言葉を入れる"),
    "numeric": _l("問題：数を入れる"),
    "match": _l("問題：組み合わせる"),
    "order": _l("問題：並べる"),
    "hotspot": _l("問題：絵の中から選ぶ"),
    "categorize": _l("問題：分ける"),
    "extended-text": _l("問題：考えを書く"),
    "likert": _l("問題：どのくらいか答える"),
    "inbox": _l("練習：受信箱"),
    "sign-up": _l("練習：登録の画面"),
    "password": _l("練習：パスワード"),
    "audience": _l("練習：見せる相手"),
    "search-results": _l("練習：検索の結果"),
    "assistant": _l("練習：AIの答え"),
}
"""Kind of a block, as its file says it → its name; ``file`` is also a file shown as one part."""

CHANGE_NAMES = {
    ChangeKind.EDIT: _l("直した"),
    ChangeKind.ADD: _l("足した"),
    ChangeKind.MOVE: _l("動かした"),
    ChangeKind.DUPLICATE: _l("写しを作った"),
    ChangeKind.DELETE: _l("消した"),
    ChangeKind.RENAME: _l("名前を変えた"),
    ChangeKind.REPLACE: _l("まとめて置きかえた"),
    ChangeKind.RESTORE: _l("前の時点にもどした"),
    ChangeKind.UNDO: _l("元にもどした"),
    ChangeKind.MERGE: _l("新しい版を取りこんだ"),
}

FATE_NAMES = {
    Fate.EDITED: _l("直した"),
    Fate.ADDED: _l("新しいファイル"),
    Fate.REMOVED: _l("消したファイル"),
    Fate.RENAMED: _l("場所を変えたファイル"),
}
"""What a change did with a file."""

ADD_NAMES = {
    "text": {
        "text": _l("本文"),
        "heading": _l("見出し"),
        "list": _l("箇条書き"),
        "table": _l("くらべる表"),
        "picture": _l("絵"),
        "break": _l("画面の区切り"),
        "callout": _l("囲み"),
        "easy": _l("やさしい日本語"),
        "dialogue": _l("会話"),
        "timeline": _l("年表・順番"),
        "extra": _l("早く終わった人へ"),
        "audio": _l("音声"),
        "video": _l("動画"),
        "file": _l("ファイル"),
        "embed": _l("ほかのページ"),
    },
    "question": {
        kind: BLOCK_NAMES[kind]
        for kind in (
            *("choice", "multiple-response", "order", "text-entry", "numeric", "inline-choice"),
            *("match", "categorize", "hotspot", "inbox", "sign-up", "password", "audience"),
            *("search-results", "assistant"),
        )
    },
    "story": {kind: BLOCK_NAMES[kind] for kind in ("extended-text", "likert", "dilemma", "drill")},
}
"""What can be added, in groups: group → kind of ``blanks.BLANKS`` → name."""

SHAPE_NAMES = {
    "heading": _l("見出し"),
    "picture": _l("絵"),
    "table": _l("表"),
    "list": _l("箇条書き"),
    "quotation": _l("引用"),
}
"""Shape of a block of text → its name."""

_SHAPES: Final = (
    ("heading", re.compile(r"#{1,6}\s")),
    ("picture", re.compile(r"!\[")),
    ("table", re.compile(r"\s*\|")),
    ("list", re.compile(r"\s*(?:[-*+]|\d+\.)\s")),
    ("quotation", re.compile(r"\s*>")),
)
"""What a block of text is called by how its first line begins."""

_FENCE: Final = re.compile(r":::.*|\+\+\+\s*|-{3,}\s*")
_MARKUP: Final = re.compile(
    r"^\s*(?:#{1,6}\s+|>\s*|(?:[-*+]|\d+\.)\s+(?:\[[ xX]\]\s+)?)|\*\*|`"
    r"|!?\[|\]\{[^}]*\}|\]\([^)]*\)|\]|\s#[a-z][a-z0-9-]*$"
)
_TITLE: Final = re.compile(r'title\s*=\s*"(.*)"\s*')
FIRST_WORDS: Final = 60
"""Characters of a block that its closed row shows."""


def shown_kind(kind: str, text: str) -> str:
    """Return the kind by which a block is named to its author: text is told by its shape."""
    if kind != "text":
        return kind
    return next((name for name, shape in _SHAPES if shape.match(text)), kind)


def first_words(text: str) -> str:
    """Return how a block begins, without notation and markup; of front matter the title."""
    for line in text.split("\n"):
        if title := _TITLE.fullmatch(line):
            return plain(title.group(1))[:FIRST_WORDS]
    lines = (line for line in text.split("\n") if not _FENCE.fullmatch(line))
    bare = (_MARKUP.sub("", plain(line)).strip(" |") for line in lines)
    return next((line for line in bare if line), "")[:FIRST_WORDS]

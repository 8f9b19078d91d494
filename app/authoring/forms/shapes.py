"""Every form: how the text of its blocks is read, and what is asked in the words of teachers."""

from collections.abc import Callable, Mapping
from typing import Final

from app.authoring.forms.boxes import box_tree, text_tree, turns_tree
from app.authoring.forms.dilemmas import dilemma_tree
from app.authoring.forms.front import front_tree
from app.authoring.forms.question_schema import WORDING, hotspot_schema, question_schema
from app.authoring.forms.questions import question_tree, wording_tree
from app.authoring.forms.schema import (
    BY_ITSELF,
    PICTURE,
    ROW_NEEDED,
    Choices,
    Field,
    Rows,
    Schema,
    Shape,
    file_field,
    picture_field,
)
from app.authoring.forms.texts import columns, heading_tree, picture_tree, table_tree
from app.authoring.forms.tree import Tree
from app.items.kinds import KINDS
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

_CALLOUTS: Final[Choices] = (
    ("tip", _l("ヒント")),
    ("caution", _l("ちゅうい")),
    ("help", _l("こまったら")),
)

_LEVELS: Final[Choices] = (
    ("##", _l("大きい見出し")),
    ("###", _l("中くらいの見出し")),
    ("####", _l("小さい見出し")),
)
_MINUTES = _l("1から180までの数を書きます。")
_TEXT = Field("text", _l("文"), BY_ITSELF, "prose")
_SOURCE = file_field("src", _l("ファイルの場所"), _l("assets/ で始まる名前です。"))
_CAPTIONS = file_field(
    "captions", _l("字幕のファイル"), _l("assets/ で始まり、.vtt で終わる名前です。")
)
_POSTER = picture_field("poster", _l("はじめに見せる絵"), _l("なくてもかまいません。"))
_TRANSCRIPT = Field(
    "text", _l("文字に起こした文"), _l("話していることと、写っているものを書きます。"), "prose"
)
_URL = Field(
    "url",
    _l("ページのアドレス"),
    _l("https:// で始まるアドレスです。"),
    shape=r"https://[^\s\"<>]+",
    mend=_l("https:// で始まるアドレスを書きます。"),
)
_BANK = Field("from", _l("問題集"), control="bank")
_MASTERY = Field(
    "mastery",
    _l("どこまでできたら終わりか"),
    _l("「2/3」なら、最後の3問のうち2問できたら終わりです。"),
    shape=r"\d{1,2}/\d{1,2}",
    mend=_l("「2/3」のように、斜めの線で分けて書きます。"),
)


_FRONT = Schema(
    (
        Field("title", _l("レッスンの題"), BY_ITSELF, need=_l("題を書きます。")),
        Field(
            "minutes",
            _l("かかる時間（分）"),
            control="number",
            need=_MINUTES,
            shape=r"[1-9]\d?|1[0-7]\d|180",
            mend=_MINUTES,
        ),
        Field(
            "objectives",
            _l("めあて"),
            _l("このレッスンでできるようになることです。"),
            "objectives",
        ),
    )
)
_HEADING = Schema(
    (
        Field("level", _l("大きさ"), control="select", choices=_LEVELS),
        Field("text", _l("見出し"), need=_l("見出しを書くか、ブロックを消します。")),
    )
)
_SCENE = Schema(
    (
        Field("text", _l("場面の名前"), need=_l("名前を書くか、この場面を消します。")),
        Field("prose", _l("場面の文"), control="area"),
        Field("me", _l("わたしに起きたこと"), _l("はじめの場面では、いりません。")),
        Field("friend", _l("友だちに起きたこと")),
        Field("later", _l("あとで起きたこと")),
    ),
    (
        Rows(
            "ways",
            _l("選ぶ道"),
            _l("道"),
            _l("道を足す"),
            Schema(
                (
                    Field("text", _l("選ぶこと"), need=ROW_NEEDED),
                    Field(
                        "to",
                        _l("行き先"),
                        control="scene",
                        need=_l("行き先の場面を選びます。"),
                    ),
                )
            ),
            _l("道がない場面で、話は終わります。"),
        ),
    ),
)
_DILEMMA = Schema(
    (),
    (
        Rows(
            "scenes",
            _l("場面"),
            _l("場面"),
            _l("場面を足す"),
            _SCENE,
            _l("1つ目の場面から始まります。正しい道も、点もありません。"),
            stem="bamen",
        ),
    ),
)


def _turns(name: Lazy, text: Lazy, add: Lazy) -> Schema:
    row = Schema(
        (
            Field("name", name, need=ROW_NEEDED),
            Field("text", text, control="area", need=ROW_NEEDED),
        )
    )
    return Schema((), (Rows("turns", _l("行"), _l("行"), add, row),))


def _box(kind: str) -> Callable[[str], Tree | None]:
    return lambda text: box_tree(text, kind)


def _turn(kind: str) -> Callable[[str], Tree | None]:
    return lambda text: turns_tree(text, kind)


def _asked(kind: str) -> Callable[[str], Tree | None]:
    return lambda text: question_tree(text, kind)


def _table(tree: Tree) -> Schema:
    count = columns(tree)
    head = (Field(f"h{n}", _l("%(n)s列目の見出し", n=n + 1)) for n in range(count))
    cells = (Field(f"c{n}", _l("%(n)s列目", n=n + 1)) for n in range(count))
    rows = Rows("rows", _l("表の行"), _l("行"), _l("行を足す"), Schema(tuple(cells)))
    return Schema(tuple(head), (rows,))


FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("heading", "picture", "table", "text"),
    "easy": ("wording", "easy"),
}
"""Kind of a block → its forms, where it has several: the one that knows most of it first."""

KIND_OF: Final[Mapping[str, str]] = {name: kind for kind, names in FORMS.items() for name in names}
"""The same the other way round."""

SHAPES: Final[Mapping[str, Shape]] = {
    "front": Shape(front_tree, _FRONT),
    "heading": Shape(heading_tree, _HEADING),
    "picture": Shape(picture_tree, Schema(PICTURE)),
    "table": Shape(table_tree, asks=_table),
    "dilemma": Shape(dilemma_tree, _DILEMMA),
    "text": Shape(text_tree, Schema((_TEXT,))),
    "callout": Shape(
        _box("callout"),
        Schema((Field("kind", _l("囲みの種類"), control="select", choices=_CALLOUTS), _TEXT)),
    ),
    "easy": Shape(
        _box("easy"),
        Schema((Field("text", _l("すぐ前の文の、やさしい言いかえ"), BY_ITSELF, "prose"),)),
    ),
    "extra": Shape(_box("extra"), Schema((_TEXT,))),
    "audio": Shape(_box("audio"), Schema((_SOURCE, _TRANSCRIPT))),
    "video": Shape(_box("video"), Schema((_SOURCE, _CAPTIONS, _POSTER, _TRANSCRIPT))),
    "file": Shape(
        _box("file"),
        Schema((_SOURCE, Field("text", _l("何のファイルか"), control="prose"))),
    ),
    "embed": Shape(
        _box("embed"),
        Schema((_URL, Field("text", _l("何のページか"), control="prose"))),
    ),
    "drill": Shape(_box("drill"), Schema((_BANK, _MASTERY))),
    "dialogue": Shape(_turn("dialogue"), _turns(_l("話す人"), _l("せりふ"), _l("せりふを足す"))),
    "timeline": Shape(_turn("timeline"), _turns(_l("いつ"), _l("できごと"), _l("行を足す"))),
    **{name: Shape(_asked(name), question_schema(kind)) for name, kind in KINDS.items()},
    "hotspot": Shape(_asked("hotspot"), asks=hotspot_schema),
    "wording": Shape(wording_tree, WORDING),
}
"""Name of a form → what it is; a name is that of a kind of block, but for those in ``FORMS``."""

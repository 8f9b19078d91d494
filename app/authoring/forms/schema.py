"""What a form of each kind asks: its fields and lists, in the words of teachers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from app.authoring.forms.boxes import box_tree, text_tree, turns_tree
from app.authoring.forms.questions import SWITCHED, question_tree
from app.authoring.forms.tree import Tree
from app.items.item import Kind, Writing
from app.items.kinds import KINDS
from app.items.simulations import Simulation
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

Choices = tuple[tuple[str, Lazy], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to write or to choose.

    Attributes:
        name: The name of the value.
        label: What stands above the field.
        hint: What helps to fill it in.
        control: "line", "area", "number", "select", "objective", "bank", "tick", or "right": the
            mark of what is right, of which there is one among the rows of a choice.
        choices: What a "select" offers; of a "tick", its one value.
        need: What to do when nothing is there that cannot be left out.
        is_aside: Whether it stands among what is seldom needed.
    """

    name: str
    label: Lazy
    hint: Lazy | None = None
    control: str = "line"
    choices: Choices = ()
    need: Lazy | None = None
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of things alike.

    Attributes:
        name: The name of the list.
        label: What stands above it.
        row: What one of them is called.
        add: What the button says that adds one.
        schema: What is asked of each.
        hint: What helps to fill it in.
        stem: What the key of a new one begins with; "" where rows have none.
        is_fixed: Whether their number stays as it is.
    """

    name: str
    label: Lazy
    row: Lazy
    add: Lazy
    schema: "Schema"
    hint: Lazy | None = None
    stem: str = ""
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """What is asked of a block, or of a row."""

    fields: tuple[Field, ...]
    rows: tuple[Rows, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A form: how the text of its blocks is read, and what is asked."""

    read: Callable[[str], Tree | None]
    schema: Schema


_BY_ITSELF = _l("空白やふりがなは入れなくて大丈夫です。学年に合わせて自動でつきます。")
_CALLOUTS: Final[Choices] = (
    ("tip", _l("ヒント")),
    ("caution", _l("ちゅうい")),
    ("help", _l("こまったら")),
)

_TEXT = Field("text", _l("文"), _BY_ITSELF, "area")
_SOURCE = Field("src", _l("ファイルの場所"), _l("assets/ で始まる名前です。"))
_CAPTIONS = Field(
    "captions", _l("字幕のファイル"), _l("assets/ で始まり、.vtt で終わる名前です。")
)
_POSTER = Field("poster", _l("はじめに見せる絵"), _l("なくてもかまいません。"))
_TRANSCRIPT = Field(
    "text", _l("文字に起こした文"), _l("話していることと、写っているものを書きます。"), "area"
)
_URL = Field("url", _l("ページのアドレス"), _l("https:// で始まるアドレスです。"))
_BANK = Field("from", _l("問題集"), control="bank")
_MASTERY = Field(
    "mastery",
    _l("どこまでできたら終わりか"),
    _l("「2/3」なら、最後の3問のうち2問できたら終わりです。"),
)

# -- questions ------------------------------------------------------------------------------------

_ANSWERS: Final[Choices] = (
    ("choice", _l("1つ選ぶ")),
    ("multiple-response", _l("すべて選ぶ")),
)
_SHARES: Final[Choices] = (
    ("", _l("決めない（先生も読める）")),
    ("teacher", _l("先生も読める")),
    ("private", _l("書いた人だけが読める")),
)
_WHY = Field(
    "why",
    _l("選んだら"),
    control="area",
)
_OPTION_NEEDED = _l("文を書くか、この行を消します。")

_HINTS = Rows(
    "hints",
    _l("ヒント"),
    _l("ヒント"),
    _l("ヒントを足す"),
    Schema((Field("text", _l("ヒント"), control="area", need=_OPTION_NEEDED),)),
    _l("「ヒント」を押した人に、上から1つずつ出ます。点は減りません。"),
)

_RIGHT: Final[Mapping[str, Lazy]] = {
    "choice": _l("左の丸が正解です。"),
    "multiple-response": _l("左に印を付けたものが正解です。"),
    "hotspot": _l("左に印を付けたものが正解です。場所は、絵の左上を0、右下を100とした数です。"),
    "text-entry": _l("正しい答えに、左の印を付けます。ありそうなまちがいも書いておけます。"),
    "numeric": _l("正しい答えに、左の印を付けます。「10〜15」のようにも書けます。"),
    "order": _l("正しい順に並べます。見せるときは混ぜます。"),
    "likert": _l("3つから7つまでです。正しい答えはありません。"),
    "extended-text": _l(
        "書くかわりに選べるカードです。なくてもかまいません。書くなら2つ以上です。"
    ),
    "inline-choice": _l("問いかけの文の中に、穴の名前を［ア］のように1回ずつ書きます。"),
    "match": _l("1つの「もと」に、相手が1つです。見せるときは混ぜます。"),
    "categorize": _l("分ける先ごとに、入るものを書きます。見せるときは混ぜます。"),
}


def _question(kind: Kind) -> Schema:
    fields = [Field("prompt", _l("問いかけ"), _BY_ITSELF, "area")]
    if kind.name in SWITCHED:
        fields.append(Field("kind", _l("答え方"), control="select", choices=_ANSWERS))
    fields.append(Field("objective", _l("めあて"), control="objective"))
    closing = Field("closing", _l("結びの言葉"), _closing_hint(kind), "area")
    return Schema((*fields, closing, *_limits(kind)), (_options_of(kind), _HINTS))


def _closing_hint(kind: Kind) -> Lazy:
    if not kind.is_graded:
        return _l("答えたあとに出ます。")
    if kind.needs_closing:
        return _l("正しく答えたあとと、ここにない答えのときに出ます。")
    return _l("正しく答えたあとに出ます。なくてもかまいません。")


def _limits(kind: Kind) -> tuple[Field, ...]:
    limits: list[Field] = []
    if kind.is_graded:
        limits += [
            Field(
                "attempts",
                _l("答えられる回数"),
                _l("空なら、何回でも答えられます。"),
                "number",
                is_aside=True,
            ),
            Field(
                "wait",
                _l("まちがえてから待つ秒数"),
                _l("空なら、すぐに答えられます。"),
                "number",
                is_aside=True,
            ),
        ]
    else:
        limits.append(
            Field("share", _l("だれが読めるか"), control="select", choices=_SHARES, is_aside=True)
        )
    if kind.can_shuffle:
        mixed = (("yes", _l("人ごとにちがう順で見せる")),)
        limits.append(Field("shuffle", _l("順番"), control="tick", choices=mixed, is_aside=True))
    return tuple(limits)


def _options_of(kind: Kind) -> Rows:
    if kind.written_as is Writing.GAPS:
        return _targets(kind, _l("穴"), _l("穴を足す"), _l("言葉"), _l("言葉を足す"))
    if kind.name == "match":
        return _targets(
            kind, _l("組"), _l("組を足す"), _l("相手"), _l("相手を足す"), is_fixed=True
        )
    if kind.written_as is Writing.GROUPS:
        return _targets(kind, _l("分ける先"), _l("分ける先を足す"), _l("もの"), _l("ものを足す"))
    words = {
        "order": (_l("順番"), _l("すること"), _l("順番を足す")),
        "text-entry": (_l("答え"), _l("答え"), _l("答えを足す")),
        "numeric": (_l("答え"), _l("答え"), _l("答えを足す")),
        "extended-text": (_l("カード"), _l("カード"), _l("カードを足す")),
        "likert": (_l("段階"), _l("段階"), _l("段階を足す")),
        "hotspot": (_l("絵の中の場所"), _l("場所の名前"), _l("場所を足す")),
    }
    label, row, add = words.get(kind.name, (_l("選択肢"), _l("選択肢"), _l("選択肢を足す")))
    hint = _verdicts(kind) if isinstance(kind, Simulation) else _RIGHT[kind.name]
    return Rows("options", label, row, add, _option(kind, row), hint, stem="kotae")


def _verdicts(kind: Simulation) -> Lazy:
    first, second = (verdict.text for verdict in kind.verdicts)
    return _l(
        "左に印を付けたものは「%(first)s」、付けないものは「%(second)s」が正解です。",
        first=first,
        second=second,
    )


def _targets(
    kind: Kind, row: Lazy, add: Lazy, inner: Lazy, add_inner: Lazy, *, is_fixed: bool = False
) -> Rows:
    options = Rows(
        "options", inner, inner, add_inner, _option(kind, inner), stem="kotae", is_fixed=is_fixed
    )
    name = Field("text", row, need=_OPTION_NEEDED)
    return Rows(
        "targets", row, row, add, Schema((name,), (options,)), _RIGHT[kind.name], stem="basho"
    )


def _option(kind: Kind, label: Lazy) -> Schema:
    fields: list[Field] = []
    if kind.written_as in {Writing.TASKS, Writing.AREAS, Writing.GAPS}:
        fields.append(Field("correct", _l("正解にする"), control="right"))
    is_typed = kind.name in {"text-entry", "numeric"}
    fields.append(
        Field("text", label, control="line" if is_typed else "area", need=_OPTION_NEEDED)
    )
    if kind.written_as is Writing.AREAS:
        sides = (
            ("left", _l("左")),
            ("top", _l("上")),
            ("width", _l("幅")),
            ("height", _l("高さ")),
        )
        fields += [Field(name, side, control="number") for name, side in sides]
    if kind.is_practice:
        fields.append(Field("detail", _l("中身"), control="area"))
    fields.append(_WHY)
    return Schema(tuple(fields))


# -- the table of forms ---------------------------------------------------------------------------


def _turns(name: Lazy, text: Lazy, add: Lazy) -> Schema:
    row = Schema(
        (
            Field("name", name, need=_OPTION_NEEDED),
            Field("text", text, control="area", need=_OPTION_NEEDED),
        )
    )
    return Schema((), (Rows("turns", _l("行"), _l("行"), add, row),))


def _box(kind: str) -> Callable[[str], Tree | None]:
    return lambda text: box_tree(text, kind)


def _turn(kind: str) -> Callable[[str], Tree | None]:
    return lambda text: turns_tree(text, kind)


def _asked(kind: str) -> Callable[[str], Tree | None]:
    return lambda text: question_tree(text, kind)


SHAPES: Final[Mapping[str, Shape]] = {
    "text": Shape(text_tree, Schema((_TEXT,))),
    "callout": Shape(
        _box("callout"),
        Schema((Field("kind", _l("囲みの種類"), control="select", choices=_CALLOUTS), _TEXT)),
    ),
    "easy": Shape(
        _box("easy"),
        Schema((Field("text", _l("すぐ前の文の、やさしい言いかえ"), _BY_ITSELF, "area"),)),
    ),
    "extra": Shape(_box("extra"), Schema((_TEXT,))),
    "audio": Shape(_box("audio"), Schema((_SOURCE, _TRANSCRIPT))),
    "video": Shape(_box("video"), Schema((_SOURCE, _CAPTIONS, _POSTER, _TRANSCRIPT))),
    "file": Shape(
        _box("file"),
        Schema((_SOURCE, Field("text", _l("何のファイルか"), control="area"))),
    ),
    "embed": Shape(
        _box("embed"),
        Schema((_URL, Field("text", _l("何のページか"), control="area"))),
    ),
    "drill": Shape(_box("drill"), Schema((_BANK, _MASTERY))),
    "dialogue": Shape(_turn("dialogue"), _turns(_l("話す人"), _l("せりふ"), _l("せりふを足す"))),
    "timeline": Shape(_turn("timeline"), _turns(_l("いつ"), _l("できごと"), _l("行を足す"))),
    **{name: Shape(_asked(name), _question(kind)) for name, kind in KINDS.items()},
}
"""Kind of a block → its form."""

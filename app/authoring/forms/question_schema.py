"""What the form of a question asks, in the words of teachers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from app.authoring.forms.questions import SWITCHED
from app.authoring.forms.schema import (
    BY_ITSELF,
    PICTURE,
    ROW_NEEDED,
    Choices,
    Field,
    Rows,
    Schema,
)
from app.authoring.forms.tree import Tree
from app.items.item import Kind, Writing
from app.items.kinds import KINDS
from app.items.simulations import Simulation
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

_ANSWERS: Final[Choices] = (
    ("choice", _l("1つ選ぶ")),
    ("multiple-response", _l("すべて選ぶ")),
)
_SHARES: Final[Choices] = (
    ("", _l("決めない（先生も読める）")),
    ("teacher", _l("先生も読める")),
    ("private", _l("書いた人だけが読める")),
)
_COUNT: Final = r"[1-9]\d{0,3}"
_NUMBER = _l("1から9999までの数を書きます。")
_PLACE = _l("0から100までの数を書きます。")
_WHY = Field(
    "why",
    _l("選んだら"),
    control="area",
)
_HINTS = Rows(
    "hints",
    _l("ヒント"),
    _l("ヒント"),
    _l("ヒントを足す"),
    Schema((Field("text", _l("ヒント"), control="area", need=ROW_NEEDED),)),
    _l("「ヒント」を押した人に、上から1つずつ出ます。点は減りません。"),
)

_RIGHT: Final[Mapping[str, Lazy]] = {
    "choice": _l("左に印を付けたものが正解です。"),
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


def question_schema(kind: Kind) -> Schema:
    """Return what is asked of a question of a kind."""
    fields = [Field("prompt", _l("問いかけ"), BY_ITSELF, "area")]
    if kind.name in SWITCHED:
        fields.append(Field("kind", _l("答え方"), control="select", choices=_ANSWERS))
    fields.append(Field("objective", _l("めあて"), control="objective"))
    closing = Field("closing", _l("結びの言葉"), _closing_hint(kind), "area")
    return Schema((*fields, closing, *_limits(kind)), (_options_of(kind), _HINTS))


def hotspot_schema(tree: Tree) -> Schema:
    """Return what is asked of a question about a picture, which may stand in its text."""
    schema = question_schema(KINDS["hotspot"])
    if "src" not in tree.slots:
        return schema
    first, *others = schema.fields
    return replace(schema, fields=(first, *PICTURE, *others))


_EASIER = _l("空なら、もとの文のまま出ます。")
WORDING: Final = Schema(
    (
        Field("prompt", _l("問いかけの言いかえ"), _EASIER, "area"),
        Field("closing", _l("結びの言葉の言いかえ"), control="area"),
    ),
    (
        Rows(
            "options",
            _l("選択肢の言いかえ"),
            _l("選択肢"),
            _l("選択肢を足す"),
            Schema((Field("text", _l("文"), control="area", need=_l("文を書きます。")), _WHY)),
            is_fixed=True,
            stem="kotae",
        ),
        replace(_HINTS, label=_l("ヒントの言いかえ"), is_fixed=True, hint=None),
    ),
)
"""What is asked of an ``easy`` block that says a question anew."""


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
                shape=_COUNT,
                mend=_NUMBER,
                is_aside=True,
            ),
            Field(
                "wait",
                _l("まちがえてから待つ秒数"),
                _l("空なら、すぐに答えられます。"),
                "number",
                shape=_COUNT,
                mend=_NUMBER,
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
        "options",
        inner,
        inner,
        add_inner,
        _option(kind, inner),
        stem="kotae",
        is_fixed=is_fixed,
        is_shared=kind.name == "categorize",
    )
    name = Field("text", row, need=ROW_NEEDED)
    return Rows(
        "targets", row, row, add, Schema((name,), (options,)), _RIGHT[kind.name], stem="basho"
    )


def _option(kind: Kind, label: Lazy) -> Schema:
    fields: list[Field] = []
    if kind.written_as in {Writing.TASKS, Writing.AREAS, Writing.GAPS}:
        fields.append(Field("correct", _l("正解にする"), control="right"))
    is_typed = kind.name in {"text-entry", "numeric"}
    fields.append(Field("text", label, control="line" if is_typed else "area", need=ROW_NEEDED))
    if kind.written_as is Writing.AREAS:
        sides = (
            ("left", _l("左")),
            ("top", _l("上")),
            ("width", _l("幅")),
            ("height", _l("高さ")),
        )
        fields += [
            Field(name, side, control="number", need=_PLACE, shape=r"\d{1,3}", mend=_PLACE)
            for name, side in sides
        ]
    if kind.is_practice:
        fields.append(Field("detail", _l("中身"), control="area"))
    fields.append(_WHY)
    return Schema(tuple(fields))

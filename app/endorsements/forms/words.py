"""What faults, outcomes and stages are called, and what several forms ask alike."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from wtforms.validators import DataRequired, Length, ValidationError

from app.endorsements.rules import Outcome, Stage
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

FAULTS: Mapping[str, Any] = {
    "own": _l("自分のこと、または自分が認めたことには、ほかの人が答えます。"),
    "not_theirs": _l("この人については、いま書けません。所属か、頼まれた期限が変わっています。"),
    "not_staff": _l("この人は、いまは市の職員ではありません。何も変わっていません。"),
    "item": _l("項目を一覧から選んでください。"),
    "level": _l("いまとちがうレベルを、一覧から選んでください。"),
    "expired": _l("期限は、今日から5年のうちの日にしてください。"),
    "partner": _l(
        "大学・企業・学校の協力者として登録されている人の、ログインIDかメールアドレスを"
        "入れてください。"
    ),
    "until": _l("日付をたしかめてください。"),
    "again": _l("もう、そうなっています。何も変わっていません。"),
    "settled": _l("もう答えが出ています。何も変わっていません。"),
    "signed": _l("先に、証明を出したところで直すか取り消してください。"),
    "nothing": _l("項目を1つ以上選んで、レベルを決めてください。"),
    "higher": _l("本人が書いたレベルより高くはできません。"),
}
OUTCOMES: Mapping[str, Any] = {
    Outcome.OPEN: _l("確認中"),
    Outcome.UPHELD: _l("そのまま"),
    Outcome.CORRECTED: _l("直した"),
    Outcome.WITHDRAWN: _l("取り下げた"),
    Outcome.DROPPED: _l("本人が取り下げた"),
}
STAGES: Mapping[str, Any] = {
    Stage.WAITING: _l("人事が見るのを待っている"),
    Stage.ASKED: _l("質問に答えるのを待っている"),
    Stage.ACCEPTED: _l("認められた"),
    Stage.DECLINED: _l("認められなかった"),
    Stage.TAKEN_BACK: _l("本人が取り下げた"),
}
REASON_LENGTH = 600
LEAST = 10
"""Characters of a reason that says something."""


def reason(words: object, *, longest: int = REASON_LENGTH) -> list[Any]:
    """Return the validators of a reason that somebody reads; ``words``: what is missing."""
    return [
        DataRequired(words),
        Length(
            min=LEAST,
            max=longest,
            message=_l("10文字から%(n)s文字までで書いてください。", n=longest),
        ),
    ]


def line(words: object, *, longest: int) -> list[Any]:
    """Return the validators of a line that is needed."""
    return [
        DataRequired(words),
        Length(max=longest, message=_l("%(n)s文字までにしてください。", n=longest)),
    ]


def short(longest: int) -> list[Any]:
    """Return the validators of a line that may be empty."""
    return [Length(max=longest, message=_l("%(n)s文字までにしてください。", n=longest))]


def is_web_address(_form: object, field: Any) -> None:  # noqa: ANN401  WTForms ships no types
    """Take an address of a page, or nothing."""
    typed = (field.data or "").strip()
    if not typed:
        return
    try:
        parts = urlsplit(typed)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or " " in typed:
        raise ValidationError(_("https:// からはじまるアドレスを、そのまま写してください。"))

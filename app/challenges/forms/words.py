"""What lines, hints and faults are called, and what several forms ask alike."""

from collections.abc import Mapping
from typing import Any

from wtforms.validators import DataRequired, Length

from app.challenges.rules import LONGEST, MONTHS_TO_ANSWER, SHORTEST, Hint
from app.ui.strings import lazy_gettext as _l

LINE_NAMES: Mapping[str, Any] = {
    "trouble": _l("困っているのは"),
    "question": _l("聞きたいこと"),
    "fixed": _l("変えられないこと"),
    "decider": _l("決める人"),
    "answer_by": _l("いつまでに"),
    "use_of_answers": _l("答えの使いみち"),
}
"""The six lines, in their order."""
LACKING: Mapping[str, Any] = {
    "trouble": _l("だれが、何に困っているかを書いてください。"),
    "question": _l("聞きたいことを、1つの文で書いてください。"),
    "fixed": _l("変えられないことを書いてください。ないときは「ありません」と書きます。"),
    "decider": _l("だれが決めるかを、職名で書いてください。"),
    "answer_by": _l("いつまでに答えるかを決めてください。"),
    "use_of_answers": _l("答えを何に使うかを書いてください。"),
    "opens_on": _l("募集のはじまりの日を決めてください。"),
    "closes_on": _l("募集のおわりの日を決めてください。"),
}
HINTS: Mapping[str, Any] = {
    Hint.SENTENCES: _l("1つの文にすると、何に答えればよいかが分かります。"),
    Hint.NOT_ASKING: _l(
        "「〜でしょうか。」「〜ですか？」のように、たずねる形にすると答えやすくなります。"
    ),
    Hint.SHORT: _l(
        "%(n)s文字より短いと、広すぎることが多いです。だれの、いつの、どこのことかを足してください。",
        n=SHORTEST,
    ),
    Hint.LONG: _l(
        "%(n)s文字より長いと、読みきれません。事情は「困っているのは」に移せます。", n=LONGEST
    ),
    Hint.WIDE: _l("このことばは広すぎます。何が、どれだけ変わればよいかに言いかえてください："),
    Hint.TWO: _l("2つのことを聞いているようです。1つにしぼるか、課題を分けてください。"),
    Hint.PERSON: _l(
        "人の名前のように読めます。人が代わっても約束が残るように、職名で書いてください"
        "（例：土木局の道路管理課長）。"
    ),
    Hint.ANSWER_EARLY: _l(
        "募集が終わる前に答える日になっています。募集のおわりより後にしてください。"
    ),
    Hint.ANSWER_LATE: _l(
        "募集のおわりから%(n)sか月より後です。答えを聞く前に、卒業する人がいます。",
        n=MONTHS_TO_ANSWER,
    ),
    Hint.NEXT_YEAR: _l("答えるのが次の年度になります。課題のページに、そのことがはっきり出ます。"),
}
FAULTS: Mapping[str, Any] = {
    "department": _l("自分の所属か、その下の課から選んでください。"),
    "published": _l("もう公開されています。何も変わっていません。"),
    "draft": _l("まだ公開していない課題です。何も変わっていません。"),
    "closed": _l("募集はもう終わっています。何も変わっていません。"),
    "same": _l("いまと同じ日です。ちがう日を入れてください。"),
    "day": _l("きょうより後の日にしてください。募集のおわりは、はじまりより後の日です。"),
    "shorter": _l(
        "公開した後は、募集のおわりを早められません。早く終えるときは「募集を終える」を使います。"
    ),
    "settled": _l("ほかの担当者が先に答えていました。いまのようすを見てください。"),
    "minor": _l("提案は、先生といっしょに学校の名前で出します。何も送られていません。"),
    "school": _l("自分が先生をしている学校を選んでください。"),
}


def needed(words: object, longest: int) -> list[Any]:
    """Return the validators of what cannot be empty."""
    return [DataRequired(words), *short(longest)]


def short(longest: int) -> list[Any]:
    """Return the validators of what may be empty."""
    return [Length(max=longest, message=_l("%(n)s文字までにしてください。", n=longest))]

"""What states, hints and refusals are called."""

from collections.abc import Mapping
from typing import Any

from app.mentoring.rules import Hint, TicketState
from app.ui.strings import lazy_gettext as _l

STATES: Mapping[TicketState, tuple[str, Any]] = {
    TicketState.DRAFT: ("note", _l("下書き")),
    TicketState.WITH_TEACHER: ("wait", _l("先生が見ています")),
    TicketState.RETURNED: ("close", _l("先生からもどりました")),
    TicketState.WITH_MENTOR: ("sent", _l("メンターに届いています")),
    TicketState.ASKED_BACK: ("close", _l("メンターから質問があります")),
    TicketState.ANSWERED: ("good", _l("答えがあります")),
    TicketState.WITHDRAWN: ("note", _l("取り下げました")),
}
"""The kind of ``ui.state``, and its word."""

HINTS: Mapping[Hint, Any] = {
    Hint.NO_QUESTION: _l(
        "聞いている文になっていないようです。「〜でしょうか。」「〜ですか。」で終えてみましょう。"
    ),
    Hint.SEVERAL: _l("いくつかの文があります。聞くことを1つの文にすると、答えやすくなります。"),
    Hint.WIDE: _l(
        "広い聞きかたです。「AとBのどちらが」「何を使えば」のように、答えられる形にしてみましょう。"
    ),
    Hint.SHORT: _l("短い文です。何について聞いているかを足してみましょう。"),
}

FAULTS: Mapping[str, Any] = {
    "changed": _l("ほかの人が、先に変えました。いまの相談票を見てから、もう一度送ってください。"),
    "state": _l("いまは、この操作はできません。相談票のいまのようすを見てください。"),
    "ended": _l("企画が終わっているので、書けません。読むことはできます。"),
    "mentor": _l("この企画のメンターではありません。ほかのメンターを選んでください。"),
    "parts": _l("読んだもの、分かったこと、聞きたいこと、いつまでに、をすべて書いてください。"),
    "vetting": _l("メンターの登録を確かめています。登録がすむまで、わたせません。"),
    "unvouched": _l(
        "メンターの登録が終わっているので、書けません。組織に、登録を新しくしてもらってください。"
    ),
    "agreement": _l("メンターの相談についての協定がないので、わたせません。"),
    "minutes": _l("メンターの時間が足りないので、わたせません。"),
}

VETTING_FAULTS: Mapping[str, Any] = {
    "own": _l("自分の登録は、自分ではできません。ほかの人に頼んでください。"),
    "minor": _l("18歳になっていない人や、登録を閉じた人は、メンターになれません。"),
    "place": _l("この組織の人を選んでください。"),
    "days": _l("登録は、きょうより後に終わる、1年以内の期間にしてください。"),
    "overlaps": _l(
        "その期間には、もう登録があります。前の登録が終わる日の次の日からにしてください。"
    ),
    "ended": _l("この登録は、もう終わっています。"),
}

VETTING_STATES: Mapping[str, tuple[str, Any]] = {
    "holds": ("good", _l("登録中")),
    "soon": ("close", _l("もうすぐ終わります")),
    "to_come": ("wait", _l("これから始まります")),
    "over": ("note", _l("終わりました")),
}

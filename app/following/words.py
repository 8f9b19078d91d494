"""What people are told, as sentences: every kind of notification, in one place."""

from collections.abc import Mapping
from types import MappingProxyType

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

SENTENCES: Mapping[str, Lazy] = MappingProxyType(
    {
        "project.joined": _l("「%(project)s」に加わりました"),
        "project.gate_passed": _l("「%(project)s」が、次の段階に進みました：%(stage)s"),
        "concern.raised": _l("気になることの知らせが届きました"),
        "concern.taken": _l("あなたが知らせたことを読んで、引き受けた人がいます"),
        "concern.handled": _l("あなたが知らせたことに、答えがあります"),
        "mentor.vouched": _l("メンターとして登録されました"),
        "mentor.ending": _l("メンターの登録が、30日のうちに終わります"),
        "mentor.ending_here": _l("「%(project)s」のメンターの登録が、30日のうちに終わります"),
        "mentor.ended": _l("メンターの登録が終わりました"),
        "ticket.handed": _l("「%(project)s」の相談票が、先生の確認を待っています"),
        "ticket.returned": _l("「%(project)s」の相談票が、先生からもどりました"),
        "ticket.passed": _l("「%(project)s」から、相談票が届きました"),
        "ticket.sent": _l("「%(project)s」の相談票を、メンターにわたしました"),
        "ticket.asked_back": _l("「%(project)s」の相談票に、メンターから質問があります"),
        "ticket.answered": _l("「%(project)s」の相談票に、メンターの答えが届きました"),
        "ticket.message": _l("「%(project)s」の相談票に、書きこみがありました"),
        "ticket.withdrawn": _l("「%(project)s」の相談票が、取り下げられました"),
        "ticket.came_back": _l(
            "「%(project)s」の相談票が、メンターの期間が終わったので先生にもどりました"
        ),
        "ticket.shared": _l("「%(project)s」と同じ課題のチームへの答えを、読めるようになりました"),
    }
)
"""By kind; ``%(name)s`` are the notification's facts."""

"""What people are told, as sentences: every kind of notification, in one place."""

from collections.abc import Mapping
from types import MappingProxyType

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

SENTENCES: Mapping[str, Lazy] = MappingProxyType(
    {
        "project.joined": _l("「%(project)s」に加わりました"),
        "project.gate_passed": _l("「%(project)s」が、次の段階に進みました：%(stage)s"),
        "adoption.drafted": _l("「%(project)s」で、市への提案が書かれました。確かめてください"),
        "adoption.submit": _l("「%(project)s」が、市に提案を出しました"),
        "adoption.revise": _l("「%(project)s」の提案が、書き直されました"),
        "adoption.assign": _l("「%(project)s」の提案に答える人が決まりました"),
        "adoption.answer": _l("「%(project)s」の提案に、市が答えました"),
        "adoption.request": _l("「%(project)s」の予算を、担当の課が要求しました"),
        "adoption.decide": _l("「%(project)s」の予算が決まりました"),
        "adoption.progress": _l("「%(project)s」の作業が%(percent)s％まで進みました"),
        "adoption.serve": _l("「%(project)s」の提案が、使われはじめました"),
        "adoption.measure": _l("「%(project)s」の効き目を、市が確かめました"),
        "adoption.news": _l("「%(project)s」の提案のようすを、市が知らせました"),
        "adoption.continued": _l("「%(project)s」を、チームが続けます：%(name)s"),
        "adoption.look": _l("「%(project)s」から%(months)sか月です。いまのようすを教えてください"),
        "adoption.received": _l("「%(project)s」の提案が届きました。担当と、答える日を決めます"),
        "adoption.assigned": _l("「%(project)s」の提案に、%(due_on)sまでに答える担当になりました"),
        "adoption.overdue": _l("「%(project)s」の提案に答える日（%(due_on)s）をすぎました"),
        "adoption.news_due": _l("「%(project)s」のことを知らせる日（%(due_on)s）をすぎました"),
    }
)
"""By kind; ``%(name)s`` are the notification's facts."""

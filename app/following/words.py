"""What people are told, as sentences: every kind of notification, in one place."""

from collections.abc import Mapping
from types import MappingProxyType

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

SENTENCES: Mapping[str, Lazy] = MappingProxyType(
    {
        "project.joined": _l("「%(project)s」に加わりました"),
        "project.gate_passed": _l("「%(project)s」が、次の段階に進みました：%(stage)s"),
        "challenge.answer_moved": _l(
            "課題「%(challenge)s」に答える日が、%(day)sに動きました。理由：%(reason)s"
        ),
        "challenge.closed": _l("課題「%(challenge)s」の募集が終わりました。理由：%(reason)s"),
        "challenge.taken_off": _l("課題「%(challenge)s」が取り下げられました。理由：%(reason)s"),
        "proposal.published": _l("あなたの提案「%(title)s」が公開されました"),
        "proposal.returned": _l("あなたの提案「%(title)s」に、返事が来ています"),
        "proposal.taken": _l("あなたの提案「%(title)s」を、市の課が課題にしています"),
        "need.offered": _l("もとむ「%(need)s」に、「できる」が届きました"),
        "need.offer_accepted": _l("「%(need)s」に、お願いしますと返事が来ました"),
        "need.offer_declined": _l("「%(need)s」に、返事が来ています"),
        "need.offer_withdrawn": _l("もとむ「%(need)s」の「できる」が、取りやめになりました"),
        "need.offer_done": _l("「%(need)s」でしたことが、記録されました"),
        "need.thanked": _l("「%(need)s」のお礼が届きました"),
        "need.closed": _l("もとむ「%(need)s」が終わりました"),
    }
)
"""By kind; ``%(name)s`` are the notification's facts."""

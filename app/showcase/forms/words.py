"""What this package's pages call purposes, roles and refusals."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from app.consents.rules import Missing, Purpose
from app.i18n.dates import FISCAL_YEAR_STARTS_IN, era_year
from app.projects.rules import MemberRole
from app.showcase.rules import Lack
from app.ui.strings import Lazy
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

WHY: Mapping[str, Lazy] = MappingProxyType(
    {
        "changed": _l(
            "ほかの人が先に書きかえていました。何も変えていません。いまのようすを見てから、もう一度どうぞ。"
        ),
        "blocked": _l(
            "まだ公開できません。何も変えていません。このページの「公開の前の確かめ」を見てください。"
        ),
        "state": _l("ほかの操作が先にすんでいました。いまのようすを見てください。"),
        "ended": _l("終わった企画なので、書けるのは先生だけです。何も変えていません。"),
        "gone": _l("この感想は、もう決まっています。いまのようすを見てください。"),
    }
)

LACKS: Mapping[Lack, Lazy] = MappingProxyType(
    {
        Lack.TITLE: _l("題が、まだありません。"),
        Lack.LEAD: _l("何が変わったかの1文が、まだありません。"),
        Lack.STORY: _l("本文が、まだありません。見出しと文を1つ書いてください。"),
        Lack.LICENSE: _l("文と図の使い方の決まりが、まだ選ばれていません。"),
    }
)

PURPOSES: Mapping[Purpose, Lazy] = MappingProxyType(
    {
        Purpose.NAME: _l("名前を出すこと"),
        Purpose.PROJECTS: _l("いっしょに取り組む企画"),
        Purpose.PHOTO: _l("写真にうつること"),
        Purpose.BROADCAST: _l("取材や放送に出ること"),
    }
)

MISSING: Mapping[Missing, Lazy] = MappingProxyType(
    {
        Missing.NEVER_ASKED: _l("まだ答えがありません"),
        Missing.EXPIRED: _l("期限が切れました"),
        Missing.TEXT_CHANGED: _l("文が変わったので、もう一度たずねます"),
        Missing.REFUSED: _l("「いいえ」です"),
        Missing.WITHDRAWN: _l("取り下げられました"),
    }
)

ROLES: Mapping[MemberRole, Lazy] = MappingProxyType(
    {
        MemberRole.LEARNER: _l("学ぶ人"),
        MemberRole.TEACHER: _l("先生"),
        MemberRole.COORDINATOR: _l("コーディネーター"),
        MemberRole.MENTOR: _l("メンター"),
        MemberRole.OWNER: _l("市の担当"),
        MemberRole.SUPPORTER: _l("手伝う人"),
        MemberRole.JUDGE: _l("審査する人"),
    }
)

FIELDS: Mapping[str, Lazy] = MappingProxyType(
    {
        "protect": _l("守る"),
        "discern": _l("見分ける"),
        "connect": _l("つながる"),
        "create": _l("つくる・学ぶ"),
        "live": _l("暮らし・手続き"),
    }
)


def fiscal_year(year: int) -> str:
    """Return a school year as it is said: 「令和8年度」."""
    era, number = era_year(date(year, FISCAL_YEAR_STARTS_IN, 1))
    return _("%(era)s%(year)s年度", era=era, year=number)

"""What roles, stages, acts and faults are called."""

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.consents.rules import Purpose
from app.i18n.dates import FISCAL_YEAR_STARTS_IN, era_year
from app.i18n.marks import N_
from app.projects.rules import Act, MemberRole, PartnerRole
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.ui.strings import marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.i18n.interface import Message
    from app.projects.queries import CheckView, Step
    from app.ui.strings import Lazy

ROLES: "Final[Mapping[MemberRole, Lazy]]" = MappingProxyType(
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
PARTNERS: "Final[Mapping[PartnerRole, Lazy]]" = MappingProxyType(
    {
        PartnerRole.LEAD_SCHOOL: _l("中心になる学校"),
        PartnerRole.SCHOOL: _l("学校"),
        PartnerRole.UNIVERSITY: _l("大学"),
        PartnerRole.DEPARTMENT: _l("市の課"),
        PartnerRole.COMPANY: _l("会社や団体"),
    }
)
FIELDS: "Final[Mapping[str, Lazy]]" = MappingProxyType(
    {
        "protect": _l("守る"),
        "discern": _l("見分ける"),
        "connect": _l("つながる"),
        "create": _l("つくる・学ぶ"),
        "live": _l("暮らし・手続き"),
    }
)
PURPOSES: "Final[Mapping[Purpose, Lazy]]" = MappingProxyType(
    {
        Purpose.PROJECTS: _l("参加"),
        Purpose.NAME: _l("名前の公開"),
        Purpose.PHOTO: _l("写真"),
    }
)
ACTS: "Final[Mapping[Act, Lazy]]" = MappingProxyType(
    {
        Act.JOINED: _l("チームに加わりました"),
        Act.PASSED_GATE: _l("段階を終えました"),
        Act.MET_MILESTONE: _l("節目を終えました"),
        Act.FINISHED_CARD: _l("カードを終えました"),
        Act.ATTENDED_MEETING: _l("打ち合わせに出ました"),
        Act.DECIDED: _l("決めたことを書きました"),
        Act.SHARED_ARTIFACT: _l("作ったものをのせました"),
        Act.ASKED_MENTOR: _l("メンターに相談しました"),
        Act.ANSWERED_TICKET: _l("相談に答えました"),
        Act.WROTE_JOURNAL: _l("ふりかえりを書きました"),
        Act.ASSESSED_PEERS: _l("おたがいの評価をしました"),
        Act.WAS_ASSESSED: _l("評価を受けました"),
        Act.SUBMITTED_PROPOSAL: _l("市に提案を出しました"),
        Act.PUBLISHED_SHOWCASE: _l("発表のページを公開しました"),
        Act.GAVE_HOURS: _l("手伝いました"),
    }
)
WITHOUT_NAME: Final = frozenset(
    {
        *(Act.WROTE_JOURNAL, Act.ASSESSED_PEERS, Act.WAS_ASSESSED),
        *(Act.ASKED_MENTOR, Act.ANSWERED_TICKET),
    }
)
"""Acts of which the team reads no title: what was written is for fewer people."""

WHY: "Final[Mapping[str, Lazy]]" = MappingProxyType(
    {
        "ended": _l("この企画は終わっています。読めますが、変えられません。"),
        "moved": _l("ほかの人が先に進めていました。いまのようすを見てください。"),
        "not_met": _l("まだ、そろっていないものがあります。段階は変わっていません。"),
        "no_check": _l("それは、もう確かめることに入っていません。"),
        "passed": _l("もう通った段階なので、変えられません。"),
        "many": _l("これ以上は加えられません。いらないものを外してから加えてください。"),
        "same": _l("同じ講座が、もう入っています。"),
        "no_milestone": _l("その節目は、もうありません。"),
        "met": _l("終えた節目は、消せません。"),
        "no_member": _l("その人は、もうチームにいません。"),
        "not_partner": _l("その組織は、この企画に参加していません。"),
        "before_start": _l("始まった日より前の日です。"),
        "nobody": _l("そのIDの人は、その組織に見つかりませんでした。IDと組織を確かめてください。"),
        "no_call": _l(
            "この課題は、いまは募集していません。企画は始まっていません。書いたことは、のこっています。"
        ),
        "no_challenge": _l("市の課からは、自分の課が出した課題で始めます。"),
    }
)

STAGE_WORDS: Final = (
    N_("見つける"),
    N_("問いをしぼる"),
    N_("ためす"),
    N_("とどける"),
    N_("だれが、どこで、何に困っているかを、歩いて、聞いて、調べます。"),
    N_("市からの課題を、自分たちの問い1つにしぼります。"),
    N_("小さく作って、使う人にためしてもらいます。"),
    N_("市に提案を出して、まちの人に見てもらいます。"),
    N_("全員の参加の同意がある"),
    N_("困っている人に会って、話を聞いた"),
    N_("問いが1つの文になった"),
    N_("決めたことを書いた"),
    N_("作ったものをのせた"),
    N_("メンターの答えを1つ受け取った"),
    N_("使う人にためしてもらった"),
    N_("市に提案を出した"),
    N_("一人ひとりがふりかえりを書いた"),
    N_("各課が来年度を構想"),
    N_("予算要求"),
    N_("財政課の審査"),
    N_("市長の査定"),
    N_("市議会 3月定例会"),
    N_("使いはじめる"),
)
"""The words of ``data/``, for the catalogs and their readings; a test holds the two together."""


def told(names: "Mapping[str, str]") -> "Message":
    """Return a word of ``data/`` in the reader's language, with its readings."""
    return marked(names["ja"])


def year_words(year: int) -> "Message":
    """Return a fiscal year in words, 令和9年度, or by its western year elsewhere."""
    era, number = era_year(date(year, FISCAL_YEAR_STARTS_IN, 1))
    return _("%(era)s%(year)s年度", era=era, year=number)


def check_words(check: "CheckView", course: str = "") -> "Message | str":
    """Return what a check asks; a teacher's own words as they were written.

    Args:
        check: The check.
        course: The title of the course that it asks for.
    """
    if check.words is not None:
        return told(check.words)
    if check.row.kind == "courses":
        who = ROLES[check.row.role or MemberRole.LEARNER]
        return _("%(who)sの全員が、講座「%(course)s」を終えた", who=who, course=course)
    return check.row.label


def step_words(step: "Step") -> "Message | str":
    """Return what a step of the budget is called: the city's own word, or ours."""
    return step.title or told(step.text.names)

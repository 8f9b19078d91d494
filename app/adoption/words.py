"""What states, answers and steps are called, and how sums and years are written."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.adoption.rules import AdoptionState, Answer, Cue, Ending, Move
from app.i18n.dates import FISCAL_YEAR_STARTS_IN, era_year
from app.i18n.languages import JAPANESE
from app.projects.budget import step as step_of
from app.projects.words import told as word_of
from app.ui.days import jdate
from app.ui.reader import reader
from app.ui.strings import Lazy
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.adoption.models import AdoptionStep
    from app.db import Json
    from app.i18n.interface import Message
    from app.projects.models import BudgetDate

STATES: Final[Mapping[AdoptionState, Lazy]] = MappingProxyType(
    {
        AdoptionState.DRAFT: _l("下書き"),
        AdoptionState.SUBMITTED: _l("届いた"),
        AdoptionState.UNDER_REVIEW: _l("答えを考えている"),
        AdoptionState.ANSWERED: _l("答えた"),
        AdoptionState.BUDGETED: _l("予算がついた"),
        AdoptionState.IN_PROGRESS: _l("作業中"),
        AdoptionState.IN_SERVICE: _l("使いはじめた"),
        AdoptionState.MEASURED: _l("効き目を確かめた"),
    }
)

ANSWERS: Final[Mapping[Answer, Lazy]] = MappingProxyType(
    {
        Answer.ADOPT: _l("反映します"),
        Answer.ALREADY: _l("すでに取り組んでいます"),
        Answer.NOT_NOW: _l("今回は見送ります"),
        Answer.LATER: _l("いつまでに答えます"),
    }
)

STAMPS: Final[Mapping[Answer, str]] = MappingProxyType(
    {Answer.ADOPT: "", Answer.ALREADY: "doing", Answer.NOT_NOW: "not", Answer.LATER: "when"}
)
"""The kinds of ``ui.stamp``."""

CUES: Final[Mapping[Cue, Lazy]] = MappingProxyType(
    {
        Cue.OVERDUE: _l("答える日をすぎました"),
        Cue.NEW: _l("新しく届きました"),
        Cue.NEWS_DUE: _l("知らせる日をすぎました"),
        Cue.REQUEST_SOON: _l("予算要求の締切が近づいています"),
        Cue.DUE: _l("答えを待っています"),
    }
)

ENDINGS: Final[Mapping[Ending, Lazy]] = MappingProxyType(
    {
        Ending.CLUB: _l("部活動・同好会"),
        Ending.NPO: _l("NPO・市民団体"),
        Ending.COMPANY: _l("会社"),
        Ending.OTHER: _l("そのほか"),
    }
)

MAN: Final = 10_000


def yen(amount: int) -> str:
    """Return a sum as it is written here: 「120万円」, 「98,500円」."""
    if reader().locale == JAPANESE and amount and amount % MAN == 0:
        return _("%(n)s万円", n=f"{amount // MAN:,}")
    return _("%(n)s円", n=f"{amount:,}")


def fiscal_year(year: int) -> str:
    """Return a fiscal year: 「令和9年度」."""
    era, number = era_year(date(year, FISCAL_YEAR_STARTS_IN, 1))
    return _("%(era)s%(year)s年度", era=era, year=number)


def budget_step(row: "BudgetDate") -> "Message | str":
    """Return what a day of the budget's calendar is: the city's own word, or ours."""
    return row.title or word_of(step_of(row.step).names)


def title_of(step: "AdoptionStep") -> str:
    """Return what a step says, as a sentence; the text beside it is the office's own."""
    return _TITLES[step.move](step.facts)


def _assigned(told: "Json") -> str:
    if told.get("due_on"):
        return _("担当が決まりました。%(day)sまでに答えます", day=_day(told["due_on"]))
    return _("担当がかわりました")


def _answered(told: "Json") -> str:
    answer = Answer(told["answer"])
    if answer is Answer.LATER:
        return _("市が答えました「%(day)sまでに答えます」", day=_day(told["next_on"]))
    if told.get("was") not in {None, Answer.LATER.value}:
        return _("市が答えを書き直しました「%(answer)s」", answer=ANSWERS[answer].now())
    return _("市が答えました「%(answer)s」", answer=ANSWERS[answer].now())


def _requested(told: "Json") -> str:
    return _(
        "%(year)sの予算に%(sum)sを要求しました",
        year=fiscal_year(told["year"]),
        sum=yen(told["yen"]),
    )


def _decided(told: "Json") -> str:
    if not told["yen"]:
        return _("%(year)sの予算はつきませんでした", year=fiscal_year(told["year"]))
    return _("予算がつきました　%(sum)s", sum=yen(told["yen"]))


def _day(iso: str) -> str:
    return jdate(date.fromisoformat(iso))


_TITLES: Final[Mapping[Move, "Callable[[Json], str]"]] = MappingProxyType(
    {
        Move.SUBMIT: lambda _facts: _("提案を出しました"),
        Move.REVISE: lambda _facts: _("提案を書き直しました"),
        Move.ASSIGN: _assigned,
        Move.ANSWER: _answered,
        Move.REQUEST: _requested,
        Move.DECIDE: _decided,
        Move.PROGRESS: lambda told: _("作業が%(n)s％まで進みました", n=told["percent"]),
        Move.SERVE: lambda told: _("%(day)sから使いはじめました", day=_day(told["on"])),
        Move.MEASURE: lambda _facts: _("効き目を確かめました"),
        Move.NEWS: lambda _facts: _("いまのようすを知らせました"),
    }
)
"""By what was done, what the step's facts say."""

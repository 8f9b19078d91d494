"""What the evidence of a project's credential says. Pure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from app.i18n.dates import jdate
from app.projects.rules import MemberRole

LONGEST: Final = 1000
"""Of the evidence, as credentials keep it."""
MOST_HOURS: Final = 2000

ROLES: Final[Mapping[MemberRole, str]] = MappingProxyType(
    {
        MemberRole.LEARNER: "チームの一員",
        MemberRole.TEACHER: "先生",
        MemberRole.COORDINATOR: "コーディネーター",
        MemberRole.MENTOR: "メンター",
        MemberRole.OWNER: "課題の担当",
        MemberRole.SUPPORTER: "協力者",
        MemberRole.JUDGE: "審査員",
    }
)
"""As a credential says them: in Japanese, as all of it is."""

ANSWERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "adopt": "反映します",
        "already": "すでに取り組んでいます",
        "not_now": "今回は見送ります",
        "later": "答える日を約束しています",
    }
)
STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "submitted": "提案を受け取りました",
        "under_review": "答えを考えています",
        "budgeted": "反映します（予算がつきました）",
        "in_progress": "反映します（作業をしています）",
        "in_service": "反映し、使いはじめました",
        "measured": "反映し、使いはじめ、効き目を確かめました",
    }
)


PROGRESS: Final = "市の取り組みが進んだので、「市の答え」を新しくしました。"
"""Why a credential was signed anew, as its holder reads it."""


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody did in a project.

    Attributes:
        hours: Whole and half hours; 0 where nobody counted.
        artifact: The title of what was made; empty for none.
        assessor: Who assessed it, by post and organization; empty where nobody did.
        adoption: What the city says of the proposal today; empty where none was handed in.
    """

    project: str
    role: MemberRole
    since: date
    until: date
    hours: float
    artifact: str = ""
    assessor: str = ""
    adoption: str = ""


def evidence(part: Part) -> str:
    """Return what a credential says of somebody's part, within ``LONGEST`` letters."""
    hours = f"、{part.hours:g}時間" if part.hours else ""
    days = f"{jdate(part.since)}から{jdate(part.until)}まで{hours}"
    told = [f"プロジェクト「{part.project}」に{ROLES[part.role]}として加わりました（{days}）。"]
    if part.artifact:
        told.append(f"作ったもの：{part.artifact}。")
    if part.assessor:
        told.append(f"評価した人：{part.assessor}。")
    if part.adoption:
        told.append(f"市の答え：{part.adoption}。")
    return "".join(told)[:LONGEST]


def in_halves(hours: float) -> float:
    """Return hours to the nearest half, halfway up, as they are told."""
    return math.floor(hours * 2 + 0.5) / 2


def are_fit(hours: float) -> bool:
    """Whether hours can be told: whole or half ones, 0 to ``MOST_HOURS``."""
    return 0 <= hours <= MOST_HOURS and float(hours * 2).is_integer()


def city_says(state: str, answer: str | None, since: date | None) -> str:
    """Return what the city says of a proposal, as a credential quotes it.

    Args:
        state: An ``adoption.rules.AdoptionState``.
        answer: An ``adoption.rules.Answer``; None before the first.
        since: The day from which it is in service.
    """
    if state in STATES:
        return STATES[state] + (f"（{jdate(since)}から）" if since else "")
    return ANSWERS.get(answer or "", "")

"""What may be sent about awards: a line for each member."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.projects.rules import MemberRole
from app.recognition.queries import Candidate
from app.recognition.rules import MOST_HOURS
from app.recognition.service import Earned
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

WHY: Mapping[str, Any] = {
    "nobody": _l("証明を出す人を、1人以上選んでください。"),
    "achievement": _l("この人に出せる証明を、一覧から選んでください。"),
    "not_yours": _l("この人には、ほかの組織の先生が出します。"),
    "assessment": _l("先に、評価を決めてください。"),
    "hours": _l("時間を、0から2000までの数で入れてください。"),
}

ROLE_NAMES: Mapping[MemberRole, Any] = {
    MemberRole.LEARNER: _l("チームの一員"),
    MemberRole.TEACHER: _l("先生"),
    MemberRole.COORDINATOR: _l("コーディネーター"),
    MemberRole.MENTOR: _l("メンター"),
    MemberRole.OWNER: _l("課題の担当"),
    MemberRole.SUPPORTER: _l("協力者"),
    MemberRole.JUDGE: _l("審査員"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What was typed for one member, as it was typed.

    Attributes:
        award: The id of an achievement; empty for none.
        hours: A number of hours, whole or half.
        artifact: The title of what they made.
        fault: What is to be mended; empty for nothing.
    """

    award: str
    hours: str
    artifact: str
    fault: str = ""


def lines_of(
    candidates: Iterable[Candidate], sent: Mapping[str, str] | None
) -> dict[uuid.UUID, Line]:
    """Return a line for each member: what was sent, or else what is known."""
    return {one.called.member.id: _line(one, sent) for one in candidates}


def earned_of(lines: Mapping[uuid.UUID, Line]) -> dict[uuid.UUID, Earned]:
    """Return what is to be awarded; only where no line has a fault."""
    return {
        key: Earned(uuid.UUID(line.award), float(line.hours or 0), line.artifact)
        for key, line in lines.items()
        if line.award
    }


def _line(one: Candidate, sent: Mapping[str, str] | None) -> Line:
    key = one.called.member.id
    if sent is None:
        return Line("", f"{one.hours:g}" if one.hours else "", "")
    award = sent.get(f"award-{key}", "")
    hours = sent.get(f"hours-{key}", "").strip()
    artifact = " ".join(sent.get(f"artifact-{key}", "").split())[:120]
    return Line(award, hours, artifact, _fault(award, hours))


def _fault(award: str, hours: str) -> str:
    if award and not _is_id(award):
        return str(WHY["achievement"])
    try:
        is_fit = 0 <= float(hours or 0) <= MOST_HOURS
    except ValueError:
        is_fit = False
    return "" if is_fit or not award else _("時間を、0から2000までの数で入れてください。")


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True

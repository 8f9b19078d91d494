"""What may be sent about awards: a line for each member."""

import unicodedata
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.recognition.rules import are_fit
from app.recognition.service import Earned
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.recognition.errors import AwardRefused
    from app.recognition.queries import Candidate
    from app.ui.strings import Lazy

WHY: "Final[Mapping[str, Lazy]]" = MappingProxyType(
    {
        "nobody": _l("証明を出す人を、1人以上選んでください。"),
        "already": _l("選んだ証明は、もう出してあります。"),
        "achievement": _l("この人に出せる証明を、一覧から選んでください。"),
        "not_yours": _l("この人には、ほかの組織の先生が出します。"),
        "assessment": _l("先に、評価を決めてください。"),
        "hours": _l("時間を、0から2000までの数で、0.5きざみで入れてください。"),
        "artifact": _l("作ったものを、一覧から選んでください。"),
    }
)
AT: Final[Mapping[str, str]] = MappingProxyType({"hours": "hours", "artifact": "artifact"})
"""Which field of a line a fault is of; of all others it is the award."""


@dataclass(frozen=True, slots=True)
class Line:
    """What was typed for one member, as it was typed.

    Attributes:
        award: The id of an achievement; empty for none.
        hours: A number of hours, whole or half.
        artifact: The title of what they made.
        fault: What is to be mended, a key of ``WHY``; empty for nothing.
    """

    award: str
    hours: str
    artifact: str
    fault: str = ""

    @property
    def at(self) -> str:
        """The field that is to be mended: ``award``, ``hours`` or ``artifact``."""
        return AT.get(self.fault, "award")

    def error(self, field: str) -> "Lazy | None":
        """Return what is to be mended in a field; None for nothing."""
        return WHY[self.fault] if self.fault and self.at == field else None


def lines_of(
    candidates: "Iterable[Candidate]", sent: Mapping[str, str] | None
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


def with_refusal(
    lines: Mapping[uuid.UUID, Line], refused: "AwardRefused"
) -> tuple[dict[uuid.UUID, Line], str]:
    """Return lines with why they were refused, and what is told of all of them together."""
    told = dict(lines)
    if refused.member_id in told:
        told[refused.member_id] = replace(told[refused.member_id], fault=refused.fault)
        return told, ""
    return told, WHY[refused.fault].now()


def _line(one: "Candidate", sent: Mapping[str, str] | None) -> Line:
    key = one.called.member.id
    if sent is None:
        return Line("", f"{one.hours:g}" if one.hours else "", "")
    award = sent.get(f"award-{key}", "")
    hours = unicodedata.normalize("NFKC", sent.get(f"hours-{key}", "")).strip()
    return Line(award, hours, sent.get(f"artifact-{key}", ""), _fault(award, hours))


def _fault(award: str, hours: str) -> str:
    """Return what is wrong with what was chosen; where nothing was, nothing is."""
    if not award:
        return ""
    if not _is_id(award):
        return "achievement"
    try:
        return "" if are_fit(float(hours or 0)) else "hours"
    except (ValueError, OverflowError):
        return "hours"


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True

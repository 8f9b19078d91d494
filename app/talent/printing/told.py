"""What every paper says of itself: of which day it is, what was asked for, how it was counted."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.i18n.dates import jdate
from app.personnel.rules import KIND_WORDS
from app.talent import rules
from app.talent.rules import Source, State

if TYPE_CHECKING:
    from datetime import date

    from app.talent.queries.rollup import Asked
    from app.talent.queries.standings import Cell
    from app.talent.queries.whole import Whole

PAPERS: Final = Path(__file__).resolve().parents[1] / "papers"
"""Where the templates are."""
FALLEN: Final = {State.REVOKED: "取り消し", State.EXPIRED: "期限切れ"}
NO_HOURS: Final = "学んだ時刻は、この表にはありません（日付まで）。"
SOURCES: Final[Mapping[str, tuple[str, str]]] = {
    "signed_credential": ("", "署名のある証明"),
    "endorsement": ("推", "上司や協力者の推薦"),
    "external_training": ("外", "外部研修"),
    "prior_learning": ("他", "ほかで学んだこと"),
}
"""By source: the sign of what has no signature, and the name."""
UNSIGNED: Final = tuple(
    (sign, name) for source, (sign, name) in SOURCES.items() if sign and source in tuple(Source)
)
"""What a legend has to tell."""
_KINDS: Final = {kind: word for word, kind in KIND_WORDS.items()}


def day_told(day: "date") -> str:
    """Return a day as papers write it."""
    return str(jdate(day))


def filters_told(whole: "Whole") -> list[tuple[str, str]]:
    """Return what was asked for, as pairs of a name and what was chosen."""
    asked = whole.asked
    titles = "、".join(f"{one.title.ja} {one.version}" for one in asked.frameworks)
    everywhere = "市全体" if asked.scope.department_ids is None else "担当する所属の全体"
    proofs = "署名のある証明だけ" if asked.proofs.signed else "すべて（署名のないものには印）"
    since = asked.proofs.since
    return [
        ("いつ現在", f"{day_told(asked.today)}現在"),
        ("枠組み", titles),
        ("所属", whole.opened.path if whole.opened else everywhere),
        ("届いたと数えるレベル", f"レベル{asked.minimum}以上"),
        ("証明", proofs),
        ("証明の新しさ", f"{day_told(since)}よりあと" if since else "いつのものでも"),
        ("任用形態", _KINDS[asked.kind] if asked.kind else "すべて"),
        ("実人数", f"{len(whole.people)}人"),
    ]


def counting_told(asked: "Asked") -> list[str]:
    """Return how the figures came about."""
    short = [one for one in asked.frameworks if one.top < asked.minimum]
    told = [
        "人数は、この日に市に所属する職員の実人数です。兼務の人は、主な所属で1人と数えます。",
        (
            f"所属の行は、届いた人の割合（％）です。分母は、その所属とその下の職員の人数です。"
            f"{rules.FEW}人より少ない所属は、割合を出しません（―）。"
        ),
        (
            "人の行は、数える証明のうちいちばんよいもののレベルです。"
            "同じレベルなら、署名のある証明を先にとります。"
        ),
        "取り消された証明と期限の切れた証明は、数えません。理由は「数えない証明」にあります。",
        NO_HOURS,
    ]
    if short:
        titles = "、".join(one.title.ja for one in short)
        told.insert(2, f"{titles}は、いちばん上のレベルに届いた人を数えます。")
    return told


def source_told(cell: "Cell") -> str:
    """Return what a cell stands on."""
    return SOURCES[cell.source][1]


def sign_of(cell: "Cell") -> str:
    """Return the character of what has no signature; empty for a signed credential."""
    return SOURCES[cell.source][0]


def fallen_told(cell: "Cell") -> str:
    """Return whether a cell was revoked or has expired; empty where it stands."""
    return FALLEN.get(cell.state, "")

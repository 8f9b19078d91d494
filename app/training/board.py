"""What pages say of records, and where the bars of their chart stand; a table says the same."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.clock import day_of
from app.frameworks import queries as frameworks
from app.i18n.dates import era_year
from app.talent.telling import Told
from app.training import queries
from app.training.rules import Claims, hours_text
from app.ui.days import jdate
from app.ui.reader import reader
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.talent.queries.staff import Department
    from app.training.queries import RecordRow, Sum, YearSums

LEFT, RIGHT, TOP, ROW = 230, 700, 8, 34
APRIL = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A department's bar: where it stands, and how long it is."""

    y: int
    width: int
    department: "Department"
    sum: "Sum"

    @property
    def label(self) -> str:
        """Its hours in words."""
        return hours(self.sum.minutes)


@dataclass(frozen=True, slots=True)
class Bars:
    """The hours of the departments right below the city, drawn."""

    bars: tuple[Bar, ...]
    height: int
    left: int = LEFT


def bars(sums: "YearSums") -> Bars:
    """Place the bars; the longest reaches the right."""
    shown = [(one, its) for one, its in sums.departments if one.depth == 1 and its.minutes]
    most = max((its.minutes for _, its in shown), default=1)
    drawn = tuple(
        Bar(TOP + ROW * place, max(2, (RIGHT - LEFT) * its.minutes // most), one, its)
        for place, (one, its) in enumerate(shown)
    )
    return Bars(drawn, TOP * 2 + ROW * len(drawn))


def hours(minutes: int | None) -> str:
    """Return a length of time in words: 「1.5時間」; a dash where nobody told."""
    if minutes is None:
        return "―"
    told: str = _("%(n)s時間", n=hours_text(minutes))
    return told


def fiscal_year_name(year: int) -> str:
    """Return a fiscal year in words, 令和8年度, or by its western year elsewhere."""
    era, number = era_year(date(year, APRIL, 1))
    told: str = _("%(era)s%(year)s年度", era=era, year=number)
    return told


def claims_words(claims: Claims) -> str:
    """Return what is attested in words: items with their levels."""
    locale = reader().locale
    told = []
    for ref, level in claims:
        item = frameworks.find_item(ref)
        name = f"{item.code} {item.label.of(locale)}" if item else ref
        told.append(str(_("%(item)s（レベル%(level)s）", item=name, level=level)))
    return "、".join(told)


def came_by(record: "RecordRow") -> str:
    """Return by which import a record came, with its day."""
    day = jdate(day_of(record.applied_at)) if record.applied_at else ""
    name = _("手で入れた一覧") if record.is_by_hand else record.import_name
    return f"{name}　{day}".strip()


def tell(session: "Session", ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Told]:
    """Return what is told beside a cell of the records behind it."""
    return {
        key: Told(
            (
                (str(_("時間")), hours(record.minutes)),
                (str(_("取り込み")), came_by(record)),
            ),
            str(_("修了者の一覧による申告です。電子署名のある証明より、弱い証拠として扱います。")),
        )
        for key, record in queries.grounds(session, ids).items()
    }

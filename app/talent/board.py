"""How a page of the matrix addresses its cells, and how it says them aloud."""

import uuid
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import url_for

from app.i18n.dates import era_year, fiscal_year
from app.talent import rules
from app.ui.days import jdate
from app.ui.reader import reader
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.frameworks.models import FrameworkItem
    from app.talent.forms import MatrixAddress
    from app.talent.queries.matrix import Matrix, Share
    from app.talent.queries.staff import StaffMember
    from app.talent.queries.standings import Cell


NAME, DAY = "\ue000", "\ue001"
"""They stand for a name and a day in a sentence that many cells share; no text has them."""


@dataclass(frozen=True)
class Board:
    """The matrix with the address it is shown under; what its template calls."""

    matrix: "Matrix"
    address: "MatrixAddress"

    @cached_property
    def _base(self) -> str:
        return url_for("talent.matrix")

    @cached_property
    def _items(self) -> "dict[str, FrameworkItem]":
        return {item.ref: item for item in self.matrix.framework.items}

    @cached_property
    def _rows(self) -> dict[uuid.UUID, str]:
        """The addresses of people's rows: a page has thousands of cells."""
        return {}

    @cached_property
    def _days(self) -> dict[date, str]:
        return {}

    @cached_property
    def _sentences(self) -> dict[tuple[str, int, bool, bool], str]:
        """What is said of cells, with ``NAME`` and ``DAY`` still to be filled in."""
        return {}

    def here(self, **changes: object) -> str:
        """Return the address of this page with other arguments; the filters stay."""
        args = {**self.address.filters(), **{name: str(value) for name, value in changes.items()}}
        return f"{self._base}?{urlencode(args)}" if args else self._base

    def cell_href(self, person: "StaffMember", cell: "Cell") -> str:
        """Return the address that opens one person's cell beside this very page."""
        row = self._rows.get(person.id)
        if row is None:
            row = self._rows[person.id] = self.here(page=self.matrix.page, person=person.id)
        return f"{row}&item={cell.code}"  # a code needs no quoting: see frameworks.source

    @property
    def close_href(self) -> str:
        """Return the address without an open cell."""
        return self.here(page=self.matrix.page)

    @property
    def fiscal_year(self) -> str:
        """The fiscal year of the day, 令和8年度."""
        era, year = era_year(date(fiscal_year(self.matrix.today), 4, 1))
        told: str = _("%(era)s%(year)s年度", era=era, year=year)
        return told

    @property
    def department_options(self) -> list[tuple[str, str]]:
        """The departments as a select offers them, in 建制順."""
        return [("", _("すべて"))] + [(str(one.id), one.path) for one in self.matrix.departments]

    @property
    def opened_value(self) -> str:
        """The chosen option of ``department_options``."""
        return str(self.matrix.opened.id) if self.matrix.opened else ""

    @property
    def level_options(self) -> list[tuple[str, str]]:
        """The levels as a select offers them."""
        return [
            (
                str(level.number),
                _(
                    "%(number)s %(name)s以上",
                    number=level.number,
                    name=level.label.of(reader().locale),
                ),
            )
            for level in self.matrix.framework.levels
        ]

    @property
    def leading(self) -> "tuple[FrameworkItem, Share] | None":
        """The item that most people of the city have reached; None while nobody reached any."""
        share = max(self.matrix.total, key=lambda share: share.reached, default=None)
        return (self._items[share.item_ref], share) if share and share.reached else None

    @property
    def open_share(self) -> "tuple[FrameworkItem, Share] | None":
        """The cell of a department that is open: ``?department=…&item=…`` without a person."""
        item, opened = self.address.item, self.matrix.opened
        if item is None or opened is None or self.address.person is not None:
            return None
        for row in self.matrix.rows:
            if row.department.id == opened.id:
                return item, next(share for share in row.shares if share.item_ref == item.ref)
        return None

    def holders(self, item: "FrameworkItem") -> "list[tuple[StaffMember, Cell]]":
        """Return the people of this page who stand at ``item``, in the order of the table."""
        place = self.matrix.framework.items.index(item)
        return [
            (one.person, cell)
            for row in self.matrix.rows
            for one in row.people
            if (cell := one.cells[place]) is not None and cell.is_standing
        ]

    def is_open(self, person: "StaffMember", cell: "Cell") -> bool:
        """Whether this cell is the one beside the table."""
        item = self.address.item
        return person.id == self.address.person and item is not None and item.ref == cell.item_ref

    def level_step(self, number: int) -> int:
        """Return the shade of a level."""
        return rules.step(number, self.matrix.framework.top)

    def share_label(self, place: str, share: "Share") -> str:
        """Return a department's cell as a sentence."""
        item = self._items[share.item_ref]
        told: str = _("%(place)s、%(item)s。", place=place, item=item.label.of(reader().locale))
        told += (
            _("5人より少ないので割合は出しません")
            if share.is_few
            else _(
                "%(people)s人のうち%(reached)s人、%(percent)sパーセント",
                people=share.people,
                reached=share.reached,
                percent=share.percent,
            )
        )
        return told

    def cell_label(self, person: "StaffMember", cell: "Cell") -> str:
        """Return a person's cell as a sentence, the day of the proof included."""
        is_asked = cell.contested_since is not None
        key = (cell.item_ref, cell.level, cell.is_standing, is_asked)
        if key not in self._sentences:
            self._sentences[key] = self._sentence(cell)
        if cell.attested_on not in self._days:
            self._days[cell.attested_on] = jdate(cell.attested_on)
        told = self._sentences[key].replace(DAY, self._days[cell.attested_on])
        return told.replace(NAME, person.name)

    def _sentence(self, cell: "Cell") -> str:
        item, locale = self._items[cell.item_ref], reader().locale
        level = item.level(cell.level)
        told: str = _(
            "%(name)sさん、%(item)s。レベル%(number)s %(level)s、%(day)s",
            name=NAME,
            item=item.label.of(locale),
            number=cell.level,
            level=level.label.of(locale) if level else "",
            day=DAY,
        )
        if not cell.is_standing:
            told = _("%(told)s。いまは数えません", told=told)
        if cell.contested_since is not None:
            told = _("%(told)s。本人の申し立てで確認中です", told=told)
        return told

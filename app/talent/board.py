"""How a page of the matrix addresses its cells, what may be asked of it, and what is."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from flask import url_for

from app.frameworks import queries as frameworks
from app.i18n.dates import era_year, fiscal_year
from app.personnel.rules import KIND_WORDS
from app.talent import rules
from app.talent.cells import Cells
from app.talent.forms import FRESH_DAYS
from app.talent.words import UNSIGNED
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.ui.strings import in_language

if TYPE_CHECKING:
    from markupsafe import Markup

    from app.frameworks.models import Framework, FrameworkItem
    from app.talent.forms import MatrixAddress
    from app.talent.queries.matrix import DepartmentRow, Matrix, PersonRow
    from app.talent.queries.rollup import Share
    from app.talent.queries.staff import StaffMember
    from app.talent.queries.standings import Cell
    from app.talent.words import Mark

LONG = 9
"""As many characters of a column's head stand in a line."""
Options = list[tuple[str, str]]


class Chip(NamedTuple):
    """A filter in force: what it is of, what it says, and the address without it."""

    kind: str
    value: str
    href: str


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
        return {item.ref: item for item in self.matrix.items}

    @cached_property
    def _keys(self) -> dict[str, str]:
        """By item ref, what names it in addresses: a code needs no quoting, nor does a ref."""
        found: dict[str, str] = {}
        taken: set[str] = set()
        for item in self.matrix.items:
            found[item.ref] = item.ref if item.code in taken else item.code
            taken.add(item.code)
        return found

    @cached_property
    def _cells(self) -> Cells:
        return Cells(self._items, self._keys)

    @cached_property
    def _chosen(self) -> str | None:
        return self.address.item.ref if self.address.item else None

    def here(self, *without: str, **changes: object) -> str:
        """Return the address of this page with other arguments; the filters stay."""
        args = self.address.filters(*without)
        args.update({name: str(value) for name, value in changes.items()})
        return f"{self._base}?{urlencode(args)}" if args else self._base

    def cell_href(self, person: "StaffMember", cell: "Cell") -> str:
        """Return the address that opens one person's cell beside this very page."""
        return f"{self._row_href(person)}&item={self._keys[cell.item_ref]}"

    def _row_href(self, person: "StaffMember") -> str:
        return self.here(page=self.matrix.page, person=person.id)

    def person_cells(self, row: "PersonRow") -> "Markup":
        """Return the cells of a person's row."""
        chosen = self._chosen if row.person.id == self.address.person else None
        return self._cells.of_person(
            row.person.name, self._row_href(row.person), row.cells, chosen=chosen
        )

    def share_cells(self, row: "DepartmentRow") -> "Markup":
        """Return the cells of a department's row."""
        place, opened = row.department, self.matrix.opened
        is_chosen = opened is not None and opened.id == place.id and not self.address.person
        chosen = self._chosen if is_chosen else None
        href = self.here(department=place.id)
        return self._cells.of_department(place.path, href, row.shares, chosen=chosen)

    @property
    def has_long_heads(self) -> bool:
        """Whether a column's head needs more room than most."""
        return any(len(piece) > LONG for item in self.matrix.items for piece in item.column)

    @property
    def total_cells(self) -> "Markup":
        """The cells of everybody together."""
        return self._cells.of_department(self.whole_name, "", self.matrix.total, chosen=None)

    @property
    def whole_name(self) -> str:
        """What all that may be read is called."""
        is_city = self.matrix.asked.scope.department_ids is None
        return _("市全体") if is_city else _("担当する所属の全体")

    def file_href(self, form: str) -> str:
        """Return the address of the whole under these filters, as a file."""
        return url_for("talent.matrix_file", form=form, **self.address.filters())  # type: ignore[arg-type]

    @property
    def close_href(self) -> str:
        """Return the address without an open cell."""
        return self.here(page=self.matrix.page)

    @property
    def cleared_href(self) -> str:
        """Return the address with no filter but the framework."""
        return self.here("department", "min", "proofs", "fresh", "kind")

    @property
    def fiscal_year(self) -> str:
        """The fiscal year of the day, 令和8年度."""
        era, year = era_year(date(fiscal_year(self.matrix.today), 4, 1))
        told: str = _("%(era)s%(year)s年度", era=era, year=year)
        return told

    @property
    def framework_options(self) -> Options:
        """Each framework on file, and those of one standard together."""
        locale, every = reader().locale, frameworks.frameworks()
        options = [(one.ref, one.name.of(locale)) for one in every]
        together = [*of_one_standard(every), self.matrix.frameworks]
        for some in together:
            value = " ".join(one.ref for one in some)
            if value not in dict(options):
                options.append((value, "＋".join(one.name.of(locale) for one in some)))
        return options

    @property
    def department_options(self) -> Options:
        """The departments as a select offers them, in 建制順."""
        return [("", _("すべて"))] + [(str(one.id), one.path) for one in self.matrix.departments]

    @property
    def opened_value(self) -> str:
        """The chosen option of ``department_options``."""
        return str(self.matrix.opened.id) if self.matrix.opened else ""

    @property
    def level_options(self) -> Options:
        """The levels as a select offers them; scales side by side have numbers alone."""
        longest = max(self.matrix.frameworks, key=lambda one: one.top)
        if len(self.matrix.frameworks) > 1:
            numbers = range(1, longest.top + 1)
            return [(str(one), _("レベル%(number)s以上", number=one)) for one in numbers]
        return [(str(one.number), self._level_told(one.number)) for one in longest.levels]

    def _level_told(self, number: int) -> str:
        level = self.matrix.items[0].level(number)
        name = level.label.of(reader().locale) if level else ""
        return _("%(number)s %(name)s以上", number=number, name=name)

    @property
    def proof_options(self) -> Options:
        """Which proofs count."""
        return [("", _("すべて")), ("signed", _("署名のある証明だけ"))]

    @property
    def fresh_options(self) -> Options:
        """How old a proof may be."""
        return [("", _("いつでも")), (str(FRESH_DAYS), _fresh())]

    @property
    def fresh_value(self) -> str:
        """The chosen option of ``fresh_options``."""
        return str(FRESH_DAYS) if self.address.fresh else ""

    @property
    def kind_options(self) -> Options:
        """The kinds of employment."""
        locale = reader().locale
        kinds = [(kind.value, in_language(locale, word)) for word, kind in KIND_WORDS.items()]
        return [("", _("すべて")), *kinds]

    @property
    def chips(self) -> list[Chip]:
        """The filters in force."""
        address, opened, found = self.address, self.matrix.opened, []
        if opened is not None:
            found.append(Chip(_("所属"), opened.path, self.here("department")))
        if self.matrix.minimum > 1:
            least = dict(self.level_options)[str(self.matrix.minimum)]
            found.append(Chip(_("レベル"), least, self.here("min")))
        if address.signed:
            found.append(Chip(_("証明"), _("署名のあるものだけ"), self.here("proofs")))
        if address.fresh:
            found.append(Chip(_("新しさ"), _fresh(), self.here("fresh")))
        if address.kind is not None:
            kind = dict(self.kind_options)[address.kind.value]
            found.append(Chip(_("任用形態"), kind, self.here("kind")))
        return found

    @property
    def sources(self) -> "tuple[Mark, ...]":
        """The sources that have no signature, for the legend; none where they are left out."""
        return () if self.address.signed else UNSIGNED

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
        place = self.matrix.items.index(item)
        return [
            (one.person, cell)
            for row in self.matrix.rows
            for one in row.people
            if (cell := one.cells[place]) is not None and cell.is_standing
        ]

    def level_step(self, framework: "Framework", number: int) -> int:
        """Return the shade of a level."""
        return rules.step(number, framework.top)


def _fresh() -> str:
    return _("%(days)s日以内", days=FRESH_DAYS)


def of_one_standard(every: "tuple[Framework, ...]") -> "list[tuple[Framework, ...]]":
    """Return what belongs together by its name: dss-l and dss-p, each in its latest version."""
    latest = {one.id: one for one in every}  # in the order of their refs
    families = groupby(sorted(latest.values(), key=_family), key=_family)
    found = [tuple(some) for _name, some in families]
    return [some for some in found if len(some) > 1]


def _family(framework: "Framework") -> str:
    return framework.id.partition("-")[0]

"""How the search addresses itself, and how what is found is said."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import url_for

from app.frameworks import queries as frameworks
from app.staffing.forms.finding import KINDS, LEAVES, MONTHS, ROOMS, ROOMS_ASKED, FindAddress
from app.staffing.forms.skills import written
from app.staffing.queries import How, RoomAsked, Search
from app.staffing.rules import months_before
from app.talent.words import mark_of
from app.ui.reader import reader
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.frameworks.models import FrameworkItem
    from app.staffing.forms.skills import Picker
    from app.staffing.queries import Found, Held, Loosened
    from app.workforce.queries import Frame, Profile


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force: what kind it is of, what is asked, and the address without it."""

    kind: str
    value: str
    href: str


def evidence_href(person_id: uuid.UUID, department_id: uuid.UUID, held: "Held") -> str:
    """Return the address in the matrix at which a cell is open, with its proof."""
    asked = {
        "framework": held.framework,
        "department": str(department_id),
        "person": str(person_id),
        "item": held.code,
    }
    return f"{url_for('talent.matrix')}?{urlencode(asked)}"


@dataclass(frozen=True)
class FindBoard:
    """The search with the address it stands under; what its template calls."""

    address: FindAddress
    frame: "Frame"
    picker: "Picker"

    kinds = KINDS
    leaves = LEAVES
    rooms = ROOMS
    mark_of = staticmethod(mark_of)

    @property
    def search(self) -> Search:
        """What is looked for."""
        return self.address.search

    @cached_property
    def _base(self) -> str:
        return url_for("staffing.find")

    @cached_property
    def items(self) -> "tuple[FrameworkItem, ...]":
        """The items that are asked for, in their order."""
        return tuple(frameworks.item(ref) for ref in self.search.refs)

    def page_href(self, page: int) -> str:
        """Return the address of another page."""
        return f"{self._base}?{self.address.query(page=page)}"

    def href(self, search: Search) -> str:
        """Return the address of another search."""
        query = self.address.query(search)
        return f"{self._base}?{query}" if query else self._base

    @cached_property
    def hidden(self) -> list[tuple[str, str]]:
        """The conditions as fields of a form."""
        return self.address.args()

    @cached_property
    def _matrix(self) -> str:
        return url_for("talent.matrix")

    def cell_href(self, one: "Found", held: "Held") -> str:
        """Return the address of the proof of what somebody has."""
        person = one.person
        return (
            f"{self._matrix}?framework={held.framework}&department={person.department_id}"
            f"&person={person.id}&item={held.code}"
        )

    @property
    def chips(self) -> list[Chip]:
        """Every condition in force, with the address that lets go of it."""
        asked = self.search
        found = [
            Chip(_("スキル"), self._skill(number), self.href(replace(asked, conditions=rest)))
            for number, one in enumerate(asked.conditions)
            for rest in [tuple(other for other in asked.conditions if other != one)]
        ]
        if asked.how is How.ANY and len(asked.conditions) > 1:
            found.append(self._chip("how", How.ALL))
        found += [self._chip(name) for name in ("months", "signed") if getattr(asked, name)]
        found += [
            Chip(_("所属"), self._place(one), self.href(replace(asked, departments=rest)))
            for one in asked.departments
            for rest in [tuple(other for other in asked.departments if other != one)]
        ]
        found += [
            Chip(_("任用形態"), str(KINDS[one]), self.href(replace(asked, kinds=rest)))
            for one in asked.kinds
            for rest in [tuple(other for other in asked.kinds if other != one)]
        ]
        return found + [self._chip(name) for name in ("room", "away") if getattr(asked, name)]

    def _chip(self, name: str, otherwise: object = None) -> Chip:
        plain = getattr(Search(), name) if otherwise is None else otherwise
        kind, value = self._said(name)
        return Chip(kind, value, self.href(replace(self.search, **{name: plain})))  # type: ignore[arg-type]

    def _said(self, name: str) -> tuple[str, str]:
        asked = self.search
        words = {
            "how": (_("数えかた"), _("どれか1つでも")),
            "months": (_("いつの証明"), _("%(n)sか月以内", n=asked.months)),
            "signed": (_("どの証明か"), _("署名つきの証明だけ")),
            "departments": (_("所属"), "、".join(self._place(one) for one in asked.departments)),
            "kinds": (_("任用形態"), "、".join(str(KINDS[one]) for one in asked.kinds)),
            "room": (_("余裕"), str(ROOMS_ASKED[asked.room])),
            "away": (_("休みなど"), _("休職・育休・出向中の人も")),
        }
        return words[name]

    def dropped(self, one: "Loosened") -> str:
        """Return what a looser search lets go of, in words."""
        if one.dropped in self.search.refs:
            return self._skill(self.search.refs.index(one.dropped))
        if one.dropped == "away":
            told: str = _("休職・育休・出向中の人を出さない")
            return told
        return self._said(one.dropped)[1]

    def _skill(self, number: int) -> str:
        item, level = self.items[number], self.search.conditions[number].level
        told: str = _(
            "%(skill)s、レベル%(level)s以上",
            skill=f"{item.code} {item.label.of(reader().locale)}",
            level=level,
        )
        return told

    def _place(self, department_id: uuid.UUID) -> str:
        found = self.frame.tree.find(department_id)
        return found.path if found else str(_("いまはない所属"))

    @property
    def skills(self) -> list[str]:
        """The skills as an address holds them."""
        return [written(one) for one in self.search.conditions]

    def role_options(self, roles: "Iterable[Profile]") -> list[tuple[str, str]]:
        """The roles whose needs may be picked."""
        return [(str(one.id), one.name) for one in roles if one.closed_on is None]

    @property
    def place_options(self) -> list[tuple[str, str]]:
        """The departments that may be added, in 建制順, as far as the reader reads."""
        tree = self.frame.tree.within(self.frame.scope.department_ids)
        return [
            ("", _("加えない")),
            *(
                (str(one.id), "　" * one.depth + one.name)
                for one in tree.ordered
                if one.id not in self.search.departments
            ),
        ]

    @property
    def month_options(self) -> list[tuple[str, str]]:
        """How recent a proof may be asked to be."""
        months = sorted({*MONTHS, *([self.search.months] if self.search.months else [])})
        return [("", _("問わない")), *((str(n), _("%(n)sか月以内", n=n)) for n in months)]

    @property
    def room_options(self) -> list[tuple[str, str]]:
        """Whose room may be asked for."""
        return [(one.value, str(word)) for one, word in ROOMS_ASKED.items()]

    @property
    def how_options(self) -> Sequence[tuple[str, str]]:
        """Whether all skills are wanted."""
        return (("all", _("すべてそろう人")), ("any", _("どれか1つでもある人")))

    @property
    def proof_options(self) -> Sequence[tuple[str, str]]:
        """Which proofs count."""
        return (("", _("どの証明でも")), ("signed", _("署名つきの証明だけ")))

    def fits(self, one: "Found", number: int) -> bool:
        """Whether somebody has what is asked for: as high, and as lately as it is wanted."""
        held, asked = one.held[number], self.search
        if held is None or held.level < asked.conditions[number].level:
            return False
        today = self.frame.today
        return asked.months is None or held.attested_on >= months_before(today, asked.months)

    @property
    def is_counted(self) -> bool:
        """Whether people differ in how much of it they have."""
        return self.search.how is How.ANY and len(self.search.conditions) > 1

    @property
    def asks_for_room(self) -> bool:
        """Whether room was asked for."""
        return self.search.room is not RoomAsked.ANY

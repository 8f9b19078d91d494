"""The address of the search: every condition stands in it. What means nothing is not asked."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from app.personnel.rules import EmploymentKind, Leave
from app.staffing.forms.skills import SKILL, read_conditions, written
from app.staffing.queries import How, RoomAsked, Search
from app.staffing.rules import MOST_MONTHS, Condition, Room
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from app.ui.strings import Lazy

MONTHS: Final = (6, 12, 24, 36)
KINDS: "Final[Mapping[EmploymentKind, Lazy]]" = {
    EmploymentKind.FULL_TIME: _l("常勤"),
    EmploymentKind.PART_TIME: _l("非常勤"),
    EmploymentKind.FISCAL_YEAR: _l("会計年度任用"),
    EmploymentKind.PROMOTED_INSIDE: _l("内部登用"),
    EmploymentKind.RECRUITED_OUTSIDE: _l("外部登用"),
    EmploymentKind.ON_LOAN: _l("民間出向"),
    EmploymentKind.CO_WORKING: _l("企業協業"),
}
LEAVES: "Final[Mapping[Leave, Lazy]]" = {
    Leave.SUSPENDED: _l("休職"),
    Leave.CHILDCARE: _l("育休"),
    Leave.SECONDED: _l("出向中"),
}
ROOMS: "Final[Mapping[Room, Lazy]]" = {
    Room.HELPS: _l("手伝える"),
    Room.ADVISES: _l("相談できる"),
    Room.BUSY: _l("いまは難しい"),
}
ROOMS_ASKED: "Final[Mapping[RoomAsked, Lazy]]" = {
    RoomAsked.ANY: _l("問わない"),
    RoomAsked.HELPS: _l("手伝えると言った人"),
    RoomAsked.SOME: _l("手伝えるか、相談できると言った人"),
    RoomAsked.NOT_BUSY: _l("難しいと言った人を除く"),
}
ROLE, STEP = "role", "step"
"""A role whose needs are to be picked, and which button was pressed: neither stays."""


@dataclass(frozen=True, slots=True)
class FindAddress:
    """A search, the page of it, and the short list that somebody looks for."""

    search: Search
    page: int = 1
    list_id: uuid.UUID | None = None

    @classmethod
    def read(cls, args: "MultiDict[str, str]") -> "FindAddress":
        """Read the query string."""
        return cls(
            Search(
                conditions=read_conditions(args.getlist(SKILL)),
                how=How.ANY if args.get("how") == How.ANY else How.ALL,
                months=_months(args.get("months")),
                signed=args.get("proof") == "signed",
                departments=tuple(dict.fromkeys(filter(None, map(_uuid, args.getlist("d"))))),
                kinds=tuple(one for one in EmploymentKind if one in args.getlist("kind")),
                room=next((one for one in RoomAsked if one == args.get("room")), RoomAsked.ANY),
                away=args.get("away") == "1",
            ),
            page=_number(args.get("page")),
            list_id=_uuid(args.get("list")),
        )

    def with_needs(self, needs: Mapping[str, int]) -> "FindAddress":
        """Return the address with what a role asks for picked as well."""
        both = [*self.search.conditions, *(Condition(*pair) for pair in needs.items())]
        picked = read_conditions(written(one) for one in both)
        return replace(self, search=replace(self.search, conditions=picked), page=1)

    def args(self, *, page: int = 1) -> list[tuple[str, str]]:
        """Return the query arguments; defaults are left out."""
        asked = self.search
        given: list[tuple[str, Any]] = [
            *((SKILL, written(one)) for one in asked.conditions),
            ("how", asked.how.value if asked.how is How.ANY else ""),
            ("months", asked.months or ""),
            ("proof", "signed" if asked.signed else ""),
            *(("d", one) for one in asked.departments),
            *(("kind", one.value) for one in asked.kinds),
            ("room", asked.room.value),
            ("away", "1" if asked.away else ""),
            ("list", self.list_id or ""),
            ("page", page if page > 1 else ""),
        ]
        return [(name, str(value)) for name, value in given if value != ""]

    def query(self, search: Search | None = None, *, page: int = 1) -> str:
        """Return the query string, for this search or another one."""
        one = self if search is None else replace(self, search=search)
        return urlencode(one.args(page=page))


def is_untidy(args: "MultiDict[str, str]") -> bool:
    """Whether an address holds what need not stay: empty fields, a button, a role to pick from."""
    return any(not value or name in {ROLE, STEP} for name, value in args.items(multi=True))


def _months(text: str | None) -> int | None:
    number = _number(text, least=0)
    return number if 0 < number <= MOST_MONTHS else None


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _number(text: str | None, *, least: int = 1) -> int:
    is_number = text and text.isascii() and text.isdecimal() and len(text) < 7  # noqa: PLR2004
    return max(int(text), least) if text and is_number else least

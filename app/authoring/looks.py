"""Whose screen a preview shows: the names by which an author chooses."""

from enum import StrEnum
from typing import TYPE_CHECKING

from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Iterable


class Look(StrEnum):
    """A kind of reader, or of reading. The numbers are school years."""

    YEAR_2 = "2"
    YEAR_4 = "4"
    YEAR_6 = "6"
    YEAR_7 = "7"
    CITIZEN = "citizen"
    STAFF = "staff"
    ALOUD = "aloud"

    @property
    def grade(self) -> int | None:
        """The school year; None for all who are no pupils."""
        return int(self) if self.isdecimal() else None


LOOK_NAMES = {
    Look.YEAR_2: _l("小2"),
    Look.YEAR_4: _l("小4"),
    Look.YEAR_6: _l("小6"),
    Look.YEAR_7: _l("中学"),
    Look.CITIZEN: _l("市民"),
    Look.STAFF: _l("職員"),
    Look.ALOUD: _l("読み上げ"),
}


def look_for(audience: str, grades: "Iterable[int]") -> Look:
    """Return what an author wants to see first: the course's own readers, the youngest of them."""
    if audience != "child":
        return Look.STAFF if audience == "staff" else Look.CITIZEN
    youngest = min(grades, default=2)
    years = (one for one in Look if one.grade is not None and one.grade >= youngest)
    return next(years, Look.YEAR_7)


def look_named(name: str | None, otherwise: Look) -> Look:
    """Read a look from an address; anything unknown is ``otherwise``."""
    return Look(name) if name in set(Look) else otherwise

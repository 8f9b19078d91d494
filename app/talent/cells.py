"""The cells of the matrix as HTML.

A page has thousands of them, so that they are put together here and not by the template: what
many of them say alike is said once, and the day and the name are filled in.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from app.talent.rules import Source, State
from app.talent.words import mark_of
from app.ui.days import jdate
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.ui.strings import in_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.frameworks.models import FrameworkItem
    from app.talent.queries.rollup import Share
    from app.talent.queries.standings import Cell

NAME, DAY = "\ue000", "\ue001"
PLACE, PEOPLE, REACHED, PERCENT = "\ue002", "\ue003", "\ue004", "\ue005"
"""They stand for names, days and numbers in what many cells share; no text has them."""
HERE = ' aria-current="true"'

Key = tuple[str, int, Source, State, str | None, bool]


@dataclass(frozen=True)
class Cells:
    """Draws cells; keeps what it has said once."""

    items: "Mapping[str, FrameworkItem]"
    keys: "Mapping[str, str]"
    """By item ref, what names the item in this page's addresses."""
    _said: dict[Key, tuple[str, str]] = field(default_factory=dict)
    _shared: dict[tuple[str, bool], str] = field(default_factory=dict)

    def of_person(
        self, name: str, address: str, cells: "Iterable[Cell | None]", *, chosen: str | None
    ) -> Markup:
        """Return a person's cells.

        Args:
            name: The person's.
            address: Of the person's row; what names the item is put behind it.
            cells: In the order of the columns.
            chosen: The ref of the item that is open beside the table.
        """
        who, to = str(escape(name)), str(escape(address)) + "&amp;item="
        locale = reader().locale
        drawn = []
        for cell in cells:
            if cell is None:
                drawn.append("<td></td>")
                continue
            before, after = self._about(cell)
            day = _day(locale, cell.attested_on)
            here = HERE if cell.item_ref == chosen else ""
            told = before.replace(NAME, who, 1).replace(DAY, day, 1)
            drawn.append(
                f'<td><a href="{to}{self.keys[cell.item_ref]}"{here} {told}>{after}</a></td>'
            )
        return Markup("".join(drawn))  # noqa: S704  of escaped text alone

    def of_department(
        self, place: str, address: str, shares: "Iterable[Share]", *, chosen: str | None
    ) -> Markup:
        """Return a department's cells; without an address they open nothing."""
        to = str(escape(address)) + "&amp;item=" if address else ""
        drawn = []
        for share in shares:
            told = escape(self.share_label(place, share))
            if share.is_few:
                inner = f'<span aria-hidden="true">―</span><span class="vh">{told}</span>'
                drawn.append(f'<td><span class="lv lv--none">{inner}</span></td>')
                continue
            look = f"lv lv--{share.step}" if share.step > 1 else "lv"
            inner = f"{share.percent}{_bar(share.percent)}"
            if to:
                here = HERE if share.item_ref == chosen else ""
                link = f'href="{to}{self.keys[share.item_ref]}"{here} aria-label="{told}"'
                drawn.append(f'<td><a class="{look}" {link}>{inner}</a></td>')
            else:
                drawn.append(f'<td><span class="{look}">{inner}</span></td>')
        return Markup("".join(drawn))  # noqa: S704  of escaped text alone

    def share_label(self, place: str, share: "Share") -> str:
        """Return a department's cell as a sentence."""
        key = (share.item_ref, share.is_few)
        said = self._shared.get(key)
        if said is None:
            said = self._shared[key] = self._share_sentence(*key)
        said = said.replace(PEOPLE, str(share.people)).replace(REACHED, str(share.reached))
        return said.replace(PERCENT, str(share.percent)).replace(PLACE, place)

    def _share_sentence(self, ref: str, is_few: bool) -> str:  # noqa: FBT001  of a key
        item = self.items[ref].label.of(reader().locale)
        told: str = _("%(place)s、%(item)s。", place=PLACE, item=item)
        told += (
            _("5人より少ないので割合は出しません")
            if is_few
            else _(
                "%(people)s人のうち%(reached)s人、%(percent)sパーセント",
                people=PEOPLE,
                reached=REACHED,
                percent=PERCENT,
            )
        )
        return told

    def _about(self, cell: "Cell") -> tuple[str, str]:
        """Return the attributes of a cell, with ``NAME`` and ``DAY`` in them, and its content."""
        key = (cell.item_ref, cell.level, cell.source, cell.state, cell.reason, cell.is_contested)
        found = self._said.get(key)
        if found is None:
            found = self._said[key] = self._drawn(cell)
        return found

    def _drawn(self, cell: "Cell") -> tuple[str, str]:
        sign = mark_of(cell.source).sign
        look = f"lv lv--{cell.step}" if cell.is_standing else "lv lv--none"
        if sign is not None:
            look += " lv--said"
        if cell.is_contested:
            look += " lv--asked"
        mark = "" if sign is None else f' data-sign="{escape(sign)}"'
        return f'class="{look}"{mark} aria-label="{escape(self._sentence(cell))}"', str(cell.level)

    def _sentence(self, cell: "Cell") -> str:
        item, locale = self.items[cell.item_ref], reader().locale
        level = item.level(cell.level)
        told: str = _(
            "%(name)sさん、%(item)s。レベル%(number)s %(level)s、%(day)s",
            name=NAME,
            item=item.label.of(locale),
            number=cell.level,
            level=level.label.of(locale) if level else "",
            day=DAY,
        )
        if cell.source is not Source.SIGNED_CREDENTIAL:
            told = _("%(told)s。%(source)s、署名なし", told=told, source=mark_of(cell.source).name)
        if not cell.is_standing:
            told = _("%(told)s。いまは数えません", told=told)
            told += f"（{fallen(cell)}）"
        if cell.is_contested:
            told = _("%(told)s。本人の申し立てで確認中です", told=told)
        return told


@lru_cache(maxsize=4096)
def _day(locale: str, day: date) -> str:  # noqa: ARG001  in which the day is told
    return str(escape(jdate(day)))


def fallen(cell: "Cell") -> str:
    """Return why a cell does not count any more, as a few words."""
    word = _("期限切れ") if cell.state is State.EXPIRED else _("取り消し")
    if not cell.reason:
        return word
    reason = in_language(reader().locale, cell.reason)  # marked where it is written
    return _("%(word)s：%(reason)s", word=word, reason=reason)


def _bar(percent: int) -> str:
    return (
        '<svg viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect width="{percent}" height="3" fill="currentColor"/></svg>'
    )

"""What was found, and a short list, as tables to take along."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.frameworks import queries as frameworks
from app.sheets.text import guarded
from app.staffing.forms.finding import KINDS, ROOMS
from app.staffing.forms.lists import STAGES
from app.talent.words import mark_of
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.staffing.queries import Found, Held, ListPage, Member, RoomSaid, Search


def found_rows(found: "Iterable[Found]", search: "Search") -> Iterator[list[str]]:
    """Yield who was found, with what they have of each skill that was asked for."""
    heads: list[str] = [_("所属"), _("職名"), _("氏名"), _("兼務"), _("任用形態"), _("合う数")]
    for one in search.conditions:
        item = frameworks.item(one.item_ref)
        skill = f"{item.code} {item.label.ja}"
        heads += [_("%(skill)s、レベル%(level)s以上", skill=skill, level=one.level)]
        heads += [_("証明の日"), _("どの証明か"), _("いつまで")]
    yield _safe([*heads, _("いまの余裕"), _("いつまで"), _("ひとこと")])
    for each in found:
        person = each.person
        row = [person.place, person.title, person.name, "、".join(person.other_places)]
        row += ["" if each.kind is None else str(KINDS[each.kind]), str(each.fits)]
        for held in each.held:
            row += _held(held)
        yield _safe([*row, *_room(each.room)])


def list_rows(page: "ListPage") -> Iterator[list[str]]:
    """Yield who is on a list, and below what the group has of each need."""
    names = [f"{one.wanted.item.code} {one.wanted.item.label.ja}" for one in page.needs]
    heads: list[str] = [_("所属"), _("職名"), _("氏名"), _("声かけ"), _("その日")]
    for name, need in zip(names, page.needs, strict=True):
        heads.append(_("%(skill)s、レベル%(level)s以上", skill=name, level=need.wanted.level))
    heads += [_("足りない力"), _("いまの余裕"), _("いつまで"), _("ひとこと"), _("覚え書き")]
    yield _safe(heads)
    for one in page.members:
        yield _safe(_member(one, page))
    yield []
    yield _safe([_("いる力"), _("レベル"), _("そろっている人"), _("まだ足りない分")])
    for name, need in zip(names, page.needs, strict=True):
        share = need.share
        yield _safe([name, str(share.level), "、".join(need.names), str(share.missing)])


def _member(one: "Member", page: "ListPage") -> list[str]:
    person = one.person
    place, title = (person.place, person.title) if person else (_("いまは職員ではありません"), "")
    row = [place, title, one.name, STAGES[one.listed.stage], one.listed.stage_on.isoformat()]
    for need in page.needs:
        held = one.held.get(need.wanted.item.ref)
        row.append(str(held.level) if held else "")
    lacking = "、".join(f"{want.item.code} {at}→{want.level}" for want, at in one.lacking)
    return [*map(str, row), lacking, *_room(one.room), one.listed.note]


def _held(held: "Held | None") -> list[str]:
    if held is None:
        return ["", "", "", ""]
    end = held.expires_on.isoformat() if held.expires_on else ""
    return [str(held.level), held.attested_on.isoformat(), str(mark_of(held.source).name), end]


def _room(said: "RoomSaid | None") -> list[str]:
    if said is None:
        return [_("わからない"), "", ""]
    return [str(ROOMS[said.room]), said.until.isoformat(), said.note]


def _safe(row: "Iterable[str]") -> list[str]:
    return [guarded(str(cell)) for cell in row]

"""What was found, and a short list, as tables in Japanese as the city keeps them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from app.frameworks import queries as frameworks
from app.personnel.rules import KIND_WORDS
from app.sheets.text import guarded
from app.staffing.rules import Room, Stage
from app.talent.rules import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.staffing.queries import Found, Held, ListPage, Member, RoomSaid, Search

FOUND: Final = "人をさがした結果"
LISTED: Final = "候補の一覧"
SOURCES: Final = {
    Source.SIGNED_CREDENTIAL: "署名つきの証明",
    Source.ENDORSEMENT: "推薦",
    Source.EXTERNAL_TRAINING: "外部の研修",
}
ROOMS: Final = {Room.HELPS: "手伝える", Room.ADVISES: "相談できる", Room.BUSY: "いまは難しい"}
STAGES: Final = {
    Stage.CONSIDERED: "候補",
    Stage.ASKED: "声をかけた",
    Stage.DECIDED: "決まった",
    Stage.PASSED: "見送り",
}
_KINDS: Final = {kind: word for word, kind in KIND_WORDS.items()}


def found_rows(found: "Iterable[Found]", search: "Search") -> Iterator[list[str]]:
    """Yield who was found, with what they have of each skill that was asked for."""
    heads = ["所属", "職名", "氏名", "兼務", "任用形態", "あてはまる数"]
    for one in search.conditions:
        item = frameworks.item(one.item_ref)
        name = f"{item.code} {item.label.ja}"
        heads += [f"{name}（{one.level}以上）", "証明の日", "根拠", "期限"]
    yield _safe([*heads, "余裕", "いつまで", "ひとこと"])
    for each in found:
        person = each.person
        row = [person.place, person.title, person.name, "、".join(person.other_places)]
        row += ["" if each.kind is None else _KINDS[each.kind], str(each.fits)]
        for held in each.held:
            row += _held(held)
        yield _safe([*row, *_room(each.room)])


def list_rows(page: "ListPage") -> Iterator[list[str]]:
    """Yield who is on a list, and below what the group has of each need."""
    names = [f"{one.wanted.item.code} {one.wanted.item.label.ja}" for one in page.needs]
    levels = [f"{name}（{one.wanted.level}）" for name, one in zip(names, page.needs, strict=True)]
    heads = ["所属", "職名", "氏名", "声かけ", "その日", *levels, "足りない力"]
    yield _safe([*heads, "余裕", "いつまで", "ひとこと", "覚え書き"])
    for one in page.members:
        yield _safe(_member(one, page))
    yield []
    yield ["いる力", "レベル", "いまの最高", "そろっている人", "あと"]
    for name, need in zip(names, page.needs, strict=True):
        share = need.share
        row = [name, str(share.level), str(share.best), "、".join(need.names), str(share.missing)]
        yield _safe(row)


def _member(one: "Member", page: "ListPage") -> list[str]:
    place, title = (one.person.place, one.person.title) if one.person else ("退職・異動", "")
    row = [place, title, one.name, STAGES[one.listed.stage], one.listed.stage_on.isoformat()]
    for need in page.needs:
        held = one.held.get(need.wanted.item.ref)
        row.append(str(held.level) if held else "")
    lacking = "、".join(f"{want.item.code} {at}→{want.level}" for want, at in one.lacking)
    return [*row, lacking, *_room(one.room), one.listed.note]


def _held(held: "Held | None") -> list[str]:
    if held is None:
        return ["", "", "", ""]
    end = held.expires_on.isoformat() if held.expires_on else ""
    return [str(held.level), held.attested_on.isoformat(), SOURCES[held.source], end]


def _room(said: "RoomSaid | None") -> list[str]:
    if said is None:
        return ["わからない", "", ""]
    return [ROOMS[said.room], said.until.isoformat(), said.note]


def _safe(row: list[str]) -> list[str]:
    return [guarded(cell) for cell in row]

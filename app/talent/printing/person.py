"""One person's sheet as a workbook, a table and a paper: the same for HR and for the person."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from app.press import Paper
from app.sheets.text import guarded, written_csv
from app.sheets.xlsx_writing import Look, Sheet, Styled, Value, written_sheets
from app.talent import rules
from app.talent.printing.told import (
    FALLEN,
    NO_HOURS,
    PAPERS,
    SOURCES,
    day_told,
    fallen_told,
    sign_of,
    source_told,
)
from app.talent.rules import Source

if TYPE_CHECKING:
    from app.frameworks.models import Framework, FrameworkItem
    from app.talent.queries.people import Certificate, PersonSheet
    from app.talent.queries.standings import Cell

TITLE: Final = "スキルの記録"
_NOTES: Final = (
    "人事の担当者に見えているものと、本人に見えているものは、同じです。",
    "職員の育成と配置の参考のためだけに使われます。",
    NO_HOURS,
)
_ITEMS: Final = (
    *("枠組み", "項目", "名前", "レベル", "レベルの名前", "状態", "理由"),
    *("証明の日", "期限", "もとになるもの"),
)
_PROOFS: Final = (*("証明", "発行者", "もとになるもの", "状態", "理由", "受けた日", "期限", "力"),)


def person_workbook(sheet: "PersonSheet") -> bytes:
    """Return a person's sheet as a workbook: who, the items, the proofs."""
    about: list[list[Value]] = [[Styled(TITLE, Look.TITLE)], []]
    about += [[Styled(name, Look.HEAD), value] for name, value in _about(sheet)]
    about.append([])
    about += [[None, one] for one in _NOTES]
    items: list[list[Value]] = [[Styled(one, Look.HEAD) for one in _ITEMS]]
    for framework, item, cell in _standings(sheet):
        day, until = (cell.attested_on, cell.expires_on) if cell else (None, None)
        items.append(
            [*_item(framework, item, cell), day, until, source_told(cell) if cell else ""]
        )
    proofs: list[list[Value]] = [[Styled(one, Look.HEAD) for one in _PROOFS]]
    for one in sheet.certificates:
        days = (one.attested_on, one.expires_on)
        proofs.append([*_proof(one), *days, "、".join(one.items)])
    return written_sheets(
        [
            Sheet("この記録について", about, widths=(20, 80), frozen=(0, 0)),
            Sheet("項目とレベル", items, widths=(24, 8, 36, 8, 16, 10, 36, 12, 12, 22)),
            Sheet("証明", proofs, widths=(40, 28, 22, 10, 36, 12, 12, 60)),
        ]
    )


def person_csv(sheet: "PersonSheet") -> bytes:
    """Return a person's items as one table."""

    def lines() -> Iterator[list[str]]:
        yield list(_ITEMS)
        for framework, item, cell in _standings(sheet):
            told = [
                guarded("" if one is None else str(one)) for one in _item(framework, item, cell)
            ]
            if cell is None:
                yield [*told, "", "", ""]
            else:
                until = cell.expires_on.isoformat() if cell.expires_on else ""
                yield [*told, cell.attested_on.isoformat(), until, source_told(cell)]

    return written_csv(lines())


def person_paper(sheet: "PersonSheet") -> Paper:
    """Return a person's sheet as a paper, A4 upright."""
    told: dict[str, Any] = {
        "title": TITLE,
        "day": f"{day_told(sheet.today)}現在",
        "name": sheet.person.name,
        "about": _about(sheet),
        "notes": list(_NOTES),
        "frameworks": [
            {
                "title": f"{part.framework.title.ja} {part.framework.version}",
                "reached": _reached(len(part.framework.items), part.reached),
                "groups": [
                    {
                        "label": section.group.label.ja,
                        "field": section.group.field,
                        "lines": [
                            _line(part.framework, one.item, one.cell) for one in section.standings
                        ],
                    }
                    for section in part.groups
                ],
                "hidden": f"まだ証明のない{part.hidden}項目は、のせていません。"
                if part.hidden
                else "",
            }
            for part in sheet.frameworks
        ],
        "proofs": [_proof_told(one) for one in sheet.certificates],
    }
    return Paper(PAPERS / "person.typ", told, sheet.today)


def _reached(items: int, reached: int) -> str:
    return f"{items}項目のうち{reached}項目に届いています。"


def _about(sheet: "PersonSheet") -> list[tuple[str, str]]:
    one = sheet.person
    return [
        ("氏名", one.name),
        ("所属", one.place),
        ("職名", one.title),
        ("兼務", "、".join(one.other_places) or "なし"),
        ("いつ現在", f"{day_told(sheet.today)}現在"),
    ]


def _standings(
    sheet: "PersonSheet",
) -> "Iterator[tuple[Framework, FrameworkItem, Cell | None]]":
    for part in sheet.frameworks:
        for section in part.groups:
            for one in section.standings:
                yield part.framework, one.item, one.cell


def _item(framework: "Framework", item: "FrameworkItem", cell: "Cell | None") -> list[Value]:
    level = item.level(cell.level) if cell else None
    return [
        *(framework.title.ja, item.code, item.label.ja),
        *(cell.level if cell else None, level.label.ja if level else ""),
        *(fallen_told(cell) if cell else "まだ", (cell.reason or "") if cell else ""),
    ]


def _proof(one: "Certificate") -> list[Value]:
    source = SOURCES[one.source][1]
    state = FALLEN.get(one.state) or (
        "有効" if one.source is Source.SIGNED_CREDENTIAL else "署名なし"
    )
    return [one.title or source, one.issuer, source, state, one.reason or ""]


def _line(framework: "Framework", item: "FrameworkItem", cell: "Cell | None") -> dict[str, Any]:
    if cell is None:
        return {"code": item.code, "name": item.label.ja, "level": 0}
    level = item.level(cell.level)
    return {
        "code": item.code,
        "name": item.label.ja,
        "level": cell.level,
        "top": framework.top,
        "shade": rules.step(cell.level, framework.top),
        "label": level.label.ja if level else "",
        "day": day_told(cell.attested_on),
        "until": f"{day_told(cell.expires_on)}まで" if cell.expires_on else "",
        "sign": sign_of(cell),
        "source": source_told(cell),
        "fallen": fallen_told(cell),
        "reason": cell.reason or "",
    }


def _proof_told(one: "Certificate") -> dict[str, Any]:
    title, issuer, source, state, reason = _proof(one)
    until = f"　{day_told(one.expires_on)}まで" if one.expires_on else ""
    return {
        "title": title,
        "facts": "　".join(str(part) for part in (issuer, source) if part),
        "state": state,
        "reason": reason,
        "days": f"{day_told(one.attested_on)}{until}",
        "items": "、".join(one.items),
        "signed": one.source is Source.SIGNED_CREDENTIAL,
        "field": one.field,
    }

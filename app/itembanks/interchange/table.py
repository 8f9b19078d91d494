"""Lists of questions as tables with Japanese headings: rows → questions → rows. Pure.

A row is a question. What stands in which column says its heading, in whatever order; headings
that mean nothing here are reported once, and the rest is read.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from app.itembanks.interchange.asked import Answer, Asked, Entry, Listed, Unread
from app.itembanks.interchange.gift import FALSE, MOST_ENTRIES, TRUE
from app.items.kinds import KINDS
from app.sheets.errors import Unreadable
from app.sheets.text import guarded, unguarded

Row = Sequence[str]

MOST_OPTIONS: Final = 8
LONGEST_CELL: Final = 5_000

KIND_NAMES: Final[Mapping[str, str]] = {
    "choice": "1つ選ぶ",
    "multiple-response": "すべて選ぶ",
    "text-entry": "言葉",
    "numeric": "数",
    "order": "並べる",
    "match": "組み合わせる",
    "categorize": "分ける",
    "extended-text": "文で書く",
}
"""Kinds that a row can say, by what an author writes for them."""

TRUTH: Final = "○×"
HEADINGS: Final = (
    "種類",
    "問い",
    *(f"{name}{n}" for n in range(1, MOST_OPTIONS + 1) for name in ("選択肢", "説明")),
    "正解",
    "結び",
    "ヒント",
    "学年",
    "枠組み",
)
_ARROW: Final = re.compile(r"\s*(?:→|->|⇒)\s*")
_COMMAS: Final = re.compile(r"[\s,、，]+")
_NUMBERS: Final = re.compile(r"[\s,、，・/]+")
_SAME: Final[Mapping[str, str]] = {
    "問題文": "問い",
    "問題": "問い",
    "答え": "正解",
    "正しい答え": "正解",
    "解説": "結び",
    "まとめ": "結び",
}
_KINDS: Final[Mapping[str, str]] = {
    **{name: name for name in KIND_NAMES},
    **{label: name for name, label in KIND_NAMES.items()},
    "一つえらぶ": "choice",
    "一つ選ぶ": "choice",
    "1つえらぶ": "choice",
    "いくつでも選ぶ": "multiple-response",
    "すべてえらぶ": "multiple-response",
    "ならべる": "order",
    "記述": "extended-text",
    "○x": TRUTH,
    "ox": TRUTH,
    "○×": TRUTH,
    "〇×": TRUTH,
}
_RIGHT: Final = frozenset({"○", "〇", "o", "1", "正しい", "t", "true"})
_WRONG: Final = frozenset({"×", "x", "2", "ちがう", "まちがい", "f", "false"})


# -- reading --------------------------------------------------------------------------------------


def read_table(rows: Iterable[Row]) -> Listed:
    """Read a table of questions.

    Args:
        rows: The cells, row by row, the headings first; rows are counted from 1.

    Returns:
        The questions, and every row that is none, with why. Empty rows are nothing.
    """
    counted = iter(enumerate(rows, start=1))
    first = next(((n, row) for n, row in counted if any(cell.strip() for cell in row)), None)
    if first is None:
        return Listed((), (Unread(1, "中身がありません。"),))
    names = [_heading(cell) for cell in first[1]]
    if "問い" not in names:
        reason = "見出しの行に「問い」がありません。見本の見出しを、そのまま使います。"
        return Listed((), (Unread(first[0], reason, "、".join(first[1])[:60]),))
    entries: list[Entry] = []
    unread = [
        Unread(first[0], f"「{name[:30]}」という見出しは知りません。この列は読んでいません。")
        for name in names
        if name and name not in HEADINGS
    ]
    for number, row in counted:
        if not any(cell.strip() for cell in row):
            continue
        if len(entries) + len(unread) >= MOST_ENTRIES:
            reason = f"1つのファイルは{MOST_ENTRIES}問までです。ここから後ろは読んでいません。"
            return Listed(tuple(entries), (*unread, Unread(number, reason)))
        cells = {name: _cell(cell) for name, cell in zip(names, row, strict=False) if name}
        try:
            _refuse_stray(names, row)
            entries.append(Entry(number, _asked(cells)))
        except Unreadable as error:
            unread.append(Unread(number, str(error), cells.get("問い", "")[:60]))
    return Listed(tuple(entries), tuple(unread))


def _heading(cell: str) -> str:
    name = unicodedata.normalize("NFKC", cell).strip().removeprefix("\ufeff")
    return _SAME.get(name, name)


def _cell(cell: str) -> str:
    """Return what a cell says; a sign that keeps programs from computing it is taken off."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    return unguarded(text)


def _refuse_stray(names: Sequence[str], row: Row) -> None:
    if any(len(cell) > LONGEST_CELL for cell in row):
        raise Unreadable(f"1つのマスが長すぎます（{LONGEST_CELL:,}字まで）。")
    nameless = [
        cell for n, cell in enumerate(row) if cell.strip() and not (names[n : n + 1] or [""])[0]
    ]
    if nameless:
        raise Unreadable(f"見出しのない列に「{nameless[0][:30]}」とあります。")


def _asked(cells: Mapping[str, str]) -> Asked:
    if not cells.get("問い"):
        raise Unreadable("「問い」が空です。")
    kind = _kind(cells)
    options = list(_options(cells))
    places: tuple[str, ...] = ()
    if kind == TRUTH:
        answers = _true_or_false(cells, options)
    elif kind in {"match", "categorize"}:
        answers, places = _pairs(kind, options)
    else:
        answers = _answers(kind, cells, options)
    return Asked(
        "choice" if kind == TRUTH else kind,
        cells["問い"],
        answers,
        cells.get("結び", ""),
        tuple(hint for hint in cells.get("ヒント", "").split("\n") if hint.strip()),
        places,
        grades=_grades(cells.get("学年", "")),
        items=tuple(filter(None, _COMMAS.split(cells.get("枠組み", "")))),
    )


def _kind(cells: Mapping[str, str]) -> str:
    written = unicodedata.normalize("NFKC", cells.get("種類", "")).strip().lower()
    if not written:
        right = [one for one in _NUMBERS.split(cells.get("正解", "")) if one]
        return "choice" if len(right) == 1 else "multiple-response"
    kind = _KINDS.get(written)
    if kind is None:
        known = "・".join([*KIND_NAMES.values(), TRUTH])
        raise Unreadable(f"「{written[:30]}」という種類は読めません。使えるのは {known} です。")
    return kind


def _options(cells: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    """Yield (number, text, explanation) of each option that is there."""
    for number in range(1, MOST_OPTIONS + 1):
        text, why = cells.get(f"選択肢{number}", ""), cells.get(f"説明{number}", "")
        if text or why:
            yield number, text, why


def _true_or_false(
    cells: Mapping[str, str], options: Sequence[tuple[int, str, str]]
) -> tuple[Answer, ...]:
    told = unicodedata.normalize("NFKC", cells.get("正解", "")).strip().lower()
    if told not in _RIGHT | _WRONG:
        raise Unreadable("「正解」に ○ か × を書きます。")
    words = {1: TRUE, 2: FALSE, **{n: text for n, text, _ in options if text}}
    whys = {n: why for n, _, why in options}
    if set(words) != {1, 2}:
        raise Unreadable("○×の選択肢は2つです。")
    right = 1 if told in _RIGHT else 2
    return tuple(Answer(words[n], n == right, whys.get(n, "")) for n in (1, 2))


def _pairs(
    kind: str, options: Sequence[tuple[int, str, str]]
) -> tuple[tuple[Answer, ...], tuple[str, ...]]:
    answers = []
    for number, text, why in options:
        left, *right = _ARROW.split(text, maxsplit=1)
        if not right or not left.strip() or not right[0].strip():
            form = "もと → 相手" if kind == "match" else "もの → 分ける先"
            raise Unreadable(f"「選択肢{number}」を「{form}」の形にします。")
        place, thing = (left, right[0]) if kind == "match" else (right[0], left)
        answers.append(Answer(thing.strip(), why=why, place=place.strip()))
    return tuple(answers), tuple(dict.fromkeys(one.place for one in answers))


def _answers(
    kind: str, cells: Mapping[str, str], options: Sequence[tuple[int, str, str]]
) -> tuple[Answer, ...]:
    told = unicodedata.normalize("NFKC", cells.get("正解", ""))
    right = {one for one in _NUMBERS.split(told) if one}
    if kind in {"order", "extended-text"}:
        if right:
            raise Unreadable("この種類に「正解」は書きません。選択肢を正しい順に書きます。")
        return tuple(Answer(text, why=why) for _, text, why in options)
    numbers = {str(number) for number, _, _ in options}
    if kind in {"text-entry", "numeric"} and not right:
        right = numbers
    if not right:
        raise Unreadable("「正解」が空です。正しい選択肢の番号を書きます。")
    if right - numbers:
        unknown = "、".join(sorted(right - numbers))[:30]
        raise Unreadable(f"「正解」の「{unknown}」という番号の選択肢がありません。")
    return tuple(Answer(text, str(number) in right, why) for number, text, why in options)


def _grades(written: str) -> tuple[int, ...]:
    flat = unicodedata.normalize("NFKC", written)
    found = {int(one) for one in re.findall(r"(?<!\d)[1-9](?!\d)", flat)}
    if flat.strip() and not found:
        raise Unreadable(f"「学年」の「{written[:20]}」が読めません。1から9の数を書きます。")
    return tuple(sorted(found))


# -- writing --------------------------------------------------------------------------------------


def written_table(questions: Iterable[Asked]) -> tuple[list[list[str]], list[tuple[int, str]]]:
    """Write questions as rows with their headings.

    Returns:
        The rows, and (number of the question from 0, reason) of each that no row can say.
    """
    rows, left_out = [list(HEADINGS)], list[tuple[int, str]]()
    for number, asked in enumerate(questions):
        try:
            cells = _cells(asked)
        except Unreadable as error:
            left_out.append((number, str(error)))
        else:
            rows.append([guarded(cells.get(name, "")) for name in HEADINGS])
    return rows, left_out


def _cells(asked: Asked) -> dict[str, str]:
    if asked.kind not in KIND_NAMES:
        raise Unreadable(f"「{KINDS[asked.kind].label}」は、表に書けません。")
    if len(asked.answers) > MOST_OPTIONS:
        raise Unreadable(f"選択肢が{MOST_OPTIONS}個より多いので、表に書けません。")
    if set(asked.places) != {one.place for one in asked.answers if one.place}:
        raise Unreadable("何も入らない分ける先があるので、表に書けません。")
    cells = {"種類": KIND_NAMES[asked.kind], "問い": asked.prompt}
    for number, one in enumerate(asked.answers, start=1):
        cells |= {f"選択肢{number}": _option(asked.kind, one), f"説明{number}": one.why}
    if asked.kind in {"choice", "multiple-response", "text-entry", "numeric"}:
        right = [str(n) for n, one in enumerate(asked.answers, start=1) if one.correct]
        cells["正解"] = "、".join(right)
    return cells | {
        "結び": asked.closing,
        "ヒント": "\n".join(hint.replace("\n", " ") for hint in asked.hints),
        "学年": "、".join(map(str, asked.grades)),
        "枠組み": "、".join(asked.items),
    }


def _option(kind: str, one: Answer) -> str:
    if kind not in {"match", "categorize"}:
        return one.text
    left, right = (one.place, one.text) if kind == "match" else (one.text, one.place)
    if _ARROW.search(left):
        raise Unreadable("「→」のある組み合わせは、表に書けません。")
    return f"{left} → {right}"

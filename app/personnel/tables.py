"""The list of staff as a table, in Japanese as the city keeps its lists. Pure."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from app.personnel.rules import KIND_WORDS, LEAVE_WORDS
from app.sheets.text import guarded

if TYPE_CHECKING:
    from app.personnel.queries import Listing

SHEET: Final = "職員の名簿"
HEADINGS: Final = (
    *("職員番号", "氏名", "カナ", "所属", "職名", "兼務", "任用形態", "職級", "職位"),
    *("採用日", "休みなど"),
)
_LEAVES: Final = {leave: word for word, leave in LEAVE_WORDS.items()}
_KINDS: Final = {kind: word for word, kind in KIND_WORDS.items()}


def list_rows(found: "Listing") -> Iterator[list[str]]:
    """Yield the list as people read it; what a roster writes is what can be taken in again."""
    yield list(HEADINGS)
    for one in found.lines:
        cells = [
            *(one.number, one.name, one.kana, one.place, one.title, "、".join(one.others)),
            *("" if one.kind is None else _KINDS[one.kind], one.grade, one.rank),
            "" if one.hired_on is None else one.hired_on.isoformat(),
            "" if one.leave is None else _LEAVES[one.leave],
        ]
        yield [guarded(cell) for cell in cells]

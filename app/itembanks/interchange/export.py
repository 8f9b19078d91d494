"""A bank as a file for other programs: what is in it, and all that is not, by question. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app.itembanks.interchange.asked import Asked
from app.itembanks.interchange.example import SHEET
from app.itembanks.interchange.gift_writing import lost_in_gift, written_gift
from app.itembanks.interchange.source import asked_of
from app.itembanks.interchange.table import written_table
from app.sheets.text import written_csv
from app.sheets.xlsx_writing import written_workbook

if TYPE_CHECKING:
    from app.catalog.content import Prose
    from app.catalog.questions import Question, Wording

_PICTURE: Final = "<img"
_MARKUP: Final = re.compile(r"<(?!/?(?:p|br|img)\b)")


class Form(StrEnum):
    """What a bank can be written as; the value ends the file's name."""

    GIFT = "gift"
    CSV = "csv"
    XLSX = "xlsx"


MIMETYPES: Final[Mapping[Form, str]] = {
    Form.GIFT: "text/plain; charset=utf-8",
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A question that is to be written.

    Attributes:
        key: Its key in the bank.
        asked: The question as plain text.
        refused: Why no list can hold it, in Japanese; "" where one can.
        lost: What plain text does not have of it, in Japanese.
    """

    key: str
    asked: Asked
    refused: str = ""
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A question of which something is not in a file, and what or why, in Japanese."""

    key: str
    prompt: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """A bank as a file.

    Attributes:
        data: The file.
        count: How many questions are in it.
        left_out: Those that are not, each with the reason.
        lessened: Those that are, and of which something is not.
    """

    data: bytes
    count: int
    left_out: tuple[Told, ...]
    lessened: tuple[Told, ...]


def offered(
    question: "Question", *, grades: tuple[int, ...] = (), items: tuple[str, ...] = ()
) -> Offered:
    """Return a question of a bank as other programs can have it."""
    refused = ""
    if any(_PICTURE in "".join(one.skeleton) for one in _proses(question.wording)):
        refused = "絵のある問題は、ファイルに書けません。"
    return Offered(
        question.key,
        asked_of(question, grades=grades, items=items),
        refused,
        tuple(_lost(question)),
    )


def exported(form: Form, questions: Sequence[Offered], title: str) -> Export:
    """Write questions.

    Args:
        form: As what.
        questions: The questions of a bank.
        title: Of the bank.
    """
    data, left = _WRITERS[form](questions, title)
    out = dict(left)
    lost = _LOST[form]
    lessened = (
        Told(one.key, one.asked.prompt, reasons)
        for number, one in enumerate(questions)
        if number not in out and (reasons := (*one.lost, *lost(one.asked)))
    )
    return Export(
        data,
        len(questions) - len(out),
        tuple(
            Told(questions[number].key, questions[number].asked.prompt, (reason,))
            for number, reason in left
        ),
        tuple(lessened),
    )


Written = tuple[bytes, list[tuple[int, str]]]


def _gift(questions: Sequence[Offered], title: str) -> Written:
    text, left = written_gift([(one.key, one.asked, one.refused) for one in questions], title)
    return text.encode(), left


def _csv(questions: Sequence[Offered], _title: str) -> Written:
    rows, left = _table(questions)
    return written_csv(rows), left


def _xlsx(questions: Sequence[Offered], _title: str) -> Written:
    rows, left = _table(questions)
    return written_workbook(SHEET, rows), left


def _table(questions: Sequence[Offered]) -> tuple[list[list[str]], list[tuple[int, str]]]:
    refused = [(n, one.refused) for n, one in enumerate(questions) if one.refused]
    kept = [n for n, one in enumerate(questions) if not one.refused]
    rows, left = written_table(questions[n].asked for n in kept)
    return rows, sorted([*refused, *((kept[n], reason) for n, reason in left)])


def _nothing(_asked: Asked) -> tuple[str, ...]:
    return ()


_WRITERS: Final[Mapping[Form, Callable[[Sequence[Offered], str], Written]]] = {
    Form.GIFT: _gift,
    Form.CSV: _csv,
    Form.XLSX: _xlsx,
}
_LOST: Final[Mapping[Form, Callable[[Asked], tuple[str, ...]]]] = {
    Form.GIFT: lost_in_gift,
    Form.CSV: _nothing,
    Form.XLSX: _nothing,
}


def _lost(question: "Question") -> Iterator[str]:
    """Yield what plain text does not have of a question."""
    proses = list(_proses(question.wording))
    if any(segment.kana for one in proses for run in one.runs for segment in run):
        yield "付けたふりがな"
    if any(_MARKUP.search("".join(one.skeleton)) for one in proses):
        yield "太字・リンクなどの形"
    if question.easy is not None:
        yield "やさしい日本語"
    item = question.item
    if item.limits.attempts or item.limits.wait or item.is_shuffled or not question.is_shared:
        yield "答える回数・待ち時間・並べかえ・見せる相手の決まり"


def _proses(wording: "Wording") -> "Iterator[Prose]":
    yield wording.prompt
    for option in wording.options.values():
        yield from (option.text, option.explanation, option.detail)
    if wording.closing is not None:
        yield wording.closing
    yield from wording.targets.values()
    yield from wording.hints

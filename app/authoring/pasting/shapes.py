"""What pasted text consists of."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from app.itembanks.interchange.asked import Asked


class LeftOut(StrEnum):
    """What a course does not take over from elsewhere."""

    PICTURE = "picture"
    LINK = "link"
    SCRIPT = "script"
    FRAME = "frame"
    DRAWING = "drawing"
    FIELD = "field"
    NOTE = "note"
    DELETED = "deleted"
    DECORATION = "decoration"
    EMPHASIS = "emphasis"
    TABLE_IN_TABLE = "table-in-table"
    MERGED_CELLS = "merged-cells"
    BREAKS_IN_CELLS = "breaks-in-cells"
    DEEP_LIST = "deep-list"
    RULE = "rule"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Style:
    """How a run is set; ``href`` is an address that a course may link to, or ""."""

    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Run:
    r"""A stretch of text of one style; "\n" is a line end that was meant.

    ``kana`` is its reading, if it has one.
    """

    text: str
    style: Style = PLAIN
    kana: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or with ``level`` (from 1) a heading."""

    runs: Runs
    level: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """Text that stays as it is, line by line."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list that is written as a paragraph; ``depth`` from 1. Word writes so."""

    runs: Runs
    depth: int
    ordered: bool


@dataclass(frozen=True, slots=True)
class List:
    """A list; each item is blocks."""

    ordered: bool
    items: "tuple[tuple[Block, ...], ...]"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of cells, row by row; each row as long as the longest."""

    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was found in the text; what is missing of it says so."""

    asked: Asked


Block = Paragraph | Code | Item | List | Quote | Table | Question


@dataclass(frozen=True, slots=True)
class Pasted:
    """Pasted text as Markdown of a course.

    Attributes:
        markdown: Blocks with blank lines between them, without one at its end.
        left_out: What was not taken over → how often.
        named: Texts and addresses of pictures and links that were not taken over.
    """

    markdown: str
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    named: tuple[tuple[LeftOut, str], ...] = ()


class PastingFault(StrEnum):
    """Why nothing was taken over."""

    TOO_DEEP = "too-deep"
    TOO_LONG = "too-long"
    TOO_MUCH = "too-much"
    UNREADABLE = "unreadable"


class Unpasted(Exception):
    """Nothing was taken over; ``length`` is that of a text that is too long, in characters."""

    def __init__(self, fault: PastingFault, length: int = 0) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.length = length

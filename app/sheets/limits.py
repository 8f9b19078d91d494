"""How much of a file is read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a table may have at most.

    Attributes:
        bytes: Of the file itself.
        rows: The heading among them.
        columns: Of the table.
        unpacked: Bytes of all parts of a workbook together that are read.
        text: Characters of all cells of a workbook.
    """

    bytes: int
    rows: int
    columns: int
    unpacked: int
    text: int

"""What could be better in a course and keeps nobody from publishing it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """One remark; a fault where somebody wants to be strict.

    Attributes:
        path: The file, relative to the course folder.
        line: The line, from 1.
        kind: What it is about, for counting.
        message: What could be better, in Japanese.
        mend: How.
        language: The language tag of the translation that is meant, if one is.
    """

    path: str
    line: int
    kind: str
    message: str
    mend: str
    language: str = ""

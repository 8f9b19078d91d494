"""A fault in a course's files: where, what, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault.

    Attributes:
        path: The file, relative to the course folder.
        line: The line, from 1; 1 also when the whole file is meant.
        message: What is wrong, in Japanese.
        mend: How to mend it.
    """

    path: str
    line: int
    message: str
    mend: str


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Sort faults by place, each once."""
    return tuple(sorted(set(faults)))

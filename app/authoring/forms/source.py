"""One block, read by the reader of lesson files, as the forms need it. Pure."""

from dataclasses import dataclass

from app.authoring.forms.writing import UNWANTED
from app.catalog.sources.course import Block, Passage
from app.catalog.sources.lesson import read_bank


@dataclass(frozen=True, slots=True)
class Read:
    """A block and its lines; line ``n`` of the file is ``lines[n - 1]``."""

    block: Block
    lines: tuple[str, ...]

    def at(self, passage: Passage) -> tuple[int, int]:
        """Return (first, after the last) line of a passage, from 0."""
        first = passage.line - 1
        return first, first + passage.text.count("\n") + 1


def blocks_in(text: str) -> tuple[Block, ...]:
    """Return the blocks that a text is."""
    return read_bank("block.md", "block", text.encode("utf-8", "replace"), []).blocks


def read_block(text: str, *, before: int = 0) -> Read | None:
    """Read the one block that a text is, after some others; None when it is anything else."""
    if UNWANTED.search(text):
        return None
    blocks = blocks_in(text)
    if len(blocks) != before + 1:
        return None
    return Read(blocks[before], tuple(text.split("\n")))

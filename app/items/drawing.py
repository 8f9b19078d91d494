"""Questions drawn from a bank one after another, and when enough of the answers were right.

What is known of the answers so far is one text: for each question drawn, ``RIGHT`` or ``WRONG``.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

RIGHT: Final = "1"
WRONG: Final = "0"


def drawn(keys: Sequence[str], seed: str, *, after: str | None) -> str:
    """Return the question to ask; the same for the same arguments.

    Args:
        keys: The bank's questions, at least one.
        seed: What decides; every question is as likely as any other.
        after: The question asked just before, which is left out while there are others.
    """
    offered = [key for key in keys if key != after] or list(keys)
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest())
    return offered[number % len(offered)]


def is_mastered(results: str, *, needed: int, last: int) -> bool:
    """Whether, at any time so far, ``needed`` of the ``last`` answers were right.

    It need not have been so many answers: three right ones are three of the last four. What was
    once mastered stays so, however the answers after it turn out.
    """
    return any(
        results[max(0, end - last) : end].count(RIGHT) >= needed for end in range(len(results) + 1)
    )

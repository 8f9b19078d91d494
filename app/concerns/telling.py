"""What the things of packages above say, to keep beside a concern about them.

As with ``talent.telling``, nothing is imported upward: whoever has things of a kind says how to
tell of one when the application is put together. A kind of which nobody tells is kept by its id
alone.
"""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    Teller = Callable[[Session, uuid.UUID], "Told | None"]
    """Given the id of a thing, what it says; None where there is none."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a thing.

    Attributes:
        excerpt: What it says; as much is kept as the table holds.
        author_id: Who wrote it.
        project_id: In which project it stands; None for in none.
        is_open: Whether everybody who may report it reads it. Else it is kept for who handles the
            concern, and not shown to who tells of it.
    """

    excerpt: str
    author_id: uuid.UUID | None = None
    project_id: uuid.UUID | None = None
    is_open: bool = True


def offer(app: Flask, kind: str, teller: "Teller") -> None:
    """Let concerns of ``app`` keep what things of a kind say."""
    app.extensions.setdefault("concern_tellers", {})[kind] = teller


def is_told_of(kind: str) -> bool:
    """Say whether somebody tells of things of a kind."""
    return kind in current_app.extensions.get("concern_tellers", {})


def told_of(session: "Session", kind: str, about_id: uuid.UUID) -> Told | None:
    """Return what a thing says; None where there is none, or nobody tells of its kind."""
    tellers = cast("dict[str, Teller]", current_app.extensions.get("concern_tellers", {}))
    return tellers[kind](session, about_id) if kind in tellers else None

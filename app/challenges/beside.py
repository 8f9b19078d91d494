"""What packages above show on a challenge's page: its needs, the teams that took it.

Nothing is imported upward: whoever has something to show says how when the application is put
together, as with ``talent.telling``.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.challenges.models import Challenge
    from app.identity.person import Person

    Teller = Callable[[Session, Challenge, Person | None], "Section | None"]
    """Given a challenge and who reads it (None for visitors), what to show, or nothing."""
    Guide = Callable[[Session, Collection[uuid.UUID]], Mapping[uuid.UUID, "Way"]]
    """Given projects, the public pages of those that have one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a section; ``href`` is empty for what leads nowhere."""

    title: str
    meta: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a challenge's page.

    Attributes:
        key: Names it in the page (an id), and says where it stands: sections go by key.
        title: Its heading.
        text: A sentence above the lines, or instead of them.
        rows: The lines.
        ways: What can be done: labels with addresses.
    """

    key: str
    title: str
    text: str = ""
    rows: tuple[Row, ...] = ()
    ways: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """The public page of a project, with its title there.

    Attributes:
        title: Its title.
        href: Its address.
        credit: Where who is or was in the project says how they are credited on it.
    """

    title: str
    href: str
    credit: str


def offer(app: Flask, teller: "Teller") -> None:
    """Let the pages of challenges of ``app`` show a section."""
    app.extensions.setdefault("beside_challenges", []).append(teller)


def guide(app: Flask, guide_: "Guide") -> None:
    """Let ``app`` know the way to the public pages of projects."""
    app.extensions["ways_to_projects"] = guide_


def sections(session: "Session", row: "Challenge", reader: "Person | None") -> tuple[Section, ...]:
    """Return what packages above show of a challenge, in the order of its keys."""
    tellers = cast("list[Teller]", current_app.extensions.get("beside_challenges", []))
    found = (one(session, row, reader) for one in tellers)
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.key))


def ways_to(session: "Session", ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Way]:
    """Return the public pages of projects; those that have none are left out."""
    known = cast("Guide | None", current_app.extensions.get("ways_to_projects"))
    return known(session, ids) if known is not None and ids else {}

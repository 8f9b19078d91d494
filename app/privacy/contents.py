"""What a download holds: all of it for the person, and less for a guardian of a child.

A guardian gets what ``holdings.guardians`` shares, and of each statement what
``rules.told_to_guardian`` leaves: no place, no time of day, nobody else.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.clock import day_of
from app.lrs import queries as lrs
from app.privacy.holdings import APART, HOLDINGS, NOT_SHARED
from app.privacy.queries.held import Held, held, names_of, shared
from app.privacy.rules import told_to_guardian
from app.ui.strings import gettext as _
from app.xapi.statement import Agent

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

AT_ONCE = 500

Statement = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose download it is, and what it needs to know of the site.

    Of several accounts that were merged, the one that stays comes first.
    """

    account_ids: Sequence[uuid.UUID]
    name: str
    actors: Sequence[Agent]
    city: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is in no file, by table and, where it is one, column; and why."""

    table: str
    column: str
    why: str

    @property
    def place(self) -> str:
        """Table and column, as a program finds them."""
        return ".".join(filter(None, (self.table, self.column)))


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into the files.

    Attributes:
        told: Sentences at the head of the page.
        person: Whom it is about, for programs.
        names: What rows are called that cells of ``found`` name.
        statements: Pages of them, from the first on at each call.
        documents: Of the record store; None for no such file.
    """

    whose: Whose
    told: Sequence[str]
    person: Mapping[str, object]
    found: Sequence[Held]
    names: Mapping[uuid.UUID, str]
    left_out: Sequence[LeftOut]
    statements: Callable[[], Iterator[Sequence[Statement]]]
    documents: Sequence[Mapping[str, object]] | None = field(default=None)


def of_oneself(session: "Session", whose: Whose) -> Contents:
    """Return everything, for the person."""
    found = list(held(session, whose.account_ids))
    apart = ("sign_in_attempt", "outbox_event", "message")
    return Contents(
        whose,
        told=(
            _(
                "%(city)sの寺子屋に、%(day)sにあった、あなたの記録のすべてです。",
                city=whose.city,
                day=day_of(whose.made_at).isoformat(),
            ),
            _(
                "同じものが、プログラムで読める形で data.json と statements.jsonl に入っています。"
                "人に見せたくないことも入っています。しまう場所に気をつけてください。"
            ),
        ),
        person={
            "id": whose.account_ids[0],
            "name": whose.name,
            "actor": whose.actors[0].as_json(),
            "merged_actors": [one.as_json() for one in whose.actors[1:]],
        },
        found=found,
        names=names_of(session, found),
        left_out=[
            *(
                LeftOut(one.table, one.column, "" if one.why is None else one.why.now())
                for one in HOLDINGS
                if one.title is None
            ),
            *(LeftOut(table, "", APART[table].now()) for table in apart),
        ],
        statements=lambda: _pages(session, whose),
        documents=lrs.documents_of(session, *whose.actors),
    )


def for_guardian(session: "Session", whose: Whose, tie_id: uuid.UUID) -> Contents:
    """Return what a guardian takes along of a child, through one guardianship."""
    return Contents(
        whose,
        told=(
            _(
                "%(city)sの寺子屋に、%(day)sにあった、お子さんの記録です。",
                city=whose.city,
                day=day_of(whose.made_at).isoformat(),
            ),
            _(
                "同じものが、プログラムで読める形で data.json と statements.jsonl に入っています。"
                "いつのことかは、日までです。場所と時刻は、ありません。"
                "お子さんのための記録です。しまう場所に気をつけてください。"
            ),
        ),
        person={"name": whose.name},
        found=shared(session, whose.account_ids, tie_id),
        names={},
        left_out=[LeftOut(*key, why.now()) for key, why in NOT_SHARED.items()],
        statements=lambda: (
            [
                told
                for one in page
                if (told := told_to_guardian(one, whose.actors[0].as_json())) is not None
            ]
            for page in _pages(session, whose)
        ),
    )


def _pages(session: "Session", whose: Whose) -> Iterator[Sequence[Statement]]:
    before: int | None = None
    while True:
        page = lrs.statements_about(session, *whose.actors, before_seq=before, limit=AT_ONCE)
        yield [lrs.without_right_answer(row.statement) for row in page.rows]
        before = page.before_seq
        if before is None:
            return

"""Put questions of banks into drafts, and questions of drafts into banks; each one job."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from typing import TYPE_CHECKING, Final

from app.authoring import queries, rules
from app.authoring.errors import NoSuchSlice
from app.authoring.items.errors import CannotDraw, NothingNewer
from app.authoring.models import ChangeKind
from app.authoring.service import make_change, open_draft
from app.authoring.service.keys import taken_keys
from app.catalog.sources.drills import FEWEST, MOST
from app.catalog.sources.tables import KEY
from app.itembanks import queries as banks
from app.itembanks import service as keeping
from app.itembanks.item_text import item_of_course
from app.itembanks.sources import (
    Reference,
    free_key,
    placed_source,
    with_attributes,
)
from app.items.kinds import KINDS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.authoring.models import Draft
    from app.catalog.sources.course import Block, CourseSource, LessonSource
    from app.identity.person import Person
    from app.itembanks.models import BankItem
    from app.itembanks.queries import KeptItem

_CHANCE: Final = SystemRandom()


@dataclass(frozen=True, slots=True)
class Draw:
    """A practice that is to be made of questions drawn by lot.

    Attributes:
        key: What its own bank of the course is called.
        count: How many questions it has.
        needed: How many of the last ``last`` answers must be right.
        last: How many of the last answers are looked at.
    """

    key: str
    count: int
    needed: int
    last: int


def insert_items(
    session: "Session",
    draft_id: uuid.UUID,
    path: str,
    item_ids: Sequence[uuid.UUID],
    *,
    objective: str | None,
    by: uuid.UUID,
    now: datetime,
) -> list[str]:
    """Put copies of items at the end of a lesson or bank of a draft, as one change.

    Args:
        session: The open transaction.
        draft_id: The draft.
        path: The file.
        item_ids: The items, in the order wanted.
        objective: The key of the course's objective that they show, if any.
        by: Who does it.
        now: The present instant.

    Returns:
        The keys that the questions got in the course.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NoSuchSlice: There is no such file, or it holds no questions.
    """
    draft = open_draft(session, draft_id)
    source = queries.source_of(session, draft)
    data = next((one.data for one in source.with_blocks if one.path == path), None)
    if data is None:
        raise NoSuchSlice(path)
    taken = taken_keys(session, source)
    placed = _placed(session, banks.items(session, item_ids), source, taken, objective)
    if placed.texts:
        put = rules.put_in(path, data, len(data), "\n".join(placed.texts))
        make_change(session, draft, [*placed.files, put], kind=ChangeKind.ADD, by=by, now=now)
    return placed.keys


def draw_items(
    session: "Session",
    draft_id: uuid.UUID,
    path: str,
    item_ids: Sequence[uuid.UUID],
    draw: Draw,
    *,
    objective: str | None,
    by: uuid.UUID,
    now: datetime,
) -> str:
    """Make a practice of a lesson from items drawn by lot, as one change: its bank, and the drill.

    Args:
        session: The open transaction.
        draft_id: The draft.
        path: The lesson at whose end the practice stands.
        item_ids: What is drawn from.
        draw: How many, and when the practice is mastered.
        objective: As of ``insert_items``.
        by: Who does it.
        now: The present instant.

    Returns:
        The path of the course's new bank.

    Raises:
        CannotDraw: There are too few questions that a practice can ask, or its key cannot be.
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NoSuchSlice: There is no such lesson.
    """
    draft = open_draft(session, draft_id)
    source = queries.source_of(session, draft)
    data = next((one.data for one in source.lessons if one.path == path), None)
    if data is None:
        raise NoSuchSlice(path)
    taken = taken_keys(session, source)
    fit = [one for one in banks.items(session, item_ids) if KINDS[one.row.kind].is_graded]
    _refuse(draw, taken, len(fit))
    drawn = sorted(_CHANCE.sample(fit, draw.count), key=lambda one: one.row.key)
    taken.add(draw.key)
    drill = free_key(f"{draw.key}-renshu", taken)
    taken.add(drill)
    placed = _placed(session, drawn, source, taken, objective, drop=("attempts", "wait"))
    block = f"::: drill #{drill} from={draw.key} mastery={draw.needed}/{draw.last}\n:::\n"
    bank = f"bank/{draw.key}.md"
    operations: list[rules.Operation] = [
        *placed.files,
        rules.Added(bank, "\n".join(placed.texts).encode()),
        rules.put_in(path, data, len(data), block),
    ]
    make_change(session, draft, operations, kind=ChangeKind.ADD, by=by, now=now)
    return bank


def renew_item(
    session: "Session", draft_id: uuid.UUID, key: str, who: "Person", *, now: datetime
) -> Reference:
    """Put the newest version of an item in the place of the one that a question was taken from.

    Its key and objective stay, and what follows it.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NothingNewer: It is the newest, or it is from no bank that ``who`` may draw from.
    """
    draft = open_draft(session, draft_id)
    source = queries.source_of(session, draft)
    lesson, block, span = _question(source, key)
    reference = Reference.read(block.attribute("bank"))
    found = banks.newest(session, [reference] if reference else [], who)
    newest = next(iter(found.values()), None)
    if reference is None or newest is None or newest.reference.number <= reference.number:
        raise NothingNewer(key)
    text = placed_source(
        newest.source,
        key=key,
        reference=newest.reference,
        objective=block.attribute("objective"),
    )
    shown = banks.files_of(session, [newest.version_id])[newest.version_id]
    come, names = rules.files_along(text, shown, dict(source.files))
    added = [rules.Added(path, data) for path, data in come.items()]
    text = rules.with_names(text, names)
    _replace(session, draft, lesson, span, text, besides=added, by=who.id, now=now)
    return newest.reference


def take_item(
    session: "Session",
    draft_id: uuid.UUID,
    key: str,
    bank_id: uuid.UUID,
    *,
    by: uuid.UUID,
    now: datetime,
) -> "BankItem":
    """Take a question of a draft into a bank; the draft then says where it is from.

    Raises:
        DraftClosed: The draft was published.
        ItemFaulty: It is not one whole question, or a picture of it is not there.
        NoResultFound: There is no such draft or bank.
        NothingNewer: There is no such question.
    """
    draft = open_draft(session, draft_id)
    source = queries.source_of(session, draft)
    lesson, block, _ = _question(source, key)
    wanted = item_of_course(source, key)
    bank = banks.bank(session, bank_id)
    if wanted is None:
        raise NothingNewer(key)
    item = keeping.add_items(session, bank_id, [wanted], by=by, now=now)[0]
    span = rules.Span(block.start, block.end)
    text = rules.text_of(span.of(lesson.data)) or ""
    linked = with_attributes(text, {"bank": str(Reference(bank.key, item.key, 1))})
    _replace(session, draft, lesson, span, linked, by=by, now=now)
    return item


def _replace(
    session: "Session",
    draft: "Draft",
    lesson: "LessonSource",
    span: rules.Span,
    text: str,
    *,
    besides: Sequence[rules.Operation] = (),
    by: uuid.UUID,
    now: datetime,
) -> None:
    before = span.of(lesson.data)
    after = rules.rewritten(before, text)
    if after != before:
        edited = rules.Edited(lesson.path, rules.Splice(span.start, before, after))
        make_change(session, draft, [*besides, edited], kind=ChangeKind.REPLACE, by=by, now=now)


def _question(source: "CourseSource", key: str) -> "tuple[LessonSource, Block, rules.Span]":
    """Return a question, its file, and its span with the ``easy`` block after it."""
    for lesson in source.with_blocks:
        for number, block in enumerate(lesson.blocks):
            if block.key == key and block.kind in KINDS:
                after = lesson.blocks[number + 1 : number + 2]
                end = after[0].end if after and after[0].kind == "easy" else block.end
                return lesson, block, rules.Span(block.start, end)
    raise NothingNewer(key)


@dataclass(frozen=True, slots=True)
class _Placed:
    """Items as they stand in a course: their keys and texts, and the files that come with them."""

    keys: list[str]
    texts: list[str]
    files: list[rules.Added]


def _placed(
    session: "Session",
    items: "Sequence[KeptItem]",
    source: "CourseSource",
    taken: set[str],
    objective: str | None,
    *,
    drop: Sequence[str] = (),
) -> _Placed:
    """Write items as they stand in a course; ``taken`` receives the keys."""
    shown = banks.files_of(session, [one.version_id for one in items])
    files = dict(source.files)
    placed = _Placed([], [], [])
    for one in items:
        key = free_key(one.row.key, taken)
        taken.add(key)
        text = placed_source(one.source, key=key, reference=one.row.reference, objective=objective)
        text = with_attributes(text, dict.fromkeys(drop))
        come, names = rules.files_along(text, shown[one.version_id], files)
        files |= come
        placed.keys.append(key)
        placed.texts.append(rules.with_names(text, names))
        placed.files.extend(rules.Added(path, data) for path, data in come.items())
    return placed


def _refuse(draw: Draw, taken: set[str], fit: int) -> None:
    if not KEY.fullmatch(draw.key) or draw.key in taken:
        raise CannotDraw("key")
    if not FEWEST <= draw.last <= MOST or not 1 <= draw.needed <= draw.last:
        raise CannotDraw("mastery")
    if draw.count < draw.last:
        raise CannotDraw("count")
    if draw.count > fit:
        raise CannotDraw("few")

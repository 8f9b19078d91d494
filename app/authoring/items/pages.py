"""What the pages of a draft's questions show, as values."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.authoring import queries
from app.catalog.content import Text
from app.itembanks import queries as banks
from app.itembanks.sources import Difference, Reference, compared, kept_source, key_of, with_key
from app.items.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from app.authoring.models import Draft
    from app.catalog.sources.course import Block, CourseSource, LessonSource
    from app.identity.person import Person
    from app.itembanks.queries import NewestVersion


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """A question of a draft.

    Attributes:
        path: Its file.
        line: Where it begins there.
        key: Its key.
        kind: A key of ``KINDS``.
        prompt: How it begins, without readings.
        reference: What it was taken from, if it was.
        newest: That item as it is now, where there is such a bank here.
        changes: From the question as it stands to the newest version, where that is newer.
    """

    path: str
    line: int
    key: str
    kind: str
    prompt: str
    reference: Reference | None
    newest: "NewestVersion | None"
    changes: tuple[Difference, ...]

    @property
    def is_behind(self) -> bool:
        """Whether there is a newer version."""
        return bool(
            self.reference and self.newest and self.newest.reference.number > self.reference.number
        )


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """The questions of a draft, in the course's order."""

    draft: "Draft"
    source: "CourseSource"
    questions: tuple[DraftQuestion, ...]

    @property
    def title(self) -> str:
        """What the course is called."""
        return self.source.title.plain or self.draft.slug


def questions_page(session: "Session", draft_id: uuid.UUID, who: "Person") -> QuestionsPage:
    """Return the questions of a draft, and what is newer in banks that somebody may draw from.

    Four queries.

    Raises:
        NoResultFound: There is no such draft.
    """
    draft = queries.draft(session, draft_id)
    source = queries.source_of(session, draft)
    found = list(_questions(source))
    references = [Reference.read(block.attribute("bank")) for _, block, _ in found]
    newest = banks.newest(session, filter(None, references), who)
    rows = (
        _row(lesson, block, text, reference, newest)
        for (lesson, block, text), reference in zip(found, references, strict=True)
    )
    return QuestionsPage(draft, source, tuple(rows))


def course_of(session: "Session", draft_id: uuid.UUID) -> "tuple[Draft, CourseSource]":
    """Return a draft and the course that it is; two queries.

    Raises:
        NoResultFound: There is no such draft.
    """
    draft = queries.draft(session, draft_id)
    return draft, queries.source_of(session, draft)


def _questions(source: "CourseSource") -> "Iterator[tuple[LessonSource, Block, str]]":
    """Yield (file, block, text with the ``easy`` block after it) of each question."""
    for lesson in source.with_blocks:
        for number, block in enumerate(lesson.blocks):
            if block.kind in KINDS and block.key:
                after = lesson.blocks[number + 1 : number + 2]
                end = after[0].end if after and after[0].kind == "easy" else block.end
                yield lesson, block, lesson.data[block.start : end].decode("utf-8", "replace")


def _row(
    lesson: "LessonSource",
    block: "Block",
    text: str,
    reference: Reference | None,
    newest: "dict[str, NewestVersion]",
) -> DraftQuestion:
    known = newest.get(f"{reference.bank}/{reference.item}") if reference else None
    changes: tuple[Difference, ...] = ()
    if reference and known and known.reference.number > reference.number:
        changes = compared(with_key(kept_source(text), key_of(known.source)), known.source)
    prompt = block.question.prompt.text.strip() if block.question else ""
    return DraftQuestion(
        lesson.path,
        block.line,
        block.key or "",
        block.kind,
        Text.of(prompt.split("\n")[0]).plain,
        reference,
        known,
        changes,
    )

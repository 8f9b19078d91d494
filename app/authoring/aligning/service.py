"""Align objectives with framework items, and questions with objectives."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from tomlkit.exceptions import TOMLKitError

from app.authoring import queries, rules
from app.authoring.errors import NotReadable, Overtaken
from app.authoring.models import ChangeKind, Draft
from app.authoring.service import make_change, open_draft
from app.catalog.sources.aligning import asking_for, with_alignment, without_alignment

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

OBJECTIVES = "objectives.toml"


def align(
    session: "Session",
    draft_id: uuid.UUID,
    objective: str,
    item: str,
    level: int | None,
    *,
    by: uuid.UUID,
    now: datetime,
) -> Draft:
    """Let an objective lead to a step of a framework item; None takes the item away.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NotReadable: The file has faults that keep it from being changed.
        Overtaken: The objective is gone meanwhile.
    """

    def aligned(text: str) -> str:
        if level is None:
            return without_alignment(text, objective, item)
        return with_alignment(text, objective, item, level)

    draft = open_draft(session, draft_id)
    return _rewrite(session, draft, aligned, by=by, now=now)


def ask_for(
    session: "Session",
    draft_id: uuid.UUID,
    question: str,
    objectives: tuple[str, str],
    *,
    by: uuid.UUID,
    now: datetime,
) -> Draft:
    """Let a question ask for another objective.

    Args:
        session: The open transaction.
        draft_id: The draft.
        question: Its key.
        objectives: The objective that the author saw, and the one that it is to be; "" for none.
        by: Who does it.
        now: The present instant.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        Overtaken: Somebody changed the objective of the question, or removed it, meanwhile.
    """
    seen, wanted = objectives
    draft = open_draft(session, draft_id)
    for lesson in queries.source_of(session, draft).with_blocks:
        for block in lesson.blocks:
            if block.key == question and block.question is not None:
                if (block.attribute("objective") or "") != seen:
                    raise Overtaken(question)
                before = lesson.data[block.start : block.end]
                after = asking_for(before.decode(), wanted).encode()
                files = {lesson.path: lesson.data}
                changed = lesson.data[: block.start] + after + lesson.data[block.end :]
                operations = rules.difference(files, {lesson.path: changed})
                kind = ChangeKind.EDIT
                return make_change(session, draft, operations, kind=kind, by=by, now=now)
    raise Overtaken(question)


def _rewrite(
    session: "Session",
    draft: Draft,
    made: Callable[[str], str],
    *,
    by: uuid.UUID,
    now: datetime,
) -> Draft:
    files = queries.data_of(session, draft.id, {OBJECTIVES})
    try:
        text = made(files.get(OBJECTIVES, b"").decode())
    except (UnicodeDecodeError, TOMLKitError) as error:
        raise NotReadable(OBJECTIVES) from error
    except KeyError as error:
        raise Overtaken(str(error)) from error
    operations = rules.difference(files, {OBJECTIVES: text.encode()})
    return make_change(session, draft, operations, kind=ChangeKind.EDIT, by=by, now=now)

"""Read drafts and publish them, in the worker. Reading is an errand: it holds no transaction."""

import uuid
from functools import partial
from typing import TYPE_CHECKING

from app import clock
from app.authoring import queries, service
from app.authoring.checking import service as checking
from app.authoring.checking.queries import was_looked_at, words_of_draft
from app.authoring.models import DraftState
from app.catalog import service as publishing
from app.catalog.checks.looks import look_at
from app.catalog.errors import CourseFaulty
from app.catalog.sources.compile import compile_course
from app.furigana.process import AnalyzerProcess
from app.furigana.versions import engine_version

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.authoring.events import DraftChanged, DraftSubmitted
    from app.catalog.service import ReadCourse
    from app.catalog.sources.course import CourseSource
    from app.catalog.sources.faults import Fault
    from app.furigana.events import DictionaryChanged
    from app.furigana.port import Words
    from app.outbox.relay import Errand, Note


def on_draft_submitted(session: "Session", event: "DraftSubmitted") -> "Errand | None":
    """Read a draft with its readings and publish it, unless it was changed since."""
    draft = queries.draft(session, event.draft_id)
    if not draft.is_asked_for(event.number):
        return None
    words = words_of_draft(session, draft)
    return partial(_errand, event, queries.source_of(session, draft), words)


def on_draft_changed(session: "Session", event: "DraftChanged") -> "Errand | None":
    """Look at a draft as it is now, unless that was done: a burst of changes is looked at once."""
    draft = queries.draft(session, event.draft_id)
    words = words_of_draft(session, draft)
    label = publishing.label_of(engine_version(), words)
    if draft.state is DraftState.PUBLISHED or was_looked_at(session, draft, label):
        return None
    source = queries.source_of(session, draft)
    return partial(_look, draft.id, source, words, draft.number)


def on_words_changed(session: "Session", event: "DictionaryChanged") -> None:  # noqa: ARG001  which word it was does not matter
    """Have every open draft looked at again."""
    checking.look_anew(session, now=clock.now())


def _look(draft_id: uuid.UUID, source: "CourseSource", words: "Words", number: int) -> "Note":
    with AnalyzerProcess() as analyzer:
        look = look_at(source, compile_course(source), analyzer, words)
        seen = checking.Seen(number, publishing.label_of(analyzer.version, words), look)
    return partial(_keep_look, draft_id=draft_id, seen=seen)


def _keep_look(session: "Session", *, draft_id: uuid.UUID, seen: checking.Seen) -> None:
    checking.keep_look(session, draft_id, seen, now=clock.now())


def _errand(event: "DraftSubmitted", source: "CourseSource", words: "Words") -> "Note":
    try:
        with AnalyzerProcess() as analyzer:
            read = publishing.read_course(source, analyzer, words)
    except CourseFaulty as error:
        return partial(_keep_faults, event=event, faults=error.faults)
    if held := publishing.held_back_by(read):
        return partial(_keep_faults, event=event, faults=held)
    return partial(_publish, event=event, read=read)


def _publish(session: "Session", *, event: "DraftSubmitted", read: "ReadCourse") -> None:
    service.publish_draft(session, event.draft_id, read, number=event.number, now=clock.now())


def _keep_faults(
    session: "Session", *, event: "DraftSubmitted", faults: "tuple[Fault, ...]"
) -> None:
    service.keep_faults(session, event.draft_id, faults, number=event.number)

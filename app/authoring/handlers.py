"""Publish drafts, in the worker. Reading is an errand: it holds no transaction."""

from functools import partial
from typing import TYPE_CHECKING

from app import clock
from app.authoring import queries, service
from app.catalog import service as publishing
from app.catalog.errors import CourseFaulty
from app.furigana.process import AnalyzerProcess
from app.furigana.queries import city_words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.authoring.events import DraftSubmitted
    from app.catalog.service import ReadCourse
    from app.catalog.sources.course import CourseSource
    from app.catalog.sources.faults import Fault
    from app.furigana.port import Words
    from app.outbox.relay import Errand, Note


def on_draft_submitted(session: "Session", event: "DraftSubmitted") -> "Errand | None":
    """Read a draft with its readings and publish it, unless it was changed since."""
    draft = queries.draft(session, event.draft_id)
    if not draft.is_asked_for(event.number):
        return None
    return partial(_errand, event, queries.source_of(session, draft), city_words(session))


def _errand(event: "DraftSubmitted", source: "CourseSource", words: "Words") -> "Note":
    try:
        with AnalyzerProcess() as analyzer:
            read = publishing.read_course(source, analyzer, words)
    except CourseFaulty as error:
        return partial(_keep_faults, event=event, faults=error.faults)
    return partial(_publish, event=event, read=read)


def _publish(session: "Session", *, event: "DraftSubmitted", read: "ReadCourse") -> None:
    service.publish_draft(session, event.draft_id, read, number=event.number, now=clock.now())


def _keep_faults(
    session: "Session", *, event: "DraftSubmitted", faults: "tuple[Fault, ...]"
) -> None:
    service.keep_faults(session, event.draft_id, faults, number=event.number)

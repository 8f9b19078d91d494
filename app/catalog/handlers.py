"""Read courses anew, in the worker. Reading is an errand: it holds no transaction."""

from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app import clock
from app.catalog import service, stored
from app.catalog.errors import CourseFaulty
from app.catalog.events import ReadingsAccepted, RereadDue
from app.catalog.models import Course, CourseVersion
from app.furigana.events import DictionaryChanged
from app.furigana.process import AnalyzerProcess
from app.furigana.versions import engine_version
from app.outbox import service as outbox
from app.outbox.errors import GivesUp

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.service import ReadCourse
    from app.catalog.sources.course import CourseSource
    from app.furigana.port import Words
    from app.outbox.relay import Errand, Note


def on_dictionary_changed(session: "Session", event: DictionaryChanged) -> None:  # noqa: ARG001  which word it was does not matter
    """Have every published course compared, one at a time."""
    now = clock.now()
    for course_id in session.scalars(sa.select(Course.id).order_by(Course.position)):
        outbox.publish(session, RereadDue(course_id, now))


def on_reread_due(session: "Session", event: RereadDue) -> "Errand | None":
    """Compare one course with what today's dictionary would read, unless it was already."""
    course = session.get_one(Course, event.course_id)
    version = session.get(CourseVersion, course.current_version_id)
    words = service.words_of(session, course.slug)
    if version is None or service.is_compared(
        session, version, service.label_of(engine_version(), words)
    ):
        return None
    source = stored.stored_source(session, version.id)
    return partial(_errand, source, words, accepted=None)


def on_readings_accepted(session: "Session", event: ReadingsAccepted) -> "Errand | None":
    """Publish a version's files anew with the readings that somebody accepted."""
    version = session.get_one(CourseVersion, event.course_version_id)
    if session.get_one(Course, version.course_id).current_version_id != version.id:
        return None
    source = stored.stored_source(session, version.id)
    return partial(
        _errand, source, service.words_of(session, source.slug), accepted=event.analyzer
    )


def _errand(source: "CourseSource", words: "Words", *, accepted: str | None) -> "Note":
    try:
        with AnalyzerProcess() as analyzer:
            read = service.read_course(source, analyzer, words)
    except CourseFaulty as error:
        raise GivesUp(f"{source.slug}: {error.faults[0].message}") from error
    return partial(_write_down, read=read, is_accepted=accepted == read.label)


def _write_down(session: "Session", *, read: "ReadCourse", is_accepted: bool) -> None:
    service.publish_course(session, read, now=clock.now(), accept_readings=is_accepted)

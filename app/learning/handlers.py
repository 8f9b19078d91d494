"""React to what happened below, in the worker. Each handler may run twice and acts once."""

from typing import TYPE_CHECKING

from app import clock
from app.learning import moving, queries, service
from app.learning.events import MoveDue
from app.outbox import service as outbox

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.lrs.events import PersonErased, RecordsErased, ReportReceived

AT_ONCE = 10
"""Runs that move in one transaction: who answers meanwhile waits for it."""


def on_report_received(session: "Session", event: "ReportReceived") -> None:
    """Count what another tool reported on a run; what names no run of ours is passed over.

    That the sender may report on the course was settled when the statement was stored, whose
    statements count is said in ``statements.reading``.
    """
    own = queries.held_run(session, event.registration_id)
    if own is not None:
        service.take_reports(session, own, now=clock.now())
    if own is not None and own.registration.merged_into_id is not None:
        counting = queries.held_run(session, own.registration.merged_into_id)
        if counting is not None:
            service.take_reports(session, counting, now=clock.now())


def on_person_erased(session: "Session", event: "PersonErased") -> None:
    """Delete what an erased person wrote for nobody's eyes, which no statement ever held."""
    service.forget_private_answers(session, event.user_id)


def on_records_erased(session: "Session", event: "RecordsErased") -> None:
    """Empty the answers that are kept beside erased statements; how far a run came stays."""
    for registration_id in event.registration_ids:
        own = queries.held_run(session, registration_id)
        if own is not None:
            service.forget_answers(session, own)


def on_move_due(session: "Session", event: MoveDue) -> None:
    """Move the next few runs to the version, and come back for the ones after them."""
    now = clock.now()
    found = queries.runs_to_move(
        session, event.course_version_id, after=event.after, limit=AT_ONCE
    )
    for registration_id in found:
        moving.move_run(session, registration_id, event.course_version_id, now=now)
    if found:
        outbox.publish(session, MoveDue(event.course_version_id, found[-1], now))

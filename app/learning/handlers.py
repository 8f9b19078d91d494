"""React to what happened below, in the worker. Each handler may run twice and acts once."""

from typing import TYPE_CHECKING

from app import clock
from app.learning import queries, service

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.lrs.events import PersonErased, RecordsErased, ReportReceived


def on_report_received(session: "Session", event: "ReportReceived") -> None:
    """Count what another tool reported on a run; what names no run of ours is passed over.

    That the sender may report on the course was settled when the statement was stored, whose
    statements count is said in ``statements.reading``.
    """
    own = queries.held_run(session, event.registration_id)
    if own is not None:
        service.take_reports(session, own, now=clock.now())


def on_person_erased(session: "Session", event: "PersonErased") -> None:
    """Delete what an erased person wrote for nobody's eyes, which no statement ever held."""
    service.forget_private_answers(session, event.user_id)


def on_records_erased(session: "Session", event: "RecordsErased") -> None:
    """Empty the answers that are kept beside erased statements; how far a run came stays."""
    for registration_id in event.registration_ids:
        own = queries.held_run(session, registration_id)
        if own is not None:
            service.forget_answers(session, own)

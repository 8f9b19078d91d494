"""Tell the maintainer by letter, in the worker."""

from typing import TYPE_CHECKING

from app import clock
from app.i18n.languages import JAPANESE
from app.i18n.marks import N_
from app.mistakes import queries, service
from app.notify import service as notify
from app.outbox.context import settings
from app.ui.strings import in_language

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.lrs.events import RecordsErased
    from app.mistakes.events import MistakeReported

SUBJECT = N_("寺子屋：まちがいの知らせ「%(title)s」")
BODY = (
    N_("講座「%(title)s」（第%(version)s版）に、まちがいの知らせがありました。"),
    "%(lesson)s %(spot)s",
    "%(excerpt)s",
    "%(words)s",
    "%(url)s",
)
"""Paragraphs; empty ones are left out. Who told is on the page, and in no letter."""


def on_mistake_reported(session: "Session", event: "MistakeReported") -> None:
    """Write to the maintainer, once an event; without one, the page is enough."""
    site, row = settings(), queries.row(session, event.report_id)
    if site.maintainer is None or row is None:
        return
    values = {
        "title": row.title.plain,
        "version": row.version,
        "lesson": "" if row.lesson is None else row.lesson.plain,
        "spot": str(row.spot),
        "excerpt": row.excerpt,
        "words": row.words,
        "url": f"{site.public_url}/admin/mistakes",
    }
    told = (str(in_language(JAPANESE, paragraph, **values)).strip() for paragraph in BODY)
    letter = notify.Letter(
        to=site.maintainer,
        subject=str(in_language(JAPANESE, SUBJECT, **values)),
        body="\n\n".join(paragraph for paragraph in told if paragraph) + "\n",
    )
    key = f"mistake:{event.report_id}"
    notify.send_once(session, notify.mailer_of(site), letter, key=key, now=clock.now())


def on_records_erased(session: "Session", _event: "RecordsErased") -> None:
    """Forget who told of mistakes, among those whose account is closed.

    Nothing says whose records were erased; but they are of people whose account was closed
    before, and of nobody in that state is the name needed to mend a lesson.
    """
    service.forget_tellers(session)

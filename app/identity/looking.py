"""Noting in the log that the signed-in person opens a page about somebody else.

Decisions (2026-11-30):
  * What is noted is the opening of one person's page: an account, a statement or the list of one
    person's, the sheet of skills, the guardians of a pupil, a guardian's view of a child. A list
    of a class or of an office is none: to see it is the daily work of who keeps it, and an entry
    for each of thirty pupils each morning would bury the one that somebody should ask about.
  * One entry for each reader, person, page and day: how often is nobody's question, and whoever
    leafs through a hundred statements of a pupil leaves a line that can be read.
  * A child is told of a guardian's looks as of everybody's: whoever is watched is to know it. Who
    came in by a letter has no account, and so no name to tell.
  * The page is made first, then noted, then sent: nothing is shown that could not be noted, and
    nothing noted that was not there to be seen. Only the first look of a day takes SQLite's one
    write lock.
"""

import uuid

from app import clock
from app.audit import queries
from app.audit import service as audit
from app.db import reading, transaction
from app.identity.login import person


def note_look(place: str, subject: uuid.UUID) -> None:
    """Note that the signed-in person opens a page of somebody's; nothing for one's own.

    Args:
        place: Which page, a code, as ``audit.service.record_look`` has it.
        subject: Whose page.
    """
    who, now = person(), clock.now()
    if who.id == subject:
        return
    if queries.has_looked(reading(), place, by=who.id, subject=subject, now=now):
        return
    with transaction() as session:
        audit.record_look(
            session, place, now=now, by=who.id, subject=subject, acting_as=who.acting_id
        )
